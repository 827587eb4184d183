"""A patient: who it is, and the pathway as a line of contact points in time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.widgets import Static

from kartlegging_tui.language import N_, _
from kartlegging_tui.tui import words
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.screens.house import HELP, HouseScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.timeline import Plans, blocks
from kartlegging_tui.tui.widgets.banner import Banner
from kartlegging_tui.tui.widgets.key_bar import KeyBar
from kartlegging_tui.tui.widgets.paper import PAGES, Paper

if TYPE_CHECKING:
    from kartlegging_tui.domain.answers import Path
    from kartlegging_tui.domain.people import Conversation, ConversationDetails
    from kartlegging_tui.services.browse import ContactPointView, PatientPage
    from kartlegging_tui.services.desk import Desk
    from kartlegging_tui.tui.screens.summary import Leaving

START = Command("open", "enter", N_("Start conversation"), N_("Starts the conversation of the contact point."), "enter")
RESUME = Command("open", "enter", N_("Continue conversation"), N_("Continues the conversation."), "enter")
READ = Command("open", "enter", N_("Read summary"), N_("Shows what came out of the conversation."), "enter")
SUMMARY = Command("so_far", "o", N_("Summary"), N_("Shows what has come out of the conversation so far."), "summary")
UP = Command("up", "up", "", "", "move(-1)", on_bar=False)


class PatientScreen(HouseScreen[None]):
    """Choose a contact point with the arrows; Enter does what comes next there."""

    PLACE = N_("Patient")
    COMMANDS = (
        START,
        SUMMARY,
        Command(
            "down",
            "down",
            N_("Choose"),
            N_("The contact point after or before."),
            "move(1)",
            shown_keys="↑↓",
            other_way=UP,
        ),
        UP,
        *PAGES,
        Command("refresh", "f5", N_("Refresh"), N_("Reads the page again."), "refresh_page", on_bar=False),
        Command("back", "escape", N_("Back"), N_("Back to the worklist."), "back"),
    )
    DEFAULT_CSS = """
    PatientScreen {
        & > #who { height: auto; padding: 0 1; margin: 0 0 1 0; }
    }
    """

    def __init__(self, desk: Desk, patient_id: int, pathway_id: int | None = None) -> None:
        super().__init__()
        self._desk = desk
        self._patient_id = patient_id
        self._pathway_id = pathway_id
        self._page: PatientPage | None = None
        self._plans: Plans = {}

    def compose(self) -> ComposeResult:
        yield Static(id="who")
        yield Banner()
        yield Paper()
        yield KeyBar(self.commands_now())

    def commands_now(self) -> tuple[Command, ...]:
        chosen = self._chosen
        entered = START
        if chosen and chosen.conversation:
            entered = RESUME if chosen.conversation.ended_at is None else READ
        rest = [command for command in self.COMMANDS if command not in (START, SUMMARY)]
        return (entered, *([SUMMARY] if entered is RESUME else []), *rest, HELP)

    def show_words(self) -> None:
        super().show_words()
        if self._page is not None:
            self._draw(self._page)

    def on_screen_resume(self) -> None:
        """Shown first, or come back to: what was done meanwhile changes the page."""
        self._load()

    @work(exclusive=True, group="patient", exit_on_error=False)
    async def _load(self) -> None:
        self._page, self._plans = await asyncio.to_thread(self._read)
        self.show_words()

    def _read(self) -> tuple[PatientPage, Plans]:
        page = self._desk.browse.patient_page(self._patient_id, self.house.today())
        plans: Plans = {}
        for pathway in page.pathways:
            for point in pathway.contact_points:
                number = point.contact_point.number
                try:
                    plans[point.contact_point.id] = self._desk.conduct.planned(pathway.pathway, number)
                except KeyError:  # the pathway's file is gone, or has no such number any more
                    continue
        return page, plans

    def _draw(self, page: PatientPage) -> None:
        today = self.house.today()
        patient = page.patient
        lines = [literal(patient.name, "bold").append(literal(f"  {words.of_birth(patient, today)}"))]
        if patient.identifier and patient.identifier_kind:
            kind = _(words.IDENTIFIERS[patient.identifier_kind])
            lines.append(literal(f"{kind[:1].upper()}{kind[1:]} {words.grouped(patient.identifier)}"))
        spoken = _(words.LANGUAGES[patient.language]) if patient.language in words.LANGUAGES else patient.language
        parts = [_("Reads {language}").format(language=spoken)]
        if patient.municipality:
            parts.append(_("Municipality {number}").format(number=patient.municipality))
        if patient.contact_person:
            parts.append(_("Contact person: {name}").format(name=patient.contact_person))
        lines.append(literal(" · ".join(parts), "$text-muted"))
        self.query_one("#who", Static).update(literal("\n").join(lines))
        paper = self.query_one(Paper)
        paper.show(blocks(page, self._plans, today), None if paper.key else self._first())
        super().show_words()

    def _first(self) -> int | None:
        """The contact point that the cursor stands on at first: what comes next in the pathway chosen."""
        from kartlegging_tui.domain.people import ContactPoint
        from kartlegging_tui.domain.worklist import next_contact_point

        assert self._page is not None
        for pathway in self._page.pathways:
            if self._pathway_id in (None, pathway.pathway.id):
                points: list[ContactPoint] = [view.contact_point for view in pathway.contact_points]
                talks = [view.conversation for view in pathway.contact_points]
                ongoing = {talk.contact_point_id for talk in talks if talk and talk.ended_at is None}
                point = next_contact_point(points, ongoing)
                return point.id if point else None
        return None

    @property
    def _chosen(self) -> ContactPointView | None:
        if self._page is None:
            return None
        key = self.query_one(Paper).key
        points = (point for pathway in self._page.pathways for point in pathway.contact_points)
        return next((point for point in points if point.contact_point.id == key), None)

    @on(Paper.Moved)
    def _moved(self) -> None:
        super().show_words()

    def action_move(self, step: int) -> None:
        """To another contact point."""
        self.query_one(Paper).move(step)

    def action_page(self, step: int) -> None:
        """A page down, or up."""
        self.query_one(Paper).page(step)

    def action_refresh_page(self) -> None:
        """Reads the page again."""
        self._load()

    def action_back(self) -> None:
        """To the worklist."""
        self.dismiss(None)

    @on(Paper.Chosen)
    def action_enter(self) -> None:
        """Starts, continues or reads the conversation of the contact point."""
        from kartlegging_tui.tui.screens.start_conversation import StartConversationScreen

        chosen = self._chosen
        if chosen is None or self._page is None:
            return
        if chosen.conversation is None:
            plan = self._plans.get(chosen.contact_point.id)
            screen = StartConversationScreen(self._page.patient, chosen.contact_point, plan)
            self.app.push_screen(screen, self._decided)
        elif chosen.conversation.ended_at is None:
            self._fill(chosen.conversation)
        else:
            self.action_summary()

    def action_summary(self) -> None:
        """What has come out of the conversation."""
        from kartlegging_tui.tui.screens.summary import SummaryScreen

        if self._chosen and self._chosen.conversation:
            self.app.push_screen(SummaryScreen(self._desk, self._chosen.conversation.id), self._summary_left)

    def _summary_left(self, leaving: Leaving | None) -> None:
        from kartlegging_tui.tui.screens.summary import Outcome

        if leaving is not None and leaving.outcome is Outcome.FILL and self._chosen and self._chosen.conversation:
            self._fill(self._chosen.conversation, leaving.at)

    def _decided(self, details: ConversationDetails | None) -> None:
        if details is not None and self._chosen is not None:
            self._start(self._chosen.contact_point.id, details)

    @work(group="start", exit_on_error=False)
    async def _start(self, contact_point_id: int, details: ConversationDetails) -> None:
        self._fill(await asyncio.to_thread(self._desk.conduct.start, contact_point_id, details))

    def _fill(self, conversation: Conversation, at: tuple[str, Path] | None = None) -> None:
        from kartlegging_tui.tui.screens.conversation import ConversationScreen

        self.app.push_screen(ConversationScreen(self._desk, conversation.id, at))
