"""The inbox: what other places have sent, waiting until somebody has looked."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work

from kartlegging_tui.domain.arrival import ArrivalStatus
from kartlegging_tui.domain.norway import day_in_norway
from kartlegging_tui.language import N_, _, plural
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.days import full_day, near_day
from kartlegging_tui.tui.everywhere import GO_TO
from kartlegging_tui.tui.screens.ask import AskScreen
from kartlegging_tui.tui.screens.house import HELP
from kartlegging_tui.tui.screens.listing import BACK, BLOCK_MOVES, REFRESH, BlocksScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.paper import Block, Line, Paper

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk
    from kartlegging_tui.services.inbox import ArrivalLine, InboxPage
    from kartlegging_tui.services.receiving import Received

SHOWN = 200
"""So many at a time; those that have waited longest. There are seldom more than a handful."""

OPEN = Command("open_arrival", "enter", N_("Look at it"), N_("Shows what has come beside what is known here."), "open")
BRING = Command("bring_in", "i", N_("Bring in a file"), N_("Lets a file from another place wait here."), "bring_in")
BACK_AGAIN = Command("wait_again", "b", N_("Let it wait again"), N_("Takes back that it was put aside."), "wait_again")
SWITCH = Command("put_aside_list", "a", N_("Set aside"), N_("Shows what is set aside, or what waits."), "switch")


class InboxScreen(BlocksScreen):
    """One block for each arrival, the one that has waited longest first."""

    PLACE = N_("Inbox")
    COMMANDS = (OPEN, BACK_AGAIN, BRING, SWITCH, *BLOCK_MOVES, REFRESH, BACK)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._status = ArrivalStatus.WAITING
        self._page: InboxPage | None = None

    def commands_now(self) -> tuple[Command, ...]:
        absent = {OPEN} if self._status is ArrivalStatus.PUT_ASIDE else {BACK_AGAIN}
        if self._page is not None and not self._page.lines:
            absent |= {OPEN, BACK_AGAIN}
        return tuple(command for command in (*self.COMMANDS, GO_TO, HELP) if command not in absent)

    def show_words(self) -> None:
        super().show_words()
        aside = self._status is ArrivalStatus.PUT_ASIDE
        title = _("Inbox: put aside") if aside else _("Inbox")
        if self._page is None:
            self.show_title(title)
            return
        counts = _("{waiting} waiting, {aside} put aside")
        self.show_title(title, "  " + counts.format(waiting=self._page.waiting, aside=self._page.put_aside))
        self.paper.show(self._blocks(self._page))

    @work(exclusive=True, group="inbox", exit_on_error=False)
    async def load(self) -> None:
        self._page = await asyncio.to_thread(self._desk.inbox.page, self._status, SHOWN)
        self.show_words()

    def _blocks(self, page: InboxPage) -> Iterator[Block]:
        for line in page.lines:
            yield Block(tuple(self._lines(line)), line.id)
        if not page.lines and self._status is ArrivalStatus.WAITING:
            text = _(
                "Nothing waits. {key} brings in a file that another place has made with “kartlegging export”; "
                "“kartlegging import FILE” does the same."
            )
            yield Block((Line(literal(text.format(key=BRING.key_text))),))
        elif not page.lines:
            text = _("Nothing is put aside. {key} shows what waits.")
            yield Block((Line(literal(text.format(key=SWITCH.key_text))),))

    def _lines(self, line: ArrivalLine) -> Iterator[Line]:
        today = self.house.today()
        born = _("born {day}").format(day=full_day(line.birth_date)) if line.birth_date else ""
        yield Line(literal(f"  {line.name}", "bold") + literal(f"  {born}" if born else ""))
        parts = [f"{icd10} {full_day(diagnosed)}" for icd10, diagnosed in line.pathways]
        talks = len(line.talks)
        held = plural("{count} conversation", "{count} conversations", talks).format(count=talks)
        signed = _("{count} signed").format(count=line.signed)
        parts.append(f"{held}, {signed}" if talks else _("no conversation"))
        came = _("came {day}").format(day=near_day(day_in_norway(line.received_at), today))
        sender = _("from {sender}").format(sender=line.sender) if line.sender else _("sender not known")
        indent = literal("    ")
        for text in (" · ".join(parts), f"{came} · {sender}"):
            yield Line(literal(text, "$text-muted"), indent, indent)
        if line.reason:
            yield Line(literal(_("Put aside: {reason}").format(reason=line.reason)), indent, indent)

    # What can be done

    @on(Paper.Chosen)
    def action_open(self) -> None:
        """The arrival at the cursor."""
        from kartlegging_tui.tui.screens.arrival import ArrivalScreen

        chosen = self.paper.key
        if isinstance(chosen, int) and self._status is ArrivalStatus.WAITING:
            self.app.push_screen(ArrivalScreen(self._desk, chosen), self._decided)

    def _decided(self, patient_id: int | None) -> None:
        from kartlegging_tui.tui.screens.patient import PatientScreen

        if patient_id is not None:
            self.app.push_screen(PatientScreen(self._desk, patient_id))

    def action_bring_in(self) -> None:
        """Asks for a file."""

        def written(file: str | None) -> None:
            if file is not None:
                self._bring_in(file)

        self.app.push_screen(AskScreen(_("Which file? Write its name with its folder.")), written)

    @work(group="do", exit_on_error=False)
    async def _bring_in(self, file: str) -> None:
        from kartlegging_tui.services.arrival_words import received_words

        received = await asyncio.to_thread(self._receive, Path(file.strip("'\" ")).expanduser())
        self.notify("\n".join(received_words(received)), markup=False)
        self._status = ArrivalStatus.WAITING
        self.load()

    def failed(self, error: BaseException) -> None:
        """What is wrong with a file is told as it is on the command line, the first of it."""
        from kartlegging_tui.domain.export_file import NotAnExport
        from kartlegging_tui.services.arrival_words import problem_words

        if isinstance(error, NotAnExport):
            told = [problem_words(problem) for problem in error.problems[:5]]
            more = len(error.problems) - len(told)
            told += [plural("and {count} more", "and {count} more", more).format(count=more)] if more else []
            self._warn("\n".join([_("Nothing is taken in."), *told]))
        elif isinstance(error, OSError):
            self._warn(_("{file} cannot be read: {why}").format(file=error.filename, why=error.strerror or ""))
        else:
            super().failed(error)

    def _warn(self, text: str) -> None:
        """Not in the banner: the list is read again meanwhile, and that clears it."""
        self.notify(text, severity="error", timeout=30, markup=False)

    def _receive(self, file: Path) -> Received:
        from kartlegging_tui.domain.export_file import LARGEST

        with file.open("rb") as stream:
            return self._desk.inbox.receive(stream.read(LARGEST + 1))

    def action_wait_again(self) -> None:
        """Takes back that it was put aside."""
        chosen = self.paper.key
        if isinstance(chosen, int) and self._status is ArrivalStatus.PUT_ASIDE:
            self._take_back(chosen)

    @work(group="do", exit_on_error=False)
    async def _take_back(self, arrival_id: int) -> None:
        await asyncio.to_thread(self._desk.inbox.take_back, arrival_id)
        self.load()

    def action_switch(self) -> None:
        """What is put aside, or what waits."""
        waiting = self._status is ArrivalStatus.WAITING
        self._status = ArrivalStatus.PUT_ASIDE if waiting else ArrivalStatus.WAITING
        self.load()
