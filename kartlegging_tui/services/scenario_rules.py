"""Which rules of a form or pathway its scenarios try: both sides of every condition, every band, every score.

A rule is tried by a scenario that says what it expects of it; that a scenario passes by is not enough. A condition must
be seen true, and not true with something answered: that nothing happens while nothing is answered proves little.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from kartlegging_tui.definitions.lint.walk import items_and_columns
from kartlegging_tui.definitions.source import At
from kartlegging_tui.domain.answers import Path, cell, split
from kartlegging_tui.domain.explain import Cause, Part, Unseen, explain_condition, why_hidden
from kartlegging_tui.domain.questionnaire import MissingRule, Questionnaire
from kartlegging_tui.domain.questions import Computed, Info, Question, Rows
from kartlegging_tui.domain.rules import Decides
from kartlegging_tui.domain.scenario import Expected
from kartlegging_tui.domain.sheet import Sheet
from kartlegging_tui.domain.unknowns import Bounds


class RuleKind(Enum):
    """What a rule decides."""

    SECTION = "section"
    QUESTION = "question"
    URGENT = "urgent"
    COMPUTED = "computed"
    SCORE = "score"
    MISSING = "missing"
    BAND = "band"
    NEED = "need"
    OFFER = "offer"
    REQUIREMENT = "requirement"


class Side(Enum):
    """What a scenario has shown of a rule."""

    TRUE = "true"
    FALSE = "false"
    SEEN = "seen"


_CONDITIONS = frozenset(
    {RuleKind.SECTION, RuleKind.QUESTION, RuleKind.URGENT, RuleKind.NEED, RuleKind.OFFER, RuleKind.REQUIREMENT}
)
Tried = tuple[At, Side]
"""Where a rule stands in the file of its form, and what was shown of it."""


@dataclass(frozen=True)
class RuleToTry:
    """A rule that scenarios should try."""

    at: At
    """Where it stands in the file."""
    kind: RuleKind
    name: str
    """The id of what it decides; for a band its score, for a column `group.column`."""

    @property
    def sides(self) -> tuple[Side, ...]:
        """What must be shown of it."""
        return (Side.TRUE, Side.FALSE) if self.kind in _CONDITIONS else (Side.SEEN,)


@dataclass(frozen=True)
class Hole:
    """A side of a rule that no scenario shows."""

    rule: RuleToTry
    side: Side


@dataclass(frozen=True)
class Coverage:
    """How much of a form or pathway its scenarios try."""

    rules: tuple[RuleToTry, ...]
    holes: tuple[Hole, ...]

    @property
    def tried(self) -> int:
        """How many rules are tried from every side."""
        return len(self.rules) - len({hole.rule for hole in self.holes})


def coverage(rules: Iterable[RuleToTry], tried: Iterable[Tried]) -> Coverage:
    """What scenarios that tried these have left."""
    all_rules, seen = tuple(rules), set(tried)
    holes = (Hole(rule, side) for rule in all_rules for side in rule.sides if (rule.at, side) not in seen)
    return Coverage(all_rules, tuple(holes))


def rules_of_form(form: Questionnaire) -> Iterator[RuleToTry]:
    """The rules of a form, in the order of its file."""
    for number, section in enumerate(form.sections):
        if section.visible_if is not None:
            yield RuleToTry(("sections", number, "visible_if"), RuleKind.SECTION, section.id)
    group = ""
    for at, item in items_and_columns(form):
        group = item.id if isinstance(item, Rows) else group
        name = f"{group}.{item.id}" if "row" in at else item.id
        if item.visible_if is not None:
            yield RuleToTry((*at, "visible_if"), RuleKind.QUESTION, name)
        if isinstance(item, Computed):
            yield RuleToTry((*at, "value"), RuleKind.COMPUTED, name)
        elif not isinstance(item, Info) and item.urgent is not None:
            yield RuleToTry((*at, "urgent", "when"), RuleKind.URGENT, name)
    for number, score in enumerate(form.scores):
        yield RuleToTry(("scores", number, "value"), RuleKind.SCORE, score.id)
        if score.missing is not MissingRule.NONE_ALLOWED:
            yield RuleToTry(("scores", number, "missing"), RuleKind.MISSING, score.id)
        for place in range(len(score.bands)):
            yield RuleToTry(("scores", number, "bands", place), RuleKind.BAND, score.id)
    for number, need in enumerate(form.needs):
        yield RuleToTry(("needs", number, "when"), RuleKind.NEED, need.id)


class TrialOfForm:
    """What scenarios try of one form; made once for all of them."""

    def __init__(self, form: Questionnaire) -> None:
        self.sections: dict[str, At] = {section.id: ("sections", at) for at, section in enumerate(form.sections)}
        self.items: dict[str, At] = {}
        group = ""
        for at, item in items_and_columns(form):
            group = item.id if isinstance(item, Rows) else group
            self.items[f"{group}.{item.id}" if "row" in at else item.id] = at

    def tried(self, sheet: Sheet, expect: Expected) -> Iterator[Tried]:
        """What a scenario tries by what it expects, given what the form makes of its answers."""
        for path in paths(sheet, expect.visible):
            yield from self._shown(sheet, path)
        for path in paths(sheet, expect.hidden):
            yield from self._hidden(sheet, path)
        yield from self._scores(sheet, expect)
        if expect.needs is not None:
            for number, need in enumerate(sheet.form.questionnaire.needs):
                for row in _rows(sheet, need.each):
                    yield from _side(("needs", number, "when"), explain_condition(sheet, need.when, need.each, row))
        if expect.urgent is not None:
            yield from self._urgent(sheet)
        for path in expect.computed:
            if sheet.computed(path) is not None:
                yield (*self._item(path), "value"), Side.SEEN

    def _item(self, path: Path) -> At:
        group, _row, column = split(path)
        return self.items[group if column is None else f"{group}.{column}"]

    def _shown(self, sheet: Sheet, path: Path) -> Iterator[Tried]:
        """What is shown has the conditions of its section, its group and its own true."""
        if sheet.is_shown(path):
            group = split(path)[0]
            yield (*self.sections[sheet.form.section_of[group].id], "visible_if"), Side.TRUE
            yield (*self.items[group], "visible_if"), Side.TRUE
            yield (*self._item(path), "visible_if"), Side.TRUE

    def _hidden(self, sheet: Sheet, path: Path) -> Iterator[Tried]:
        """What is hidden is so because of the first of these conditions that is not true."""
        why = why_hidden(sheet, path)
        if why is not None and _is_false(why.condition):
            at = {
                Cause.SECTION: self.sections.get(why.name, ()),
                Cause.GROUP: self.items[split(path)[0]],
                Cause.QUESTION: self._item(path),
            }[why.cause]
            yield (*at, "visible_if"), Side.FALSE

    def _scores(self, sheet: Sheet, expect: Expected) -> Iterator[Tried]:
        for number, score in enumerate(sheet.form.questionnaire.scores):
            result = sheet.scores[score.id]
            if score.id in expect.scores and result.amount is not None:
                yield ("scores", number, "missing" if result.missing else "value"), Side.SEEN
            if score.id in expect.bands and result.band is not None:
                place = next(place for place, band in enumerate(score.bands) if band is result.band)
                yield ("scores", number, "bands", place), Side.SEEN

    def _urgent(self, sheet: Sheet) -> Iterator[Tried]:
        for rule in sheet.form.rules:
            if rule.decides is Decides.URGENT:
                for row in _rows(sheet, rule.group):
                    item = sheet.form.item(rule.target if row is None else cell(rule.group or "", row, rule.target))
                    if isinstance(item, Question) and item.urgent is not None:
                        part = explain_condition(sheet, item.urgent.when, rule.group, row)
                        yield from _side((*self.items[rule.name], "urgent", "when"), part)


def paths(sheet: Sheet, names: Iterable[str]) -> Iterator[Path]:
    """What names of a scenario mean: `barn.alder` is the column in every row."""
    for name in names:
        group, dot, column = name.partition(".")
        if dot:
            yield from (cell(group, row, column) for row in sheet.rows(group))
        else:
            yield name


def _rows(sheet: Sheet, group: str | None) -> tuple[int | None, ...]:
    """The rows in which a rule runs: none of a group that is hidden; None for the form itself."""
    if group is None:
        return (None,)
    return sheet.rows(group) if group in sheet.env.rows else ()


def _side(at: At, condition: Part) -> Iterator[Tried]:
    if condition.truth is True:
        yield at, Side.TRUE
    elif _is_false(condition):
        yield at, Side.FALSE


def _is_false(condition: Part) -> bool:
    """True for what is false, and for what is not true though something that it asks for is answered.

    Some conditions are never plainly false: "has thoughts, or has a plan", where the second is asked only after the
    first, is unknown as soon as the first is no.
    """
    if condition.truth is not None:
        return not condition.truth
    readings = [reading for leaf in condition.leaves() for reading in leaf.readings]
    return any(
        reading.unseen not in (Unseen.HIDDEN, Unseen.UNANSWERED) and not isinstance(reading.value, Bounds)
        for reading in readings
    )
