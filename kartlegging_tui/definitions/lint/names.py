"""Ids: the same as the file's name, used once, and no word of the condition language."""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Iterator
from pathlib import Path

from kartlegging_tui.definitions.findings import Finding, quote
from kartlegging_tui.definitions.lint.walk import items_and_columns
from kartlegging_tui.definitions.source import At, Source
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.scope import RESERVED
from kartlegging_tui.language import _

_RESERVED = RESERVED | frozenset(keyword.kwlist)
"""Conditions are parsed as Python's expressions are, so Python's own words cannot be names in them either."""


def names(form: Questionnaire, source: Source) -> Iterator[Finding]:
    """Findings about the ids of a form."""
    yield from file_name(form.id, source)
    yield from unique(source, _names_in_conditions(form), _("in the form"))
    yield from unique(source, _ids("sections", form.sections), _("among the sections"))
    yield from unique(source, _ids("needs", form.needs), _("among the needs"))
    for at, name in [(("id",), form.id), *_names_in_conditions(form)]:
        if name in _RESERVED:
            message = _("{name} is a word of the condition language; call this something else.")
            yield source.finding("reserved-name", message.format(name=quote(name)), at)


def file_name(identifier: str, source: Source) -> Iterator[Finding]:
    """A file is found by its name, so it should say what is in it."""
    if Path(source.path).stem != identifier:
        message = _("The file should be called {name}.").format(name=quote(f"{identifier}.yaml"))
        yield source.finding("file-name", message, ("id",))


def _names_in_conditions(form: Questionnaire) -> Iterator[tuple[At, str]]:
    for at, item in items_and_columns(form):
        yield (*at, "id"), item.id
    yield from _ids("scores", form.scores)


def _ids(key: str, things: Iterable[object]) -> Iterator[tuple[At, str]]:
    for number, thing in enumerate(things):
        yield (key, number, "id"), thing.id  # type: ignore[attr-defined]


def unique(source: Source, named: Iterable[tuple[At, str]], among: str) -> Iterator[Finding]:
    """Findings about ids that are used twice."""
    seen: dict[str, At] = {}
    for at, name in named:
        if name in seen:
            message = _("The id {name} is used on line {line} already; it must be the only one {among}.")
            message = message.format(name=quote(name), line=source.span(seen[name]).line, among=among)
            first = source.related(seen[name], _("the first"))
            yield source.finding("duplicate-id", message, at, related=[first])
        else:
            seen[name] = at
