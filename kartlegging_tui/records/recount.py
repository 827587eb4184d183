"""Whether what is kept twice is what follows from the records: made anew in memory, and compared row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update

from kartlegging_tui.domain.history import Event
from kartlegging_tui.domain.people import ContactPoint
from kartlegging_tui.domain.said import Told
from kartlegging_tui.records import fulltext, names, projecting, units, worklist
from kartlegging_tui.records.derived import name as name_table
from kartlegging_tui.records.derived import said, stale
from kartlegging_tui.records.derived import worklist as worklist_table
from kartlegging_tui.records.tables import conversation, death, name_word, pathway, patient


def unmarked(connection: Connection, after: int, limit: int) -> list[tuple[int, int]]:
    """Pathways that are said to be up to date, with their patients: the next after a number."""
    known = select(pathway.c.id, pathway.c.patient_id).where(pathway.c.id > after)
    here = known.where(pathway.c.id.not_in(select(stale.c.pathway_id))).order_by(pathway.c.id).limit(limit)
    return [(row.id, row.patient_id) for row in connection.execute(here)]


def differing(
    connection: Connection, pathway_id: int, talks: Sequence[Told], events: Sequence[Event], points: Sequence[Any]
) -> list[str]:
    """The tables that say something else of a pathway than what follows from its talks, events and contact points."""
    filters, rows = _anew(connection, pathway_id, talks, events, points)
    tables = dict(rows.by_table())
    kept = [(table, tables.get(table, [])) for table in projecting.TABLES]
    found = [table.name for table, wanted in kept if not _same(connection, table, pathway_id, wanted)]
    if not _same(connection, worklist_table, pathway_id, [filters]):
        found.append(worklist_table.name)
    return found


def renew_worklist(
    connection: Connection, pathway_id: int, talks: Sequence[Told], events: Sequence[Event], points: Sequence[Any]
) -> None:
    """Writes the row of the worklist anew."""
    row, _ = _anew(connection, pathway_id, talks, events, points)
    here = worklist_table.c.pathway_id == pathway_id
    if not connection.execute(update(worklist_table).where(here).values(**row)).rowcount:
        connection.execute(insert(worklist_table), row)


def misnamed(connection: Connection, after: int, limit: int) -> tuple[list[int], int]:
    """Patients who are not found by the words of their names, or by others: among the next after a number; the last."""
    some = select(patient.c.id, patient.c.name).where(patient.c.id > after).order_by(patient.c.id).limit(limit)
    called = {row.id: row.name for row in connection.execute(some)}
    if not called:
        return [], 0
    kept: dict[int, set[str]] = {}
    for patient_id, word in connection.execute(
        select(name_word.c.patient_id, name_word.c.word).where(name_word.c.patient_id.in_(called))
    ):
        kept.setdefault(patient_id, set()).add(word)
    wrong = [each for each, name in called.items() if kept.get(each, set()) != set(names.words(name))]
    return wrong, max(called)


def rename(connection: Connection, patient_id: int) -> None:
    """Writes the words of a patient's name anew."""
    name = connection.execute(select(patient.c.name).where(patient.c.id == patient_id)).scalar_one()
    connection.execute(delete(name_word).where(name_word.c.patient_id == patient_id))
    if found := names.words(name):
        connection.execute(insert(name_word), [{"word": word, "patient_id": patient_id} for word in found])


def index_anew(connection: Connection) -> None:
    """Writes the index of words anew; a server keeps it with the passages."""
    if connection.dialect.name == "sqlite":
        fulltext.fill(connection)


def _anew(
    connection: Connection,
    pathway_id: int,
    talks: Sequence[Told],
    events: Sequence[Event],
    points: Sequence[ContactPoint],
) -> tuple[dict[str, Any], projecting.Rows]:
    whose = (
        select(pathway.c.patient_id, pathway.c.icd10, patient.c.municipality, death.c.died_on)
        .join_from(pathway, patient, patient.c.id == pathway.c.patient_id)
        .outerjoin(death, death.c.patient_id == patient.c.id)
        .where(pathway.c.id == pathway_id)
    )
    patient_id, icd10, municipality, died_on = connection.execute(whose).one()
    going_on = select(conversation.c.contact_point_id).where(
        conversation.c.contact_point_id.in_([point.id for point in points]), conversation.c.ended_at.is_(None)
    )
    named = projecting.known_names(connection)
    wanted = {(form.form, value.name) for talk in talks for form in talk.forms for value in form.values}
    unknown = {each: -place for place, each in enumerate(sorted(wanted - named.keys()), 1)}
    rows = projecting.rows_of(pathway_id, talks, events, named | unknown, municipality, died_on)
    comes = worklist.project(points, connection.execute(going_on).scalars(), died_on is not None)
    row = {"pathway_id": pathway_id, "patient_id": patient_id, **comes, **worklist.filters(municipality, icd10)}
    return row | rows.filters | {"follows": units.mark_of(units.following(connection, patient_id))}, rows


def _same(connection: Connection, table: Table, pathway_id: int, rows: Sequence[Mapping[str, Any]]) -> bool:
    columns = [column for column in table.c if column.name != "id"]
    kept = Counter(tuple(row) for row in connection.execute(_of(table, columns, pathway_id)))
    return kept == Counter(tuple(row.get(column.name) for column in columns) for row in rows)


def _of(table: Table, columns: Sequence[Any], pathway_id: int) -> Any:
    found = select(*columns).where(table.c.pathway_id == pathway_id)
    if table is said:  # it lies name by name (`projecting._delete_said`)
        found = found.where(table.c.name_id.in_(select(name_table.c.id)))
    return found
