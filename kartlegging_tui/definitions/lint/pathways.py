"""Pathways: contact points in order, windows that open before they close, and forms that can be offered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kartlegging_tui.definitions.findings import Finding, quote
from kartlegging_tui.definitions.lint.conditions import about_condition
from kartlegging_tui.definitions.lint.names import file_name
from kartlegging_tui.definitions.near import Near
from kartlegging_tui.definitions.source import At, Source
from kartlegging_tui.domain.pathway import Offer, PathwayDefinition, PlannedContactPoint, Requirement
from kartlegging_tui.domain.questionnaire import Questionnaire, Status
from kartlegging_tui.domain.questions import Question
from kartlegging_tui.domain.scope import Kind, scope_of_forms
from kartlegging_tui.language import _

Forms = Mapping[str, Questionnaire]


def contact_points(pathway: PathwayDefinition, source: Source, forms: Forms | None) -> Iterator[Finding]:
    """Findings about what a pathway plans."""
    yield from file_name(pathway.id, source)
    last = 0
    for number, point in enumerate(pathway.contact_points):
        at: At = ("contact_points", number)
        if point.number in {earlier.number for earlier in pathway.contact_points[:number]}:
            message = _("There is a contact point {number} already.").format(number=point.number)
            yield source.finding("duplicate-id", message, (*at, "number"))
        elif point.number < last:
            message = _("Contact points stand in the order of their numbers.")
            yield source.finding("wrong-order", message, (*at, "number"))
        last = max(last, point.number)
        if point.window.opens > point.window.closes:
            message = _("The window closes before it opens.")
            yield source.finding("reversed-window", message, (*at, "window", "opens"))
        seen: set[str] = set()
        for place, offer in enumerate(point.offers):
            offer_at = (*at, "offers", place)
            if offer.form in seen:
                message = _("{form} is offered at this contact point already.").format(form=quote(offer.form))
                yield source.finding("duplicate-offer", message, (*offer_at, "form"))
            seen.add(offer.form)
            if forms is not None:
                yield from _offer(source, offer_at, offer, forms)
                yield from _offer_if(source, (*offer_at, "offer_if"), offer, point, forms)
        for place, requirement in enumerate(point.required):
            yield from _required(source, (*at, "required", place), requirement, point, forms)


def _offer_if(source: Source, at: At, offer: Offer, point: PlannedContactPoint, forms: Forms) -> Iterator[Finding]:
    """A condition may ask what the forms of the same contact point ask, but for the form that it decides about."""
    if offer.offer_if is None:
        return
    own = re.search(rf"\b{offer.form}\.", offer.offer_if)
    if own is not None:
        message = _("{form} is offered only after its own answers, which never come.").format(form=quote(offer.form))
        yield source.finding("cycle", message, at, offset=own.start(), length=len(offer.form))
    yield from _condition(source, at, offer.offer_if, point, forms)


def _condition(source: Source, at: At, text: str, point: PlannedContactPoint, forms: Forms) -> Iterator[Finding]:
    if all(offer.form in forms for offer in point.offers):  # else it is not known which names there are
        scope = scope_of_forms(forms[offer.form] for offer in point.offers)
        yield from about_condition(source, at, text, scope, Kind.TRUTH)


def _required(
    source: Source, at: At, requirement: Requirement, point: PlannedContactPoint, forms: Forms | None
) -> Iterator[Finding]:
    """What is required must be possible, and must lead to a question of the same contact point."""
    name, _dot, question = requirement.question.partition(".")
    offered = [offer.form for offer in point.offers]
    if name not in offered:
        message = _("{form} is not offered at this contact point.").format(form=quote(name))
        place = (*at, "question")
        yield source.finding("form-not-offered", message, place, offset=0, length=len(name), near=Near(name, offered))
    elif forms is not None and name in forms:
        questions = [item.id for item in forms[name].items() if isinstance(item, Question)]
        if question not in questions:
            message = _("{form} has no question called {name}.").format(form=quote(name), name=quote(question))
            near, length = Near(question, questions), len(question)
            yield source.finding(
                "unknown-name", message, (*at, "question"), offset=len(name) + 1, length=length, near=near
            )
    if forms is not None:
        yield from _condition(source, (*at, "that"), requirement.that, point, forms)


def _offer(source: Source, at: At, offer: Offer, forms: Forms) -> Iterator[Finding]:
    form = forms.get(offer.form)
    if form is None:
        message = _("There is no form called {form}.").format(form=quote(offer.form))
        yield source.finding("unknown-form", message, (*at, "form"), near=Near(offer.form, forms))
    elif form.status is Status.RETIRED:
        message = _("{form} is retired; only active forms are offered.").format(form=quote(offer.form))
        yield source.finding("form-not-offered", message, (*at, "form"))
    elif form.slot is not None and any(item.text is None for item in form.items()):
        message = _("{form} has no text yet: it needs a licence.").format(form=quote(offer.form))
        yield source.finding("form-without-text", message, (*at, "form"))
