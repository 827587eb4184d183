"""Following up: what has to be done across patients, whose it is and how late, on lists of which one is seen."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input

from kartlegging_tui import language
from kartlegging_tui.domain.follow_up import EVERYBODY, Kind, Whose
from kartlegging_tui.language import N_, _
from kartlegging_tui.services.follow_up import FollowUpDetail, FollowUpLine, FollowUpPage, FollowUpQuery, When
from kartlegging_tui.tui import follow_up_commands as commands
from kartlegging_tui.tui import follow_up_narrowing as narrowing
from kartlegging_tui.tui import follow_up_words
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.everywhere import GO_TO
from kartlegging_tui.tui.follow_up_doing import Doing, Opened
from kartlegging_tui.tui.screens.house import HELP
from kartlegging_tui.tui.screens.listing import LEAVE_SEARCH, MOVES, REFRESH, SearchScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.flow import Flow
from kartlegging_tui.tui.widgets.follow_up_list import FollowUpList
from kartlegging_tui.tui.widgets.key_bar import KeyBar
from kartlegging_tui.tui.widgets.paper import Paper
from kartlegging_tui.tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from kartlegging_tui.services.desk import Desk

REST = 0.08
"""Seconds that the cursor rests on a row before all about it is read."""


class FollowUpScreen(SearchScreen):
    """Lists, rows, and all about the row at the cursor."""

    PLACE = N_("Follow-up")
    COMMANDS = commands.FOLLOW_UP_COMMANDS
    TAKEN = tuple("12345")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    DEFAULT_CSS = """
    FollowUpScreen {
        & > #lists { margin: 0 0 1 0; }
        & > #narrowed { height: 1; padding: 0 1; margin: 0 0 1 0; }
        & #chosen { width: auto; padding: 0 1 0 0; }
        & #body { height: 1fr; }
        & FollowUpList { width: 1fr; }
        & #body > Paper { display: none; }
        &.-wide #body > Paper { display: block; width: 44; height: 1fr; border-left: solid $panel; }
        &.-narrow.-detail #body { layout: vertical; }
        &.-narrow.-detail #body > Paper { display: block; height: 10; border-top: solid $panel; }
    }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._query = FollowUpQuery()
        self._page: FollowUpPage | None = None
        self._detail: FollowUpDetail | None = None
        self._doing: Doing | None = None
        self._dealt_with: object = None
        """The row that something is being done about: where it goes, the cursor does not go after it."""

    def compose(self) -> ComposeResult:
        yield from self.head()
        yield Flow(gap=1, id="lists")
        with Horizontal(id="narrowed"):
            yield Words(id="chosen")
            yield Input(compact=True, select_on_focus=False)
        with Horizontal(id="body"):
            yield FollowUpList()
            yield Paper()
        yield KeyBar(lines=2, always=2)

    def show_words(self) -> None:
        super().show_words()
        self.show_title(_("Follow-up"))
        self.query_one(Input).placeholder = _("patient, or a word of what was agreed")
        self._show_counts()
        if self._page is not None:
            self.load()  # actions and needs are told in the language spoken

    def commands_now(self) -> tuple[Command, ...]:
        line = self._line if self.is_mounted else None
        first = (commands.OPEN, *commands.with_row(line.row)) if line is not None else ()
        rest = [commands.LISTS, commands.WHOSE, commands.FIND, commands.UNDO_HERE, commands.DETAIL]
        if self._query.kind is Kind.ACTION:
            rest.insert(2, commands.WHEN)
        leaving = (LEAVE_SEARCH,) if self.is_searching else ()
        return (*first, *rest, *leaving, REFRESH, *MOVES, GO_TO, HELP)

    def action_show_help(self) -> None:
        """What can be done here, and what stands on the list."""
        from kartlegging_tui.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.commands_now(), _(follow_up_words.ABOUT[self._query.kind])))

    @property
    def rows(self) -> FollowUpList:
        return self.query_one(FollowUpList)

    @property
    def _line(self) -> FollowUpLine | None:
        return self.rows.row

    @property
    def _today(self) -> date:
        return self.house.today()

    # Reading

    @work(exclusive=True, group="follow_up", exit_on_error=False)
    async def load(self) -> None:
        query = replace(self._query, text=self.search.value)
        number, *others = self.rows.pages_on_screen()
        wanted = self._part(query, number)
        follow_ups = self._desk.follow_ups
        self._page = page = await asyncio.to_thread(follow_ups.page, wanted, self._today, language.current())
        pages = {number: page.lines} | {other: await self._read(query, other) for other in others}
        self._show_counts()
        row = self.rows.row
        stays = row is not None and self.rows.key(row) == self._dealt_with
        self.rows.show(query.kind, pages, page.total, self._today, self._empty(query), stays)
        self.listed = query.text
        super().show_words()

    async def read_page(self, number: int) -> tuple[FollowUpLine, ...]:
        return await self._read(replace(self._query, text=self.search.value), number)

    async def _read(self, query: FollowUpQuery, number: int) -> tuple[FollowUpLine, ...]:
        wanted = self._part(query, number)
        return await asyncio.to_thread(self._desk.follow_ups.lines, wanted, self._today, language.current())

    def _part(self, query: FollowUpQuery, number: int) -> FollowUpQuery:
        return replace(query, limit=self.rows.PAGE, offset=number * self.rows.PAGE)

    def _empty(self, query: FollowUpQuery) -> str:
        if query.text or query.whose != EVERYBODY or query.when is not When.ANY:
            return _("Nothing is found. {whose} chooses whose, {find} finds.").format(
                whose=commands.WHOSE.key_text, find=commands.FIND.key_text
            )
        return _(follow_up_words.EMPTY[query.kind])

    @on(FollowUpList.Moved)
    def _moved(self) -> None:
        super().show_words()
        self._read_detail()

    @work(exclusive=True, group="detail", exit_on_error=False)
    async def _read_detail(self) -> None:
        line = self._line
        if line is None or not self._shows_detail:
            self._detail = None
            self.query_one(Paper).show(())
            return
        await asyncio.sleep(REST)
        self._detail = await asyncio.to_thread(self._desk.follow_ups.detail, line.row, language.current())
        blocks = follow_up_words.detail(self._detail, self._today) if self._detail else ()
        self.query_one(Paper).show(blocks)

    @property
    def _shows_detail(self) -> bool:
        return self.has_class("-wide") or self.has_class("-detail")

    def on_resize(self) -> None:
        """Becoming wide or narrow shows or hides all about the row."""
        self.call_after_refresh(self._read_detail)

    # What is shown over the rows

    def _show_counts(self) -> None:
        self.query_one("#lists", Flow).show(self._count(kind) for kind in Kind)
        chosen = [
            _("Whose: {whose}").format(whose=follow_up_words.whose(self._query.whose, self._names(), self._me)),
        ]
        if self._query.kind is Kind.ACTION:
            chosen.append(_("Show: {when}").format(when=_(follow_up_words.WHENS[self._query.when])))
            chosen += [_("{count} late").format(count=self._page.late)] if self._page else []
        self.query_one("#chosen", Words).say(literal(" · ".join(chosen) + "   " + _("Find:")), layout=True)

    def _count(self, kind: Kind) -> Content:
        """No number before it is known."""
        count = self._page.counts[kind] if self._page else None
        text = f" {int(kind)} {_(follow_up_words.LISTS[kind])} {'' if count is None else f'{count} '}"
        style = "$error" if kind is Kind.URGENT and count else "" if count else "$text-muted"
        return literal(text, "bold reverse" if kind is self._query.kind else style)

    def _names(self) -> dict[str, str]:
        return {service.id: service.name.to(language.current()) for service in self._desk.library.services()}

    @property
    def _me(self) -> str:
        return self._desk.user.name

    def _narrow(self, **changes: object) -> None:
        self._query = replace(self._query, **changes)  # type: ignore[arg-type]
        self.rows.to_top()
        self._show_counts()
        self.load()

    def on_key(self, event: events.Key) -> None:
        if event.character and event.character in "12345" and not self.search.has_focus:
            event.stop()
            self._narrow(kind=Kind(int(event.character)))

    def action_list(self, step: int) -> None:
        """To the next list, or the one before."""
        kinds = list(Kind)
        self._narrow(kind=kinds[(kinds.index(self._query.kind) + step) % len(kinds)])

    # Searching

    @on(Input.Submitted)
    async def _searched(self) -> None:
        """To the rows that the search finds, where letters do things again."""
        await self.found()
        self.set_focus(None)

    # More about the row

    def action_detail(self) -> None:
        """Shows all about the row under the list, or hides it. On a wide screen it stands beside."""
        self.toggle_class("-detail")
        self.call_after_refresh(self._read_detail)

    def action_open(self) -> None:
        """The patient of the row."""
        from kartlegging_tui.tui.screens.patient import PatientScreen

        line = self._line
        if line is not None:
            row = line.row
            number = line.action.contact_point if line.action else int(row.path.split("/")[1])
            self.app.push_screen(PatientScreen(self._desk, row.patient_id, row.pathway_id, number))

    # Doing something about the row

    @property
    def doing(self) -> Doing:
        """What has been done here, and can be taken back."""
        if self._doing is None:
            self._doing = Doing(self.app, self._desk, self._today, self._changed)
        return self._doing

    def action_ask(self) -> None:
        """Is it done, did it help?"""
        self._do(self.doing.close)

    def action_words(self) -> None:
        """What has come of it."""
        self._do(self.doing.write)

    def action_hand_over(self) -> None:
        """To somebody else."""
        self._do(self.doing.hand_over)

    def action_put_off(self) -> None:
        """To another day."""
        self._do(self.doing.put_off)

    def action_agree(self) -> None:
        """An action for a need."""
        self._do(self.doing.agree)

    def action_reason(self) -> None:
        """Why nothing is done."""
        self._do(self.doing.why_not)

    def action_handled(self) -> None:
        """What was done about an urgent answer."""
        self._do(self.doing.handled)

    def action_undo(self) -> None:
        """Takes back the last thing done here."""
        self._dealt_with = None
        if not self.doing.undo():
            self.notify(_("Nothing is left to undo here."), markup=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what makes sense with the row."""
        line = self._line if self.is_mounted else None
        on_rows = {command.action for here in commands.WHERE.values() for command in here}
        return action not in on_rows or (
            line is not None and action in {command.action for command in commands.with_row(line.row)}
        )

    @work(exclusive=True, group="plan", exit_on_error=False)
    async def _do(self, what: Callable[[Opened], None]) -> None:
        """Opens the plan of the row and asks; tells it where somebody has dealt with it meanwhile."""
        line = self._line
        if line is None:
            return
        opened = await self.doing.opened(line)
        if opened.stands:
            self._dealt_with = self.rows.key(line)
            what(opened)
            return
        last = opened.detail.steps[-1] if opened.detail and opened.detail.steps else None
        told = _("This has been dealt with meanwhile.")
        if last is not None:
            state = follow_up_words.happened(last, self._today)
            told += " " + _("{author}: {what}").format(author=last.author, what=state)
        self.notify(told, timeout=20, markup=False)
        self.load()

    def _changed(self) -> None:
        """Something was done: the list is read again once it is durable."""
        self._reload()

    @work(exclusive=True, group="reload", exit_on_error=False)
    async def _reload(self) -> None:
        await asyncio.to_thread(self._desk.saver.flush, 5)
        self.load()

    # Whose, and how late

    def action_whose(self) -> None:
        """Mine, my unit's, everybody's, or those of somebody else."""
        self._ask_whose()

    @work(exclusive=True, group="whose", exit_on_error=False)
    async def _ask_whose(self) -> None:
        unit = await asyncio.to_thread(self._desk.follow_ups.my_unit)
        mine = self._desk.follow_ups.mine()
        self.app.push_screen(narrowing.whose_screen(mine, unit, self._query.whose), self._whose_chosen)

    def _whose_chosen(self, whose: object) -> None:
        if whose == narrowing.OTHER:
            self._ask_other()
        elif isinstance(whose, Whose):
            self._narrow(whose=whose)

    @work(exclusive=True, group="whose", exit_on_error=False)
    async def _ask_other(self) -> None:
        found = await asyncio.to_thread(self._desk.follow_ups.whose)
        self.app.push_screen(narrowing.others_screen(found, self._names()), self._whose_chosen)

    def action_when(self) -> None:
        """Only what is late, for this week, later, or without a day."""
        if self._query.kind is Kind.ACTION:
            self.app.push_screen(narrowing.when_screen(self._query.when), self._when_chosen)

    def _when_chosen(self, when: object) -> None:
        if isinstance(when, When):
            self._narrow(when=when)
