"""The conversation: the form in the middle, and around it where one is, what was said last time, what has come out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message

from kartlegging_tui import language
from kartlegging_tui.domain.answers import Answer, Path
from kartlegging_tui.domain.signing import state_of
from kartlegging_tui.language import N_, _
from kartlegging_tui.services.earlier import comes_first
from kartlegging_tui.services.need_items import need_items
from kartlegging_tui.services.planning import NEW_NEED
from kartlegging_tui.services.urgent import unrecorded, urgent_items
from kartlegging_tui.tui import conversation_commands as commands
from kartlegging_tui.tui import form_words, plan_conflicts, plan_words, talk_words, urgent_words
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.company import Company
from kartlegging_tui.tui.handling import Handling
from kartlegging_tui.tui.screens.house import HELP
from kartlegging_tui.tui.screens.write import WriteScreen, Written
from kartlegging_tui.tui.talk_pages import TalkPages
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.two_answers import TwoAnswers
from kartlegging_tui.tui.widgets.banner import Banner
from kartlegging_tui.tui.widgets.form_pane import FormPane
from kartlegging_tui.tui.widgets.form_view import FormView
from kartlegging_tui.tui.widgets.key_bar import KeyBar
from kartlegging_tui.tui.widgets.side_panels import Aside, Outline
from kartlegging_tui.tui.widgets.signed_in import SignedIn
from kartlegging_tui.tui.widgets.time_left import TimeLeft
from kartlegging_tui.tui.widgets.two_answers import TwoAnswersPanel
from kartlegging_tui.tui.widgets.urgent_panel import UrgentPanel
from kartlegging_tui.tui.widgets.words import Words

if TYPE_CHECKING:
    from kartlegging_tui.domain.history import Event
    from kartlegging_tui.services.desk import Desk
    from kartlegging_tui.services.filling import Filling
    from kartlegging_tui.services.need_items import NeedItem
    from kartlegging_tui.services.saving import SaveState
    from kartlegging_tui.services.talk import Talk
    from kartlegging_tui.services.urgent import UrgentItem

NEWS_SECONDS = 2.0
"""How often it is asked what others have done in the conversation."""
NARROW = 110
"""Below this width the panels at the sides fold away."""


class ConversationScreen(TalkPages):
    """Fills the forms of one conversation."""

    PLACE = N_("Conversation")
    AWAITED = ("open",)
    COMMANDS = commands.TALK_COMMANDS
    BESIDE = commands.FORM_COMMANDS
    TAKEN = commands.ANSWER_KEYS
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-wide")]
    DEFAULT_CSS = """
    ConversationScreen {
        & > #top { height: 1; background: $panel; padding: 0 1; }
        & #who { width: 1fr; text-style: bold; }
        & #point { width: auto; color: $text-muted; padding: 0 2; }
        & #saved { width: 24; text-align: right; }
        & > #where { height: 1; padding: 0 1; }
        & #form-title { width: 1fr; text-style: bold; color: $primary; }
        & #progress { width: 10; text-align: right; color: $text-muted; }
        & > #middle { height: 1fr; }
        & > #hint { height: 2; padding: 0 1; color: $text-muted; }
        &.-wide > #hint { display: none; }
        &.-narrow Outline, &.-narrow Aside, &.-narrow #point, &.-narrow SignedIn { display: none; }
    }
    """

    class SomebodyElse(Message):
        """Somebody else answered a question first; what was answered here is not saved."""

        def __init__(self, found: TwoAnswers) -> None:
            super().__init__()
            self.found = found

    class Locked(Message):
        """Somebody has signed the conversation; what was answered here after that is not saved."""

    def __init__(self, desk: Desk, conversation_id: int, at: tuple[str, Path] | None = None) -> None:
        """`at` is a form and a question in it, to begin with."""
        super().__init__()
        self._desk = desk
        self._conversation_id = conversation_id
        self._at = at
        self._latest: tuple[str, Path] | None = None
        """The form and the question answered last: where it is urgent, what to do is shown whole."""
        self._waiting: list[UrgentItem] = []
        """Urgent answers about which nothing is recorded."""
        self._due = False
        """What is around the form is to be shown anew."""

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Words(id="who")
            yield Words(id="point")
            yield Words(id="saved")
        with Horizontal(id="where"):
            yield Words(id="form-title")
            yield SignedIn(self._desk)
            yield Words(id="progress")
        yield TimeLeft(self._desk, conversation_id=self._conversation_id)
        yield Banner()
        with Horizontal(id="middle"):
            yield Outline()
            yield FormPane()
            yield Aside()
        yield TwoAnswersPanel()
        yield UrgentPanel()
        yield Words(id="hint")
        yield KeyBar(lines=2, always=4)

    def on_mount(self) -> None:
        self.query_one(FormView).focus()
        self._open()
        self.set_interval(NEWS_SECONDS, self._listen)

    @work(exclusive=True, group="open", exit_on_error=False)
    async def _open(self) -> None:
        talk = self._talk = await asyncio.to_thread(self._desk.conduct.open, self._conversation_id)
        for filling in talk.fillings.values():
            filling.on_conflict = partial(self._tell_conflict, filling)
            filling.on_locked = self._tell_locked
        self.pane.last_done = talk.last_done
        plan_conflicts.watch(self.app, talk.planning)
        self.show_words()
        if self._at is None or not self._at[0]:
            self._resume()
        if self._at is not None:
            self._go_to(self._at)
        elif comes_first(talk, self.house.today()):
            self.action_plan()
        self._show_around()  # in the same picture as the form

    @property
    def _company(self) -> Company:
        return Company(self.pane, self.query_one(TwoAnswersPanel), self._show_soon)

    def _tell_locked(self, path: Path, mine: Answer) -> None:
        self.post_message(self.Locked())

    def _tell_conflict(self, filling: Filling, path: Path, mine: Answer, theirs: Event) -> None:
        self.post_message(self.SomebodyElse(TwoAnswers(filling, path, mine, theirs)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Until the conversation is read, one can only leave; nothing is added to one that is signed."""
        if self._talk is None or self.pane.view.filling is None:
            return action == "leave"
        return action not in ("new_need", "handled") or self.talk.state.is_open

    # What it shows

    def show_words(self) -> None:
        super().show_words()
        if self._talk is None:
            return
        self.query_one("#who", Words).say(literal(talk_words.who(self.talk)))
        self.query_one("#point", Words).say(literal(talk_words.point(self.talk)), layout=True)
        self.show_saved(self.talk.saver.state)
        view = self.pane.view
        if view.filling is not None and view.section is not None:
            self._show(view.filling, view.section, view.current.path if view.current else None)

    def _show_around(self) -> None:
        """Everything around the form that follows from the answers."""
        self._due = False
        if self._talk is None or not self.query(FormPane):  # asked for just before the screen was left
            return
        view, spoken = self.pane.view, language.current()
        if view.filling is None or view.section is None:
            return
        title = view.filling.form.questionnaire.title.to(spoken)
        if not view.heading:
            title += f" · {view.section.title.to(spoken)}"
        self.query_one("#form-title", Words).say(literal(title))
        done, asked = view.filling.sheet.progress(view.section)
        self.query_one("#progress", Words).say(literal(_("{done} of {all}").format(done=done, all=asked)))
        self._waiting = unrecorded(self.talk)
        self.query_one(UrgentPanel).show(self._waiting, self._latest, spoken)
        if self.has_class("-wide"):
            self.query_one(Outline).show(self.talk, view.filling, view.section.id, spoken)
        self._show_current()

    @on(FormView.Moved)
    def _moved(self) -> None:
        self._show_soon()

    def _show_soon(self) -> None:
        """What is around the form follows once the form itself is painted, and once for all that a key has changed."""
        if not self._due:
            self._due = True
            self.call_after_refresh(self._show_around)

    def _show_current(self) -> None:
        """What concerns the current question: the hint, and the keys that work."""
        view, spoken = self.pane.view, language.current()
        if self._talk is None or view.filling is None or view.section is None:
            return
        entry = view.current
        hint = entry.item.hint if entry and entry.item.hint else view.section.hint
        text = hint.to(spoken) if hint else ""
        if self.has_class("-wide"):
            aside = self.query_one(Aside)
            room = aside.size.height or None  # None before it has its place: all, rather than nothing
            aside.show([literal(text, "$text-muted"), *self._results(plan_words.need_line, room)])
        else:
            self.query_one("#hint", Words).say(literal(text))
        self.query_one(KeyBar).show(self.commands_now())

    def _results(self, line: Callable[[NeedItem], Content], room: int | None = None) -> list[Content]:
        """Needs, found and added, in a line each; and scores, as many as there is room for."""
        items = need_items(self.talk, language.current())
        needs = [line(item) for item in items if item.counts]
        return talk_words.results(self.talk.offered(), language.current(), needs, room)

    def show_saved(self, state: SaveState) -> None:
        super().show_saved(state)
        self.query_one("#saved", Words).say(talk_words.saved(state))

    def step_aside(self) -> None:
        self.pane.leave_box()

    def told_to_end(self) -> None:
        self.pane.keep_note()

    def commands_now(self) -> tuple[Command, ...]:
        pane = self.pane.commands_now() if self.is_mounted else ()
        first = (command for command in pane if command.on_bar and command is not commands.PARK)
        rest = (command for command in pane if not command.on_bar or command is commands.PARK)
        talk = (commands.FIND, commands.NEW_NEED, commands.RESULTS, commands.OUTLINE, commands.LEFT)
        others = (command for command in self.COMMANDS if command not in (*talk, commands.CHOOSE, commands.HANDLED))
        choose = (commands.CHOOSE,) if any(panel.first for panel in self.query(TwoAnswersPanel)) else ()
        urgent = (commands.HANDLED,) if self._waiting else ()
        return (*urgent, *choose, *first, *talk, *rest, *others, HELP)

    def on_resize(self, _event: events.Resize) -> None:
        self._show_soon()

    # What others do meanwhile

    def _listen(self) -> None:
        """Asks what others have done, unless the last asking is still under way."""
        asking = any(worker.group == "news" and not worker.is_finished for worker in self.workers)
        if self._talk is not None and self.is_active and not asking:
            self._show_news(self._talk)

    @work(group="news", exit_on_error=False)
    async def _show_news(self, talk: Talk) -> None:
        """Shows what others have answered since, wherever nothing of one's own is on its way there."""
        found = await asyncio.to_thread(self._desk.conduct.news, talk)
        if talk is not self._talk or not self.is_active:
            return  # opened anew meanwhile, or something lies over it: it is asked again when one comes back
        if found.signings:
            if state_of(found.signings).is_open:
                self._open()  # a correction was begun: what is signed is not taken back any more
            else:
                self.post_message(self.Locked())
            return
        talk.planning.take_news(found.agreed)
        if found:
            self._company.take_in(found)

    @on(SomebodyElse)
    def _somebody_else(self, message: SomebodyElse) -> None:
        self._company.meet(message.found)

    def action_choose_answer(self) -> None:
        """Chooses between somebody else's answer and one's own."""
        self._company.choose()

    @on(Locked)
    def _locked(self) -> None:
        """Somebody has signed: nothing more is saved here, so the page of the signed conversation comes instead."""
        if self.is_active:
            text = _("The conversation was signed meanwhile. What was answered here after that is not saved.")
            self.app.notify(text, severity="warning", timeout=20, markup=False)
            self.dismiss(None)

    def on_screen_resume(self) -> None:
        """Come back to: much may have happened while another page lay over it."""
        self._listen()

    @on(FormPane.Answered)
    def _answered(self, message: FormPane.Answered) -> None:
        self._latest = (self.pane.filling.id, message.path)
        self._show_soon()

    def action_results(self) -> None:
        """Needs, scores and what is urgent."""
        from kartlegging_tui.tui.screens.help import HelpScreen

        urgent = urgent_words.whole(urgent_items(self.talk), language.current())
        parts = [*urgent, *(part.plain for part in self._results(plan_words.need_sentence))]
        self.app.push_screen(HelpScreen((), "\n\n".join(parts)))

    # What comes out of it

    def action_new_need(self) -> None:
        """A need that the nurse has heard; one stays where one was."""

        def written(words: Written | None) -> None:
            if words is not None and words.text:
                self.talk.planning.add_need(words.text)
                self._show_soon()

        box = self.talk.planning.box(NEW_NEED)
        WriteScreen(_("Which need has come up?"), box=box).ask(self.app, written)

    def action_handled(self) -> None:
        """What was done about an urgent answer; first the one just given."""
        waiting = sorted(unrecorded(self.talk), key=lambda item: item.place != self._latest)
        Handling(self.app, self.talk.planning, self._show_soon).begin(waiting)

    def action_plan(self) -> None:
        """Needs, ranked with the patient, and what is agreed about them."""
        self._show_plan()

    def _show_plan(self, at: Path | None = None) -> None:
        from kartlegging_tui.tui.screens.plan import PlanScreen

        def left(goes_on: bool | None) -> None:
            self._show_soon()
            if goes_on:
                self.action_summary()

        self.pane.leave_box()
        self.app.push_screen(PlanScreen(self._desk, self._conversation_id, self.talk, at), left)

    def action_summary(self) -> None:
        """The whole conversation."""
        from kartlegging_tui.tui.screens.summary import Leaving, Outcome, SummaryScreen

        def left(leaving: Leaving | None) -> None:
            if leaving is None:
                return
            if leaving.outcome is Outcome.ENDED:
                self.dismiss(None)
                return
            if leaving.reopened:  # what is signed stands for ever: read anew what can be taken back
                self._at = leaving.at
                self._open()
            elif leaving.at is not None:
                self._go_to(leaving.at)

        self.pane.leave_box()
        self.app.push_screen(SummaryScreen(self._desk, self._conversation_id), left)

    def action_leave(self) -> None:
        """Back to where one came from."""
        self.dismiss(None)

    def action_show_help(self) -> None:
        """Explains the current question, and the keys."""
        from kartlegging_tui.tui.screens.help import HelpScreen

        view = self.pane.view
        text = form_words.explanation(view.current, view.filling) if view.filling else ""
        self.app.push_screen(HelpScreen(self.commands_now(), text))
