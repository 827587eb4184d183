"""A form as it was asked and answered, to be read: in its own version, with who answered when and what stood before."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from kartlegging_tui import language
from kartlegging_tui.domain.signing import state_of
from kartlegging_tui.language import N_, _
from kartlegging_tui.services.refusing import in_words
from kartlegging_tui.tui import form_words, read_words, signing_words, talk_words, words
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.conversation_commands import PATIENT_LANGUAGE, RESULTS
from kartlegging_tui.tui.days import near_day
from kartlegging_tui.tui.screens.house import HELP, HouseScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.banner import Banner
from kartlegging_tui.tui.widgets.form_view import FormView
from kartlegging_tui.tui.widgets.key_bar import KeyBar
from kartlegging_tui.tui.widgets.signed_in import SignedIn
from kartlegging_tui.tui.widgets.time_left import TimeLeft

if TYPE_CHECKING:
    from kartlegging_tui.domain.questionnaire import Section
    from kartlegging_tui.services.desk import Desk
    from kartlegging_tui.services.opening import ReadForm

UP = Command("read_up", "up,k", "", "", "move(-1)", on_bar=False)
LEFT = Command("read_section_before", "left,shift+tab", "", "", "section(-1)", on_bar=False)
PAGE_UP = Command("read_page_up", "pageup", "", "", "page(-1)", on_bar=False)
LAST = Command("read_last", "end", "", "", "ends(False)", on_bar=False)
VERSION = Command(
    "form_versions",
    "v",
    N_("Versions"),
    N_("The form as it was signed before; after the first, as it stands now."),
    "version",
)
COMMANDS = (
    Command(
        "read_section",
        "right,tab",
        N_("Section"),
        N_("To the next section of the form, or the one before."),
        "section(1)",
        shown_keys="←→",
        other_way=LEFT,
    ),
    LEFT,
    VERSION,
    RESULTS,
    Command(
        "read_down",
        "down,j",
        N_("Question"),
        N_("To the next question, or the one before."),
        "move(1)",
        shown_keys="↑↓",
        other_way=UP,
    ),
    UP,
    Command(
        "read_page_down", "pagedown", N_("Page"), N_("A page down or up."), "page(1)", on_bar=False, other_way=PAGE_UP
    ),
    PAGE_UP,
    Command(
        "read_first",
        "home",
        N_("Ends"),
        N_("To the first question of the section or the last."),
        "ends(True)",
        on_bar=False,
        other_way=LAST,
    ),
    LAST,
    PATIENT_LANGUAGE,
    Command("back", "escape", N_("Back"), N_("Back to where you were."), "back"),
)


class ReadFormScreen(HouseScreen[None]):
    """One form of one conversation. It takes no answers."""

    PLACE = N_("Reading a form")
    COMMANDS = COMMANDS
    DEFAULT_CSS = """
    ReadFormScreen {
        & > #top { height: auto; padding: 0 1; }
        & #who { width: 1fr; height: auto; }
        & > #state { height: auto; padding: 0 1; }
        & > #section { height: auto; padding: 0 1; margin: 0 0 1 0; }
    }
    """

    def __init__(self, desk: Desk, conversation_id: int, form: str, version: int | None = None) -> None:
        """With `version`, as it was signed in that version of the conversation; else as it stands."""
        super().__init__()
        self._desk = desk
        self._conversation_id = conversation_id
        self._form = form
        self._version = version
        self._read: ReadForm | None = None
        self._place = 0
        """Which of the sections that have something to show is read."""
        self._language: str | None = None
        """The language the form is read in, where another was chosen than the program's."""

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Static(id="who")
            yield SignedIn(self._desk, stacked=True)
        yield Static(id="state")
        yield Static(id="section")
        yield TimeLeft(self._desk, conversation_id=self._conversation_id)
        yield Banner()
        yield FormView()
        yield KeyBar(self.commands_now(), always=2)

    def on_mount(self) -> None:
        self.query_one(FormView).focus()
        super().show_words()
        self._load()

    @work(exclusive=True, group="read", exit_on_error=False)
    async def _load(self) -> None:
        self._read = await asyncio.to_thread(self._reading)
        self.show_words()

    def _reading(self) -> ReadForm:
        talk, form, version = self._conversation_id, self._form, self._version
        return self._desk.conduct.read_form(talk, form, version)

    @property
    def _versions(self) -> list[int | None]:
        """Those that can be read: as it stands now, then those signed before it, the latest first."""
        if self._read is None:
            return [None]
        signed: list[int | None] = [each.version for each in reversed(self._read.signed)]
        return [None, *(signed if state_of(self._read.signings).is_open else signed[1:])]

    @property
    def _spoken(self) -> str:
        """The language the form is shown in: the one chosen, or the program's, or the first that the form has."""
        assert self._read is not None
        written = self._read.filling.form.questionnaire.title.languages
        wanted = (self._language, language.current(), *sorted(written, key=form_words.language_order))
        return next(code for code in wanted if code in written)

    def commands_now(self) -> tuple[Command, ...]:
        absent = set() if len(self._versions) > 1 else {VERSION}
        return tuple(command for command in (*self.COMMANDS, HELP) if command not in absent)

    def _sections(self) -> list[Section]:
        """Those that were asked, or in which something was answered."""
        assert self._read is not None
        filling = self._read.filling
        return [
            section
            for section in filling.form.questionnaire.sections
            if filling.sheet.section_shown(section) or any(True for _each in filling.sheet.drawn_in(section))
        ]

    def show_words(self) -> None:
        super().show_words()
        form = self._read
        if form is None:
            return
        today, spoken = self.house.today(), self._spoken
        name = literal(form.patient.name, "bold").append(literal(f"  {words.of_birth(form.patient, today)}"))
        point = _("Contact point {number}").format(number=form.contact_point.number)
        when = f"{point} · {near_day(form.conversation.held_on, today)}"
        self.query_one("#who", Static).update(name.append(literal(f"\n{when}")))
        title = literal(read_words.heading(form, spoken), "bold $primary")
        ended = form.conversation.ended_at is not None
        state = signing_words.state(form.signings, form.version, ended, today)
        about = title.append(literal(" · ")).append(state)
        for each in form.refused:
            about = about.append(literal(f"\n■ {in_words(each, language.current())}", "$warning"))
        self.query_one("#state", Static).update(about)
        self._show_section()

    def _show_section(self, at_end: bool = False) -> None:
        form, sections, view = self._read, self._sections(), self.query_one(FormView)
        if form is None or not sections:
            self.query_one("#section", Static).update(literal(_("Nothing is answered here."), "$text-muted"))
            return
        self._place = min(max(self._place, 0), len(sections) - 1)
        section, spoken = sections[self._place], self._spoken
        number = _("{number} of {all}").format(number=self._place + 1, all=len(sections))
        line = literal(section.title.to(spoken), "bold").append(literal(f"  {number}", "$text-muted"))
        if told := read_words.scores(form, spoken):
            line = line.append(literal(f"\n{told}"))
        self.query_one("#section", Static).update(line)
        view.show(form.filling, section, read_words.manner(form, spoken, self.house.today()))
        view.go_to_end(first=not at_end)

    @on(FormView.Clicked)
    def _clicked(self, message: FormView.Clicked) -> None:
        self.query_one(FormView).go_to(message.entry.path)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Until the form is read, one can only leave."""
        return self._read is not None or action not in ("move", "section", "page", "ends", "version", "results")

    # Moving

    def action_move(self, step: int) -> None:
        """To the next question; past the last of a section, to the next section."""
        if not self.query_one(FormView).move(step):
            self.action_section(step, at_end=step < 0)

    def action_section(self, step: int, at_end: bool = False) -> None:
        """To another section; at the ends of the form, nothing."""
        if 0 <= self._place + step < len(self._sections()):
            self._place += step
            self._show_section(at_end)

    def action_page(self, step: int) -> None:
        """A screenful."""
        self.query_one(FormView).page(step)

    def action_ends(self, first: bool) -> None:
        """To the first or the last question of the section."""
        self.query_one(FormView).go_to_end(first)

    # What else can be seen of it

    def action_version(self) -> None:
        """As it was signed before, one version at a time; and back to how it stands."""
        versions = self._versions
        self._version = versions[(versions.index(self._version) + 1) % len(versions)]
        self._load()

    def action_results(self) -> None:
        """Needs, scores and what was urgent."""
        from kartlegging_tui.tui.screens.help import HelpScreen

        assert self._read is not None
        self.app.push_screen(HelpScreen((), talk_words.results_text([self._read.filling], language.current())))

    def action_form_language(self) -> None:
        """In the next language that the form is written in."""
        if self._read is not None:
            languages = self._read.filling.form.questionnaire.title.languages
            written = sorted(languages, key=form_words.language_order)
            self._language = written[(written.index(self._spoken) + 1) % len(written)]
            self.show_words()

    def action_back(self) -> None:
        """To where one came from."""
        self.dismiss(None)
