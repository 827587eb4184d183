"""Keeping, with a signed conversation, that somebody asked for a correction or a deletion and was refused it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from kartlegging_tui.domain.norway import day_in_norway
from kartlegging_tui.domain.people import User
from kartlegging_tui.domain.refused import RefusedRequest
from kartlegging_tui.domain.signing import SigningState, state_of
from kartlegging_tui.domain.verified import Log
from kartlegging_tui.language import N_, translate
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import Conflict
from kartlegging_tui.services.access import Notes
from kartlegging_tui.services.day_words import day_words

HEADING = N_("Refused requests")
COMPLAINT = N_("The patient can complain about a refusal to the county governor (statsforvalteren).")


class Refusing:
    """Keeps refusals, for one user."""

    def __init__(self, database: Database, user: User, now: Callable[[], datetime], access: Notes) -> None:
        self._database = database
        self._user = user
        self._now = now
        self._access = access

    def refuse(self, conversation_id: int, received_on: date, request: str, reason: str) -> int:
        """Keeps a refused request with what was signed; its number. The log of access tells it, without its words.

        Raises ValueError without what was asked or why it was refused, Conflict where nothing is signed, or it is being
        corrected, NotFound, NotSaved.
        """
        if not (request.strip() and reason.strip()):
            raise ValueError("a refusal says what was asked for, and why not")
        with self._access.writing(self._database, conversation=conversation_id) as unit:
            if state_of(unit.signings(conversation_id)) is not SigningState.SIGNED:
                raise Conflict(f"Conversation {conversation_id} is not signed: change it")
            point = unit.contact_point(unit.conversation_with(conversation_id).contact_point_id)
            patient_id = unit.pathway(point.pathway_id).patient_id
            now = self._now()
            refused = unit.refuse(conversation_id, received_on, request.strip(), reason.strip(), self._user.id, now)
            self._access.note(
                unit,
                "refused_correction",
                patient_id,
                conversation=conversation_id,
                adds=(Log.REFUSALS, refused),
            )
            unit.commit()
        return refused


def in_words(refused: RefusedRequest, language: str) -> str:
    """A refused request in a sentence or two, for whoever reads the conversation."""
    text = translate(N_("Asked for {received}: {request}. Refused {day} by {author}: {reason}."), language)
    return text.format(
        received=day_words(refused.received_on, language),
        request=refused.request.rstrip("."),
        day=day_words(day_in_norway(refused.at), language),
        author=refused.author,
        reason=refused.reason.rstrip("."),
    )
