"""A form that is tried: the form as a nurse fills it, moving through its sections, and what can be asked about it."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Container

from kartlegging_tui import language
from kartlegging_tui.domain.answers import Path, split
from kartlegging_tui.domain.explain import why_hidden
from kartlegging_tui.domain.questionnaire import Section
from kartlegging_tui.language import _
from kartlegging_tui.services.filling import Filling
from kartlegging_tui.services.wording import hidden_text
from kartlegging_tui.tui import form_words, talk_words
from kartlegging_tui.tui.screens.pick import PickScreen
from kartlegging_tui.tui.widgets.form_pane import FormPane
from kartlegging_tui.tui.widgets.form_view import FormView


class TriedForm(Container):
    """Shows a filling, and another one of the form's next version in its place, without a widget made anew."""

    DEFAULT_CSS = "TriedForm { width: 1fr; height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.language = ""
        """The language that the form is asked in."""

    def compose(self) -> ComposeResult:
        yield FormPane()

    @property
    def pane(self) -> FormPane:
        """The form, where it is answered."""
        return self.query_one(FormPane)

    @property
    def view(self) -> FormView:
        """The form as it is drawn."""
        return self.pane.view

    @property
    def filling(self) -> Filling | None:
        """The form being tried; None before there is one."""
        return self.view.filling

    def show(self, filling: Filling) -> None:
        """Shows a form: where one was shown before, at the same question, with the page as it stood."""
        written = self._written(filling)
        if self.language not in written:
            self.language = language.current() if language.current() in written else written[0]
        before = self.view.section.id if self.view.section else ""
        at, top = self.view.current.path if self.view.current else None, self.view.scroll_offset.y
        sections = _shown(filling)
        group = split(at)[0] if at else ""
        if at is not None and group in filling.form.section_of and filling.sheet.is_shown(group):
            section = filling.form.section_of[group]
        else:
            at = None
            section = next((each for each in sections if each.id == before), sections[0])
        self.pane.show(filling, section, self.language, at)
        self.view.scroll_to(0, top, animate=False, force=True, immediate=True)
        self.view.follow((), reordered=False)

    def go_to(self, question: str) -> None:
        """Makes a question the current one, where it is shown now."""
        filling = self.filling
        if filling is None or question not in filling.form.items or not filling.sheet.is_shown(question):
            return
        section = filling.form.section_of[question]
        if section is not self.view.section:
            self.pane.show(filling, section, self.language, question)
        elif self.view.current is None or split(self.view.current.path)[0] != question:
            self.pane.leave_box()
            self.view.go_to(question)

    def why_hidden(self, question: str) -> str:
        """Why a question is hidden now; empty for what is shown or not in the form."""
        if self.filling is None or question not in self.filling.form.items:
            return ""
        explanation = why_hidden(self.filling.sheet, question)
        return hidden_text(explanation, self.filling.form, language.current()) if explanation else ""

    @on(FormPane.PastTheEnd)
    def _past_the_end(self, message: FormPane.PastTheEnd) -> None:
        filling = self.pane.filling
        sections = _shown(filling)
        here = [place for place, section in enumerate(sections) if section is self.view.section]
        there = (here[0] if here else 0) + message.steps
        if there >= len(sections):
            self.notify(_("This was the last question."), markup=False)
        elif there >= 0:
            self.pane.show(filling, sections[there], self.language)
            if message.at_end:
                self.view.go_to_end(first=False)

    @on(FormPane.Elsewhere)
    def _elsewhere(self, message: FormPane.Elsewhere) -> None:
        filling = self.pane.filling
        self.pane.show(filling, filling.form.section_of[split(message.path)[0]], self.language, message.path)

    def list_hidden(self, first: Path = "") -> None:
        """Lists the hidden questions, and why they are; `first` at the top, where it is one of them."""
        if self.filling is None:
            return
        choices = form_words.hidden(self.filling, first, ids=True)
        self.app.push_screen(PickScreen(_("Hidden questions in this form"), choices, _("Nothing is hidden here.")))

    def show_results(self) -> None:
        """Needs, scores and what is urgent."""
        from kartlegging_tui.tui.screens.help import HelpScreen

        if self.filling is not None:
            self.app.push_screen(HelpScreen((), talk_words.results_text([self.filling], language.current())))

    def next_language(self) -> None:
        """Asks in the next language that the form is written in."""
        if self.filling is None or self.view.section is None:
            return
        written = self._written(self.filling)
        self.language = written[(written.index(self.language) + 1) % len(written)]
        at = self.view.current.path if self.view.current else None
        self.pane.show(self.filling, self.view.section, self.language, at)

    @staticmethod
    def _written(filling: Filling) -> list[str]:
        return sorted(filling.form.questionnaire.title.languages, key=form_words.language_order)


def _shown(filling: Filling) -> list[Section]:
    """The sections that are shown now; all where none is, so that something can be looked at."""
    sections = filling.form.questionnaire.sections
    return [section for section in sections if filling.sheet.section_shown(section)] or list(sections)
