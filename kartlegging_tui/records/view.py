"""What all reading of the records shares: one transaction, and whom the user sees in lists."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, FromClause, Row, Select, select

from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.records.errors import NotFound
from kartlegging_tui.records.lineages import Lineages
from kartlegging_tui.records.tables import patient
from kartlegging_tui.records.units import EVERYBODY as ALL
from kartlegging_tui.records.units import Sight, Viewer

Published = dict[tuple[str, str], Questionnaire]
"""Published forms by id and version: they never change, so that what is read once is kept."""


class View:
    """One transaction."""

    def __init__(self, connection: Connection, published: Published, lineages: Lineages) -> None:
        self._connection = connection
        self._published = published
        self._lineages = lineages
        self._sight: Sight = ALL

    def seen_by(self, viewer: Viewer) -> None:
        """From here on, lists, searches and counts leave out the patients whom somebody may not see."""
        self._sight = Sight.of(self._connection, viewer)

    @property
    def sees_all(self) -> bool:
        """Nobody is left out of lists."""
        return not self._sight.restricted

    def sees(self, patient_id: int) -> bool:
        """Lists do not leave this patient out."""
        found = select(patient.c.id).where(patient.c.id == patient_id, *self._sight.patients(patient.c.id))
        return self._first(found) is not None

    def _first(self, statement: Select[Any]) -> Row[Any] | None:
        return self._connection.execute(statement.limit(1)).first()

    def _one(self, table: FromClause, key: int) -> Row[Any]:
        row = self._connection.execute(select(table).where(table.c.id == key)).one_or_none()
        if row is None:
            raise NotFound(table.description.replace("_", " "), key)
        return row
