"""What came out of a conversation, to read; and ending it, or going on with it."""

from __future__ import annotations

import asyncio
from enum import Enum, auto
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.widgets import Static

from kartlegging_tui.language import N_, _, plural
from kartlegging_tui.tui import summary_text, timeline, words
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.conversation_commands import PLAN
from kartlegging_tui.tui.screens.confirm import ConfirmScreen
from kartlegging_tui.tui.screens.house import HELP, HouseScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.banner import Banner
from kartlegging_tui.tui.widgets.key_bar import KeyBar
from kartlegging_tui.tui.widgets.paper import PAGES, Paper

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk
    from kartlegging_tui.services.summary import Summary

CONTINUE = Command("continue", "enter", N_("Continue"), N_("Goes on with filling."), "fill")
FINISH = Command(
    "finish", "a", N_("End conversation"), N_("Ends the conversation: the contact point is held."), "finish"
)
REOPEN = Command("reopen", "g", N_("Reopen"), N_("Opens the conversation again, to add or change."), "reopen")


class Outcome(Enum):
    """How the summary was left."""

    READ = auto()
    FILL = auto()
    """The conversation is to be filled on."""
    ENDED = auto()
    """The conversation is over."""

    @property
    def goes_on(self) -> bool:
        """The conversation is to be filled on."""
        return self is Outcome.FILL


class SummaryScreen(HouseScreen[Outcome]):
    """Scrolls by lines and by forms."""

    COMMANDS = (
        CONTINUE,
        FINISH,
        REOPEN,
        PLAN,
        Command("down", "down", N_("Scroll"), N_("A line down or up."), "move(1)", shown_keys="↑↓"),
        Command("up", "up", "", "", "move(-1)", on_bar=False),
        *PAGES,
        Command("refresh", "f5", N_("Refresh"), N_("Reads it again."), "refresh_summary", on_bar=False),
        Command("back", "escape", N_("Back"), N_("Back to the patient."), "back"),
    )
    DEFAULT_CSS = """
    SummaryScreen {
        & > #head { height: auto; padding: 0 1; margin: 0 0 1 0; }
    }
    """

    def __init__(self, desk: Desk, conversation_id: int) -> None:
        super().__init__()
        self._desk = desk
        self._conversation_id = conversation_id
        self._summary: Summary | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="head")
        yield Banner()
        yield Paper()
        yield KeyBar(self.commands_now())

    def commands_now(self) -> tuple[Command, ...]:
        ended = self._summary is not None and self._summary.conversation.ended_at is not None
        absent = (CONTINUE, FINISH) if ended else (REOPEN,)
        return tuple(command for command in (*self.COMMANDS, HELP) if command not in absent)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What makes no sense now does nothing."""
        return action not in ("fill", "finish", "reopen") or any(each.action == action for each in self.commands_now())

    def show_words(self) -> None:
        super().show_words()
        if self._summary is not None:
            self._draw(self._summary)

    def on_screen_resume(self) -> None:
        """Shown first, or come back to after filling."""
        self._load()

    @work(exclusive=True, group="summary", exit_on_error=False)
    async def _load(self) -> None:
        self._summary = await asyncio.to_thread(self._desk.conduct.summary, self._conversation_id)
        self.show_words()

    def _draw(self, summary: Summary) -> None:
        today = self.house.today()
        talk = summary.conversation
        name = literal(summary.patient.name, "bold").append(literal(f"  {words.of_birth(summary.patient, today)}"))
        state = _("ended") if talk.ended_at else _("under way")
        lines = [
            name,
            literal(f"{summary.contact_point_title} · {state}"),
            literal(timeline.held(talk, today), "$text-muted"),
        ]
        self.query_one("#head", Static).update(literal("\n").join(lines))
        self.query_one(Paper).show(summary_text.blocks(summary))

    def action_move(self, step: int) -> None:
        """A line down, or up."""
        self.query_one(Paper).move(step)

    def action_page(self, step: int) -> None:
        """A page down, or up."""
        self.query_one(Paper).page(step)

    def action_refresh_summary(self) -> None:
        """Reads it again."""
        self._load()

    def action_back(self) -> None:
        """To the patient, or to the form."""
        ended = self._summary is not None and self._summary.conversation.ended_at is not None
        self.dismiss(Outcome.ENDED if ended else Outcome.READ)

    def action_plan(self) -> None:
        """The needs, ranked, and what is agreed; what is changed there shows when one comes back."""
        from kartlegging_tui.tui.screens.plan import PlanScreen

        self.app.push_screen(PlanScreen(self._desk, self._conversation_id))

    def action_fill(self) -> None:
        """Goes on with filling."""
        self.dismiss(Outcome.FILL)

    def action_finish(self) -> None:
        """Ends the conversation. Asks once if something that must be answered is not."""
        assert self._summary is not None
        left = sum(len(form.problems) for form in self._summary.forms)
        if not left:
            self._finish()
            return
        text = plural(
            "{count} required question is not answered. End the conversation all the same?",
            "{count} required questions are not answered. End the conversation all the same?",
            left,
        ).format(count=left)
        self.app.push_screen(ConfirmScreen(text), self._confirmed)

    def _confirmed(self, sure: bool | None) -> None:
        if sure:
            self._finish()

    @work(group="finish", exit_on_error=False)
    async def _finish(self) -> None:
        await asyncio.to_thread(self._desk.conduct.finish, self._conversation_id)
        self._load()

    @work(group="finish", exit_on_error=False)
    async def action_reopen(self) -> None:
        """Opens it again."""
        await asyncio.to_thread(self._desk.conduct.reopen, self._conversation_id)
        self._load()
