"""What a new version means for the answers that are stored: which of them it touches, and how."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kartlegging_tui.domain.answers import Answer, Path, split
from kartlegging_tui.domain.changes import Change, Thing, What
from kartlegging_tui.domain.dates import parse_date
from kartlegging_tui.domain.definition import former_ids
from kartlegging_tui.domain.pairing import former_values
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import AnyItem, Choice, Choices, Computed, Info, Option, OptionValue, Rows
from kartlegging_tui.domain.suppression import FEW, Mark, suppressed

Key = tuple[str, str]
"""A question's id and ""; or a group's and a column's."""
Hits = Callable[[Answer], bool]


class Effect(StrEnum):
    """What becomes of an answer."""

    HOMELESS = "homeless"
    """Nothing asks for it any more."""
    MISFIT = "misfit"
    """What asks for it asks for something else: another type of answer, another unit."""
    OUTSIDE = "outside"
    """It lies outside the new limits."""
    OPTION_GONE = "option_gone"
    """It is an option that is no longer there."""
    TOO_MANY = "too_many"
    """It holds more options, or rows, than there may be now."""
    TOO_LONG = "too_long"
    NOT_A_DAY = "not_a_day"
    """A month, a year or "about", where a whole date is asked for now."""
    SCORED_OTHERWISE = "scored_otherwise"
    """Not an answer but a whole form: its scores were reckoned in another way."""


@dataclass(frozen=True)
class Touch:
    """Which stored answers a change touches."""

    effect: Effect
    keys: frozenset[Key] = frozenset()
    """Where they are stored; none where whole forms are touched."""
    hits: Hits = lambda answer: True

    def touches(self, path: Path, answer: Answer) -> bool:
        head, _row, column = split(path)
        return (head, column or "") in self.keys and answer.value is not None and self.hits(answer)


@dataclass(frozen=True)
class Count:
    """How many answers (or filled forms) a change touches; told only where that points at nobody."""

    number: int | None
    """None where the number is too small, or too few patients are behind it."""
    few: bool = False
    """From 1 to 4: so much is told."""


def counted(number: int, patients: int) -> Count:
    """A number as it may be told, where so many patients are behind it."""
    mark = suppressed({0: number}, (), (0,) if patients < FEW else ())[0]
    return Count(number if mark is Mark.SHOWN else None, mark is Mark.FEW)


def touches(old: Questionnaire, changes: Sequence[Change]) -> dict[int, Touch]:
    """By the place of a change in the list, which stored answers it touches; nothing for those that touch none."""
    groups = {column.id: item for item in old.items() if isinstance(item, Rows) for column in item.row}

    def keys(item: AnyItem) -> frozenset[Key]:
        group = groups.get(item.id)
        return frozenset((head, name) if head else (name, "") for head in _ids(group) for name in _ids(item))

    found: dict[int, Touch] = {}
    for place, change in enumerate(changes):
        if change.thing in (Thing.QUESTION, Thing.COLUMN):
            how = _question(change)
            if how is not None and not isinstance(change.old, Info | Computed):
                found[place] = Touch(how[0], keys(change.old), how[1])
        elif change.thing in (Thing.OPTION, Thing.LISTED) and change.what is What.REMOVED:
            of = [change.of] if change.of is not None else _sharing(old, change.at[0])
            stored = frozenset(key for item in of for key in keys(item))
            found[place] = Touch(Effect.OPTION_GONE, stored, _chose(change.old))
        if _scores_otherwise(change):
            found[place] = Touch(Effect.SCORED_OTHERWISE)
    return found


def _ids(item: AnyItem | None) -> tuple[str, ...]:
    return (item.id, *former_ids(item.formerly)) if item is not None else ("",)


def _sharing(form: Questionnaire, options: str) -> list[AnyItem]:
    """The questions and columns that share a list."""
    items = list(form.items())
    columns = [column for item in items if isinstance(item, Rows) for column in item.row]
    return [item for item in [*items, *columns] if isinstance(item, Choice | Choices) and item.options == options]


def _question(change: Change) -> tuple[Effect, Hits] | None:
    before, after = change.before, change.after
    if change.what is What.REMOVED:
        return Effect.HOMELESS, lambda answer: True
    if change.what is not What.CHANGED:
        return None
    match change.field:
        case "type" | "unit":
            return Effect.MISFIT, lambda answer: True
        case "min" if after is not None and (before is None or after > before):
            return Effect.OUTSIDE, lambda answer: _number(answer) < after
        case "max" if after is not None and (before is None or after < before):
            return Effect.OUTSIDE, lambda answer: _number(answer) > after
        case "at_most" | "max_rows" if after is not None:
            return Effect.TOO_MANY, lambda answer: isinstance(answer.value, tuple) and len(answer.value) > after
        case "max_length" if after < before:
            return Effect.TOO_LONG, lambda answer: isinstance(answer.value, str) and len(answer.value) > after
        case "partial" if not after:
            return Effect.NOT_A_DAY, _no_day
    return None


def _number(answer: Answer) -> float:
    """The number of an answer; what is none is neither too small nor too large."""
    value = answer.value
    return value if isinstance(value, int | float) and not isinstance(value, bool) else float("nan")


def _no_day(answer: Answer) -> bool:
    day = parse_date(answer.value) if isinstance(answer.value, str) else None
    return day is None or not day.is_day


def _chose(option: Option) -> Hits:
    values: set[OptionValue] = {option.value, *former_values(option)}

    def hits(answer: Answer) -> bool:
        chosen = answer.value if isinstance(answer.value, tuple) else (answer.value,)
        return any(value in values for value in chosen if not isinstance(value, bool))

    return hits


def _scores_otherwise(change: Change) -> bool:
    if change.what is not What.CHANGED:
        return False
    formula = change.thing is Thing.SCORE and change.field in ("value", "missing")
    points = change.thing in (Thing.OPTION, Thing.LISTED) and change.field == "score"
    return (formula and change.weight < 2) or (points and change.weight == 0) or change.field == "score_if_hidden"


Counts = Mapping[int, Count]
"""By the place of a change in the list of changes."""
