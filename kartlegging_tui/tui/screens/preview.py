"""A form as the nurse will see it, to be tried: nothing that is answered here is kept."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal

from kartlegging_tui import language
from kartlegging_tui.domain.answers import split
from kartlegging_tui.domain.questionnaire import Section
from kartlegging_tui.language import N_, _
from kartlegging_tui.services.filling import Filling
from kartlegging_tui.tui import conversation_commands as commands
from kartlegging_tui.tui import form_words, talk_words
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.screens.house import HELP, HouseScreen
from kartlegging_tui.tui.screens.pick import PickScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.form_pane import FormPane
from kartlegging_tui.tui.widgets.form_view import FormView
from kartlegging_tui.tui.widgets.key_bar import KeyBar
from kartlegging_tui.tui.widgets.side_panels import Aside
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
        self._language = ""

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Words(id="title")
            yield Words(id="kind")
        with Horizontal(id="middle"):
            yield FormPane()
            yield Aside()
        yield Words(id="hint")
        yield KeyBar(lines=2, always=2)

    def on_mount(self) -> None:
        written = sorted(self._filling.form.questionnaire.title.languages, key=form_words.language_order)
        self._language = language.current() if language.current() in written else written[0]
        self.query_one(FormView).focus()
        sections = self._sections()
        if sections:
            self.pane.show(self._filling, sections[0], self._language)

    @property
    def pane(self) -> FormPane:
        """The form."""
        return self.query_one(FormPane)

    def _sections(self) -> list[Section]:
        sheet = self._filling.sheet
        return [section for section in self._filling.form.questionnaire.sections if sheet.section_shown(section)]

    def step_aside(self) -> None:
        self.pane.leave_box()

    def commands_now(self) -> tuple[Command, ...]:
        pane = self.pane.commands_now() if self.is_mounted else ()
        bar = [command for command in pane if command.on_bar]
        return (*bar, *self.COMMANDS, HELP, *(command for command in pane if not command.on_bar))

    def show_words(self) -> None:
        super().show_words()
        view = self.pane.view
        questionnaire = self._filling.form.questionnaire
        section = f" · {view.section.title.to(self._language)}" if view.section else ""
        self.query_one("#title", Words).say(literal(questionnaire.title.to(self._language) + section), layout=True)
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

    @on(FormPane.PastTheEnd)
    def _past_the_end(self, message: FormPane.PastTheEnd) -> None:
        sections = self._sections()
        here = [place for place, section in enumerate(sections) if section is self.pane.view.section]
        there = (here[0] if here else 0) + message.steps
        if there >= len(sections):
            self.notify(_("This was the last question."), markup=False)
        elif there >= 0:
            self.pane.show(self._filling, sections[there], self._language)
            if message.at_end:
                self.pane.view.go_to_end(first=False)

    @on(FormPane.Elsewhere)
    def _elsewhere(self, message: FormPane.Elsewhere) -> None:
        section = self._filling.form.section_of[split(message.path)[0]]
        self.pane.show(self._filling, section, self._language, message.path)

    def action_hidden(self) -> None:
        """Lists the hidden questions, and why they are."""
        choices = form_words.hidden(self._filling)
        self.app.push_screen(PickScreen(_("Hidden questions in this form"), choices, _("Nothing is hidden here.")))

    def action_results(self) -> None:
        """Needs, scores and what is urgent."""
        from kartlegging_tui.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen((), talk_words.results_text([self._filling], language.current())))

    def action_form_language(self) -> None:
        """Asks in the next language that the form is written in."""
        written = sorted(self._filling.form.questionnaire.title.languages, key=form_words.language_order)
        self._language = written[(written.index(self._language) + 1) % len(written)]
        view = self.pane.view
        if view.section is not None:
            self.pane.show(self._filling, view.section, self._language, view.current.path if view.current else None)

    def action_leave(self) -> None:
        """Ends the preview."""
        self.dismiss(None)
