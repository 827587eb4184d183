"""Databases that users have: one stored for every schema that was released, and nothing in it is lost by an upgrade."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kartlegging_tui.domain.answers import Answer, Missing
from kartlegging_tui.domain.people import User
from kartlegging_tui.domain.signing import SigningState
from kartlegging_tui.domain.verified import Log
from kartlegging_tui.records import triggers
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.records.schema import SCHEMA, schema_of
from kartlegging_tui.services.verifying import verify
from tests.faults.talks import conduct, user_of
from tests.records.released.stored import SCHEMAS, not_kept, truths, unpack
from tests.records.test_opening import _schema

AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def test_there_is_a_stored_database_of_every_schema_before_this_one() -> None:
    assert set(range(1, SCHEMA)) <= set(SCHEMAS)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_stored_database_comes_up_to_date_with_everything_that_was_in_it(tmp_path: Path, schema: int) -> None:
    path = unpack(schema, tmp_path)
    before = truths(path)
    assert schema_of(path) == schema
    assert len(before["answer_event"]) >= 40 and (schema == 1 or len(before["signing"]) == 4)
    Database.open(path).close()
    assert schema_of(path) == SCHEMA
    assert not_kept(before, truths(path)) == []
    Database.open(tmp_path / "new.db").close()
    assert _schema(path) == _schema(tmp_path / "new.db")


@pytest.mark.parametrize("schema", SCHEMAS)
def test_what_was_said_is_shown_and_handed_out_as_before_and_one_goes_on_with_it(tmp_path: Path, schema: int) -> None:
    database = Database.open(unpack(schema, tmp_path))
    nurse = user_of(database)
    desk = conduct(database, nurse, lambda: AT)
    with database.read() as view:
        assert triggers.missing(view._connection) == []
        talks = _talks(view)
    said = {
        "plaget": Answer(value=True),
        "uker": Answer(value=4, note="siden påske – «ille»"),
        "hjelp": Answer(missing=Missing.DECLINED),
        "barn": Answer(value=(1, 2)),
        "barn/1/navn": Answer(value="Ánne"),
        "barn/1/alder": Answer(value=7),
        "barn/2/navn": Answer(value="Per"),
    }
    corrected = said | {"uker": Answer(value=5)}
    for patient, talk in talks.items():
        shown = desk.open(talk).fillings["skjema"].sheet.answers
        assert shown == (corrected if schema > 1 and patient == "Áile Somby" else said)
    drafted = desk.open(talks["Berit Øyås"])
    assert drafted.fillings["skjema"].unfinished == {"tanker": "et halvt ord"}
    drafted.fillings["skjema"].answer("uker", Answer(value=9))
    assert desk.saver.close()
    assert _exported(database, nurse) == {
        "Ola Nordmann": (4, [1] if schema > 1 else []),
        "Berit Øyås": (9, []),
        "Áile Somby": (5 if schema > 1 else 4, [1, 2] if schema > 1 else []),
        "Uten Forløp": (None, []),
    }
    states = {name: conduct(database, nurse).open(talk).state for name, talk in talks.items()}
    assert states["Ola Nordmann"] is (SigningState.SIGNED if schema > 1 else SigningState.DRAFT)
    database.close()


def _talks(view: Reading) -> dict[str, int]:
    """The conversations by the patient's name."""
    found = {}
    for patient_id in view.patient_ids():
        for pathway in view.pathways(patient_id):
            for point in view.contact_points(pathway.id):
                talk = view.conversation(point.id)
                if talk is not None:
                    found[view.patient(patient_id).name] = talk.id
    return found


def _exported(database: Database, user: User) -> dict[str, tuple[object, list[int]]]:
    """Of each patient as they are handed out: how many weeks, and the versions that are signed."""
    exporting = conduct(database, user).exporting
    found: dict[str, tuple[object, list[int]]] = {}
    for patient in exporting.patients(exporting.everybody(), AT).patients:
        weeks, versions = None, []
        for point in (point for pathway in patient.pathways for point in pathway.contact_points if point.talk):
            assert point.talk is not None
            weeks = next(said.answer.value for said in point.talk.forms[0].answers if said.path == "uker")
            versions = [each.version for each in point.talk.signed]
        found[patient.patient.name] = (weeks, versions)
    return found


@pytest.mark.parametrize("schema", [schema for schema in SCHEMAS if schema >= 4])
def test_the_chains_of_a_stored_database_hold_for_ever(tmp_path: Path, schema: int) -> None:
    with closing(Database.open(unpack(schema, tmp_path))) as database:
        verdict = verify(database)
        assert verdict.broken == () and verdict.sound
        assert min(verdict.rows[log] for log in (Log.ACCESS, Log.ANSWERS, Log.SIGNATURES, Log.REFUSALS)) > 0
