"""Telling the log of access what was tried on a file while nobody could open it, as soon as somebody does.

On a server it is told at once: of a user by `Access.denied`, of a name that nobody has from here.
"""

from __future__ import annotations

import json

from kartlegging_tui.domain.access import Access, Ground, Outcome, purpose_of
from kartlegging_tui.records.attempts import Attempt, attempt
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import NotLogged, NotSaved
from kartlegging_tui.records.keys import KeyFile
from kartlegging_tui.records.writing import Writing
from kartlegging_tui.services import clock
from kartlegging_tui.services.access import workstation

WHAT = "login"
TOLD = "attempts_told"
"""The setting that holds the ids of those that were told last: the key file cannot be changed in the same transaction.

A power cut between the two leaves them in both, and they are not told again.
"""
REMEMBERED = 1000
"""More than a key file holds: also one that was put back from a backup tells nothing twice."""


def tell_attempts(database: Database, file: KeyFile) -> None:
    """Writes what failed into the log, as refused, each at its own time; then it is taken out of the key file.

    Where the records or the key file cannot be written, it stays, and is told the next time. Raises NotRead,
    NoKeyFile or KeyFileDamaged.
    """
    failed = file.attempts()
    if not failed or database.read_only:
        return
    try:
        with database.write() as unit:
            before: list[str] = json.loads(unit.setting(TOLD) or "[]")
            new = [each for each in failed if each.id not in before]
            unit.log_access([_entry(unit, each) for each in new])
            unit.set(TOLD, json.dumps([*before, *(each.id for each in new)][-REMEMBERED:]))
            unit.commit()
        file.forget_attempts(each.id for each in failed)
    except NotSaved:
        return


def tell_unknown(database: Database) -> None:
    """Writes into the log of a server that a user name was tried which nobody has, and from where; not the name.

    Raises NotLogged.
    """
    try:
        with database.write() as unit:
            unit.log_access([_entry(unit, attempt(clock.now(), "password", "", workstation()))])
            unit.commit()
    except NotSaved as error:
        raise NotLogged(error.reason, error.detail) from None


def _entry(unit: Writing, attempt: Attempt) -> Access:
    account = unit.accounts.named(attempt.user) if attempt.user else None
    details = {"by": attempt.way, "dropped": attempt.dropped or None}
    return Access(
        at=attempt.at,
        staff_id=account.user.id if account else unit.outsider("", ""),  # without a name, and no user of the program
        role=account.user.role if account else None,
        unit="",
        patient_id=None,
        what=WHAT,
        details=json.dumps({name: value for name, value in details.items() if value is not None}),
        ground=Ground.NONE,
        purpose=purpose_of(WHAT),
        outcome=Outcome.DENIED,
        workstation=attempt.workstation,
    )
