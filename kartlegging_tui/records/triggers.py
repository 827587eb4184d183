"""What the database itself refuses, whoever asks: published forms and answers are added, never changed.

What belongs to the record is deleted by decision alone: while a row of `erasure` is open for it (`erasing.py`).

Said once, as data; `TRIGGERS` says it to SQLite and `postgres_triggers.py` to PostgreSQL. Taken away before a
migration and made anew after it: a table that is rebuilt loses its triggers without a word. On SQLite each table also
refuses an INSERT of a key that exists: `INSERT OR REPLACE` deletes without running delete triggers while
`recursive_triggers` is off, as it is in every other program that opens the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from kartlegging_tui.records import fulltext

ALWAYS = "1"


@dataclass(frozen=True)
class Refusal:
    """A row that is not written, changed or deleted."""

    name: str
    event: str
    """INSERT, UPDATE or DELETE."""
    table: str
    message: str
    when: str = ALWAYS
    """Of OLD and NEW, in SQL that both databases understand. NULL does not refuse."""

    @property
    def is_for_replace(self) -> bool:
        """Against `INSERT OR REPLACE` alone, which only SQLite knows: elsewhere the key itself refuses it."""
        return self.name.endswith("_no_replace")


def _append_only(table: str, same_key: str, message: str, unless: str = ALWAYS) -> Iterator[Refusal]:
    """`unless`: the condition under which nothing is deleted (`_not_erased`)."""
    yield Refusal(f"{table}_no_update", "UPDATE", table, message)
    yield Refusal(f"{table}_no_delete", "DELETE", table, message, unless)
    yield Refusal(
        f"{table}_no_replace", "INSERT", table, message, f"EXISTS (SELECT 1 FROM {table} AS old WHERE {same_key})"
    )


def _not_erased(patient: str, talks: str = "") -> str:
    """No decision is being carried out (`erasing.py`) about this patient, nor about one of these conversations."""
    about = f"erasure.conversation_id IS NULL AND erasure.patient_id = {patient}"
    if talks:
        about = f"({about}) OR erasure.conversation_id IN ({talks})"
    return f"NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.removed = '' AND ({about}))"


_OF_PATHWAY = "(SELECT pathway.patient_id FROM pathway WHERE pathway.id = {pathway})"
_OF_POINT = (
    "(SELECT pathway.patient_id FROM contact_point JOIN pathway ON pathway.id = contact_point.pathway_id"
    " WHERE contact_point.id = {point})"
)
_OF_TALK = (
    "(SELECT pathway.patient_id FROM conversation"
    " JOIN contact_point ON contact_point.id = conversation.contact_point_id"
    " JOIN pathway ON pathway.id = contact_point.pathway_id WHERE conversation.id = {talk})"
)
_TALK_OF_FORM = "(SELECT assessment.conversation_id FROM assessment WHERE assessment.id = OLD.assessment_id)"
_TALKS_OF_PATHWAY = (
    "SELECT conversation.id FROM conversation JOIN contact_point ON contact_point.id = conversation.contact_point_id"
    " WHERE contact_point.pathway_id = OLD.pathway_id"
)
_TOMBSTONE = "what stands for something deleted never changes"
_OF_THIS_TALK = _not_erased(_OF_TALK.format(talk="OLD.conversation_id"), "OLD.conversation_id")

REFUSALS = (
    *_append_only(
        "answer_event",
        "old.assessment_id = NEW.assessment_id AND old.number = NEW.number",
        "an answer event never changes",
        _not_erased(_OF_TALK.format(talk=_TALK_OF_FORM), _TALK_OF_FORM[1:-1]),
    ),
    Refusal(
        "answer_event_only_in_draft",
        "INSERT",
        "answer_event",
        "the assessment is signed",
        "coalesce((SELECT status FROM assessment WHERE id = NEW.assessment_id), '') NOT IN ('draft', 'correcting')",
    ),
    *_append_only(
        "pathway_event",
        "old.pathway_id = NEW.pathway_id AND old.number = NEW.number",
        "a pathway event never changes",
        _not_erased(_OF_PATHWAY.format(pathway="OLD.pathway_id"), _TALKS_OF_PATHWAY),
    ),
    *_append_only("signing", "old.id = NEW.id", "a signature never changes", _OF_THIS_TALK),
    *_append_only("access", "old.id = NEW.id", "the log of access never changes"),
    *_append_only(
        "questionnaire_version",
        "old.id = NEW.id OR (old.form = NEW.form AND old.version = NEW.version)",
        "a published questionnaire never changes",
    ),
    Refusal("assessment_no_delete", "DELETE", "assessment", "an assessment is never deleted", _OF_THIS_TALK),
    Refusal(
        "conversation_no_delete",
        "DELETE",
        "conversation",
        "a conversation is never deleted",
        _not_erased(_OF_POINT.format(point="OLD.contact_point_id"), "OLD.id"),
    ),
    Refusal(
        "contact_point_no_delete",
        "DELETE",
        "contact_point",
        "a contact point is never deleted",
        _not_erased(_OF_PATHWAY.format(pathway="OLD.pathway_id")),
    ),
    Refusal("pathway_no_delete", "DELETE", "pathway", "a pathway is never deleted", _not_erased("OLD.patient_id")),
    Refusal("patient_no_delete", "DELETE", "patient", "a patient is never deleted"),
    Refusal(
        "assessment_no_replace",
        "INSERT",
        "assessment",
        "an assessment is never replaced",
        "EXISTS (SELECT 1 FROM assessment AS old WHERE old.id = NEW.id"
        " OR (old.conversation_id = NEW.conversation_id AND old.form = NEW.form))",
    ),
    Refusal(
        "assessment_only_forward",
        "UPDATE",
        "assessment",
        "an assessment keeps its form, and is never a draft again",
        "NEW.id <> OLD.id OR NEW.conversation_id <> OLD.conversation_id OR NEW.form <> OLD.form"
        " OR NEW.questionnaire_version_id <> OLD.questionnaire_version_id"
        " OR (NEW.status = 'draft' AND OLD.status <> 'draft')",
    ),
    Refusal(
        "arrival_no_delete", "DELETE", "arrival", "what has arrived is never deleted", _not_erased("OLD.patient_id")
    ),
    Refusal(
        "arrival_keeps_content",
        "UPDATE",
        "arrival",
        "what has arrived stays as it came",
        "NEW.id <> OLD.id OR NEW.content <> OLD.content OR NEW.hash <> OLD.hash OR NEW.sender <> OLD.sender"
        " OR NEW.received_at <> OLD.received_at OR NEW.received_by_id <> OLD.received_by_id",
    ),
    *_append_only(
        "patient_change",
        "old.patient_id = NEW.patient_id AND old.number = NEW.number",
        "a change of a patient never changes",
        _not_erased("OLD.patient_id"),
    ),
    *_append_only(
        "registration_code",
        "old.id = NEW.id OR old.replaces_id = NEW.replaces_id",
        "a registration code is replaced, never changed",
    ),
    *_append_only("role_grant", "old.id = NEW.id", "a role that was given is followed by another, never changed"),
    *_append_only(
        "seal",
        "old.access_id = NEW.access_id AND old.stream = NEW.stream AND old.stream_id = NEW.stream_id",
        "a seal never changes",
    ),
    *_append_only("refused_correction", "old.id = NEW.id", "a refused correction never changes", _OF_THIS_TALK),
    *(each for each in _append_only("erasure", "old.id = NEW.id", _TOMBSTONE) if each.event != "UPDATE"),
    Refusal(
        "erasure_closed_once",
        "UPDATE",
        "erasure",
        _TOMBSTONE,
        "OLD.removed <> '' OR NEW.removed = '' OR NEW.id <> OLD.id OR NEW.patient_id <> OLD.patient_id"
        " OR coalesce(NEW.conversation_id, 0) <> coalesce(OLD.conversation_id, 0) OR NEW.ground <> OLD.ground"
        " OR NEW.decided_by <> OLD.decided_by OR NEW.decided_on <> OLD.decided_on OR NEW.reference <> OLD.reference"
        " OR NEW.author_id <> OLD.author_id OR NEW.at <> OLD.at",
    ),
    Refusal("account_no_delete", "DELETE", "account", "an account is disabled, never deleted"),
    Refusal("emergency_access_no_delete", "DELETE", "emergency_access", "emergency access is never deleted"),
    Refusal(
        "emergency_access_reviewed_once",
        "UPDATE",
        "emergency_access",
        "emergency access can be reviewed, once, and nothing else",
        "OLD.reviewed_at IS NOT NULL OR NEW.reviewed_at IS NULL OR NEW.id <> OLD.id"
        " OR NEW.staff_id <> OLD.staff_id OR NEW.patient_id <> OLD.patient_id OR NEW.reason <> OLD.reason"
        " OR NEW.reason_kind <> OLD.reason_kind OR NEW.opened_at <> OLD.opened_at OR NEW.until <> OLD.until",
    ),
)


def _statement(refusal: Refusal) -> str:
    body = f"SELECT RAISE(ABORT, '{refusal.message}');"
    before = f"CREATE TRIGGER {refusal.name} BEFORE {refusal.event} ON {refusal.table}"
    return f"{before} WHEN {refusal.when} BEGIN {body} END"


TRIGGERS = {refusal.name: _statement(refusal) for refusal in REFUSALS} | fulltext.TRIGGERS
"""The triggers by name, as SQLite keeps their text."""


def create(connection: Connection) -> None:
    """Makes all triggers."""
    for statement in TRIGGERS.values():
        connection.exec_driver_sql(statement)


def drop(connection: Connection) -> None:
    """Takes all triggers away for a migration: a table that a trigger names cannot be rebuilt."""
    for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def missing(connection: Connection) -> list[str]:
    """The names of triggers that are gone, or say something else than they should."""
    if connection.dialect.name != "sqlite":
        from kartlegging_tui.records import postgres_triggers

        return postgres_triggers.missing(connection)
    found = dict(
        tuple(row) for row in connection.exec_driver_sql("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    )
    return [name for name, statement in TRIGGERS.items() if found.get(name) != statement]
