"""Doing something about one form: trying it, editing it, publishing it, taking it out of use."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work

from kartlegging_tui.definitions.library import FOLDER_VARIABLE
from kartlegging_tui.definitions.text_file import NotRead, why_not_writable
from kartlegging_tui.domain.publishing_rules import Why
from kartlegging_tui.domain.questionnaire import Area
from kartlegging_tui.language import _
from kartlegging_tui.services import difference_words
from kartlegging_tui.services.difference_words import told
from kartlegging_tui.services.refusal_words import refusal_words
from kartlegging_tui.tui.screens.choose import ChooseScreen
from kartlegging_tui.tui.screens.confirm import ConfirmScreen
from kartlegging_tui.tui.screens.listing import ListScreen
from kartlegging_tui.tui.screens.pick import Choice
from kartlegging_tui.tui.screens.write import WriteScreen
from kartlegging_tui.tui.widgets.form_list import title_of

if TYPE_CHECKING:
    from kartlegging_tui.services.listed_forms import ListedForm

MOST = 5
"""Lines about what publishing would change where it is asked why; the page of the form has them all."""
NEW, VARIANT = "new", "variant"


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
        if self.form is not None:
            await self._edit(self.form.path)

    async def _edit(self, path: Path) -> None:
        from kartlegging_tui.services.editing import Edited
        from kartlegging_tui.tui.screens.edit_form import EditScreen

        try:
            edited = await asyncio.to_thread(Edited, path)
        except NotRead as error:
            self._tell(str(error))
            return
        self.app.push_screen(EditScreen(edited, self.house.today))

    @work(exclusive=True, group="new", exit_on_error=False)
    async def action_new_form(self) -> None:
        """Begins a form or a variant, and opens it."""
        from kartlegging_tui.services.beginning import NotBegun, begin_new, begin_variant, free_id

        library, original = self._desk.library, self.form
        folder = library.folders[0]
        if why_not_writable(folder / "form.yaml"):
            message = _("Name a folder of your own for your forms in {variable}, and start again.")
            self._tell(message.format(variable=FOLDER_VARIABLE))
            return
        choices = [Choice(_("A new form"), "", NEW)]
        if original is not None and original.form is not None and not original.errors:
            text = _("A local variant of {form}").format(form=title_of(original))
            choices.append(Choice(text, _("it remembers what it was made from"), VARIANT))
        chosen = await self.app.push_screen_wait(ChooseScreen(_("What do you begin?"), choices))
        if chosen is None:
            return

        def unclear(text: str) -> str:
            try:
                free_id(text, folder, library)
            except NotBegun as error:
                return str(error)
            return ""

        about = _("Small letters a–z, digits and `_`. The file is named after it, and answers refer to it for ever.")
        written = await self.app.push_screen_wait(
            WriteScreen(_("What is its id?"), about=about, unclear=unclear, or_not=True)
        )
        if not written.text:
            return
        try:
            if chosen == VARIANT and original is not None:
                begun = await asyncio.to_thread(begin_variant, written.text, folder, library, original.path)
            else:
                begun = await asyncio.to_thread(begin_new, written.text, folder, library, None, Area.OTHER)
        except NotBegun as error:
            self._tell(str(error))
            return
        if begun.told:
            self.notify(" ".join(begun.told), timeout=20, markup=False)
        await self._edit(begun.file)

    @work(exclusive=True, group="publish", exit_on_error=False)
    async def action_publish_form(self) -> None:
        """Publishes it, after it has been said what that means and why it is done."""
        from kartlegging_tui.services.publishing import CannotPublish

        if self.form is None:
            return
        publishing, identifier = self._desk.publishing(), self.form.id
        plan = await asyncio.to_thread(publishing.plan, identifier)
        lost = [name for refusal in plan.refusals if refusal.why is Why.LOST for name in refusal.names]
        if lost and all(refusal.why is Why.LOST for refusal in plan.refusals):
            question = _("{reason}\n\nPublish all the same?").format(reason=refusal_words(plan.refusals[0]))
            if not await self.app.push_screen_wait(ConfirmScreen(question)):
                return
            plan = await asyncio.to_thread(publishing.plan, identifier, lost)
        if plan.nothing_new:
            self.notify(_("Nothing has changed since it was published."), markup=False)
            return
        if not plan.allowed or plan.questionnaire is None:
            self._tell(" ".join(refusal_words(refusal) for refusal in plan.refusals))
            return
        name = f"{identifier} {plan.questionnaire.version}"
        question = _("Why is {form} published? It can never be changed afterwards.").format(form=name)
        changes = list(difference_words.lines(told(plan.changes, plan.touches, plan.counts)))
        more = len(changes) - MOST
        if more > 0:
            changes[MOST:] = [_("… and {count} more").format(count=more)]
        why = await self._why(question, "\n".join(changes))
        if not why:
            return
        try:
            await asyncio.to_thread(publishing.publish, plan, why)
        except CannotPublish as error:
            self._tell(str(error))
            return
        self.notify(_("{form} is published.").format(form=name), markup=False)
        self.load()

    @work(exclusive=True, group="publish", exit_on_error=False)
    async def action_retire_form(self) -> None:
        """Takes it out of use, once it is said why."""
        from kartlegging_tui.services.publishing import CannotPublish

        if self.form is None:
            return
        identifier = self.form.id
        why = await self._why(_("Why is {form} taken out of use?").format(form=identifier))
        if not why:
            return
        try:
            version = await asyncio.to_thread(self._desk.publishing().retire, identifier, why)
        except CannotPublish as error:
            self._tell(str(error))
            return
        self.notify(_("{form} is no longer in use.").format(form=f"{identifier} {version}"), markup=False)
        self.load()

    def _tell(self, text: str) -> None:
        """Tells why nothing was done. In a corner: the banner is cleared as soon as the work is over."""
        self.notify(text, severity="warning", timeout=12, markup=False)

    async def _why(self, question: str, about: str = "") -> str:
        written = await self.app.push_screen_wait(WriteScreen(question, about=about, or_not=True))
        return written.text

    def action_codebook(self) -> None:
        """Everything in it, in words."""
        from kartlegging_tui.tui.screens.codebook import CodebookScreen

        if self.form is not None and self.form.form is not None and not self.form.errors:
            self.app.push_screen(CodebookScreen(self._desk, self.form.form))
