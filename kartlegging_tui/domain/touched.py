"""What a new version means for the answers that are stored: which of them it touches, and how."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kartlegging_tui.domain.answers import Answer, Path, split
from kartlegging_tui.domain.changes import Change, Thing, What
from kartlegging_tui.domain.dates import parse_date
from kartlegging_tui.domain.definition import former_ids
from kartlegging_tui.domain.pairing import former_values
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import AnyItem, Choice, Choices, Computed, Info, Option, OptionValue, Rows
from kartlegging_tui.domain.suppression import FEW, Mark, suppressed, with_total

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
    """None where the number is too small, too few patients are behind it, or another could be reckoned from it."""
    few: bool = False
    """Fewer than 5: so much is told."""
    at_least: int = 0
    """So many are told where the number is not; 0 where not even that."""


def counted(number: int, patients: int) -> Count:
    """A number as it may be told, where so many patients are behind it."""
    mark = suppressed({0: number}, (), (0,) if patients < FEW else ())[0]
    return Count(number if mark is Mark.SHOWN else None, mark is Mark.FEW)


def counted_answers(touched: int, patients: int, given: int, others: Iterable[int]) -> Count:
    """How many of the answers `given` are touched; `others`: how many of each kind there are beside them.

    `kartlegging usage` tells how often a question was asked, and each of the others: all of the answers given are told
    where it shows those, and else no more than can be reckoned from it. Of a part, never the number itself: with
    another limit in the file it could be had once more, and subtracted.
    """
    small = [each for each in others if 0 < each < FEW]
    if touched < given:
        if given < FEW:
            return Count(None, few=True)  # also none: with the others, none here could tell of one there
        if not touched:
            return Count(0)
        least = (touched - 1) // FEW * FEW
    elif small and touched >= FEW:
        least = given + sum(small) - (FEW - 1) * len(small)
    else:
        return counted(touched, patients)
    return Count(None, at_least=least if least >= FEW and patients >= FEW else 0)


def counted_forms(signed: Mapping[str, int], versions: Collection[str], patients: int) -> Count:
    """How many forms were signed in some versions, as far as `kartlegging usage` tells; `signed`: in all there are."""
    found = counted(sum(signed[each] for each in versions), patients)
    marks = with_total(signed)
    filled = {each for each in versions if signed[each]}
    if not filled or all(marks[each] is Mark.SHOWN for each in filled):
        return found
    if filled == {each for each, count in signed.items() if count} and marks[""] is Mark.SHOWN:
        return found
    return Count(None, len(filled) == 1 and found.few)


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
