"""A patient's pathways as a line of contact points in time, in words and glyphs."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from kartlegging_tui import language
from kartlegging_tui.domain.pathway import ContactPointStatus, PlannedContactPoint
from kartlegging_tui.domain.people import ContactPoint, Conversation
from kartlegging_tui.domain.worklist import Due
from kartlegging_tui.language import _, plural
from kartlegging_tui.tui import status_words, words
from kartlegging_tui.tui.days import full_day, near_day
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.paper import Block, Line

if TYPE_CHECKING:
    from kartlegging_tui.services.browse import AssessmentView, ContactPointView, PathwayView, PatientPage

Plans = dict[int, PlannedContactPoint]
"""What the pathway's file says of contact points, by their id. Those that it no longer knows are not in."""


class Stop(NamedTuple):
    """What the cursor stands on: a contact point, or a form that was answered there."""

    contact_point: int
    """Its id."""
    form: str = ""
    """The id of the form; empty for the contact point itself."""


class Folded(NamedTuple):
    """What the cursor stands on: a pathway that is ended, of which only a line is shown."""

    pathway: int


def blocks(page: PatientPage, plans: Plans, folded: Collection[int], today: date) -> Iterator[Block]:
    """A block for each contact point and each form answered there, below a heading for each pathway.

    `folded` has the ids of the pathways of which only the heading is shown.
    """
    for pathway in page.pathways:
        diagnosed = pathway.pathway.diagnosed
        if pathway.pathway.id in folded:
            yield Block((_heading(pathway, " + "), _ended(pathway)), Folded(pathway.pathway.id))
            yield Block((Line(),))
            continue
        yield Block((_heading(pathway), _agreed(pathway)))
        last = len(pathway.contact_points) - 1
        for place, point in enumerate(pathway.contact_points):
            stem = literal("     " if place == last else "  │  ", "$text-muted")
            plan, stop = plans.get(point.contact_point.id), Stop(point.contact_point.id)
            yield Block(tuple(_contact_point(point, plan, diagnosed, today, stem)), stop)
            for seen in point.assessments:
                if seen.answered:
                    yield Block((_assessment(seen, stem),), stop._replace(form=seen.assessment.form))
            yield Block((Line(lead=stem),))


def _heading(view: PathwayView, before: str = "") -> Line:
    pathway = view.pathway
    parts = [pathway.icd10, _("diagnosed {day}").format(day=full_day(pathway.diagnosed))]
    if pathway.relapse:
        parts.append(_("relapse"))
    return Line(literal(before + " · ".join(parts), "bold"))


def _ended(view: PathwayView) -> Line:
    held = sum(point.contact_point.status is ContactPointStatus.HELD for point in view.contact_points)
    text = _("Ended: {held} of {all} contact points held").format(held=held, all=len(view.contact_points))
    return Line(literal(f"   {text}", "$text-muted"))


def _assessment(seen: AssessmentView, stem: Content) -> Line:
    """The form, how much is answered, and in which version it was asked."""
    count = plural("{count} answer", "{count} answers", seen.answered).format(count=seen.answered)
    version = _("version {version}").format(version=seen.assessment.version)
    indent = stem + literal("  ")
    title = literal(seen.title.to(language.current()))
    return Line(title + literal(f"  {count} · {version}", "$text-muted"), stem + literal("· ", "$text-muted"), indent)


def _agreed(view: PathwayView) -> Line:
    """To whom something may be sent."""
    recipients = ", ".join(dict.fromkeys(consent.recipient for consent in view.consents))
    text = _("May be sent to: {recipients}") if recipients else _("Nobody may be sent anything yet.")
    return Line(literal(text.format(recipients=recipients), "$text-muted"))


def _contact_point(
    view: ContactPointView, plan: PlannedContactPoint | None, diagnosed: date, today: date, stem: Content
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
    if talk is not None:
        status = status.append(literal(f" · {words.after_diagnosis(diagnosed, talk.held_on)}", "$text-muted"))
    if view.due is not Due.DONE:
        status = status.append(literal(f" · {window(point, today)}", "$text-muted"))
    yield below(status)
    for event in view.history:
        if line := status_words.told(event, today):
            yield below(literal(line, "$text-muted"))
    if talk is not None:
        signed = status_words.signed(view, today)
        yield below(literal(" · ".join(part for part in (held(talk, today), signed) if part)))
    if talk is not None and not any(seen.answered for seen in view.assessments):
        yield below(literal(_("Nothing is answered yet."), "$text-muted"))
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
