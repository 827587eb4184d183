"""Seals: a row in the log of access that holds the newest rows of other logs, so that their ends cannot be cut off.

The row tells a digest of its seals: who changes or takes out a seal breaks the chain of the log of access.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, and_, func, insert, literal, or_, select, union_all

from kartlegging_tui.domain.access import Access
from kartlegging_tui.domain.chain import Stream
from kartlegging_tui.records import access_log
from kartlegging_tui.records.tables import (
    answer_event,
    assessment,
    contact_point,
    conversation,
    pathway_event,
    signing,
)
from kartlegging_tui.records.trust_tables import seal as seal_table

SEALED = "sealed"
"""The word in the log of access."""


class End(NamedTuple):
    """The newest row of a log."""

    stream: str
    stream_id: int
    number: int
    mac: bytes | None


def ends_of(connection: Connection, conversation_id: int) -> list[End]:
    """Of all logs that a conversation has a part in."""
    forms = select(assessment.c.id).where(assessment.c.conversation_id == conversation_id)
    course = (
        select(contact_point.c.pathway_id)
        .join_from(conversation, contact_point)
        .where(conversation.c.id == conversation_id)
    )
    return _found(
        connection,
        _answers().where(assessment.c.id.in_(forms)),
        _pathways().where(pathway_event.c.pathway_id.in_(course)),
        _signings().where(signing.c.conversation_id == conversation_id),
    )


def ends(connection: Connection) -> list[End]:
    """Of all logs that have grown since they were sealed last."""
    was = (
        select(seal_table.c.stream, seal_table.c.stream_id, func.max(seal_table.c.number).label("number"))
        .group_by(seal_table.c.stream, seal_table.c.stream_id)
        .subquery()
    )
    now = union_all(_answers(), _pathways(), _signings()).subquery()
    same = and_(was.c.stream == now.c.stream, was.c.stream_id == now.c.stream_id)
    grown = select(now).outerjoin(was, same).where(or_(was.c.number.is_(None), was.c.number < now.c.number))
    return _with_codes(connection, grown)


def seal(connection: Connection, key: bytes, entry: Access, found: Sequence[End]) -> int:
    """Adds the entry with its seals; its number. What the entry tells in its details is told beside the seals."""
    found = sorted(found)
    details = {**json.loads(entry.details), "logs": len(found), "digest": digest(found)}
    number = access_log.append(connection, key, [entry.model_copy(update={"details": json.dumps(details)})])
    if found:
        connection.execute(insert(seal_table), [{"access_id": number, **each._asdict()} for each in found])
    return number


def digest(found: Iterable[End]) -> str:
    """Of seals in the order of their logs: SHA-256, in hexadecimal."""
    whole = hashlib.sha256()
    for stream, stream_id, number, mac in found:
        whole.update(f"{stream} {stream_id} {number} {mac.hex() if mac else ''}\n".encode())
    return whole.hexdigest()


def _answers() -> Select[Any]:
    """Looked up assessment by assessment: the table of answers is by far the largest."""
    newest = select(func.max(answer_event.c.number)).where(answer_event.c.assessment_id == assessment.c.id)
    number = newest.scalar_subquery()
    stream = literal(Stream.ANSWERS.value).label("stream")
    return select(stream, assessment.c.id.label("stream_id"), number.label("number")).where(number.is_not(None))


def _pathways() -> Select[Any]:
    number = func.max(pathway_event.c.number).label("number")
    stream = literal(Stream.PATHWAY.value).label("stream")
    of = pathway_event.c.pathway_id
    return select(stream, of.label("stream_id"), number).group_by(of)


def _signings() -> Select[Any]:
    number = func.max(signing.c.id).label("number")
    stream = literal(Stream.SIGNING.value).label("stream")
    of = signing.c.conversation_id
    return select(stream, of.label("stream_id"), number).where(signing.c.hash != "").group_by(of)


def _found(connection: Connection, *parts: Select[Any]) -> list[End]:
    return _with_codes(connection, select(union_all(*parts).subquery()))


def _with_codes(connection: Connection, found: Select[Any]) -> list[End]:
    """Newest rows with their codes; of a signature, the hash of what was signed."""
    last = found.subquery()
    answered = and_(
        last.c.stream == Stream.ANSWERS.value,
        answer_event.c.assessment_id == last.c.stream_id,
        answer_event.c.number == last.c.number,
    )
    agreed = and_(
        last.c.stream == Stream.PATHWAY.value,
        pathway_event.c.pathway_id == last.c.stream_id,
        pathway_event.c.number == last.c.number,
    )
    signed = and_(last.c.stream == Stream.SIGNING.value, signing.c.id == last.c.number)
    codes = (answer_event.c.mac.label("answered"), pathway_event.c.mac.label("agreed"), signing.c.hash)
    rows = select(last.c.stream, last.c.stream_id, last.c.number, *codes).select_from(
        last.outerjoin(answer_event, answered).outerjoin(pathway_event, agreed).outerjoin(signing, signed)
    )
    return list(_ends(connection.execute(rows)))


def _ends(rows: Iterable[Any]) -> Iterator[End]:
    for stream, stream_id, number, answered, agreed, signed in rows:
        yield End(stream, stream_id, number, bytes.fromhex(signed) if signed else answered or agreed)
