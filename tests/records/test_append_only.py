"""Whoever opens the file with other tools cannot change what was answered or published."""

from __future__ import annotations

from contextlib import closing

import pytest

from kartlegging_tui.records import triggers
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.driver import sqlite3
from kartlegging_tui.records.errors import Refused
from tests.records.cases import NOW, world

ROWS = """
INSERT INTO account VALUES (1, 'kari', '', 0, 0, NULL, 0, NULL);
INSERT INTO role_grant VALUES (1, 1, 'nurse', '2026-01-01', NULL, 1, 0);
INSERT INTO access (id, at, staff_id, what, details) VALUES (1, 0, 1, 'worklist', '{}');
INSERT INTO seal VALUES (1, 'answers', 1, 1, NULL);
INSERT INTO emergency_access VALUES (1, 1, 1, 'acute', 'bevisstløs', 0, 1, NULL, NULL, '');
INSERT INTO refused_correction VALUES (1, 1, '2026-01-01', 'vil ha det bort', 'det er riktig', 1, 0);
INSERT INTO erasure VALUES (1, 1, NULL, 'statsforvalteren', '2026-01-01', '§ 43', '26/1', '{}', 1, 0);
"""
"""What stands in tables that nothing above writes to."""
FORGERIES = [
    "UPDATE answer_event SET answer = '{}'",
    "DELETE FROM answer_event",
    "REPLACE INTO answer_event VALUES (1, 1, 'a', '{}', 1, 0, NULL, NULL)",
    "INSERT INTO answer_event VALUES (1, 1, 'a', '{}', 1, 0, NULL, NULL) ON CONFLICT DO UPDATE SET answer = '{}'",
    "UPDATE questionnaire_version SET content = '{}'",
    "DELETE FROM questionnaire_version",
    "REPLACE INTO questionnaire_version VALUES (1, 'skjema', '1.0', '', '{}', '', 0)",
    "REPLACE INTO questionnaire_version VALUES (9, 'skjema', '1.0', '', '{}', '', 0)",
    "UPDATE pathway_event SET content = '{}'",
    "DELETE FROM pathway_event",
    "REPLACE INTO pathway_event VALUES (1, 1, 'need/1//1', '{}', 1, 0, NULL, NULL)",
    "UPDATE signing SET document = '{}'",
    "DELETE FROM signing",
    "REPLACE INTO signing VALUES (1, 1, 1, 'signed', 1, 0, '', '{}', '')",
    "DELETE FROM assessment",
    "REPLACE INTO assessment VALUES (1, 1, 1, 'skjema', 'draft')",
    "UPDATE assessment SET form = 'annet'",
    "DELETE FROM account",
    "UPDATE role_grant SET role = 'admin'",
    "DELETE FROM role_grant",
    "REPLACE INTO role_grant VALUES (1, 1, 'admin', '2026-01-01', NULL, 1, 0)",
    "UPDATE seal SET number = 9",
    "DELETE FROM seal",
    "DELETE FROM emergency_access",
    "UPDATE emergency_access SET reason = '', reviewed_at = 1",
    "UPDATE emergency_access SET until = 9",
    "DELETE FROM refused_correction",
    "UPDATE erasure SET ground = ''",
    "DELETE FROM erasure",
]


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forgery_is_refused(database: Database, forgery: str, recursive: str) -> None:
    made = world(database)
    with database.write() as unit:
        unit.append(made.assessment.id, "a", '{"value":true}', made.nurse.id, NOW)
        unit.append_to_pathway(made.pathway.id, "need/1//1", "{}", made.nurse.id, NOW)
        unit.sign(made.conversation.id, "{}", made.nurse.id, NOW)
        unit.commit()
    with closing(sqlite3.connect(database.path)) as raw:
        raw.executescript(ROWS)
        raw.execute(f"PRAGMA recursive_triggers = {recursive}")
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute(forgery)


def test_a_signed_assessment_takes_no_more_answers_and_is_never_a_draft_again(database: Database) -> None:
    made = world(database)
    with closing(sqlite3.connect(database.path, isolation_level=None)) as raw:
        raw.execute("UPDATE assessment SET status = 'signed'")
        with pytest.raises(sqlite3.IntegrityError, match="never a draft again"):
            raw.execute("UPDATE assessment SET status = 'draft'")
    with pytest.raises(Refused, match="is signed"), database.write() as unit:
        unit.append(made.assessment.id, "a", '{"value":true}', made.nurse.id, NOW)


def test_columns_refuse_other_types(database: Database) -> None:
    world(database)
    with closing(sqlite3.connect(database.path)) as raw, pytest.raises(sqlite3.IntegrityError):
        raw.execute("INSERT INTO answer_event VALUES (1, 1, 'a', '{}', 1, 'yesterday', NULL, NULL)")


def test_a_trigger_that_is_gone_or_changed_is_found(database: Database) -> None:
    with closing(sqlite3.connect(database.path, isolation_level=None)) as raw:
        raw.execute("DROP TRIGGER answer_event_no_delete")
        raw.execute("DROP TRIGGER answer_event_no_update")
        raw.execute("CREATE TRIGGER answer_event_no_update BEFORE UPDATE ON answer_event WHEN 0 BEGIN SELECT 1; END")
    with database.read() as view:
        assert triggers.missing(view._connection) == ["answer_event_no_update", "answer_event_no_delete"]
