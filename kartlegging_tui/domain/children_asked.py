"""Which questions ask whether there are children: the answer to one of them shows that the duty to ask was met.

Source: helsepersonelloven § 10 a: it is to be settled whether the patient has children under 18, or is a sibling of
one. How a pathway asks is up to its author: nothing here knows the name of a form or a question.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from kartlegging_tui.domain.pathway import PathwayDefinition
from kartlegging_tui.domain.questionnaire import Area, Questionnaire
from kartlegging_tui.domain.questions import Computed, Info
from kartlegging_tui.domain.syntax import ConditionError, parse

Name = tuple[str, str]
"""A form and a question of it."""


def children_questions(forms: Iterable[Questionnaire], pathways: Iterable[PathwayDefinition]) -> frozenset[Name]:
    """The questions of which one must be answered, also by not wanting to, for the duty to be met.

    Of a form about children as relatives, those that are always asked; and those of other forms that decide whether
    such a form is offered.
    """
    about = [form for form in forms if form.area is Area.CHILDREN_AS_RELATIVES]
    ids = {form.id for form in about}
    found = {(form.id, question) for form in about for question in _always_asked(form)}
    for pathway in pathways:
        for point in pathway.contact_points:
            for offer in point.offers:
                if offer.form in ids and offer.offer_if:
                    found |= set(_names(offer.offer_if))
    return frozenset(found)


def _always_asked(form: Questionnaire) -> Iterator[str]:
    for section in form.sections:
        for item in section.questions:
            if not section.visible_if and not item.visible_if and not isinstance(item, Info | Computed):
                yield item.id


def _names(condition: str) -> Iterator[Name]:
    """What it asks about, as `form.question`; nothing of a condition that cannot be read."""
    try:
        tree = parse(condition)
    except ConditionError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield node.value.id, node.attr
