"""The parts of a question as sets of pathways: for which each is true, and for which it is false.

Simple conditions are sets of their own; `and`, `or` and `not` join them.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from kartlegging_tui.domain import pathway_terms as terms
from kartlegging_tui.domain.answers import Missing
from kartlegging_tui.domain.asking import Question
from kartlegging_tui.domain.said import HIDDEN, POINTS, REASON
from kartlegging_tui.domain.scope import Kind
from kartlegging_tui.domain.syntax import COMPARISONS
from kartlegging_tui.records.asking_pathways import Pathways
from kartlegging_tui.records.derived import said, worklist
from kartlegging_tui.records.said_sets import TURNED, WORDED, ForTheEngine, SaidSets, among, constant_of, counted_rows
from kartlegging_tui.records.truths import CERTAIN, Sides, between, every, some

REASONS = tuple(REASON + reason.value for reason in Missing)


class Translator:
    """Makes sets of pathways of the parts of one question."""

    def __init__(self, connection: Connection, question: Question, at: int | None, today: date) -> None:
        self.scope = question.vocabulary.scope
        self.terms = question.vocabulary.terms
        self.at = at
        self.answers = SaidSets(connection, question, at)
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
            case ast.Name() if (truth := constant_of(node)) is not None:
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
        constant = constant_of(right)
        if constant is None:
            left, right, word, constant = right, left, TURNED[word], constant_of(left)
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
        true_rows, false_rows = self.answers.compared(name, symbol, sign, constant)
        return Sides(among(true_rows), among(false_rows))

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
        value, name = constant_of(option), chosen.id if isinstance(chosen, ast.Name) else ""
        symbol = self.scope.symbols.get(name)
        if value is None or symbol is None:
            raise ForTheEngine
        if name == terms.DIAGNOSIS.symbol.name:
            return self.pathways.beginning(str(value))
        true_rows, false_rows = self.answers.compared(name, symbol, "in", value)
        return Sides(among(true_rows), among(false_rows))

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
        rows = self.answers.row_sides(group, argument)
        if function == "all":
            rows = rows.swapped()
        found = Sides(among(rows.true), self.answers.all_of(group, rows.false))
        return found.swapped() if function == "all" else found

    def _about(self, function: str, name: str) -> Sides:
        if name in self.terms:
            if function != "answered":
                raise ForTheEngine
            return self.pathways.known(name)
        match function:
            case "answered":
                rows = self.answers.rows(name, said.c.word.not_in((*REASONS, HIDDEN, POINTS)))
            case "asked":
                rows = self.answers.rows(name, said.c.word != HIDDEN)
            case _:
                rows = self.answers.rows(name, WORDED, said.c.word == REASON + function)
        found = among(rows)
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
        rows = self.answers.row_sides(group, counted)
        here, trues, falses = self.answers.whole(group), counted_rows(rows.true), counted_rows(rows.false)
        low, high = func.coalesce(trues.c.rows, 0), here.c.amount - func.coalesce(falses.c.rows, 0)
        joined = (
            select(here.c.pathway_id)
            .join_from(here, trues, trues.c.pathway_id == here.c.pathway_id, isouter=True)
            .join(falses, falses.c.pathway_id == here.c.pathway_id, isouter=True)
        )
        sides = between(sign, low, high, limit)
        return Sides(among(joined.where(sides.true)), among(joined.where(sides.false)))

    def _group_in(self, node: ast.expr) -> str | None:
        for part in ast.walk(node):
            if (
                isinstance(part, ast.Attribute)
                and isinstance(part.value, ast.Name)
                and part.value.id in self.scope.groups
            ):
                return part.value.id
        return None

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
                return self.pathways.known_in_row(group, self.answers.column(group, argument)[0])
            case ast.Name() | ast.Attribute():
                column, symbol = self.answers.column(group, node)
                if symbol.kind is Kind.TRUTH:
                    return self.pathways.in_row(group, column, "==", True)
        raise ForTheEngine

    def _record_link(self, group: str, sign: ast.cmpop, left: ast.expr, right: ast.expr) -> Sides:
        if isinstance(sign, ast.In | ast.NotIn) and isinstance(right, ast.Tuple | ast.List):
            found = some([self._record_link(group, ast.Eq(), left, value) for value in right.elts])
            return found.swapped() if isinstance(sign, ast.NotIn) else found
        if isinstance(sign, ast.In | ast.NotIn):
            raise ForTheEngine
        word, constant = COMPARISONS[type(sign)], constant_of(right)
        if constant is None:
            left, word, constant = right, TURNED[word], constant_of(left)
        if constant is None:
            raise ForTheEngine
        return self.pathways.in_row(group, self.answers.column(group, left)[0], word, constant)


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
