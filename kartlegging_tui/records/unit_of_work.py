"""A unit of work: what it reads stays so until it is committed, and nothing of it remains unless it is."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, insert
from sqlalchemy.engine import RootTransaction

from kartlegging_tui.records import erasing
from kartlegging_tui.records.chaining import SealKey
from kartlegging_tui.records.failures import committing
from kartlegging_tui.records.lineages import Lineages
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.records.view import Published


class UnitOfWork(Reading):
    """What all writing shares."""

    def __init__(
        self,
        connection: Connection,
        transaction: RootTransaction,
        published: Published,
        lineages: Lineages,
        seal_key: SealKey,
    ) -> None:
        super().__init__(connection, published, lineages)
        self._transaction = transaction
        self._seal_key = seal_key

    def commit(self) -> None:
        """On disk when it returns; only now may a screen say so. Nothing more can be done in the unit.

        Raises NotSaved, or MaybeSaved where only reading back can tell.
        """
        with committing():
            self._transaction.commit()

    @property
    def _key(self) -> bytes:
        """Of the chained logs."""
        return self._seal_key(self._connection)

    def _insert(self, table: Table, **values: Any) -> int:
        """The new row's id, where it has one."""
        if table in erasing.NUMBERED:
            values["id"] = erasing.free_number(self._connection, table)
        key = self._connection.execute(insert(table), values).inserted_primary_key
        return int(key[0]) if key is not None and "id" in table.c else 0
