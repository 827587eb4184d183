"""Looking across patients, and at one: the worklist and the patient's page."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date

from kartlegging_tui import language
from kartlegging_tui.domain.erasure import Erasure
from kartlegging_tui.domain.filters import EVERYTHING, Facets, Filter
from kartlegging_tui.domain.history import current
from kartlegging_tui.domain.pathway import WindowState
from kartlegging_tui.domain.people import Assessment, ContactPoint, Conversation, Pathway, Patient
from kartlegging_tui.domain.plan import ActionStatus, Consent, Plan
from kartlegging_tui.domain.signing import Signing, SigningKind, SigningState, state_of
from kartlegging_tui.domain.texts import Text
from kartlegging_tui.domain.worklist import EVERYBODY, Due, Search, WorklistRow, due
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.services import near_names
from kartlegging_tui.services.access import Reads
from kartlegging_tui.services.contact_points import StatusEvent, history
from kartlegging_tui.services.glance import Glance, read_glance
from kartlegging_tui.services.indexing import bring_up_to_date
from kartlegging_tui.services.near_names import Near, NearNames
from kartlegging_tui.services.pathway_plan import ChildrenView, NeedView, PathwayPlan, TalkSeen, ToldView, told
from kartlegging_tui.services.told_with import tombstones_of_others

_DIGITS = re.compile(r"[0-9][0-9 ./-]*")
_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})[./-](?P<month>[0-9]{1,2})[./-](?P<day>[0-9]{1,2})")
_DAY_FIRST = re.compile(
    r"(?P<day>[0-9]{1,2})[./-](?P<month>[0-9]{1,2})[./-](?P<year>[0-9]{4}|[0-9]{2})"
    r"|(?P<dd>[0-9]{2})(?P<mm>[0-9]{2})(?P<yy>[0-9]{4}|[0-9]{2})"
)
_PARTS = (("day", "dd"), ("month", "mm"), ("year", "yy"))


@dataclass(frozen=True)
class WorklistQuery:
    """What a user wants to see of the worklist."""

    text: str = ""
    """Parts of a name in any order, the beginning of an identifier, a date of birth, or several of these."""
    states: frozenset[Due] | None = None
    """Only these; None for those of the filter."""
    limit: int = 50
    offset: int = 0
    only: Filter = EVERYTHING
    """With the user themselves for `Whose.ME` (`Filter.seen_by`)."""


@dataclass(frozen=True)
class WorklistPage:
    """A part of the worklist."""

    rows: tuple[WorklistRow, ...]
    counts: dict[Due, int]
    """How many the text finds in each state, also in those not asked for."""
    total: int
    """How many rows there are in all, with the states asked for."""
    near: tuple[Near, ...] = ()
    """Where nobody has a name that was typed: whose names are like it."""
    elsewhere: int | None = None
    """The id of the one patient who is looked for, but whom only other units follow."""


@dataclass(frozen=True)
class AssessmentView:
    assessment: Assessment
    title: Text
    """The form's."""
    answered: int
    """How many questions have an answer, the cells of rows not counted."""


@dataclass(frozen=True)
class ContactPointView:
    contact_point: ContactPoint
    window: WindowState
    """As seen today."""
    due: Due
    conversation: Conversation | None
    assessments: tuple[AssessmentView, ...]
    signing: SigningState | None
    """Of the conversation; None without one."""
    signed: Signing | None
    """The last signature."""
    open_actions: int
    """Actions agreed here that are not closed."""
    overdue_actions: int
    """Those of them whose day has passed."""
    history: tuple[StatusEvent, ...]
    """What has become of it, in order."""


@dataclass(frozen=True)
class PathwayView:
    pathway: Pathway
    contact_points: tuple[ContactPointView, ...]
    consents: tuple[Consent, ...]
    """The grounds that hold for sending something on."""
    withdrawn: tuple[Consent, ...]
    """Those that the patient has taken back."""
    told: tuple[ToldView, ...]
    """What was sent on, the latest first."""
    needs: tuple[NeedView, ...]
    """Of all contact points; where something is left to do first."""
    children: ChildrenView

    @property
    def ended(self) -> bool:
        """True if nothing is waited for at any contact point, and nothing is left to do."""
        return all(point.due is Due.DONE for point in self.contact_points) and not any(need.left for need in self.needs)


@dataclass(frozen=True)
class PatientPage:
    patient: Patient
    pathways: tuple[PathwayView, ...]
    """The latest first."""
    died_on: date | None
    has_children: bool
    """Children were named in a form about children as relatives."""
    language: str
    """In which the needs and the children are named."""
    erased: tuple[Erasure, ...] = ()
    erased_elsewhere: tuple[Erasure, ...] = ()
    """By other places, which have sent what they had left."""
    """What was deleted by decision."""


class Browse:
    """What can be seen across patients."""

    def __init__(self, database: Database, access: Reads) -> None:
        self._database = database
        self._access = access
        self._near = NearNames()

    def worklist(self, query: WorklistQuery, today: date) -> WorklistPage:
        """A page of the worklist, the most urgent first. Raises NotRead, NotSaved."""
        bring_up_to_date(self._database)
        wanted = (query.only.states or frozenset(Due)) if query.states is None else query.states
        search = read_search(query.text, today)
        with self._access.view(self._database) as view:
            look, search = self._near.look(view, search, query.only, today)
            rows = look.page(wanted, query.limit, query.offset)
            hidden = [] if rows else view.elsewhere(search)
        elsewhere = hidden[0] if len(hidden) == 1 else None
        if elsewhere is not None:
            self._access.listing("elsewhere", hidden)
        self._access.listing("worklist", (row.patient_id for row in rows), search=bool(query.text.strip()) or None)
        total = sum(look.counts[state] for state in wanted)
        return WorklistPage(tuple(rows), look.counts, total, near_names.told(search, rows), elsewhere)

    def facets(self, query: WorklistQuery, today: date) -> Facets:
        """How many pathways each choice of a filter would show, with what else is asked for. Raises NotRead."""
        with self._access.view(self._database) as view:
            _, search = self._near.look(view, read_search(query.text, today), query.only, today)
            return view.facets(today, search, query.only)

    def glance(self, patient_id: int, pathway_id: int, today: date) -> Glance:
        """What a coordinator wants to know before opening the patient. Raises NotFound, NotRead, NotSaved."""
        self._access.reading("patient", patient_id, part="glance")
        with self._database.read() as view:
            return read_glance(view, pathway_id, today)

    def patient_page(self, patient_id: int, today: date) -> PatientPage:
        """All there is about a patient. Raises NotFound, NotRead, NotSaved."""
        self._access.reading("patient", patient_id)
        with self._database.read() as view:
            patient = view.patient(patient_id)
            pathways = tuple(_pathway(view, patient, pathway, today) for pathway in view.pathways(patient_id))
            has_children = any(pathway.children.recorded for pathway in pathways)
            died_on, erased = view.died_on(patient_id), tuple(view.erasures(patient_id))
            elsewhere = tombstones_of_others(view, patient_id)
            return PatientPage(patient, pathways, died_on, has_children, language.current(), erased, elsewhere)


def read_search(text: str, today: date) -> Search:
    """What a text typed over the worklist looks for: `kari nordmann`, `128569 12345`, `kari 12.5.1969`."""
    digits = [match.strip() for match in _DIGITS.findall(text)]
    words = tuple(_DIGITS.sub(" ", text).split())
    if not digits:
        return Search(words) if words else EVERYBODY
    together = " ".join(digits)
    plain = re.sub(r"[^0-9]", "", together)
    return Search(words, plain, tuple(_birth_dates(together, today) or _birth_dates(plain, today)))


def _birth_dates(text: str, today: date) -> list[date]:
    """The dates that digits can be read as. A year of two digits is in the past, in the last or in this century."""
    match = _YEAR_FIRST.fullmatch(text) or _DAY_FIRST.fullmatch(text)
    if match is None:
        return []
    parts = match.groupdict()
    day, month, year = (parts.get(long) or parts.get(short) or "" for long, short in _PARTS)
    years = [int(year)] if len(year) == 4 else [1900 + int(year), 2000 + int(year)]
    found = []
    for candidate in years:
        try:
            found.append(date(candidate, int(month), int(day)))
        except ValueError:
            continue
    return [day for day in found if day <= today]


def _pathway(view: Reading, patient: Patient, pathway: Pathway, today: date) -> PathwayView:
    points = view.contact_points(pathway.id)
    talks = {point.id: view.conversation(point.id) for point in points}
    assessments = {talk.id: view.assessments(talk.id) for talk in talks.values() if talk}
    answers = view.answers(assessment.id for found in assessments.values() for assessment in found)
    ongoing = {talk.contact_point_id for talk in talks.values() if talk and talk.ended_at is None}
    events = view.pathway_events(pathway.id)
    newest = current(events)
    plan = Plan.of({path: event.content for path, event in newest.items()})
    signings = {talk.id: view.signings(talk.id) for talk in talks.values() if talk}

    def seen(point: ContactPoint) -> ContactPointView:
        talk = talks[point.id]
        views = [
            AssessmentView(
                assessment,
                view.questionnaire(assessment.form, assessment.version).title,
                sum("/" not in path and _is_given(answer) for path, answer in answers[assessment.id].items()),
            )
            for assessment in (assessments[talk.id] if talk else ())
        ]
        signed = signings[talk.id] if talk else []
        left = [
            action
            for action in plan.actions.values()
            if action.contact_point == point.number and action.status is ActionStatus.OPEN
        ]
        return ContactPointView(
            contact_point=point,
            window=_window(point, today),
            due=due(point, ongoing, today),
            conversation=talk,
            assessments=tuple(views),
            signing=state_of(signed) if talk else None,
            signed=next((each for each in reversed(signed) if each.kind is SigningKind.SIGNED), None),
            open_actions=len(left),
            overdue_actions=sum(action.by is not None and action.by < today for action in left),
            history=tuple(history(events, point.number)),
        )

    held = [
        TalkSeen(point, talk, assessments[talk.id], answers, state_of(signings[talk.id]).is_open)
        for point in points
        if (talk := talks[point.id])
    ]
    came_up = PathwayPlan(view, patient, held, plan)
    return PathwayView(
        pathway=pathway,
        contact_points=tuple(seen(point) for point in points),
        consents=tuple(consent for consent in plan.consents.values() if consent.holds),
        withdrawn=tuple(consent for consent in plan.consents.values() if not consent.holds),
        told=told(plan, newest),
        needs=came_up.needs(),
        children=came_up.children(),
    )


def _window(point: ContactPoint, today: date) -> WindowState:
    if today < point.opens:
        return WindowState.COMING
    return WindowState.OPEN if today <= point.closes else WindowState.PAST


def _is_given(answer: str) -> bool:
    """True if the JSON of an answer has a value, or a reason for having none."""
    said = json.loads(answer)
    return "value" in said or "missing" in said
