"""Two answers to one question, and what others have answered, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kartlegging_tui import language
from kartlegging_tui.domain.answers import Answer, Path, read
from kartlegging_tui.domain.history import Event
from kartlegging_tui.domain.values import shown_value
from kartlegging_tui.language import _
from kartlegging_tui.services.answer_words import answer_words
from kartlegging_tui.tui.days import clock
from kartlegging_tui.tui.form_words import text_of
from kartlegging_tui.tui.screens.pick import Choice

if TYPE_CHECKING:
    from kartlegging_tui.services.filling import Filling

LONGEST = 60
"""Cells of a question that is named in passing."""


@dataclass(frozen=True, eq=False)
class TwoAnswers:
    """Two have answered the same question: theirs is kept, and one's own waits to be chosen."""

    filling: Filling
    path: Path
    mine: Answer
    theirs: Event

    @property
    def differ(self) -> bool:
        """False where both have said the same."""
        return self.mine != read(self.theirs.content)

    @property
    def question(self) -> str:
        """The question, shortened."""
        return _question(self.filling, self.path)

    def choices(self) -> list[Choice]:
        """Theirs, which stands, and one's own."""
        theirs = _said(self.filling, self.path, read(self.theirs.content))
        mine = _said(self.filling, self.path, self.mine)
        return [
            Choice(f"{self.theirs.author}: {theirs}", clock(self.theirs.at), False),
            Choice(f"{self.filling.user.name}: {mine}", "", True),
        ]

    def sentence(self, key: str) -> str:
        """What each said, and the key that chooses."""
        theirs, mine = self.choices()
        text = _("Two answers to “{question}”: {theirs} stands, {mine} is not saved. {key} chooses.")
        return text.format(question=self.question, theirs=theirs.text, mine=mine.text, key=key)


def arrived(found: Sequence[tuple[Filling, Event]]) -> str:
    """ "Ánne Somby: «Smerte» 3": what others have answered."""
    lines = [
        f"{event.author}: «{_question(filling, event.path)}» {_said(filling, event.path, read(event.content))}"
        for filling, event in found
    ]
    return "\n".join(lines[:3] + (["…"] if len(lines) > 3 else []))


def _question(filling: Filling, path: Path) -> str:
    text = text_of(filling, path, language.current())
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _said(filling: Filling, path: Path, answer: Answer) -> str:
    item, spoken = filling.form.item(path), language.current()
    return shown_value(item, filling.form.questionnaire, answer, spoken, answer_words(spoken)) or "–"
