"""The conversation: the form in the middle, and around it where one is, what was said last time, what has come out."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.message import Message
from textual.widgets import Static

from kartlegging_tui import language
from kartlegging_tui.domain import picking
from kartlegging_tui.domain.answers import EMPTY, Answer, Missing, Path, split
from kartlegging_tui.domain.questionnaire import OptionValue, Rows, Section
from kartlegging_tui.language import _
from kartlegging_tui.tui import conversation_commands as commands
from kartlegging_tui.tui import conversation_words as words
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.screens.house import HELP, HouseScreen
from kartlegging_tui.tui.screens.pick import PickScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.answer_box import AnswerBox
from kartlegging_tui.tui.widgets.banner import Banner
from kartlegging_tui.tui.widgets.form_lines import Part, box_rows
from kartlegging_tui.tui.widgets.form_view import FormView
from kartlegging_tui.tui.widgets.key_bar import KeyBar
from kartlegging_tui.tui.widgets.side_panels import Aside, Outline

if TYPE_CHECKING:
    from kartlegging_tui.domain.people import AnswerEvent
    from kartlegging_tui.domain.sheet import Change
    from kartlegging_tui.services.desk import Desk
    from kartlegging_tui.services.filling import Filling
    from kartlegging_tui.services.saving import SaveState
    from kartlegging_tui.services.talk import Talk

NARROW = 110
"""Below this width the panels at the sides fold away."""


class ConversationScreen(HouseScreen[None]):
    """Fills the forms of one conversation."""

    COMMANDS = commands.COMMANDS
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-wide")]
    DEFAULT_CSS = """
    ConversationScreen {
        & > #top { height: 1; background: $panel; padding: 0 1; }
        & #who { width: 1fr; text-style: bold; }
        & #point { width: auto; color: $text-muted; padding: 0 2; }
        & #saved { width: 24; text-align: right; }
        & > #where { height: 1; padding: 0 1; }
        & #form-title { width: 1fr; text-style: bold; color: $primary; }
        & #progress { width: auto; color: $text-muted; }
        & > #middle { height: 1fr; }
        & #pane { layers: base box; width: 1fr; height: 1fr; }
        & > #urgent { display: none; height: auto; max-height: 5; padding: 0 1; background: $panel; color: $error; }
        & > #urgent.shown { display: block; }
        & > #hint { height: 2; padding: 0 1; color: $text-muted; }
        &.-wide > #hint { display: none; }
        &.-narrow Outline, &.-narrow Aside, &.-narrow #point { display: none; }
    }
    """

    class Saved(Message):
        """The saving thread tells how it stands."""

        def __init__(self, state: SaveState) -> None:
            super().__init__()
            self.state = state

    class SomebodyElse(Message):
        """Somebody else answered a question first; what was answered here is not saved."""

        def __init__(self, filling: Filling, path: Path, mine: Answer, theirs: AnswerEvent) -> None:
            super().__init__()
            self.filling, self.path, self.mine, self.theirs = filling, path, mine, theirs

    def __init__(self, desk: Desk, conversation_id: int, talk: Talk | None = None) -> None:
        super().__init__()
        self._desk = desk
        self._conversation_id = conversation_id
        self._talk = talk
        self._language: str | None = None
        """The language the form is asked in, where the nurse has chosen another than the patient's."""
        self._unfolded: Path | None = None
        """The question whose urgent text is shown whole."""

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Static(id="who")
            yield Static(id="point")
            yield Static(id="saved")
        with Horizontal(id="where"):
            yield Static(id="form-title")
            yield Static(id="progress")
        yield Banner()
        with Horizontal(id="middle"):
            yield Outline()
            with Container(id="pane"):
                yield FormView()
                yield AnswerBox()
            yield Aside()
        yield Static(id="urgent")
        yield Static(id="hint")
        yield KeyBar(lines=2)

    def on_mount(self) -> None:
        super().on_mount()
        self.form.focus()
        self._open()

    @work(exclusive=True, group="open", exit_on_error=False)
    async def _open(self) -> None:
        if self._talk is None:
            self._talk = await asyncio.to_thread(self._desk.conduct.open, self._conversation_id)
        talk = self._talk
        talk.saver.listen = self._tell_saved
        for filling in talk.fillings.values():
            filling.on_conflict = partial(self._tell_conflict, filling)
        self.show_words()
        self._resume()

    def _tell_saved(self, state: SaveState) -> None:
        self.post_message(self.Saved(state))

    def _tell_conflict(self, filling: Filling, path: Path, mine: Answer, theirs: AnswerEvent) -> None:
        self.post_message(self.SomebodyElse(filling, path, mine, theirs))

    def _resume(self) -> None:
        """Where one was: in the text being typed when the program ended, or after the last answer."""
        offered = self.talk.offered()
        for filling in offered:
            for path, text in filling.unfinished.items():
                section = filling.form.section_of.get(split(path)[0])
                if section is not None and filling.sheet.is_shown(path):
                    self._show(filling, section, path)
                    self._open_box(text=text)
                    return
        begun = [filling for filling in offered if filling.events]
        if not begun:
            self._show_form(offered[0])
            return
        last = max(begun, key=lambda filling: filling.events[-1].at)
        section = last.form.section_of[split(last.events[-1].path)[0]]
        if last.sheet.section_shown(section):
            self._show(last, section)
        else:
            self._show_form(last)

    # ---- what it shows ----------------------------------------------------------------------------------------------

    @property
    def talk(self) -> Talk:
        """The conversation, once it is read."""
        assert self._talk is not None
        return self._talk

    @property
    def form(self) -> FormView:
        """The form in the middle."""
        return self.query_one(FormView)

    @property
    def _filling(self) -> Filling:
        assert self.form.filling is not None
        return self.form.filling

    @property
    def box(self) -> AnswerBox:
        """The box to type in."""
        return self.query_one(AnswerBox)

    def _form_language(self, filling: Filling) -> str:
        """The patient's language where the form has it, else the nurse's."""
        written = filling.form.questionnaire.title.languages
        return next(
            (wanted for wanted in (self._language, self.talk.patient.language) if wanted and wanted in written),
            language.current(),
        )

    def _show_form(self, filling: Filling, last: bool = False) -> None:
        sections = self._sections(filling)
        if not sections:
            return
        unfinished = [section for section in sections if not _is_done(filling, section)]
        self._show(filling, sections[-1] if last else (unfinished or sections)[0])

    def _sections(self, filling: Filling) -> list[Section]:
        return [section for section in filling.form.questionnaire.sections if filling.sheet.section_shown(section)]

    def _show(self, filling: Filling, section: Section, at: Path | None = None) -> None:
        self._leave_box()
        manner = words.manner(filling, self._form_language(filling))
        self.form.show(filling, section, manner, at)
        self._show_around()

    def show_words(self) -> None:
        super().show_words()
        if self._talk is None:
            return
        talk = self.talk
        self.query_one("#who", Static).update(literal(words.who(talk)))
        self.query_one("#point", Static).update(literal(words.point(talk)))
        self._show_saved(talk.saver.state)
        if self.form.filling is not None and self.form.section is not None:
            current = self.form.current
            self._show(self.form.filling, self.form.section, current.path if current else None)

    def _show_around(self) -> None:
        """Everything around the form that follows from the answers."""
        if self._talk is None or self.form.filling is None or self.form.section is None:
            return
        filling, section, spoken = self.form.filling, self.form.section, language.current()
        title = f"{filling.form.questionnaire.title.to(spoken)} · {section.title.to(spoken)}"
        self.query_one("#form-title", Static).update(literal(title), layout=False)
        done, asked = filling.sheet.progress(section)
        self.query_one("#progress", Static).update(literal(_("{done} of {all}").format(done=done, all=asked)))
        self._show_urgent()
        if self.has_class("-wide"):
            self.query_one(Outline).show(self.talk, filling, section.id, spoken)
        self._show_current()

    @on(FormView.Moved)
    def _show_current(self) -> None:
        """What concerns the current question: the hint, and the keys that work."""
        if self._talk is None or self.form.filling is None:
            return
        entry, spoken = self.form.current, language.current()
        hint = entry.item.hint.to(spoken) if entry and entry.item.hint else ""
        if not hint and self.form.section is not None and self.form.section.hint is not None:
            hint = self.form.section.hint.to(spoken)
        if self.has_class("-wide"):
            parts = [literal(hint, "italic $text-muted"), *words.results(self.talk, spoken)]
            self.query_one(Aside).show(parts)
        else:
            self.query_one("#hint", Static).update(literal(hint), layout=False)
        self.query_one(KeyBar).show(self.commands_now())
        if self.form.box is not None and (region := self.form.box_region()) is not None:
            self.box.place(region)

    def _show_urgent(self) -> None:
        panel = self.query_one("#urgent", Static)
        urgent = self.talk.urgent()
        panel.set_class(bool(urgent), "shown")
        if urgent:
            panel.update(words.urgent(urgent, self._unfolded, language.current()))

    def _show_saved(self, state: SaveState) -> None:
        if state.trouble is not None:
            self.query_one(Banner).say(words.not_saved(state))
        elif self.query_one(Banner).has_class("shown"):
            self.query_one(Banner).clear()
        self.query_one("#saved", Static).update(words.saved(state), layout=False)

    def commands_now(self) -> tuple[Command, ...]:
        """The commands that make sense for the current question, most useful first."""
        entry = self.form.current if self.is_mounted else None
        if entry is None or self.form.filling is None:
            return (*(command for command in self.COMMANDS if command not in words.NEEDS_QUESTION), HELP)
        return (*words.commands_for(entry, self.form.filling, self.COMMANDS), HELP)

    def on_resize(self, _event: events.Resize) -> None:
        self.call_after_refresh(self._show_around)

    @on(Saved)
    def _saved(self, message: Saved) -> None:
        self._show_saved(message.state)

    @on(SomebodyElse)
    def _somebody_else(self, message: SomebodyElse) -> None:
        """Their answer stands; what was answered here is shown, to be answered again if it is to count."""
        change = message.filling.take_over(message.path, message.theirs)
        if message.filling is self.form.filling:
            self._after(message.path, change)
        self.notify(
            words.conflict(message.filling, message.path, message.mine, message.theirs), timeout=20, markup=False
        )

    # ---- answering --------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        entry = self.form.current
        if entry is None or self.focused is not self.form or self._talk is None:
            return
        key = event.character or ""
        if entry.part is Part.QUESTION and picking.is_picked(entry.item):
            value = picking.value_of_key(self._filling.form.questionnaire, entry.item, key)
            if value is not None:
                event.stop()
                self._pick(value)
        elif entry.part is Part.QUESTION and key and key in "0123456789-" and words.is_typed_number(entry.item):
            event.stop()
            self._open_box(text=key)

    def _pick(self, value: OptionValue) -> None:
        entry = self.form.current
        assert entry is not None
        answer = self._filling.sheet.answer(entry.path)
        picked = picking.pick(self._filling.form.questionnaire, entry.item, answer, value)
        self._answer(entry.path, picked.answer, moves_on=picked.moves_on)
        if picked.asks_words:
            self._open_box(text=answer.other)

    def _answer(self, path: Path, answer: Answer, moves_on: bool = True) -> None:
        """Answers, shows what follows, and goes on to the next question."""
        if answer != self._filling.sheet.answer(path):
            change = self._filling.answer(path, answer)
            self._show_saved(self.talk.saver.state)
            self._unfolded = path if path in change.urgent else None
            self._after(path, change)
        if moves_on:
            self.action_move(1)

    def _after(self, path: Path, change: Change) -> None:
        group, row, _column = split(path)
        in_group = row is not None or group in self._filling.form.columns
        reordered = in_group or bool(change.shown or change.sections)
        self.form.follow({path, *change.shown, *change.urgent}, reordered)
        self._show_around()

    def action_missing(self, reason: str) -> None:
        """There is no value, and why."""
        if (entry := self.form.current) is not None and words.can_be_answered(entry.item):
            note = self._filling.sheet.answer(entry.path).note
            self._answer(entry.path, Answer(missing=Missing(reason), note=note))

    def action_same(self) -> None:
        """Last time's answer, asked again and found unchanged."""
        entry = self.form.current
        last = self._filling.last_answer(entry.path) if entry and not entry.in_row else EMPTY
        if entry is None or not last.given or entry.part is not Part.QUESTION:
            self.notify(_("There is no answer from last time to confirm."), markup=False)
            return
        note = self._filling.sheet.answer(entry.path).note
        confirmed = Answer(value=last.value, missing=last.missing, other=last.other, note=note, confirmed=True)
        self._answer(entry.path, confirmed)

    def action_clear(self) -> None:
        """Takes the answer away, and leaves the note."""
        if (entry := self.form.current) is not None and entry.part is Part.QUESTION:
            note = self._filling.sheet.answer(entry.path).note
            self._answer(entry.path, Answer(note=note), moves_on=False)

    def action_park(self) -> None:
        """Puts the question aside, or takes it up again."""
        if (entry := self.form.current) is not None and words.can_be_answered(entry.item):
            answer = self._filling.sheet.answer(entry.path)
            parked = not answer.parked
            self._answer(entry.path, answer.model_copy(update={"parked": parked}), moves_on=parked)

    def action_undo(self) -> None:
        """Takes back the last thing done in this form."""
        undone = self._filling.undo()
        if undone is None:
            self.notify(_("Nothing is left to undo in this form."), markup=False)
            return
        path, change = undone
        self._show_saved(self.talk.saver.state)
        section = self._filling.form.section_of[split(path)[0]]
        if section is not self.form.section and self._filling.sheet.is_shown(path):
            self._show(self._filling, section, path)
        else:
            self._after(path, change)
            if self._filling.sheet.is_shown(path):
                self.form.go_to(path)

    # ---- rows -------------------------------------------------------------------------------------------------------

    def action_add_row(self) -> None:
        """One more row in the group that the cursor is in."""
        entry = self.form.current
        group = split(entry.path)[0] if entry else ""
        if group not in self._filling.form.columns:
            return
        item, sheet = self._filling.form.items[group], self._filling.sheet
        rows = sheet.rows(group)
        if isinstance(item, Rows) and len(rows) >= item.max_rows:
            self.notify(_("There is no room for more rows here."), markup=False)
            return
        number = sheet.next_row(group)
        note = sheet.answer(group).note
        self._answer(group, Answer(value=(*rows, number), note=note), moves_on=False)
        first = next(iter(self._filling.form.columns[group]))
        self.form.go_to(f"{group}/{number}/{first}")

    def action_remove_row(self) -> None:
        """Takes away the row that the cursor is in."""
        entry = self.form.current
        if entry is None or not entry.in_row:
            return
        group, row, _column = split(entry.path)
        answer = self._filling.sheet.answer(group)
        left = tuple(other for other in self._filling.sheet.rows(group) if other != row)
        self._answer(group, answer.model_copy(update={"value": left or None}), moves_on=False)
        self.notify(_("The row is taken away. z brings it back."), markup=False)

    # ---- typing -----------------------------------------------------------------------------------------------------

    def action_enter(self) -> None:
        """Types, picks what is pointed at, adds a row, or goes on: whatever the current question is for."""
        entry = self.form.current
        if entry is None:
            self.action_section(1)
        elif entry.part is Part.ADD:
            self.action_add_row()
        elif self.form.option_cursor is not None:
            self.action_pick_option()
        elif picking.is_picked(entry.item) or not words.can_be_answered(entry.item):
            self.action_move(1)
        else:
            self._open_box()

    def action_note(self) -> None:
        """Writes a note to the current question."""
        if self.form.current is not None:
            self._open_box(note=True)

    def _open_box(self, text: str | None = None, note: bool = False) -> None:
        entry = self.form.current
        if entry is None:
            return
        answer = self._filling.sheet.answer(entry.path)
        if text is None:
            text = answer.note if note else words.typed_text(entry.item, self._filling, answer)
        self.form.open_box(note, box_rows(entry.item, note))
        region = self.form.box_region()
        if region is not None:
            self.box.open(text, region)

    @on(AnswerBox.Changed)
    def _typed(self) -> None:
        if self.form.box is not None:
            path, note, _rows = self.form.box
            if not note:
                self._filling.keep_typing(path, self.box.text)

    @on(AnswerBox.Left)
    def _box_left(self, message: AnswerBox.Left) -> None:
        if self.form.box is None:
            return
        path, note, _rows = self.form.box
        answer, item = self._filling.sheet.answer(path), self._filling.form.item(path)
        try:
            typed = words.answer_from(item, self._filling, answer, message.text, note)
        except words.Unclear as error:
            self.notify(str(error), severity="warning", markup=False)
            return
        self._leave_box()
        self._answer(path, typed, moves_on=message.key == "enter" and not note)
        if message.key in ("tab", "shift+tab"):
            self.action_section(1 if message.key == "tab" else -1)

    def _leave_box(self) -> None:
        if self.form.box is None:
            return
        path, note, _rows = self.form.box
        if not note:
            self._filling.drop_typing(path)
        self.form.close_box()
        self.box.close()
        self.form.focus()

    # ---- moving -----------------------------------------------------------------------------------------------------

    def action_move(self, steps: int) -> None:
        """To the next question, in the next section or form if this one is at its end."""
        if not self.form.move(steps):
            self.action_section(steps, at_end=steps < 0)

    def action_section(self, steps: int, at_end: bool = False) -> None:
        """To the next section that is asked, in the next form if this one is at its end."""
        places = [(filling, section) for filling in self.talk.offered() for section in self._sections(filling)]
        here = next(
            (
                place
                for place, (filling, section) in enumerate(places)
                if filling is self.form.filling and section is self.form.section
            ),
            0,
        )
        there = here + steps
        if there >= len(places):
            self.notify(_("This is the last question. F3 shows the summary."), markup=False)
        elif there >= 0:
            self._show(*places[there])
            if at_end:
                self.form.go_to_end(first=False)

    def action_page(self, steps: int) -> None:
        """A screenful."""
        self.form.page(steps)

    def action_end(self, first: bool) -> None:
        """To the first or the last question of the section."""
        self.form.go_to_end(first)

    def action_option(self, steps: int) -> None:
        """Points at another option."""
        entry = self.form.current
        if entry is None or not picking.is_picked(entry.item):
            return
        values = picking.values(self._filling.form.questionnaire, entry.item)
        place = self.form.option_cursor
        if place is None:
            value = self._filling.sheet.answer(entry.path).value
            place = values.index(value) if value in values else (-1 if steps > 0 else len(values))
        self.form.set_option_cursor(min(max(place + steps, 0), len(values) - 1))

    def action_pick_option(self) -> None:
        """Picks the option that is pointed at."""
        entry, place = self.form.current, self.form.option_cursor
        if entry is not None and place is not None:
            self._pick(picking.values(self._filling.form.questionnaire, entry.item)[place])

    def _go_to(self, target: object) -> None:
        if isinstance(target, tuple):
            form, path = target
            filling = self.talk.fillings[form]
            self._show(filling, filling.form.section_of[split(path)[0]], path)

    def action_find(self) -> None:
        """Jumps to any question by a part of its words."""
        self.app.push_screen(PickScreen(_("Find a question"), words.questions(self.talk)), self._go_to)

    def action_left(self) -> None:
        """Lists what is left, each a jump."""
        choices = words.left(self.talk)
        self.app.push_screen(PickScreen(_("What is left"), choices, _("Everything is answered.")), self._go_to)

    def action_outline(self) -> None:
        """Jumps to a form or a section."""
        self.app.push_screen(PickScreen(_("Forms and sections"), words.outline(self.talk)), self._go_to_section)

    def _go_to_section(self, target: object) -> None:
        if isinstance(target, tuple):
            filling = self.talk.fillings[target[0]]
            section = next(section for section in filling.form.questionnaire.sections if section.id == target[1])
            self._show(filling, section)

    def action_hidden(self) -> None:
        """Lists the hidden questions of this form, and why they are."""
        choices = words.hidden(self._filling)
        self.app.push_screen(PickScreen(_("Hidden questions in this form"), choices, _("Nothing is hidden here.")))

    def action_results(self) -> None:
        """Needs, scores and what is urgent."""
        from kartlegging_tui.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen((), words.results_text(self.talk, language.current())))

    def action_form_language(self) -> None:
        """Asks in the next language that the form is written in."""
        written = sorted(self._filling.form.questionnaire.title.languages, key=words.language_order)
        here = self._form_language(self._filling)
        self._language = written[(written.index(here) + 1) % len(written)] if here in written else written[0]
        self.show_words()

    def action_summary(self) -> None:
        """The whole conversation."""
        from kartlegging_tui.tui.screens.summary import SummaryScreen

        self._leave_box()
        self.app.push_screen(SummaryScreen(self._desk, self._conversation_id))

    def action_leave(self) -> None:
        """Back to where one came from."""
        self.dismiss(None)

    def action_show_help(self) -> None:
        """Explains the current question, and the keys."""
        from kartlegging_tui.tui.screens.help import HelpScreen

        text = words.explanation(self.form.current, self._filling) if self._talk and self.form.filling else ""
        self.app.push_screen(HelpScreen(self.commands_now(), text))


def _is_done(filling: Filling, section: Section) -> bool:
    done, asked = filling.sheet.progress(section)
    return done == asked
