"""Signing a conversation, and correcting what is signed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from kartlegging_tui.domain.chain import Stream
from kartlegging_tui.domain.people import AssessmentStatus
from kartlegging_tui.domain.signing import Signing, SigningKind, SigningState, chained, state_of
from kartlegging_tui.records.chaining import lock
from kartlegging_tui.records.errors import Conflict
from kartlegging_tui.records.tables import assessment, signing
from kartlegging_tui.records.unit_of_work import UnitOfWork


class Signatures(UnitOfWork):
    """What is appended about signing."""

    def sign(self, conversation_id: int, document: str, author_id: int, at: datetime, reason: str = "") -> Signing:
        """Signs a conversation: its assessments are locked. `document` says what is signed, as JSON.

        Raises Conflict where it is signed and no correction was begun.
        """
        earlier = self.signings(conversation_id)
        if not state_of(earlier).is_open:
            raise Conflict(f"Conversation {conversation_id} is signed")
        corrected = bool(earlier)
        version = 1 + sum(each.kind is SigningKind.SIGNED for each in earlier)
        status = AssessmentStatus.CORRECTED if corrected else AssessmentStatus.SIGNED
        self._set_assessments(conversation_id, status)
        lock(self._connection, Stream.ACCESS)  # the chain of what was signed is one for all
        last = select(signing.c.hash).where(signing.c.kind == SigningKind.SIGNED).order_by(signing.c.id.desc())
        row = self._first(last)
        proof = chained(row.hash if row else "", document)
        return self._add_signing(conversation_id, version, SigningKind.SIGNED, author_id, at, reason, document, proof)

    def begin_correction(self, conversation_id: int, author_id: int, at: datetime, reason: str) -> Signing:
        """Opens a signed conversation for a correction. Raises Conflict where it is not signed."""
        earlier = self.signings(conversation_id)
        if state_of(earlier) is not SigningState.SIGNED:
            raise Conflict(f"Conversation {conversation_id} is not signed")
        self._set_assessments(conversation_id, AssessmentStatus.CORRECTING)
        version = 1 + sum(each.kind is SigningKind.SIGNED for each in earlier)
        return self._add_signing(conversation_id, version, SigningKind.CORRECTING, author_id, at, reason)

    def give_up_correction(self, conversation_id: int, author_id: int, at: datetime) -> Signing:
        """Locks the conversation again, as it was signed last. Raises Conflict where nothing is being corrected."""
        earlier = self.signings(conversation_id)
        if state_of(earlier) is not SigningState.CORRECTING:
            raise Conflict(f"Conversation {conversation_id} is not being corrected")
        version = earlier[-1].version
        self._set_assessments(conversation_id, AssessmentStatus.CORRECTED if version > 2 else AssessmentStatus.SIGNED)
        return self._add_signing(conversation_id, version, SigningKind.GIVEN_UP, author_id, at)

    def _set_assessments(self, conversation_id: int, status: AssessmentStatus) -> None:
        here = assessment.c.conversation_id == conversation_id
        self._connection.execute(update(assessment).where(here).values(status=status))

    def _add_signing(
        self,
        conversation_id: int,
        version: int,
        kind: SigningKind,
        author_id: int,
        at: datetime,
        reason: str = "",
        document: str = "",
        proof: str = "",
    ) -> Signing:
        self._insert(
            signing,
            conversation_id=conversation_id,
            version=version,
            kind=kind,
            author_id=author_id,
            at=at,
            reason=reason,
            document=document,
            hash=proof,
        )
        return self.signings(conversation_id)[-1]
