"""Deleting by decision: the one way in which something leaves the records (`domain/erasure.py`).

A row of `erasure` that does not tell yet what was removed is open: for its conversation or patient, and in its
transaction alone, the triggers let rows go (`triggers.py`). When it tells, it is closed for ever. What stays is the
tombstone, the log of access, and the number of the patient, without a name and without an identifier.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Select, Table, and_, delete, false, func, insert, or_, select, update

from kartlegging_tui.domain.chain import Stream
from kartlegging_tui.domain.erasure import Decision, Ended, Erasure, came_out_of, removed_json, stretches
from kartlegging_tui.domain.history import NOTHING, Event
from kartlegging_tui.domain.signing import SigningKind
from kartlegging_tui.records import projecting
from kartlegging_tui.records.appending import append
from kartlegging_tui.records.as_values import each
from kartlegging_tui.records.derived import passage, worklist
from kartlegging_tui.records.errors import NotFound
from kartlegging_tui.records.office_tables import arrival, guardian, patient_change
from kartlegging_tui.records.tables import (
    answer_event,
    assessment,
    contact_point,
    conversation,
    death,
    name_word,
    pathway,
    pathway_event,
    patient,
    signing,
    staff,
    typing,
)
from kartlegging_tui.records.trust_tables import box_text, erasure, patient_unit, refused_correction

NUMBERED = (pathway, contact_point, conversation, assessment, signing)
"""Tables whose numbers are never given again: the log of access and the seals speak of them, and a screen that is still
open on what was deleted must not write into something else."""
BLANK: Mapping[str, Any] = {
    "identifier": None,
    "identifier_kind": None,
    "name": "",
    "birth_date": None,
    "language": "nb",
    "municipality": "",
    "contact_person": "",
}
"""What is left of a patient."""


class Reach:
    """What belongs to a conversation, or to a patient."""

    def __init__(self, connection: Connection, patient_id: int, conversation_id: int | None) -> None:
        """Raises NotFound where there is no such patient, or the conversation is not of this patient."""
        self.connection = connection
        self.patient_id = patient_id
        self.conversation_id = conversation_id
        self.pathways = select(pathway.c.id).where(pathway.c.patient_id == patient_id)
        self.points = select(contact_point.c.id).where(contact_point.c.pathway_id.in_(self.pathways))
        self.talks = select(conversation.c.id).where(conversation.c.contact_point_id.in_(self.points))
        if conversation_id is not None:
            self.talks = self.talks.where(conversation.c.id == conversation_id)
        self.forms = select(assessment.c.id).where(assessment.c.conversation_id.in_(self.talks))
        if connection.execute(select(patient.c.id).where(patient.c.id == patient_id)).first() is None:
            raise NotFound("patient", patient_id)
        if conversation_id is not None and connection.execute(self.talks).first() is None:
            raise NotFound("conversation", conversation_id)

    @property
    def everything(self) -> bool:
        """Everything about the patient."""
        return self.conversation_id is None

    def point(self) -> tuple[int, int]:
        """The pathway of the conversation, and the number of its contact point."""
        columns = (contact_point.c.pathway_id, contact_point.c.number)
        found = select(*columns).join_from(conversation, contact_point).where(conversation.c.id == self.conversation_id)
        row = self.connection.execute(found).one()
        return row.pathway_id, row.number

    def agreed(self) -> dict[int, list[int]]:
        """By pathway, the numbers of what is deleted of what was agreed there."""
        if self.everything:
            columns = select(pathway_event.c.pathway_id, pathway_event.c.number)
            found: dict[int, list[int]] = {}
            for pathway_id, number in self.connection.execute(
                columns.where(pathway_event.c.pathway_id.in_(self.pathways))
            ):
                found.setdefault(pathway_id, []).append(number)
            return found
        pathway_id, point = self.point()
        events = _events(self.connection, pathway_id)
        paths = came_out_of(point, events)
        numbers = [event.number for event in events if event.path in paths]
        return {pathway_id: numbers} if numbers else {}

    def arrivals(self) -> Any:
        """What came from other places about this patient: taken in, or with the same identifier in it."""
        if not self.everything:
            return false()
        number = select(patient.c.identifier).where(patient.c.id == self.patient_id)
        identifier = self.connection.execute(number).scalar()
        same = arrival.c.content.contains(f'"{identifier}"', autoescape=True) if identifier else false()
        return or_(arrival.c.patient_id == self.patient_id, and_(arrival.c.patient_id.is_(None), same))

    def counts(self) -> dict[str, int]:
        """How many of what will be deleted; nothing of which there is none."""
        found = {
            "conversations": _count(self, self.talks),
            "forms": _count(self, self.forms),
            "answers": _count(self, _of(answer_event, answer_event.c.assessment_id, self.forms)),
            "typing": _count(self, _of(typing, typing.c.assessment_id, self.forms))
            + _count(self, _of(box_text, box_text.c.patient_id, self.patient_id)),
            "signed_documents": _count(
                self, _of(signing, signing.c.conversation_id, self.talks).where(signing.c.kind == SigningKind.SIGNED)
            ),
            "refused_corrections": _count(
                self, _of(refused_correction, refused_correction.c.conversation_id, self.talks)
            ),
            "agreed": sum(len(numbers) for numbers in self.agreed().values()),
            "texts": _count(self, self._passages()),
        }
        if self.everything:
            found |= {
                "pathways": _count(self, self.pathways),
                "details": 1 + _count(self, _of(patient_change, patient_change.c.patient_id, self.patient_id)),
                "arrivals": _count(self, select(arrival.c.id).where(self.arrivals())),
            }
        return {what: count for what, count in found.items() if count}

    def _passages(self) -> Select[Any]:
        if self.everything:
            return select(passage.c.id).where(passage.c.pathway_id.in_(self.pathways))
        pathway_id, number = self.point()
        here = (passage.c.pathway_id == pathway_id) & (passage.c.contact_point == number)
        return select(passage.c.id).where(here)

    def later_signed(self) -> int:
        """How many later signed documents of the same pathway repeat what stood in the plan then."""
        if self.everything or not self.agreed():
            return 0
        pathway_id, number = self.point()
        later = (
            select(conversation.c.id)
            .join_from(conversation, contact_point)
            .where(contact_point.c.pathway_id == pathway_id, contact_point.c.number != number)
        )
        return _count(self, _of(signing, signing.c.conversation_id, later).where(signing.c.kind == SigningKind.SIGNED))

    def under_way(self) -> int:
        """How many of the conversations go on, or are being corrected: somebody may sit with them."""
        newest = select(func.max(signing.c.id)).where(signing.c.conversation_id.in_(self.talks))
        latest = newest.group_by(signing.c.conversation_id)
        correcting = select(signing.c.conversation_id).where(
            signing.c.id.in_(latest), signing.c.kind == SigningKind.CORRECTING
        )
        open_now = or_(conversation.c.ended_at.is_(None), conversation.c.id.in_(correcting))
        return _count(self, self.talks.where(open_now))


def _of(table: Table, column: Column[Any], owners: Any) -> Select[Any]:
    here = column == owners if isinstance(owners, int) else column.in_(owners)
    return select(*table.primary_key).where(here)


def _count(reach: Reach, found: Select[Any]) -> int:
    counted = select(func.count()).select_from(found.order_by(None).subquery())
    return int(reach.connection.execute(counted).scalar_one())


def _events(connection: Connection, pathway_id: int) -> list[Event]:
    columns = (pathway_event.c.number, pathway_event.c.path, pathway_event.c.content, pathway_event.c.at)
    found = select(*columns).where(pathway_event.c.pathway_id == pathway_id).order_by(pathway_event.c.number)
    return [Event(**row._mapping, author="", undoes=None) for row in connection.execute(found)]


def erase(connection: Connection, key: bytes, reach: Reach, decision: Decision, author_id: int, at: datetime) -> int:
    """Deletes what a decision reaches; the number of the tombstone. `key` chains the logs.

    What is found across patients is empty for the pathway afterwards: project it anew.
    """
    counts = reach.counts()
    erasure_id = _open(connection, reach, decision, author_id, at)
    if not reach.everything:  # behind what goes, so that no number of the log is used twice
        pathway_id, _ = reach.point()
        append(connection, key, Stream.PATHWAY, pathway_id, f"erasure/{erasure_id}", NOTHING, author_id, at, None, None)
    logs = list(_ended(reach))
    last = {table.name: _last_of(reach, table) for table in NUMBERED}
    _delete(reach)
    removed = removed_json(counts, logs, {name: number for name, number in last.items() if number})
    connection.execute(update(erasure).where(erasure.c.id == erasure_id).values(removed=removed))
    return erasure_id


def _open(connection: Connection, reach: Reach, decision: Decision, author_id: int, at: datetime) -> int:
    values = {
        "patient_id": reach.patient_id,
        "conversation_id": reach.conversation_id,
        "decided_by": decision.decided_by,
        "decided_on": decision.decided_on,
        "ground": decision.written_ground(),
        "reference": decision.reference,
        "removed": "",
        "author_id": author_id,
        "at": at,
    }
    added = connection.execute(insert(erasure), values).inserted_primary_key
    assert added is not None
    return int(added[0])


def _ended(reach: Reach) -> Iterator[Ended]:
    run = reach.connection.execute
    events = select(answer_event.c.assessment_id, answer_event.c.number, answer_event.c.mac)
    newest = select(func.max(answer_event.c.number)).where(answer_event.c.assessment_id == assessment.c.id)
    answered = events.join_from(assessment, answer_event).where(
        assessment.c.id.in_(reach.forms), answer_event.c.number == newest.correlate(assessment).scalar_subquery()
    )
    for stream_id, number, mac in run(answered):
        yield Ended(Stream.ANSWERS.value, stream_id, 1, number, mac.hex() if mac else "")
    for pathway_id, numbers in reach.agreed().items():
        kept = select(pathway_event.c.number, pathway_event.c.mac).where(pathway_event.c.pathway_id == pathway_id)
        macs = {row.number: row.mac for row in run(kept)}
        for first, last in stretches(numbers):
            yield Ended(Stream.PATHWAY.value, pathway_id, first, last, macs[last].hex() if macs[last] else "")
    signed = select(signing.c.conversation_id, signing.c.id, signing.c.hash).where(
        signing.c.conversation_id.in_(reach.talks), signing.c.hash != ""
    )
    for conversation_id, number, proof in run(signed.order_by(signing.c.id)):
        yield Ended(Stream.SIGNING.value, conversation_id, number, number, proof)


def _last_of(reach: Reach, table: Table) -> int:
    """The highest number among the rows of a table that go."""
    going = {
        "assessment": assessment.c.id.in_(reach.forms),
        "conversation": conversation.c.id.in_(reach.talks),
        "signing": signing.c.conversation_id.in_(reach.talks),
        "contact_point": contact_point.c.id.in_(reach.points) if reach.everything else false(),
        "pathway": pathway.c.id.in_(reach.pathways) if reach.everything else false(),
    }
    return reach.connection.execute(select(func.max(table.c.id)).where(going[table.name])).scalar() or 0


def _delete(reach: Reach) -> None:
    """Children first."""
    run = reach.connection.execute
    run(delete(typing).where(typing.c.assessment_id.in_(reach.forms)))
    run(delete(box_text).where(box_text.c.patient_id == reach.patient_id))  # nobody knows what they came out of
    run(delete(answer_event).where(answer_event.c.assessment_id.in_(reach.forms)))
    for pathway_id, numbers in reach.agreed().items():
        for first, last in stretches(numbers):
            number = pathway_event.c.number
            run(delete(pathway_event).where(pathway_event.c.pathway_id == pathway_id, number.between(first, last)))
    run(delete(signing).where(signing.c.conversation_id.in_(reach.talks)))
    run(delete(refused_correction).where(refused_correction.c.conversation_id.in_(reach.talks)))
    run(delete(assessment).where(assessment.c.conversation_id.in_(reach.talks)))
    pathways = list(run(reach.pathways).scalars()) if reach.everything else [reach.point()[0]]
    for pathway_id in pathways:
        projecting.forget(reach.connection, pathway_id)
    if reach.everything:
        _delete_patient(reach)
    else:
        run(delete(conversation).where(conversation.c.id == reach.conversation_id))


def _delete_patient(reach: Reach) -> None:
    run, patient_id = reach.connection.execute, reach.patient_id
    run(delete(conversation).where(conversation.c.id.in_(reach.talks)))
    run(delete(worklist).where(worklist.c.patient_id == patient_id))
    run(delete(contact_point).where(contact_point.c.pathway_id.in_(reach.pathways)))
    run(delete(pathway).where(pathway.c.patient_id == patient_id))
    run(update(arrival).where(reach.arrivals()).values(patient_id=patient_id))
    for table in (arrival, patient_change, guardian, death, name_word, patient_unit):
        run(delete(table).where(table.c.patient_id == patient_id))
    run(update(patient).where(patient.c.id == patient_id).values(**BLANK))


def free_number(connection: Connection, table: Table) -> int:
    """The next number of a row of `NUMBERED`: none that a deleted row has had."""
    highest: int = connection.execute(select(func.max(table.c.id))).scalar() or 0
    removed = connection.execute(select(erasure.c.removed).where(erasure.c.removed != "")).scalars()
    used: list[int] = [json.loads(each).get("last", {}).get(table.name, 0) for each in removed]
    return 1 + max([highest, *used])


def tombstones(connection: Connection, patient_id: int | None = None) -> list[Erasure]:
    """What was deleted by decision, of a patient or of all, in order."""
    columns = [column for column in erasure.c if column.name != "author_id"]
    found = select(*columns, staff.c.name.label("author")).join_from(erasure, staff).order_by(erasure.c.id)
    if patient_id is not None:
        found = found.where(erasure.c.patient_id == patient_id)
    return each(Erasure, connection.execute(found), "erasure")
