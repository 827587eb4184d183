"""The papers that come out of a conversation: the patient's copy, and the text for the record system."""

from __future__ import annotations

from datetime import date

from kartlegging_tui import language
from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.interchange.document import Document
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.services.access import Reads
from kartlegging_tui.services.opening import Opening
from kartlegging_tui.services.patient_summary import patient_summary
from kartlegging_tui.services.record_text import record_text
from kartlegging_tui.services.summary import summarise
from kartlegging_tui.services.talk import Talk


class Handouts:
    """Makes documents of conversations as they stand. Raises NotFound, NotRead."""

    def __init__(self, database: Database, opening: Opening, access: Reads) -> None:
        self._database = database
        self._opening = opening
        self._access = access

    def for_patient(self, conversation_id: int, spoken: str | None = None) -> Document:
        """What the patient takes home, in the patient's language or in another that is asked for."""
        with self._database.read() as view:
            talk = self._opening.open(view, conversation_id)
            following = _next_opens(view, talk)
        self._access.reading("patient_copy", talk.patient.id, conversation=conversation_id)
        return patient_summary(talk, following, spoken)

    def for_record(self, conversation_id: int) -> Document:
        """What is pasted into the record system, in the language of the program."""
        with self._database.read() as view:
            talk = self._opening.open(view, conversation_id)
        self._access.reading("record_text", talk.patient.id, conversation=conversation_id)
        consents = tuple(talk.planning.plan.consents.values())
        return record_text(summarise(talk), consents, language.current())


def _next_opens(view: Reading, talk: Talk) -> date | None:
    """When the next contact point should be, of those that are still to come."""
    over = (ContactPointStatus.HELD, ContactPointStatus.CANCELLED)
    later = (
        point
        for point in view.contact_points(talk.pathway.id)
        if point.number > talk.contact_point.number and point.status not in over
    )
    return next((point.opens for point in later), None)
