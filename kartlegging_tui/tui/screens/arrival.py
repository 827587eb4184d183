"""One arrival beside what is known here: somebody new, or somebody known? Nothing is taken in before that is said."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from kartlegging_tui.language import N_, _
from kartlegging_tui.tui import arrival_words, words
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.screens.ask import AskScreen
from kartlegging_tui.tui.screens.house import HELP, HouseScreen
from kartlegging_tui.tui.screens.listing import BLOCK_MOVES
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.banner import Banner
from kartlegging_tui.tui.widgets.key_bar import KeyBar
from kartlegging_tui.tui.widgets.paper import Paper
from kartlegging_tui.tui.widgets.signed_in import SignedIn

if TYPE_CHECKING:
    from kartlegging_tui.services.arrival_view import ArrivalView, BesideKnown
    from kartlegging_tui.services.desk import Desk
    from kartlegging_tui.services.likeness import Candidate

TAKE_NEW = Command("take_in", "t", N_("New patient"), N_("Registers the patient with all that came."), "take_in")
TAKE_KNOWN = Command(
    "take_in",
    "t",
    N_("It is this patient"),
    N_("Adds what is not here yet to the patient shown. Nothing that is here is overwritten unless you chose it."),
    "take_in",
)
CHOOSE = Command(
    "choose_detail", "enter,space", N_("Take what came"), N_("Takes this detail as it came, or keeps it."), "choose"
)
PREVIOUS = Command("previous_candidate", "left", "", "", "candidate(-1)", on_bar=False)
NEXT = Command(
    "next_candidate",
    "right",
    N_("Somebody else"),
    N_("Shows the next one it may be; after the last, as a new patient."),
    "candidate(1)",
    shown_keys="←→",
    other_way=PREVIOUS,
)
PUT_ASIDE = Command("put_aside", "x", N_("Put aside"), N_("Takes it out of the inbox, with a reason."), "put_aside")


class ArrivalScreen(HouseScreen["int | None"]):
    """Gives the id of the patient into whose record it was taken, or None."""

    PLACE = N_("An arrival")
    COMMANDS = (
        TAKE_KNOWN,
        TAKE_NEW,
        CHOOSE,
        NEXT,
        PREVIOUS,
        PUT_ASIDE,
        *BLOCK_MOVES,
        Command("refresh", "f5", N_("Refresh"), N_("Reads it again."), "refresh", on_bar=False),
        Command("back", "escape", N_("Back"), N_("Back to the inbox; nothing is decided."), "back"),
    )
    DEFAULT_CSS = """
    ArrivalScreen {
        & > #head { height: auto; padding: 0 1; margin: 0 0 1 0; }
        & #who { width: 1fr; height: auto; }
        & > #obstacles { height: auto; padding: 0 1; color: $error; display: none; }
        & > #obstacles.shown { display: block; }
    }
    """

    def __init__(self, desk: Desk, arrival_id: int) -> None:
        super().__init__()
        self._desk = desk
        self._arrival_id = arrival_id
        self._view: ArrivalView | None = None
        self._place = 0
        """Which candidate is shown; after the last, a new patient."""
        self._beside: BesideKnown | None = None
        self._taken: frozenset[str] = frozenset()
        """The details that are to be as they came."""

    def compose(self) -> ComposeResult:
        with Horizontal(id="head"):
            yield Static(id="who")
            yield SignedIn(self._desk, stacked=True)
        yield Banner()
        yield Static(id="obstacles")
        yield Paper()
        yield KeyBar(self.commands_now(), lines=2, always=2)

    @property
    def _candidate(self) -> Candidate | None:
        found = self._view.candidates if self._view else ()
        return found[self._place] if self._place < len(found) else None

    @property
    def _is_certain(self) -> bool:
        """Somebody known has the identity number: then it is nobody new."""
        found = self._view.candidates if self._view else ()
        return any(candidate.likeness.value == "identifier" for candidate in found)

    def commands_now(self) -> tuple[Command, ...]:
        absent = {TAKE_NEW} if self._candidate else {TAKE_KNOWN}
        if self._view is None or self._view.obstacles:
            absent |= {TAKE_NEW, TAKE_KNOWN}
        if self._view is None or len(self._view.candidates) + (not self._is_certain) < 2:
            absent |= {NEXT, PREVIOUS}
        if not (self._beside and self._beside.differences):
            absent.add(CHOOSE)
        return tuple(command for command in (*self.COMMANDS, HELP) if command not in absent)

    def on_screen_resume(self) -> None:
        """Shown first, or come back to."""
        self._load()

    def on_resize(self, event: events.Resize) -> None:
        """The columns follow the width."""
        del event
        self.call_after_refresh(self._draw)

    @work(exclusive=True, group="arrival", exit_on_error=False)
    async def _load(self) -> None:
        self._view = await asyncio.to_thread(self._desk.inbox.open, self._arrival_id)
        self._place = min(self._place, len(self._view.candidates) - self._is_certain)
        candidate = self._candidate
        self._beside = None
        if candidate is not None:
            patient = candidate.patient.id
            self._beside = await asyncio.to_thread(self._desk.inbox.beside, self._arrival_id, patient)
        self.show_words()

    def show_words(self) -> None:
        super().show_words()
        self._draw()

    def _draw(self) -> None:
        from kartlegging_tui.services.arrival_words import obstacle_words

        view, today = self._view, self.house.today()
        if view is None:
            return
        patient = view.content.patient
        name = literal(patient.name, "bold").append(literal(f"  {words.of_birth(patient, today)}"))
        self.query_one("#who", Static).update(name.append(literal("\n" + arrival_words.arrived(view.arrival, today))))
        obstacles = self.query_one("#obstacles", Static)
        told = "\n".join(f"! {obstacle_words(obstacle)}" for obstacle in view.obstacles)
        obstacles.update(literal(told))
        obstacles.set_class(bool(told), "shown")
        paper = self.query_one(Paper)
        width = paper.scrollable_content_region.width or self.size.width - 4
        paper.show(arrival_words.blocks(view, self._beside, self._candidate, self._taken, width))

    # Deciding

    @on(Paper.Chosen)
    def action_choose(self) -> None:
        """The detail at the cursor as it came, or as it is."""
        field = self.query_one(Paper).key
        if isinstance(field, str):
            self._taken ^= {field}
            self._draw()

    def action_candidate(self, step: int) -> None:
        """The next one it may be."""
        if self._view is not None:
            count = len(self._view.candidates) + (not self._is_certain)
            self._place = (self._place + step) % max(count, 1)
            self._taken = frozenset()
            self._load()

    def action_take_in(self) -> None:
        """Takes it in as shown. Pressed twice, it is taken in once."""
        ready = self._view is not None and not self._view.obstacles
        if ready and not any(worker.group == "decide" and not worker.is_finished for worker in self.workers):
            self._take_in()

    @work(group="decide", exit_on_error=False)
    async def _take_in(self) -> None:
        inbox, beside = self._desk.inbox, self._beside
        if beside is not None:
            taken = await asyncio.to_thread(inbox.take_known, self._arrival_id, beside.patient, self._taken)
        else:
            taken = await asyncio.to_thread(inbox.take_new, self._arrival_id)
        self.dismiss(taken)

    def action_put_aside(self) -> None:
        """Asks why."""

        def written(reason: str | None) -> None:
            if reason is not None:
                self._put_aside(reason)

        self.app.push_screen(AskScreen(_("Why is it put aside?")), written)

    @work(group="decide", exit_on_error=False)
    async def _put_aside(self, reason: str) -> None:
        await asyncio.to_thread(self._desk.inbox.put_aside, self._arrival_id, reason)
        self.dismiss(None)

    def action_move(self, step: int) -> None:
        """To another detail."""
        self.query_one(Paper).move(step)

    def action_page(self, step: int) -> None:
        """A page down, or up."""
        self.query_one(Paper).page(step)

    def action_refresh(self) -> None:
        """Reads it again."""
        self._load()

    def action_back(self) -> None:
        """To the inbox."""
        self.dismiss(None)
