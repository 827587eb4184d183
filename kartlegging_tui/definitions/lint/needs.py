"""Needs for each row: of a group that there is."""

from __future__ import annotations

from collections.abc import Iterator

from kartlegging_tui.definitions.findings import Finding, quote, quote_all
from kartlegging_tui.definitions.lint.walk import items_and_columns
from kartlegging_tui.definitions.near import Near
from kartlegging_tui.definitions.source import Source
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import Rows
from kartlegging_tui.language import _


def needs(form: Questionnaire, source: Source) -> Iterator[Finding]:
    """Findings about what the needs of a form are for."""
    groups = [item.id for item in form.items() if isinstance(item, Rows)]
    others = {item.id for _at, item in items_and_columns(form)} | {score.id for score in form.scores}
    for number, need in enumerate(form.needs):
        if need.each is None or need.each in groups:
            continue
        at = ("needs", number, "each")
        if need.each in others:
            message = _("{name} is not a group of rows.").format(name=quote(need.each))
            if groups:
                message += " " + _("There are: {groups}.").format(groups=quote_all(groups))
            yield source.finding("not-rows", message, at)
        else:
            message = _("There is no group of rows called {name}.").format(name=quote(need.each))
            yield source.finding("unknown-group", message, at, near=Near(need.each, groups))
