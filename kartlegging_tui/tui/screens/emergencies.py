"""Who has let themselves in to patients whom they do not follow: listed until somebody else has looked at it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual import on, work

from kartlegging_tui.language import N_, _, plural
from kartlegging_tui.services.day_words import moment_words
from kartlegging_tui.services.rights import Right
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.emergency_words import REASONS
from kartlegging_tui.tui.everywhere import GO_TO
from kartlegging_tui.tui.screens.house import HELP
from kartlegging_tui.tui.screens.listing import BACK, BLOCK_MOVES, REFRESH, BlocksScreen
from kartlegging_tui.tui.screens.write import WriteScreen, Written
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.paper import Block, Line, Paper

if TYPE_CHECKING:
    from kartlegging_tui.services.boxes import Box, Boxes
    from kartlegging_tui.services.care import Seen
    from kartlegging_tui.services.desk import Desk

REVIEW = Command("review", "enter", N_("Review"), N_("Says in a word what came of looking at it."), "review")
OPEN = Command("open_patient", "o", N_("Open the patient"), N_("Opens the patient, where you may see them."), "open")
SWITCH = Command("reviewed_list", "a", N_("Reviewed"), N_("Shows what is reviewed, or what waits."), "switch")


class EmergenciesScreen(BlocksScreen):
    """One block for each, the one that has waited longest first."""

    PLACE = N_("Emergency access to review")
    COMMANDS = (REVIEW, OPEN, SWITCH, *BLOCK_MOVES, REFRESH, BACK)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._reviewed = False
        self._listed: list[Seen] | None = None
        self._boxes: dict[int, Boxes] = {}
        """By patient, what is being written."""

    def commands_now(self) -> tuple[Command, ...]:
        chosen = self._chosen if self.is_mounted else None
        absent = set() if chosen and chosen.patient else {OPEN}
        if chosen is None or chosen.own or self._reviewed:
            absent.add(REVIEW)
        return tuple(command for command in (*self.COMMANDS, GO_TO, HELP) if command not in absent)

    def show_words(self) -> None:
        super().show_words()
        title = _("Emergency access that is reviewed") if self._reviewed else _("Emergency access to review")
        count = len(self._listed or ())
        self.show_title(title, f"  {count}" if count else "")
        if self._listed is not None:
            self.paper.show(self._blocks(self._listed))
            super().show_words()

    @work(exclusive=True, group="emergencies", exit_on_error=False)
    async def load(self) -> None:
        sees_patients = self._desk.may(Right.PATIENTS)
        listed = await asyncio.to_thread(self._desk.reviews.listed, self._reviewed, named=sees_patients)
        patients = {seen.emergency.patient_id for seen in listed}
        self._boxes = await asyncio.to_thread(self._desk.boxes, patients)
        self._listed = listed
        self.show_words()

    def _blocks(self, listed: list[Seen]) -> Iterator[Block]:
        for seen in listed:
            yield Block(tuple(self._lines(seen)), seen.emergency.id)
        if not listed:
            none = _("Nothing is reviewed yet.") if self._reviewed else _("Nothing waits to be reviewed.")
            yield Block((Line(literal(none)),))

    def _lines(self, seen: Seen) -> Iterator[Line]:
        emergency = seen.emergency
        indent = literal("    ")
        whom = seen.patient or _("patient number {number}").format(number=emergency.patient_id)
        yield Line(literal(f"  {emergency.user}", "bold") + literal(f" → {whom}"))
        minutes = (emergency.until - emergency.opened_at).seconds // 60
        for_how_long = plural("{count} minute", "{count} minutes", minutes).format(count=minutes)
        parts = [moment_words(emergency.opened_at), for_how_long, *([emergency.unit] if emergency.unit else [])]
        yield Line(literal(" · ".join(parts), "$text-muted"), indent, indent)
        yield Line(literal(f"{_(REASONS[emergency.kind])}: {emergency.reason}"), indent, indent)
        if emergency.reviewed_at is not None:
            text = _("Reviewed by {who}, {when}: {words}").format(
                who=emergency.reviewed_by, when=moment_words(emergency.reviewed_at), words=emergency.review
            )
            yield Line(literal(text), indent, indent)
        elif seen.own:
            yield Line(literal(_("Your own: somebody else reviews it."), "$text-muted"), indent, indent)

    @property
    def _chosen(self) -> Seen | None:
        key = self.paper.key
        return next((seen for seen in self._listed or () if seen.emergency.id == key), None)

    @on(Paper.Moved)
    def _moved(self) -> None:
        super().show_words()

    # What can be done

    @on(Paper.Chosen)
    def action_review(self) -> None:
        """Asks for a word about the one at the cursor."""
        chosen = self._chosen
        if chosen is None or REVIEW not in self.commands_now():
            return

        def written(words: Written | None) -> None:
            if words is not None and words.text:
                self._review(chosen, words.text, box)

        emergency = chosen.emergency
        box = self._boxes[emergency.patient_id].at(f"emergency/{emergency.id}/review")
        question, about = _("What came of looking at it?"), f"{emergency.user}: {emergency.reason}"
        self.app.push_screen(WriteScreen(question, about=about, or_not=True, box=box), written)

    @work(group="do", exit_on_error=False)
    async def _review(self, seen: Seen, words: str, box: Box) -> None:
        await asyncio.to_thread(self._desk.reviews.review, seen.emergency, words)
        box.drop()
        self.load()

    def action_open(self) -> None:
        """The patient of the one at the cursor."""
        from kartlegging_tui.tui.screens.patient import PatientScreen

        chosen = self._chosen
        if chosen is not None and chosen.patient:
            self.app.push_screen(PatientScreen(self._desk, chosen.emergency.patient_id))

    def action_switch(self) -> None:
        """What is reviewed, or what waits."""
        self._reviewed = not self._reviewed
        self.load()
