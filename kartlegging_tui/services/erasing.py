"""Deleting from the record by decision: what would go, in counts, and carrying it out.

Whoever is responsible for the record decides (helsepersonelloven § 43); whoever runs the program carries it out, by the
patient's number here and without seeing what is deleted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from kartlegging_tui.domain.erasure import Decision, Erasure, Ground
from kartlegging_tui.domain.people import User
from kartlegging_tui.domain.verified import Log
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import Conflict
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.records.vouching import ERASED
from kartlegging_tui.services.access import Notes
from kartlegging_tui.services.indexing import told


@dataclass(frozen=True)
class Going:
    """What a decision would delete, without a word of it."""

    patient_id: int
    conversation_id: int | None
    """None for everything about the patient."""
    counts: dict[str, int]
    later_signed: int
    """Signed documents of other conversations that repeat what stood in the plan then: they stay as they are."""
    signed: bool
    """Something of it is signed, or was, while it is corrected."""
    under_way: int = field(default=0)
    """Conversations that go on or are being corrected: as long as there are any, nothing is deleted."""


class UnderWay(Conflict):
    """A conversation goes on, here or elsewhere: whoever sits with it has to end it first."""


class WasSigned(Conflict):
    """What was signed is no draft: it takes another ground."""


class ChangedSince(Conflict):
    """There is more, or less, than was shown to whoever carries the decision out."""


class NothingLeft(Conflict):
    """There is nothing to delete: it was deleted before."""


class Erasing:
    """Carries decisions out, for one user."""

    def __init__(self, database: Database, user: User, now: Callable[[], datetime], access: Notes) -> None:
        self._database = database
        self._user = user
        self._now = now
        self._access = access

    def going(self, patient_id: int, conversation_id: int | None = None) -> Going:
        """What would go: a conversation, or everything about the patient. Raises NotFound, NotLogged, NotRead."""
        with self._database.read() as view:
            found = _going(view, patient_id, conversation_id)
        self._access.listing("erasing", [patient_id], conversation=conversation_id)
        return found

    def erase(self, shown: Going, decision: Decision) -> Erasure:
        """Deletes what was shown, and nothing else; what stands in its place. Then `sweep`.

        Raises UnderWay, WasSigned, ChangedSince, NothingLeft, NotFound, NotSaved, and ValueError for a decision that
        does not say who decided, on what ground and where that is kept.
        """
        if not all(each.strip() for each in (decision.decided_by, decision.words, decision.reference)):
            raise ValueError("a decision says who decided, on what ground, and where it is kept")
        with self._access.writing(self._database) as unit:
            found = _going(unit, shown.patient_id, shown.conversation_id)
            if found.under_way:
                raise UnderWay(f"Patient {shown.patient_id} has a conversation that goes on")
            if found != shown:
                raise ChangedSince(f"Patient {shown.patient_id} has changed")
            if decision.ground is Ground.DRAFT and (found.signed or found.conversation_id is None):
                raise WasSigned(f"Patient {shown.patient_id}: what is deleted is no draft")
            if found.conversation_id is None and any(
                each.conversation_id is None for each in unit.erasures(shown.patient_id)
            ):
                raise NothingLeft(f"Patient {shown.patient_id} was deleted before")
            done = unit.erase(shown.patient_id, shown.conversation_id, decision, self._user.id, self._now())
            for pathway in unit.pathways(shown.patient_id):
                unit.project(pathway.id, list(told(unit, pathway.id)))
            self._access.note(
                unit,
                ERASED,
                shown.patient_id,
                conversation=shown.conversation_id,
                adds=(Log.ERASURES, done.id),
            )
            unit.commit()
        return done

    def sweep(self) -> bool:
        """Cleans the file of what is left in pages that nobody uses (`Database.sweep`); False where it is to be tried
        again, as another program has the file open. Raises NotSaved."""
        return self._database.sweep()

    def carried_out(self, patient_id: int | None = None) -> list[Erasure]:
        """The decisions that were carried out, in order. Raises NotRead."""
        with self._database.read() as view:
            return view.erasures(patient_id)


def _going(view: Reading, patient_id: int, conversation_id: int | None) -> Going:
    reach = view.going(patient_id, conversation_id)
    counts = reach.counts()
    return Going(
        patient_id=patient_id,
        conversation_id=conversation_id,
        counts=counts,
        later_signed=reach.later_signed(),
        signed="signed_documents" in counts,
        under_way=reach.under_way(),
    )
