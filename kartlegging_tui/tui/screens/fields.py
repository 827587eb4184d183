"""What screens with fields to fill in have in common: a head, fields below each other, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Generic

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ScreenResultType
from textual.widget import Widget
from textual.widgets import Static

from kartlegging_tui.domain.people import Patient
from kartlegging_tui.language import N_
from kartlegging_tui.tui import words
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.screens.house import HouseScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.banner import Banner
from kartlegging_tui.tui.widgets.field import WRITTEN, Field
from kartlegging_tui.tui.widgets.key_bar import KeyBar

KEEP = Command("keep", "enter", N_("Keep"), N_("Keeps it."), "keep")
CANCEL = Command("cancel", "escape", N_("Cancel"), N_("Back; nothing is changed."), "cancel")


class FieldsScreen(HouseScreen[ScreenResultType], Generic[ScreenResultType]):
    """Gives what was filled in, or None where it was cancelled."""

    COMMANDS: ClassVar[tuple[Command, ...]] = ()
    TAKEN = WRITTEN
    HOLDS = True
    DEFAULT_CSS = """
    FieldsScreen {
        & > #head { height: auto; padding: 0 1; margin: 0 0 1 0; }
        & VerticalScroll { height: 1fr; padding: 0 1; }
        & Field { margin: 0 0 1 0; }
        & #about { color: $text-muted; max-width: 90; height: auto; }
    }
    """

    def compose(self) -> ComposeResult:
        yield Static(id="head")
        yield Banner()
        with VerticalScroll(can_focus=False):
            yield from self.fields()
            yield Static(id="about")
        yield KeyBar(self.commands_now())

    def fields(self) -> Iterator[Widget]:
        """What is filled in, from the top."""
        raise NotImplementedError

    def show_words(self) -> None:
        super().show_words()
        for field in self.query(Field):
            field.show_words()

    def show_head(self, patient: Patient, line: str) -> None:
        """Whom it is about, and what."""
        name = literal(patient.name, "bold").append(literal(f"  {words.of_birth(patient, self.house.today())}"))
        self.query_one("#head", Static).update(name.append(literal(f"\n{line}")))

    def show_about(self, text: str) -> None:
        """What follows from it, below the fields."""
        self.query_one("#about", Static).update(literal(text))

    def action_cancel(self) -> None:
        """Back, and nothing is changed."""
        self.dismiss(None)
