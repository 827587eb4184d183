"""A request to correct or delete what is signed that was refused: it stands in the record, with why."""

from __future__ import annotations

from datetime import date, datetime

from kartlegging_tui.domain.people import Person


class RefusedRequest(Person):
    """Appended, never changed; shown wherever the conversation is read.

    Source: helsepersonelloven § 42 second paragraph and § 43 second paragraph: a refused request and the reason for
    refusing it go into the record. It can be complained about to statsforvalteren.
    """

    id: int
    conversation_id: int
    received_on: date
    request: str
    """What was asked for."""
    reason: str
    """Why it was refused."""
    author: str
    """Who has refused it."""
    at: datetime
