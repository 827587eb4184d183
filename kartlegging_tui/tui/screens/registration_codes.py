"""The table of registration codes: empty as shipped. Whoever keeps the forms edits it, others read it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual import on, work

from kartlegging_tui.domain.norway import day_in_norway
from kartlegging_tui.domain.registration import KeptCode
from kartlegging_tui.language import N_, _
from kartlegging_tui.tui import registration_code_words
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.days import full_day
from kartlegging_tui.tui.everywhere import GO_TO
from kartlegging_tui.tui.screens.house import HELP
from kartlegging_tui.tui.screens.listing import BACK, BLOCK_MOVES, REFRESH, BlocksScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.paper import Block, Line, Paper

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk

ADD = Command("add_code", "a", N_("Add"), N_("A new code."), "add")
CHANGE = Command("change_code", "enter", N_("Change"), N_("Another code in place of the one at the cursor."), "change")
END = Command("end_code", "x", N_("End"), N_("The last day on which the code holds."), "end")
HISTORY = Command(
    "code_history", "h", N_("History"), N_("Shows also what was replaced, or only what stands."), "history"
)


class RegistrationCodesScreen(BlocksScreen):
    """A row for each code."""

    PLACE = N_("Registration codes")
    COMMANDS = (CHANGE, ADD, END, HISTORY, *BLOCK_MOVES, REFRESH, BACK)
    PATIENTS = False

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._codes: list[KeptCode] | None = None
        self._history = False
        self._at: int | None = None
        """Where the cursor goes."""

    def commands_now(self) -> tuple[Command, ...]:
        absent = set() if self._desk.registration_codes.may_edit else {ADD, CHANGE, END}
        if self._history or not self._codes:
            absent |= {CHANGE, END}
        return tuple(command for command in (*self.COMMANDS, GO_TO, HELP) if command not in absent)

    @work(exclusive=True, group="codes", exit_on_error=False)
    async def load(self) -> None:
        self._codes = await asyncio.to_thread(self._desk.registration_codes.codes, self._history)
        self.show_words()

    def show_words(self) -> None:
        super().show_words()
        title = _("Registration codes, with history") if self._history else _("Registration codes")
        self.show_title(title)
        if self._codes is not None:
            self.paper.show(self._blocks(self._codes), self._at)
            self._at = None
            super().show_words()

    def _blocks(self, codes: list[KeptCode]) -> Iterator[Block]:
        if not codes:
            text = _(
                "No code is set. None is known nationally, so none is guessed: exports say that the code is missing."
            )
            yield Block((Line(literal(text)),))
            if self._desk.registration_codes.may_edit:
                yield Block((Line(literal(_("{key} adds one.").format(key=ADD.key_text))),))
            return
        replaced = {code.replaces_id for code in codes}
        for code in codes:
            what = registration_code_words.what(code.event, code.outcome)
            text = _("Contact point {number}, {what}").format(number=code.contact_point, what=what)
            head = literal(f"  {code.code}", "bold").append(literal(f"  {code.system}  ", "$text-muted"))
            yield Block((Line(head.append(literal(text))), *self._about(code, replaced)), code.id)

    def _about(self, code: KeptCode, replaced: set[int | None]) -> Iterator[Line]:
        first = full_day(code.valid_from)
        if not code.ever_valid:
            validity = _("taken out before it held")
        elif code.valid_to is None:
            validity = _("from {first}").format(first=first)
        else:
            validity = _("from {first} to {last}").format(first=first, last=full_day(code.valid_to))
        by = _("{who}, {day}").format(who=code.author, day=full_day(day_in_norway(code.at)))
        parts = [validity, by]
        if code.id in replaced:
            parts.append(_("replaced"))
        elif not code.holds(self.house.today()) and code.ever_valid:
            parts.append(_("does not hold today"))
        indent = literal("    ")
        yield Line(literal(" · ".join(parts), "$text-muted"), indent, indent)

    @property
    def _chosen(self) -> KeptCode | None:
        key = self.paper.key
        return next((code for code in self._codes or () if code.id == key), None)

    # What can be done

    def action_add(self) -> None:
        """A new code."""
        if ADD in self.commands_now():
            self._edit(None)

    @on(Paper.Chosen)
    def action_change(self) -> None:
        """Another code in place of the one at the cursor."""
        if CHANGE in self.commands_now() and self._chosen:
            self._edit(self._chosen)

    def action_end(self) -> None:
        """The last day of the one at the cursor."""
        if END in self.commands_now() and self._chosen:
            self._edit(self._chosen, ending=True)

    def _edit(self, code: KeptCode | None, ending: bool = False) -> None:
        from kartlegging_tui.tui.screens.registration_code import RegistrationCodeScreen

        def kept(code_id: int | None) -> None:
            self._at = code_id

        self.app.push_screen(RegistrationCodeScreen(self._desk, code, ending), kept)

    def action_history(self) -> None:
        """Also what was replaced, or only what stands."""
        self._history = not self._history
        self.load()
