"""Options: the lists there are, their values, and the keys that pick them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kartlegging_tui.definitions.findings import Finding, quote
from kartlegging_tui.definitions.lint.walk import items_and_columns
from kartlegging_tui.definitions.mending import without
from kartlegging_tui.definitions.near import Near
from kartlegging_tui.definitions.source import At, Source
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import Choice, Choices, Option
from kartlegging_tui.language import _

MOST_WITH_DIGITS = 9


def options(form: Questionnaire, source: Source) -> Iterator[Finding]:
    """Findings about the options of a form."""
    used: dict[str, set[type]] = defaultdict(set)
    for at, question in items_and_columns(form):
        if not isinstance(question, Choice | Choices):
            continue
        place = (*at, "options")
        if not isinstance(question.options, str):
            yield from _options(source, place, question.options, {type(question)})
        elif question.options in form.option_lists:
            used[question.options].add(type(question))
        else:
            message = _("There is no option list called {name}.").format(name=quote(question.options))
            yield source.finding("unknown-option-list", message, place, near=Near(question.options, form.option_lists))
        count = len(form.options(question))
        if isinstance(question, Choices) and question.at_most is not None and question.at_most > count > 0:
            message = _("There are only {count} options.").format(count=count)
            yield source.finding("out-of-range", message, (*at, "at_most"))
    for name, listed in form.option_lists.items():
        list_at = ("option_lists", name)
        yield from _options(source, list_at, listed, used[name])
        if not used[name]:
            message = _("No question uses {name}.").format(name=quote(name))
            yield source.finding("unused-option-list", message, list_at, key=True)


def _options(source: Source, at: At, listed: tuple[Option, ...], used_by: set[type]) -> Iterator[Finding]:
    if not listed:
        yield source.finding("empty-option-list", _("The list has no options."), at)
    if len({isinstance(option.value, str) for option in listed}) > 1:
        message = _("The values of a list are all numbers or all texts.")
        kind = isinstance(listed[0].value, str)
        odd = next(number for number, option in enumerate(listed) if isinstance(option.value, str) != kind)
        yield source.finding("mixed-values", message, (*at, odd, "value"))
    yield from _duplicate_values(source, at, listed)
    yield from _keys(source, at, listed)
    if used_by == {Choice}:
        yield from _exclusive(source, at, listed)


def _duplicate_values(source: Source, at: At, listed: tuple[Option, ...]) -> Iterator[Finding]:
    seen: dict[int | float | str, int] = {}
    for number, option in enumerate(listed):
        if option.value in seen:
            message = _("Another option of the list has the value {value}.").format(value=quote(option.value))
            first = source.related((*at, seen[option.value], "value"), _("the first"))
            yield source.finding("duplicate-value", message, (*at, number, "value"), related=[first])
        seen.setdefault(option.value, number)


def _keys(source: Source, at: At, listed: tuple[Option, ...]) -> Iterator[Finding]:
    """A key picks one option: those that are written, and the places 1–9 of options without one."""
    taken: set[str] = set()
    for number, option in enumerate(listed):
        key = option.key
        if key is None and number < MOST_WITH_DIGITS:
            continue
        if key is None:
            message = _("Only the first {count} options are picked with a digit: give this one a `key`.")
            yield source.finding("option-without-key", message.format(count=MOST_WITH_DIGITS), (*at, number))
            continue
        place = int(key) - 1 if key.isdecimal() else -1
        implied = 0 <= place < len(listed) and listed[place].key is None
        if key in taken or implied:
            message = _("The key {key} picks another option of the list.").format(key=quote(key))
            yield source.finding("duplicate-option-key", message, (*at, number, "key"))
        taken.add(key)


def _exclusive(source: Source, at: At, listed: tuple[Option, ...]) -> Iterator[Finding]:
    for number, option in enumerate(listed):
        if option.exclusive:
            message = _("`exclusive` means something only in a question of the type `choices`.")
            place = (*at, number, "exclusive")
            fix = without(source, place)
            yield source.finding("exclusive-in-choice", message, place, key=True, fix=fix)
