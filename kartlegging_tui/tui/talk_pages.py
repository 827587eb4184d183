"""Where one is in a conversation, and going from question to question, section to section, form to form."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on

from kartlegging_tui import language
from kartlegging_tui.domain.answers import Path, split, typed_at
from kartlegging_tui.domain.questionnaire import Section
from kartlegging_tui.language import _
from kartlegging_tui.tui import conversation_commands as commands
from kartlegging_tui.tui import form_words, talk_words
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.screens.house import HouseScreen
from kartlegging_tui.tui.screens.pick import PickScreen
from kartlegging_tui.tui.widgets.form_pane import FormPane

if TYPE_CHECKING:
    from kartlegging_tui.services.filling import Filling
    from kartlegging_tui.services.talk import Talk


class TalkPages(HouseScreen[None]):
    """A screen with the forms of one conversation in a `FormPane`."""

    COMMANDS: ClassVar[tuple[Command, ...]] = ()

    def __init__(self) -> None:
        super().__init__()
        self._talk: Talk | None = None
        self._language: str | None = None
        """The language the form is asked in, where the nurse has chosen another than the patient's."""

    def _show_soon(self) -> None:
        """What is around the form is to follow."""
        raise NotImplementedError

    def _show_plan(self, at: Path | None = None) -> None:
        """The plan, at a need in it."""
        raise NotImplementedError

    @property
    def talk(self) -> Talk:
        """The conversation, once it is read."""
        assert self._talk is not None
        return self._talk

    @property
    def pane(self) -> FormPane:
        """The form in the middle."""
        return self.query_one(FormPane)

    def _form_language(self, filling: Filling) -> str:
        """The patient's language where the form has it, else the nurse's."""
        written = filling.form.questionnaire.title.languages
        wanted = (self._language, self.talk.patient.language)
        return next((code for code in wanted if code and code in written), language.current())

    def _show_form(self, filling: Filling) -> None:
        sections = self._sections(filling)
        open_ = [section for section in sections if len(set(filling.sheet.progress(section))) == 2]
        if sections:
            self._show(filling, (open_ or sections)[0])

    def _sections(self, filling: Filling) -> list[Section]:
        return [section for section in filling.form.questionnaire.sections if filling.sheet.section_shown(section)]

    def _show(self, filling: Filling, section: Section, at: Path | None = None) -> None:
        self.pane.show(filling, section, self._form_language(filling), at)
        self._show_soon()

    def _resume(self) -> None:
        """Where one was: in the text being typed when the program ended, or after the last answer."""
        offered = self.talk.offered()
        for filling in offered:
            for place, text in filling.unfinished.items():
                path, note = typed_at(place)
                if filling.sheet.is_shown(path):
                    self._show(filling, filling.form.section_of[split(path)[0]], path)
                    self.pane.open_box(text, note)
                    return
        begun = [filling for filling in offered if filling.events]
        if begun:
            last = max(begun, key=lambda filling: filling.events[-1].at)
            section = last.form.section_of[split(last.events[-1].path)[0]]
            if last.sheet.section_shown(section):
                self._show(last, section)
                return
        self._show_form((begun or offered)[0])

    @on(FormPane.PastTheEnd)
    def _past_the_end(self, message: FormPane.PastTheEnd) -> None:
        places = [(filling, section) for filling in self.talk.offered() for section in self._sections(filling)]
        view = self.pane.view
        here = [place for place, there in enumerate(places) if there == (view.filling, view.section)]
        there = (here[0] if here else 0) + message.steps
        if there >= len(places):
            text = _("This was the last question. {key} shows the summary.")
            self.notify(text.format(key=commands.SUMMARY.key_text), markup=False)
        elif there >= 0:
            self._show(*places[there])
            if message.at_end:
                view.go_to_end(first=False)

    @on(FormPane.Elsewhere)
    def _elsewhere(self, message: FormPane.Elsewhere) -> None:
        self._go_to((message.form, message.path))

    def _go_to(self, target: object) -> None:
        if isinstance(target, tuple):
            form, path = target
            if not form:
                self._show_plan(path)
                return
            filling = self.talk.fillings[form]
            self._show(filling, filling.form.section_of[split(path)[0]], path)

    def _go_to_section(self, target: object) -> None:
        if isinstance(target, tuple):
            filling = self.talk.fillings[target[0]]
            self._show(filling, next(part for part in self._sections(filling) if part.id == target[1]))

    def action_find(self) -> None:
        """Jumps to any question by a part of its words."""
        self.app.push_screen(PickScreen(_("Find a question"), talk_words.questions(self.talk)), self._go_to)

    def action_left(self) -> None:
        """Lists what is left, each a jump."""
        choices = talk_words.left(self.talk)
        self.app.push_screen(PickScreen(_("What is left"), choices, _("Everything is answered.")), self._go_to)

    def action_outline(self) -> None:
        """Jumps to a form or a section."""
        choices = talk_words.outline(self.talk)
        self.app.push_screen(PickScreen(_("Forms and sections"), choices), self._go_to_section)

    def action_hidden(self) -> None:
        """Lists the hidden questions of this form, and why they are."""
        choices = form_words.hidden(self.pane.filling)
        self.app.push_screen(PickScreen(_("Hidden questions in this form"), choices, _("Nothing is hidden here.")))

    def action_form_language(self) -> None:
        """Asks in the next language that the form is written in."""
        filling = self.pane.filling
        written = sorted(filling.form.questionnaire.title.languages, key=form_words.language_order)
        here = self._form_language(filling)
        self._language = written[(written.index(here) + 1) % len(written)] if here in written else written[0]
        self.show_words()
