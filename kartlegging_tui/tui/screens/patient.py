"""A patient: who it is, and the pathway as a line of contact points in time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from kartlegging_tui import language
from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.language import N_
from kartlegging_tui.tui import patient_head
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.entrusting import entrust
from kartlegging_tui.tui.patient_commands import (
    NEW_PATHWAY,
    PATIENT_COMMANDS,
    PLAN,
    READ,
    READ_FORM,
    RESUME,
    START,
    STATUS,
    SUMMARY,
    TO_NEED,
    TO_SECTIONS,
    TO_TIMELINE,
    UNFOLD,
)
from kartlegging_tui.tui.patient_sections import NeedAt
from kartlegging_tui.tui.screens.house import HELP, HouseScreen
from kartlegging_tui.tui.timeline import Folded, Plans, Stop
from kartlegging_tui.tui.widgets.banner import Banner
from kartlegging_tui.tui.widgets.key_bar import KeyBar
from kartlegging_tui.tui.widgets.paper import Paper
from kartlegging_tui.tui.widgets.pathway_papers import PathwayPapers
from kartlegging_tui.tui.widgets.signed_in import SignedIn
from kartlegging_tui.tui.widgets.time_left import TimeLeft

if TYPE_CHECKING:
    from kartlegging_tui.domain.answers import Path
    from kartlegging_tui.domain.people import Conversation, ConversationDetails
    from kartlegging_tui.services.browse import ContactPointView, PathwayView, PatientPage
    from kartlegging_tui.services.desk import Desk
    from kartlegging_tui.tui.screens.summary import Leaving


WIDE = 110
"""From this width the pathway and what came up in it stand side by side."""


class PatientScreen(HouseScreen[None]):
    """The pathway at the left, and at the right what came up in it; on a narrow screen one at a time.

    Choose with the arrows; Enter does what comes next there.
    """

    PLACE = N_("Patient")
    AWAITED = ("patient", "start")
    COMMANDS = PATIENT_COMMANDS
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
    DEFAULT_CSS = """
    PatientScreen {
        & > #top { height: auto; padding: 0 1; }
        & #who { width: 1fr; height: auto; }
        & > #about { height: auto; padding: 0 1; margin: 0 0 1 0; }
        &.-narrow #timeline, &.-narrow #sections { width: 1fr; }
        &.-narrow PathwayPapers .-resting { display: none; }
    }
    """

    def __init__(self, desk: Desk, patient_id: int, pathway_id: int | None = None, at: int | None = None) -> None:
        """`at` is the number of the contact point on which the cursor is to stand; else on what comes next."""
        super().__init__()
        self._desk = desk
        self._patient_id = patient_id
        self._pathway_id = pathway_id
        self._at = at
        self._page: PatientPage | None = None
        self._plans: Plans = {}
        self._unfolded: set[int] = set()
        """Ended pathways that are shown all the same."""
        self._seek = False
        """The cursor is to go to what comes next in the pathway."""

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Static(id="who")
            yield SignedIn(self._desk, stacked=True)
        yield TimeLeft(self._desk, self._patient_id)
        yield Static(id="about")
        yield Banner()
        yield PathwayPapers()
        yield KeyBar(self.commands_now(), lines=2, always=2)

    @property
    def _papers(self) -> PathwayPapers:
        return self.query_one(PathwayPapers)

    @property
    def _key(self) -> object:
        """What the cursor stands on."""
        return self._papers.key if self.is_mounted else None

    def commands_now(self) -> tuple[Command, ...]:
        chosen, died = self._chosen, self._page is not None and self._page.died_on is not None
        talk = chosen.conversation if chosen else None
        first = [each for each in (self._enters, SUMMARY) if each and (each is not SUMMARY or self._enters is RESUME)]
        absent = {START, SUMMARY}
        if died:
            absent |= {STATUS, NEW_PATHWAY}
        if chosen is None or chosen.contact_point.status is ContactPointStatus.HELD:
            absent.add(STATUS)
        if talk is None and self._talk_of_pathway() is None:
            absent.add(PLAN)
        there = TO_SECTIONS if not self.is_mounted or self._papers.on_timeline else TO_TIMELINE
        commands = [there if command is TO_SECTIONS else command for command in self.COMMANDS]
        return (*first, *(command for command in commands if command not in absent), HELP)

    @property
    def _enters(self) -> Command | None:
        """What Enter does where the cursor stands. Once the patient has died, what was said is read; nothing begins."""
        key = self._key
        if isinstance(key, NeedAt | Folded):
            return TO_NEED if isinstance(key, NeedAt) else UNFOLD
        if isinstance(key, Stop) and key.form:
            return READ_FORM
        if self._chosen is None:
            return None
        died, talk = self._page is not None and self._page.died_on is not None, self._chosen.conversation
        if talk is None:
            return None if died else START
        return RESUME if talk.ended_at is None and not died else READ

    def show_words(self) -> None:
        super().show_words()
        if self._page is None:
            return
        if self._page.language == language.current():
            self._draw(self._page)
        else:
            self._load()

    def on_screen_resume(self) -> None:
        """Shown first, or come back to: what was done meanwhile changes the page."""
        self._load()

    @work(exclusive=True, group="patient", exit_on_error=False)
    async def _load(self) -> None:
        page, self._plans = await asyncio.to_thread(self._read)
        self._page = page
        self.query_one(TimeLeft).read()
        self._draw(page)

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
        today, shown = self.house.today(), [way for way in page.pathways if way.pathway.id not in self._folded(page)]
        self.query_one("#who", Static).update(patient_head.who(page, today))
        self.query_one("#about", Static).update(patient_head.about(page, shown, today))
        first = self._first() if self._seek or not self._papers.timeline.key else None
        self._papers.show(page, self._plans, self._folded(page), first, today)
        self._seek = False
        super().show_words()

    def _folded(self, page: PatientPage) -> set[int]:
        """Ended pathways, but for the latest, the one that was come for, and those unfolded."""
        kept = {*self._unfolded, self._pathway_id, *(way.pathway.id for way in page.pathways[:1])}
        return {way.pathway.id for way in page.pathways if way.ended} - kept

    def _first(self) -> Stop | None:
        """The contact point that the cursor stands on at first: what comes next in the pathway chosen."""
        from kartlegging_tui.domain.people import ContactPoint
        from kartlegging_tui.domain.worklist import next_contact_point

        assert self._page is not None
        for pathway in self._page.pathways:
            if self._pathway_id in (None, pathway.pathway.id):
                points: list[ContactPoint] = [view.contact_point for view in pathway.contact_points]
                wanted = next((each for each in points if each.number == self._at), None)
                if wanted is not None:
                    return Stop(wanted.id)
                talks = [view.conversation for view in pathway.contact_points]
                ongoing = {talk.contact_point_id for talk in talks if talk and talk.ended_at is None}
                point = next_contact_point(points, ongoing)
                return Stop(point.id) if point else None
        return None

    @property
    def _chosen(self) -> ContactPointView | None:
        """The contact point at which the cursor stands, or one of whose forms; None among needs and children."""
        key = self._key
        if self._page is None or not isinstance(key, Stop):
            return None
        points = (point for pathway in self._page.pathways for point in pathway.contact_points)
        return next((point for point in points if point.contact_point.id == key.contact_point), None)

    @on(Paper.Moved)
    def _moved(self) -> None:
        super().show_words()

    def action_other_side(self) -> None:
        """From the pathway to what came up in it, and back."""
        self._papers.switch()
        super().show_words()

    def action_move(self, step: int) -> None:
        """To another contact point, form or need."""
        self._papers.moved_in.move(step)

    def action_page(self, step: int) -> None:
        """A page down, or up."""
        self._papers.moved_in.page(step)

    def action_refresh_page(self) -> None:
        """Reads the page again."""
        self._load()

    def action_back(self) -> None:
        """To where one came from."""
        self.dismiss(None)

    @on(Paper.Chosen)
    def action_enter(self) -> None:
        """Starts, continues or reads the conversation of the contact point."""
        from kartlegging_tui.tui.screens.start_conversation import StartConversationScreen

        chosen, key = self._chosen, self._key
        if isinstance(key, Folded):
            self._unfolded.add(key.pathway)
            self.show_words()
        elif isinstance(key, NeedAt):
            self._open_plan(key)
        elif isinstance(key, Stop) and key.form:
            self._read_form(key)
        elif chosen is None or self._page is None:
            return
        elif chosen.conversation is None:
            if self._page.died_on is None:
                plan = self._plans.get(chosen.contact_point.id)
                screen = StartConversationScreen(self._page.patient, chosen.contact_point, plan)
                self.app.push_screen(screen, self._decided)
        elif chosen.conversation.ended_at is None and self._page.died_on is None:
            self._resume(chosen.conversation)
        else:
            self.action_summary()

    def _read_form(self, stop: Stop) -> None:
        from kartlegging_tui.tui.screens.read_form import ReadFormScreen

        talk = self._chosen.conversation if self._chosen else None
        if talk is not None:
            self.app.push_screen(ReadFormScreen(self._desk, talk.id, stop.form))

    def _talk_of_pathway(self, number: int | None = None) -> Conversation | None:
        """The conversation at a contact point of the pathway, or else its latest one."""
        points = self._pathway.contact_points if self._pathway else ()
        talks = {point.contact_point.number: point.conversation for point in points if point.conversation}
        return talks.get(number or -1) or next(reversed(talks.values()), None)

    def action_plan(self) -> None:
        """The plan at the contact point where the cursor stands, or else at the latest."""
        self._open_plan(self._key if isinstance(self._key, NeedAt) else None)

    def _open_plan(self, need: NeedAt | None) -> None:
        from kartlegging_tui.domain.plan import NeedRef
        from kartlegging_tui.tui.screens.plan import PlanScreen

        here = self._chosen.contact_point.number if self._chosen else None
        talk = self._talk_of_pathway(NeedRef.of(need.path).contact_point if need else here)
        if talk is not None:
            self.app.push_screen(PlanScreen(self._desk, talk.id, at=need.path if need else None))

    def action_summary(self) -> None:
        """What has come out of the conversation."""
        from kartlegging_tui.tui.screens.summary import SummaryScreen

        if self._chosen and self._chosen.conversation:
            self.app.push_screen(SummaryScreen(self._desk, self._chosen.conversation.id), self._summary_left)

    def _summary_left(self, leaving: Leaving | None) -> None:
        from kartlegging_tui.tui.screens.summary import Outcome

        if leaving is not None and leaving.outcome is Outcome.FILL and self._chosen and self._chosen.conversation:
            self._resume(self._chosen.conversation, leaving.at)

    def _decided(self, details: ConversationDetails | None) -> None:
        if details is not None and self._chosen is not None:
            self._start(self._chosen.contact_point.id, details)

    @work(group="start", exit_on_error=False)
    async def _start(self, contact_point_id: int, details: ConversationDetails) -> None:
        self._fill(await asyncio.to_thread(self._desk.conduct.start, contact_point_id, details))

    @work(group="start", exit_on_error=False)
    async def _resume(self, conversation: Conversation, at: tuple[str, Path] | None = None) -> None:
        """Goes on with it, also where it was left aside."""
        await asyncio.to_thread(self._desk.contact_points.take_up, conversation.contact_point_id)
        self._fill(conversation, at)

    def _fill(self, conversation: Conversation, at: tuple[str, Path] | None = None) -> None:
        from kartlegging_tui.tui.screens.conversation import ConversationScreen

        self.app.push_screen(ConversationScreen(self._desk, conversation.id, at))

    # What becomes of contact points, and of the patient

    def _can(self, command: Command) -> bool:
        return self._page is not None and command in self.commands_now()

    @property
    def _pathway(self) -> PathwayView | None:
        """The pathway in which the cursor stands; the latest where it stands in none."""
        chosen, key = self._chosen, self._key
        pathways = self._page.pathways if self._page else ()
        if isinstance(key, NeedAt | Folded):
            return next((pathway for pathway in pathways if pathway.pathway.id == key.pathway), None)
        here = (pathway for pathway in pathways if chosen in pathway.contact_points)
        return next(here, pathways[0] if pathways else None)

    def action_change_status(self) -> None:
        """What becomes of the contact point, if it is not held."""
        from kartlegging_tui.tui.screens.contact_point_status import Changing, ContactPointStatusScreen

        chosen, pathway, page = self._chosen, self._pathway, self._page
        if chosen and pathway and page and self._can(STATUS):
            point, talk = chosen.contact_point, chosen.conversation
            points = [view.contact_point for view in pathway.contact_points]
            changing = Changing(page.patient, point, points, self._plans.get(point.id), talk is not None)
            self.app.push_screen(ContactPointStatusScreen(self._desk, changing))

    def action_compare(self) -> None:
        """The contact points of the pathway side by side."""
        from kartlegging_tui.tui.screens.compare import CompareScreen

        if self._page and self._pathway:
            self.app.push_screen(CompareScreen(self._desk, self._patient_id, self._pathway.pathway.id))

    def action_consents(self) -> None:
        """To whom what came out may be sent."""
        from kartlegging_tui.tui.screens.consents import ConsentsScreen

        if self._page and self._pathway:
            spoken = language.current()
            services = [(service.id, service.name.to(spoken)) for service in self._desk.library.services()]
            self.app.push_screen(ConsentsScreen(self._desk, self._page.patient, self._pathway.pathway.id, services))

    @work(exclusive=True, group="responsible", exit_on_error=False)
    async def action_responsible(self) -> None:
        """Says who is responsible for the pathway in which the cursor stands."""
        pathway, page = self._pathway, self._page
        if pathway and page and await entrust(self, self._desk, pathway.pathway.id, page.patient.name):
            self._load()

    def action_new_pathway(self) -> None:
        """A relapse, or another cancer."""
        from kartlegging_tui.tui.screens.new_pathway import NewPathwayScreen

        if self._page and self._can(NEW_PATHWAY):
            latest = self._page.pathways[0].pathway.icd10 if self._page.pathways else ""
            self.app.push_screen(NewPathwayScreen(self._desk, self._page.patient, latest), self._pathway_added)

    def _pathway_added(self, pathway_id: int | None) -> None:
        if pathway_id is not None:
            self._pathway_id, self._at, self._seek = pathway_id, None, True

    def action_change_details(self) -> None:
        """Name, language, municipality and whom to call."""
        from kartlegging_tui.tui.screens.change_details import ChangeDetailsScreen

        if self._page is not None:
            self.app.push_screen(ChangeDetailsScreen(self._desk, self._patient_id))

    def action_units(self) -> None:
        """Which units follow the patient."""
        from kartlegging_tui.tui.screens.units import UnitsScreen

        if self._page is not None:
            self.app.push_screen(UnitsScreen(self._desk, self._page.patient))

    def action_died(self) -> None:
        """Asks for the day; where the patient has died, asks whether that was a mistake."""
        from kartlegging_tui.tui.recording_death import RecordingDeath

        if self._page is not None:
            RecordingDeath(self, self._desk.contact_points, self._page.patient, self._load).ask(self._page.died_on)
