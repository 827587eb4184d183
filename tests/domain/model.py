"""The engine again, as plainly as can be: everything recomputed from the answers until nothing changes any more.

It shares nothing with the engine but the questionnaire: its own reading of conditions, of ranges and of rounding. A
number is a pair, between what it lies; None is unknown.
"""

from __future__ import annotations

import ast
import math
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from kartlegging_tui.domain.answers import Answer
from kartlegging_tui.domain.questionnaire import MeanOfRest, MissingRule, Questionnaire
from kartlegging_tui.domain.questions import (
    Choice,
    Choices,
    Computed,
    Date,
    Decimal,
    Info,
    Integer,
    Quantity,
    Rows,
    Scale,
    TextQuestion,
    YesNo,
)

Span = tuple[float, float] | None
Row = tuple[str, int, bool] | None
"""A row that a condition is read in: its group and number, and True where an aggregate is running over the rows."""


@dataclass
class State:
    """What follows from the answers."""

    shown: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    """By path: what comparisons see."""
    points: dict[str, Span] = field(default_factory=dict)
    """By path: what arithmetic sees."""
    scores: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    """Value, bounds, text of the band, complete, missing names."""
    reasons: dict[str, str] = field(default_factory=dict)
    """By path: why what was asked has no value."""
    needs: list[str] = field(default_factory=list)
    """The id, with the row's number behind it where the need is one of a row."""
    urgent: list[str] = field(default_factory=list)


class Model:
    def __init__(self, form: Questionnaire, previous: dict[str, Answer], **context: int) -> None:
        self.form = form
        self.previous = previous
        self.context = context
        self.items = {item.id: item for item in form.items()}
        self.columns = {
            item.id: {column.id: column for column in item.row} for item in form.items() if isinstance(item, Rows)
        }
        self.answers: dict[str, Answer] = {}

    def state(self) -> State:
        state = State()
        for _round in range(100):
            after = self.next(state)
            if after == state:
                return state
            state = after
        raise AssertionError("never comes to rest")

    def next(self, state: State) -> State:
        """One round: everything from the answers and from what the last round found."""
        reader = Reader(self, state)
        after = State(values={name: (number, number) for name, number in self.context.items()})
        after.points = dict(after.values)
        for section in self.form.sections:
            open_section = reader.asked(section.visible_if, None)
            for item in section.questions:
                shown = both(open_section, reader.asked(item.visible_if, None))
                self.take(reader, after, item, item.id, None, shown)
                if isinstance(item, Rows) and shown:
                    for number in self.rows(item.id):
                        for column in item.row:
                            row = (item.id, number, False)
                            visible = reader.asked(column.visible_if, row)
                            self.take(reader, after, column, f"{item.id}/{number}/{column.id}", row, visible)
        for score in self.form.scores:
            result = self.score(reader, score)
            after.scores[score.id] = result
            span = result[1] if result[0] is None else (result[0], result[0])
            after.values[score.id] = after.points[score.id] = span
        for priority in ("urgent", "high", "medium", "low"):
            for need in self.form.needs:
                if need.priority == priority:
                    after.needs += self.found(reader, need)
        return after

    def found(self, reader: Reader, need: Any) -> Iterator[str]:
        if need.each is None:
            yield from [need.id] if reader.holds(need.when) else []
        elif need.each in reader.state.shown:
            for number in self.rows(need.each):
                if reader.holds(need.when, (need.each, number, False)):
                    yield f"{need.id}/{number}"

    def take(self, reader: Reader, after: State, item: Any, path: str, row: Row, shown: bool | None) -> None:
        if not shown:
            hidden = getattr(item, "score_if_hidden", None)
            if hidden is not None and shown is False:
                after.points[path] = (hidden, hidden)
            return
        after.shown.append(path)
        answer = self.answers.get(path)
        if answer is not None and answer.missing is not None and not isinstance(item, Info | Computed):
            after.reasons[path] = answer.missing.value
        if isinstance(item, Computed):
            span = reader.number(parsed(item.value), row)
            if span is not None and span[0] == span[1]:
                value = rounded(span[0], item.decimals)
                after.values[path] = after.points[path] = (value, value)
            return
        after.values[path], after.points[path] = self.seen(item, self.answers.get(path))
        if getattr(item, "urgent", None) and after.values[path] is not None and reader.holds(item.urgent.when, row):
            after.urgent.append(path)

    def rows(self, group: str) -> tuple[Any, ...]:
        value = self.answers[group].value if group in self.answers else None
        return value if isinstance(value, tuple) else ()

    def seen(self, item: Any, answer: Answer | None) -> tuple[Any, Span]:
        """The answer as comparisons and as arithmetic see it; what is no answer to the question is none."""
        value: Any = answer.value if answer is not None else None
        if isinstance(item, Info) or value is None or value == "":
            return None, None
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if isinstance(item, YesNo):
            return (value, (int(value),) * 2) if isinstance(value, bool) else (None, None)
        if isinstance(item, Choice):
            option = next((option for option in self.form.options(item) if option.value == value), None)
            if option is None or isinstance(value, bool):
                return None, None
            points = option.value if option.score is None else option.score
            return ((value, value) if number else value), (None if isinstance(points, str) else (points, points))
        if isinstance(item, Choices):
            known = {option.value: option for option in self.form.options(item)}
            if not isinstance(value, tuple) or not value or not all(part in known for part in value):
                return None, None
            scores = [known[part].value if known[part].score is None else known[part].score for part in value]
            total = None if any(isinstance(score, str) for score in scores) else sum(scores)
            return value, None if total is None else (total, total)
        if isinstance(item, Rows):
            return (value, None) if isinstance(value, tuple) else (None, None)
        if isinstance(item, Date):
            return (days(value) if isinstance(value, str) else None), None
        if isinstance(item, TextQuestion):
            return (value, None) if isinstance(value, str) else (None, None)
        if not number or (isinstance(item, Integer | Scale) and value != math.floor(value)):
            return None, None
        return (value, value), (value, value)

    def score(self, reader: Reader, score: Any) -> tuple[Any, ...]:
        tree = parsed(score.value)
        missing = tuple(sorted(name for name in names_in(self, tree) if reader.is_missing(name)))
        span: Span = None
        if not missing:
            span = reader.number(tree, None)
        elif score.missing is MissingRule.INTERVAL:
            span = Reader(self, reader.state, spanned=True).number(tree, None)
        elif isinstance(score.missing, MeanOfRest) and len(missing) <= score.missing.allow:
            span = Reader(self, reader.state, filled=True).number(tree, None)
        if span is None or (span[0] != span[1] and score.missing is not MissingRule.INTERVAL):
            return None, None, None, not missing and span is None, missing
        low, high = (rounded(end, self.decimals(score)) for end in span)
        band = band_of(score, low) if band_of(score, low) == band_of(score, high) else None
        if low != high:
            return None, (low, high), band, False, missing
        return low, None, band, span[0] == span[1] and not missing, missing

    def decimals(self, score: Any) -> int:
        if score.decimals is not None:
            return int(score.decimals)
        tree = parsed(score.value)
        most = max((places(node.value) for node in ast.walk(tree) if type(node) is ast.Constant), default=0)
        for name in names_in(self, tree):
            group, _, column = name.partition(".")
            item: Any = self.columns[group][column] if column else self.items.get(name)
            part = next((other for other in self.form.scores if other.id == name), None)
            if part is not None:
                most = max(most, self.decimals(part))
            elif isinstance(item, Decimal | Quantity | Computed):
                most = max(most, item.decimals)
            elif isinstance(item, Choice | Choices):
                options = self.form.options(item)
                most = max(
                    [most, *(places(option.value if option.score is None else option.score) for option in options)]
                )
        divides = any(type(node) is ast.Div or getattr(node, "id", "") == "mean" for node in ast.walk(tree))
        return most + divides


class Reader:
    """Reads conditions by walking their tree, with the values of one state."""

    def __init__(self, model: Model, state: State, spanned: bool = False, filled: bool = False) -> None:
        self.model, self.state, self.spanned, self.filled = model, state, spanned, filled

    def holds(self, condition: str, row: Row = None) -> bool:
        return self.truth(parsed(condition), row) is True

    def asked(self, condition: str | None, row: Row) -> bool | None:
        return True if condition is None else self.truth(parsed(condition), row)

    def is_missing(self, name: str) -> bool:
        group, _, column = name.partition(".")
        if column:
            if self.state.values.get(group) is None:
                return True
            paths = [f"{group}/{number}/{column}" for number in self.model.rows(group)]
        else:
            paths = [name]
        return any(self.unknown(path) for path in paths)

    def unknown(self, path: str) -> bool:
        span = self.state.points.get(path)
        if span is not None:
            return span[0] != span[1]
        value = self.state.values.get(path)
        return value is None

    def path(self, name: str, row: Row) -> str:
        return f"{row[0]}/{row[1]}/{name}" if row and name in self.model.columns[row[0]] else name

    # ---- truths

    def truth(self, node: ast.expr, row: Row) -> bool | None:
        if isinstance(node, ast.BoolOp):
            truths = [self.truth(value, row) for value in node.values]
            decisive = isinstance(node.op, ast.Or)
            return decisive if decisive in truths else (None if None in truths else not decisive)
        if isinstance(node, ast.UnaryOp):
            return opposite(self.truth(node.operand, row))
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            truths = [self.compared(op, a, b, row) for op, a, b in zip(node.ops, sides, sides[1:], strict=False)]
            return False if False in truths else (None if None in truths else True)
        if isinstance(node, ast.Name) and node.id in ("true", "false"):
            return node.id == "true"
        if isinstance(node, ast.Call) and function(node) == "answered":
            return self.value(node.args[0], row) is not None
        if isinstance(node, ast.Call) and function(node) in ("asked", "declined", "unknown", "not_relevant"):
            reason = self.state.reasons.get(self.named(node.args[0], row))
            if function(node) == "asked":
                return reason is not None or self.value(node.args[0], row) is not None
            return reason == function(node)
        if isinstance(node, ast.Call) and function(node) in ("any", "all"):
            if self.lists_rows(node, row) is None:
                return None
            truths = [self.truth(part, where) for part, where in self.members(node, row)]
            decisive = function(node) == "any"
            return decisive if decisive in truths else (None if None in truths else not decisive)
        value = self.value(node, row)
        assert value is None or isinstance(value, bool)
        return value

    def compared(self, sign: ast.cmpop, left: ast.expr, right: ast.expr, row: Row) -> bool | None:
        if isinstance(sign, ast.NotIn):
            return opposite(self.compared(ast.In(), left, right, row))
        if isinstance(sign, ast.In) and isinstance(right, ast.Tuple):
            truths = [self.compared(ast.Eq(), left, part, row) for part in right.elts]
            return True if True in truths else (None if None in truths else False)
        a, b = self.value(left, row), self.value(right, row)
        if isinstance(sign, ast.In):
            return None if b is None else self.plain(left) in b
        if isinstance(right, ast.Constant) and isinstance(right.value, str) and not isinstance(a, str | None):
            period = days(right.value)
            assert period is not None
            return against_period(sign, a, period)
        if a is None or b is None:
            return None
        if isinstance(a, tuple):
            return against(sign, a, b)
        same: bool = a == b
        return same if isinstance(sign, ast.Eq) else not same

    def plain(self, node: ast.expr) -> Any:
        assert isinstance(node, ast.Constant)
        return node.value

    # ---- values and numbers

    def value(self, node: ast.expr, row: Row) -> Any:
        """What a comparison sees."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bool):
            return node.value
        if isinstance(node, ast.Name | ast.Attribute):
            return self.state.values.get(self.named(node, row))
        if isinstance(node, ast.Call) and function(node) == "previous":
            return self.before(node)[0]
        return self.number(node, row)

    def item(self, node: ast.expr, row: Row) -> Any:
        """The question that is named, if one is."""
        if isinstance(node, ast.Attribute) and row:
            return self.model.columns[row[0]].get(node.attr)
        if not isinstance(node, ast.Name):
            return None
        return (self.model.columns[row[0]] if row else {}).get(node.id) or self.model.items.get(node.id)

    def named(self, node: ast.expr, row: Row) -> str:
        if isinstance(node, ast.Attribute):
            return self.path(node.attr, row)
        assert isinstance(node, ast.Name)
        return self.path(node.id, row)

    def before(self, node: ast.Call) -> tuple[Any, Span]:
        assert isinstance(node.args[0], ast.Name)
        name = node.args[0].id
        return self.model.seen(self.model.items[name], self.model.previous.get(name))

    def number(self, node: ast.expr, row: Row) -> Span:
        """What arithmetic sees."""
        if isinstance(node, ast.Constant):
            return node.value, node.value
        if isinstance(node, ast.Name | ast.Attribute):
            path = self.named(node, row)
            points = self.state.points.get(path)
            return self.whole_range(path) if points is None and self.spanned else points
        if isinstance(node, ast.UnaryOp):
            span = self.number(node.operand, row)
            return None if span is None else (-span[1], -span[0])
        if isinstance(node, ast.BinOp):
            return calculated(node.op, self.number(node.left, row), self.number(node.right, row))
        assert isinstance(node, ast.Call)
        name = function(node)
        if name == "previous":
            return self.before(node)[1]
        if name == "count" and isinstance(self.item(node.args[0], row), Choices | Rows):
            value = self.state.values.get(self.named(node.args[0], row))
            return None if value is None else (len(value), len(value))
        if self.lists_rows(node, row) is None:
            return None
        if name == "count":
            truths = [self.truth(part, where) for part, where in self.members(node, row)]
            return truths.count(True), truths.count(True) + truths.count(None)
        return self.total(name, [self.number(part, where) for part, where in self.members(node, row)])

    def total(self, name: str, spans: list[Span]) -> Span:
        if name in ("min", "max"):
            pick = min if name == "min" else max
            ends = [(-math.inf, math.inf) if span is None else span for span in spans]
            low, high = (pick((end[side] for end in ends), default=math.inf) for side in (0, 1))
            return None if not ends or (low, high) == (-math.inf, math.inf) else (low, high)
        known = [span for span in spans if span is not None]
        if not spans:
            return (0, 0) if name == "sum" else None
        if len(known) < len(spans) and not (self.filled and known):
            return None
        share = Fraction(1, len(known)) if name == "mean" else Fraction(len(spans), len(known))
        low, high = (exactly(sum(exact(span[side]) for span in known), share) for side in (0, 1))
        return None if (low, high) == (-math.inf, math.inf) else (low, high)

    def lists_rows(self, node: ast.Call, row: Row) -> bool | None:
        """None if an argument runs over rows and it is not known which rows there are."""
        groups = [group_in(part) for part in node.args]
        open_groups = [group for group in groups if group and not running_over(group, row)]
        return None if any(self.state.values.get(group) is None for group in open_groups) else bool(open_groups)

    def members(self, node: ast.Call, row: Row) -> Iterator[tuple[ast.expr, Row]]:
        for part in node.args:
            group = group_in(part)
            if group is None or running_over(group, row):
                yield part, row
            else:
                yield from ((part, (group, number, True)) for number in self.state.values[group])

    def whole_range(self, name: str) -> Span:
        """Between what a part that is missing must lie."""
        if "/" in name:
            return None
        item: Any = self.model.items.get(name)
        if isinstance(item, YesNo):
            return 0, 1
        if isinstance(item, Choice | Choices):
            scores = [
                option.value if option.score is None else option.score for option in self.model.form.options(item)
            ]
            if isinstance(item, Choice):
                return min(scores), max(scores)
            return sum(score for score in scores if score < 0), sum(score for score in scores if score > 0)
        if isinstance(item, Scale | Integer | Decimal | Quantity) and (item.min, item.max) != (None, None):
            return -math.inf if item.min is None else item.min, math.inf if item.max is None else item.max
        if name == "age":
            return 0, 130
        return (1, 20) if name == "contact_point" else None


def parsed(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def function(node: ast.Call) -> str:
    assert isinstance(node.func, ast.Name)
    return node.func.id


def group_in(node: ast.expr) -> str | None:
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
            return part.value.id
    return None


def running_over(group: str, row: Row) -> bool:
    return row is not None and row[0] == group and row[2]


def names_in(model: Model, tree: ast.expr) -> set[str]:
    """The names that a formula is made of, not those of `previous`."""
    if isinstance(tree, ast.Call) and function(tree) == "previous":
        return set()
    if isinstance(tree, ast.Attribute):
        assert isinstance(tree.value, ast.Name)
        return {tree.value.id, f"{tree.value.id}.{tree.attr}"}
    if isinstance(tree, ast.Name):
        return set() if tree.id in ("true", "false") else {tree.id}
    children = tree.args if isinstance(tree, ast.Call) else ast.iter_child_nodes(tree)
    return {name for child in children if isinstance(child, ast.expr) for name in names_in(model, child)}


def opposite(truth: bool | None) -> bool | None:
    return None if truth is None else not truth


def both(a: bool | None, b: bool | None) -> bool | None:
    return False if False in (a, b) else (None if None in (a, b) else True)


def against(sign: ast.cmpop, a: tuple[float, float], b: tuple[float, float]) -> bool | None:
    """True or False where every pair of numbers within the two says the same."""
    below, above, apart = a[1] < b[0], a[0] > b[1], a[1] < b[0] or a[0] > b[1]
    same = a[0] == a[1] == b[0] == b[1]
    verdicts: dict[type[ast.cmpop], tuple[bool, bool]] = {
        ast.Lt: (below, a[0] >= b[1]),
        ast.LtE: (a[1] <= b[0], above),
        ast.Gt: (above, a[1] <= b[0]),
        ast.GtE: (a[0] >= b[1], below),
        ast.Eq: (same, apart),
        ast.NotEq: (apart, same),
    }
    yes, no = verdicts[type(sign)]
    return True if yes else (False if no else None)


def against_period(sign: ast.cmpop, a: Span, period: tuple[float, float]) -> bool | None:
    """A date against a written month or year: in it, before it or after it."""
    if a is None:
        return None
    verdicts: dict[type[ast.cmpop], tuple[bool, bool]] = {
        ast.Lt: (a[1] < period[0], a[0] >= period[0]),
        ast.GtE: (a[0] >= period[0], a[1] < period[0]),
        ast.Gt: (a[0] > period[1], a[1] <= period[1]),
        ast.LtE: (a[1] <= period[1], a[0] > period[1]),
        ast.Eq: (period[0] <= a[0] and a[1] <= period[1], a[1] < period[0] or a[0] > period[1]),
        ast.NotEq: (a[1] < period[0] or a[0] > period[1], period[0] <= a[0] and a[1] <= period[1]),
    }
    yes, no = verdicts[type(sign)]
    return True if yes else (False if no else None)


def calculated(sign: ast.operator, a: Span, b: Span) -> Span:
    if a is None or b is None:
        return None
    if isinstance(sign, ast.Sub):
        return calculated(ast.Add(), a, (-b[1], -b[0]))
    if isinstance(sign, ast.Add):
        low, high = a[0] + b[0], a[1] + b[1]
    elif isinstance(sign, ast.Mult):
        corners = [0 if 0 in (x, y) else x * y for x in a for y in b]
        low, high = min(corners), max(corners)
    elif b[0] <= 0 <= b[1]:
        return None
    else:
        corners = [0 if math.isinf(y) else x / y for x in a for y in b]
        low, high = min(corners), max(corners)
    return None if (low, high) == (-math.inf, math.inf) else (low, high)


def exact(number: float) -> Any:
    return number if math.isinf(number) else Fraction(str(number))


def exactly(total: Any, share: Fraction) -> float:
    return total if isinstance(total, float) else float(total * share)


def rounded(number: float, decimals: int) -> float:
    if math.isinf(number):
        return number
    cut = Fraction(str(round(number, 9))) * 10**decimals
    whole = math.floor(abs(cut) + Fraction(1, 2)) * (1 if cut >= 0 else -1)
    return float(Fraction(whole, 10**decimals)) if decimals else whole


def places(number: Any) -> int:
    if not isinstance(number, int | float):
        return 0
    return len(f"{number:.9f}".rstrip("0").partition(".")[2])


def band_of(score: Any, value: float) -> str | None:
    for band in score.bands:
        if (band.from_ is None or band.from_ <= value) and (band.to is None or value <= band.to):
            return str(band.text.to("nb"))
    return None


def days(written: str) -> tuple[float, float] | None:
    parts = written.removeprefix("~").split("-")
    if not all(part.isdigit() for part in parts):
        return None
    numbers = [int(part) for part in parts]
    try:
        first = date(*[*numbers, 1, 1][:3])
    except ValueError:
        return None
    if len(numbers) == 3:
        last = first
    else:
        month = numbers[1] if len(numbers) == 2 else 12
        last = date(first.year, month, monthrange(first.year, month)[1])
    return first.toordinal(), last.toordinal()
