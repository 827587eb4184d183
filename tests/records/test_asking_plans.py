"""A question to the records seeks in the index of what is said, and never walks through all of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import event

from kartlegging_tui.domain.asking import question, vocabulary
from kartlegging_tui.records.database import Database
from tests.benchmarks.ask import FORM, QUESTIONS, TODAY, fill


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("asked") / "records.sqlite3"
    fill(path, 300)
    return path


@pytest.mark.parametrize("text", ["age >= 80", "age < 30", "age == 50", "not age > 70", "age != 4"])
def test_the_old_and_the_young_are_sought_by_birth_date(filled: Path, text: str) -> None:
    """Nobody else is gone through to find out of whom the age is known."""
    database = Database.open(filled)
    asked = question(text, vocabulary([FORM]))
    statements: list[tuple[str, object]] = []
    with database.read() as view:
        event.listen(view._connection, "before_cursor_execute", lambda *given: statements.append((given[2], given[3])))
        view.asked(asked, None, TODAY)
        statement, parameters = next(each for each in statements if "patient" in each[0])
        plan = view._connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
    database.close()
    steps = [row[3] for row in plan if " patient " in row[3]]
    assert steps and all("birth_date" in step and step.startswith("SEARCH") for step in steps), steps
    assert "IS NOT NULL" not in statement


@pytest.mark.parametrize("text", QUESTIONS)
@pytest.mark.parametrize("at", [None, 2])
def test_what_is_said_is_sought_in_an_index(filled: Path, text: str, at: int | None) -> None:
    database = Database.open(filled)
    asked = question(text, vocabulary([FORM]))
    statements: list[tuple[str, object]] = []
    with database.read() as view:
        event.listen(view._connection, "before_cursor_execute", lambda *given: statements.append((given[2], given[3])))
        view.asked(asked, at, TODAY)
        said = [statement for statement in statements if "said" in statement[0]]
        for statement, parameters in list(said):
            plan = view._connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            steps = [row[3] for row in plan]
            assert not any(step.startswith("SCAN said") for step in steps), steps
            for step in steps:
                if step.startswith("SEARCH said"):
                    assert "name_id=?" in step, steps
    database.close()
    assert said or "tiltak" in text
