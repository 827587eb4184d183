"""Earlier ids: what is said to have been called otherwise must be told apart from all else in the form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kartlegging_tui.definitions.findings import Finding, quote
from kartlegging_tui.definitions.lint.walk import columns, items, option_lists
from kartlegging_tui.definitions.source import At, Source
from kartlegging_tui.domain.definition import FormerIds, former_ids
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import Option, OptionValue, Rows
from kartlegging_tui.language import _


class _Called(NamedTuple):
    """Something with an id or a value, and what it was called before."""

    at: At
    now: OptionValue
    formerly: tuple[OptionValue, ...]
    listed: bool
    """The earlier ones stand in a list."""


def formerly(form: Questionnaire, source: Source) -> Iterator[Finding]:
    """Findings about `formerly`."""
    scores = [_called(("scores", place), each.id, each.formerly) for place, each in enumerate(form.scores)]
    named = [_called(at, item.id, item.formerly) for at, item in items(form)] + scores
    rows = {
        group.id: [_called(place, column.id, column.formerly) for place, column in columns(group, at)]
        for at, group in items(form)
        if isinstance(group, Rows)
    }
    in_use = {each.now for listed in (named, *rows.values()) for each in listed}
    for listed in (named, *rows.values()):
        yield from _findings(source, listed, in_use)
    needs = [_called(("needs", place), each.id, each.formerly) for place, each in enumerate(form.needs)]
    yield from _findings(source, needs, {each.now for each in needs})
    for at, options in option_lists(form):
        values = [_option((*at, place), option) for place, option in enumerate(options)]
        yield from _findings(source, values, {each.now for each in values})


def _called(at: At, now: str, formerly: FormerIds) -> _Called:
    return _Called(at, now, former_ids(formerly), not isinstance(formerly, str))


def _option(at: At, option: Option) -> _Called:
    return _Called(at, option.value, option.former_values, isinstance(option.formerly, tuple))


def _findings(source: Source, things: Iterable[_Called], in_use: set[OptionValue]) -> Iterator[Finding]:
    """`in_use` are all ids, or values, of which none can be an earlier one of something else."""
    claimed: dict[OptionValue, At] = {}
    for thing in things:
        for place, former in enumerate(thing.formerly):
            at: At = (*thing.at, "formerly", place) if thing.listed else (*thing.at, "formerly")
            if former == thing.now:
                message = _("{name} is what it is called now: list only what it was called before.")
                yield source.finding("formerly-itself", message.format(name=quote(former)), at)
            elif former in in_use:
                message = _(
                    "{name} is still in use in this form, so answers given under it would belong to two. "
                    "Call the other one something that was never used."
                )
                yield source.finding("formerly-in-use", message.format(name=quote(former)), at)
            elif former in claimed:
                message = _("{name} is what something else was called before, on line {line}: it can be only one.")
                line = source.span(claimed[former]).line
                yield source.finding("formerly-twice", message.format(name=quote(former), line=line), at)
            claimed.setdefault(former, at)
