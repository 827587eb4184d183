"""Refused requests to correct or delete what is signed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, insert, select

from kartlegging_tui.domain.refused import RefusedRequest
from kartlegging_tui.records.as_values import each
from kartlegging_tui.records.tables import staff
from kartlegging_tui.records.trust_tables import refused_correction


def add(
    connection: Connection,
    conversation_id: int,
    received_on: date,
    request: str,
    reason: str,
    author_id: int,
    at: datetime,
) -> int:
    """Keeps one; its number."""
    values = {"conversation_id": conversation_id, "received_on": received_on, "request": request, "reason": reason}
    added = connection.execute(insert(refused_correction), values | {"author_id": author_id, "at": at})
    assert added.inserted_primary_key is not None
    return int(added.inserted_primary_key[0])


def of_conversation(connection: Connection, conversation_id: int) -> list[RefusedRequest]:
    """In the order in which they were refused."""
    columns = [column for column in refused_correction.c if column.name != "author_id"]
    found = select(*columns, staff.c.name.label("author")).join_from(refused_correction, staff)
    here = found.where(refused_correction.c.conversation_id == conversation_id).order_by(refused_correction.c.id)
    return each(RefusedRequest, connection.execute(here), "refused_request")
