"""What is said in forms, as sets of rows: in which a comparison is true, and in which it is false.

Comparisons with a constant are seeks in the indexes of `said`.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, literal_column, or_, select

from kartlegging_tui.domain.asking import Question
from kartlegging_tui.domain.env import Env
from kartlegging_tui.domain.expressions import compile_condition
from kartlegging_tui.domain.said import HIDDEN, HIGH, LOW, REASON
from kartlegging_tui.domain.scope import Kind, Scope, Symbol
from kartlegging_tui.domain.syntax import COMPARISONS
from kartlegging_tui.records.asking_pathways import name_ids
from kartlegging_tui.records.derived import said, worklist
from kartlegging_tui.records.truths import RowSides, every_row, some_row

TURNED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
"""What a comparison is called with its sides exchanged."""
WORDED: ColumnElement[bool] = literal_column("said.word <> ''")
"""As the index of words says it: SQLite takes an index of some rows only where its own words stand in the question."""


class ForTheEngine(Exception):
    """This part has no sets of pathways in the index."""


class SaidSets:
    """Makes sets of rows of what one question asks about what is said."""

    def __init__(self, connection: Connection, question: Question, at: int | None) -> None:
        self.connection = connection
        self.vocabulary = question.vocabulary
        self.scope = question.vocabulary.scope
        self.ids = name_ids(connection)
        self.at = at

    def rows(self, name: str, *conditions: ColumnElement[bool]) -> Select[Any]:
        """What is said of a name, at the contact point that is asked about."""
        here = (
            said.c.latest == 1 if self.at is None else and_(said.c.latest.in_((0, 1)), said.c.contact_point == self.at)
        )
        chosen = select(said.c.pathway_id, said.c.line)
        ids = [self.ids[member] for member in self.vocabulary.members(name) if member in self.ids]
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

    def compared(self, name: str, symbol: Symbol, sign: str, constant: Any) -> RowSides:
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
                same = self.rows(name, said.c.word == constant, WORDED)
                other = self.rows(name, WORDED, said.c.word != constant, func.substr(said.c.word, 1, 1) != REASON)
                return RowSides(same, other) if sign == "==" else RowSides(other, same)
            case Kind.SET:
                word = str(constant)
                same = self.rows(name, said.c.word == word, WORDED)
                any_word = self.rows(name, WORDED, func.substr(said.c.word, 1, 1) != REASON)
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
        return self.rows(name, pair[0]), self.rows(name, pair[1])

    def _tried(self, name: str, symbol: Symbol, sign: str, constant: Any) -> RowSides:
        """A comparison that depends on the word alone, tried on each word there is."""
        compiled = compile_condition(f"date {sign} {constant!r}", Scope({"date": Symbol("date", symbol.kind)}))
        rows = self.rows(name, WORDED, func.substr(said.c.word, 1, 1) != REASON)
        words = list(self.connection.execute(rows.with_only_columns(said.c.word).distinct()).scalars())
        if len(words) > 20_000:  # more parameters than a statement takes
            raise ForTheEngine
        truths = {word: compiled.truth(Env({"date": word})) for word in words}
        true_words = [word for word, truth in truths.items() if truth is True]
        false_words = [word for word, truth in truths.items() if truth is False]
        return RowSides(
            self.rows(name, WORDED, said.c.word.in_(true_words)),
            self.rows(name, WORDED, said.c.word.in_(false_words)),
        )

    # Rows of groups in forms

    def row_sides(self, group: str, node: ast.expr) -> RowSides:
        """In which rows a condition is true, and in which it is false. Raises ForTheEngine."""
        match node:
            case ast.BoolOp():
                sides = [self.row_sides(group, value) for value in node.values]
                return every_row(sides) if isinstance(node.op, ast.And) else some_row(sides)
            case ast.UnaryOp(op=ast.Not()):
                return self.row_sides(group, node.operand).swapped()
            case ast.Compare():
                operands = [node.left, *node.comparators]
                links = zip(node.ops, operands, operands[1:], strict=False)
                sides = [self._row_link(group, sign, left, right) for sign, left, right in links]
                return sides[0] if len(sides) == 1 else every_row(sides)
            case ast.Name() | ast.Attribute():
                column, symbol = self.column(group, node)
                return self.compared(f"{group}.{column}", symbol, "==", True)
        raise ForTheEngine

    def _row_link(self, group: str, sign: ast.cmpop, left: ast.expr, right: ast.expr) -> RowSides:
        if isinstance(sign, ast.In | ast.NotIn):
            if isinstance(right, ast.Tuple | ast.List):
                each = [self._row_link(group, ast.Eq(), left, value) for value in right.elts]
                if not each:
                    raise ForTheEngine
                found = each[0] if len(each) == 1 else some_row(each)
            else:
                constant, (column, symbol) = constant_of(left), self.column(group, right)
                if constant is None:
                    raise ForTheEngine
                found = self.compared(f"{group}.{column}", symbol, "in", constant)
            return found.swapped() if isinstance(sign, ast.NotIn) else found
        word, constant = COMPARISONS[type(sign)], constant_of(right)
        if constant is None:
            left, word, constant = right, TURNED[word], constant_of(left)
        if constant is None:
            raise ForTheEngine
        column, symbol = self.column(group, left)
        return self.compared(f"{group}.{column}", symbol, word, constant)

    def column(self, group: str, node: ast.expr) -> tuple[str, Symbol]:
        """The column of a group that a part names. Raises ForTheEngine where it names none."""
        columns = self.scope.groups[group]
        match node:
            case ast.Attribute(value=ast.Name(id=owner), attr=column) if owner == group:
                return column, columns[column]
            case ast.Name(id=column) if column in columns:
                return column, columns[column]
        raise ForTheEngine

    def whole(self, group: str) -> Any:
        """How many rows the group has, where it is answered."""
        return self.rows(group, said.c.word == "").add_columns(said.c.amount).subquery()

    def all_of(self, group: str, rows: Any) -> ColumnElement[bool]:
        """The pathways in which these are all the rows that the group has."""
        here, counted = self.whole(group), counted_rows(rows)
        joined = select(here.c.pathway_id).join_from(
            here, counted, counted.c.pathway_id == here.c.pathway_id, isouter=True
        )
        return among(joined.where(func.coalesce(counted.c.rows, 0) == here.c.amount))


def among(rows: Any) -> ColumnElement[bool]:
    """The pathways that have any of the rows."""
    columns = rows.selected_columns if isinstance(rows, Select) else rows.subquery().c
    if isinstance(rows, Select):
        return worklist.c.pathway_id.in_(rows.with_only_columns(columns.pathway_id))
    return worklist.c.pathway_id.in_(select(columns.pathway_id))


def counted_rows(rows: Any) -> Any:
    """How many of the rows each pathway has, where it has any."""
    once = rows.subquery()
    distinct = select(once.c.pathway_id, once.c.line).distinct().subquery()
    return select(distinct.c.pathway_id, func.count().label("rows")).group_by(distinct.c.pathway_id).subquery()


def constant_of(node: ast.expr) -> Any:
    """The value of a part without names; None for any other."""
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Name(id="true" | "false"):
            return node.id == "true"
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
            return -value
    return None
