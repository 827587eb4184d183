"""Reading the log of who has read what: for the auditor, and for the patient whom it is about. It is logged too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kartlegging_tui.domain.access import Logged, Wanted
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import NotFound
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.services.access import Reads
from kartlegging_tui.services.export import look_up

PART = 1000
"""Rows read at a time, where all are wanted."""


@dataclass(frozen=True)
class LoggedLine:
    """A row, with what it takes to say it in words."""

    row: Logged
    contact_point: int | None
    """Whose conversation it was; None where it was none, or is gone."""

    @property
    def as_one_of(self) -> int:
        """How many patients were seen in a list."""
        listed = self.row.part.get("patients", ())
        return len(listed) if isinstance(listed, list) else 0


@dataclass(frozen=True)
class LogPage:
    """A part of the log, the newest first."""

    lines: tuple[LoggedLine, ...]
    total: int


class AccessLog:
    """Reads it, for whoever may."""

    def __init__(self, database: Database, access: Reads) -> None:
        self._database = database
        self._access = access

    def find(self, named: str) -> int:
        """The id of a patient, by identifier or by number in the database. Raises NotFound, NotRead, NotSaved."""
        return look_up(self._database, self._access, named)

    def people(self) -> list[tuple[int, str]]:
        """All who use the program, by name: whose reading can be asked for. Raises NotRead."""
        with self._database.read() as view:
            return sorted(((user.id, user.name) for user in view.staff()), key=lambda each: each[1])

    def called(self, name: str) -> int:
        """Who is called so. Raises NotFound, NotRead."""
        for staff_id, known in self.people():
            if known.casefold() == name.casefold().strip():
                return staff_id
        raise NotFound("user", name)

    def page(self, wanted: Wanted, limit: int, offset: int = 0) -> LogPage:
        """Some of the rows, the newest first. Raises NotRead, NotSaved."""
        self._log(wanted)
        with self._database.read() as view:
            return LogPage(tuple(_lines(view, view.access_log(wanted, limit, offset))), view.access_count(wanted))

    def all(self, wanted: Wanted) -> Iterator[LoggedLine]:
        """Every row, the newest first, read part by part. Raises NotRead, NotSaved."""
        self._log(wanted)
        offset = 0
        while True:
            with self._database.read() as view:
                lines = list(_lines(view, view.access_log(wanted, PART, offset)))
            yield from lines
            if len(lines) < PART:
                return
            offset += PART

    def _log(self, wanted: Wanted) -> None:
        """Before it is shown. Whoever reads the log has no ground for seeing the patient, and does not."""
        about = [wanted.patient_id] if wanted.patient_id is not None else []
        part = {"denied": wanted.denied or None, "emergency": wanted.emergency or None}
        self._access.listing("access_log", about, of=wanted.staff_id, **part)


def _lines(view: Reading, rows: list[Logged]) -> Iterator[LoggedLine]:
    points: dict[int, int | None] = {}
    for row in rows:
        talk = row.part.get("conversation")
        if isinstance(talk, int) and talk not in points:
            points[talk] = _contact_point(view, talk)
        yield LoggedLine(row, points.get(talk) if isinstance(talk, int) else None)


def _contact_point(view: Reading, conversation_id: int) -> int | None:
    """The number of its contact point; None where the conversation was deleted by decision."""
    try:
        return view.contact_point(view.conversation_with(conversation_id).contact_point_id).number
    except NotFound:
        return None
