"""Doing something about a row of the lists: its plan is opened, a few questions are asked, and it can be taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kartlegging_tui import language
from kartlegging_tui.domain.follow_up import Kind
from kartlegging_tui.domain.plan import Action, ActionStatus, Need
from kartlegging_tui.language import _, plural
from kartlegging_tui.services.follow_up import FollowUpDetail, FollowUpLine
from kartlegging_tui.services.need_items import NeedItem
from kartlegging_tui.tui import follow_up_words, plan_words
from kartlegging_tui.tui.agreeing import Agreeing, likely_people
from kartlegging_tui.tui.following_up import FollowingUp
from kartlegging_tui.tui.handling import Handling
from kartlegging_tui.tui.overtaken import Overtaken
from kartlegging_tui.tui.screens.choose import ChooseScreen
from kartlegging_tui.tui.screens.pick import Choice
from kartlegging_tui.tui.screens.write import WriteScreen, Written

if TYPE_CHECKING:
    from textual.app import App

    from kartlegging_tui.domain.answers import Path
    from kartlegging_tui.services.desk import Desk
    from kartlegging_tui.services.planning import Planning
    from kartlegging_tui.services.urgent import UrgentItem

CLOSE, CLOSE_ALL, DONE, KEEP = "close", "close_all", "done", "keep"


@dataclass(frozen=True)
class Opened:
    """A row with the plan that it is in."""

    line: FollowUpLine
    planning: Planning
    overtaken: Overtaken
    detail: FollowUpDetail | None
    """All about it, as it is now; None where it is no longer there."""
    next_opens: date | None
    """When the window of the next contact point opens."""
    colleagues: tuple[str, ...]
    left_over: tuple[Path, ...]
    """The actions of the pathway on the list of what is to be closed."""
    urgent: UrgentItem | None

    @property
    def stands(self) -> bool:
        """False where somebody has dealt with it meanwhile."""
        return self.detail is not None and (self.line.action is None or self._action_is_open)

    @property
    def _action_is_open(self) -> bool:
        action = self.planning.plan.actions.get(self.line.row.path)
        return action is not None and action.status is ActionStatus.OPEN


class Doing:
    """Keeps the plans that were opened, and what was done in them, to take it back."""

    def __init__(self, app: App[None], desk: Desk, today: date, changed: Callable[[], None]) -> None:
        """`changed` is called whenever something has become different."""
        self._app, self._desk, self._today, self._changed = app, desk, today, changed
        self._plans: dict[int, tuple[Planning, Overtaken]] = {}
        self._done: list[tuple[Planning, int]] = []
        """The plan of each thing done, and how much could be taken back in it before."""

    async def opened(self, line: FollowUpLine) -> Opened:
        """The row with its plan, as the records have it now. Raises NotFound, NotRead."""
        follow_ups, pathway_id = self._desk.follow_ups, line.row.pathway_id
        if pathway_id in self._plans:
            planning, overtaken = self._plans[pathway_id]
            planning.take_news(await asyncio.to_thread(follow_ups.catch_up, planning))
        else:
            planning = await asyncio.to_thread(self._desk.planning, pathway_id)
            overtaken = Overtaken(self._app, planning, self._changed)
            self._plans[pathway_id] = planning, overtaken
        overtaken.begin(line.row.path)
        spoken = language.current()

        def read() -> Opened:
            return Opened(
                line=line,
                planning=planning,
                overtaken=overtaken,
                detail=follow_ups.detail(line.row, spoken),
                next_opens=follow_ups.next_opens(pathway_id, self._today),
                colleagues=tuple(follow_ups.colleagues()),
                left_over=tuple(follow_ups.left_over(pathway_id)),
                urgent=follow_ups.urgent_item(line.row) if line.row.path.startswith("urgent/") else None,
            )

        return await asyncio.to_thread(read)

    # What can be done

    def close(self, opened: Opened) -> None:
        """Is it done, did it help? Of what somebody who has died or moved has left: is it to be closed?"""
        line, changed = opened.line, self._noting(opened)
        if line.row.kind is Kind.CLOSING:
            self._close_what_is_left(opened, changed)
        else:
            self._following_up(opened, changed).begin()

    def write(self, opened: Opened) -> None:
        """What has come of it."""
        self._following_up(opened, self._noting(opened)).write()

    def hand_over(self, opened: Opened) -> None:
        """To somebody else."""
        self._agreeing(opened).hand_over(opened.line.row.path)

    def put_off(self, opened: Opened) -> None:
        """To another day."""
        self._agreeing(opened).put_off(opened.line.row.path)

    def agree(self, opened: Opened) -> None:
        """An action for a need that has none."""
        found, planning = opened.detail, opened.planning
        if found is not None and found.need is not None:
            path = opened.line.row.path
            actions = tuple(planning.plan.actions_for(path))
            self._agreeing(opened).begin(NeedItem(path, found.need, True, found.suggestions, actions))

    def why_not(self, opened: Opened) -> None:
        """Why nothing is done about a need."""
        found, path, changed = opened.detail, opened.line.row.path, self._noting(opened)
        if found is None or found.need is None:
            return
        asked: Need = found.need

        def written(words: Written | None) -> None:
            if words is None or not words.text:
                return
            now = opened.planning.plan.needs.get(path)
            mine = (now or asked).model_copy(update={"reason": words.text})
            if now is not None and now.reason != asked.reason:  # somebody was first while it was written
                opened.overtaken.offer(path, mine)
                return
            opened.planning.weigh(path, mine)
            changed()

        question, box = _("Why is nothing agreed about it?"), opened.planning.box(f"{path}/reason")
        WriteScreen(question, asked.reason, asked.title, box=box).ask(self._app, written)

    def handled(self, opened: Opened) -> None:
        """What was done about an urgent answer."""
        if opened.urgent is not None:
            Handling(self._app, opened.planning, self._noting(opened)).begin([opened.urgent])

    def undo(self) -> bool:
        """Takes back the last thing done here; False where nothing is left."""
        while self._done:
            planning, before = self._done.pop()
            if planning.steps > before:
                while planning.steps > before and planning.undo() is not None:
                    pass
                self._changed()
                return True
        return False

    def _noting(self, opened: Opened) -> Callable[[], None]:
        """To be called after each step: all the steps of one thing are taken back together."""
        planning, before = opened.planning, opened.planning.steps

        def changed() -> None:
            if planning.steps > before and (planning, before) not in self._done:
                self._done.append((planning, before))
            self._changed()

        return changed

    def _following_up(self, opened: Opened, changed: Callable[[], None]) -> FollowingUp:
        path = opened.line.row.path

        def overtaken(said: Action) -> None:
            opened.overtaken.offer(path, said)

        return FollowingUp(self._app, opened.planning, path, self._today, changed, overtaken)

    def _agreeing(self, opened: Opened) -> Agreeing:
        others = [(name, _("colleague")) for name in opened.colleagues]
        people = likely_people(self._desk.user.name, others, self._desk.library.services(), language.current())
        return Agreeing(self._app, opened.planning, people, opened.next_opens, self._today, self._noting(opened))

    # What those who have died or moved have left

    def _close_what_is_left(self, opened: Opened, changed: Callable[[], None]) -> None:
        row, planning = opened.line.row, opened.planning
        left = opened.left_over
        choices = [Choice(_("Close it: it will not be done"), "", CLOSE)]
        if len(left) > 1:
            every = plural("Close the {count} action here", "Close all {count} actions of the patient", len(left))
            choices.append(Choice(every.format(count=len(left)), "", CLOSE_ALL))
        choices += [
            Choice(_("It was done"), "", DONE),
            Choice(_("Somebody will do it all the same"), _("hand over"), KEEP),
        ]
        why = follow_up_words.ended(row, row.day, self._today)

        def close(paths: Sequence[Path]) -> None:
            for path in paths:
                planning.close(path, ActionStatus.DROPPED, self._today, None, why)
            changed()

        def chosen(what: object) -> None:
            if what == CLOSE:
                close([row.path])
            elif what == CLOSE_ALL:
                close(left)
            elif what == DONE:
                self._following_up(opened, changed).begin()
            elif what == KEEP:
                self.hand_over(opened)

        action = planning.plan.actions[row.path]
        about = f"{row.name}: {why}\n{opened.line.what} · {plan_words.action_line(action, self._today)}"
        self._app.push_screen(ChooseScreen(_("What is to become of it?"), choices, about=about), chosen)
