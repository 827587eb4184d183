"""Better or worse than last time: answers, computed values and scores of two contact points side by side.

Only what measures the same is compared (`comparison`). Which way is worse, and how much is more than chance, is for the
form to say (`worse`, `real_change`; its author gives the source there). Where it says nothing, there is a change and no
judgement.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from kartlegging_tui.domain.answers import Answer, Path, split
from kartlegging_tui.domain.comparison import Asked, asked, bare, measures_the_same, same_kind, unit_of
from kartlegging_tui.domain.definition import Worse
from kartlegging_tui.domain.env import value_and_points
from kartlegging_tui.domain.questions import (
    AnyItem,
    Choice,
    Choices,
    Computed,
    Decimal,
    Info,
    Integer,
    Quantity,
    Scale,
    YesNo,
)
from kartlegging_tui.domain.rules import Decides, Form, Rule
from kartlegging_tui.domain.scoring import ScoreResult

_NOISE = 9
"""The decimal after which the difference of two numbers is no longer to be trusted: 7.3 - 7.2 is 0.0999999999999996."""


class Trend(StrEnum):
    """Where an answer has gone since last time."""

    BETTER = "better"
    WORSE = "worse"
    UNCHANGED = "unchanged"
    ABOUT_THE_SAME = "about-the-same"
    """Another number, by less than what the form calls a real change."""
    CHANGED = "changed"
    """Another answer, where nobody can say which way is worse."""


@dataclass(frozen=True)
class Difference:
    """How an answer or a score differs from last time's."""

    trend: Trend
    rose: bool | None = None
    """Which way the number went; None where it did not, or where there is none."""

    @property
    def sign(self) -> str:
        """One sign that needs no colour: for better and worse, the way the number went."""
        match self.trend:
            case Trend.BETTER | Trend.WORSE:
                return "▲" if self.rose else "▼"
            case Trend.UNCHANGED:
                return "="
            case Trend.ABOUT_THE_SAME:
                return "≈"
        return "≠"


def difference(then: Asked | None, last: Answer, now: Asked, answer: Answer) -> Difference | None:
    """How an answer differs from last time's; None where one has no value, or where they measure different things.

    Texts and dates are not compared: they are read. A choice is compared by what its options count; the same option is
    unchanged whatever has happened to the others.
    """
    item = now.item
    if then is None or not isinstance(item, YesNo | Choice | Choices | Scale | Integer | Decimal | Quantity):
        return None
    if not same_kind(then, now):
        return None
    before, points_before = value_and_points(then.questionnaire, then.item, last)
    after, points_after = value_and_points(now.questionnaire, item, answer)
    if before is None or after is None:
        return None
    alike = measures_the_same(then, now)
    if isinstance(item, Choice | Choices):
        if _chosen(before) == _chosen(after):
            return Difference(Trend.UNCHANGED)
        if not alike or points_before == points_after:
            return Difference(Trend.CHANGED)
    if not alike:
        return None
    if not isinstance(points_before, int | float) or not isinstance(points_after, int | float):
        return Difference(Trend.CHANGED)
    return _moved(points_before, points_after, _worse(_worse_of(then.item), item.worse), item.real_change)


def _chosen(value: object) -> frozenset[object]:
    return frozenset(value) if isinstance(value, tuple) else frozenset((value,))


def _worse_of(item: AnyItem) -> Worse | None:
    return None if isinstance(item, Info) else item.worse


def _worse(then: Worse | None, now: Worse | None) -> Worse | None:
    """Which way is worse, as the form says now; nobody knows where it said the opposite then."""
    return None if then is not None and then is not now else now


def _moved(before: float, after: float, worse: Worse | None, real_change: float | None) -> Difference:
    change = round(after - before, _NOISE)
    if not change:
        return Difference(Trend.UNCHANGED)
    rose = change > 0
    if real_change is not None and abs(change) < real_change:
        return Difference(Trend.ABOUT_THE_SAME, rose)
    if worse is None:
        return Difference(Trend.CHANGED, rose)
    return Difference(Trend.WORSE if rose == (worse is Worse.HIGHER) else Trend.BETTER, rose)


# Scores and computed values


@lru_cache(maxsize=1024)
def counts_alike(then: Form, now: Form, name: str) -> bool:
    """True if a score or a computed value is made in the same way, of answers that measure the same.

    `name` is as conditions name it: `phq9`, or `barn.alder` for a computed column.
    """
    if then is now:
        return True
    before, after = _formula(then, name), _formula(now, name)
    if before is None or after is None or bare(before.compiled.text) != bare(after.compiled.text):
        return False
    return all(_part_alike(then, now, part) for part in after.compiled.references)


def _formula(form: Form, name: str) -> Rule | None:
    made = (Decides.SCORE, Decides.VALUE)
    return next((rule for rule in form.rules if rule.name == name and rule.decides in made), None)


def _part_alike(then: Form, now: Form, name: str) -> bool:
    if _formula(now, name) is not None:
        return counts_alike(then, now, name)
    path = name.replace(".", "/0/")
    before, after = asked(then, path), asked(now, path)
    return before is after is None or (before is not None and after is not None and measures_the_same(before, after))


def computed_difference(
    then: Form, before: float | None, now: Form, after: float | None, path: Path
) -> Difference | None:
    """How a computed value differs from last time's; None where one is unknown, or where they are made differently."""
    group, row, column = split(path)
    name = group if row is None else f"{group}.{column}"
    was, is_ = asked(then, path), asked(now, path)
    if before is None or after is None or was is None or is_ is None or not counts_alike(then, now, name):
        return None
    if not isinstance(is_.item, Computed) or unit_of(was.item) != is_.item.unit:
        return None
    return _moved(before, after, _worse(_worse_of(was.item), is_.item.worse), is_.item.real_change)


def score_difference(
    then: Form, before: ScoreResult, now: Form, after: ScoreResult, score_id: str
) -> Difference | None:
    """How a score differs from last time's; None where one cannot be told, or where they are counted differently."""
    if before.value is None or after.value is None or not counts_alike(then, now, score_id):
        return None
    was, is_ = then.scores[score_id], now.scores[score_id]
    return _moved(before.value, after.value, _worse(was.worse, is_.worse), is_.real_change)
