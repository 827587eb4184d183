"""Walks the chained logs from their beginnings, a row at a time: memory stays as it is, however long they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Row, and_, or_, select

from kartlegging_tui.domain.chain import BEGINNING, Head, Stream, code
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.signing import SigningKind, chained
from kartlegging_tui.domain.verified import Broken, Fault, Log, Verdict
from kartlegging_tui.records import triggers, vouching
from kartlegging_tui.records.chaining import CHAINED, as_kept, last
from kartlegging_tui.records.columns import moment
from kartlegging_tui.records.json_kept import object_in
from kartlegging_tui.records.sealing import SEALED, End, digest
from kartlegging_tui.records.tables import (
    access,
    answer_event,
    assessment,
    contact_point,
    conversation,
    pathway,
    pathway_event,
    questionnaire_version,
    signing,
)
from kartlegging_tui.records.trust_tables import erasure
from kartlegging_tui.records.trust_tables import seal as seal_table
from kartlegging_tui.records.vouching import VOUCHED


class Gone(NamedTuple):
    """Rows of a log that were deleted by decision: where they ended, so that the chain goes on behind them.

    Kept with the decision (`erasure.removed`, under `logs`), a signature as one row of its conversation.
    """

    stream: str
    stream_id: int
    first: int
    last: int
    mac: bytes | None
    """Of the last of them."""


def head(connection: Connection, key: bytes) -> Head | None:
    """The newest row of the log of access; None for an empty one."""
    number, mac = last(connection, key, Stream.ACCESS)
    return Head.of(number, mac) if number else None


def verify(connection: Connection, key: bytes, kept: Head | None = None) -> Verdict:
    """Everything; also against a head that was kept elsewhere."""
    return _Verifying(connection, key, kept).verdict()


def gone(connection: Connection) -> list[Gone]:
    """What was deleted by decision."""
    found: list[Gone] = []
    for (removed,) in connection.execute(select(erasure.c.removed)):
        for each in object_in(removed).get("logs", ()):
            mac = bytes.fromhex(each["mac"]) if each["mac"] else None
            found.append(Gone(each["stream"], each["id"], each["first"], each["last"], mac))
    return found


def _as_published(content: str, content_hash: str) -> bool:
    try:
        return Questionnaire.model_validate_json(content).content_hash() == content_hash
    except ValueError:  # not even a form any more
        return False


def _moment(kept: object) -> datetime | None:
    """When a row says that it was written; None where it says no moment."""
    try:
        return moment(kept) if isinstance(kept, int) else None
    except OverflowError:
        return None


class _Verifying:
    def __init__(self, connection: Connection, key: bytes, kept: Head | None) -> None:
        self._connection = connection.execution_options(yield_per=2000)
        self._key = key
        self._kept = kept
        self._gone = gone(connection)
        self._bridges = {(each.stream, each.stream_id, each.first): each for each in self._gone}
        self._rows: Counter[Log] = Counter()
        self._unchained: Counter[Log] = Counter()

    def verdict(self) -> Verdict:
        found: list[Broken] = []
        parts: tuple[Callable[[], Iterator[Broken]], ...] = (
            self._access,
            self._answers,
            self._agreed,
            self._signatures,
            self._seals,
            *(partial(self._vouched, log) for log in VOUCHED),
            self._forms,
        )
        for part in parts:
            broken = next(part(), None)
            if broken is not None:
                found.append(broken)
        found += (Broken(Log.TRIGGERS, Fault.CHANGED, name=name) for name in triggers.missing(self._connection))
        end = head(self._connection, self._key)
        return Verdict(dict(self._rows), dict(self._unchained), tuple(found), end)

    def _access(self) -> Iterator[Broken]:
        kept, last = self._kept, 0
        for _, row, mac, broken in self._walk(Log.ACCESS, Stream.ACCESS, None):
            last = row[0]
            if broken is not None:
                yield broken
            if kept is not None and last == kept.number and Head.of(last, mac) != kept:
                yield Broken(Log.ACCESS, Fault.OTHER, last, _moment(row[1]), kept_head=True)
        if kept is not None and last < kept.number:
            yield Broken(Log.ACCESS, Fault.CUT, last + 1, kept_head=True)

    def _answers(self) -> Iterator[Broken]:
        for stream_id, _, _, broken in self._walk(Log.ANSWERS, Stream.ANSWERS, answer_event.c.assessment_id):
            if broken is not None:
                yield self._where(broken, Stream.ANSWERS, stream_id)

    def _agreed(self) -> Iterator[Broken]:
        for stream_id, _, _, broken in self._walk(Log.PATHWAY, Stream.PATHWAY, pathway_event.c.pathway_id):
            if broken is not None:
                yield self._where(broken, Stream.PATHWAY, stream_id)

    def _walk(
        self, log: Log, stream: Stream, owner: Column[Any] | None
    ) -> Iterator[tuple[int, tuple[Any, ...], bytes, Broken | None]]:
        """Every row with the code that it should have; the chain goes on with that which it has."""
        columns = CHAINED[stream]
        number, mac = columns[0], columns[0].table.c.mac
        when = [column.name for column in columns].index("at")
        wanted = select(*([owner] if owner is not None else []), mac, *(as_kept(column) for column in columns))
        wanted = wanted.order_by(*([owner] if owner is not None else []), number)
        key, stream_id, last, before, coded = self._key, 0, 0, BEGINNING, False
        skip = 1 if owner is None else 2
        for whole in self._connection.execute(wanted):
            if owner is not None and whole[0] != stream_id:
                stream_id, last, before, coded = whole[0], 0, BEGINNING, False
            kept, row = whole[skip - 1], tuple(whole[skip:])
            broken = None
            if row[0] != last + 1:
                bridge = self._bridge(stream, stream_id, last + 1, row[0] - 1)
                if bridge is not None:
                    before, coded = bridge.mac or BEGINNING, bridge.mac is not None
                else:
                    broken = Broken(log, Fault.MISSING, last + 1)
            right = code(key, stream, stream_id, before, row)
            if broken is None and kept != right:
                if kept is not None:
                    broken = Broken(log, Fault.CHANGED, row[0], _moment(row[when]))
                elif coded:
                    broken = Broken(log, Fault.UNCHAINED, row[0], _moment(row[when]))
            self._rows[log] += 1
            self._unchained[log] += kept is None
            last, before, coded = row[0], kept or right, coded or kept is not None
            yield stream_id, row, before, broken

    def _bridge(self, stream: Stream, stream_id: int, first: int, last: int) -> Gone | None:
        """The end of what was deleted by decisions from one row to another, if all between them was."""
        while (found := self._bridges.get((stream.value, stream_id, first))) is not None and found.last <= last:
            if found.last == last:
                return found
            first = found.last + 1
        return None

    def _signatures(self) -> Iterator[Broken]:
        """Each hash is of what was signed and of the hash before; that may have been deleted by decision since, or
        before."""
        deleted = {each.last: each.mac.hex() for each in self._gone if each.stream == Stream.SIGNING and each.mac}
        waiting = sorted(deleted)
        before = {""}
        columns = (signing.c.id, signing.c.conversation_id, signing.c.document, signing.c.hash, signing.c.at)
        signed = select(*columns).where(signing.c.kind == SigningKind.SIGNED).order_by(signing.c.id)
        for number, conversation_id, document, kept, at in self._connection.execute(signed):
            while waiting and waiting[0] < number:
                before.add(deleted[waiting.pop(0)])
            self._rows[Log.SIGNATURES] += 1
            if kept not in {chained(each, document) for each in before}:
                broken = Broken(Log.SIGNATURES, Fault.CHANGED, number, at)
                yield self._where(broken, Stream.SIGNING, conversation_id)
            before = {kept}

    def _seals(self) -> Iterator[Broken]:
        """First that the seals are those that were made, then that what they sealed is there."""
        sealed = select(access.c.id, access.c.at, access.c.details).where(access.c.what == SEALED).order_by(access.c.id)
        order = (seal_table.c.access_id, seal_table.c.stream, seal_table.c.stream_id)
        kept = groupby(self._connection.execute(select(seal_table).order_by(*order)), lambda row: row.access_id)
        number, found = next(kept, (None, None))
        for row in self._connection.execute(sealed):
            if number is not None and number < row.id:
                break
            seals = [End(*each[1:]) for each in found] if number == row.id and found is not None else []
            self._rows[Log.SEALS] += len(seals)
            if digest(seals) != object_in(row.details).get("digest"):
                yield Broken(Log.SEALS, Fault.CHANGED, row.id, row.at)
            if number == row.id:
                number, found = next(kept, (None, None))
        if number is not None:
            yield Broken(Log.SEALS, Fault.CHANGED, number)
        yield from self._cut(Log.ANSWERS, Stream.ANSWERS, answer_event, answer_event.c.assessment_id)
        yield from self._cut(Log.PATHWAY, Stream.PATHWAY, pathway_event, pathway_event.c.pathway_id)
        yield from self._cut_signatures()

    def _cut(self, log: Log, stream: Stream, table: Any, owner: Column[Any]) -> Iterator[Broken]:
        same = and_(owner == seal_table.c.stream_id, table.c.number == seal_table.c.number)
        differs = or_(table.c.number.is_(None), table.c.mac.is_distinct_from(seal_table.c.mac))
        wanted = (
            select(seal_table, access.c.at, table.c.number.label("there"))
            .select_from(seal_table.join(access).outerjoin(table, same))
            .where(seal_table.c.stream == stream.value, differs)
            .order_by(seal_table.c.access_id, seal_table.c.stream_id)
        )
        for row in self._connection.execute(wanted):
            if row.there is None and self._was_deleted(row):
                continue
            fault = Fault.CUT if row.there is None else Fault.OTHER
            yield self._where(Broken(log, fault, row.number, row.at), stream, row.stream_id)

    def _cut_signatures(self) -> Iterator[Broken]:
        wanted = (
            select(seal_table, access.c.at, signing.c.hash)
            .select_from(seal_table.join(access).outerjoin(signing, signing.c.id == seal_table.c.number))
            .where(seal_table.c.stream == Stream.SIGNING.value)
            .order_by(seal_table.c.access_id, seal_table.c.stream_id)
        )
        for row in self._connection.execute(wanted):
            if row.hash is None and not self._was_deleted(row):
                broken = Broken(Log.SIGNATURES, Fault.CUT, row.number, row.at)
                yield self._where(broken, Stream.SIGNING, row.stream_id)
            elif row.hash is not None and row.hash != (row.mac.hex() if row.mac else ""):
                broken = Broken(Log.SIGNATURES, Fault.OTHER, row.number, row.at)
                yield self._where(broken, Stream.SIGNING, row.stream_id)

    def _was_deleted(self, row: Row[Any]) -> bool:
        """By decision; where the seal holds the last of what was deleted, it is also the same row."""
        return any(
            each.first <= row.number <= each.last and (each.last != row.number or each.mac == row.mac)
            for each in self._gone
            if (each.stream, each.stream_id) == (row.stream, row.stream_id)
        )

    def _vouched(self, log: Log) -> Iterator[Broken]:
        for each in vouching.broken(self._connection, self._key, log):
            if isinstance(each, Broken):
                yield each
            elif log is not Log.SIGNATURES:  # they are counted where their chain is walked
                self._rows[log] += each

    def _forms(self) -> Iterator[Broken]:
        for row in self._connection.execute(select(questionnaire_version).order_by(questionnaire_version.c.id)):
            self._rows[Log.FORMS] += 1
            if not _as_published(row.content, row.content_hash):
                yield Broken(Log.FORMS, Fault.CHANGED, row.id, row.published_at, name=f"{row.form} {row.version}")

    def _where(self, broken: Broken, stream: Stream, stream_id: int) -> Broken:
        """With the patient and the contact point, as far as they are there."""
        patient_id, point = None, None
        if stream is Stream.PATHWAY:
            of_pathway = select(pathway.c.patient_id).where(pathway.c.id == stream_id)
            patient_id = self._connection.execute(of_pathway).scalar()
        else:
            talk = select(pathway.c.patient_id, contact_point.c.number).select_from(
                conversation.join(contact_point).join(pathway)
            )
            if stream is Stream.ANSWERS:
                talk = talk.join(assessment, assessment.c.conversation_id == conversation.c.id)
            of = assessment.c.id if stream is Stream.ANSWERS else conversation.c.id
            found = self._connection.execute(talk.where(of == stream_id)).first()
            patient_id, point = found if found is not None else (None, None)
        return replace(broken, stream_id=stream_id, patient_id=patient_id, contact_point=point)
