"""Where two have answered the same question: a line that stays until one of the answers is chosen."""

from __future__ import annotations

from kartlegging_tui.tui.conversation_commands import CHOOSE
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.two_answers import TwoAnswers
from kartlegging_tui.tui.widgets.words import Words


class TwoAnswersPanel(Words):
    """Takes no room while there is nothing to choose."""

    DEFAULT_CSS = """
    TwoAnswersPanel {
        display: none; height: auto; max-height: 3; padding: 0 1; background: $panel; color: $warning;
        &.shown { display: block; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[TwoAnswers] = []

    @property
    def first(self) -> TwoAnswers | None:
        """What is to be chosen first."""
        return self._waiting[0] if self._waiting else None

    def add(self, found: TwoAnswers) -> None:
        """One more to choose."""
        self._waiting.append(found)
        self._show()

    def settle(self, found: TwoAnswers) -> None:
        """It is chosen."""
        self._waiting.remove(found)
        self._show()

    def _show(self) -> None:
        self.set_class(bool(self._waiting), "shown")
        if self._waiting:
            self.say(literal(self._waiting[0].sentence(CHOOSE.key_text)), layout=True)
