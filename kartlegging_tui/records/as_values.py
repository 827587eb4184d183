"""Rows as values of the domain. What a damaged file has made of them is refused here, in one place, and says where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from pydantic import BaseModel

from kartlegging_tui.domain.answers import Path, read, split
from kartlegging_tui.domain.history import NOTHING, Event
from kartlegging_tui.domain.planned import PLANNED, is_path
from kartlegging_tui.records.errors import Unreadable

Value = TypeVar("Value")
Model = TypeVar("Model", bound=BaseModel)


@contextmanager
def readable(place: str) -> Iterator[None]:
    """Inside it, a value that cannot be what is kept there is raised as Unreadable."""
    try:
        yield
    except ValueError:  # pydantic's is one, too; none is quoted, as it may be about somebody
        raise Unreadable(place) from None


def value(kind: type[Value], row: Any, table: str) -> Value:
    """A row as a value. Raises Unreadable."""
    try:
        return kind(**row._mapping)
    except ValueError:
        keys = (str(row._mapping[name]) for name in ("id", "number") if isinstance(row._mapping.get(name), int))
        raise Unreadable(" ".join((table, *keys))) from None


def each(kind: type[Value], rows: Iterable[Any], table: str) -> list[Value]:
    """Rows as values. Raises Unreadable."""
    return [value(kind, row, table) for row in rows]


def parsed(kind: type[Model], json: str, place: str) -> Model:
    """What is kept as JSON. Raises Unreadable."""
    with readable(place):
        return kind.model_validate_json(json)


def sure_answer(json: str, path: Path, place: str) -> str:
    """The JSON of an answer as it is, once it is sure that it can be read. Raises Unreadable."""
    try:
        read(json)
        split(path)
    except ValueError:
        raise Unreadable(place) from None
    return json


def sure_agreement(json: str, path: Path, place: str) -> str:
    """The JSON of what is agreed in a pathway as it is, once it is sure that it can be read. Raises Unreadable."""
    kind = path.partition("/")[0]
    expected = PLANNED.get(kind)
    if expected is not None:
        with readable(place):
            if not is_path(kind, path):
                raise ValueError(kind)
            if json != NOTHING:
                expected.model_validate_json(json)
    return json


def answered(row: Any, assessment_id: int) -> Event:
    """An event of an assessment. Raises Unreadable."""
    event = value(Event, row, f"answer_event {assessment_id}")
    sure_answer(event.content, event.path, f"answer_event {assessment_id} {event.number}")
    return event


def planned(row: Any, pathway_id: int) -> Event:
    """An event of a pathway. Raises Unreadable."""
    event = value(Event, row, f"pathway_event {pathway_id}")
    sure_agreement(event.content, event.path, f"pathway_event {pathway_id} {event.number}")
    return event
