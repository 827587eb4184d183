"""Reading who may see whom, who has seen what, and what was refused or deleted by decision."""

from __future__ import annotations

from sqlalchemy import select

from kartlegging_tui.domain.access import Logged
from kartlegging_tui.domain.access import Wanted as AccessWanted
from kartlegging_tui.domain.erasure import Erasure
from kartlegging_tui.domain.refused import RefusedRequest
from kartlegging_tui.domain.who_may_see import Emergency, Standing, UnitChange
from kartlegging_tui.records import access_log, erasing, grounds, refusing, units
from kartlegging_tui.records.accounts import Accounts
from kartlegging_tui.records.grounds import Grounds
from kartlegging_tui.records.tables import membership
from kartlegging_tui.records.units import Viewer
from kartlegging_tui.records.view import View


class Oversight(View):
    """What those read who watch over the records."""

    @property
    def accounts(self) -> Accounts:
        """Who logs in."""
        return Accounts(self._connection)

    def access_log(self, wanted: AccessWanted, limit: int, offset: int = 0) -> list[Logged]:
        """Who has read what, the newest first."""
        return access_log.page(self._connection, wanted, limit, offset)

    def access_count(self, wanted: AccessWanted) -> int:
        """How many rows of the log that are."""
        return access_log.count(self._connection, wanted)

    def units(self) -> dict[int, str]:
        """The units in which people work, by the id of the user."""
        found = select(membership.c.staff_id, membership.c.unit)
        return {row.staff_id: row.unit for row in self._connection.execute(found)}

    def standing(self, viewer: Viewer, patient_id: int) -> Standing:
        """How somebody stands to a patient: what says whether they may see them."""
        return units.standing(self._connection, viewer, patient_id)

    def grounds(self, viewer: Viewer, patient_id: int | None) -> Grounds:
        """By what somebody may write at a moment: of a patient, or of none in particular."""
        return grounds.plainly(self._connection, viewer, patient_id)

    def stood(self, viewer: Viewer, patient_id: int) -> Standing:
        """How somebody stood to a patient at a moment, told from what was written and not from what follows from it."""
        return grounds.stood(self._connection, viewer, patient_id)

    def patient_of(self, kind: str, key: int) -> int:
        """Whose this `pathway`, `contact_point` or `conversation` is. Raises NotFound."""
        return grounds.patient_of(self._connection, kind, key)

    def following(self, patient_id: int) -> tuple[str, ...]:
        """The units that follow a patient, by name."""
        return units.following(self._connection, patient_id)

    def unit_changes(self, patient_id: int) -> list[UnitChange]:
        """How the units that follow a patient have changed, in order."""
        return units.changes(self._connection, patient_id)

    def our_units(self) -> list[str]:
        """The units in which anybody here works, by name."""
        return units.ours(self._connection)

    def emergency(self, viewer: Viewer, patient_id: int) -> Emergency | None:
        """The emergency access of somebody to a patient, while it lasts."""
        return units.running(self._connection, viewer, patient_id)

    def emergencies(self, reviewed: bool, limit: int) -> list[Emergency]:
        """Those that wait to be reviewed, the oldest first; or those that are, the newest first."""
        return units.emergencies(self._connection, reviewed, limit)

    def waiting_for_review(self, staff_id: int) -> int:
        """How many emergency accesses of others wait to be reviewed."""
        return units.waiting_for_review(self._connection, staff_id)

    def refused(self, conversation_id: int) -> list[RefusedRequest]:
        """Requests about a signed conversation that were refused, in order."""
        return refusing.of_conversation(self._connection, conversation_id)

    def erasures(self, patient_id: int | None = None) -> list[Erasure]:
        """What was deleted by decision, of a patient or of all, in order."""
        return erasing.tombstones(self._connection, patient_id)

    def going(self, patient_id: int, conversation_id: int | None) -> erasing.Reach:
        """What a decision about a conversation, or about everything of a patient, reaches. Raises NotFound."""
        return erasing.Reach(self._connection, patient_id, conversation_id)
