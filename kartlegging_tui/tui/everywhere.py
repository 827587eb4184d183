"""What can be done on every screen."""

from __future__ import annotations

from kartlegging_tui.language import N_
from kartlegging_tui.tui.commands import Command

REFRESH = Command("refresh", "f5", N_("Refresh"), N_("Reads it again."), "refresh", on_bar=False)
"""On every screen that shows what others may change; each reads what it shows, in a sentence of its own."""

EVERYWHERE = (
    Command(
        "language",
        "f8",
        N_("Language"),
        N_("Bokmål, nynorsk, English; until the program ends. The configuration file keeps a choice."),
        "next_language",
        on_bar=False,
    ),
    Command(
        "theme",
        "f9",
        N_("Light/dark"),
        N_("Light on dark, or dark on light; until the program ends. The configuration file keeps a choice."),
        "toggle_theme",
        on_bar=False,
    ),
    Command("quit", "ctrl+q", N_("Quit"), N_("Ends the program. All that is answered is saved."), "quit", on_bar=False),
)
