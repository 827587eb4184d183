"""Following up: what has to be done across patients, by whom and how late, and what can be done about each thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.follow_up import (
    EVERYBODY,
    FollowUpRow,
    Kind,
    Whose,
    WhoseKind,
    moved_on,
    wants_no_more,
)
from kartlegging_tui.domain.history import NOTHING, Event, current
from kartlegging_tui.domain.people import User, age
from kartlegging_tui.domain.plan import Action, Need
from kartlegging_tui.domain.responsible import RESPONSIBLE, Responsible
from kartlegging_tui.domain.services import Service
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.follow_up import Wanted
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.services.access import Reads
from kartlegging_tui.services.browse import read_search
from kartlegging_tui.services.contact_points import CLOSED
from kartlegging_tui.services.filling import Filling
from kartlegging_tui.services.indexing import bring_up_to_date
from kartlegging_tui.services.pathway_words import PathwayWords, urgent_ref
from kartlegging_tui.services.planning import Planning
from kartlegging_tui.services.ready_forms import form_of
from kartlegging_tui.services.rights import CARE
from kartlegging_tui.services.saving import Nowhere
from kartlegging_tui.services.urgent import UrgentItem

WEEK = timedelta(days=7)


class When(StrEnum):
    """How late an action is."""

    ANY = "any"
    LATE = "late"
    """Its day has passed."""
    WEEK = "week"
    """Today, or one of the six days after."""
    LATER = "later"
    NO_DAY = "no_day"


@dataclass(frozen=True)
class FollowUpQuery:
    """What a user wants to see of what has to be done."""

    kind: Kind = Kind.ACTION
    whose: Whose = EVERYBODY
    when: When = When.ANY
    """Narrows the actions alone."""
    text: str = ""
    """As on the worklist whose patient it is; or beginnings of words of what was agreed."""
    limit: int = 50
    offset: int = 0


@dataclass(frozen=True)
class FollowUpLine:
    """One thing that has to be done."""

    row: FollowUpRow
    what: str
    """The action, the need, or the urgent question."""
    who: str
    """Who is to do it, of an action."""
    action: Action | None
    answer: str = ""
    """To the urgent question."""

    @property
    def due(self) -> date | None:
        """An action's deadline."""
        return self.action.by if self.action else None


@dataclass(frozen=True)
class FollowUpPage:
    """A part of a list."""

    lines: tuple[FollowUpLine, ...]
    counts: dict[Kind, int]
    """How much there is on each list, of whatever day."""
    total: int
    """How much there is on this list, of the days asked for."""
    late: int
    """How many actions are late."""


@dataclass(frozen=True)
class Step:
    """Something that was said about one thing: when, by whom, and how it stood before and after; None for not there."""

    at: datetime
    author: str
    before: Action | None
    after: Action | None
    takes_back: bool


@dataclass(frozen=True)
class FollowUpDetail:
    """Everything about one thing that has to be done."""

    line: FollowUpLine
    need: Need | None
    """What it is about; None for an urgent answer."""
    suggestions: tuple[str, ...]
    to_do: str
    """What the form says to do about an urgent answer."""
    note: str
    """What was noted with the urgent answer."""
    contact_point: int
    """Where it came up or was agreed."""
    held_on: date | None
    held_by: str
    """Who held that talk."""
    steps: tuple[Step, ...]
    """An action's history, in order."""
    others: tuple[tuple[str, str, Action], ...]
    """The other actions for the same need, with what and who in words."""
    responsible: Responsible | None
    moved_on: date | None
    """The day on which it was said that the patient has moved."""
    wants_no_more: bool
    """The patient wants no more conversations. What was promised still stands."""


class FollowUps:
    """The lists, for one user."""

    def __init__(
        self,
        database: Database,
        services: Callable[[], Iterable[Service]],
        user: User,
        now: Callable[[], datetime],
        access: Reads,
    ) -> None:
        self._access = access
        self._database = database
        self._services = services
        self._user = user
        self._now = now

    def page(self, query: FollowUpQuery, today: date, language: str) -> FollowUpPage:
        """A part of a list, with the words in a language; the earliest day first. Raises NotRead, NotSaved."""
        bring_up_to_date(self._database)
        wanted = _wanted(query, today)
        of_days = _within(wanted, query.when if query.kind is Kind.ACTION else When.ANY, today)
        with self._access.view(self._database) as view:
            counts = view.follow_up_counts(wanted)
            narrowed = of_days != wanted
            total = view.follow_up_count(query.kind, of_days) if narrowed else counts[query.kind]
            late = view.follow_up_count(Kind.ACTION, _within(wanted, When.LATE, today))
            rows = view.follow_up(query.kind, of_days, query.limit, query.offset)
            page = FollowUpPage(tuple(self._lines(view, rows, language)), counts, total, late)
        self._read(query, rows)
        return page

    def lines(self, query: FollowUpQuery, today: date, language: str) -> tuple[FollowUpLine, ...]:
        """Another part of a list: nothing is counted again. Raises NotRead, NotSaved."""
        of_days = _within(_wanted(query, today), query.when if query.kind is Kind.ACTION else When.ANY, today)
        with self._access.view(self._database) as view:
            rows = view.follow_up(query.kind, of_days, query.limit, query.offset)
            lines = tuple(self._lines(view, rows, language))
        self._read(query, rows)
        return lines

    def detail(self, row: FollowUpRow, language: str) -> FollowUpDetail | None:
        """All about one thing; None where it is no longer there. Raises NotRead, NotSaved."""
        self._access.reading("follow_up", row.patient_id)
        with self._database.read() as view:
            words = self._words(view, row, language)
            line = _line(words, row)
            return None if line is None else _detail(words, line)

    def whose(self) -> dict[Whose, int]:
        """Who has anything to do, and how much. Raises NotRead."""
        bring_up_to_date(self._database)
        with self._access.view(self._database) as view:
            return view.follow_up_whose()

    def named(self, name: str, language: str) -> Whose | None:
        """Whoever is called so and has anything to do: a person, a service by id or name, a unit, a municipality.

        Raises NotRead.
        """
        wanted, services = name.casefold().strip(), self._by_id()
        for whose in sorted(self.whose()):
            service = services.get(whose.value) if whose.kind is WhoseKind.SERVICE else None
            called = {whose.value, service.name.to(language)} if service else {whose.value}
            if whose != EVERYBODY and wanted in {each.casefold() for each in called}:
                return whose
        return None

    def catch_up(self, planning: Planning) -> list[Event]:
        """What others have done in a plan since it was read, for `Planning.take_news`. Raises NotRead, NotSaved."""
        self._read_plan(planning.pathway_id)
        with self._database.read() as view:
            newer = view.pathway_events(planning.pathway_id, planning.newest)
        return [event for event in newer if not planning.is_mine(event)]

    def next_opens(self, pathway_id: int, today: date) -> date | None:
        """When the window of the next contact point opens, where there is one to come. Raises NotRead, NotSaved."""
        self._read_plan(pathway_id)
        with self._database.read() as view:
            points = view.contact_points(pathway_id)
        return min(
            (point.opens for point in points if point.opens > today and point.status not in CLOSED), default=None
        )

    def left_over(self, pathway_id: int) -> list[Path]:
        """The actions of a pathway that are to be closed. Raises NotRead, NotSaved."""
        self._read_plan(pathway_id)
        with self._database.read() as view:
            return [path for path in view.follow_up_paths(pathway_id, Kind.CLOSING) if path.startswith("action/")]

    def colleagues(self) -> list[str]:
        """Who else sees patients, by name. Raises NotRead."""
        with self._database.read() as view:
            return [each.name for each in view.staff() if each.role in CARE and each.id != self._user.id]

    def mine(self) -> Whose:
        """What this user is to do, or is responsible for."""
        return Whose(WhoseKind.PERSON, self._user.name)

    def my_unit(self) -> Whose | None:
        """What the unit of this user is responsible for; None where they have none. Raises NotRead."""
        with self._database.read() as view:
            unit = view.units().get(self._user.id)
        return Whose(WhoseKind.UNIT, unit) if unit else None

    def urgent_item(self, row: FollowUpRow) -> UrgentItem | None:
        """An urgent answer as what was done about it is recorded; None where the form is gone.

        Raises NotRead, NotSaved.
        """
        number, form, question = urgent_ref(row.path)
        self._access.reading("follow_up", row.patient_id)
        with self._database.read() as view:
            answered = self._words(view, row, "nb").answered(number, form)
            if answered is None:
                return None
            filling = Filling(
                form=form_of(answered.questionnaire),
                context=answered.sheet().context,
                conversation_id=answered.talk.id,
                user=self._user,
                saver=Nowhere(),
                now=self._now,
                assessment=answered.assessment,
                events=tuple(view.events(answered.assessment.id)),
            )
        return UrgentItem(filling, question, row.path, None)

    def _read(self, query: FollowUpQuery, rows: Iterable[FollowUpRow]) -> None:
        search = bool(query.text.strip()) or None
        self._access.listing("follow_up", (row.patient_id for row in rows), list=query.kind.name.lower(), search=search)

    def _read_plan(self, pathway_id: int) -> None:
        with self._database.read() as view:
            patient_id = view.pathway(pathway_id).patient_id
        self._access.reading("follow_up", patient_id)

    def _lines(self, view: Reading, rows: Iterable[FollowUpRow], language: str) -> Iterable[FollowUpLine]:
        known: dict[int, PathwayWords] = {}
        services = self._by_id()
        for row in rows:
            if row.pathway_id not in known:
                known[row.pathway_id] = self._words(view, row, language, services)
            line = _line(known[row.pathway_id], row)
            yield line or FollowUpLine(row, row.path, "", None)

    def _words(
        self, view: Reading, row: FollowUpRow, language: str, services: Mapping[str, Service] | None = None
    ) -> PathwayWords:
        known = self._by_id() if services is None else services
        return PathwayWords(view, row.pathway_id, language, known, lambda day: age(row.birth_date, day))

    def _by_id(self) -> dict[str, Service]:
        return {service.id: service for service in self._services()}


def _wanted(query: FollowUpQuery, today: date) -> Wanted:
    """Digits are of a patient; words may be of a patient or of what was agreed."""
    search = read_search(query.text, today)
    words = () if search.identifier or search.birth_dates else tuple(query.text.split())
    return Wanted(whose=query.whose, search=search, words=words)


def _within(wanted: Wanted, when: When, today: date) -> Wanted:
    since, until = {
        When.ANY: (date.min, None),
        When.LATE: (date.min, today),
        When.WEEK: (today, today + WEEK),
        When.LATER: (today + WEEK, date.max),
        When.NO_DAY: (date.max, None),
    }[when]
    return Wanted(wanted.whose, since, until, wanted.search, wanted.words)


def _line(words: PathwayWords, row: FollowUpRow) -> FollowUpLine | None:
    """None for what was closed or taken away since the list was read."""
    kind = row.path.partition("/")[0]
    if kind == "action":
        action = words.plan.actions.get(row.path)
        return FollowUpLine(row, words.what(action), words.who(action), action) if action else None
    if kind == "urgent":
        urgent = words.urgent(row.path)
        return FollowUpLine(row, urgent.question, "", None, urgent.answer)
    return FollowUpLine(row, words.need_title(row.path), "", None)


def _detail(words: PathwayWords, line: FollowUpLine) -> FollowUpDetail:
    path, action, standing = line.row.path, line.action, current(words.events)
    urgent = words.urgent(path) if path.startswith("urgent/") else None
    need = action.need if action else path if path.startswith("need/") else None
    number = action.contact_point if action else int(path.split("/")[1])
    talk = words.talks.get(number)
    others = [each for known, each in words.plan.actions_for(need) if known != path] if need else []
    return FollowUpDetail(
        line=line,
        need=words.need(need) if need else None,
        suggestions=words.suggestions(need) if need and action is None else (),
        to_do=urgent.to_do if urgent else "",
        note=urgent.note if urgent else "",
        contact_point=number,
        held_on=talk.held_on if talk else None,
        held_by=talk.author if talk else "",
        steps=tuple(_steps(words, path)),
        others=tuple((words.what(each), words.who(each), each) for each in others),
        responsible=_responsible(words),
        moved_on=moved_on(standing, (talk.held_on for talk in words.talks.values())),
        wants_no_more=wants_no_more(standing),
    )


def _steps(words: PathwayWords, path: Path) -> Iterable[Step]:
    if not path.startswith("action/"):
        return
    before: Action | None = None
    for event in words.events:
        if event.path == path:
            after = None if event.content == NOTHING else Action.model_validate_json(event.content)
            yield Step(event.at, event.author, before, after, event.undoes is not None)
            before = after


def _responsible(words: PathwayWords) -> Responsible | None:
    said = [event.content for event in words.events if event.path == RESPONSIBLE]
    return Responsible.model_validate_json(said[-1]) if said and said[-1] != NOTHING else None
