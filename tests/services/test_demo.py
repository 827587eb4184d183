"""The demo: every stage, plausible, and never a real number."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from statistics import correlation

import pytest

from kartlegging_tui.definitions.library import shipped
from kartlegging_tui.domain.answers import Answer, read
from kartlegging_tui.domain.people import Role
from kartlegging_tui.domain.questionnaire import Status
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.domain.sheet import Context, Sheet
from kartlegging_tui.domain.worklist import Due
from kartlegging_tui.records.database import Database
from kartlegging_tui.services.demo import build
from kartlegging_tui.services.identifiers import check_identifier

TODAY = date(2026, 11, 21)


def demo(path: Path, patients: int = 60, seed: int = 1) -> Database:
    database, library = Database.open(path), shipped()
    with database.write() as unit:
        for form in library.questionnaires():
            if form.status is Status.ACTIVE:
                unit.publish(form, "…", datetime.now(UTC))
        unit.commit()
    build(database, library, patients=patients, seed=seed, today=TODAY)
    return database


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Database:
    return demo(tmp_path_factory.mktemp("demo") / "demo.db")


def _all(database: Database) -> list[object]:
    with database.read() as view:
        rows = view.worklist(TODAY, limit=1000)
        patients = [view.patient(row.patient_id) for row in rows]
        points = [point for row in rows for point in view.contact_points(row.pathway_id)]
        talks = [view.conversation(point.id) for point in points]
        answers = [
            (assessment.form, view.events(assessment.id))
            for talk in talks
            if talk
            for assessment in view.assessments(talk.id)
        ]
    return [rows, patients, points, talks, answers]


def test_the_same_seed_makes_the_same_patients(built: Database, tmp_path: Path) -> None:
    again, other = demo(tmp_path / "again.db"), demo(tmp_path / "other.db", seed=2)
    assert _all(again) == _all(built) != _all(other)


def test_every_stage_is_there(built: Database) -> None:
    with built.read() as view:
        counts = view.worklist_counts(TODAY)
        assert counts.pop(Due.NOT_POSSIBLE) == 0
        assert min(counts.values()) >= 1 and sum(counts.values()) == 60
        second_open = [row for row in view.worklist(TODAY, states={Due.OPEN}, limit=60) if row.number == 2]
        assert len(second_open) >= 12
        for row in second_open:
            assert row.contact_point_id is not None
            assert view.previous_assessment(row.contact_point_id, "esas_r") is not None


def test_an_ongoing_conversation_was_left_in_the_middle(built: Database) -> None:
    with built.read() as view:
        rows = view.worklist(TODAY, states={Due.ONGOING}, limit=60)
        assert {row.number for row in rows} == {1, 2}
        for row in rows:
            talk = view.conversation(row.contact_point_id or 0)
            assert talk is not None and talk.ended_at is None
            assert sum(len(view.events(found.id)) for found in view.assessments(talk.id)) > 5


def test_every_identifier_is_synthetic(built: Database) -> None:
    with built.read() as view:
        for row in view.worklist(TODAY, limit=60):
            patient = view.patient(row.patient_id)
            found = check_identifier(patient.identifier or "", TODAY)
            assert found.test and found.birth_date == patient.birth_date


def test_people_are_of_all_kinds(built: Database) -> None:
    with built.read() as view:
        rows = view.worklist(TODAY, limit=60)
        patients = [view.patient(row.patient_id) for row in rows]
        assert {patient.language for patient in patients} == {"nb", "nn", "en"}
        ages = [row.age(TODAY) or 0 for row in rows]
        assert 1 <= sum(years < 18 for years in ages) <= 8 and max(ages) <= 96
        assert sum(35 <= years <= 85 for years in ages) > 40
        assert {user.role for user in view.staff()} == set(Role)
        assert view.setting("demo")


def test_answers_are_of_the_form_and_fit_what_it_shows(built: Database) -> None:
    """Each sheet that the records hold opens again in the engine, and asks nearly all that is answered."""
    all_answers: list[Answer] = []
    shown = families = 0
    with built.read() as view:
        for row in view.worklist(TODAY, limit=60):
            patient = view.patient(row.patient_id)
            previous: dict[str, dict[str, Answer]] = {}
            for point in view.contact_points(row.pathway_id):
                talk = view.conversation(point.id)
                for found in view.assessments(talk.id) if talk else []:
                    assert talk is not None
                    answers = {path: read(json) for path, json in view.answers([found.id])[found.id].items()}
                    context = Context(point.number, patient.age(talk.held_on), previous.get(found.form, {}))
                    sheet = Sheet(Form(view.questionnaire(found.form, found.version)), context, answers)
                    shown += sum(sheet.is_shown(path) for path in answers)
                    families += any(path.startswith("barn/") for path in answers)
                    all_answers += answers.values()
                    previous[found.form] = answers
    assert len(all_answers) > 3000 and shown > 0.98 * len(all_answers)
    assert 0 < sum(answer.missing is not None for answer in all_answers) < len(all_answers) / 10
    assert sum(bool(answer.note) for answer in all_answers) > 20 and families >= 4


def test_answers_of_one_talk_hang_together(built: Database) -> None:
    """Who is weighed down by one instrument is by the other."""
    pairs = []
    with built.read() as view:
        for row in view.worklist(TODAY, limit=60):
            for point in view.contact_points(row.pathway_id):
                talk = view.conversation(point.id)
                found = {one.form: one.id for one in view.assessments(talk.id)} if talk and talk.ended_at else {}
                if {"esas_r", "pakjenning"} <= found.keys():
                    answers = view.answers(found.values())
                    pairs.append([_mean_number(answers[found[form]]) for form in ("esas_r", "pakjenning")])
    assert len(pairs) > 20
    assert correlation(*zip(*pairs, strict=True)) > 0.4


def _mean_number(answers: dict[str, str]) -> float:
    numbers = [value for value in (read(json).value for json in answers.values()) if type(value) is int]
    return sum(numbers) / len(numbers) if numbers else 0.0


def test_an_interrupted_build_goes_on(tmp_path: Path) -> None:
    database = demo(tmp_path / "demo.db", patients=30)
    told: list[tuple[int, int]] = []
    build(database, shipped(), patients=45, seed=1, today=TODAY, progress=lambda done, all_: told.append((done, all_)))
    with database.read() as view:
        assert sum(view.worklist_counts(TODAY).values()) == 45 and len(view.staff()) == 5
    assert told == [(45, 45)]
    database.close()


def test_every_day_of_the_year_makes_a_demo(tmp_path: Path) -> None:
    """Windows at the ends of months, and 29 February."""
    for day in (date(2028, 2, 29), date(2026, 3, 31), date(2026, 12, 31)):
        database, library = Database.open(tmp_path / f"{day}.db"), shipped()
        build(database, library, patients=40, seed=3, today=day)
        with database.read() as view:
            counts = view.worklist_counts(day)
            assert min(count for due, count in counts.items() if due is not Due.NOT_POSSIBLE) >= 1
        database.close()
