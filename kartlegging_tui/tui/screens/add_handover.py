"""That something was sent to a recipient who may have it: what, in words."""

from __future__ import annotations

from collections.abc import Iterator

from textual import on
from textual.widget import Widget
from textual.widgets import Input, Static

from kartlegging_tui.domain.plan import Consent
from kartlegging_tui.language import N_, _
from kartlegging_tui.tui.screens.fields import CANCEL, KEEP, FieldsScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.field import Field, text_input


class AddHandoverScreen(FieldsScreen[str | None]):
    """Gives what was sent, or None. What the patient has asked not to be sent stands above it."""

    AUTO_FOCUS = "#what Input"
    PLACE = N_("Something sent")
    COMMANDS = (KEEP, CANCEL)

    def __init__(self, consent: Consent) -> None:
        super().__init__()
        self._consent = consent

    def fields(self) -> Iterator[Widget]:
        yield Field(N_("What was sent"), text_input(_("The summary")), id="what")

    def show_words(self) -> None:
        super().show_words()
        title = literal(_("Sent to {recipient}").format(recipient=self._consent.recipient), "bold")
        if self._consent.limits:
            limits = _("But: {limits}").format(limits=self._consent.limits)
            title = title.append(literal(f"\n{limits}", "bold $warning"))
        self.query_one("#head", Static).update(title)
        text = _("Notes that it was sent today, by you. The program itself sends nothing.")
        self.show_about(text)

    @on(Input.Submitted)
    def action_keep(self) -> None:
        """Gives the words, if there are any."""
        field = self.query_one(Field)
        if field.text:
            self.dismiss(field.text)
        else:
            field.tell(_("Must be filled in."), problem=True)
