"""Rows that are the patient's children: how old they are is told by columns that there are."""

from __future__ import annotations

from collections.abc import Iterator

from kartlegging_tui.definitions.findings import Finding, quote
from kartlegging_tui.definitions.lint.walk import items
from kartlegging_tui.definitions.near import Near
from kartlegging_tui.definitions.source import Source
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import Integer, Rows
from kartlegging_tui.language import _


def children(form: Questionnaire, source: Source) -> Iterator[Finding]:
    """Findings about the groups of rows that are children."""
    for at, item in items(form):
        if not isinstance(item, Rows) or item.children is None:
            continue
        numbers = [column.id for column in item.row if isinstance(column, Integer)]
        for key, name in (("born", item.children.born), ("age", item.children.age)):
            if name is not None and name not in numbers:
                message = _("There is no column {name} that asks for a whole number.").format(name=quote(name))
                yield source.finding("unknown-column", message, (*at, "children", key), near=Near(name, numbers))
        if item.children.born is None and item.children.age is None:
            message = _("Name the column with the year of birth (`born`) or with the age (`age`).")
            yield source.finding("no-age", message, (*at, "children"))
