"""Whoever may no longer see a patient writes nothing about them, from whichever screen was left open."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import kartlegging_tui.services
from kartlegging_tui.domain.contact_points import Standing
from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.domain.people import ContactPoint, ConversationDetails, Patient, Place, Respondent
from kartlegging_tui.domain.who_may_see import Ended, ReasonKind
from kartlegging_tui.services import saving
from kartlegging_tui.services.access import AccessEnded
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.register import NewPathway, NewPatient
from tests.conftest import TODAY
from tests.services.test_access import Held, rows
from tests.services.test_care import follow, held, stranger, theirs

__all__ = ["held", "stranger", "theirs"]

TALK = ConversationDetails(held_on=TODAY, place=Place.HOME, respondent=Respondent.PATIENT, present="")
COURSE = NewPathway("hjem", TODAY, "C50.9")


@dataclass(frozen=True)
class Shown:
    """What was on the screen."""

    it: Held
    patient: Patient
    point: ContactPoint
    free: int
    """A contact point without a conversation."""
    signing: Any


Write = Callable[[Desk, Shown], object]
WRITES: dict[str, Write] = {
    "care.Care.change": lambda desk, s: desk.care.change(s.it.patient, desk_sees(s), ["X"], "fordi det er slik"),
    "conduct.Conduct.start": lambda desk, s: desk.conduct.start(s.free, TALK),
    "conduct.Conduct.finish": lambda desk, s: desk.conduct.finish(s.it.talk),
    "conduct.Conduct.reopen": lambda desk, s: desk.conduct.reopen(s.it.talk),
    "contact_points.ContactPoints.change": lambda desk, s: desk.contact_points.change(
        s.point, Standing(status=ContactPointStatus.OFFERED, reason=None), TODAY
    ),
    "contact_points.ContactPoints.take_up": lambda desk, s: desk.contact_points.take_up(s.it.point),
    "contact_points.ContactPoints.died": lambda desk, s: desk.contact_points.died(s.it.patient, TODAY, TODAY),
    "contact_points.ContactPoints.not_died": lambda desk, s: desk.contact_points.not_died(s.it.patient),
    "details.Details.change": lambda desk, s: desk.details.change(s.patient, NewPatient("Kari", ""), TODAY),
    "export.Exporting.for_recipient": lambda desk, s: desk.conduct.exporting.for_recipient(
        s.it.patient, "NAV", "alt", datetime.now(UTC)
    ),
    "inbox.Inbox.take_known": lambda desk, s: desk.inbox.take_known(1, s.patient),
    "refusing.Refusing.refuse": lambda desk, s: desk.conduct.refusing.refuse(s.it.talk, TODAY, "rett", "nei"),
    "register.Register.add_pathway": lambda desk, s: desk.register.add_pathway(s.it.patient, COURSE, TODAY),
    "responsible.Responsibilities.entrust": lambda desk, s: desk.responsibilities.entrust(s.it.pathway, None, 0),
    "signing.Signatures.sign": lambda desk, s: desk.conduct.signatures.sign(s.it.talk, s.signing),
    "signing.Signatures.correct": lambda desk, s: desk.conduct.signatures.correct(s.it.talk, "feil"),
    "signing.Signatures.give_up": lambda desk, s: desk.conduct.signatures.give_up(s.it.talk),
}
"""Every method of the services that writes about a patient who is known."""

ROLE_ALONE = {
    "care.Care.let_in": "gives a ground where there is none",
    "care.Reviews.review": "of an emergency access",
    "erasing.Erasing.erase": "by decision, and without seeing what goes",
    "inbox.Inbox.put_aside": "of an arrival",
    "inbox.Inbox.take_back": "of an arrival",
    "inbox.Inbox.take_new": "a patient whom nobody here knows yet",
    "receiving.Receiving.receive": "files, as far as the inbox",
    "register.Register.register": "a patient whom nobody here knows yet",
    "registration_codes.RegistrationCodes.keep": "codes",
    "registration_codes.RegistrationCodes.take_in": "codes",
}
"""What writes about no patient who is known: the role alone is asked for."""

UNASKED = {
    "access.py": "the log itself, and the check",
    "attempts.py": "wrong passwords, before anybody has come in",
    "demo.py": "invents patients",
    "desk.py": "seals the logs",
    "desks.py": "opens a database",
    "doors.py": "logs in",
    "login.py": "logs in",
    "indexing.py": "what follows from what is written",
    "recounting.py": "what follows from what is written",
    "publishing.py": "forms, by whoever keeps their files",
    "users.py": "users, at a command that asks for the password",
    "saving.py": "asks piece by piece",
}
"""The files in which a unit of work is opened without being asked for."""

SERVICES = Path(kartlegging_tui.services.__file__).parent


def _calls(node: ast.AST, name: str) -> bool:
    return any(
        isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute) and each.func.attr == name
        for each in ast.walk(node)
    )


def _methods(name: str) -> Iterator[str]:
    """The functions of the services in which this is called."""
    for file in sorted(SERVICES.glob("*.py")):
        for made in ast.parse(file.read_text("utf-8")).body:
            if isinstance(made, ast.ClassDef):
                for method in made.body:
                    if isinstance(method, ast.FunctionDef) and _calls(method, name):
                        yield f"{file.stem}.{made.name}.{method.name}"


def test_every_write_of_the_services_asks_for_its_ground_and_is_tried_here() -> None:
    assert set(_methods("writing")) == set(WRITES) | set(ROLE_ALONE)
    opened = {file.name for file in SERVICES.glob("*.py") if "database.write()" in file.read_text("utf-8")}
    assert opened - set(UNASKED) == set()


def test_every_answer_says_what_it_is_about_and_when_it_was_given() -> None:
    pieces = [
        call
        for file in SERVICES.glob("*.py")
        if file.name != "boxes.py"  # what users are still writing is shown to them alone
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Piece"
    ]
    assert pieces
    for piece in pieces:
        assert {"about", "at"} <= {each.arg for each in piece.keywords}


def desk_sees(shown: Shown) -> Any:
    from kartlegging_tui.services.care import Following

    return Following((), (), ())


@pytest.fixture
def shown(desk: Desk, theirs: Desk, held: Held) -> Shown:
    """What the stranger had on the screen, as nobody followed the patient."""
    with desk.database.read() as view:
        point = view.contact_point(held.point)
        free = next(
            each.id
            for way in view.pathways(held.patient)
            for each in view.contact_points(way.id)
            if view.conversation(each.id) is None
        )
        return Shown(held, view.patient(held.patient), point, free, None)


def counted(desk: Desk) -> dict[str, int]:
    """How much there is of everything but the log."""
    with desk.database.read() as view:
        names = view._connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        return {
            name: view._connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one()
            for name in names
            if name != "access"
        }


@pytest.mark.parametrize("write", WRITES)
def test_nothing_is_written_about_a_patient_of_others_and_the_attempt_is_logged(
    desk: Desk, theirs: Desk, shown: Shown, write: str
) -> None:
    follow(desk, shown.it.patient, "Kreftteamet nord")
    before = counted(desk)
    theirs._access.reading = lambda *_, **__: None  # type: ignore[method-assign]  # what was read before it ended
    with pytest.raises(AccessEnded) as refused:
        WRITES[write](theirs, shown)
    assert refused.value.ended is Ended.RELATION
    assert counted(desk) == before
    last = rows(desk)[-1]
    assert (last["patient_id"], last["what"], last["ground"]) == (shown.it.patient, "write", "none")
    assert (last["outcome"], json.loads(last["details"])) == ("denied", {"ended": "relation"})


def test_the_word_for_what_has_ended_tells_an_emergency_from_a_relation(desk: Desk, theirs: Desk, shown: Shown) -> None:
    follow(desk, shown.it.patient, "Kreftteamet nord")
    clock = [datetime.now(UTC)]
    theirs._access._now = lambda: clock[-1]
    theirs.care.let_in(shown.it.patient, ReasonKind.ACUTE, "innlagt akutt i natt")
    theirs.contact_points.not_died(shown.it.patient)
    clock.append(clock[0] + timedelta(minutes=61))
    with pytest.raises(AccessEnded) as refused:
        theirs.contact_points.not_died(shown.it.patient)
    assert refused.value.ended is Ended.EMERGENCY


def test_whoever_is_an_auditor_by_now_writes_no_more_about_patients(desk: Desk, theirs: Desk, shown: Shown) -> None:
    theirs.contact_points.not_died(shown.it.patient)
    with desk.database.write() as unit:
        unit._connection.exec_driver_sql(f"UPDATE staff SET role = 'auditor' WHERE id = {theirs.user.id}")
        unit.commit()
    with pytest.raises(AccessEnded) as refused:
        theirs.contact_points.not_died(shown.it.patient)
    assert refused.value.ended is Ended.ROLE
    with pytest.raises(AccessEnded):
        theirs.register.register(NewPatient("Ny Pasient", ""), COURSE, TODAY)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "RETRY_SECONDS", 0.01)


def _question(desk: Desk, it: Held) -> Any:
    filling = desk.conduct.open(it.talk).fillings[it.form]
    path = next(path for path in filling.sheet.visible() if path in filling.sheet.answers)
    return filling, path, filling.sheet.answers[path]


def _stored(desk: Desk, it: Held) -> int:
    with desk.database.read() as view:
        return sum(len(view.events(each.id)) for each in view.assessments(it.talk))


def test_answers_given_after_access_has_ended_wait_are_told_and_are_saved_once_it_is_given_again(
    desk: Desk, theirs: Desk, held: Held, quick: None
) -> None:
    filling, path, answer = _question(theirs, held)
    before = _stored(desk, held)
    follow_now(desk, held.patient, "Kreftteamet nord")
    told: list[saving.SaveState] = []
    theirs.saver.listen = told.append
    filling.answer(path, answer.model_copy(update={"note": "sagt etterpå"}))
    assert not theirs.saver.flush(10)
    assert theirs.saver.state.trouble is Ended.RELATION
    assert theirs.saver.state.waiting == 1
    assert [state.trouble for state in told].count(Ended.RELATION) == 1
    assert _stored(desk, held) == before
    assert [row["what"] for row in rows(desk)].count("write") == 1

    other = next(each for each in _others(desk, held) if each)
    planning = theirs.planning(other)
    planning.add_need("Noe helt annet")  # of another patient: it is not held up
    assert not theirs.saver.flush(10)
    assert theirs.saver.state.waiting == 1

    theirs.care.let_in(held.patient, ReasonKind.ACUTE, "fortsetter samtalen")
    _until(lambda: theirs.saver.state.all_saved)
    assert theirs.saver.state.trouble is None
    assert _stored(desk, held) == before + 1


def test_an_answer_given_while_access_was_good_is_saved_though_it_ends_before_the_disk_has_it(
    desk: Desk, theirs: Desk, held: Held, quick: None
) -> None:
    filling, path, answer = _question(theirs, held)
    before = _stored(desk, held)
    given = datetime.now(UTC)  # the records keep milliseconds of it
    follow_now(desk, held.patient, "Kreftteamet nord", at=given)
    filling.now = lambda: given
    filling.answer(path, answer.model_copy(update={"note": "sagt i tide"}))
    assert theirs.saver.flush(10)
    assert _stored(desk, held) == before + 1


def follow_now(desk: Desk, patient_id: int, *units: str, at: datetime | None = None) -> None:
    """These units follow the patient from this moment on."""
    with desk.database.write() as unit:
        unit.change_units(patient_id, unit.following(patient_id), units, "of a test", 1, at or datetime.now(UTC))
        unit.commit()


def _others(desk: Desk, it: Held) -> Iterator[int]:
    with desk.database.read() as view:
        for each in view.patient_ids():
            if each != it.patient:
                yield from (way.id for way in view.pathways(each))


def _until(true: Callable[[], bool]) -> None:
    from time import sleep

    for _ in range(1000):
        if true():
            return
        sleep(0.01)
    raise AssertionError


def test_an_answer_asks_the_database_one_thing_more(desk: Desk, held: Held) -> None:
    from tests.records.test_query_plans import asked

    with desk.database.write() as unit:
        unit.change_units(held.patient, (), ["Kreftteamet nord"], "of a test", 1, datetime.now(UTC))
        unit.commit()
    writing = lambda: desk._access.writing(desk.database, conversation=held.talk)  # noqa: E731
    with writing():
        pass
    with desk.database.write() as unit, asked(unit._connection.engine) as statements:
        desk._access.require(unit, datetime.now(UTC), conversation=held.talk)
    assert len(statements) == 1
