"""What a filled form says, as it is searched for across patients: values, needs, what is urgent, and all words.

It follows from the answers as conditions see them: what is hidden is not said, and what is computed is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from kartlegging_tui.domain.answers import Path, cell, split, written
from kartlegging_tui.domain.definition import Theme
from kartlegging_tui.domain.env import Env
from kartlegging_tui.domain.names import SAME, Names
from kartlegging_tui.domain.needs import FoundNeed, need_key
from kartlegging_tui.domain.questionnaire import Area, Priority
from kartlegging_tui.domain.questions import AnyItem, Rows, TextQuestion
from kartlegging_tui.domain.sheet import Sheet
from kartlegging_tui.domain.unknowns import Bounds

REASON = "?"
"""Stands before a reason for having no value, and before what is said beside one: no option can begin with it."""
POINTS = "?points"
"""What an answer counts, where that is another number than the answer."""
HIDDEN = "?hidden"
"""What a hidden question counts in sums."""
LOW, HIGH = "?low", "?high"
"""The ends of a score that is not known but lies between them."""
GROWN_UP = 18


@dataclass(frozen=True, slots=True)
class Said:
    """One value, as a condition sees it."""

    name: str
    """As conditions name it: `smerte`, `barn.alder`, or a score."""
    line: int
    """The number of the row, for a column of a group; 0 for the form itself."""
    word: str
    """An option, a date as `2026-05-17`, or `?declined` for why there is no value; empty for numbers and free text.

    Also `POINTS`, `HIDDEN`, `LOW` and `HIGH`, whose amount is no answer.
    """
    amount: float | None
    """A number; 1 or 0 for yes or no; what an option counts; how many rows a group has. None for what has none."""


@dataclass(frozen=True, slots=True)
class SaidNeed:
    """A need that the answers show."""

    key: str
    """As `needs.FoundNeed.key`, in the version that was answered."""
    theme: Theme | None
    priority: Priority
    lasting: bool
    today: str = ""
    """The key by which the newest version knows it, where that is another."""

    @property
    def known_as(self) -> str:
        """What it is known by across the versions of its form."""
        return self.today or self.key


@dataclass(frozen=True, slots=True)
class Indexed:
    """What one form says."""

    form: str
    area: Area
    values: tuple[Said, ...]
    needs: tuple[SaidNeed, ...]
    ruled_out: tuple[str, ...]
    """What lasting needs are known as that the answers say are not there."""
    urgent: tuple[tuple[Path, str], ...]
    """Answers that call for something at once, as JSON without their notes."""
    children_until: date | None
    """The last day on which one of the children named is under 18."""
    passages: tuple[tuple[Path, str], ...]
    """Free text and notes."""


class Told(NamedTuple):
    """What the forms of one talk say."""

    contact_point: int
    forms: Sequence[Indexed]
    held_on: date
    ended: bool
    """False while the talk goes on."""


def indexed(sheet: Sheet, names: Names = SAME) -> Indexed:
    """What a form says, as it is answered now; values under the names of today, which `names` gives."""
    questionnaire = sheet.form.questionnaire
    return Indexed(
        form=questionnaire.id,
        area=questionnaire.area,
        values=tuple(_values(sheet, names)),
        needs=tuple(_need(found, names) for found in sheet.needs()),
        ruled_out=tuple(names.need(key) for key in _ruled_out(sheet)),
        urgent=tuple((path, written(sheet.answer(path).model_copy(update={"note": ""}))) for path in sheet.urgent()),
        children_until=max(_grown_up(sheet), default=None),
        passages=tuple(_passages(sheet)),
    )


def _need(found: FoundNeed, names: Names) -> SaidNeed:
    today, rule = names.need(found.key), found.rule
    return SaidNeed(found.key, rule.theme, rule.priority, rule.lasting, today if today != found.key else "")


def _values(sheet: Sheet, names: Names) -> Iterator[Said]:
    items, columns = sheet.form.items, sheet.form.columns
    yield from _in(sheet.env, "", 0, items, names)
    for group, envs in sheet.env.rows.items():
        for row, env in zip(sheet.rows(group), envs, strict=True):
            yield from _in(env, f"{group}.", row, columns[group], names)


def _in(env: Env, before: str, line: int, items: Any, names: Names) -> Iterator[Said]:
    for name, value in env.values.items():
        item, asked = items.get(name), before + name
        if item is None and name in ("age", "contact_point"):
            continue
        for word, amount in _said(item, names.value(asked, value), env.points.get(name)):
            yield Said(names.name(asked), line, word, amount)
    for name, points in env.points.items():
        if name not in env.values and isinstance(points, int | float):
            yield Said(names.name(before + name), line, HIDDEN, points)
    for name, reason in env.reasons.items():
        yield Said(names.name(before + name), line, REASON + reason.value, None)


def _said(item: AnyItem | None, value: Any, points: Any) -> Iterator[tuple[str, float | None]]:
    """The words and amounts that stand for a value; `item` is None for a score."""
    counts = points if isinstance(points, int | float) else None
    if isinstance(item, TextQuestion):
        yield "", None
    elif isinstance(item, Rows):
        yield "", len(value)
    elif isinstance(value, tuple):
        yield from ((str(option), None) for option in value)
        if counts is not None:
            yield POINTS, counts
    elif isinstance(value, str):
        yield value, counts
    elif isinstance(value, bool):
        yield "", int(value)
    elif isinstance(value, int | float):
        yield "", value
        if counts != value:
            yield POINTS, counts
    elif isinstance(value, Bounds):
        yield from ((word, end) for word, end in ((LOW, value.low), (HIGH, value.high)) if math.isfinite(end))
    else:
        raise TypeError(type(value))


def _ruled_out(sheet: Sheet) -> Iterator[str]:
    for need in sheet.form.questionnaire.needs:
        if need.lasting:
            rows: Sequence[int | None] = (None,) if need.each is None else sheet.rows(need.each)
            yield from (need_key(need.id, row) for row in rows if sheet.shows(need, row) is False)


def _grown_up(sheet: Sheet) -> Iterator[date]:
    """The last day on which each of the children named is under 18, as nearly as their year of birth or age tells.

    Source of the limit: helsepersonelloven § 10 a, minors as relatives. Of a child whose age is not known we do not
    take it that they are grown up.
    """
    today = sheet.context.today
    for group in sheet.form.items.values():
        if not isinstance(group, Rows) or group.children is None or not sheet.is_shown(group.id):
            continue
        for row in sheet.rows(group.id):
            born = _number(sheet, group.id, row, group.children.born)
            years = _number(sheet, group.id, row, group.children.age)
            if born is not None:
                yield date(min(born + GROWN_UP, date.max.year), 12, 31)
            elif years is not None and today is not None:
                yield date(today.year + max(GROWN_UP - years, 0), 12, 31) if years < GROWN_UP else today
            elif today is not None:
                yield date(today.year + GROWN_UP, 12, 31)


def _number(sheet: Sheet, group: str, row: int, column: str | None) -> int | None:
    value = sheet.answer(cell(group, row, column)).value if column else None
    return value if isinstance(value, int) and 0 <= value < 9000 else None


def _passages(sheet: Sheet) -> Iterator[tuple[Path, str]]:
    """Also of rows; what is hidden now is not said."""
    for path, answer in sheet.answers.items():
        group, row, _ = split(path)
        if row is not None and row not in sheet.rows(group):
            continue
        words = [answer.other, answer.note]
        if isinstance(sheet.form.item(path), TextQuestion) and isinstance(answer.value, str):
            words.insert(0, answer.value)
        text = "\n".join(word for word in words if word)
        if text and sheet.is_shown(path):
            yield path, text
