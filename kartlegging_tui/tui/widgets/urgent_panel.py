"""What is urgent and waits to be recorded: a line that stays in sight, and what the form says about the last answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kartlegging_tui.tui import urgent_words
from kartlegging_tui.tui.widgets.words import Words

if TYPE_CHECKING:
    from kartlegging_tui.services.urgent import UrgentItem


class UrgentPanel(Words):
    """Takes no room while nothing waits."""

    DEFAULT_CSS = """
    UrgentPanel {
        display: none; height: auto; max-height: 6; padding: 0 1; background: $panel; color: $error;
        &.shown { display: block; }
        &.folded { height: 1; }
    }
    """

    def show(self, waiting: Sequence[UrgentItem], latest: tuple[str, str] | None, spoken: str) -> None:
        """`latest` is the form and the question answered last: about it, the form's text is shown whole."""
        self.set_class(bool(waiting), "shown")
        self.set_class(all(item.place != latest for item in waiting), "folded")
        if waiting:
            self.say(urgent_words.panel(waiting, latest, spoken), layout=True)
