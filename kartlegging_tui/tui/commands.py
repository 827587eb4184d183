"""What a user can do on a screen, declared once: bindings, key bar, help page and key remapping are read from it.

A command has an id, and the same id is the same command on every screen. A user's configuration puts commands on
other keys by id (`use_keys`); then Textual binds them so, and everything that names a key names the new one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from textual.binding import Binding

from kartlegging_tui.language import _
from kartlegging_tui.tui import key_names

_remapped: dict[str, str] = {}


def use_keys(keymap: Mapping[str, str]) -> None:
    """From now on these commands, by id, are on these keys; all others are where they were declared.

    Only what is shown: the app gives the same map to Textual, which binds.
    """
    _remapped.clear()
    _remapped.update(keymap)


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
    """What the key bar shows where that is not the first key: "1–9". Only while the keys are those declared."""
    other_way: Command | None = None
    """The command that does the same the other way, without a sentence of its own: `↑` beside `↓`."""
    mentions: tuple[Command, ...] = ()
    """Commands whose keys stand in `name` and `help`, as `{id}`."""

    def binding(self) -> Binding:
        """The command as Textual binds it."""
        return Binding(self.keys, self.action, self.name, show=False, id=self.id)

    @property
    def keys_now(self) -> tuple[str, ...]:
        """Textual's names of the keys it is on; none for what is done with many keys."""
        return tuple(key.strip() for key in _remapped.get(self.id, self.keys).split(",") if key.strip())

    @property
    def key_text(self) -> str:
        """The key as it is shown."""
        pair = (self, self.other_way) if self.other_way else (self,)
        if self.shown_keys and not any(command.id in _remapped for command in pair):
            return _(self.shown_keys)
        return " ".join(key_names.shown(command.keys_now[0]) for command in pair if command.keys_now)

    @property
    def name_text(self) -> str:
        """The name in the language spoken."""
        return self._worded(self.name)

    @property
    def help_text(self) -> str:
        """The sentence in the language spoken."""
        return self._worded(self.help)

    def _worded(self, message: str) -> str:
        if not message:
            return ""
        return _(message).format(**self._mentioned) if self.mentions else _(message)

    @property
    def _mentioned(self) -> dict[str, str]:
        return {command.id: command.key_text for command in self.mentions}


def bindings(commands: Iterable[Command]) -> list[Binding]:
    """The commands as a screen's BINDINGS."""
    return [command.binding() for command in commands if command.keys]
