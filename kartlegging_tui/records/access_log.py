"""The log of who has read what: appended to, one chain for the whole database.

Source: pasientjournalloven § 22, pasientjournalforskriften § 14.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, insert

from kartlegging_tui.domain.access import Access
from kartlegging_tui.domain.chain import Stream, code
from kartlegging_tui.records.chaining import newest, row_of
from kartlegging_tui.records.columns import milliseconds
from kartlegging_tui.records.tables import access


def append(connection: Connection, key: bytes, entries: Iterable[Access]) -> int:
    """Adds entries, chained by `key`; the number of the last. A number is never left out."""
    number, mac = newest(connection, key, Stream.ACCESS)
    added = []
    for entry in entries:
        number += 1
        values = dict(entry)
        kept = {**values, "id": number, "at": milliseconds(entry.at)}
        mac = code(key, Stream.ACCESS, 0, mac, row_of(Stream.ACCESS, kept))
        added.append({**values, "id": number, "mac": mac})
    if added:
        connection.execute(insert(access), added)
    return number
