"""What can be done on every screen."""

from __future__ import annotations

from kartlegging_tui.language import N_
from kartlegging_tui.tui.commands import Command

REFRESH = Command("refresh", "f5", N_("Refresh"), N_("Reads it again."), "refresh", on_bar=False)
"""On every screen that shows what others may change; each reads what it shows, in a sentence of its own."""

PALETTE = Command(
    "palette",
    "ctrl+p",
    N_("Everything"),
    N_("Lists all that can be done now and where to go; type a part of the name."),
    "palette",
    on_bar=False,
)
GO_TO = Command(
    "go_to", "ctrl+g", N_("Go to"), N_("Goes to another list or page, and from there back to here."), "app.go_to"
)
"""Bound by the app; on the key bar of the screens that are such places."""

LOCK = Command(
    "lock",
    "f12",
    N_("Lock"),
    N_("Hides everything until you write your password. Happens by itself when no key is pressed for a while."),
    "lock",
    on_bar=False,
)

EVERYWHERE = (
    PALETTE,
    GO_TO,
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
    LOCK,
    Command("quit", "ctrl+q", N_("Quit"), N_("Ends the program. All that is answered is saved."), "quit", on_bar=False),
)
