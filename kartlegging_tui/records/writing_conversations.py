"""Contact points and the conversations that are held at them; the worklist follows in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select, update

from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.domain.people import ContactPoint, Conversation, ConversationDetails
from kartlegging_tui.records import projecting, worklist
from kartlegging_tui.records.derived import worklist as worklist_table
from kartlegging_tui.records.errors import Conflict
from kartlegging_tui.records.tables import contact_point, conversation
from kartlegging_tui.records.unit_of_work import UnitOfWork


class Conversations(UnitOfWork):
    """When somebody is talked with, and what has become of it."""

    def add_contact_points(self, pathway_id: int, windows: Sequence[tuple[int, date, date]]) -> list[ContactPoint]:
        """Planned contact points: number, first and last day of the window."""
        for number, opens, closes in windows:
            status = ContactPointStatus.PLANNED
            self._insert(contact_point, pathway_id=pathway_id, number=number, status=status, opens=opens, closes=closes)
        self._bring_up_to_date(pathway_id)
        wanted = {number for number, _, _ in windows}
        return [point for point in self.contact_points(pathway_id) if point.number in wanted]

    def set_contact_point_status(
        self, contact_point_id: int, status: ContactPointStatus, ask_again_on: date | None = None
    ) -> ContactPoint:
        """Raises NotFound. The day goes with a contact point declined for now, or put off."""
        self._change_contact_point(contact_point_id, status=status, ask_again_on=ask_again_on)
        return self.contact_point(contact_point_id)

    def start_conversation(
        self, contact_point_id: int, author_id: int, details: ConversationDetails, at: datetime
    ) -> Conversation:
        """The contact point counts as offered, whatever was said before. Raises Conflict where there is a talk."""
        if self.conversation(contact_point_id) is not None:
            raise Conflict(f"Contact point {contact_point_id} has a conversation")
        values = {name: getattr(details, name) for name in ConversationDetails.model_fields}
        conversation_id = self._insert(
            conversation, contact_point_id=contact_point_id, author_id=author_id, started_at=at, ended_at=None, **values
        )
        self._change_contact_point(contact_point_id, status=ContactPointStatus.OFFERED, ask_again_on=None)
        return self.conversation_with(conversation_id)

    def end_conversation(self, conversation_id: int, at: datetime) -> Conversation:
        """The contact point is held. Raises NotFound."""
        return self._end(conversation_id, at, ContactPointStatus.HELD)

    def reopen_conversation(self, conversation_id: int) -> Conversation:
        """It goes on, and the contact point is not held yet. Raises NotFound, and Conflict where it was signed."""
        if self.signings(conversation_id):
            raise Conflict(f"Conversation {conversation_id} was signed")
        return self._end(conversation_id, None, ContactPointStatus.OFFERED)

    def _end(self, conversation_id: int, at: datetime | None, status: ContactPointStatus) -> Conversation:
        contact_point_id: int = self._one(conversation, conversation_id).contact_point_id
        self._connection.execute(update(conversation).where(conversation.c.id == conversation_id).values(ended_at=at))
        self._change_contact_point(contact_point_id, status=status, ask_again_on=None)
        projecting.make_stale(self._connection, self.contact_point(contact_point_id).pathway_id)
        return self.conversation_with(conversation_id)

    def _change_contact_point(self, contact_point_id: int, **values: object) -> None:
        pathway_id: int = self._one(contact_point, contact_point_id).pathway_id
        here = contact_point.c.id == contact_point_id
        self._connection.execute(update(contact_point).where(here).values(**values))
        self._bring_up_to_date(pathway_id)

    def _bring_up_to_date(self, pathway_id: int) -> None:
        """The worklist follows in the same transaction."""
        dead = self.died_on(self.pathway(pathway_id).patient_id) is not None
        points = self.contact_points(pathway_id)
        ongoing = select(conversation.c.contact_point_id).where(
            conversation.c.contact_point_id.in_([point.id for point in points]), conversation.c.ended_at.is_(None)
        )
        values = worklist.project(points, self._connection.execute(ongoing).scalars(), dead)
        here = worklist_table.c.pathway_id == pathway_id
        self._connection.execute(update(worklist_table).where(here).values(**values))
