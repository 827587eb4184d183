"""User names that nobody has, tried on a server: counted as the wrong passwords of a user are.

Otherwise who is asked to wait would be told to be a user. A name is not kept: somebody may have typed a password. It
falls into one of some thousand drawers, by a keyed hash; that many are too few to try a guess against.
"""

from __future__ import annotations

import hmac
import json
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from kartlegging_tui.domain.chain import Stream
from kartlegging_tui.records.chaining import lock
from kartlegging_tui.records.json_kept import object_in
from kartlegging_tui.records.tables import setting

TRIED = "unknown_names_tried"
"""The setting: for each drawer, how often in a row, and when it was last."""
DRAWERS = 4096
FORGOTTEN_AFTER = timedelta(days=30)
"""So that the drawers do not fill up with slips of the pen."""


def counted(connection: Connection, key: bytes, user_name: str, now: datetime) -> datetime | None:
    """Counts one more try, or says until when none may be made."""
    from kartlegging_tui.records.keys import wait_after  # brings the cryptography that a file with a key needs

    lock(connection, Stream.ACCESS)
    kept = connection.execute(select(setting.c.value).where(setting.c.name == TRIED)).scalar()
    drawers = {
        drawer: (failures, last)
        for drawer, (failures, last) in object_in(kept or "{}").items()
        if now - datetime.fromisoformat(last) < FORGOTTEN_AFTER
    }
    drawer = _drawer(key, user_name)
    failures, last = drawers.get(drawer, (0, now.isoformat()))
    wait_until = wait_after(failures, datetime.fromisoformat(last))
    if wait_until is not None and now < wait_until:
        return wait_until
    drawers[drawer] = (failures + 1, now.isoformat())
    connection.execute(delete(setting).where(setting.c.name == TRIED))
    connection.execute(insert(setting), {"name": TRIED, "value": json.dumps(drawers)})
    return None


def _drawer(key: bytes, user_name: str) -> str:
    found = hmac.digest(key, b"user name " + user_name.encode("utf-8", "surrogatepass"), "sha256")
    return str(int.from_bytes(found[:4]) % DRAWERS)
