"""The form and the box to type in: where questions are answered. The screen around it is told what has changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.message import Message

from kartlegging_tui.domain import picking
from kartlegging_tui.domain.answers import EMPTY, Answer, Missing, Path, cell, note_to, split
from kartlegging_tui.domain.questionnaire import Section
from kartlegging_tui.domain.questions import OptionValue, Rows
from kartlegging_tui.language import _
from kartlegging_tui.tui import form_words as words
from kartlegging_tui.tui.commands import Command, bindings
from kartlegging_tui.tui.conversation_commands import FORM_COMMANDS, UNDO
from kartlegging_tui.tui.last_words import MISFITS
from kartlegging_tui.tui.widgets.answer_box import AnswerBox
from kartlegging_tui.tui.widgets.form_lines import Part, box_rows
from kartlegging_tui.tui.widgets.form_view import FormView

if TYPE_CHECKING:
    from kartlegging_tui.domain.sheet import Change
    from kartlegging_tui.services.filling import Filling


ROOM_BESIDE_TITLES = 18
"""Cells that the top line needs beside the titles of form and section."""


class FormPane(Container):
    """Answers the questions of one section of one form."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(FORM_COMMANDS)]
    DEFAULT_CSS = """
    FormPane { layers: base box; width: 1fr; height: 1fr; }
    """

    class Answered(Message):
        """An answer was given, changed or taken back."""

        def __init__(self, path: Path, change: Change) -> None:
            super().__init__()
            self.path, self.change = path, change

    class PastTheEnd(Message):
        """The cursor would go past the last question (1) or before the first (-1) of the section."""

        def __init__(self, steps: int, at_end: bool) -> None:
            super().__init__()
            self.steps, self.at_end = steps, at_end

    class Elsewhere(Message):
        """What was undone belongs to a question in another section, or in another form."""

        def __init__(self, form: str, path: Path) -> None:
            super().__init__()
            self.form, self.path = form, path

    last_done: Callable[[Filling], Filling] = staticmethod(lambda here: here)
    """In which form the last thing was done, given the one that is shown."""

    _text_before = ""
    """What stood in the box when it was opened, had nothing been typed in it."""

    def compose(self) -> ComposeResult:
        yield FormView()
        yield AnswerBox()

    @property
    def view(self) -> FormView:
        """The form as it is drawn."""
        return self.query_one(FormView)

    @property
    def box(self) -> AnswerBox:
        """The box to type in."""
        return self.query_one(AnswerBox)

    @property
    def filling(self) -> Filling:
        """The form being filled; there once one is shown."""
        assert self.view.filling is not None
        return self.view.filling

    def show(self, filling: Filling, section: Section, form_language: str, at: Path | None = None) -> None:
        """Shows a section in a language, at a question of it or at the first that is not answered."""
        self.leave_box()
        titles = filling.form.questionnaire.title.to(form_language) + section.title.to(form_language)
        heading = cell_len(titles) + ROOM_BESIDE_TITLES > self.screen.size.width
        self.view.show(filling, section, words.manner(filling, form_language), at, heading)

    def commands_now(self) -> tuple[Command, ...]:
        """The commands that make sense for the current question, most useful first."""
        if not self.is_mounted or self.view.filling is None or self.view.current is None:
            return (UNDO,)
        return tuple(words.commands_for(self.view.current, self.filling, FORM_COMMANDS))

    def follow(self, path: Path, change: Change) -> None:
        """Brings the form in line with the sheet after a change."""
        group, row, _column = split(path)
        in_group = row is not None or group in self.filling.form.columns
        reordered = in_group or bool(change.shown or change.sections)
        self.view.follow({path, *change.shown, *change.urgent}, reordered)
        self.post_message(self.Answered(path, change))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing can be done before there is a form."""
        return self.view.filling is not None

    # Answering

    def on_key(self, event: events.Key) -> None:
        entry = self.view.current
        if entry is None or entry.part is not Part.QUESTION or self.screen.focused is not self.view:
            return
        key = event.character or ""
        value = picking.value_of_key(self.filling.form.questionnaire, entry.item, key)
        if value is not None:
            event.stop()
            self._pick(value)
        elif key and key in "0123456789-" and words.is_typed_number(entry.item):
            event.stop()
            self.open_box(text=key)

    @on(FormView.Clicked)
    def _clicked(self, message: FormView.Clicked) -> None:
        self.leave_box()
        self.view.go_to(message.entry.path)
        if message.entry.part is Part.ADD:
            self.action_add_row()

    def _pick(self, value: OptionValue) -> None:
        entry = self.view.current
        assert entry is not None
        answer = self.filling.sheet.answer(entry.path)
        picked = picking.pick(self.filling.form.questionnaire, entry.item, answer, value)
        self.answer(entry.path, picked.answer, moves_on=picked.moves_on)
        if picked.asks_words:
            self.open_box(text=answer.other)

    def answer(self, path: Path, answer: Answer, moves_on: bool = True) -> None:
        """Answers, shows what follows, and goes on to the next question."""
        if answer != self.filling.sheet.answer(path):
            self.follow(path, self.filling.answer(path, answer))
        if moves_on:
            self.action_move(1)

    def action_missing(self, reason: str) -> None:
        """There is no value, and why."""
        entry = self.view.current
        if entry is not None and words.can_be_answered(entry.item):
            note = self.filling.sheet.answer(entry.path).note
            self.answer(entry.path, Answer(missing=Missing(reason), note=note))

    def action_same(self) -> None:
        """Last time's answer, asked again and found unchanged."""
        entry = self.view.current
        if entry is None:
            return
        if why := self.filling.misfit(entry.path):
            self.notify(_(MISFITS[why]), markup=False)
            return
        last = self.filling.last_answer(entry.path)
        if entry.part is Part.ADD and last.value is not None:
            self._fetch_rows(entry.path)
            return
        note = self.filling.sheet.answer(entry.path).note
        confirmed = Answer(value=last.value, missing=last.missing, other=last.other, note=note, confirmed=True)
        self.answer(entry.path, confirmed)

    def action_clear(self) -> None:
        """Takes the answer away, and leaves the note."""
        entry = self.view.current
        if entry is not None and entry.part is Part.QUESTION:
            self.answer(entry.path, Answer(note=self.filling.sheet.answer(entry.path).note), moves_on=False)

    def action_park(self) -> None:
        """Puts the question aside, or takes it up again."""
        entry = self.view.current
        if entry is not None and words.can_be_answered(entry.item):
            answer = self.filling.sheet.answer(entry.path)
            parked = not answer.parked
            self.answer(entry.path, answer.model_copy(update={"parked": parked}), moves_on=parked)

    def action_undo(self) -> None:
        """Takes back the last thing done, in whichever form that was."""
        filling = self.last_done(self.filling)
        undone = filling.undo()
        if undone is None:
            self.notify(_("Nothing is left to undo."), markup=False)
            return
        path, change = undone
        if filling is self.filling:
            self.follow(path, change)
        if not filling.sheet.is_shown(path):
            return
        if filling is self.filling and filling.form.section_of[split(path)[0]] is self.view.section:
            self.view.go_to(path)
        else:
            self.post_message(self.Elsewhere(filling.id, path))

    # Rows

    def action_add_row(self) -> None:
        """One more row in the group that the cursor is in."""
        entry = self.view.current
        group = split(entry.path)[0] if entry else ""
        if group not in self.filling.form.columns:
            return
        item, sheet = self.filling.form.items[group], self.filling.sheet
        rows = sheet.rows(group)
        if isinstance(item, Rows) and len(rows) >= item.max_rows:
            self.notify(_("There is no room for more rows here."), markup=False)
            return
        number = sheet.next_row(group)
        self.answer(group, Answer(value=(*rows, number), note=sheet.answer(group).note), moves_on=False)
        first = next(iter(self.filling.form.columns[group].values()))
        self.view.go_to(cell(group, number, first.id))
        if words.can_be_answered(first) and not picking.is_picked(first):
            self.open_box()

    def _fetch_rows(self, group: str) -> None:
        """Brings last time's rows into a group under their own numbers; what stands in them is then confirmed or asked.

        Rows added now stay, after them. Nobody has confirmed that the rows are the same while there are such.
        """
        item, sheet = self.filling.form.items[group], self.filling.sheet
        last, present = self.filling.last_rows(group), sheet.rows(group)
        rows = (*last, *(row for row in present if row not in last))
        absent = [row for row in last if row not in present]
        if not absent and (sheet.answer(group).confirmed or rows != last):
            self.notify(_("All rows from last time are here already."), markup=False)
        elif isinstance(item, Rows) and len(rows) > item.max_rows:
            self.notify(_("There is no room for more rows here."), markup=False)
        else:
            fetched = Answer(value=rows, note=sheet.answer(group).note, confirmed=rows == last)
            self.answer(group, fetched, moves_on=False)
            first = (absent or last)[0]
            self.view.go_to(cell(group, first, next(iter(self.filling.form.columns[group]))))

    def action_remove_row(self) -> None:
        """Takes away the row that the cursor is in."""
        entry = self.view.current
        if entry is None or not entry.in_row:
            return
        group, row, _column = split(entry.path)
        answer = self.filling.sheet.answer(group)
        left = tuple(other for other in self.filling.sheet.rows(group) if other != row)
        self.answer(group, answer.model_copy(update={"value": left or None, "confirmed": False}), moves_on=False)
        self.notify(_("The row is taken away. {key} brings it back.").format(key=UNDO.key_text), markup=False)

    # Typing

    def action_enter(self) -> None:
        """Types, picks what is pointed at, adds a row, or goes on: whatever the current question is for."""
        entry = self.view.current
        if entry is not None and entry.part is Part.ADD:
            self.action_add_row()
        elif entry is not None and self.view.option_cursor is not None:
            self.action_pick_option()
        elif entry is None or picking.is_picked(entry.item) or not words.can_be_answered(entry.item):
            self.action_move(1)
        else:
            self.open_box()

    def action_note(self) -> None:
        """Writes a note to the current question."""
        if self.view.current is not None:
            self.open_box(note=True)

    def open_box(self, text: str | None = None, note: bool = False) -> None:
        """Opens the box over the current question, with `text` in it or with the answer as it is."""
        entry = self.view.current
        if entry is None:
            return
        answer = self.filling.sheet.answer(entry.path)
        before = answer.note if note else words.typed_text(entry.item, self.filling, answer)
        if text is None:
            text = before
        self._text_before = before
        self.view.open_box(note, box_rows(entry.item, note))
        region = self.view.box_region()
        if region is not None:
            self.box.open(text, region)

    @on(AnswerBox.Changed)
    def _typed(self) -> None:
        if self.view.box is not None:
            path, note, _rows = self.view.box
            place = note_to(path) if note else path
            if self.box.text != self.filling.unfinished.get(place, self._text_before):
                self.filling.keep_typing(place, self.box.text)

    @on(AnswerBox.Left)
    def _box_left(self, message: AnswerBox.Left) -> None:
        if self.view.box is None:
            return
        path, note, _rows = self.view.box
        if message.key == "enter" and (why := self._unclear(path, note)):
            self.notify(why, severity="warning", markup=False)
            return
        self.leave_box()
        if message.key == "enter" and not note:
            self.action_move(1)
        elif message.key in ("tab", "shift+tab"):
            self.action_section(1 if message.key == "tab" else -1)

    def _unclear(self, path: Path, note: bool) -> str:
        """Why what stands in the box is no answer; empty where it is one."""
        try:
            words.answer_from(self.filling.form.item(path), self.filling, EMPTY, self.box.text, note)
        except words.Unclear as error:
            return str(error)
        return ""

    def keep_note(self) -> None:
        """Closes the box of a note and keeps it. What is typed as an answer is kept at every key, and stays typed."""
        if self.view.box is not None and self.view.box[1]:
            self.leave_box()

    def leave_box(self) -> None:
        """Closes the box and keeps what stands in it: as the answer or, where it cannot be read as one, as a note."""
        if self.view.box is None:
            return
        path, note, _rows = self.view.box
        answer, text = self.filling.sheet.answer(path), self.box.text
        if why := self._unclear(path, note):
            typed = words.kept_as_note(answer, text)
            self.notify(f"{why} " + _("What you wrote is kept as a note."), markup=False)
        else:
            typed = words.answer_from(self.filling.form.item(path), self.filling, answer, text, note)
        self.view.close_box()
        self.box.close()
        self.view.focus()
        self.answer(path, typed, moves_on=False)
        # after the answer: killed between the two, the text must be in one of them
        self.filling.drop_typing(note_to(path) if note else path)

    @on(FormView.Moved)
    def _moved(self) -> None:
        region = self.view.box_region()
        if region is not None:
            self.box.place(region)

    # Moving

    def action_move(self, steps: int) -> None:
        """To the next question, or past the end of the section."""
        if not self.view.move(steps):
            self.post_message(self.PastTheEnd(steps, at_end=steps < 0))

    def action_section(self, steps: int) -> None:
        """To the next section."""
        self.post_message(self.PastTheEnd(steps, at_end=False))

    def action_page(self, steps: int) -> None:
        """A screenful."""
        self.view.page(steps)

    def action_end(self, first: bool) -> None:
        """To the first or the last question of the section."""
        self.view.go_to_end(first)

    def action_option(self, steps: int) -> None:
        """Points at another option."""
        entry = self.view.current
        if entry is None or not picking.is_picked(entry.item):
            return
        values = picking.values(self.filling.form.questionnaire, entry.item)
        place = self.view.option_cursor
        if place is None:
            value = self.filling.sheet.answer(entry.path).value
            place = values.index(value) if value in values else -1 if steps > 0 else len(values)
        self.view.set_option_cursor(min(max(place + steps, 0), len(values) - 1))

    def action_pick_option(self) -> None:
        """Picks the option that is pointed at."""
        entry, place = self.view.current, self.view.option_cursor
        if entry is not None and place is not None:
            self._pick(picking.values(self.filling.form.questionnaire, entry.item)[place])
