"""A form as the nurse will see it, to be tried: nothing that is answered here is kept."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal

from kartlegging_tui import language
from kartlegging_tui.language import N_, _
from kartlegging_tui.services.filling import Filling
from kartlegging_tui.tui import conversation_commands as commands
from kartlegging_tui.tui import talk_words
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.screens.house import HELP, HouseScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.form_pane import FormPane
from kartlegging_tui.tui.widgets.form_view import FormView
from kartlegging_tui.tui.widgets.key_bar import KeyBar
from kartlegging_tui.tui.widgets.side_panels import Aside
from kartlegging_tui.tui.widgets.tried_form import TriedForm
from kartlegging_tui.tui.widgets.words import Words

LEAVE = Command("leave", "escape", N_("end"), N_("Ends the preview."), "leave")


class PreviewScreen(HouseScreen[None]):
    """One form alone."""

    PLACE = N_("Trying a form")
    BESIDE = commands.FORM_COMMANDS
    TAKEN = commands.ANSWER_KEYS
    COMMANDS = (commands.RESULTS, commands.WHY, commands.PATIENT_LANGUAGE, LEAVE)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    DEFAULT_CSS = """
    PreviewScreen {
        & > #top { height: 1; background: $panel; padding: 0 1; }
        & #title { width: 1fr; text-style: bold; color: $primary; }
        & #kind { width: auto; color: $warning; }
        & > #middle { height: 1fr; }
        & > #hint { height: 2; padding: 0 1; color: $text-muted; }
        &.-wide > #hint, &.-narrow Aside { display: none; }
    }
    """

    def __init__(self, filling: Filling) -> None:
        super().__init__()
        self._filling = filling

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Words(id="title")
            yield Words(id="kind")
        with Horizontal(id="middle"):
            yield TriedForm()
            yield Aside()
        yield Words(id="hint")
        yield KeyBar(lines=2, always=2)

    def on_mount(self) -> None:
        self.pane.view.focus()
        self.tried.show(self._filling)

    @property
    def tried(self) -> TriedForm:
        """The form and the way through it."""
        return self.query_one(TriedForm)

    @property
    def pane(self) -> FormPane:
        """The form."""
        return self.query_one(FormPane)

    def step_aside(self) -> None:
        self.pane.leave_box()

    def commands_now(self) -> tuple[Command, ...]:
        pane = self.pane.commands_now() if self.is_mounted else ()
        bar = [command for command in pane if command.on_bar]
        return (*bar, *self.COMMANDS, HELP, *(command for command in pane if not command.on_bar))

    def show_words(self) -> None:
        super().show_words()
        view = self.pane.view
        questionnaire, spoken = self._filling.form.questionnaire, self.tried.language
        section = f" · {view.section.title.to(spoken)}" if view.section else ""
        self.query_one("#title", Words).say(literal(questionnaire.title.to(spoken) + section), layout=True)
        self.query_one("#kind", Words).say(literal(_("Preview – nothing is kept")), layout=True)
        hint = view.current.item.hint if view.current and view.current.item.hint else None
        text = hint.to(language.current()) if hint else ""
        if self.has_class("-wide"):
            parts = [literal(text, "$text-muted"), *talk_words.results([self._filling], language.current())]
            self.query_one(Aside).show(parts)
        else:
            self.query_one("#hint", Words).say(literal(text), layout=True)

    def on_resize(self, _event: events.Resize) -> None:
        self.call_after_refresh(self.show_words)

    @on(FormPane.Answered)
    @on(FormView.Moved)
    def _changed(self) -> None:
        self.call_after_refresh(self.show_words)

    def action_hidden(self) -> None:
        """Lists the hidden questions, and why they are."""
        self.tried.list_hidden()

    def action_results(self) -> None:
        """Needs, scores and what is urgent."""
        self.tried.show_results()

    def action_form_language(self) -> None:
        """Asks in the next language that the form is written in."""
        self.tried.next_language()

    def action_leave(self) -> None:
        """Ends the preview."""
        self.dismiss(None)
