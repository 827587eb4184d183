"""A pathway at a glance, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from kartlegging_tui.domain.follow_up import Kind
from kartlegging_tui.domain.pathway import ContactPointStatus, months_and_days
from kartlegging_tui.domain.worklist import Due
from kartlegging_tui.language import _, plural
from kartlegging_tui.tui import words
from kartlegging_tui.tui.days import full_day, near_day
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.paper import Block, Line, indented

if TYPE_CHECKING:
    from kartlegging_tui.services.glance import Glance, GlancePoint

MOST = 4
"""Actions that are told one by one."""


def glance(found: Glance, today: date) -> tuple[Block, ...]:
    """Who it is, the contact points, who is responsible, and what is open."""
    return (Block((*_who(found, today), *_points(found, today), *_people(found), *_open(found, today))),)


def _who(found: Glance, today: date) -> Iterator[Line]:
    yield Line(literal(found.patient.name, "bold"))
    yield Line(literal(words.of_birth(found.patient, found.died_on or today)))
    if found.died_on:
        yield Line(literal("† " + _("died {day}").format(day=near_day(found.died_on, today)), "bold"))
    months, days = months_and_days(found.pathway.diagnosed, today)
    parts = [found.pathway.icd10, _("relapse") if found.pathway.relapse else ""]
    parts.append(_("diagnosed {day}").format(day=full_day(found.pathway.diagnosed)))
    yield Line(literal(" · ".join(part for part in parts if part)))
    if not found.died_on and found.pathway.diagnosed <= today:
        after = _("{months} mo. {days} d. after the diagnosis").format(months=months, days=days)
        yield Line(literal(after, "$text-muted"))
    yield Line()


def _points(found: Glance, today: date) -> Iterator[Line]:
    for each in found.points:
        state = Due.NOT_POSSIBLE if each.contact_point.status is ContactPointStatus.CANCELLED else each.due
        lead = literal(f"{words.GLYPHS[state]} {each.contact_point.number}  ", words.STYLES[state])
        yield indented(literal(_point(each, state, today), words.STYLES[state]), 5, lead)
    yield Line()


def _point(each: GlancePoint, state: Due, today: date) -> str:
    point = each.contact_point
    if state is Due.DONE:
        return _("held {day}").format(day=near_day(each.held_on, today)) if each.held_on else _("held")
    return words.when(state, point.opens, point.closes, point.ask_again_on, today)


def _people(found: Glance) -> Iterator[Line]:
    if found.responsible:
        who = " · ".join(part for part in (found.responsible.name, found.responsible.unit) if part)
        yield Line(literal(_("Responsible: {who}").format(who=who)))
    else:
        yield Line(literal(_("Nobody is responsible for the pathway."), "$warning"))
    if found.patient.contact_person:
        yield Line(literal(_("Contact person: {name}").format(name=found.patient.contact_person)))
    yield Line()


def _open(found: Glance, today: date) -> Iterator[Line]:
    for kind, count in sorted(found.left.items()):
        match kind:
            case Kind.URGENT:
                text = plural("{count} urgent answer not acted on", "{count} urgent answers not acted on", count)
                yield Line(literal("! " + text.format(count=count), "bold $error"))
            case Kind.CHILD:
                text = plural(
                    "{count} need of children without an action", "{count} needs of children without an action", count
                )
                yield Line(literal(text.format(count=count), "$warning"))
            case Kind.NEED:
                text = plural("{count} need without an action", "{count} needs without an action", count)
                yield Line(literal(text.format(count=count)))
    if not found.actions:
        yield Line(literal(_("No open actions."), "$text-muted"))
        return
    actions = plural("{count} open action", "{count} open actions", len(found.actions))
    yield Line(literal(actions.format(count=len(found.actions)) + ":"))
    for action in found.actions[:MOST]:
        late = action.by is not None and action.by < today
        day = "" if action.by is None else near_day(action.by, today)
        parts = (action.text, action.who, _("{day}, overdue").format(day=day) if late else day)
        yield indented(
            literal(" · ".join(part for part in parts if part)),
            2,
            literal("!" if late else "○", "$error" if late else "$accent"),
        )
    if len(found.actions) > MOST:
        yield Line(literal(_("and {count} more").format(count=len(found.actions) - MOST), "$text-muted"))
