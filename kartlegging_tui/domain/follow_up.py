"""What still has to be done in a pathway, by whom and by when, so that nothing falls between two contact points."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum
from typing import NamedTuple

from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.contact_points import Reason, StatusChange, is_status
from kartlegging_tui.domain.history import NOTHING, Event, current
from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.domain.plan import Action, ActionStatus, FollowUp, Need, NeedRef, Plan
from kartlegging_tui.domain.questionnaire import Area
from kartlegging_tui.domain.responsible import Responsible
from kartlegging_tui.domain.said import HIDDEN, HIGH, LOW, POINTS, Indexed, Told


class Kind(IntEnum):
    """Which list something stands on. The numbers are kept in the records."""

    ACTION = 1
    """Agreed, and not closed."""
    URGENT = 2
    """An answer that called for something at once, with nothing recorded as done."""
    CHILD = 3
    """A need from a form about children as relatives, without an action or a reason why not.

    Source: helsepersonelloven § 10 a, § 10 b.
    """
    NEED = 4
    """Another need that lasts, that the patient wants followed up or that nobody asked about, with neither."""
    CLOSING = 5
    """Left over from a patient who has died or moved: to be closed, or to be kept by whoever still will do it."""


class WhoseKind(StrEnum):
    """What somebody's list is narrowed by."""

    EVERYBODY = "all"
    PERSON = "person"
    """Who is to do it, or is responsible for the pathway; by name."""
    UNIT = "unit"
    """Where whoever is responsible works."""
    SERVICE = "service"
    """The municipal service that is to do it; by id."""
    MUNICIPALITY = "municipality"
    """The patient's; by number."""


class Whose(NamedTuple):
    """On whose list something stands."""

    kind: WhoseKind
    value: str = ""

    @property
    def key(self) -> str:
        """As the records keep it: `service:fastlege`."""
        return f"{self.kind.value}:{self.value}"

    @classmethod
    def of(cls, key: str) -> Whose:
        """The one with this key."""
        kind, _, value = key.partition(":")
        return cls(WhoseKind(kind), value)


EVERYBODY = Whose(WhoseKind.EVERYBODY)


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """One thing that has to be done, as the lists show it."""

    kind: Kind
    path: Path
    """Where it is in the plan of the pathway."""
    day: date
    """An action's deadline, the last of all days for none; of what was left over, the day on which the patient died or
    moved; else the day of the talk."""
    pathway_id: int
    patient_id: int
    name: str
    birth_date: date | None
    municipality: str
    diagnosed: date
    died_on: date | None


class Waiting(NamedTuple):
    """One thing that has to be done, and on whose lists."""

    kind: Kind
    path: Path
    day: date
    whose: frozenset[Whose]


@dataclass(frozen=True)
class Course:
    """All that says what has to be done in a pathway."""

    talks: Sequence[Told]
    """In order."""
    plan: Plan
    standing: Mapping[Path, Event]
    """The newest event of each path."""
    left_open: Collection[Path]
    """The lasting needs that are neither settled nor ruled out by later answers."""
    urgent: Collection[tuple[int, Path]]
    """Urgent answers with nothing recorded as done: the contact point, and where it is to be recorded."""
    municipality: str = ""
    responsible: Responsible | None = None
    died_on: date | None = None
    said: Mapping[Path, Event] = field(default_factory=dict)
    """Where it was said first what stands now at a path (`said_first`): taking something back says nothing new."""
    areas: Mapping[str, Area] = field(init=False)
    days: Mapping[int, Told] = field(init=False)

    def __post_init__(self) -> None:
        areas = {form.form: form.area for talk in self.talks for form in talk.forms}
        object.__setattr__(self, "areas", areas)
        object.__setattr__(self, "days", {talk.contact_point: talk for talk in self.talks})

    def day_of(self, contact_point: int, path: Path) -> date:
        """The day of the talk; where there is none, of what was said last at this path."""
        talk = self.days.get(contact_point)
        if talk is not None:
            return talk.held_on
        return self.standing[path].day if path in self.standing else date.max

    def is_about_children(self, need: Path) -> bool:
        """True for a need that a form about children as relatives sees."""
        return self.areas.get(NeedRef.of(need).form) is Area.CHILDREN_AS_RELATIVES


def waiting(course: Course) -> Iterator[Waiting]:
    """What has to be done in a pathway.

    Where the patient has died, only what is about children goes on, as does what somebody has agreed on since
    (helsepersonelloven § 10 b); other actions and urgent answers are to be closed, and what was never agreed is let be.
    Where the patient has moved, what is not agreed on since is to be closed or handed over.
    """
    ended = course.died_on or moved_on(course.standing, (talk.held_on for talk in course.talks))
    everybody = _of_pathway(course)
    for path, action in course.plan.actions.items():
        if action.status is ActionStatus.OPEN:
            whose = everybody | _doing(action)
            if ended is None or _goes_on(course, path, action):
                yield Waiting(Kind.ACTION, path, action.by or date.max, whose)
            else:
                yield Waiting(Kind.CLOSING, path, ended, whose)
    for number, path in course.urgent:
        kind, day = (Kind.URGENT, course.day_of(number, path)) if ended is None else (Kind.CLOSING, ended)
        yield Waiting(kind, path, day, everybody)
    for need in _needs(course):
        day = course.day_of(NeedRef.of(need).contact_point, need)
        if course.is_about_children(need):
            yield Waiting(Kind.CHILD, need, day, everybody)
        elif ended is None:
            yield Waiting(Kind.NEED, need, day, everybody)
        elif course.died_on is None:
            yield Waiting(Kind.CLOSING, need, ended, everybody)


def said_first(events: Sequence[Event]) -> dict[Path, Event]:
    """By path, the event in which that was said first which stands there now; `events` are all of a pathway."""
    first: dict[tuple[Path, str], Event] = {}
    for event in events:
        first.setdefault((event.path, event.content), event)
    return {path: first[path, event.content] for path, event in current(events).items()}


def moved_on(standing: Mapping[Path, Event], held: Iterable[date]) -> date | None:
    """The day on which it was said that the patient has moved; None where they have not, or are followed again.

    `standing` has the newest event of each path; `held` are the days of the talks.
    """
    changed = _changes(standing)
    said = [event for event, change in changed if change.reason is Reason.MOVED]
    if not said:
        return None
    last = max(said, key=lambda event: event.number)
    day = last.day
    again = any(
        event.number > last.number and change.status is not ContactPointStatus.CANCELLED for event, change in changed
    )
    return None if again or any(talk > day for talk in held) else day


def wants_no_more(standing: Mapping[Path, Event]) -> bool:
    """True if the last that was said of a contact point is that the patient declines, and is not to be asked again."""
    changed = _changes(standing)
    if not changed:
        return False
    _event, last = max(changed, key=lambda each: each[0].number)
    return last.status is ContactPointStatus.DECLINED and last.ask_again_on is None


def _changes(standing: Mapping[Path, Event]) -> list[tuple[Event, StatusChange]]:
    """What contact points have become, each with the event that says so."""
    said = (event for path, event in standing.items() if is_status(path) and event.content != NOTHING)
    return [(event, StatusChange.model_validate_json(event.content)) for event in said]


def _goes_on(course: Course, path: Path, action: Action) -> bool:
    """True for an action that is to be done although the patient has died or moved."""
    if course.is_about_children(action.need):
        return course.died_on is not None
    agreed = course.said.get(path, course.standing[path])
    if course.died_on is not None:
        return agreed.day > course.died_on
    return agreed.number > max((event.number for event, _change in _changes(course.standing)), default=0)


def _needs(course: Course) -> Iterator[Path]:
    """Needs about which nothing is agreed and nobody has said why not, of talks that are over."""
    answered = {(form.form, talk.contact_point) for talk in course.talks for form in talk.forms if _is_answered(form)}
    for talk in course.talks:
        for form in talk.forms:
            for seen in form.needs:
                path = NeedRef(talk.contact_point, form.form, seen.key).path
                later = any(known == form.form and number > talk.contact_point for known, number in answered)
                if path in course.left_open or (not later and _is_waiting(course, path, asked=False)):
                    yield path
    for path in course.plan.needs:
        if not NeedRef.of(path).form and _is_waiting(course, path, asked=True):
            yield path


def _is_answered(form: Indexed) -> bool:
    """False where all answers were taken back: what is left then follows from none."""
    return any(value.word not in (POINTS, HIDDEN, LOW, HIGH) for value in form.values)


def _is_waiting(course: Course, path: Path, asked: bool) -> bool:
    """True unless it is settled, or the patient does not want it, or the talk still goes on.

    With `asked`, only what the patient wants. What the patient may want later is asked at the next contact point. That
    an action will not be done settles it where it is said why.
    """
    talk = course.days.get(NeedRef.of(path).contact_point)
    if (talk is not None and not talk.ended) or course.plan.is_settled(path):
        return False
    need: Need | None = course.plan.needs.get(path)
    wish = need.follow_up if need else None
    if wish not in ((FollowUp.YES,) if asked else (FollowUp.YES, None)):
        return False
    return not any(action.outcome for _path, action in course.plan.actions_for(path))


def _of_pathway(course: Course) -> frozenset[Whose]:
    whose = {EVERYBODY}
    if course.municipality:
        whose.add(Whose(WhoseKind.MUNICIPALITY, course.municipality))
    if course.responsible is not None:
        whose.add(Whose(WhoseKind.PERSON, course.responsible.name))
        if course.responsible.unit:
            whose.add(Whose(WhoseKind.UNIT, course.responsible.unit))
    return frozenset(whose)


def _doing(action: Action) -> frozenset[Whose]:
    if action.service:
        return frozenset({Whose(WhoseKind.SERVICE, action.service)})
    return frozenset({Whose(WhoseKind.PERSON, action.who)} if action.who else ())
