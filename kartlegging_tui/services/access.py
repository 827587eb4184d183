"""Tells the log who reads what. It is written before anything is shown: what cannot be logged is not shown.

Source: pasientjournalloven § 22, pasientjournalforskriften § 14.
"""

from __future__ import annotations

import getpass
import json
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from functools import cache
from typing import Protocol

from kartlegging_tui.domain import access
from kartlegging_tui.domain.access import Ground, Outcome, purpose_of
from kartlegging_tui.domain.people import User
from kartlegging_tui.domain.verified import Log
from kartlegging_tui.domain.who_may_see import Ended
from kartlegging_tui.language import N_, _
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import NotLogged, NotSaved, RecordsError
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.records.sealing import SEALED
from kartlegging_tui.records.units import Viewer
from kartlegging_tui.records.writing import Writing
from kartlegging_tui.services.may_write import what_ended

AGAIN = timedelta(minutes=10)
"""Read again within this time, by the same user at the same desk, the same thing is read once."""
TOLD_TOGETHER = 1_000
"""So many patients in a row of the log, where something about all of them leaves the program."""

Detail = int | str | bool | list[int] | None
Row = tuple[Log, int]
"""A row that the log vouches for, by its kind and number (`records/vouching.py`)."""


class GroundFor(Protocol):
    """Why the user may see a patient."""

    def __call__(self, patient_id: int) -> Ground:
        """`Ground.NONE` where they may not. Raises NotRead."""


class Reads(Protocol):
    """Told that something is about to be shown."""

    def view(self, database: Database) -> AbstractContextManager[Reading]:
        """The records as this user sees them: lists and counts leave out whom they may not see. Raises NotRead."""

    def reading(self, what: str, patient_id: int | None = None, **details: Detail) -> None:
        """Of one patient, or of none in particular. Raises NoGround, NotLogged."""

    def reading_all(self, what: str, patient_ids: Iterable[int]) -> None:
        """Of each of these patients. Raises NoGround, NotLogged."""

    def listing(self, what: str, patient_ids: Iterable[int], **details: Detail) -> None:
        """A list or what a search found, with these patients in it. Raises NotLogged."""

    def denied(self, what: str, patient_id: int | None = None, **details: Detail) -> None:
        """This user was not let do something. Raises NotLogged."""


class Writes(Reads, Protocol):
    """Asked also whether something may be written."""

    def writing(
        self,
        database: Database,
        *,
        patient: int | None = None,
        pathway: int | None = None,
        contact_point: int | None = None,
        conversation: int | None = None,
    ) -> AbstractContextManager[Writing]:
        """A unit of work about one of these, or about no patient. Raises AccessEnded, which is logged; NotFound."""


class Notes(Writes, Protocol):
    """Told also what was done."""

    def note(
        self,
        unit: Writing,
        what: str,
        patient_id: int | None,
        adds: Row | None = None,
        ground: Ground | None = None,
        **details: Detail,
    ) -> None:
        """In the unit of work in which it is done; `adds` is the row that it has added. Raises NotSaved."""

    def handing_out(self, what: str, patient_ids: Iterable[int]) -> None:
        """Something about all of these leaves the program. Raises NotLogged."""


class Seals(Notes, Protocol):
    """Told also when something is finished that nobody shall shorten."""

    def seal(
        self,
        unit: Writing,
        patient_id: int | None = None,
        conversation: int | None = None,
        why: str = "",
        adds: Row | None = None,
    ) -> int:
        """The logs of a conversation, or all that have grown, as they are in this unit of work. Raises NotSaved."""


class NoGround(RecordsError):
    """The user has no ground for seeing this patient. The attempt is logged."""

    def __init__(self, patient_id: int) -> None:
        text = _(
            "Only other units follow patient {number}, and you have no care relation to them. That you tried is "
            "logged. Emergency access is given in the program."
        )
        super().__init__(text.format(number=patient_id))
        self.patient_id: int | None = patient_id


class AccessEnded(NoGround):
    """What the user wrote by has ended since the screen was opened. Nothing is written, and the attempt is logged."""

    def __init__(self, patient_id: int | None, ended: Ended) -> None:
        RecordsError.__init__(self, _(ENDED[ended]))
        self.patient_id = patient_id
        self.ended = ended


ENDED = {
    Ended.ROLE: N_(
        "Your role has ended or is another by now, or your account is closed, so nothing was saved. What you have "
        "written stays here. Ask whoever keeps the users."
    ),
    Ended.EMERGENCY: N_(
        "Your emergency access to this patient has run out, so nothing was saved. What you have written stays here: "
        "open the patient again with a reason, and save once more."
    ),
    Ended.RELATION: N_(
        "Only other units follow this patient by now, and you have no care relation to them any more, so nothing was "
        "saved. What you have written stays here: ask whoever follows the patient, or open it with a reason (emergency "
        "access), and save once more."
    ),
}
"""What ended, and what to do."""


class Access:
    """Keeps the log for one user."""

    def __init__(
        self, database: Database, user: User, now: Callable[[], datetime], ground_for: GroundFor | None = None
    ) -> None:
        """`ground_for` tells why the user may see a patient; without it, no unit follows anybody."""
        self._database = database
        self._user = user
        self._now = now
        self._ground_for = ground_for
        self._logged: dict[tuple[str, int | None, str, Ground], datetime] = {}
        self._listed: dict[tuple[str, int], datetime] = {}
        """When the user was shown a patient in a list."""
        self._desk: tuple[str, bool] | None = None
        self._whose: dict[tuple[str, int], int] = {}
        """The patients of pathways and conversations that were written about: a pathway stays its patient's."""

    @property
    def alone(self) -> bool:
        """Nobody else uses the database. Raises NotRead."""
        return self._known_desk()[1]

    @contextmanager
    def view(self, database: Database) -> Iterator[Reading]:
        """The records as this user sees them: lists and counts leave out whom they may not see. Raises NotRead."""
        alone = self.alone
        with database.read() as view:
            if self._ground_for is not None and not alone:
                view.seen_by(Viewer(self._user.id, self._user.name, self._now()))
            yield view

    def reading(self, what: str, patient_id: int | None = None, **details: Detail) -> None:
        """This user reads something: `patient`, `conversation`, `report` … Call it before it is shown.

        `details` tell which part, never with names or identifiers. Whether there is a ground is asked each time: it
        may have ended since. Raises NoGround, which is logged; NotRead, NotLogged.
        """
        told, at, ground = _told(details), self._now(), self._ground(patient_id)
        key = (what, patient_id, told, ground)
        if ground is Ground.NONE or _is_new(self._logged.get(key), at):
            self._log(at, [(what, patient_id, told, ground)])
            self._logged[key] = at

    def reading_all(self, what: str, patient_ids: Iterable[int]) -> None:
        """This user reads something of each of these patients. Raises NoGround, which is logged; NotLogged."""
        self._log(self._now(), [(what, each, "{}", self._ground(each)) for each in patient_ids])

    def listing(self, what: str, patient_ids: Iterable[int], **details: Detail) -> None:
        """This user sees a list, or what a search has found. Call it before it is shown.

        Those who are new in lists of this kind are told by their ids: so each patient can learn which lists they were
        in, and the log does not grow with every letter that narrows a search. Raises NotLogged.
        """
        told, at = _told(details), self._now()
        key = (what, None, told, Ground.TASK)
        new = sorted({each for each in patient_ids if _is_new(self._listed.get((what + told, each)), at)})
        if new or _is_new(self._logged.get(key), at):
            self._log(at, [(what, None, _told({**details, "patients": new}), self._ground(None))])
            self._logged[key] = at
            self._listed |= {(what + told, each): at for each in new}

    def handing_out(self, what: str, patient_ids: Iterable[int]) -> None:
        """What leaves the program is about these, whom this user sees in lists. Each time anew, a thousand in a row of
        the log: so each patient can learn of it, and nothing is kept here. Call it before anything is read.

        Raises NotLogged.
        """
        ids, at, ground = sorted(patient_ids), self._now(), self._ground(None)
        for start in range(0, max(len(ids), 1), TOLD_TOGETHER):
            told = _told({"patients": ids[start : start + TOLD_TOGETHER]})
            self._append([self._entry(at, what, None, told, ground)])

    @contextmanager
    def writing(self, database: Database, **about: int | None) -> Iterator[Writing]:
        """A unit of work about a `patient`, `pathway`, `contact_point` or `conversation`, or about no patient.

        Whether this user may write there is asked in it. Raises AccessEnded, which is logged; NotFound, NotSaved.
        """
        try:
            with database.write() as unit:
                self.require(unit, self._now(), **about)
                yield unit
        except AccessEnded as error:
            self.denied("write", error.patient_id, ended=error.ended.value)
            raise

    def require(self, unit: Reading, at: datetime, **about: int | None) -> None:
        """That this user may write what they did at a moment, by what they had then or have now. Raises AccessEnded."""
        if self._ground_for is None:
            return
        patient_id = self._patient_of(unit, about)
        if ended := what_ended(unit, self._user, patient_id, (at, self._now())):
            raise AccessEnded(patient_id, ended)

    def _patient_of(self, unit: Reading, about: dict[str, int | None]) -> int | None:
        for kind, key in about.items():
            if key is not None and kind != "patient" and (kind, key) not in self._whose:
                self._whose[kind, key] = unit.patient_of(kind, key)
        return next((key if kind == "patient" else self._whose[kind, key] for kind, key in about.items() if key), None)

    def seal(
        self,
        unit: Writing,
        patient_id: int | None = None,
        conversation: int | None = None,
        why: str = "",
        adds: Row | None = None,
    ) -> int:
        """Seals, in a unit of work, the logs of a conversation, or all that have grown; the number in this log.

        `why` is a word: `backup`, `export`. Raises NotSaved.
        """
        details: dict[str, Detail] = {"conversation": conversation, "why": why or None}
        if adds:
            details.update(unit.vouched(*adds, patient_id))
        told = _told(details)
        return unit.seal(self._entry(self._now(), SEALED, patient_id, told, self._ground(patient_id)), conversation)

    def note(
        self,
        unit: Writing,
        what: str,
        patient_id: int | None,
        adds: Row | None = None,
        ground: Ground | None = None,
        **details: Detail,
    ) -> None:
        """Keeps, in a unit of work, that this user has done something there, and vouches for the row that it has added.

        Their role lets them, where no other ground is told. Raises NotSaved.
        """
        ground = Ground.OWN_DATABASE if self.alone else ground or Ground.TASK
        if adds:
            details.update(unit.vouched(*adds, patient_id))
        unit.log_access([self._entry(self._now(), what, patient_id, _told(details), ground)])

    def denied(self, what: str, patient_id: int | None = None, **details: Detail) -> None:
        """This user was not let read something. Raises NotLogged."""
        self._append([self._entry(self._now(), what, patient_id, _told(details), Ground.NONE)])

    def _ground(self, patient_id: int | None) -> Ground:
        if self.alone:
            return Ground.OWN_DATABASE
        if patient_id is None:
            return Ground.TASK
        return self._ground_for(patient_id) if self._ground_for else Ground.OPEN

    def _log(self, at: datetime, read: list[tuple[str, int | None, str, Ground]]) -> None:
        """All of it, or, where there is no ground for some, only that."""
        refused = [each for each in read if each[-1] is Ground.NONE]
        self._append([self._entry(at, *each) for each in refused or read])
        for _what, patient_id, _told, _ground in refused:
            raise NoGround(patient_id or 0)

    def _append(self, entries: list[access.Access]) -> None:
        try:
            with self._database.write() as unit:
                unit.log_access(entries)
                unit.commit()
        except NotSaved as error:
            raise NotLogged(error.reason, error.detail) from None

    def _entry(self, at: datetime, what: str, patient_id: int | None, told: str, ground: Ground) -> access.Access:
        return access.Access(
            at=at,
            staff_id=self._user.id,
            role=self._user.role,
            unit=self._known_desk()[0],
            patient_id=patient_id,
            what=what,
            details=told,
            ground=ground,
            purpose=purpose_of(what),
            outcome=Outcome.DENIED if ground is Ground.NONE else Outcome.SHOWN,
            workstation=workstation(),
        )

    def _known_desk(self) -> tuple[str, bool]:
        """The unit of the user, and whether nobody else uses the database: as when the desk was opened."""
        if self._desk is None:
            with self._database.read() as view:
                self._desk = view.units().get(self._user.id, ""), len(view.staff()) == 1
        return self._desk


@cache
def workstation() -> str:
    """Who is logged in on this machine, and its name: told beside the user, never instead."""
    try:
        who = getpass.getuser()
    except (OSError, KeyError):  # a container without such a user
        who = ""
    return f"{who}@{socket.gethostname()}"


def _is_new(before: datetime | None, at: datetime) -> bool:
    return before is None or not timedelta(0) <= at - before < AGAIN


def _told(details: dict[str, Detail]) -> str:
    return json.dumps({name: value for name, value in details.items() if value is not None})
