"""Answers that call for something at once, and what is recorded about them.

The form says what to do; nothing here decides it, and nothing stops the talk.
"""

from __future__ import annotations

from dataclasses import dataclass

from kartlegging_tui.domain.answers import Answer, Path
from kartlegging_tui.domain.plan import Handled, urgent_path
from kartlegging_tui.domain.questions import Question
from kartlegging_tui.services.filling import Filling
from kartlegging_tui.services.talk import Talk


@dataclass(frozen=True)
class UrgentItem:
    """One urgent answer."""

    filling: Filling
    question: Path
    path: Path
    """Where it is recorded in the plan what was done."""
    handled: Handled | None
    """What was done about this very answer."""

    @property
    def place(self) -> tuple[str, Path]:
        """The form and the question."""
        return self.filling.id, self.question

    @property
    def answer(self) -> Answer:
        """What was answered."""
        return self.filling.sheet.answer(self.question)

    def to_do(self, language: str) -> str:
        """What the form says to do."""
        item = self.filling.form.item(self.question)
        return item.urgent.text.to(language) if isinstance(item, Question) and item.urgent else ""


def urgent_items(talk: Talk) -> list[UrgentItem]:
    """All urgent answers of a conversation, in the order of the forms."""
    plan, number = talk.planning.plan, talk.contact_point.number
    found = []
    for filling, question in talk.urgent():
        path = urgent_path(number, filling.id, question)
        recorded = plan.is_handled(path, filling.sheet.answer(question))
        found.append(UrgentItem(filling, question, path, plan.handled[path] if recorded else None))
    return found


def unrecorded(talk: Talk) -> list[UrgentItem]:
    """Those about which nothing is recorded yet."""
    return [item for item in urgent_items(talk) if item.handled is None]
