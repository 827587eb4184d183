"""Trying a form without a database: it is filled as in a conversation, and nothing is kept."""

from __future__ import annotations

from datetime import UTC, date, datetime

from kartlegging_tui.domain.people import Role, User
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.domain.sheet import Context
from kartlegging_tui.services.filling import Filling
from kartlegging_tui.services.saving import Nowhere


def open_preview(questionnaire: Questionnaire, contact_point: int | None, age: int | None, today: date) -> Filling:
    """The form, empty, as it would be at a contact point with a patient of this age."""
    return Filling(
        form=Form(questionnaire),
        context=Context(contact_point, age, {}, today),
        conversation_id=0,
        user=User(id=0, name="", role=Role.ADMIN),
        saver=Nowhere(),
        now=lambda: datetime.now(UTC),
    )
