"""Doing something about one form: trying it, editing it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import work

from kartlegging_tui.definitions.text_file import NotRead
from kartlegging_tui.language import _
from kartlegging_tui.tui.screens.listing import ListScreen

if TYPE_CHECKING:
    from kartlegging_tui.services.listed_forms import ListedForm


class FormDoing(ListScreen):
    """A screen with a form on it about which something can be done (`form_commands.ABOUT_ONE`)."""

    PATIENTS = False

    @property
    def form(self) -> ListedForm | None:
        """The form that is meant; None before there is one."""
        raise NotImplementedError

    def action_try_form(self) -> None:
        """Fills the form; nothing is kept."""
        from kartlegging_tui.services.preview import open_preview
        from kartlegging_tui.tui.screens.preview import PreviewScreen

        if self.form is None:
            return
        if self.form.errors or self.form.form is None:
            self.say(_("A form with errors cannot be tried."))
            return
        self.app.push_screen(PreviewScreen(open_preview(self.form.form, 2, 57, self.house.today())))

    @work(exclusive=True, group="edit", exit_on_error=False)
    async def action_edit_form(self) -> None:
        """Opens its file."""
        from kartlegging_tui.services.editing import Edited
        from kartlegging_tui.tui.screens.edit_form import EditScreen

        if self.form is None:
            return
        try:
            edited = await asyncio.to_thread(Edited, self.form.path)
        except NotRead as error:
            self.say(str(error))
            return
        self.app.push_screen(EditScreen(edited, self.house.today))
