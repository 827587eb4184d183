"""The review: everything on one page, what stands in the way of signing first; signing, and correcting."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.dates import shown_date
from kartlegging_tui.domain.signing import Signing, SigningKind, SigningState
from kartlegging_tui.language import N_, _
from kartlegging_tui.services.refusing import COMPLAINT
from kartlegging_tui.tui import signing_words, summary_text, timeline, words
from kartlegging_tui.tui import summary_commands as commands
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.screens.ask import AskScreen
from kartlegging_tui.tui.screens.confirm import ConfirmScreen
from kartlegging_tui.tui.screens.house import HELP, HouseScreen
from kartlegging_tui.tui.screens.prove import ProveScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.typed_days import typed_day
from kartlegging_tui.tui.widgets.banner import Banner
from kartlegging_tui.tui.widgets.key_bar import KeyBar
from kartlegging_tui.tui.widgets.paper import Paper
from kartlegging_tui.tui.widgets.signed_in import SignedIn
from kartlegging_tui.tui.widgets.time_left import TimeLeft

if TYPE_CHECKING:
    from kartlegging_tui.services.boxes import Box
    from kartlegging_tui.services.desk import Desk
    from kartlegging_tui.services.summary import Summary


class Outcome(Enum):
    """How the summary was left."""

    READ = auto()
    FILL = auto()
    """The conversation is to be filled on."""
    ENDED = auto()
    """The conversation is over."""


@dataclass(frozen=True)
class Leaving:
    """How the summary was left, and where to go."""

    outcome: Outcome
    at: tuple[str, Path] | None = None
    """A form and a question in it; without a form, a need in the plan."""
    reopened: bool = False
    """It was opened again, or for a correction, while it was read."""


class SummaryScreen(HouseScreen[Leaving]):
    """Moves between what stands in the way of signing, and scrolls."""

    PLACE = N_("Summary")
    AWAITED = ("summary",)
    COMMANDS = commands.SUMMARY_COMMANDS
    DEFAULT_CSS = """
    SummaryScreen {
        & > #top { height: auto; padding: 0 1; }
        & > #about { height: auto; padding: 0 1; margin: 0 0 1 0; }
        & #head { width: 1fr; height: auto; }
    }
    """

    def __init__(self, desk: Desk, conversation_id: int) -> None:
        super().__init__()
        self._desk = desk
        self._conversation_id = conversation_id
        self._summary: Summary | None = None
        self._version: int | None = None
        """The signed version that is read; None for the conversation as it stands."""
        self._reopened = False

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Static(id="head")
            yield SignedIn(self._desk, stacked=True)
        yield Static(id="about")
        yield TimeLeft(self._desk, conversation_id=self._conversation_id)
        yield Banner()
        yield Paper()
        yield KeyBar(self.commands_now(), lines=2, always=2)

    @property
    def _signed(self) -> list[Signing]:
        """The signatures, the latest last."""
        signings = self._summary.signings if self._summary else ()
        return [each for each in signings if each.kind is SigningKind.SIGNED]

    @property
    def _is_open(self) -> bool:
        """True for a conversation that can be changed, as it stands."""
        return self._summary is not None and self._version is None and self._summary.state.is_open

    def commands_now(self) -> tuple[Command, ...]:
        present = {HELP}
        if self._summary is not None and self._is_open:
            correcting = self._summary.state is SigningState.CORRECTING
            ended = self._summary.conversation.ended_at is not None
            present |= {commands.SIGN}
            if self._summary.obstacles:
                present |= {commands.GO_TO}
            elif correcting or not ended:
                present |= {commands.CONTINUE}
            present |= {commands.GIVE_UP} if correcting else {commands.REOPEN} if ended else {commands.FINISH}
        elif self._summary is not None and self._version is None:
            present |= {commands.CORRECT, commands.REFUSED}
        if len(self._signed) > 1 or (self._signed and self._is_open):
            present |= set(commands.VERSIONS)
        return tuple(each for each in (*self.COMMANDS, HELP) if each not in commands.SOMETIMES or each in present)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What makes no sense now does nothing."""
        if action in ("patient_copy", "record_text"):
            return self._summary is not None
        sometimes = ("fill", "sign", "finish", "reopen", "correct", "refused_request", "give_up", "version")
        now = {each.action.partition("(")[0] for each in self.commands_now()}
        return action not in sometimes or action in now

    def show_words(self) -> None:
        super().show_words()
        if self._summary is not None:
            self._draw(self._summary)

    def on_screen_resume(self) -> None:
        """Shown first, or come back to after filling."""
        self._load()

    @work(exclusive=True, group="summary", exit_on_error=False)
    async def _load(self) -> None:
        read = self._desk.conduct.summary
        self._summary = await asyncio.to_thread(read, self._conversation_id, self._version)
        self.show_words()

    def _draw(self, summary: Summary) -> None:
        today = self.house.today()
        talk = summary.conversation
        name = literal(summary.patient.name, "bold").append(literal(f"  {words.of_birth(summary.patient, today)}"))
        self.query_one("#head", Static).update(name.append(literal(f"\n{summary.contact_point_title}")))
        about = literal(timeline.held(talk, today), "$text-muted").append("\n").append(self._state(summary))
        self.query_one("#about", Static).update(about)
        self.query_one(Paper).show(summary_text.blocks(summary, self._is_open))

    def _state(self, summary: Summary) -> Content:
        """Draft, signed or being corrected: by whom, when and why."""
        ended = summary.conversation.ended_at is not None
        return signing_words.state(summary.signings, self._version, ended, self.house.today())

    def action_move(self, step: int) -> None:
        """To the next thing in the way of signing; past them, a line down, or up."""
        self.query_one(Paper).move(step)

    def action_page(self, step: int) -> None:
        """A page down, or up."""
        self.query_one(Paper).page(step)

    def action_refresh_summary(self) -> None:
        """Reads it again."""
        self._load()

    def action_back(self) -> None:
        """To the patient, or to the form."""
        ended = self._summary is not None and self._summary.conversation.ended_at is not None
        self.dismiss(Leaving(Outcome.ENDED if ended else Outcome.READ, reopened=self._reopened))

    def action_plan(self) -> None:
        """The needs, ranked, and what is agreed; what is changed there shows when one comes back."""
        from kartlegging_tui.tui.screens.plan import PlanScreen

        self.app.push_screen(PlanScreen(self._desk, self._conversation_id))

    @on(Paper.Chosen)
    def action_fill(self) -> None:
        """Goes on with filling: where it is put right, or where one was."""
        from kartlegging_tui.services.review import Obstacle

        assert self._summary is not None
        chosen = self.query_one(Paper).key
        at = (chosen.form, chosen.path) if isinstance(chosen, Obstacle) else None
        if self._summary.conversation.ended_at is not None and self._summary.state is SigningState.DRAFT:
            self._reopen(at)
        else:
            self.dismiss(Leaving(Outcome.FILL, at, self._reopened))

    # Signing

    def action_sign(self) -> None:
        """Signs what is shown. Asks once; whoever has a password signs with it."""
        assert self._summary is not None
        if self._summary.obstacles:
            text = _("First what stands under “Before signing”: {key} goes there.")
            self.say(text.format(key=commands.GO_TO.key_text))
            return
        if not self._summary.forms and not self._summary.needs:
            self.say(_("There is nothing to sign yet."))
            return
        text = _("Sign the conversation with {name}? After that it is locked, and can only be corrected.")
        question = text.format(name=self._summary.patient.name)
        asks = self._desk.door is not None
        self.app.push_screen(ProveScreen(self._desk, question) if asks else ConfirmScreen(question), self._sign_if)

    def _sign_if(self, sure: bool | None) -> None:
        if sure:
            self._sign()

    @work(group="finish", exit_on_error=False)
    async def _sign(self) -> None:
        from kartlegging_tui.services.signing import ChangedMeanwhile, NotReady

        assert self._summary is not None
        try:
            sign = self._desk.conduct.signatures.sign
            await asyncio.to_thread(sign, self._conversation_id, self._summary.seen)
        except (ChangedMeanwhile, NotReady):
            self.notify(_("Something has changed since this was shown. Read it, and sign again."), markup=False)
        self._load()

    def action_correct(self) -> None:
        """Begins a correction, with a reason."""
        self.app.push_screen(
            AskScreen(_("What is wrong, and why is it corrected?"), box=self._box("correction")), self._correct_if
        )

    def _box(self, what: str) -> Box:
        """Where something about the whole conversation is written."""
        assert self._summary is not None
        return self._summary.boxes.at(f"conversation/{self._conversation_id}/{what}")

    def _correct_if(self, reason: str | None) -> None:
        if reason:
            self._correct(reason, self._box("correction"))

    @work(group="finish", exit_on_error=False)
    async def _correct(self, reason: str, box: Box) -> None:
        await asyncio.to_thread(self._desk.conduct.signatures.correct, self._conversation_id, reason)
        box.drop()
        self._reopened = True
        self._load()

    def action_refused_request(self) -> None:
        """Keeps a refused request: when it came, what was asked, why not. Leaving one of them out keeps nothing."""
        today = shown_date(self.house.today().isoformat())
        self.app.push_screen(AskScreen(_("When did the request come?"), today), self._refused_on)

    def _refused_on(self, typed: str | None) -> None:
        if not typed:
            return
        today = self.house.today()
        received = typed_day(typed, today)
        if received is None or received > today:
            self.say(_("That is no day until today. Nothing was kept."))
            return

        def asked(request: str | None) -> None:
            def answered(reason: str | None) -> None:
                if request and reason:
                    self._refuse(received, request, reason, boxes)

            if request:
                self.app.push_screen(AskScreen(_("Why is it refused?"), box=boxes[1]), answered)

        boxes = (self._box("refused/request"), self._box("refused/reason"))
        self.app.push_screen(AskScreen(_("What was asked to be corrected or deleted?"), box=boxes[0]), asked)

    @work(group="finish", exit_on_error=False)
    async def _refuse(self, received: date, request: str, reason: str, boxes: tuple[Box, ...]) -> None:
        refuse = self._desk.conduct.refusing.refuse
        await asyncio.to_thread(refuse, self._conversation_id, received, request, reason)
        for box in boxes:
            box.drop()
        self.notify(_(COMPLAINT), markup=False)
        self._load()

    @work(group="finish", exit_on_error=False)
    async def action_give_up(self) -> None:
        """Drops the correction, where nothing has been changed."""
        from kartlegging_tui.records.errors import Conflict

        try:
            await asyncio.to_thread(self._desk.conduct.signatures.give_up, self._conversation_id)
        except Conflict:
            self.notify(_("Answers have been changed: they stay in the record. Sign the correction."), markup=False)
        self._load()

    def action_version(self, step: int) -> None:
        """To the version that was signed before, or after; past the last, as it stands."""
        known = [each.version for each in self._signed]
        if self._summary is not None and not self._summary.state.is_open:
            known = known[:-1]
        places: list[int | None] = [*known, None]
        place = places.index(self._version) + step
        self._version = places[max(0, min(place, len(places) - 1))]
        self._load()

    # Papers

    def action_patient_copy(self) -> None:
        """What the patient takes home."""
        from kartlegging_tui.tui.screens.handout import HandoutScreen

        handouts, conversation = self._desk.conduct.handouts, self._conversation_id
        name = _("conversation-{day}").format(day=self._day())
        title = N_("The patient's copy")
        self.app.push_screen(
            HandoutScreen(title, name, lambda spoken: handouts.for_patient(conversation, spoken), languages=True)
        )

    def action_record_text(self) -> None:
        """The text for the record system."""
        from kartlegging_tui.tui.screens.handout import HandoutScreen

        handouts, conversation = self._desk.conduct.handouts, self._conversation_id
        name = _("record-{day}").format(day=self._day())
        title = N_("For the record system")
        self.app.push_screen(
            HandoutScreen(title, name, lambda _spoken: handouts.for_record(conversation), languages=False)
        )

    def _day(self) -> str:
        assert self._summary is not None
        return f"{self._summary.conversation.held_on}-{self._conversation_id}"

    # Ending without signing

    @work(group="finish", exit_on_error=False)
    async def action_finish(self) -> None:
        """Ends the conversation; it can be signed later."""
        await asyncio.to_thread(self._desk.conduct.finish, self._conversation_id)
        self._load()

    def action_reopen(self) -> None:
        """Opens it again."""
        self._reopen(None)

    @work(group="finish", exit_on_error=False)
    async def _reopen(self, at: tuple[str, Path] | None) -> None:
        await asyncio.to_thread(self._desk.conduct.reopen, self._conversation_id)
        self._reopened = True
        if at is None:
            self._load()
        else:
            self.dismiss(Leaving(Outcome.FILL, at, self._reopened))
