"""A patient's pathways as a line of contact points in time, in words and glyphs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from textual.content import Content

from kartlegging_tui import language
from kartlegging_tui.domain.pathway import ContactPointStatus, PlannedContactPoint
from kartlegging_tui.domain.people import ContactPoint, Conversation
from kartlegging_tui.domain.worklist import Due
from kartlegging_tui.language import _
from kartlegging_tui.tui import status_words, words
from kartlegging_tui.tui.days import full_day, near_day
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.paper import Block, Line

if TYPE_CHECKING:
    from kartlegging_tui.services.browse import ContactPointView, PathwayView, PatientPage

Plans = dict[int, PlannedContactPoint]
"""What the pathway's file says of contact points, by their id. Those that it no longer knows are not in."""


def blocks(page: PatientPage, plans: Plans, today: date) -> Iterator[Block]:
    """One block for each contact point, with its id as the key, below a heading for each pathway."""
    for pathway in page.pathways:
        yield Block((_heading(pathway), _agreed(pathway)))
        last = len(pathway.contact_points) - 1
        for place, point in enumerate(pathway.contact_points):
            stem = literal("     " if place == last else "  │  ", "$text-muted")
            plan = plans.get(point.contact_point.id)
            yield Block(tuple(_contact_point(point, plan, today, stem)), point.contact_point.id)
            yield Block((Line(lead=stem),))


def _heading(view: PathwayView) -> Line:
    pathway = view.pathway
    parts = [pathway.icd10, _("diagnosed {day}").format(day=full_day(pathway.diagnosed))]
    if pathway.relapse:
        parts.append(_("relapse"))
    return Line(literal(" · ".join(parts), "bold"))


def _agreed(view: PathwayView) -> Line:
    """To whom something may be sent."""
    recipients = ", ".join(dict.fromkeys(consent.recipient for consent in view.consents))
    text = _("May be sent to: {recipients}") if recipients else _("Nobody may be sent anything yet.")
    return Line(literal(text.format(recipients=recipients), "$text-muted"))


def _contact_point(
    view: ContactPointView, plan: PlannedContactPoint | None, today: date, stem: Content
) -> Iterator[Line]:
    point, talk = view.contact_point, view.conversation
    glyph, style = words.GLYPHS[view.due], words.STYLES[view.due]
    if point.status is ContactPointStatus.CANCELLED:
        glyph, style = words.CANCELLED_GLYPH, "$text-muted"

    def below(text: Content) -> Line:
        return Line(text, stem, stem)

    lead = literal(f"  {glyph} ", style).append(" ")
    yield Line(literal(point_name(point, plan), "bold"), lead, stem)
    status = literal(_status(view, today), style)
    if view.due is not Due.DONE:
        status = status.append(literal(f" · {window(point, today)}", "$text-muted"))
    yield below(status)
    for event in view.history:
        if line := status_words.told(event, today):
            yield below(literal(line, "$text-muted"))
    if talk is not None:
        signed = status_words.signed(view, today)
        yield below(literal(" · ".join(part for part in (held(talk, today), signed) if part)))
    if view.assessments:
        counted = [f"{seen.title.to(language.current())} {seen.answered}" for seen in view.assessments if seen.answered]
        answers = literal(_("Answers:") + " ", "$text-muted").append(literal(" · ".join(counted) or _("none yet")))
        yield below(answers)
    if left := status_words.left_to_do(view):
        yield below(literal(left, "$error" if view.overdue_actions else ""))


def point_name(point: ContactPoint, plan: PlannedContactPoint | None) -> str:
    """What a contact point is called."""
    return plan.title.to(language.current()) if plan else _("Contact point {number}").format(number=point.number)


def window(point: ContactPoint, today: date) -> str:
    """When it should be held."""
    same_year = point.opens.year == point.closes.year
    opens = near_day(point.opens, point.closes if same_year else today)
    return _("should be held {opens} – {closes}").format(opens=opens, closes=near_day(point.closes, today))


def held(talk: Conversation, today: date) -> str:
    """When, where, with whom and by whom."""
    text = _("Conversation {day} {place} with {respondent}, by {author}").format(
        day=near_day(talk.held_on, today),
        place=_(words.PLACES[talk.place]),
        respondent=_(words.RESPONDENTS[talk.respondent]),
        author=talk.author,
    )
    return text + ". " + _("Present: {who}").format(who=talk.present) if talk.present else text


def _status(view: ContactPointView, today: date) -> str:
    point, talk = view.contact_point, view.conversation
    if view.due is Due.DONE:
        if point.status is ContactPointStatus.CANCELLED:
            return _("will not be held")
        return _("held {day}").format(day=near_day(talk.held_on, today)) if talk else _("held")
    if view.due is Due.COMING and point.status is not ContactPointStatus.POSTPONED:
        return words.until((point.opens - today).days)
    return words.when(view.due, point.opens, point.closes, point.ask_again_on, today)
