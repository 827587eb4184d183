"""Conditions and formulas: what the condition language finds in each, what decides nothing, and circles among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kartlegging_tui.definitions.findings import Finding, quote, quote_all
from kartlegging_tui.definitions.lint.walk import columns, items, items_and_columns
from kartlegging_tui.definitions.source import At, Source
from kartlegging_tui.definitions.standing_in import names_in_doubt
from kartlegging_tui.definitions.wording import problem_said
from kartlegging_tui.domain.always import Always, always
from kartlegging_tui.domain.expressions import check
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import AnyItem, Choice, Choices, Computed, Info, Rows
from kartlegging_tui.domain.rules import find_cycle
from kartlegging_tui.domain.scope import Kind, Scope
from kartlegging_tui.domain.syntax import ProblemCode
from kartlegging_tui.language import _

_ANY_CHOSEN = re.compile(r"\s*count\(\s*([a-z0-9_]+)\s*\)\s*(?:>=\s*1|>\s*0|!=\s*0)\s*")
_OF_THE_WRITING = (
    ProblemCode.SYNTAX,
    ProblemCode.TOO_LONG,
    ProblemCode.NOT_ALLOWED,
    ProblemCode.UNKNOWN_FUNCTION,
)
"""What is wrong with a condition whatever the questions are that it names."""


class Place(NamedTuple):
    """A condition or formula where it stands."""

    at: At
    text: str
    scope: Scope
    want: Kind
    name: str
    """The name that conditions know what it decides by."""
    group: str = ""
    """The group in whose rows it is read, of a need."""


def conditions(form: Questionnaire, source: Source, scope: Scope) -> Iterator[Finding]:
    """Findings about the conditions of a form; `scope` are its names, with the ranges of its scores."""
    places = list(_conditions(form, scope))
    unknown = _uncertain(form, source)
    for place in places:
        found = list(about_condition(source, place.at, place.text, place.scope, place.want))
        if unknown is not None and unknown.search(f"{place.text} {place.group}"):
            # what is said about a list that is not there is said where the list is named
            yield from (finding for finding in found if _whatever_is_named(finding, unknown, place.group))
        else:
            if not found and place.want is Kind.TRUTH and not _is_meant(place, form):
                found = list(always_true(source, place.at, place.text, place.scope))
            yield from found
    cycle = find_cycle(form, scope)
    if cycle:
        at = next((place.at for place in places if place.name in cycle), ())
        message = _("These follow from one another in a circle: {names}.").format(names=quote(" → ".join(cycle)))
        yield source.finding("cycle", message, at)


def _whatever_is_named(finding: Finding, unknown: re.Pattern[str], group: str) -> bool:
    """True for what is wrong with a condition whatever the questions are that are `unknown`."""
    if finding.code == ProblemCode.UNKNOWN_NAME:
        return not unknown.search(f"{finding.line_text[finding.column - 1 : finding.end - 1]} {group}")
    return finding.code in _OF_THE_WRITING


def about_condition(source: Source, at: At, text: str, scope: Scope, want: Kind) -> Iterator[Finding]:
    """Findings about one condition, each at its place within the text."""
    for problem in check(text, scope, want):
        message, near = problem_said(problem, text, scope)
        start = problem.start - (text[problem.start - 1 : problem.start + 1] in ("&&", "||"))
        length = problem.end - start
        yield source.finding(problem.code.value, message, at, offset=start, length=length, near=near)


def always_true(source: Source, at: At, text: str, scope: Scope) -> Iterator[Finding]:
    """A finding about a condition without mistakes that is true whatever is answered, and so decides nothing."""
    match always(text, scope):
        case Always.AT_ONCE, _:
            message = _("This is true whatever is answered, so it decides nothing: take it out, or change it.")
        case Always.ONCE_ANSWERED, names:
            message = _("This is true as soon as there is an answer ({names}), whatever the answer is.")
            message = message.format(names=quote_all(names))
            if len(names) == 1:
                message += " " + _("If that is meant, write {example}.").format(example=quote(f"answered({names[0]})"))
        case None:
            return
    yield source.finding("always-true", message, at, offset=0, length=len(text))


def _is_meant(place: Place, form: Questionnaire) -> bool:
    """True where an author may well mean "always" (`true`) or "something is chosen" (`count(sted) >= 1`)."""
    if place.at[-1] == "when" and place.text.strip() == "true":
        return True
    counted = _ANY_CHOSEN.fullmatch(place.text)
    if counted is None:
        return False
    chosen = [item for _at, item in items_and_columns(form) if item.id == counted[1] and isinstance(item, Choices)]
    return any(not any(option.exclusive for option in form.options(item)) for item in chosen)


def _uncertain(form: Questionnaire, source: Source) -> re.Pattern[str] | None:
    """Finds the names of questions whose option list is missing or empty, or of which something else is wrong."""
    missing = [
        item.id
        for _at, item in items_and_columns(form)
        if isinstance(item, Choice | Choices) and not form.options(item)
    ]
    names = sorted({*missing, *names_in_doubt(source)})
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b") if names else None


def _conditions(form: Questionnaire, scope: Scope) -> Iterator[Place]:
    for number, section in enumerate(form.sections):
        if section.visible_if is not None:
            at: At = ("sections", number, "visible_if")
            yield Place(at, section.visible_if, scope, Kind.TRUTH, section.id)
    for at, item in items(form):
        yield from _of_item(at, item, scope, item.id)
        if isinstance(item, Rows):
            for column_at, column in columns(item, at):
                yield from _of_item(column_at, column, scope.within(item.id), f"{item.id}.{column.id}")
    for number, score in enumerate(form.scores):
        yield Place(("scores", number, "value"), score.value, scope, Kind.NUMBER, score.id)
    for number, need in enumerate(form.needs):
        # which names there are in the rows of a group that is not there, nobody knows; the group is reported
        if need.each is None or need.each in scope.groups:
            names = scope if need.each is None else scope.within(need.each)
            yield Place(("needs", number, "when"), need.when, names, Kind.TRUTH, need.id, need.each or "")


def _of_item(at: At, item: AnyItem, scope: Scope, name: str) -> Iterator[Place]:
    if item.visible_if is not None:
        yield Place((*at, "visible_if"), item.visible_if, scope, Kind.TRUTH, name)
    if isinstance(item, Computed):
        yield Place((*at, "value"), item.value, scope, Kind.NUMBER, name)
    elif not isinstance(item, Info) and item.urgent is not None:
        yield Place((*at, "urgent", "when"), item.urgent.when, scope, Kind.TRUTH, name)
