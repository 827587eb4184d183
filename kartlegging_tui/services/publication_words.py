"""A line of the history of published versions, in words."""

from __future__ import annotations

from kartlegging_tui.domain.norway import day_in_norway, hour_in_norway
from kartlegging_tui.domain.publication import Event, Publication
from kartlegging_tui.language import N_, _

_EVENTS = {Event.PUBLISHED: N_("published by {by}"), Event.RETIRED: N_("retired by {by}")}


def publication_words(line: Publication) -> str:
    """When, what, by whom and why, on one line."""
    who = _(_EVENTS[line.event]).format(by=line.by)
    why = " ".join(line.why.split())
    return f"{day_in_norway(line.at):%d.%m.%Y} {hour_in_norway(line.at)}  {line.form} {line.version}  {who}: {why}"
