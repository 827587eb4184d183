"""The palette: one types a part of what one wants to do; beside it stands its key, so that one learns it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from kartlegging_tui.tui.screens.pick import Choice, PickScreen, folded
from kartlegging_tui.tui.text import literal

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDEST = 30
"""Cells of the longest name; a longer one pushes its key aside."""


@dataclass(frozen=True)
class Entry(Choice):
    """Something that can be done."""

    key_text: str
    """The key that does it; empty for none."""


class PaletteScreen(PickScreen):
    """Names, keys and sentences below each other, in columns."""

    DEFAULT_CSS = """
    PaletteScreen {
        & > Vertical { max-width: 110; }
        & OptionList { text-wrap: nowrap; text-overflow: ellipsis; overflow-x: hidden; }
    }
    """

    def __init__(self, title: str, entries: Sequence[Entry]) -> None:
        super().__init__(title, entries)
        names = [cell_len(entry.text) for entry in entries]
        keys = [cell_len(entry.key_text) for entry in entries]
        self._columns = min(max(names, default=0), WIDEST) + 2, max(keys, default=0) + 2

    def _found(self, typed: str) -> list[Choice]:
        return ranked(super()._found(typed), typed)

    def prompt(self, choice: Choice, pointed: bool) -> Content:
        name, key = self._columns
        line = literal("▸ " if pointed else "  ", "bold") + literal(choice.text, "bold").pad_right(
            max(name - cell_len(choice.text), 2)
        )
        if isinstance(choice, Entry):
            line += literal(choice.key_text, "$accent bold").pad_right(key - cell_len(choice.key_text))
        return line + literal(choice.detail, "$text-muted")


def ranked(choices: Sequence[Choice], typed: str) -> list[Choice]:
    """Names in which a word begins with what was typed, then names that hold it, then sentences that do."""
    wanted = folded(typed).strip()

    def place(choice: Choice) -> int:
        name = folded(choice.text)
        begins = any(name[at:].startswith(wanted) for at in range(len(name)) if at == 0 or not name[at - 1].isalnum())
        return 0 if begins else 1 if wanted in name else 2

    return sorted(choices, key=place) if wanted else list(choices)
