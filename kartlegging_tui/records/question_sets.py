"""The parts of a question as sets of pathways: for which each is true, and for which it is false.

Simple conditions are seeks in the indexes of `said`; `and`, `or` and `not` join them.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, literal_column, or_, select

from kartlegging_tui.domain import pathway_terms as terms
from kartlegging_tui.domain.answers import Missing
from kartlegging_tui.domain.asking import Question
from kartlegging_tui.domain.said import HIDDEN, HIGH, LOW, POINTS, REASON
from kartlegging_tui.domain.scope import Kind, Symbol
from kartlegging_tui.domain.syntax import COMPARISONS
from kartlegging_tui.records.asking_pathways import Pathways, name_ids
from kartlegging_tui.records.derived import said, worklist
from kartlegging_tui.records.truths import CERTAIN, RowSides, Sides, between, every, every_row, some, some_row

REASONS = tuple(REASON + reason.value for reason in Missing)
_TURNED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_WORDED: ColumnElement[bool] = literal_column("said.word <> ''")
"""As the index of words says it: SQLite takes an index of some rows only where its own words stand in the question."""


class ForTheEngine(Exception):
    """This part has no sets of pathways in the index."""


class Translator:
    """Makes sets of pathways of the parts of one question."""

    def __init__(self, connection: Connection, question: Question, at: int | None, today: date) -> None:
        self.connection = connection
        self.question = question
        self.scope = question.vocabulary.scope
        self.terms = question.vocabulary.terms
        self.ids = name_ids(connection)
        self.at = at
        self.pathways = Pathways(today, at)

    # The tree

    def sides(self, node: ast.expr) -> Sides:
        """Where a condition is true and where it is false. Raises ForTheEngine."""
        match node:
            case ast.BoolOp(op=ast.And()):
                return every([self.sides(value) for value in node.values])
            case ast.BoolOp(op=ast.Or()):
                return some([self.sides(value) for value in node.values])
            case ast.UnaryOp(op=ast.Not()):
                return self.sides(node.operand).swapped()
            case ast.Compare():
                operands = [node.left, *node.comparators]
                links = zip(node.ops, operands, operands[1:], strict=False)
                return every([self._link(sign, left, right) for sign, left, right in links])
            case ast.Call(func=ast.Name(id=function)):
                return self._call(function, node.args)
            case ast.Name() if (truth := _constant(node)) is not None:
                return CERTAIN if truth else CERTAIN.swapped()
            case ast.Constant(value=bool() as truth):
                return CERTAIN if truth else CERTAIN.swapped()
            case ast.Name(id=name):
                return self._compared(node, name, "==", True)
        raise ForTheEngine

    def _link(self, sign: ast.cmpop, left: ast.expr, right: ast.expr) -> Sides:
        if isinstance(sign, ast.In | ast.NotIn):
            if isinstance(right, ast.Tuple | ast.List):
                found = some([self._link(ast.Eq(), left, each) for each in right.elts])
            else:
                found = self._chosen(left, right)
            return found.swapped() if isinstance(sign, ast.NotIn) else found
        word = COMPARISONS[type(sign)]
        constant = _constant(right)
        if constant is None:
            left, right, word, constant = right, left, _TURNED[word], _constant(left)
        if constant is None:
            raise ForTheEngine
        match left:
            case ast.Name(id=name):
                return self._compared(left, name, word, constant)
            case ast.Call(func=ast.Name(id="count"), args=[counted]):
                return self._counted(counted, word, constant)
        raise ForTheEngine

    # Names

    def _compared(self, node: ast.expr, name: str, sign: str, constant: Any) -> Sides:
        symbol = self.scope.symbols.get(name)
        if symbol is None:
            raise ForTheEngine
        if term := self.terms.get(name):
            return self._compared_term(term, sign, constant)
        true_rows, false_rows = self._said(name, symbol, sign, constant)
        return Sides(self._among(true_rows), self._among(false_rows))

    def _compared_term(self, term: terms.Term, sign: str, constant: Any) -> Sides:
        name = term.symbol.name
        match term.symbol.kind:
            case Kind.NUMBER:
                return self.pathways.number(name, sign, constant)
            case Kind.TRUTH:
                truth = self.pathways.truth(name)
                return truth if constant is (sign == "==") else truth.swapped()
            case Kind.TEXT:
                word = self.pathways.word(name, constant)
                return word if sign == "==" else word.swapped()
        raise ForTheEngine

    def _chosen(self, option: ast.expr, chosen: ast.expr) -> Sides:
        value, name = _constant(option), chosen.id if isinstance(chosen, ast.Name) else ""
        symbol = self.scope.symbols.get(name)
        if value is None or symbol is None:
            raise ForTheEngine
        if name == terms.DIAGNOSIS.symbol.name:
            return self.pathways.beginning(str(value))
        true_rows, false_rows = self._said(name, symbol, "in", value)
        return Sides(self._among(true_rows), self._among(false_rows))

    def _among(self, rows: Any) -> ColumnElement[bool]:
        columns = rows.selected_columns if isinstance(rows, Select) else rows.subquery().c
        if isinstance(rows, Select):
            return worklist.c.pathway_id.in_(rows.with_only_columns(columns.pathway_id))
        return worklist.c.pathway_id.in_(select(columns.pathway_id))

    # What is said

    def _rows(self, name: str, *conditions: ColumnElement[bool], answered: bool = False) -> Select[Any]:
        """What is said of a name, where it is asked about; `answered` keeps the index of amounts out of it."""
        here = (
            said.c.latest == 1 if self.at is None else and_(said.c.latest.in_((0, 1)), said.c.contact_point == self.at)
        )
        chosen = select(said.c.pathway_id, said.c.line)
        ids = [self.ids[member] for member in self.question.vocabulary.members(name) if member in self.ids]
        if len(ids) < 2:
            return chosen.where(said.c.name_id == (ids[0] if ids else -1), here, *conditions)
        return chosen.where(said.c.name_id.in_(ids), here, *conditions, ~self._answered_better(ids))

    def _answered_better(self, ids: Sequence[int]) -> ColumnElement[bool]:
        """Another of the questions that share a name has the answer that counts: a later one, or that of the form which
        comes first."""
        other = said.alias()
        places = {name_id: place for place, name_id in enumerate(ids)}
        earlier = case(places, value=other.c.name_id) < case(places, value=said.c.name_id)
        same_point = and_(other.c.contact_point == said.c.contact_point, earlier)
        if self.at is None:
            counts = and_(other.c.latest == 1, or_(other.c.contact_point > said.c.contact_point, same_point))
        else:
            counts = same_point
        better = select(other.c.name_id).where(
            other.c.name_id.in_(ids), other.c.pathway_id == said.c.pathway_id, other.c.word != HIDDEN, counts
        )
        return better.correlate(said).exists()

    def _said(self, name: str, symbol: Symbol, sign: str, constant: Any) -> RowSides:
        """Where a comparison with a constant is true and where it is false. Raises ForTheEngine."""
        match symbol.kind:
            case Kind.TRUTH:
                holds = constant is (sign == "==")
                return RowSides(self._amount(name, "==", int(holds))[0], self._amount(name, "==", int(not holds))[0])
            case Kind.NUMBER | Kind.GROUP:
                return RowSides(*self._amount(name, sign, constant))
            case Kind.DATE:
                return self._tried(name, symbol, sign, constant)
            case Kind.TEXT if all(isinstance(option, str) for option in symbol.options or {}):
                same = self._rows(name, said.c.word == constant, _WORDED)
                other = self._rows(name, _WORDED, said.c.word != constant, func.substr(said.c.word, 1, 1) != REASON)
                return RowSides(same, other) if sign == "==" else RowSides(other, same)
            case Kind.SET:
                word = str(constant)
                same = self._rows(name, said.c.word == word, _WORDED)
                any_word = self._rows(name, _WORDED, func.substr(said.c.word, 1, 1) != REASON)
                return RowSides(same, any_word.except_(same))
        raise ForTheEngine

    def _amount(self, name: str, sign: str, limit: float) -> tuple[Select[Any], Select[Any]]:
        """A number with its limits, where it is known only to lie between two."""
        amount, word = said.c.amount, said.c.word
        exact, low, high = word == "", word.in_(("", LOW)), word.in_(("", HIGH))
        match sign:
            case ">=":
                pair = and_(amount >= limit, low), and_(amount < limit, high)
            case ">":
                pair = and_(amount > limit, low), and_(amount <= limit, high)
            case "<":
                pair = and_(amount < limit, high), and_(amount >= limit, low)
            case "<=":
                pair = and_(amount <= limit, high), and_(amount > limit, low)
            case _:
                same = and_(amount == limit, exact)
                apart = and_(
                    amount != limit, or_(exact, and_(word == LOW, amount > limit), and_(word == HIGH, amount < limit))
                )
                pair = (same, apart) if sign == "==" else (apart, same)
        return self._rows(name, pair[0]), self._rows(name, pair[1])

    def _tried(self, name: str, symbol: Symbol, sign: str, constant: Any) -> RowSides:
        """A comparison that depends on the word alone, tried on each word there is."""
        from kartlegging_tui.domain.env import Env

        text = f"date {sign} {constant!r}"
        from kartlegging_tui.domain.expressions import compile_condition
        from kartlegging_tui.domain.scope import Scope

        compiled = compile_condition(text, Scope({"date": Symbol("date", symbol.kind)}))
        rows = self._rows(name, _WORDED, func.substr(said.c.word, 1, 1) != REASON)
        words = list(self.connection.execute(rows.with_only_columns(said.c.word).distinct()).scalars())
        if len(words) > 20_000:  # more parameters than a statement takes
            raise ForTheEngine
        truths = {word: compiled.truth(Env({"date": word})) for word in words}
        true_words = [word for word, truth in truths.items() if truth is True]
        false_words = [word for word, truth in truths.items() if truth is False]
        return RowSides(
            self._rows(name, _WORDED, said.c.word.in_(true_words)),
            self._rows(name, _WORDED, said.c.word.in_(false_words)),
        )

    # Functions

    def _call(self, function: str, arguments: list[ast.expr]) -> Sides:
        if len(arguments) != 1:
            raise ForTheEngine
        argument = arguments[0]
        if function in ("answered", "asked", *Missing) and isinstance(argument, ast.Name):
            return self._about(function, argument.id)
        group = self._group_in(argument)
        if function not in ("any", "all") or group is None:
            raise ForTheEngine
        if group in self.terms:
            return self._of_records(function, group, argument)
        rows = self._row_sides(group, argument)
        if function == "all":
            rows = rows.swapped()
        found = Sides(self._among(rows.true), self._all_of(group, rows.false))
        return found.swapped() if function == "all" else found

    def _about(self, function: str, name: str) -> Sides:
        if name in self.terms:
            if function != "answered":
                raise ForTheEngine
            return self.pathways.known(name)
        match function:
            case "answered":
                rows = self._rows(name, said.c.word.not_in((*REASONS, HIDDEN, POINTS)))
            case "asked":
                rows = self._rows(name, said.c.word != HIDDEN)
            case _:
                rows = self._rows(name, _WORDED, said.c.word == REASON + function)
        found = self._among(rows)
        return Sides(found, ~found)

    def _counted(self, counted: ast.expr, sign: str, limit: Any) -> Sides:
        if not isinstance(limit, int | float) or isinstance(limit, bool):
            raise ForTheEngine
        if isinstance(counted, ast.Name):
            symbol = self.scope.symbols.get(counted.id)
            if symbol is None or symbol.kind is not Kind.GROUP:
                raise ForTheEngine
            if counted.id in self.terms:
                return self._counted_records(counted.id, CERTAIN, sign, limit)
            return self._compared(counted, counted.id, sign, limit)
        group = self._group_in(counted)
        if group is None:
            raise ForTheEngine
        if group in self.terms:
            return self._counted_records(group, self._record_sides(group, counted), sign, limit)
        rows = self._row_sides(group, counted)
        here, trues, falses = self._whole(group), self._count(rows.true), self._count(rows.false)
        low, high = func.coalesce(trues.c.rows, 0), here.c.amount - func.coalesce(falses.c.rows, 0)
        joined = (
            select(here.c.pathway_id)
            .join_from(here, trues, trues.c.pathway_id == here.c.pathway_id, isouter=True)
            .join(falses, falses.c.pathway_id == here.c.pathway_id, isouter=True)
        )
        sides = between(sign, low, high, limit)
        return Sides(self._among(joined.where(sides.true)), self._among(joined.where(sides.false)))

    # Rows of groups in forms

    def _group_in(self, node: ast.expr) -> str | None:
        for part in ast.walk(node):
            if (
                isinstance(part, ast.Attribute)
                and isinstance(part.value, ast.Name)
                and part.value.id in self.scope.groups
            ):
                return part.value.id
        return None

    def _row_sides(self, group: str, node: ast.expr) -> RowSides:
        """In which rows a condition is true, and in which it is false. Raises ForTheEngine."""
        match node:
            case ast.BoolOp():
                sides = [self._row_sides(group, value) for value in node.values]
                return every_row(sides) if isinstance(node.op, ast.And) else some_row(sides)
            case ast.UnaryOp(op=ast.Not()):
                return self._row_sides(group, node.operand).swapped()
            case ast.Compare():
                operands = [node.left, *node.comparators]
                links = zip(node.ops, operands, operands[1:], strict=False)
                sides = [self._row_link(group, sign, left, right) for sign, left, right in links]
                return sides[0] if len(sides) == 1 else every_row(sides)
            case ast.Name() | ast.Attribute():
                column, symbol = self._column(group, node)
                return self._said(f"{group}.{column}", symbol, "==", True)
        raise ForTheEngine

    def _row_link(self, group: str, sign: ast.cmpop, left: ast.expr, right: ast.expr) -> RowSides:
        if isinstance(sign, ast.In | ast.NotIn):
            if isinstance(right, ast.Tuple | ast.List):
                each = [self._row_link(group, ast.Eq(), left, value) for value in right.elts]
                if not each:
                    raise ForTheEngine
                found = each[0] if len(each) == 1 else some_row(each)
            else:
                constant, (column, symbol) = _constant(left), self._column(group, right)
                if constant is None:
                    raise ForTheEngine
                found = self._said(f"{group}.{column}", symbol, "in", constant)
            return found.swapped() if isinstance(sign, ast.NotIn) else found
        word, constant = COMPARISONS[type(sign)], _constant(right)
        if constant is None:
            left, word, constant = right, _TURNED[word], _constant(left)
        if constant is None:
            raise ForTheEngine
        column, symbol = self._column(group, left)
        return self._said(f"{group}.{column}", symbol, word, constant)

    def _column(self, group: str, node: ast.expr) -> tuple[str, Symbol]:
        columns = self.scope.groups[group]
        match node:
            case ast.Attribute(value=ast.Name(id=owner), attr=column) if owner == group:
                return column, columns[column]
            case ast.Name(id=column) if column in columns:
                return column, columns[column]
        raise ForTheEngine

    def _whole(self, group: str) -> Any:
        """How many rows the group has, where it is answered."""
        return self._rows(group, said.c.word == "").add_columns(said.c.amount).subquery()

    def _count(self, rows: Any) -> Any:
        once = rows.subquery()
        distinct = select(once.c.pathway_id, once.c.line).distinct().subquery()
        return select(distinct.c.pathway_id, func.count().label("rows")).group_by(distinct.c.pathway_id).subquery()

    def _all_of(self, group: str, rows: Any) -> ColumnElement[bool]:
        """The pathways in which these are all the rows that the group has."""
        here, counted = self._whole(group), self._count(rows)
        joined = select(here.c.pathway_id).join_from(
            here, counted, counted.c.pathway_id == here.c.pathway_id, isouter=True
        )
        return self._among(joined.where(func.coalesce(counted.c.rows, 0) == here.c.amount))

    # Actions and needs

    def _of_records(self, function: str, group: str, argument: ast.expr) -> Sides:
        sides = self._record_sides(group, argument)
        if function == "all":
            sides = sides.swapped()
        if group == terms.ACTIONS.symbol.name and self.at is None and _is_open(argument) and function == "any":
            return Sides(worklist.c.open_actions > 0, worklist.c.open_actions == 0)
        if group == terms.ACTIONS.symbol.name and self.at is None and _is_late(argument) and function == "any":
            return Sides(worklist.c.act_by < self.pathways.today, worklist.c.act_by >= self.pathways.today)
        table, meant = self.pathways.rows(group)
        some_true = worklist.c.pathway_id.in_(select(table.c.pathway_id).where(meant, sides.true))
        none_left = worklist.c.pathway_id.not_in(select(table.c.pathway_id).where(meant, ~sides.false))
        found = Sides(some_true, none_left)
        return found.swapped() if function == "all" else found

    def _counted_records(self, group: str, sides: Sides, sign: str, limit: float) -> Sides:
        table, meant = self.pathways.rows(group)
        counted = (
            select(
                table.c.pathway_id,
                func.count().filter(sides.true).label("low"),
                func.count().filter(~sides.false).label("high"),
            )
            .where(meant)
            .group_by(table.c.pathway_id)
            .subquery()
        )
        of_some = between(sign, counted.c.low, counted.c.high, limit)
        none = _COUNT_OF_NONE[sign](limit)

        def found(holds: ColumnElement[bool], also_none: bool) -> ColumnElement[bool]:
            if also_none:
                return worklist.c.pathway_id.not_in(select(counted.c.pathway_id).where(~holds))
            return worklist.c.pathway_id.in_(select(counted.c.pathway_id).where(holds))

        return Sides(found(of_some.true, none), found(of_some.false, not none))

    def _record_sides(self, group: str, node: ast.expr) -> Sides:
        match node:
            case ast.BoolOp():
                sides = [self._record_sides(group, value) for value in node.values]
                return every(sides) if isinstance(node.op, ast.And) else some(sides)
            case ast.UnaryOp(op=ast.Not()):
                return self._record_sides(group, node.operand).swapped()
            case ast.Compare():
                operands = [node.left, *node.comparators]
                links = zip(node.ops, operands, operands[1:], strict=False)
                return every([self._record_link(group, sign, left, right) for sign, left, right in links])
            case ast.Call(func=ast.Name(id="answered"), args=[argument]):
                return self.pathways.known_in_row(group, self._column(group, argument)[0])
            case ast.Name() | ast.Attribute():
                column, symbol = self._column(group, node)
                if symbol.kind is Kind.TRUTH:
                    return self.pathways.in_row(group, column, "==", True)
        raise ForTheEngine

    def _record_link(self, group: str, sign: ast.cmpop, left: ast.expr, right: ast.expr) -> Sides:
        if isinstance(sign, ast.In | ast.NotIn) and isinstance(right, ast.Tuple | ast.List):
            found = some([self._record_link(group, ast.Eq(), left, value) for value in right.elts])
            return found.swapped() if isinstance(sign, ast.NotIn) else found
        if isinstance(sign, ast.In | ast.NotIn):
            raise ForTheEngine
        word, constant = COMPARISONS[type(sign)], _constant(right)
        if constant is None:
            left, word, constant = right, _TURNED[word], _constant(left)
        if constant is None:
            raise ForTheEngine
        return self.pathways.in_row(group, self._column(group, left)[0], word, constant)


_COUNT_OF_NONE: Mapping[str, Any] = {
    "==": lambda limit: limit == 0,
    "!=": lambda limit: limit != 0,
    "<": lambda limit: limit > 0,
    "<=": lambda limit: limit >= 0,
    ">": lambda limit: limit < 0,
    ">=": lambda limit: limit <= 0,
}
"""Whether nought compared with the limit is true."""


def _is_open(node: ast.expr) -> bool:
    match node:
        case ast.Compare(left=ast.Attribute(attr="status"), ops=[ast.Eq()], comparators=[ast.Constant(value=word)]):
            return bool(word == terms.OPEN)
    return False


def _is_late(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "forsinket"


def _constant(node: ast.expr) -> Any:
    """The value of a part without names; None for any other."""
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Name(id="true" | "false"):
            return node.id == "true"
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
            return -value
    return None
