"""What a user can do on a screen, declared once: bindings, key bar, help page and key remapping are read from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding

from kartlegging_tui.language import N_, _

KEY_NAMES = {
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "shift+tab": "⇧Tab",
    "space": N_("Space"),
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "backspace": "⌫",
    "delete": "Del",
}
"""How keys are shown. Letters and function keys are shown as they are."""


@dataclass(frozen=True)
class Command:
    """One thing a user can do."""

    id: str
    """Stable: the configuration remaps keys by it."""
    keys: str
    """Textual's names of the keys, with commas between them; the first is shown."""
    name: str
    """A word or two for the key bar (a message, marked with `N_`)."""
    help: str
    """A sentence for the help page (a message, marked with `N_`); empty for what another command's sentence covers."""
    action: str
    """The screen's method: `answer_unknown` calls `action_answer_unknown`."""
    on_bar: bool = True
    """Shown on the key bar; else on the help page only."""
    shown_keys: str = ""
    """What the key bar shows where that is not the first key: "1–9"."""

    def binding(self) -> Binding:
        """The command as Textual binds it."""
        return Binding(self.keys, self.action, self.name, show=False, id=self.id)

    @property
    def key_text(self) -> str:
        """The key as it is shown."""
        if self.shown_keys:
            return _(self.shown_keys)
        first = self.keys.split(",")[0].strip()
        if first in KEY_NAMES:
            return _(KEY_NAMES[first])
        return first.title() if "+" in first or first[1:].isdigit() else first


def bindings(commands: Iterable[Command]) -> list[Binding]:
    """The commands as a screen's BINDINGS."""
    return [command.binding() for command in commands if command.keys]
