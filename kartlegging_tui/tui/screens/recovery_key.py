"""The recovery key, shown this once: what opens the database when every password is lost."""

from __future__ import annotations

from collections.abc import Iterator

from textual import on
from textual.widget import Widget
from textual.widgets import Input, Static

from kartlegging_tui.language import N_, _
from kartlegging_tui.tui.screens.entering import GO_ON
from kartlegging_tui.tui.screens.fields import FieldsScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.field import Field, text_input

READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


class RecoveryKeyScreen(FieldsScreen[bool]):
    """Left once its last group is typed: then it is on paper."""

    AUTO_FOCUS = "#last Input"
    PLACE = N_("The recovery key")
    COMMANDS = (GO_ON,)
    DEFAULT_CSS = """
    RecoveryKeyScreen {
        & #key { text-style: bold; padding: 1 2; margin: 0 0 1 0; width: auto; height: auto; border: round $primary; }
        & #what { height: auto; max-width: 76; margin: 0 0 1 0; }
    }
    """

    def __init__(self, recovery_key: str) -> None:
        super().__init__()
        self._key = recovery_key

    def fields(self) -> Iterator[Widget]:
        yield Static(literal(self._key), id="key")
        yield Static(id="what")
        yield Field(N_("The last group"), text_input(max_length=8), N_("four letters and digits"), id="last")

    def show_words(self) -> None:
        super().show_words()
        self.query_one("#head", Static).update(literal(_("Your recovery key"), "bold"))
        what = _(
            "Write it down, and put it in an envelope somewhere else than by the machine. If every password is "
            "forgotten, nothing but this key opens the database. It is shown this once."
        )
        self.query_one("#what", Static).update(literal(what))
        self.show_about(_("Type the last group as you have written it down."))

    @on(Input.Submitted)
    def action_go_on(self) -> None:
        """On, where what is typed is the last group."""
        field = self.query_one("#last", Field)
        if field.text.upper().translate(READ_AS) == self._key.rpartition("-")[2]:
            self.dismiss(True)
        else:
            field.tell(_("That is not the last group. Look at what you have written down."), problem=True)
