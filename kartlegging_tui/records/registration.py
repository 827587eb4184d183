"""The table of registration codes: rows are added in place of others, and never changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select

from kartlegging_tui.domain.registration import KeptCode, RegistrationCode, RegistrationEvent
from kartlegging_tui.records.as_values import readable
from kartlegging_tui.records.errors import Conflict
from kartlegging_tui.records.office_tables import registration_code
from kartlegging_tui.records.tables import staff


def codes(connection: Connection, history: bool) -> list[KeptCode]:
    """Those that stand, by contact point, event and first day; with `history` all there were, as they were made."""
    of_table = [column for column in registration_code.c if column.name != "author_id"]
    found = select(*of_table, staff.c.name.label("author")).join_from(registration_code, staff)
    if history:
        found = found.order_by(registration_code.c.id)
    else:
        replaced = select(registration_code.c.replaces_id).where(registration_code.c.replaces_id.is_not(None))
        order = (registration_code.c[name] for name in ("contact_point", "event", "outcome", "valid_from", "id"))
        found = found.where(registration_code.c.id.not_in(replaced)).order_by(*order)
    with readable("registration_code"):
        return [
            KeptCode(**{**row._mapping, "event": RegistrationEvent(row.event)}) for row in connection.execute(found)
        ]


def add(connection: Connection, code: RegistrationCode, author_id: int, at: datetime, replaces: int | None) -> int:
    """A code, in place of another or new; its id. Raises Conflict where the other was replaced already."""
    if replaces is not None:
        later = select(registration_code.c.id).where(registration_code.c.replaces_id == replaces)
        if connection.execute(later).first() is not None:
            raise Conflict(f"Registration code {replaces} was changed in the meantime")
    values = {name: getattr(code, name) for name in RegistrationCode.model_fields} | {"event": code.event.value}
    values |= {"author_id": author_id, "at": at, "replaces_id": replaces}
    key = connection.execute(insert(registration_code), values).inserted_primary_key
    assert key is not None
    return int(key[0])
