"""That something was sent to a recipient who may have it: what, in words."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from kartlegging_tui.domain.plan import Consent
from kartlegging_tui.language import N_, _
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.screens.house import HouseScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.banner import Banner
from kartlegging_tui.tui.widgets.field import WRITTEN, Field, text_input
from kartlegging_tui.tui.widgets.key_bar import KeyBar


class AddHandoverScreen(HouseScreen[str | None]):
    """Gives what was sent, or None. What the patient has asked not to be sent stands above it."""

    AUTO_FOCUS = "#what Input"
    PLACE = N_("Something sent")
    TAKEN = WRITTEN
    COMMANDS = (
        Command("keep", "enter", N_("Keep"), N_("Keeps it."), "keep"),
        Command("cancel", "escape", N_("Cancel"), N_("Back; nothing is changed."), "cancel"),
    )
    DEFAULT_CSS = """
    AddHandoverScreen {
        & > #head { height: auto; padding: 0 1; margin: 0 0 1 0; }
        & VerticalScroll { height: 1fr; padding: 0 1; }
        & #explained { color: $text-muted; max-width: 90; height: auto; margin: 1 0 0 0; }
    }
    """

    def __init__(self, consent: Consent) -> None:
        super().__init__()
        self._consent = consent

    def compose(self) -> ComposeResult:
        yield Static(id="head")
        yield Banner()
        with VerticalScroll(can_focus=False):
            yield Field(N_("What was sent"), text_input(_("The summary")), id="what")
            yield Static(id="explained")
        yield KeyBar(self.commands_now())

    def show_words(self) -> None:
        super().show_words()
        title = literal(_("Sent to {recipient}").format(recipient=self._consent.recipient), "bold")
        if self._consent.limits:
            limits = _("But: {limits}").format(limits=self._consent.limits)
            title = title.append(literal(f"\n{limits}", "bold $warning"))
        self.query_one("#head", Static).update(title)
        text = _("Notes that it was sent today, by you. The program itself sends nothing.")
        self.query_one("#explained", Static).update(literal(text))
        self.query_one(Field).show_words()

    @on(Input.Submitted)
    def action_keep(self) -> None:
        """Gives the words, if there are any."""
        field = self.query_one(Field)
        if field.text:
            self.dismiss(field.text)
        else:
            field.tell(_("Must be filled in."), problem=True)

    def action_cancel(self) -> None:
        """Back, and nothing is changed."""
        self.dismiss(None)
