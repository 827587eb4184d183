"""Who has read what is known, of every way to read it; what cannot be logged is not shown."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kartlegging_tui.domain.access import Ground
from kartlegging_tui.domain.figures import Figure
from kartlegging_tui.domain.follow_up import Kind
from kartlegging_tui.domain.people import Role, User
from kartlegging_tui.domain.report import EVERYTHING, Asked
from kartlegging_tui.records.errors import NotLogged, NotSaved, Reason, Refused
from kartlegging_tui.services.access import Access, NoGround
from kartlegging_tui.services.browse import WorklistQuery
from kartlegging_tui.services.desk import Desk, NotAllowed
from kartlegging_tui.services.desks import open_demo
from kartlegging_tui.services.follow_up import FollowUpQuery
from kartlegging_tui.services.register import NewPathway, NewPatient
from tests import raw
from tests.conftest import TODAY

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def rows(desk: Desk) -> list[dict[str, Any]]:
    """The log, in order."""
    return raw.found(desk.database, "SELECT * FROM access ORDER BY id")


def log(desk: Desk) -> list[tuple[int | None, str, str]]:
    """Whose, what and which part."""
    return [(row["patient_id"], row["what"], row["details"]) for row in rows(desk)]


@dataclass(frozen=True)
class Held:
    """A conversation that goes on, and all it belongs to."""

    patient: int
    pathway: int
    point: int
    talk: int
    form: str


@pytest.fixture
def held(desk: Desk) -> Held:
    found = raw.found(
        desk.database,
        "SELECT patient_id AS patient, pathway_id AS pathway, contact_point_id AS point, conversation_id AS talk, form"
        " FROM conversation JOIN contact_point ON contact_point.id = contact_point_id"
        " JOIN pathway ON pathway.id = pathway_id JOIN assessment ON assessment.conversation_id = conversation.id"
        " WHERE ended_at IS NULL ORDER BY conversation.id, assessment.id",
    )
    return Held(**found[0])


def number_of(desk: Desk, patient_id: int) -> str:
    """The identifier of a patient."""
    (row,) = raw.found(desk.database, "SELECT identifier FROM patient WHERE id = :id", id=patient_id)
    return str(row["identifier"])


def _line(desk: Desk) -> Any:
    return desk.follow_ups.page(FollowUpQuery(kind=Kind.ACTION), TODAY, "nb").lines[0].row


def _found(desk: Desk) -> Any:
    question = desk.asking.check("esas_r.smerte >= 0").question
    assert question is not None
    return desk.asking.ask(question, None, TODAY)


def _new(desk: Desk, patient_id: int) -> NewPatient:
    return NewPatient("Kari Nordmann", number_of(desk, patient_id))


_COURSE = NewPathway("hjem", TODAY, "C50.9")
Way = Callable[[Desk, Held], object]
WAYS: dict[tuple[str, str], Way] = {
    ("browse.worklist", "worklist"): lambda desk, it: desk.browse.worklist(WorklistQuery(), TODAY),
    ("browse.patient_page", "patient"): lambda desk, it: desk.browse.patient_page(it.patient, TODAY),
    ("browse.glance", "patient"): lambda desk, it: desk.browse.glance(it.patient, it.pathway, TODAY),
    ("conduct.conversation", "conversation"): lambda desk, it: desk.conduct.conversation(it.point),
    ("conduct.open", "conversation"): lambda desk, it: desk.conduct.open(it.talk),
    ("conduct.read_form", "form"): lambda desk, it: desk.conduct.read_form(it.talk, it.form),
    ("conduct.summary", "summary"): lambda desk, it: desk.conduct.summary(it.talk),
    ("handouts.for_patient", "patient_copy"): lambda desk, it: desk.conduct.handouts.for_patient(it.talk),
    ("handouts.for_record", "record_text"): lambda desk, it: desk.conduct.handouts.for_record(it.talk),
    ("exporting.find", "lookup"): lambda desk, it: desk.conduct.exporting.find(str(it.patient)),
    ("exporting.patients", "export"): lambda desk, it: desk.conduct.exporting.patients([it.patient], NOW),
    ("compare.comparison", "comparison"): lambda desk, it: desk.compare.comparison(it.patient, [], TODAY),
    ("follow_ups.page", "follow_up"): lambda desk, it: desk.follow_ups.page(FollowUpQuery(), TODAY, "nb"),
    ("follow_ups.lines", "follow_up"): lambda desk, it: desk.follow_ups.lines(FollowUpQuery(), TODAY, "nb"),
    ("follow_ups.detail", "follow_up"): lambda desk, it: desk.follow_ups.detail(_line(desk), "nb"),
    ("follow_ups.catch_up", "follow_up"): lambda desk, it: desk.follow_ups.catch_up(desk.planning(it.pathway)),
    ("follow_ups.next_opens", "follow_up"): lambda desk, it: desk.follow_ups.next_opens(it.pathway, TODAY),
    ("follow_ups.left_over", "follow_up"): lambda desk, it: desk.follow_ups.left_over(it.pathway),
    ("asking.ask", "question"): lambda desk, it: _found(desk),
    ("asking.page", "question"): lambda desk, it: desk.asking.page(_found(desk), 10, 0),
    ("asking.why", "why"): lambda desk, it: desk.asking.why(
        _found(desk), desk.browse.worklist(WorklistQuery(), TODAY).rows[0]
    ),
    ("asking.find_words", "words"): lambda desk, it: desk.asking.find_words("smerte", 10, 0),
    ("reports.make", "report"): lambda desk, it: desk.reports.make(Asked(2026), TODAY),
    ("reports.behind", "report"): lambda desk, it: desk.reports.behind(Asked(2026), TODAY, Figure.HELD, EVERYTHING),
    ("inbox.page", "inbox"): lambda desk, it: desk.inbox.page(),
    ("details.open", "details"): lambda desk, it: desk.details.open(it.patient),
    ("responsibilities.of", "responsible"): lambda desk, it: desk.responsibilities.of(it.pathway),
    ("planning", "plan"): lambda desk, it: desk.planning(it.pathway),
    ("register.problems", "registration"): lambda desk, it: desk.register.problems(
        _new(desk, it.patient), _COURSE, TODAY
    ),
    ("register.register", "registration"): lambda desk, it: desk.register.register(
        _new(desk, it.patient), _COURSE, TODAY
    ),
    ("register.pathway_problems", "patient"): lambda desk, it: desk.register.pathway_problems(
        it.patient, _COURSE, TODAY
    ),
}
"""What is called, and the word in the log."""

ELSEWHERE = {"inbox.open", "inbox.beside", "exporting.answers", "exporting.for_recipient", "follow_ups.urgent_item"}
"""Need more than a demo database has; their own tests look at the log."""
WRITES = frozenset(
    [
        "conduct.start",
        "conduct.finish",
        "conduct.reopen",
        "inbox.receive",
        "inbox.take_new",
        "inbox.take_known",
        "inbox.put_aside",
        "inbox.take_back",
        "details.change",
        "responsibilities.entrust",
        "register.add_pathway",
    ]
)
"""What they change is in the logs of what was done."""
NOBODY = {
    "browse.facets": "counts",
    "conduct.planned": "a pathway's file",
    "conduct.news": "of a conversation that is open, and was logged when it was opened",
    "exporting.leaves_out": "whether there may be others",
    "exporting.everybody": "ids; what is read of them is logged",
    "compare.pathway_ids": "ids",
    "follow_ups.whose": "counts",
    "follow_ups.named": "who has anything to do",
    "follow_ups.colleagues": "who uses the program",
    "follow_ups.mine": "the user",
    "follow_ups.my_unit": "the user",
    "asking.vocabulary": "forms",
    "asking.check": "forms",
    "asking.in_words": "forms",
    "asking.suggestions": "forms",
    "asking.contact_points": "a number",
    "reports.count": "a count of a report that was logged",
    "inbox.waiting": "a count",
}
"""What shows nothing of a patient, and why not."""


def _services(desk: Desk) -> Iterator[tuple[str, object]]:
    for name in ("browse", "conduct", "compare", "follow_ups", "asking", "reports", "inbox", "details", "register"):
        yield name, getattr(desk, name)
    yield "responsibilities", desk.responsibilities
    yield "handouts", desk.conduct.handouts
    yield "exporting", desk.conduct.exporting


def test_there_is_no_way_to_read_that_this_file_does_not_know_of(desk: Desk) -> None:
    known = {way for way, _ in WAYS} | ELSEWHERE | WRITES | set(NOBODY)
    found = {
        f"{name}.{method}"
        for name, service in _services(desk)
        for method, _ in inspect.getmembers(type(service), inspect.isfunction)
        if not method.startswith("_")
    }
    assert found - known == set()
    assert known - found == {"planning"}


@pytest.mark.parametrize(("way", "what"), WAYS, ids=[way for way, _ in WAYS])
def test_reading_is_logged(desk: Desk, held: Held, way: str, what: str) -> None:
    with suppress(Exception):  # a number that is taken is refused, and told
        WAYS[way, what](desk, held)
    last = rows(desk)[-1]
    assert (last["what"], last["staff_id"], last["role"]) == (what, desk.user.id, "nurse")
    assert last["patient_id"] is not None or "patients" in last["details"] or what in {"report", "question", "inbox"}
    assert last["ground"] in {"open", "task"}
    assert last["purpose"] in {"care", "administration", "quality"}
    assert last["outcome"] == "shown"
    assert "@" in last["workstation"]


@pytest.mark.parametrize(("way", "what"), WAYS, ids=[way for way, _ in WAYS])
def test_what_cannot_be_logged_is_not_shown(
    desk: Desk, held: Held, way: str, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object, __: object) -> int:
        raise NotSaved(Reason.DISK_FULL, "disk full")

    monkeypatch.setattr("kartlegging_tui.records.access_log.append", lambda *_: full(0, 0))
    with pytest.raises(NotLogged):
        WAYS[way, what](desk, held)


@pytest.mark.sqlite
def test_a_conversation_on_a_database_that_is_only_read_is_not_shown(desk: Desk, held: Held) -> None:
    with desk.database.write() as unit:
        unit._connection.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(NotLogged):
        desk.conduct.open(held.talk)


def test_the_log_tells_which_part_and_never_changes(desk: Desk) -> None:
    desk.reading("patient", 3, pathway=4, text=None)
    assert log(desk) == [(3, "patient", '{"pathway": 4}')]
    for statement in ("UPDATE access SET patient_id = 4", "DELETE FROM access"):
        with pytest.raises((Refused, NotSaved)):
            raw.run(desk.database, statement)


def test_coming_back_at_once_is_the_same_reading(desk: Desk) -> None:
    clock = [NOW]
    access = Access(desk.database, desk.user, lambda: clock[0])
    for minutes in (0, 5, 9):
        clock[0] = NOW + timedelta(minutes=minutes)
        access.reading("patient", 3)
    access.reading("patient", 4)
    assert [whose for whose, _, _ in log(desk)] == [3, 4]
    clock[0] += timedelta(minutes=10)
    access.reading("patient", 3)
    clock[0] -= timedelta(hours=1)  # the clock of the machine is put right
    access.reading("patient", 3)
    assert [whose for whose, _, _ in log(desk)] == [3, 4, 3, 3]


def test_a_list_tells_who_was_in_it_and_each_of_them_once(desk: Desk) -> None:
    access = Access(desk.database, desk.user, lambda: NOW)
    access.listing("worklist", [5, 3])
    access.listing("worklist", [3], search=True)
    access.listing("worklist", [3])
    access.listing("worklist", [3, 7])
    access.listing("worklist", [], search=True)
    told = [json.loads(details) for _, _, details in log(desk)]
    assert told == [{"patients": [3, 5]}, {"search": True, "patients": [3]}, {"patients": [7]}]


def test_a_search_that_finds_nobody_is_logged_without_what_was_typed(desk: Desk) -> None:
    desk.browse.worklist(WorklistQuery(text="Zzyzx 12345"), TODAY)
    assert log(desk) == [(None, "worklist", '{"search": true, "patients": []}')]


def test_without_a_ground_nothing_is_shown_and_the_attempt_is_logged(desk: Desk) -> None:
    def ground_for(patient_id: int) -> Ground:
        return Ground.NONE if patient_id == 3 else Ground.EMERGENCY

    access = Access(desk.database, desk.user, lambda: NOW, ground_for)
    access.reading("patient", 4)
    with pytest.raises(NoGround):
        access.reading("patient", 3)
    with pytest.raises(NoGround):
        access.reading_all("export", [4, 3])
    found = [(row["patient_id"], row["ground"], row["outcome"]) for row in rows(desk)]
    assert found == [(4, "emergency", "shown"), (3, "none", "denied"), (3, "none", "denied")]


@pytest.mark.parametrize("role", [Role.ADMIN, Role.AUDITOR])
def test_whoever_is_not_given_patients_leaves_a_trace_of_trying(desk: Desk, held: Held, role: Role) -> None:
    other = Desk(desk.database, desk.library, User(id=desk.user.id, name="Ola Berg", role=role), demo=True)
    with pytest.raises(NotAllowed):
        _ = other.browse
    with pytest.raises(NotAllowed):
        other.reading("patient", held.patient)
    found = [(row["role"], row["what"], row["patient_id"], row["outcome"]) for row in rows(desk)]
    assert found == [(role, "patients", None, "denied"), (role, "patient", held.patient, "denied")]


def test_alone_on_a_database_the_ground_is_that_it_is_their_own(tmp_path: Any) -> None:
    from kartlegging_tui.services.desks import open_database

    own = open_database(tmp_path / "own.sqlite3", "Kari Lunde")
    try:
        own.browse.worklist(WorklistQuery(), TODAY)
        assert [row["ground"] for row in rows(own)] == ["own_database"]
    finally:
        own.close()


def test_the_admins_day_leaves_no_trace_of_trying_what_is_not_theirs(desk: Desk) -> None:
    other = open_demo(24, 1, Role.ADMIN, desk.database.where)
    try:
        other.form_use.all()
        other.reports.make(Asked(2026), TODAY)
        assert {row["outcome"] for row in rows(other)} == {"shown"}
    finally:
        other.close()
