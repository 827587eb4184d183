"""The plan: what was agreed last, the needs ranked with the patient, and what will be done about them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal

from kartlegging_tui import language
from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.plan import FollowUp
from kartlegging_tui.language import N_, _
from kartlegging_tui.services import weighing
from kartlegging_tui.services.earlier import EarlierAction, earlier_actions
from kartlegging_tui.services.need_items import NeedItem, need_items
from kartlegging_tui.services.planning import NEW_NEED
from kartlegging_tui.services.urgent import unrecorded
from kartlegging_tui.tui import plan_commands as commands
from kartlegging_tui.tui import plan_conflicts, plan_words, talk_words
from kartlegging_tui.tui.agreeing import Agreeing, likely_people
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.following_up import FollowingUp
from kartlegging_tui.tui.handling import Handling
from kartlegging_tui.tui.plan_words import Place
from kartlegging_tui.tui.screens.choose import ChooseScreen
from kartlegging_tui.tui.screens.house import HELP, HouseScreen
from kartlegging_tui.tui.screens.pick import Choice
from kartlegging_tui.tui.screens.write import WriteScreen, Written
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.banner import Banner
from kartlegging_tui.tui.widgets.key_bar import KeyBar
from kartlegging_tui.tui.widgets.paper import Paper
from kartlegging_tui.tui.widgets.time_left import TimeLeft
from kartlegging_tui.tui.widgets.urgent_panel import UrgentPanel
from kartlegging_tui.tui.widgets.words import Words

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk
    from kartlegging_tui.services.saving import SaveState
    from kartlegging_tui.services.talk import Talk


class PlanScreen(HouseScreen[bool]):
    """Gives back True where one goes on to the summary."""

    PLACE = N_("Needs and plan")
    AWAITED = ("open",)
    COMMANDS = commands.PLAN_COMMANDS
    TAKEN = tuple("123456789")
    DEFAULT_CSS = """
    PlanScreen {
        & > #top { height: 1; background: $panel; padding: 0 1; }
        & #who { width: 1fr; text-style: bold; }
        & #saved { width: 24; text-align: right; }
        & > #heading { height: 1; padding: 0 1; margin: 0 0 1 0; text-style: bold; color: $primary; }
    }
    """

    def __init__(self, desk: Desk, conversation_id: int, talk: Talk | None = None, at: Path | None = None) -> None:
        """With `talk`, the conversation as it is open already; else it is read. `at` is the need to begin at."""
        super().__init__()
        self._desk = desk
        self._conversation_id = conversation_id
        self._talk = talk
        self._at = Place("need", at) if at else None

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Words(id="who")
            yield Words(id="saved")
        yield Words(id="heading")
        yield TimeLeft(self._desk, conversation_id=self._conversation_id)
        yield Banner()
        yield Paper()
        yield UrgentPanel()
        yield KeyBar(lines=2, always=3)

    def on_mount(self) -> None:
        self.show_words()
        if self._talk is None:
            self._open()

    @work(exclusive=True, group="open", exit_on_error=False)
    async def _open(self) -> None:
        self._talk = await asyncio.to_thread(self._desk.conduct.open, self._conversation_id)
        plan_conflicts.watch(self.app, self._talk.planning)
        self.show_words()

    # What it shows

    @property
    def talk(self) -> Talk:
        """The conversation, once it is read."""
        assert self._talk is not None
        return self._talk

    def _items(self) -> list[NeedItem]:
        return [item for item in need_items(self.talk, language.current()) if item.counts]

    def _earlier(self) -> list[EarlierAction]:
        return earlier_actions(self.talk, self._today)

    @property
    def _today(self) -> date:
        return self.house.today()

    def show_words(self) -> None:
        if self._talk is not None:
            self._draw()
        super().show_words()

    def _draw(self, at: Place | None = None) -> None:
        items, earlier = self._items(), self._earlier()
        if at is None and self._place is None:
            at = self._at or _first(earlier, items)
        self.query_one("#who", Words).say(literal(talk_words.who(self.talk)))
        self.query_one("#heading", Words).say(literal(plan_words.heading(items)))
        self.query_one(Paper).show(plan_words.blocks(earlier, items, self._today), at)
        self.query_one(UrgentPanel).show(unrecorded(self.talk), None, language.current())
        self.show_saved(self.talk.saver.state)

    def _changed(self, at: Place | None = None) -> None:
        self._draw(at)
        super().show_words()

    def show_saved(self, state: SaveState) -> None:
        super().show_saved(state)
        self.query_one("#saved", Words).say(talk_words.saved(state))

    @on(Paper.Moved)
    def _moved(self) -> None:
        super().show_words()

    # What the cursor stands on

    @property
    def _place(self) -> Place | None:
        key = next((paper.key for paper in self.query(Paper)), None)  # none before the screen is composed
        return key if isinstance(key, Place) else None

    @property
    def _need(self) -> NeedItem | None:
        """The need that the cursor stands on, or that the action there is for."""
        place = self._place
        if place is None or place.kind == "earlier":
            return None
        return next(
            (item for item in self._items() if place.path in (item.path, *(path for path, _action in item.actions))),
            None,
        )

    @property
    def _on_no_action(self) -> bool:
        return self._place is None or self._place.kind == "need"

    def commands_now(self) -> tuple[Command, ...]:
        leaving = (*commands.LEAVING, HELP)
        if self._talk is None or not self.talk.state.is_open:
            return leaving
        place = self._place
        here = commands.WHERE[place.kind] if place else ()
        if place is not None and place.kind == "need" and self._need is not None and self._need.own:
            here = (*here, commands.TAKE_AWAY)
        if self._on_no_action and unrecorded(self.talk):
            here = (commands.AT_ONCE, *here)
        return (*here, *commands.ALWAYS, *leaving)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Until it is read one can only leave; what is signed is only read."""
        if action in ("back", "show_help"):
            return True
        if self._talk is None:
            return False
        return action in ("move", "page", "summary") or self.talk.state.is_open

    # Weighing

    def on_key(self, event: events.Key) -> None:
        need = self._need
        if event.character and event.character in "123456789" and need is not None and self.talk.state.is_open:
            event.stop()
            weighing.move_to(self.talk.planning, self._items(), need.path, int(event.character))
            self._changed()

    def action_wish(self, wish: str) -> None:
        """What the patient says about follow-up. Yes waits for an action; else the next need comes."""
        need = self._need
        if need is None:
            return
        weighing.weigh(self.talk.planning, need, follow_up=FollowUp(wish))
        self._changed()
        if wish != "yes":
            self._to_next(need)

    def _to_next(self, need: NeedItem) -> None:
        """To the need after this one that waits for something."""
        items = self._items()
        here = next(place for place, item in enumerate(items) if item.path == need.path)
        waiting = [item for item in items[here + 1 :] if item.unasked or item.unplanned]
        if waiting:
            self._changed(Place("need", waiting[0].path))

    def action_words(self) -> None:
        """The patient's goal, or what came of an action."""
        place, need = self._place, self._need
        if place is not None and place.kind != "need":
            self._following_up(place).write()
        elif need is not None:
            self._write(_("What does the patient want to come to? In their own words"), "goal", need)

    def action_reason(self) -> None:
        """Why nothing is agreed."""
        need = self._need
        if need is not None:
            self._write(_("Why is nothing agreed about it?"), "reason", need)

    def _write(self, question: str, what: str, need: NeedItem) -> None:
        def written(words: Written | None) -> None:
            now = next((item for item in self._items() if item.path == need.path), None)
            if words is not None and now is not None:
                weighing.weigh(self.talk.planning, now, **{what: words.text})
                self._changed()

        box = self.talk.planning.box(f"{need.path}/{what}")
        WriteScreen(question, getattr(need.need, what), need.need.title, box=box).ask(self.app, written)

    def action_new_need(self) -> None:
        """A need that no form has seen."""

        def written(words: Written | None) -> None:
            if words is not None and words.text:
                self._changed(Place("need", self.talk.planning.add_need(words.text)))

        box = self.talk.planning.box(NEW_NEED)
        WriteScreen(_("Which need has come up?"), box=box).ask(self.app, written)

    # Actions

    def action_agree(self) -> None:
        """A new action for the need."""
        if self._need is not None:
            self._agreeing().begin(self._need)

    def action_next_step(self) -> None:
        """Whatever comes next where the cursor stands."""
        place, need = self._place, self._need
        if place is not None and place.kind == "earlier":
            self.action_ask()
        elif place is not None and place.kind == "action":
            self._agreeing().edit(place.path)
        elif need is not None and need.unasked:
            self._ask_wish(need)
        else:
            self.action_agree()

    @on(Paper.Chosen)
    def _clicked(self) -> None:
        if self.check_action("next_step", ()):
            self.action_next_step()

    def _ask_wish(self, need: NeedItem) -> None:
        choices = [
            Choice(_("Yes"), "j", FollowUp.YES),
            Choice(_("No"), "n", FollowUp.NO),
            Choice(_("Maybe"), "k", FollowUp.MAYBE),
        ]
        question = _("Does the patient want this followed up?")
        self.app.push_screen(
            ChooseScreen(question, choices, about=need.need.title),
            lambda wish: self.action_wish(str(wish)) if wish is not None else None,
        )

    def action_ask(self) -> None:
        """Is the action done, did it help? On a need: what was done about what is urgent?"""
        place = self._place
        if self._on_no_action:
            Handling(self.app, self.talk.planning, self._changed).begin(unrecorded(self.talk))
        elif place is not None:
            self._following_up(place).begin()

    def action_take_away(self) -> None:
        """Takes away an action, or a need that the nurse has added."""
        place, need = self._place, self._need
        if place is None:
            return
        if place.kind == "action":
            self.talk.planning.take_away(place.path)
            self._changed(Place("need", need.path) if need else None)
        elif place.kind == "earlier" or need is None:
            self._tell(_("What was agreed earlier stays. {key} says what has become of it."), commands.DONE)
        elif not need.own:
            self._tell(_("This need follows from the answers. {key} says that it is not followed up."), commands.NO)
        elif need.actions:
            self.notify(_("Take away its actions first."), markup=False)
        else:
            self.talk.planning.take_away(need.path)
            self._changed()

    def _tell(self, text: str, command: Command) -> None:
        self.notify(text.format(key=command.key_text), markup=False)

    def action_undo(self) -> None:
        """Takes back the last thing done in the plan."""
        if self.talk.planning.undo() is None:
            self.notify(_("Nothing is left to undo in the plan."), markup=False)
        self._changed()

    def _agreeing(self) -> Agreeing:
        holder = (self.talk.conversation.author, _("holds the conversation"))
        people = likely_people(self._desk.user.name, [holder], self._desk.library.services(), language.current())
        return Agreeing(self.app, self.talk.planning, people, self._next_opens(), self._today, self._changed)

    def _following_up(self, place: Place) -> FollowingUp:
        return FollowingUp(self.app, self.talk.planning, place.path, self._today, self._changed)

    def _next_opens(self) -> date | None:
        """When the window of the next contact point opens, where the pathway has one."""
        pathway, number = self.talk.pathway, self.talk.contact_point.number
        try:
            return self._desk.conduct.planned(pathway, number + 1).window.dates(pathway.diagnosed)[0]
        except KeyError:
            return None

    # Moving

    def action_move(self, step: int) -> None:
        """To the next need or action, or the one before."""
        self.query_one(Paper).move(step)

    def action_page(self, step: int) -> None:
        """A page down, or up."""
        self.query_one(Paper).page(step)

    def action_summary(self) -> None:
        """On to the whole conversation."""
        self.dismiss(True)

    def action_back(self) -> None:
        """To where one came from."""
        self.dismiss(False)


def _first(earlier: Sequence[EarlierAction], items: Sequence[NeedItem]) -> Place | None:
    """Where one begins: at what was agreed and not asked about yet, else at the first need that lacks something."""
    asked_about = [Place("earlier", each.path) for each in earlier if not each.asked]
    lacking = [Place("need", item.path) for item in items if item.unasked or item.unplanned]
    return next(iter([*asked_about, *lacking]), None)
