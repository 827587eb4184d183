"""Why something is as it is: why a question is hidden, what a score is made of. Structure without words."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from kartlegging_tui.domain.answers import Path, Value, cell, split
from kartlegging_tui.domain.env import Env
from kartlegging_tui.domain.expressions import compile_condition
from kartlegging_tui.domain.questionnaire import Score
from kartlegging_tui.domain.questions import Computed
from kartlegging_tui.domain.scope import Scope
from kartlegging_tui.domain.scoring import ScoreResult
from kartlegging_tui.domain.sheet import Sheet
from kartlegging_tui.domain.syntax import parse
from kartlegging_tui.domain.unknowns import Amount, Bounds, Truth


class Unseen(StrEnum):
    """Why a name has no value for a condition."""

    HIDDEN = "hidden"
    UNANSWERED = "unanswered"
    DECLINED = "declined"
    UNKNOWN = "unknown"
    NOT_RELEVANT = "not_relevant"


@dataclass(frozen=True)
class Reading:
    """A name in a condition or formula, and what it is now."""

    path: Path
    """A question, a cell of a row, a score, `age` or `contact_point`."""
    value: Value | Bounds | None
    """What comparisons see; for a group its row numbers."""
    points: Amount
    """What arithmetic sees."""
    unseen: Unseen | None = None
    """Why there is no value."""
    previous: bool = False
    """It is the last contact point's answer."""


class Joined(StrEnum):
    """How the parts of a condition hang together."""

    AND = "and"
    OR = "or"
    NOT = "not"


@dataclass(frozen=True)
class Part:
    """A condition, or a part of one."""

    text: str
    """As its author wrote it."""
    truth: Truth
    joined: Joined | None = None
    """None for a leaf."""
    parts: tuple[Part, ...] = ()
    readings: tuple[Reading, ...] = ()
    """Of a leaf: the names that it reads."""

    def leaves(self) -> Iterator[Part]:
        """The simple conditions that it is made of, in order."""
        if self.joined is None:
            yield self
        for part in self.parts:
            yield from part.leaves()


class Cause(StrEnum):
    """Whose condition it is that hides a question."""

    QUESTION = "question"
    GROUP = "group"
    SECTION = "section"


@dataclass(frozen=True)
class Explanation:
    """Why a question is hidden."""

    path: Path
    cause: Cause
    name: str
    """The id of the question, of the group it is a column of, or of its section."""
    condition: Part
    """What would have to be true."""


@dataclass(frozen=True)
class ScoreExplanation:
    """What a score is made of."""

    score: Score
    """Its formula, its rule for missing answers, its bands."""
    result: ScoreResult
    parts: tuple[Reading, ...]
    """Each part with its points, or why it is missing; a hidden part may have points all the same."""


def why_hidden(sheet: Sheet, path: Path) -> Explanation | None:
    """Why a question is hidden; None for what is shown, and for a row that is not there.

    Raises KeyError for a path that is not in the form.
    """
    form = sheet.form
    item = form.item(path)
    if sheet.is_shown(path):
        return None
    head, row, column = split(path)
    section, group = form.section_of[head], form.items[head]
    if section.visible_if is not None and not sheet.is_section_open(section):
        return Explanation(path, Cause.SECTION, section.id, _part(sheet, section.visible_if, form.scope, None))
    if not sheet.is_shown(head) and group.visible_if is not None:
        cause = Cause.QUESTION if column is None else Cause.GROUP
        return Explanation(path, cause, head, _part(sheet, group.visible_if, form.scope, None))
    if row not in sheet.rows(head) or item.visible_if is None:
        return None
    condition = _part(sheet, item.visible_if, form.scope.within(head), row)
    return Explanation(path, Cause.QUESTION, item.id, condition)


def explain_score(sheet: Sheet, score_id: str) -> ScoreExplanation:
    """What a score is made of now. Raises KeyError for a score that is not in the form."""
    score = sheet.form.scores[score_id]
    readings = _readings(sheet, parse(score.value).body, None)
    return ScoreExplanation(score, sheet.scores[score_id], tuple(readings))


def explain_condition(sheet: Sheet, text: str, group: str | None = None, row: int | None = None) -> Part:
    """A condition of the form with its parts, as it is now; with `group` and `row`, as it is in that row."""
    scope = sheet.form.scope
    return _part(sheet, text, scope if group is None else scope.within(group), row)


def _part(sheet: Sheet, text: str, scope: Scope, row: int | None) -> Part:
    """The condition with its parts, evaluated where it stands: in the form, or in a row of `scope.inside`."""
    env, inside = sheet.env, None
    if scope.inside is not None and row is not None:
        env = sheet.env.rows[scope.inside][sheet.rows(scope.inside).index(row)]
        inside = cell(scope.inside, row, "")

    def written(node: ast.expr) -> str:
        return text[node.col_offset : node.end_col_offset]

    return divided(
        parse(text).body,
        written,
        lambda node: compile_condition(written(node), scope).truth(env),
        lambda node: _readings(sheet, node, inside),
    )


def divided(
    node: ast.expr,
    text: Callable[[ast.expr], str],
    truth: Callable[[ast.expr], Truth],
    readings: Callable[[ast.expr], Iterable[Reading]],
) -> Part:
    """A condition with its parts; what each of them is called, whether it is true and what it reads is asked for."""
    joined, values = None, list[ast.expr]()
    match node:
        case ast.BoolOp():
            joined, values = Joined.AND if isinstance(node.op, ast.And) else Joined.OR, node.values
        case ast.UnaryOp(op=ast.Not()):
            joined, values = Joined.NOT, [node.operand]
    parts = tuple(divided(value, text, truth, readings) for value in values)
    return Part(text(node), truth(node), joined, parts, () if joined else tuple(readings(node)))


def _readings(sheet: Sheet, node: ast.expr, row: Path | None) -> list[Reading]:
    """What is read, each name once, in order. `row` is what the path of a cell in the row begins with."""
    found = dict.fromkeys(_paths(sheet, node, row, False))
    return [_reading(sheet, path, previous) for path, previous in found]


def _paths(sheet: Sheet, node: ast.expr, row: Path | None, previous: bool) -> Iterator[tuple[Path, bool]]:
    form = sheet.form
    match node:
        case ast.Attribute(value=ast.Name(id=group), attr=column) if group in form.columns:
            cells = [cell(group, number, column) for number in sheet.rows(group)]
            yield from ((path, previous) for path in cells or [group])
        case ast.Name(id=name) if row and name in form.columns.get(split(row)[0], {}):
            yield row + name, previous
        case ast.Name(id=name) if name in form.scope.symbols:
            yield name, previous
        case _:
            before = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "previous"
            parts = node.args if isinstance(node, ast.Call) else ast.iter_child_nodes(node)
            for part in parts:
                if isinstance(part, ast.expr):
                    yield from _paths(sheet, part, row, previous or before)


def _reading(sheet: Sheet, path: Path, previous: bool) -> Reading:
    group, row, column = split(path)
    env: Env | None = sheet.env.previous if previous else sheet.env
    name = path
    if row is not None and column is not None:
        rows = sheet.env.rows.get(group)
        env, name = (rows[sheet.rows(group).index(row)] if rows else None), column
    value = env.values.get(name) if env else None
    points = env.points.get(name) if env else None
    if value is not None:
        return Reading(path, value, points, None, previous)
    unseen = Unseen.UNANSWERED
    if group in sheet.form.items and not previous:
        missing = sheet.answer(path).missing
        if not sheet.is_shown(path):
            unseen = Unseen.HIDDEN
        elif missing is not None and not isinstance(sheet.form.item(path), Computed):
            unseen = Unseen(missing.value)
    return Reading(path, None, points, unseen, previous)
