"""To whom what came out may be sent: the ground for each recipient, and what has been sent. Without one, nothing is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import Static

from kartlegging_tui.domain.plan import Consent
from kartlegging_tui.language import N_, _
from kartlegging_tui.tui import consent_words, words
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.screens.confirm import ConfirmScreen
from kartlegging_tui.tui.screens.house import HELP, HouseScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.banner import Banner
from kartlegging_tui.tui.widgets.key_bar import KeyBar
from kartlegging_tui.tui.widgets.paper import PAGES, Paper

if TYPE_CHECKING:
    from kartlegging_tui.domain.answers import Path
    from kartlegging_tui.domain.history import Event
    from kartlegging_tui.domain.people import Patient
    from kartlegging_tui.services.desk import Desk
    from kartlegging_tui.services.planning import Planning

UP = Command("up", "up", "", "", "move(-1)", on_bar=False)
ADD = Command("add_consent", "a", N_("Add"), N_("One recipient more."), "add")
WITHDRAW = Command(
    "withdraw", "x", N_("Withdraw"), N_("The patient no longer agrees: nothing more is sent."), "withdraw"
)
SENT = Command("sent", "o", N_("Sent"), N_("Notes what was sent to the recipient, today and by you."), "sent")
UNDO = Command("undo", "z", N_("Undo"), N_("Takes back the last thing done here, recorded by mistake."), "undo")

KINDS = ("consent", "handover")
"""What is done, and undone, here: other parts of the plan are left alone."""


class ConsentsScreen(HouseScreen[None]):
    """One block a recipient. What is done here is in the records when it is shown as done."""

    PLACE = N_("Consent and handover")
    COMMANDS = (
        ADD,
        SENT,
        WITHDRAW,
        UNDO,
        Command(
            "down", "down", N_("Choose"), N_("The recipient after or before."), "move(1)", shown_keys="↑↓", other_way=UP
        ),
        UP,
        *PAGES,
        Command("refresh", "f5", N_("Refresh"), N_("Reads the page again."), "refresh_page", on_bar=False),
        Command("back", "escape", N_("Back"), N_("Back to the patient."), "back"),
    )
    DEFAULT_CSS = """
    ConsentsScreen {
        & > #head { height: auto; padding: 0 1; margin: 0 0 1 0; }
    }
    """

    class SomebodyElse(Message):
        """Somebody else wrote at the same moment; what was done here is not saved."""

        def __init__(self, recipient: str, theirs: Event) -> None:
            super().__init__()
            self.recipient, self.theirs = recipient, theirs

    def __init__(self, desk: Desk, patient: Patient, pathway_id: int, services: Sequence[tuple[str, str]] = ()) -> None:
        """`services` to pick recipients from: id and name. Without any, recipients are written."""
        super().__init__()
        self._desk = desk
        self._patient = patient
        self._pathway_id = pathway_id
        self._services = tuple(services)
        self._planning: Planning | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="head")
        yield Banner()
        yield Paper()
        yield KeyBar(self.commands_now(), always=2)

    def commands_now(self) -> tuple[Command, ...]:
        chosen = self._chosen
        absent = set() if chosen and chosen.holds else {SENT, WITHDRAW}
        return tuple(command for command in (*self.COMMANDS, HELP) if command not in absent)

    def on_mount(self) -> None:
        super().on_mount()
        self._load()

    def show_words(self) -> None:
        super().show_words()
        today = self.house.today()
        name = literal(self._patient.name, "bold").append(literal(f"  {words.of_birth(self._patient, today)}"))
        title = literal("\n" + _("Consent and handover: to whom may what came out be sent?"))
        self.query_one("#head", Static).update(name.append(title))
        self._draw()

    def _draw(self, at: Path | None = None) -> None:
        from kartlegging_tui.services.consents import consent_views

        if self._planning is not None:
            views = consent_views(self._planning.plan, self._planning.events)
            self.query_one(Paper).show(consent_words.blocks(views, self.house.today()), at)
            super().show_words()

    @property
    def _chosen(self) -> Consent | None:
        if self._planning is None:
            return None
        return self._planning.plan.consents.get(str(self.query_one(Paper).key))

    # Reading, and doing

    @work(exclusive=True, group="consents", exit_on_error=False)
    async def _load(self, at: Path | None = None) -> None:
        """Reads what there is; `at` is where the cursor goes."""
        self._planning = await asyncio.to_thread(self._desk.planning, self._pathway_id)
        self._planning.on_conflict = self._tell_conflict
        self._draw(at)

    @work(group="do", exit_on_error=False)
    async def _do(self, act: Callable[[Planning], Path | None]) -> None:
        """Does it, and shows it as done once it is durable; what cannot be saved yet is shown as it will be."""
        assert self._planning is not None
        path = act(self._planning)
        if await asyncio.to_thread(self._desk.saver.flush, 5):
            self._load(path)
        else:
            self._draw(path)

    def _tell_conflict(self, path: Path, theirs: Event) -> None:
        """Called in the saving thread."""
        assert self._planning is not None
        consent = self._planning.plan.consents.get(path)
        self.post_message(self.SomebodyElse(consent.recipient if consent else "", theirs))

    @on(SomebodyElse)
    def _somebody_else(self, message: SomebodyElse) -> None:
        text = _("{who} wrote here at the same moment. Not saved: {recipient}. Look at it again, and try once more.")
        self.notify(text.format(who=message.theirs.author, recipient=message.recipient), timeout=20, markup=False)
        self._load()

    def action_add(self) -> None:
        """Asks for a recipient, and then for the ground."""
        from kartlegging_tui.tui.screens.pick import Choice, PickScreen

        if self._planning is None:
            return
        if not self._services:
            self._ask("", "")
            return
        choices = [Choice(name, "", (name, service)) for service, name in self._services]
        picking = PickScreen(_("To whom?"), choices, written=lambda name: (name, ""), hint=_("Pick, or write a name"))
        self.app.push_screen(picking, self._picked)

    def _picked(self, picked: object) -> None:
        if isinstance(picked, tuple):
            self._ask(*picked)

    def _ask(self, recipient: str, service: str) -> None:
        from kartlegging_tui.tui.screens.add_consent import AddConsentScreen

        self.app.push_screen(AddConsentScreen(self._patient, recipient, service), self._added)

    def _added(self, consent: Consent | None) -> None:
        if consent is not None:
            self._do(lambda planning: planning.consent(consent))

    def action_withdraw(self) -> None:
        """Asks once; dated today."""
        chosen, path = self._chosen, str(self.query_one(Paper).key)
        if chosen is None or not chosen.holds:
            return
        question = _("Withdrawn for {recipient} from today? Nothing more is sent; what has been sent stays sent.")

        def withdraw(planning: Planning) -> Path:
            planning.withdraw(path, self.house.today())
            return path

        def answered(yes: bool | None) -> None:
            if yes:
                self._do(withdraw)

        self.app.push_screen(ConfirmScreen(question.format(recipient=chosen.recipient)), answered)

    def action_sent(self) -> None:
        """Notes that something was sent."""
        from kartlegging_tui.tui.screens.add_handover import AddHandoverScreen

        chosen, path = self._chosen, str(self.query_one(Paper).key)
        if chosen is None or not chosen.holds:
            return
        recipient = chosen.recipient

        def hand_over(planning: Planning, what: str) -> Path:
            planning.hand_over(recipient, what)
            return path

        def written(what: str | None) -> None:
            if what is not None:
                self._do(lambda planning: hand_over(planning, what))

        self.app.push_screen(AddHandoverScreen(chosen), written)

    def action_undo(self) -> None:
        """Takes back the last thing done here. A ground on which something was sent stands."""
        from kartlegging_tui.services.consents import is_used

        planning = self._planning
        path = planning.undoable(*KINDS) if planning else None
        if planning is None or path is None:
            self.notify(_("Nothing to undo."), markup=False)
            return
        consent, sent = planning.plan.consents.get(path), planning.plan.handovers.get(path)
        recipient = consent.recipient if consent else sent.recipient if sent else ""
        if consent and consent.holds and is_used(planning.plan, path):
            text = _("Something has been sent to {recipient}. Withdraw it instead ({key}).")
            self.notify(text.format(recipient=recipient, key=WITHDRAW.key_text), markup=False)
            return
        self._do(lambda plan: plan.undo(*KINDS))
        self.notify(_("Taken back: {recipient}").format(recipient=recipient), markup=False)

    # Moving

    @on(Paper.Moved)
    def _moved(self) -> None:
        super().show_words()

    def action_move(self, step: int) -> None:
        """To another recipient."""
        self.query_one(Paper).move(step)

    def action_page(self, step: int) -> None:
        """A page down, or up."""
        self.query_one(Paper).page(step)

    def action_refresh_page(self) -> None:
        """Reads the page again."""
        self._load()

    def action_back(self) -> None:
        """To the patient."""
        self.dismiss(None)

    def action_show_help(self) -> None:
        """What can be done here, and below it what the law says."""
        from kartlegging_tui.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.commands_now(), _(consent_words.EXPLAINED)))
