"""How many stored answers a new version touches, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, insert, select, update

from kartlegging_tui.domain.answers import Answer, Missing, written
from kartlegging_tui.domain.difference import difference
from kartlegging_tui.domain.people import AssessmentStatus, ConversationDetails, Place, Respondent, Role
from kartlegging_tui.domain.touched import Count, counted, touches
from kartlegging_tui.records import touched
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.record import METADATA
from kartlegging_tui.records.tables import assessment as assessment_table
from kartlegging_tui.records.touched import Step
from tests.domain.renamings import all_otherwise, with_former
from tests.domain.whole_form import WHOLE, form, put

AT = datetime(2026, 11, 1, tzinfo=UTC)
TALK = ConversationDetails(held_on=date(2026, 11, 1), place=Place.HOME, respondent=Respondent.PATIENT, present="")
VERSION_2 = put(WHOLE, ("version",), "2.0")
PATIENTS = 8
AT_LEAST_5 = Count(None, at_least=5)
DRAFTS = 3


def item(data: dict[str, Any], name: str) -> dict[str, Any]:
    return next(item for section in data["sections"] for item in section["questions"] if item["id"] == name)


@pytest.fixture
def filled(database: Database) -> Database:
    """Eight patients who have answered version 1.0; the first has also answered 2.0. Drafts, which never count."""
    with database.write() as unit:
        nurse = unit.add_staff("Kari", Role.NURSE)
        for version in (WHOLE, VERSION_2):
            unit.publish(form(version), "", AT)
        for number in range(PATIENTS):
            patient = unit.add_patient(name=f"Test {number}")
            pathway = unit.add_pathway(patient.id, "pakkeforlop_hjem", date(2026, 10, 1), "C50.9", False)
            points = unit.add_contact_points(
                pathway.id, [(1, date(2026, 10, 1), date(2026, 11, 1)), (2, date(2027, 1, 1), date(2027, 2, 1))]
            )
            for point, version in zip(points[: 1 + (number == 0)], ("1.0", "2.0"), strict=False):
                talk = unit.start_conversation(point.id, nurse.id, TALK, AT)
                assessment = unit.open_assessment(talk.id, "hel", version)
                given: list[tuple[str, Any]] = [
                    ("smerte", 9 if number < 6 else 3),
                    ("antall", 0),
                    ("antall", number),  # the latest counts
                    ("sted", ("rygg", "kne") if number < 5 else ("ingen",)),
                    ("hvor_ofte", number % 2),
                    ("vekt", Missing.DECLINED),
                    ("siden", "2026-11-01" if number else "~2020"),
                    ("fritt", "x" * 60),
                    ("barn", (1, 2)),
                    ("barn/1/alder", 4),
                    ("barn/2/alder", 40),
                    *([("barn", (2,))] if number == 7 else []),  # the first row was taken out again
                ]
                for place, (path, value) in enumerate(given):
                    answer = Answer(missing=value) if isinstance(value, Missing) else Answer(value=value)
                    unit.append(assessment.id, path, written(answer), nurse.id, AT, seen=place)
        unit._connection.execute(update(assessment_table).values(status=AssessmentStatus.SIGNED))
        for number in range(DRAFTS):
            patient = unit.add_patient(name=f"Draft {number}")
            pathway = unit.add_pathway(patient.id, "pakkeforlop_hjem", date(2026, 10, 1), "C50.9", False)
            [point] = unit.add_contact_points(pathway.id, [(1, date(2026, 10, 1), date(2026, 11, 1))])
            begun = unit.open_assessment(unit.start_conversation(point.id, nurse.id, TALK, AT).id, "hel", "1.0")
            unit.append(begun.id, "antall", written(Answer(value=7)), nurse.id, AT, seen=0)
        unit.commit()
    return database


@pytest.fixture(params=["sqlite", "postgresql"])
def connection(filled: Database, request: pytest.FixtureRequest) -> Iterator[Connection]:
    with filled.read() as view:
        if request.param == "sqlite":
            yield view._connection
            return
        engine: Engine = request.getfixturevalue("postgres")
        METADATA.drop_all(engine)
        METADATA.create_all(engine)
        with engine.connect() as target:
            for table in METADATA.sorted_tables:
                rows = [dict(row) for row in view._connection.execute(select(table)).mappings()]
                if rows and table.name in COPIED:
                    target.execute(insert(table), rows)
            yield target
            target.rollback()


COPIED = (
    *("staff", "patient", "pathway", "contact_point", "conversation", "questionnaire_version", "assessment"),
    "answer_event",
)
"""In the order of what refers to what, as METADATA has them."""


def counts(connection: Connection, change: Callable[[dict[str, Any]], Any], version: str = "3.0") -> dict[str, Count]:
    """By name and field of the change: how many answers it touches."""
    data = deepcopy(WHOLE)
    data["version"] = version
    change(data)
    changes = difference(form(WHOLE), form(data))
    found = touched.count(connection, Step("hel", "1.0", version), touches(form(WHOLE), changes))
    return {f"{changes[place].name} {changes[place].field}".strip(): count for place, count in found.items()}


def removed(name: str) -> Callable[[dict[str, Any]], Any]:
    def change(data: dict[str, Any]) -> None:
        for section in data["sections"]:
            section["questions"] = [each for each in section["questions"] if each["id"] != name]

    return change


def test_answers_outside_the_new_range_are_counted_by_their_latest_event(connection):
    assert counts(connection, lambda data: item(data, "antall").update(max=2)) == {"antall max": Count(None)}
    assert counts(connection, lambda data: item(data, "antall").update(max=8)) == {"antall max": Count(0)}
    assert counts(connection, lambda data: item(data, "antall").update(min=1)) == {"antall min": Count(None)}
    assert counts(connection, lambda data: item(data, "antall").update(max=90)) == {}
    assert counts(connection, lambda data: item(data, "smerte").update(max=8)) == {"smerte max": AT_LEAST_5}


def test_answers_to_a_question_that_is_gone_or_asks_for_something_else_are_counted(connection):
    assert counts(connection, removed("antall")) == {"antall": Count(9)}
    assert counts(connection, lambda data: item(data, "vekt").update(unit="g")) == {"vekt unit": Count(0)}
    assert counts(connection, removed("siste_uke")) == {}


def test_a_question_that_says_what_it_was_called_loses_nothing(connection):
    assert counts(connection, lambda data: item(data, "antall").update(id="hvor_mange", formerly="antall")) == {}


def test_answers_with_an_option_that_is_gone_are_counted(connection):
    assert counts(connection, lambda data: item(data, "sted")["options"].pop(1)) == {"sted.kne": AT_LEAST_5}
    assert counts(connection, lambda data: data["option_lists"]["ofte"].pop(1)) == {"ofte.1": Count(None)}


def test_answers_with_too_much_in_them_are_counted(connection):
    assert counts(connection, lambda data: item(data, "sted").update(at_most=1)) == {"sted at_most": AT_LEAST_5}
    assert counts(connection, lambda data: item(data, "fritt").update(max_length=59)) == {"fritt max_length": Count(9)}
    assert counts(connection, lambda data: item(data, "siden").update(partial=False)) == {"siden partial": Count(None)}


def test_columns_are_counted_in_every_row_that_is_still_there(connection):
    assert counts(connection, lambda data: item(data, "barn")["row"][1].update(max=17)) == {
        "barn.alder max": AT_LEAST_5
    }
    assert counts(connection, lambda data: item(data, "barn")["row"][1].update(max=3)) == {"barn.alder max": Count(17)}
    assert counts(connection, lambda data: item(data, "barn")["row"].pop(1)) == {"barn.alder": Count(17)}


def test_many_answers_of_few_patients_are_not_told():
    assert counted(12, 4) == Count(None)
    assert counted(12, 5) == Count(12)
    assert counted(3, 3) == Count(None, few=True)
    assert counted(0, 0) == Count(0)


def test_other_points_touch_all_filled_forms(connection):
    points = counts(connection, lambda data: item(data, "sted")["options"][0].update(score=7))
    assert points == {"sted.rygg score": Count(9)}
    assert counts(connection, lambda data: data["scores"][0].update(value="sum(smerte)")) == {"plage value": Count(9)}
    assert counts(connection, lambda data: data["scores"][0].update(value="sum(smerte,antall)")) == {}


def test_the_versions_that_the_new_one_comes_after_count(connection):
    """Of 2.0 there is one signed form: how many there are of 1.0 would tell it to whoever knows them all."""
    assert counts(connection, removed("antall"), "1.0") == {"antall": AT_LEAST_5}
    assert counts(connection, removed("antall"), "2.0") == {"antall": AT_LEAST_5}
    assert counts(connection, removed("antall"), "3.0") == {"antall": Count(9)}
    assert touched.filled(connection, Step("hel", "1.0", "2.0")) == Count(None)
    assert touched.filled(connection, Step("hel", "1.0", "3.0")) == Count(9)
    assert touched.filled(connection, Step("unknown", "1.0", "2.0")) == Count(0)


def test_answers_to_versions_that_called_it_otherwise_are_counted_under_its_name(filled):
    """Renamed twice, each version telling only of its own step; then it is gone."""
    second = with_former(form(WHOLE), all_otherwise(form(WHOLE))).model_copy(update={"version": "3.0"})
    third = with_former(second, all_otherwise(second)).model_copy(update={"version": "4.0"})
    with filled.write() as unit:
        for version in (second, third):
            unit.publish(version, "", AT)
        kept = [item for section in third.sections for item in section.questions if item.id != "z_z_antall"]
        section = third.sections[0].model_copy(update={"questions": tuple(kept)})
        changes = difference(third, third.model_copy(update={"version": "5.0", "sections": (section,)}))
        gone = {each: touch for each, touch in touches(third, changes).items() if changes[each].name == "z_z_antall"}
        assert set(unit.touched(third, "5.0", gone).values()) == {Count(9)}


def test_a_form_with_everything_changed_is_counted_in_one_reading(connection):
    """With more names than a database wants conditions for, all answers are read instead."""

    def change(data: dict[str, Any]) -> None:
        removed("antall")(data)
        item(data, "smerte").update(max=8)

    touched_before = counts(connection, change)
    assert touched_before == {"antall": Count(9), "smerte max": AT_LEAST_5}
    touched._MOST_NAMES, kept = 1, touched._MOST_NAMES
    try:
        assert counts(connection, change) == touched_before
    finally:
        touched._MOST_NAMES = kept
