"""Searching what is written in words: SQLite's own full-text index over `passage`, or PostgreSQL's.

Case and accents are forgiven, also that of ø and æ and of å written as aa, as in names (`names.py`): the text goes into
the index as it is searched for. Triggers keep the index in step with its table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from kartlegging_tui.records import names
from kartlegging_tui.records.derived import passage
from kartlegging_tui.records.tables import (
    assessment,
    contact_point,
    conversation,
    pathway,
    pathway_event,
    patient,
    questionnaire_version,
    staff,
)
from kartlegging_tui.records.units import EVERYBODY as ALL
from kartlegging_tui.records.units import Sight

INDEX = (
    "CREATE VIRTUAL TABLE passage_words USING fts5"
    "(text, content = 'passage', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')"
)


def _forgiven(column_name: str) -> str:
    """The text as it is searched for, in SQL; marks and case are taken away by the index itself."""
    found = f"lower({column_name})"
    for letter, plain in names.LETTERS.items():
        found = f"replace(replace({found}, '{letter}', '{plain}'), '{letter.upper()}', '{plain}')"
    for long, short in names.SPELLINGS:
        found = f"replace({found}, '{long}', '{short}')"
    return found


TRIGGERS = {
    "passage_indexed": (
        "CREATE TRIGGER passage_indexed AFTER INSERT ON passage BEGIN"
        f" INSERT INTO passage_words (rowid, text) VALUES (NEW.id, {_forgiven('NEW.text')}); END"
    ),
    "passage_unindexed": (
        "CREATE TRIGGER passage_unindexed AFTER DELETE ON passage BEGIN"
        " INSERT INTO passage_words (passage_words, rowid, text)"
        f" VALUES ('delete', OLD.id, {_forgiven('OLD.text')}); END"
    ),
    "passage_no_update": (
        "CREATE TRIGGER passage_no_update BEFORE UPDATE ON passage BEGIN"
        " SELECT RAISE(ABORT, 'a passage is taken out and put in anew'); END"
    ),
}
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Passage:
    """Something written in words, and where."""

    pathway_id: int
    patient_id: int
    name: str
    birth_date: date | None
    contact_point: int
    """0 for what belongs to the plan."""
    form: str
    version: str
    """Of the form; empty for what belongs to the plan."""
    path: str
    text: str
    author: str
    """Who held the talk, or wrote it into the plan last."""
    held_on: date | None
    at: datetime | None
    """When the talk began, or it was written into the plan."""


def create(connection: Connection) -> None:
    """Makes the index, without its triggers."""
    connection.exec_driver_sql(INDEX)


def fill(connection: Connection) -> None:
    """Writes the index anew from the passages."""
    connection.exec_driver_sql("INSERT INTO passage_words (passage_words) VALUES ('delete-all')")
    connection.exec_driver_sql(
        f"INSERT INTO passage_words (rowid, text) SELECT id, {_forgiven('text')} FROM passage ORDER BY id"
    )


def words(typed: str) -> list[str]:
    """The words in what is typed, as they are searched for; nothing that is typed is an order to the index."""
    return _WORD.findall(names.plain(typed))


def having(beginnings: Iterable[str]) -> Select[Any]:
    """The ids of the passages in which there are words beginning with each of these."""
    return _matching(f"{word}*" for beginning in beginnings for word in words(beginning))


class _written_with(FunctionElement[bool]):
    """That a passage holds some words; one that ends with * by its beginning."""

    inherit_cache = True


def _matching(looked_for: Iterable[str]) -> Select[Any]:
    return select(passage.c.id).where(_written_with(passage.c.id, " ".join(looked_for)))


@compiles(_written_with, "sqlite")
def _in_sqlite(element: _written_with, compiler: Any, **options: Any) -> str:
    where, looked_for = (compiler.process(each, **options) for each in element.clauses)
    return f"{where} IN (SELECT rowid FROM passage_words WHERE passage_words MATCH {looked_for})"


@compiles(_written_with, "postgresql")
def _in_postgresql(element: _written_with, compiler: Any, **options: Any) -> str:
    where, looked_for = (compiler.process(each, **options) for each in element.clauses)
    return f"{where} IN (SELECT public.passages_with({looked_for}))"


def search(
    connection: Connection, typed: str, limit: int, offset: int, sight: Sight = ALL
) -> tuple[list[Passage], int]:
    """What holds all of these words, the last of them by its beginning: the newest first, and how many there are."""
    looked_for = words(typed)
    if not looked_for:
        return [], 0
    found = _matching([*looked_for[:-1], f"{looked_for[-1]}*"]).where(*sight.pathways(passage.c.pathway_id))
    newest = (
        select(func.max(pathway_event.c.number))
        .where(pathway_event.c.pathway_id == passage.c.pathway_id, pathway_event.c.path == passage.c.path)
        .correlate(passage)
        .scalar_subquery()
    )
    at = func.coalesce(conversation.c.started_at, pathway_event.c.at)
    ordered = (
        select(passage.c.id, conversation.c.id.label("talk"), pathway_event.c.author_id.label("planner"))
        .add_columns(pathway_event.c.at.label("planned"), conversation.c.started_at)
        .join_from(passage, contact_point, _point(), isouter=True)
        .outerjoin(conversation, conversation.c.contact_point_id == contact_point.c.id)
        .outerjoin(
            pathway_event,
            and_(
                passage.c.contact_point == 0,
                pathway_event.c.pathway_id == passage.c.pathway_id,
                pathway_event.c.number == newest,
            ),
        )
        .where(passage.c.id.in_(found))
        .order_by(at.desc(), passage.c.id)
    )
    total = connection.execute(select(func.count()).select_from(found.subquery())).scalar_one()
    page = ordered.limit(limit).offset(offset).subquery("page")
    return [_passage(row) for row in connection.execute(_details(page))], total


def _point() -> Any:
    return and_(contact_point.c.pathway_id == passage.c.pathway_id, contact_point.c.number == passage.c.contact_point)


def _details(page: Any) -> Select[Any]:
    author = func.coalesce(conversation.c.author_id, page.c.planner)
    return (
        select(
            passage.c.pathway_id,
            pathway.c.patient_id,
            patient.c.name,
            patient.c.birth_date,
            passage.c.contact_point,
            passage.c.form,
            func.coalesce(questionnaire_version.c.version, "").label("version"),
            passage.c.path,
            passage.c.text,
            func.coalesce(staff.c.name, "").label("author"),
            conversation.c.held_on,
            page.c.started_at,
            page.c.planned,
        )
        .join_from(page, passage, passage.c.id == page.c.id)
        .join(pathway, pathway.c.id == passage.c.pathway_id)
        .join(patient, patient.c.id == pathway.c.patient_id)
        .outerjoin(conversation, conversation.c.id == page.c.talk)
        .outerjoin(
            assessment, and_(assessment.c.conversation_id == conversation.c.id, assessment.c.form == passage.c.form)
        )
        .outerjoin(questionnaire_version, questionnaire_version.c.id == assessment.c.questionnaire_version_id)
        .outerjoin(staff, staff.c.id == author)
        .order_by(func.coalesce(page.c.started_at, page.c.planned).desc(), page.c.id)
    )


def _passage(row: Any) -> Passage:
    values = dict(row._mapping)
    started, planned = values.pop("started_at"), values.pop("planned")
    return Passage(**values, at=started or planned)


def places(written: str, typed: str) -> Iterator[tuple[int, int]]:
    """Where the words that were looked for stand in a text: from, and to."""
    looked_for = words(typed)
    if not looked_for:
        return
    whole, beginning = set(looked_for), looked_for[-1]
    for match in _WORD.finditer(written):
        for word in _WORD.findall(names.plain(match.group())):
            if word in whole or word.startswith(beginning):
                yield match.span()
                break


def snippet(written: str, typed: str, width: int) -> tuple[str, Sequence[tuple[int, int]]]:
    """About `width` characters around the first word found, on one line, and where the words found stand in it."""
    line = re.sub(r"\s", " ", written)
    found = list(places(line, typed))
    first = found[0] if found else (0, 0)
    start = 0 if len(line) <= width else max(min(first[0] - width // 3, len(line) - width), 0)
    start = line.rfind(" ", 0, start) + 1 if start else 0
    end = len(line) if len(line) - start <= width else start + width
    before, after = "… " if start else "", " …" if end < len(line) else ""
    shift = len(before) - start
    inside = [(low + shift, high + shift) for low, high in found if low >= start and high <= end]
    return before + line[start:end].rstrip() + after, inside
