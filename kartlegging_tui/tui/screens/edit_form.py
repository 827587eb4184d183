"""Editing a form: its text, what is wrong with it, and beside it the form itself, to be tried while it is written."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import TextArea

from kartlegging_tui import language
from kartlegging_tui.domain.answers import Answer, Path
from kartlegging_tui.language import N_, _
from kartlegging_tui.services.editing import Checked, Edited, Kind
from kartlegging_tui.services.filling import Filling
from kartlegging_tui.services.preview import Trial
from kartlegging_tui.tui import conversation_commands, edit_words
from kartlegging_tui.tui import edit_commands as commands
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.polite import letting_others_in, tidy_up
from kartlegging_tui.tui.screens.file_screen import FileScreen
from kartlegging_tui.tui.screens.house import HELP
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.banner import Banner
from kartlegging_tui.tui.widgets.findings_list import FindingsList
from kartlegging_tui.tui.widgets.form_pane import FormPane
from kartlegging_tui.tui.widgets.form_view import FormView
from kartlegging_tui.tui.widgets.key_bar import KeyBar
from kartlegging_tui.tui.widgets.tried_form import TriedForm
from kartlegging_tui.tui.widgets.words import Words
from kartlegging_tui.tui.widgets.writing import Writing

if TYPE_CHECKING:
    from datetime import date

    from kartlegging_tui.definitions.findings import Finding
    from kartlegging_tui.definitions.places import Places

CHECK_AFTER = 0.18
"""Seconds after the last key: while somebody types, nothing is checked."""
DESCRIBE_AFTER = 0.3
"""Seconds for which the cursor rests, until the word at it is explained."""
LARGE = 40_000
"""Characters: a form of some two hundred questions."""
CONTACT_POINT, AGE = 2, 57
"""With whom a form is tried until something else is said."""
TRYING = (
    *(conversation_commands.RESULTS, conversation_commands.WHY, conversation_commands.PATIENT_LANGUAGE),
    commands.TRIED_PATIENT,
)
"""What is asked about the form that is tried."""


class EditScreen(FileScreen):
    """The text on the left, the preview on the right; on a narrow screen one of them, and a key between them."""

    PLACE = N_("Editing a form")
    BESIDE = (*conversation_commands.FORM_COMMANDS, *commands.WRITING)
    TAKEN = conversation_commands.ANSWER_KEYS
    COMMANDS = (*commands.TEXT_COMMANDS, *TRYING, commands.LEAVE)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (112, "-wide")]
    DEFAULT_CSS = """
    EditScreen {
        & > #top { height: 1; background: $panel; padding: 0 1; }
        & #title { width: 1fr; }
        & #standing { width: auto; }
        & > #middle { height: 1fr; }
        & #trying { width: 50; border-left: solid $border-blurred; }
        & #tried { height: 1; padding: 0 1; background: $surface; }
        &.-narrow #trying { display: none; width: 1fr; border-left: none; }
        &.-narrow.-trying #trying { display: block; }
        &.-narrow.-trying Writing { display: none; }
        &.-alone #trying { display: none; }
        &.-narrow FindingsList { display: none; }
        &.-narrow.-listing FindingsList.any { display: block; }
    }
    """

    def __init__(self, edited: Edited, today: Callable[[], date]) -> None:
        super().__init__(edited)
        self._trial = Trial(CONTACT_POINT, AGE, today())
        self._checked: Checked | None = None
        self._places: Places | None = None
        self._timer: Timer | None = None
        self._resting: Timer | None = None
        self._spoken = ""
        self._question = ""

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Words(id="title")
            yield Words(id="standing")
        yield Banner()
        with Horizontal(id="middle"):
            yield Writing(self.edited.text, self.edited.complete)
            with Vertical(id="trying"):
                yield Words(id="tried")
                yield TriedForm()
        yield FindingsList()
        yield KeyBar(lines=2, always=2)

    def on_mount(self) -> None:
        self.editor.focus()
        self.begin_keeping()
        self._check()

    def on_unmount(self) -> None:
        tidy_up()

    @property
    def writing(self) -> Writing:
        """The editor and what is around it."""
        return self.query_one(Writing)

    @property
    def tried(self) -> TriedForm:
        """The preview."""
        return self.query_one(TriedForm)

    @property
    def found(self) -> FindingsList:
        """What is wrong, one line each."""
        return self.query_one(FindingsList)

    @property
    def _is_trying(self) -> bool:
        """True while the keys go to the preview."""
        return self.focused is not None and self.tried in self.focused.ancestors_with_self

    def step_aside(self) -> None:
        self.tried.pane.leave_box()

    def commands_now(self) -> tuple[Command, ...]:
        if not self.is_mounted or not self._is_trying:
            has_form = not self.has_class("-alone")
            here = [each for each in commands.TEXT_COMMANDS if has_form or each not in commands.FORM_ONLY]
            return (*here[:4], commands.UNDO, *here[4:], commands.REDO, commands.LEAVE, HELP)
        pane = self.tried.pane.commands_now()
        bar = [command for command in pane if command.on_bar]
        rest = [command for command in pane if not command.on_bar]
        return (commands.OTHER_SIDE, *bar, *TRYING, commands.SAVE, commands.LEAVE, HELP, *rest)

    def show_words(self) -> None:
        super().show_words()
        if self._checked is not None and self._spoken != language.current():  # said again, in the other language
            self._check()
        self.show_standing()
        self._show_place()

    def show_standing(self) -> None:
        self.query_one("#title", Words).say(edit_words.title(self.edited, self._checked))
        self.query_one("#standing", Words).say(edit_words.standing(self.edited, self._checked), layout=True)
        section = self.tried.view.section
        name = section.title.to(self.tried.language) if section else ""
        self.query_one("#tried", Words).say(edit_words.tried(self._checked, name, self.tried.filling is not None))

    # Checking

    def text_changed(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(CHECK_AFTER, self._check)
        self.show_standing()

    @work(exclusive=True, group="check", exit_on_error=False)
    async def _check(self) -> None:
        await self._up_to_date()

    async def _up_to_date(self) -> Checked:
        """The text as it is now, checked and shown."""
        while self._checked is None or (self._checked.text, self._spoken) != (self.edited.text, language.current()):
            self._spoken, text, answers = language.current(), self.edited.text, self._trial.answers()
            with letting_others_in(much=len(text) > LARGE):
                checked, filling = await asyncio.to_thread(self._work_out, text, answers)
            if text == self.edited.text:
                self._show_checked(checked, filling, answers)
        return self._checked

    def _work_out(self, text: str, answers: dict[Path, Answer]) -> tuple[Checked, Filling | None]:
        """In another thread: what is wrong, and the form with the answers so far, where it is another form now."""
        checked, tried = self.edited.check(text), self._trial.filling
        if checked.questionnaire is None or (tried and tried.form.questionnaire == checked.questionnaire):
            return checked, None
        return checked, self._trial.filled(checked.questionnaire, answers)

    def _show_checked(self, checked: Checked, filling: Filling | None, answers: dict[Path, Answer]) -> None:
        self._checked = checked
        self._places = checked.places or self._places
        self.set_class(checked.kind is not Kind.FORM, "-alone")
        self.editor.mark(checked.findings)
        self.found.show(checked.findings)
        if filling is not None:
            self.tried.pane.leave_box()
            if (given := self._trial.answers()) != answers:  # somebody has answered meanwhile
                filling, answers = self._trial.filled(filling.form.questionnaire, given), given
            self._trial.show(filling, answers)
            had = self.focused
            self.tried.show(filling)
            self.set_focus(had)
            self._question = ""
        self.show_words()

    # Where the cursor is

    @on(TextArea.SelectionChanged)
    def _moved(self) -> None:
        self._show_place()

    def _show_place(self) -> None:
        """Says what is wrong on the line, or why its question is hidden; and shows its question in the preview."""
        line = self.editor.cursor_location[0] + 1
        question = next(iter(self._places.question_at(line) if self._places else ()), "")
        if question != self._question:
            self._question = question
            if not self._is_trying:
                self.tried.go_to(question)
        finding = self._checked.at_line(line) if self._checked else None
        if finding is not None:
            self.writing.place.say(edit_words.finding_line(finding))
            self.found.point_at(line)
        elif why := self.tried.why_hidden(question):
            self.writing.place.say(literal(why, "$text-muted"))
        else:
            self.writing.place.say(edit_words.published_line(self._checked))
            if self._resting is not None:
                self._resting.stop()
            self._resting = self.set_timer(DESCRIBE_AFTER, self._say_what_it_is)

    @work(exclusive=True, group="describe", exit_on_error=False)
    async def _say_what_it_is(self) -> None:
        """Where nothing else is to be said and the cursor rests: what the word at it means."""
        text, index = self.editor.kept_text, self.editor.index
        described = await asyncio.to_thread(self.edited.describe, text, index)
        if described and self.editor.index == index and not self.writing.place.said.plain:
            self.writing.place.say(literal(described, "$text-muted"))

    def action_show_help(self) -> None:
        """The commands; first, what is wrong at the cursor, explained."""
        from kartlegging_tui.tui.screens.help import HelpScreen

        line = self.editor.cursor_location[0] + 1
        finding = self._checked.at_line(line) if self._checked and not self._is_trying else None
        self.app.push_screen(HelpScreen(self.commands_now(), edit_words.explained(finding)))

    def action_next_finding(self) -> None:
        """Goes to the next place where something is wrong."""
        line = self.editor.next_marked(self.editor.cursor_location[0] + 1)
        if line is None or self._checked is None:
            self.notify(_("Nothing is wrong here."), markup=False)
        elif (finding := self._checked.at_line(line)) is not None:
            self._jump(finding)

    @on(FindingsList.Chosen)
    def _chosen(self, message: FindingsList.Chosen) -> None:
        self._jump(message.finding)

    def _jump(self, finding: Finding) -> None:
        self._to_text()
        self.editor.go(finding.line, finding.column)

    def action_findings(self) -> None:
        """Goes to the list of what is wrong."""
        if self._checked is not None and self._checked.findings:
            self.add_class("-listing")
            self.call_after_refresh(self.found.focus)
        else:
            self.notify(_("Nothing is wrong here."), markup=False)

    # The two sides

    def action_other_side(self) -> None:
        """From the text to the preview, and back."""
        if self._is_trying or self.has_class("-alone"):
            self._to_text()
        elif self.tried.filling is None:
            self.notify(_("The preview comes when the text has no errors."), markup=False)
        else:
            self.add_class("-trying")
            self.tried.view.focus()

    def _to_text(self) -> None:
        self.step_aside()
        self.remove_class("-trying", "-listing")
        self.writing.focus_text()

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        self.call_after_refresh(self.show_words)

    def action_leave(self) -> None:
        """Back to the text; from there, out."""
        if self.focused is self.editor:
            self.leave()
        else:
            self._to_text()

    # What can be asked of the text

    def action_complete(self) -> None:
        """Offers what can stand at the cursor."""
        self._to_text()
        self.writing.complete()

    def action_find_text(self) -> None:
        """Finds words in the text."""
        self._to_text()
        self.writing.find()

    def action_find_next(self) -> None:
        """Finds them again, further down."""
        self._to_text()
        self.writing.find_next()

    def action_go_to_line(self) -> None:
        """Goes to a line by its number."""
        self._to_text()
        self.writing.ask_line()

    @work(exclusive=True, group="mend", exit_on_error=False)
    async def action_mend(self) -> None:
        """Mends what is wrong on the line with the cursor, where it is plain how."""
        checked = await self._up_to_date()
        row, column = self.editor.cursor_location
        here = [finding for finding in checked.findings if finding.line == row + 1 and edit_words.can_mend(finding)]
        if not here:
            self.notify(_("Nothing on this line can be mended by the program."), markup=False)
            return
        finding = min(here, key=lambda finding: abs(finding.column - 1 - column))
        self.editor.put(*edit_words.mended(finding, self.editor.kept_text))

    @work(exclusive=True, group="format", exit_on_error=False)
    async def action_format(self) -> None:
        """Sets the layout as in all files."""
        text = self.editor.kept_text
        formatted, why = await asyncio.to_thread(self.edited.formatted, text)
        if text != self.editor.kept_text:
            return
        if formatted is None:
            self.notify(_("First mend what keeps the text from being read."), markup=False)
            if why is not None:
                self._jump(why)
        elif formatted == text:
            self.notify(_("It is tidy already."), markup=False)
        else:
            self.editor.show_text(formatted)

    # What can be asked of the preview

    def action_why_here(self) -> None:
        """Why the question at the cursor is hidden now; all that are, below it."""
        self.tried.list_hidden(self._question)

    def action_hidden(self) -> None:
        """Lists the hidden questions, and why they are."""
        self.tried.list_hidden()

    def action_results(self) -> None:
        """Needs, scores and what is urgent."""
        self.tried.show_results()

    def action_form_language(self) -> None:
        """Asks in the next language that the form is written in."""
        self.tried.next_language()

    @work(exclusive=True, group="patient", exit_on_error=False)
    async def action_tried_patient(self) -> None:
        """Tries the form at another contact point, or with a patient of another age."""
        if self._trial.filling is None:
            return
        asked = await edit_words.ask_patient(self.app, self._trial.contact_point, self._trial.age)
        self._trial.contact_point, self._trial.age = asked
        answers = self._trial.answers()
        filling = self._trial.filled(self._trial.filling.form.questionnaire, answers)
        self._trial.show(filling, answers)
        self.tried.show(filling)
        self.show_words()

    @on(FormPane.Answered)
    @on(FormView.Moved)
    def _tried_changed(self) -> None:
        self.call_after_refresh(self.show_words)
