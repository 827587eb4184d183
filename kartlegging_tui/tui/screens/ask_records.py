"""Asking the records: a condition and those of whom it is true, or words and where they are written."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input
from textual.worker import Worker

from kartlegging_tui.domain.worklist import WorklistRow
from kartlegging_tui.language import N_, _, plural
from kartlegging_tui.services.asking import Checked, Found, Hit, Suggestion, Written
from kartlegging_tui.tui import asking_commands as commands
from kartlegging_tui.tui import asking_words, kept_questions
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.everywhere import GO_TO
from kartlegging_tui.tui.follow_up_commands import DETAIL
from kartlegging_tui.tui.screens.house import HELP
from kartlegging_tui.tui.screens.listing import MOVES
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.why_beside import REST, WhyBeside
from kartlegging_tui.tui.widgets.asked_list import AskedList, WrittenList
from kartlegging_tui.tui.widgets.key_bar import KeyBar
from kartlegging_tui.tui.widgets.mistakes import Mistakes
from kartlegging_tui.tui.widgets.paper import Paper
from kartlegging_tui.tui.widgets.row_list import RowList
from kartlegging_tui.tui.widgets.words import Words

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk

SUGGESTIONS = 5
"""Lines of suggestions under the field."""
ABOUT = N_(
    "A condition is written as in the forms: esas_r.smerte >= 7 and not any(tiltak). A question is named form.question,"
    " or alone; where several forms ask the same, that is the latest answer to any of them. Only those are found of"
    " whom it is true: what nobody has answered is neither true nor false. By the latest answers, each question has the"
    " answer of the last conversation in which it was answered. Words are looked for in notes, free text and plans; all"
    " must be there, the last may be unfinished."
)


class AskRecordsScreen(WhyBeside):
    """A field, what it means, and what is found."""

    PLACE = N_("Ask the records")
    COMMANDS = commands.ASKING_COMMANDS
    DEFAULT_CSS = """
    AskRecordsScreen {
        & > #field { height: 1; padding: 0 1; }
        & #label { width: auto; padding: 0 1 0 0; }
        & > #meaning { height: auto; max-height: 6; padding: 0 1; }
        & > #suggestions { height: auto; padding: 0 1; color: $text-muted; }
        & > #told { height: auto; max-height: 2; padding: 0 1; margin: 1 0; }
        & > .-empty { display: none; }
        & > #detail { height: auto; max-height: 6; padding: 0 1; border-top: solid $panel; display: none; }
        & WrittenList { display: none; }
        &.-words WrittenList { display: block; }
        &.-words > #detail { display: block; }
        & #body { height: 1fr; }
        & #body > AskedList { width: 1fr; }
        &.-narrow.-detail > #meaning { display: none; }
        &.-words #body { display: none; }
    }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._words = False
        self._at: int | None = None
        self._last_point = 0
        """The highest contact point at which anybody has talked."""
        self._texts = {False: "", True: ""}
        """What is written in the field, for a condition and for words."""
        self._found: Found | None = None
        self._listed: object = None
        """What the rows on the screen are the answer to."""
        self._checked: Checked | None = None
        self._said = ""
        self._suggested: tuple[int, list[Suggestion]] = (0, [])
        self._pointed = 0
        self._mistakes = Mistakes()

    def compose(self) -> ComposeResult:
        yield from self.head()
        with Horizontal(id="field"):
            yield Words(id="label")
            yield Input(compact=True, select_on_focus=False, max_length=2000, highlighter=self._mistakes)
        yield Words(id="suggestions")
        yield Words(id="meaning")
        yield Words(id="told")
        with Horizontal(id="body"):
            yield AskedList()
            yield Paper()
        yield WrittenList()
        yield Words(id="detail")
        yield KeyBar(lines=2, always=1)

    def on_mount(self) -> None:
        self._field.focus()

    def show_words(self) -> None:
        super().show_words()
        self.show_title(_("Ask the records"))
        self._show_label()
        self._show_meaning()
        self._show_told()
        if self._checked is not None or self._words:
            self._look()

    def commands_now(self) -> tuple[Command, ...]:
        typing = self.is_mounted and self._field.has_focus
        if typing:
            completing = (commands.COMPLETE,) if self._suggested[1] else ()
            kept = () if self._words else (commands.KEPT,)
            return (*completing, *kept, commands.LEAVE, HELP)
        opening = (commands.OPEN,) if self.is_mounted and self.rows.row is not None else ()
        which = () if self._words else (DETAIL, commands.POINT, commands.KEPT)
        return (*opening, commands.WRITE, commands.OTHER, *which, commands.AGAIN, *MOVES, GO_TO, HELP)

    def action_show_help(self) -> None:
        """What can be done here, and how a question is written."""
        from kartlegging_tui.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.commands_now(), _(ABOUT)))

    @property
    def _field(self) -> Input:
        return self.query_one(Input)

    @property
    def rows(self) -> AskedList | WrittenList:
        return self.query_one(WrittenList) if self._words else self.query_one(AskedList)

    def load(self) -> Worker[None]:
        self._listed = None
        return self._look()

    # What is written

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        self._texts[self._words] = event.value
        self._mistakes.places = ()
        self._look()

    @work(exclusive=True, group="look", exit_on_error=False)
    async def _look(self) -> None:
        """Looks at what is written, once the keys rest, and finds."""
        await asyncio.sleep(REST)
        text = self._texts[self._words]
        if self._words:
            await self._find_words(text)
            return
        asking = self._desk.asking
        cursor = self._field.cursor_position if self._field.has_focus else 0
        checked = await asyncio.to_thread(asking.check, text)
        self._checked = checked
        suggested = await asyncio.to_thread(asking.suggestions, text, cursor)
        start, found = suggested
        self._suggested = start, [each for each in found if each.text != text[start:cursor]][:SUGGESTIONS]
        self._pointed = 0
        self._said = asking.in_words(checked.question) if checked.question else ""
        self._mistakes.places = tuple((each.start, each.end) for each in checked.mistakes) if text.strip() else ()
        self._field.refresh()
        self._show_meaning()
        self._show_suggestions()
        self._show_told()
        super().show_words()
        if checked.question is not None and self._listed != (text, self._at):
            await self._ask(checked)
        elif self._found is None:
            empty = _("Write a condition; {help} tells how. {kept} takes one that is kept.")
            empty = empty.format(help=HELP.key_text, kept=commands.KEPT.key_text)
            self.query_one(AskedList).show({}, 0, (), self.house.today(), empty)

    async def _ask(self, checked: Checked) -> None:
        if checked.question is None:
            return
        today = self.house.today()
        found = await asyncio.to_thread(self._desk.asking.ask, checked.question, self._at, today)
        listed = self.query_one(AskedList)
        pages = {number: await self._page(found, number) for number in listed.pages_on_screen()}
        self._last_point = await asyncio.to_thread(self._desk.asking.contact_points)
        self._found, self._listed = found, (checked.text, self._at)
        listed.show(pages, len(found.pathways), found.names, today, _("It is true of nobody."))
        self._show_told()
        super().show_words()

    async def _page(self, found: Found, number: int) -> tuple[Hit, ...]:
        size = AskedList.PAGE
        return tuple(await asyncio.to_thread(self._desk.asking.page, found, size, number * size))

    async def _find_words(self, text: str) -> None:
        listed = self.query_one(WrittenList)
        pages, total = {}, 0
        for number in listed.pages_on_screen():
            pages[number], total = await self._written(text, number)
        self._listed = text
        empty = _("Nothing is found.") if text.strip() else _("Write words: all of them must be there.")
        listed.show(pages, total, empty)
        told = plural("{count} place, the newest first", "{count} places, the newest first", total)
        self.query_one("#told", Words).say(literal(told.format(count=total) if text.strip() else ""), layout=True)
        super().show_words()

    async def _written(self, text: str, number: int) -> tuple[tuple[Written, ...], int]:
        size = WrittenList.PAGE
        page = await asyncio.to_thread(self._desk.asking.find_words, text, size, number * size)
        return page.written, page.total

    async def read_page(self, number: int) -> tuple[Any, ...]:
        if self._words:
            return (await self._written(self._texts[True], number))[0]
        return await self._page(self._found, number) if self._found is not None else ()

    # What is said of it

    def _show_label(self) -> None:
        self.query_one("#label", Words).say(literal(_("Words:") if self._words else _("Condition:")), layout=True)
        self._field.placeholder = _("in notes, free text and plans") if self._words else "esas_r.smerte >= 7"

    def _show_meaning(self) -> None:
        checked = self._checked
        shown = checked if checked is not None and checked.text.strip() and not self._words else None
        meaning = self.query_one("#meaning", Words)
        meaning.set_class(shown is None, "-empty")
        meaning.say(asking_words.meaning(shown, self._said) if shown is not None else Content(), layout=True)

    def _show_suggestions(self) -> None:
        shown = self._suggested[1] if self._field.has_focus and not self._words else []
        suggestions = self.query_one("#suggestions", Words)
        suggestions.set_class(not shown, "-empty")
        suggestions.say(asking_words.suggestions(shown, self._pointed, max(self.size.width - 4, 20)), layout=True)

    def _show_told(self) -> None:
        if not self._words:
            told = asking_words.told(self._at, self._found, self._checked)
            self.query_one("#told", Words).say(told, layout=True)

    def _pointed_at(self) -> tuple[Found, WorklistRow] | None:
        hit = self.query_one(AskedList).row
        return None if hit is None or self._found is None or self._words else (self._found, hit.row)

    @on(RowList.Moved)
    def _moved(self) -> None:
        super().show_words()
        self._show_why()
        row = self.query_one(WrittenList).row if self._words else None
        self.query_one("#detail", Words).say(asking_words.passage(row) if row is not None else Content(), layout=True)

    # Keys

    @on(Input.Submitted)
    def _submitted(self) -> None:
        """To the rows, where letters do things."""
        self.set_focus(None)

    def on_descendant_focus(self) -> None:
        super().show_words()

    def on_descendant_blur(self) -> None:
        super().show_words()
        self._show_suggestions()

    def action_find(self) -> None:
        """To the field; what stands there stays."""
        self._field.focus()

    def action_leave_search(self) -> None:
        """To the rows; from there, back to where one came from."""
        if self._field.has_focus and self.rows.row is not None:
            self.set_focus(None)
        else:
            self.dismiss(None)

    def action_complete(self) -> None:
        """Writes the suggestion in place of the word that is begun."""
        start, found = self._suggested
        if found and self._field.has_focus:
            field, chosen = self._field, found[self._pointed].text
            rest = field.value[field.cursor_position :]
            field.value = field.value[:start] + chosen + rest
            field.cursor_position = start + len(chosen)

    def action_other_way(self) -> None:
        """A condition, or words."""
        self._words = not self._words
        self.set_class(self._words, "-words")
        self._show_label()
        self._suggested = 0, []
        self._mistakes.places = ()
        with self._field.prevent(Input.Changed):
            self._field.value = self._texts[self._words]
        self._show_meaning()
        self._show_suggestions()
        self._show_told()
        self._listed = None
        self._look()
        self._field.focus()

    def action_point(self, step: int) -> None:
        """The latest answers, or those of another contact point."""
        points = (None, *range(1, self._last_point + 1))
        place = points.index(self._at) if self._at in points else 0
        self._at = points[(place + step) % len(points)]
        self._show_told()
        self._look()

    @work(exclusive=True, group="kept", exit_on_error=False)
    async def action_kept(self) -> None:
        """Takes a question that is kept under a name, or keeps this one."""
        if self._words:
            return
        checked = self._checked
        condition = checked.text.strip() if checked is not None and checked.question is not None else ""
        taken = await kept_questions.choose(self, condition)
        if taken is not None:
            self._field.value = taken
            self._field.cursor_position = len(taken)

    def action_move(self, rows: int) -> None:
        """Up or down, in the rows or among suggestions."""
        if self._field.has_focus and self._suggested[1]:
            self._pointed = (self._pointed + rows) % len(self._suggested[1])
            self._show_suggestions()
        else:
            self.rows.move(rows)

    async def action_open(self) -> None:
        """The patient at the cursor: of what is found, never of what stood there before."""
        from kartlegging_tui.tui.screens.patient import PatientScreen

        text = self._texts[self._words]
        if self._listed != (text if self._words else (text, self._at)):
            await self._look().wait()
        row = self.rows.row
        if row is None:
            return
        at = row.row if isinstance(row, Hit) else row.passage
        self.app.push_screen(PatientScreen(self._desk, at.patient_id, at.pathway_id))
