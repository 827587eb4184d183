"""Agreeing on an action, step by step: what, who, by when. Each step is kept at once; Esc stops and loses nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from kartlegging_tui.domain.services import Service
from kartlegging_tui.language import N_, _
from kartlegging_tui.services.weighing import agree, deadlines, usual_deadline
from kartlegging_tui.tui import plan_words
from kartlegging_tui.tui.days import near_day
from kartlegging_tui.tui.screens.choose import ChooseScreen
from kartlegging_tui.tui.screens.pick import Choice, PickScreen, folded
from kartlegging_tui.tui.screens.write import WriteScreen, Written
from kartlegging_tui.tui.typed_days import typed_day

if TYPE_CHECKING:
    from textual.app import App

    from kartlegging_tui.domain.answers import Path
    from kartlegging_tui.domain.plan import Action
    from kartlegging_tui.services.boxes import Box
    from kartlegging_tui.services.need_items import NeedItem
    from kartlegging_tui.services.planning import Planning

WRITE = "write"
NO_DAY = "none"
AWAY = (N_("today"), N_("in a week"), N_("in two weeks"), N_("in a month"), N_("before the next contact point"))
"""How far off the days of `deadlines` are."""


class Agreeing:
    """Asks about one action. Made anew for each."""

    def __init__(
        self,
        app: App[None],
        planning: Planning,
        people: Sequence[Choice],
        next_opens: date | None,
        today: date,
        changed: Callable[[], None],
    ) -> None:
        """`people` can be asked (`likely_people`); `next_opens` is the day on which the window of the next contact
        point opens, if there is one."""
        self._app, self._planning, self._known = app, planning, people
        self._today, self._changed = today, changed
        self._days = deadlines(today, next_opens)
        self._usual = 0
        self._path: Path = ""
        self._editing = False
        self._asks_why = False

    def begin(self, item: NeedItem) -> None:
        """A new action for a need: from the form's suggestions, or in one's own words."""
        self._usual = usual_deadline(item.need.priority)
        question = _("What will be done about «{need}»?").format(need=item.need.title)
        agreed = {action.text for _path, action in item.actions}
        suggested = [text for text in item.suggestions if text not in agreed]

        def write() -> None:
            WriteScreen(question, box=self._planning.box(f"{item.path}/action")).ask(self._app, written)

        def written(words: Written | None) -> None:
            if words is not None and words.text:
                chosen(words.text, words.on)

        def chosen(text: object, goes_on: bool = True) -> None:
            if text == WRITE:
                write()
            elif isinstance(text, str):
                self._path = agree(self._planning, item, text)
                self._changed()
                if goes_on:
                    self._ask_who()

        if not suggested:
            write()
            return
        choices = [*(Choice(text, "", text) for text in suggested), Choice(_("Something else …"), "", WRITE)]
        self._app.push_screen(ChooseScreen(question, choices), chosen)

    def edit(self, path: Path) -> None:
        """Goes through an action again; Enter leaves each thing as it is."""
        self._path, self._editing = path, True
        action = self._action
        if action is None:
            return

        def written(words: Written | None) -> None:
            if words is not None:
                if words.text:
                    self._change(text=words.text)
                if words.on:
                    self._ask_who()

        WriteScreen(_("What will be done?"), action.text, box=self._box("text")).ask(self._app, written)

    def hand_over(self, path: Path) -> None:
        """To somebody else: who, by when, and why."""
        self._path, self._editing, self._asks_why = path, True, True
        self._ask_who()

    def put_off(self, path: Path) -> None:
        """To another day, and why."""
        self._path, self._editing, self._asks_why = path, True, True
        self._ask_when()

    @property
    def _action(self) -> Action | None:
        """As it is now; None where it was taken away meanwhile."""
        return self._planning.plan.actions.get(self._path)

    def _change(self, **update: object) -> None:
        action = self._action
        if action is not None:
            self._planning.change(self._path, action.model_copy(update=update))
            self._changed()

    def _ask_who(self) -> None:
        action = self._action
        if action is None:
            return

        def chosen(who: object) -> None:
            if isinstance(who, tuple):
                name, service = who
                self._change(who=name, service=service)
                self._ask_when()

        screen = PickScreen(
            _("Who does it? «{action}»").format(action=action.text),
            self._people(action),
            written=lambda text: (text, ""),
            hint=_("Type a part of it, or somebody else"),
        )
        self._app.push_screen(screen, chosen)

    def _people(self, action: Action) -> list[Choice]:
        """The likely one first: who it is already, who the action names, or the one who holds the conversation.

        What is handed over goes to somebody else than it is with.
        """
        choices = list(self._known)
        if self._asks_why:
            return [choice for choice in choices if choice.key != (action.who, action.service)]
        if action.who and (action.who, action.service) not in [choice.key for choice in choices]:
            choices.append(Choice(action.who, "", (action.who, action.service)))
        return sorted(choices, key=lambda choice: not _likely(choice, action))

    def _ask_when(self) -> None:
        action = self._action
        if action is None:
            return
        choices = [Choice(near_day(day, self._today), _(AWAY[place]), day) for place, day in enumerate(self._days)]
        choices += [Choice(_("No day"), "", NO_DAY), Choice(_("Another day …"), "", WRITE)]
        likely = self._usual
        if self._editing:
            kept = action.by or NO_DAY
            choices = [each for each in choices if each.key != kept]
            now = near_day(action.by, self._today) if action.by else _("No day")
            choices.insert(0, Choice(now, _("as it is"), kept))
            likely = 0

        def chosen(day: object) -> None:
            if day == WRITE:
                question = _("By which day?")
                example = _("For example 3.12 or 3.12.2026")
                WriteScreen(question, about=example, unclear=self._unclear).ask(self._app, written)
            elif day is not None:
                self._change(by=day if isinstance(day, date) else None)
                self._ask_why()

        def written(words: Written | None) -> None:
            if words is not None and words.text:
                self._change(by=coming_day(words.text, self._today))
                if words.on:
                    self._ask_why()

        about = f"{action.text} · {action.who}"
        self._app.push_screen(ChooseScreen(_("By when?"), choices, likely, about), chosen)

    def _ask_why(self) -> None:
        action = self._action
        if action is None or not self._asks_why:
            return

        def written(words: Written | None) -> None:
            if words is not None:
                self._change(why=words.text)

        about = f"{action.text} · {plan_words.action_line(action, self._today)}"
        WriteScreen(_("Why? A word is enough"), about=about, box=self._box("why")).ask(self._app, written)

    def _box(self, what: str) -> Box:
        return self._planning.box(f"{self._path}/{what}")

    def _unclear(self, text: str) -> str:
        day = coming_day(text, self._today)
        if day is None:
            return _("This is no day. Write it as 3.12 or 3.12.2026.")
        return "" if day >= self._today else _("This day has passed.")


def likely_people(me: str, others: Sequence[tuple[str, str]], services: Sequence[Service], spoken: str) -> list[Choice]:
    """Who can be asked: oneself, these others by name (each with who they are), and the services."""
    choices = [Choice(me, _("yourself"), (me, ""))]
    choices += [Choice(name, said, (name, "")) for name, said in others if name != me]
    names = [(service.name.to(spoken), service) for service in services]
    return choices + [Choice(name, service.contact or "", (name, service.id)) for name, service in names]


def _likely(choice: Choice, action: Action) -> bool:
    name, service = choice.key if isinstance(choice.key, tuple) else ("", "")
    if action.who:
        return bool(name == action.who)
    return bool(service) and folded(str(name)).split()[0] in folded(action.text)


def coming_day(text: str, today: date) -> date | None:
    """The day that was typed; `3.12` is the next one to come. None if it is not one."""
    short = re.fullmatch(r"\s*([0-9]{1,2})[. /-]\s*([0-9]{1,2})[.]?\s*", text)
    if short is None:
        return typed_day(text, today)
    for year in range(today.year, today.year + 5):  # 29 February waits for a year that has one
        try:
            day = date(year, int(short[2]), int(short[1]))
        except ValueError:
            continue
        if day >= today:
            return day
    return None
