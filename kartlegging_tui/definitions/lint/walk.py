"""The parts of a form with their places in the file."""

from __future__ import annotations

from collections.abc import Iterator

from kartlegging_tui.definitions.source import At
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import AnyItem, Column, Rows


def items(form: Questionnaire) -> Iterator[tuple[At, AnyItem]]:
    """What stands in the sections, in order."""
    for number, section in enumerate(form.sections):
        for place, item in enumerate(section.questions):
            yield ("sections", number, "questions", place), item


def columns(group: Rows, at: At) -> Iterator[tuple[At, Column]]:
    """What stands in the rows of a group that is at `at`."""
    for place, column in enumerate(group.row):
        yield (*at, "row", place), column


def items_and_columns(form: Questionnaire) -> Iterator[tuple[At, AnyItem]]:
    """What stands in the sections and in the rows, in order."""
    for at, item in items(form):
        yield at, item
        if isinstance(item, Rows):
            yield from columns(item, at)
