"""The plan in words: what was agreed last, the needs as they are ranked, what will be done, what is not said yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.plan import Action, ActionStatus
from kartlegging_tui.language import _, plural
from kartlegging_tui.services.plan_words import FOLLOW_UP, HELPED
from kartlegging_tui.tui import words
from kartlegging_tui.tui.conversation_commands import NEW_NEED
from kartlegging_tui.tui.days import near_day
from kartlegging_tui.tui.talk_words import PRIORITY_MARKS
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.paper import Block, Line, indented

if TYPE_CHECKING:
    from kartlegging_tui.services.earlier import EarlierAction
    from kartlegging_tui.services.need_items import NeedItem

IN = 7
"""Columns in which the text of a need begins; its place and its mark stand before it."""
SIGNS = {ActionStatus.OPEN: "→", ActionStatus.DONE: "✓", ActionStatus.DROPPED: "–"}


class Place(NamedTuple):
    """What the cursor stands on."""

    kind: str
    """`need`, `action` or `earlier`."""
    path: Path


def blocks(earlier: Sequence[EarlierAction], items: Sequence[NeedItem], today: date) -> Iterator[Block]:
    """The whole page: what was agreed last comes first."""
    if earlier:
        yield _heading(_("Agreed last time"), _("is it done, did it help?"))
        for each in earlier:
            yield _earlier(each, today)
        yield Block((Line(),))
    yield _heading(_("Needs"), _("the most important first"))
    if not items:
        none = " " + _("None has come up yet. {key} adds one.").format(key=NEW_NEED.key_text)
        yield Block((Line(literal(none, "$text-muted")),))
    listed = {each.path for each in earlier}
    for place, item in enumerate(items, 1):
        yield Block(tuple(_need(item, place)), Place("need", item.path))
        for path, action in item.actions:
            if path not in listed:  # as those of a need that an earlier contact point has left
                yield Block(tuple(action_lines(action, today)), Place("action", path))


def heading(items: Sequence[NeedItem]) -> str:
    """`Plan · 4 behov, 2 mangler noe`."""
    count = plural("{count} need", "{count} needs", len(items)).format(count=len(items))
    waiting = sum(item.unasked or item.unplanned for item in items)
    left = plural("{count} lacks something", "{count} lack something", waiting).format(count=waiting)
    return " · ".join([_("Plan"), count, *([left] if waiting else [])])


def need_line(item: NeedItem) -> Content:
    """For the panel beside the form: the need, and a tick once nothing is left to say about it."""
    mark, style = PRIORITY_MARKS[item.need.priority.value]
    tick = literal("" if item.unasked or item.unplanned else " ✓", "$success")
    return literal(f"{mark} ", style) + literal(item.need.title) + tick


def need_sentence(item: NeedItem) -> Content:
    """For a page of its own: the same, and how far one has come."""
    return need_line(item) + literal(f"  {state(item)}", "$text-muted")


def state(item: NeedItem) -> str:
    """How far one has come with a need: `spør`, `ja, 2 tiltak`."""
    if item.unasked:
        return _("not weighed")
    said = _(FOLLOW_UP[item.need.follow_up]) if item.need.follow_up else ""
    count = len(item.actions)
    actions = plural("{count} action", "{count} actions", count).format(count=count) if count else ""
    return ", ".join(part for part in (said, actions) if part)


def action_line(action: Action, today: date) -> str:
    """Who and by when: `Fastlege · innen 3. des.`."""
    return " · ".join(part for part in (action.who, due(action, today)) if part)


def due(action: Action, today: date) -> str:
    """By when, or how long ago that was."""
    if action.by is None:
        return ""
    if action.status is ActionStatus.OPEN and action.by < today:
        return _("{days} overdue").format(days=words.days((today - action.by).days))
    return _("by {day}").format(day=near_day(action.by, today))


def _heading(text: str, rest: str) -> Block:
    return Block((Line(literal(text, "bold $primary") + literal(f"  {rest}", "$text-muted")),))


def _need(item: NeedItem, place: int) -> Iterator[Line]:
    mark, style = PRIORITY_MARKS[item.need.priority.value]
    lead = literal(f" {place:>2} ") + literal(mark, style)
    yield indented(literal(item.need.title, "bold") + _wish(item), IN, lead)
    if item.need.goal:
        yield indented(literal(_("Goal: «{goal}»").format(goal=item.need.goal), "italic"), IN)
    if item.need.reason:
        yield indented(literal(_("Reason: {reason}").format(reason=item.need.reason)), IN)
    if not item.found:
        yield indented(literal(_("The answers no longer show it."), "$text-muted"), IN)


def _wish(item: NeedItem) -> Content:
    if item.unasked:
        return literal("  " + _("ask: follow-up?"), "$warning")
    said = literal(f"  {_(FOLLOW_UP[item.need.follow_up])}" if item.need.follow_up else "", "$text-muted")
    return said + literal(" – " + _("action or reason is missing"), "$warning") if item.unplanned else said


def action_lines(action: Action, today: date, columns: int = IN) -> Iterator[Line]:
    """An action, by whom and by when, and what has become of it; so many columns in."""
    lead = literal(" " * columns + SIGNS[action.status], "$accent")
    yield indented(literal(action.text) + _who_and_when(action, today), columns + 2, lead)
    yield from _became(action, columns + 2)


def _who_and_when(action: Action, today: date) -> Content:
    overdue = action.status is ActionStatus.OPEN and action.by is not None and action.by < today
    who = literal(f" · {action.who}", "$text-muted") if action.who else literal(" · " + _("who?"), "$warning")
    when = due(action, today)
    return who + literal(f" · {when}" if when else "", "bold $error" if overdue else "$text-muted")


def _earlier(each: EarlierAction, today: date) -> Block:
    action = each.action
    sign = literal("  !", "bold $error") if each.overdue else literal(f"  {SIGNS[action.status]}", "$accent")
    lines = [indented(literal(action.text, "bold") + _who_and_when(action, today), 4, sign)]
    if each.need:
        lines.append(indented(literal(each.need, "$text-muted"), 4))
    if each.asked:
        lines += _became(action, 4, asked=True)
    return Block(tuple(lines), Place("earlier", each.path))


def _became(action: Action, columns: int, asked: bool = False) -> Iterator[Line]:
    """What has become of an action, where something is said about it."""
    said = {ActionStatus.DONE: _("Done"), ActionStatus.DROPPED: _("Will not be done")}.get(action.status, "")
    if asked and not said:
        said = _("Asked: not done yet")
    helped = _(HELPED[action.helped]) if action.helped else ""
    text = ", ".join(part for part in (said, helped) if part)
    if text:
        yield indented(literal(text, "$success" if action.status is ActionStatus.DONE else ""), columns)
    if action.outcome:
        yield indented(literal(f"«{action.outcome}»", "italic"), columns)
