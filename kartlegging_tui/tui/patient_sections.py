"""Beside the pathway: needs and actions of all contact points, who was told, the children. In words and glyphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.norway import day_in_norway
from kartlegging_tui.domain.plan import ActionStatus
from kartlegging_tui.language import _, plural
from kartlegging_tui.services.plan_words import FOLLOW_UP
from kartlegging_tui.tui import status_words, words
from kartlegging_tui.tui.consent_words import GROUNDS
from kartlegging_tui.tui.days import near_day
from kartlegging_tui.tui.plan_words import SIGNS, action_lines
from kartlegging_tui.tui.talk_words import PRIORITY_MARKS
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.paper import Block, Line, indented

if TYPE_CHECKING:
    from kartlegging_tui.domain.erasure import Erasure
    from kartlegging_tui.services.browse import PathwayView, PatientPage
    from kartlegging_tui.services.pathway_plan import ChildView, NeedView, ToldView

IN = 4
"""Columns in which what is said about a thing stands."""
GROWN_UP = 18
CONSENTS = 16
"""The age from which a patient consents to health care; below it the parents do.

Source: pasient- og brukerrettighetsloven §§ 4-3 and 4-4.
"""


class NeedAt(NamedTuple):
    """What the cursor stands on: a need, and the pathway that it belongs to."""

    pathway: int
    path: Path


def blocks(page: PatientPage, pathways: Iterable[PathwayView], today: date) -> Iterator[Block]:
    """The sections about these pathways; the needs can be gone to."""
    shown = list(pathways)
    age = page.patient.age(page.died_on or today)
    if age is not None and age < GROWN_UP:
        yield _heading(_("Guardians"), "")
        yield Block((*_guardians(page, age), Line()))
    yield _heading(_("Children"), "")
    yield Block((*_children(page, shown, today), Line()))
    for pathway in shown:
        yield _heading(_("Needs and actions") + _code(pathway, shown), counted(pathway, today))
        if not any(need.left for need in pathway.needs):
            none = _("None has come up yet.") if not pathway.needs else _("Nothing is left to do.")
            yield Block((indented(literal(none, "$text-muted"), IN),))
        for need in pathway.needs:
            if need.left:
                yield Block(tuple(_need(need, today)), NeedAt(pathway.pathway.id, need.path))
        yield Block((Line(),))
    yield _heading(_("Who has been told"), "")
    yield Block((*_told(shown, today), Line()))
    for pathway in shown:
        settled = [need for need in pathway.needs if not need.left]
        if settled:
            yield _heading(_("Settled needs") + _code(pathway, shown), str(len(settled)))
        for need in settled:
            yield Block(tuple(_settled(need, today)), NeedAt(pathway.pathway.id, need.path))

    if page.erased or page.erased_elsewhere:
        yield _heading(_("Erased by decision"), "")
        told = [_erased(each, today) for each in page.erased]
        told += [_("At another place: {what}").format(what=_erased(each, today)) for each in page.erased_elsewhere]
        yield Block((*(indented(literal(each), IN, literal(" ■")) for each in told), Line()))


def _erased(stone: Erasure, today: date) -> str:
    """Without a number of the conversation, which says nothing here: the contact point is planned again."""
    text = _("A conversation was deleted {day}. Decided by {who}, case {reference}.")
    if stone.conversation_id is None:
        text = _("Everything was deleted {day}. Decided by {who}, case {reference}.")
    return text.format(day=near_day(day_in_norway(stone.at), today), who=stone.decided_by, reference=stone.reference)


def _code(pathway: PathwayView, shown: Sized) -> str:
    """Which pathway it is about, where there are several."""
    return f" · {pathway.pathway.icd10}" if len(shown) > 1 else ""


def counted(pathway: PathwayView, today: date) -> str:
    """`5 behov står igjen, 2 tiltak over fristen`; nothing where nothing is left."""
    left = sum(need.left for need in pathway.needs)
    open_ = [action for need in pathway.needs for _path, action in need.actions if action.status is ActionStatus.OPEN]
    overdue = sum(action.by is not None and action.by < today for action in open_)
    parts = [plural("{count} need left", "{count} needs left", left).format(count=left)] if left else []
    if overdue:
        parts.append(plural("{count} action overdue", "{count} actions overdue", overdue).format(count=overdue))
    return ", ".join(parts)


def in_short(pathways: Iterable[PathwayView], today: date) -> str:
    """The same in a line for the head of the page, and how it stands with the children."""
    shown = list(pathways)
    parts = [text for pathway in shown if (text := counted(pathway, today))]
    children = [child for pathway in shown for child in pathway.children.named]
    if children:
        unsettled = sum(not child.settled for child in children)
        text = plural("{count} child", "{count} children", len(children)).format(count=len(children))
        if unsettled:
            text = _("{children}, {count} without settled follow-up").format(children=text, count=unsettled)
        parts.append(text)
    return " · ".join(parts)


def _heading(text: str, rest: str) -> Block:
    return Block((Line(literal(f" {text}", "bold $primary") + literal(f"  {rest}" if rest else "", "$text-muted")),))


def _need(view: NeedView, today: date) -> Iterator[Line]:
    mark, style = PRIORITY_MARKS[view.need.priority.value]
    if not view.weighed and not view.actions:
        state = literal(f"  {_at(view)}, ", "$text-muted") + literal(_("not asked yet"), "$warning")
        yield indented(_title(view) + state, IN, literal(f" {mark}", style))
        return
    yield indented(_title(view), IN, literal(f" {mark}", style))
    said = _(FOLLOW_UP[view.need.follow_up]) if view.need.follow_up else ""
    wish = literal(said, "$text-muted") if view.weighed else literal(_("not asked yet"), "$warning")
    where = literal((" · " if wish.plain else "") + _at(view), "$text-muted")
    yield indented(wish + where, IN)
    if view.need.goal:
        yield indented(literal(_("Goal: «{goal}»").format(goal=view.need.goal), "italic"), IN)
    if view.weighed and not view.actions and not view.need.reason:
        yield indented(literal(_("action or reason is missing"), "$warning"), IN)
    for _path, action in view.actions:
        yield from action_lines(action, today, IN)


def _settled(view: NeedView, today: date) -> Iterator[Line]:
    """What is done with, shorter: the need, and what came of it."""
    yield indented(_title(view, "$text-muted"), IN, literal(" ✓", "$success"))
    said = _(FOLLOW_UP[view.need.follow_up]) if view.need.follow_up else ""
    yield indented(literal(" · ".join(part for part in (said, _at(view)) if part), "$text-muted"), IN)
    if view.need.reason:
        yield indented(literal(_("Reason: {reason}").format(reason=view.need.reason), "$text-muted"), IN)
    for _path, action in view.actions:
        yield from action_lines(action, today, IN)


def _title(view: NeedView, style: str = "bold") -> Content:
    return literal(view.need.title or _("A need that is no longer in the plan"), style)


def _at(view: NeedView) -> str:
    return _("Contact point {number}").format(number=view.contact_point)


# Children and guardians


def _guardians(page: PatientPage, age: int) -> Iterator[Line]:
    """The records name no guardian: what is known is who was there."""
    text = _("Under 16: the parents consent, and the child is heard.") if age < CONSENTS else ""
    if text:
        yield indented(literal(text), IN)
    talks = (point.conversation for pathway in page.pathways for point in pathway.contact_points)
    present = list(dict.fromkeys(talk.present for talk in talks if talk and talk.present))
    if present:
        yield indented(literal(_("Present at the conversations: {who}").format(who="; ".join(present))), IN)
    else:
        yield indented(literal(_("Nobody is recorded as present yet."), "$text-muted"), IN)


def _children(page: PatientPage, pathways: Iterable[PathwayView], today: date) -> Iterator[Line]:
    shown = list(pathways)
    named = list(dict.fromkeys(child for pathway in shown for child in pathway.children.named))
    left = list(dict.fromkeys(text for pathway in shown for text in pathway.children.left))
    for child in named:
        yield from _child(child, today)
    for text in left:
        yield indented(literal(text), IN, literal(" !", "bold $error"))
    if page.died_on is not None:
        after = status_words.CHILDREN if page.has_children else status_words.CHILDREN_UNKNOWN
        yield indented(literal(_(after), "$warning"), IN, literal(" !", "bold $error"))
    elif not named and not left:
        yield indented(literal(_("No children are recorded."), "$text-muted"), IN)


def _child(child: ChildView, today: date) -> Iterator[Line]:
    parts = [part for part in (_ages(child, today), _born(child)) if part]
    name = literal(child.name, "bold") + literal(f"  {', '.join(parts)}" if parts else "", "$text-muted")
    grown = (ages := child.ages(today)) is not None and ages[0] >= GROWN_UP
    mark = literal(" ✓", "$success") if child.settled or grown else literal(" !", "bold $error")
    yield indented(name, IN, mark)
    if grown:
        yield indented(literal(_("grown up now"), "$text-muted"), IN)
    elif child.settled:
        yield indented(literal(_("follow-up is settled"), "$text-muted"), IN)
    else:
        yield indented(literal(_("follow-up is not settled")), IN)


def _ages(child: ChildView, today: date) -> str:
    ages = child.ages(today)
    if ages is None:
        return _("age not known")
    least, most = ages
    return words.years(most) if least == most else _("{least}–{most} years").format(least=least, most=most)


def _born(child: ChildView) -> str:
    return _("born {day}").format(day=child.born) if child.born is not None else ""


# Who has been told


def _told(pathways: Iterable[PathwayView], today: date) -> Iterator[Line]:
    shown = list(pathways)
    sent = [told for pathway in shown for told in pathway.told]
    withdrawn = [consent for pathway in shown for consent in pathway.withdrawn]
    if not sent and not withdrawn:
        yield indented(literal(_("Nothing is sent yet"), "$text-muted"), IN)
    for told in sent:
        yield from _sent(told, today)
    for consent in withdrawn:
        assert consent.withdrawn_on is not None
        yield indented(literal(consent.recipient, "bold"), IN, literal(" –", "$warning"))
        text = _("Withdrawn {day}: nothing more is sent").format(day=near_day(consent.withdrawn_on, today))
        yield indented(literal(text, "$warning"), IN)


def _sent(told: ToldView, today: date) -> Iterator[Line]:
    yield indented(literal(told.handover.recipient, "bold"), IN, literal(f" {SIGNS[ActionStatus.OPEN]}", "$accent"))
    day = near_day(told.event.day, today)
    text = _("Sent {day}: {what} ({who})").format(day=day, what=told.handover.what, who=told.event.author)
    yield indented(literal(text), IN)
    if told.ground is not None:
        text = _("{who} {ground}").format(who=_(told.ground.said_by), ground=_(GROUNDS[told.ground.ground]))
        yield indented(literal(text[:1].upper() + text[1:], "$text-muted"), IN)
