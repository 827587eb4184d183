"""Small worlds for the yearly report, in which anything may have happened, written through the ordinary services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from kartlegging_tui.definitions.library import shipped
from kartlegging_tui.domain.answers import Answer, Missing, written
from kartlegging_tui.domain.contact_points import Reason, Standing
from kartlegging_tui.domain.pathway import ContactPointStatus as Status
from kartlegging_tui.domain.people import ConversationDetails, Place, Respondent, Role, User
from kartlegging_tui.domain.plan import (
    Action,
    ActionStatus,
    Consent,
    FollowUp,
    Ground,
    Handover,
    Manner,
    Need,
    NeedRef,
)
from kartlegging_tui.domain.responsible import RESPONSIBLE, Responsible
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import Conflict
from kartlegging_tui.records.writing import Writing
from kartlegging_tui.services.contact_points import ContactPoints
from kartlegging_tui.services.desk import Desk
from tests.services.reading import unlogged

CLOCKS = ((2025, date(2026, 3, 10)), (2026, date(2026, 3, 10)), (2026, date(2020, 1, 1)))
"""Years, and the days on which their reports are made; on the last, the clock is wrong."""
NOON = time(12, 0, tzinfo=UTC)
_START = date(2025, 1, 1)

LATER = date(2028, 1, 1)
"""A day to come, whatever the clock says."""
SAID = {
    "letter": Standing(status=Status.OFFERED),
    "declined": Standing(status=Status.DECLINED, ask_again_on=LATER),
    "never": Standing(status=Status.DECLINED),
    "ill": Standing(status=Status.POSTPONED, ask_again_on=LATER, reason=Reason.ILL),
    "no_capacity": Standing(status=Status.POSTPONED, ask_again_on=LATER, reason=Reason.NO_CAPACITY),
    "moved": Standing(status=Status.CANCELLED, reason=Reason.MOVED),
    "cancelled": Standing(status=Status.CANCELLED, reason=Reason.NO_CAPACITY),
    "other": Standing(status=Status.CANCELLED, reason=Reason.OTHER, words="annet"),
    "again": Standing(status=Status.PLANNED),
}
TALKS = ("held", "ongoing")


@dataclass(frozen=True)
class Point:
    opens: int
    """Days after the first of January 2025."""
    lasts: int
    happened: tuple[str, ...]
    """Of SAID and TALKS, in order."""
    held_on: int
    answers: tuple[str, ...]
    acted: tuple[str, ...]


@dataclass(frozen=True)
class Course:
    relapse: bool
    unit: str | None
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Person:
    born: date | None
    municipality: str
    died: int | None
    back_again: bool
    """The death was a mistake."""
    courses: tuple[Course, ...]


@dataclass(frozen=True)
class World:
    people: tuple[Person, ...]


LIBRARY = shipped()
"""Read once: that takes longer than a world."""

ANSWERS: dict[str, tuple[str, str, Answer]] = {
    "children": ("parorende", "har_barn", Answer(value=True)),
    "no_word_on_children": ("parorende", "har_barn", Answer(missing=Missing.DECLINED)),
    "settled": ("barn_som_parorende", "barn_avklart", Answer(value="ikke_avklart")),
    "pain": ("esas_r", "smerte", Answer(value=8)),
    "low": ("esas_r", "depresjon", Answer(value=9)),
}
ACTED = ("agreed", "late", "done", "dropped", "without_day", "refused", "own", "sent", "agreed_late")


def _points() -> st.SearchStrategy[Point]:
    happened = st.lists(st.sampled_from([*SAID, *TALKS]), max_size=4).map(tuple)
    return st.builds(
        Point,
        opens=st.integers(0, 800),
        lasts=st.integers(0, 200),
        happened=happened,
        held_on=st.integers(0, 1200),
        answers=st.lists(st.sampled_from(sorted(ANSWERS)), max_size=3, unique=True).map(tuple),
        acted=st.lists(st.sampled_from(ACTED), max_size=4).map(tuple),
    )


def worlds() -> st.SearchStrategy[World]:
    """Up to three patients, with up to two pathways each."""
    course = st.builds(
        Course,
        relapse=st.booleans(),
        unit=st.sampled_from([None, "", "Kreftteamet", "Hjemmetjenesten"]),
        points=st.lists(_points(), max_size=3).map(tuple),
    )
    person = st.builds(
        Person,
        born=st.one_of(
            st.none(), st.dates(date(1930, 1, 1), date(2020, 1, 1)), st.dates(date(2007, 1, 1), date(2009, 1, 1))
        ),
        municipality=st.sampled_from(["0301", "1103", ""]),
        died=st.one_of(st.none(), st.integers(0, 1000)),
        back_again=st.booleans(),
        courses=st.lists(course, max_size=2).map(tuple),
    )
    return st.builds(World, st.lists(person, max_size=3).map(tuple))


def build(where: Path | str, world: World) -> Desk:
    """A coordinator's desk on it."""
    database = Database.open(where)
    with database.write() as unit:
        user = unit.add_staff("Tor Østbø", Role.COORDINATOR)
        unit.commit()
    for person in world.people:
        _person(database, user, person)
    return Desk(database, LIBRARY, user, demo=True)


def _person(database: Database, user: User, person: Person) -> None:
    with database.write() as unit:
        patient = unit.add_patient(name="Kari", birth_date=person.born, municipality=person.municipality)
        unit.commit()
    for course in person.courses:
        with database.write() as unit:
            pathway = unit.add_pathway(patient.id, "pakkeforlop_hjem", _START, "C50.9", course.relapse)
            windows = [
                (number, _day(point.opens), _day(point.opens + point.lasts))
                for number, point in enumerate(course.points, 1)
            ]
            made = unit.add_contact_points(pathway.id, windows) if windows else []
            if course.unit is not None:
                said = Responsible(user_id=user.id, name=user.name, unit=course.unit).model_dump_json()
                unit.append_to_pathway(pathway.id, RESPONSIBLE, said, user.id, datetime.combine(_START, NOON))
            unit.commit()
        for point, told in zip(made, course.points, strict=True):
            for step in told.happened:
                _happen(database, user, point.id, told, step)
            with database.write() as unit:
                _act(unit, user, pathway.id, point.number, told)
                unit.commit()
    if person.died is not None:
        points = ContactPoints(database, user, lambda: datetime.combine(_day(person.died or 0), NOON), unlogged)
        points.died(patient.id, _day(person.died), _day(person.died))
        if person.back_again:
            points.not_died(patient.id)


def _day(number: int) -> date:
    return _START + timedelta(days=number)


def _happen(database: Database, user: User, point_id: int, told: Point, step: str) -> None:
    at = datetime.combine(_day(told.opens), NOON)
    if step in SAID:
        with database.read() as view:
            seen = view.contact_point(point_id)
        try:
            ContactPoints(database, user, lambda: at, unlogged).change(seen, SAID[step], _day(told.opens))
        except Conflict:  # it is held
            return
        return
    with database.write() as unit:
        talk = unit.conversation(point_id)
        if talk is None:
            details = ConversationDetails(
                held_on=_day(told.held_on), place=Place.HOME, respondent=Respondent.PATIENT, present=""
            )
            talk = unit.start_conversation(point_id, user.id, details, at)
            said = {ANSWERS[name][:2]: ANSWERS[name][2] for name in told.answers}
            for (form, question), answer in said.items():
                assessment = unit.open_assessment(talk.id, form, unit.latest_version(form) or "")
                unit.append(assessment.id, question, written(answer), user.id, at)
            if step == "held":
                unit.end_conversation(talk.id, at)
        unit.commit()


def _act(unit: Writing, user: User, pathway_id: int, number: int, told: Point) -> None:
    need = NeedRef(number, "esas_r", "smerte").path
    at = datetime.combine(_day(told.held_on), NOON)

    def put(path: str, content: Any, when: datetime = at) -> None:
        known = [event.number for event in unit.pathway_events(pathway_id) if event.path == path]
        text = content.model_dump_json(exclude_defaults=True)
        unit.append_to_pathway(pathway_id, path, text, user.id, when, seen=max(known, default=0))

    action = Action(need=need, contact_point=number, text="Ring fastlegen", who="fastlegen", by=LATER)
    closed = {"status": ActionStatus.DONE, "closed_on": _day(told.held_on + 100)}
    kinds: dict[str, Callable[[str], None]] = {
        "agreed": lambda path: put(path, action),
        "agreed_late": lambda path: put(path, action, at + timedelta(days=400)),
        "late": lambda path: put(path, action.model_copy(update={"by": _day(told.held_on + 10)})),
        "done": lambda path: (put(path, action), put(path, action.model_copy(update=closed)))[0],
        "dropped": lambda path: put(path, action.model_copy(update=closed | {"status": ActionStatus.DROPPED})),
        "without_day": lambda path: put(path, action.model_copy(update={"by": None})),
        "refused": lambda path: put(need, Need(title="Smerte", follow_up=FollowUp.NO)),
        "own": lambda path: put(NeedRef(number, "", "1").path, Need(title="Hunden", follow_up=FollowUp.YES)),
        "sent": lambda path: _send(put, number, path),
    }
    for place, kind in enumerate(told.acted):
        kinds[kind](f"action/{number * 100 + place}")


def _send(put: Callable[..., None], number: int, path: str) -> None:
    consent = Consent(
        recipient="Fastlegen", ground=Ground.CONSENT, manner=Manner.SPOKEN, said_by="pasienten", given_on=_START
    )
    ground = path.replace("action", "consent")
    put(ground, consent)
    sent = Handover(consent=ground, recipient="Fastlegen", contact_point=number, what="Sammendrag")
    put(path.replace("action", "handover"), sent)
