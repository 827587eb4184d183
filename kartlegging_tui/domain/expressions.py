"""The condition language: checked against the names of a form, and compiled to closures.

What is not answered is unknown (None), and only *true* counts. See `docs/questionnaire-format.md`, "Conditions".
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from kartlegging_tui.domain import unknowns
from kartlegging_tui.domain.aggregates import COMBINED, TOTALS
from kartlegging_tui.domain.answers import Missing
from kartlegging_tui.domain.env import Env, Evaluate
from kartlegging_tui.domain.period import compared_to_period, days_of
from kartlegging_tui.domain.satisfiability import never_true
from kartlegging_tui.domain.scope import ABOUT_ANSWERS, Kind, Scope, Symbol
from kartlegging_tui.domain.syntax import ARITHMETIC, COMPARISONS, ConditionError, Problem, ProblemCode, parse
from kartlegging_tui.domain.terms import Term, amount_term, applied, members, negation, symbol_term
from kartlegging_tui.domain.unknowns import Bounds, Truth


@dataclass(frozen=True)
class Compiled:
    """A condition or formula, ready to be evaluated."""

    text: str
    kind: Kind
    evaluate: Evaluate
    """Truth or amount from an environment; None is unknown."""
    references: frozenset[str]
    """The names it depends on: `smerte`, `barn` (which rows there are), `barn.alder`; not those of `previous`."""

    def truth(self, env: Env) -> Truth:
        """True, False or unknown."""
        result: Truth = self.evaluate(env)
        return result


_TURNED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_NUMERIC = ("sum", "mean", "min", "max")
_LOGICAL = ("count", "any", "all")
FUNCTIONS = (*ABOUT_ANSWERS, "previous", *_NUMERIC, *_LOGICAL)


def compile_condition(text: str, scope: Scope) -> Compiled:
    """A condition, true or not. Raises ConditionError."""
    return _compiled(text, scope, Kind.TRUTH)


def compile_formula(text: str, scope: Scope) -> Compiled:
    """A formula, a number. Raises ConditionError."""
    return _compiled(text, scope, Kind.NUMBER)


def check(text: str, scope: Scope, want: Kind) -> tuple[Problem, ...]:
    """All that is wrong with a condition (`want` TRUTH) or a formula (NUMBER)."""
    try:
        compiled = _compiled(text, scope, want)
    except ConditionError as error:
        return error.problems
    if want is Kind.TRUTH and never_true(compiled.evaluate, parse(text), scope, compiled.references):
        return (Problem(ProblemCode.NEVER_TRUE, 0, len(text)),)
    return ()


def compile_tree(text: str, tree: ast.Expression, scope: Scope) -> Compiled:
    """A condition that is parsed already, its names perhaps replaced by others. Raises ConditionError."""
    return _compile(text, tree, scope, Kind.TRUTH)


def _compiled(text: str, scope: Scope, want: Kind) -> Compiled:
    """Compiled once for all who ask, where the scope keeps that: in which range a name lies makes no difference."""
    kept = {} if scope.compiled is None else scope.compiled
    key = (text, scope.inside, want)
    if key not in kept:
        kept[key] = _compile(text, parse(text), scope, want)
    return kept[key]


def _compile(text: str, tree: ast.Expression, scope: Scope, want: Kind) -> Compiled:
    compiler = _Compiler(text, scope)
    term = compiler.term(tree.body)
    if term is not None:
        if want is Kind.TRUTH and term.kind is not Kind.TRUTH:
            compiler.report(ProblemCode.NOT_A_TRUTH, tree.body)
        if want is Kind.NUMBER:
            term = compiler.number(term, tree.body)
    if compiler.problems or term is None:
        once = {(problem.start, problem.end, problem.code): problem for problem in compiler.problems}
        raise ConditionError(text, [once[place] for place in sorted(once)])
    return Compiled(text, want, term.value, frozenset(compiler.references))


class _Compiler:
    """Checks and compiles one condition. `rows_of` is the group whose rows an aggregate runs over."""

    def __init__(self, text: str, scope: Scope) -> None:
        self.text = text
        self.scope = scope
        self.problems: list[Problem] = []
        self.references: set[str] = set()
        self.rows_of: str | None = None

    def report(self, code: ProblemCode, node: ast.expr, **details: str) -> None:
        self.problems.append(Problem(code, node.col_offset, node.end_col_offset or len(self.text), details))

    def term(self, node: ast.expr) -> Term | None:
        """The compiled part, or None after a report."""
        match node:
            case ast.Constant():
                return self._constant(node)
            case ast.Name():
                return self._name(node)
            case ast.Attribute():
                return self._attribute(node)
            case ast.BoolOp():
                return self._both(node)
            case ast.UnaryOp(op=ast.Not()):
                operand = self.truth(node.operand)
                return operand and Term(Kind.TRUTH, negation(operand.value))
            case ast.UnaryOp(op=ast.USub()):
                operand = self._amount(node.operand)
                return operand and amount_term(applied(unknowns.negative, operand.value))
            case ast.BinOp():
                left, right = self._amount(node.left), self._amount(node.right)
                if left is None or right is None:
                    return None
                return amount_term(applied(ARITHMETIC[type(node.op)], left.value, right.value))
            case ast.Compare():
                return self._comparison(node)
            case ast.Call():
                return self._call(node)
        self.report(ProblemCode.NOT_ALLOWED, node)
        return None

    def truth(self, node: ast.expr) -> Term | None:
        """A part that must be true or not."""
        term = self.term(node)
        if term is not None and term.kind is not Kind.TRUTH:
            self.report(ProblemCode.NOT_A_TRUTH, node)
            return None
        return term

    def number(self, term: Term, node: ast.expr) -> Term | None:
        """The same part as arithmetic sees it: an option is its score, yes is 1."""
        if term.points is not None:
            return Term(Kind.NUMBER, term.points, term.points)
        if term.kind is Kind.NUMBER and (term.symbol is None or term.symbol.options is None):
            return term
        code = ProblemCode.NO_SCORE if term.symbol and term.symbol.options is not None else ProblemCode.NOT_A_NUMBER
        self.report(code, node, name=term.symbol.name if term.symbol else "")
        return None

    def _amount(self, node: ast.expr) -> Term | None:
        term = self.term(node)
        return None if term is None else self.number(term, node)

    def _constant(self, node: ast.Constant) -> Term | None:
        constant = node.value
        if isinstance(constant, bool):
            return Term(Kind.TRUTH, lambda env: constant, constant=constant)
        if isinstance(constant, int | float):
            return Term(Kind.NUMBER, lambda env: constant, lambda env: constant, constant=constant)
        if isinstance(constant, str):
            return Term(Kind.TEXT, lambda env: constant, constant=constant)
        self.report(ProblemCode.NOT_ALLOWED, node)
        return None

    def _name(self, node: ast.Name) -> Term | None:
        name = node.id
        if name in ("true", "false"):
            truth = name == "true"
            return Term(Kind.TRUTH, lambda env: truth, constant=truth)
        group = self.rows_of or self.scope.inside
        if group and name in self.scope.groups.get(group, {}):
            return self._column(group, name)
        symbol = self.scope.symbols.get(name)
        if symbol is None:
            self.report(ProblemCode.UNKNOWN_NAME, node, name=name)
            return None
        self.references.add(name)
        return symbol_term(symbol, in_row=group is not None)

    def _column(self, group: str, name: str) -> Term:
        self.references.add(f"{group}.{name}")
        return symbol_term(self.scope.groups[group][name], in_row=False)

    def _attribute(self, node: ast.Attribute) -> Term | None:
        if not isinstance(node.value, ast.Name):
            self.report(ProblemCode.NOT_ALLOWED, node)
            return None
        full = f"{node.value.id}.{node.attr}"
        if symbol := self.scope.symbols.get(full):
            self.references.add(full)
            return symbol_term(symbol, in_row=False)
        group = node.value.id
        if node.attr not in self.scope.groups.get(group, {}):
            self.report(ProblemCode.UNKNOWN_NAME, node, name=full)
            return None
        if self.rows_of != group:
            self.report(ProblemCode.COLUMN_ALONE, node, name=full)
            return None
        return self._column(group, node.attr)

    def _both(self, node: ast.BoolOp) -> Term | None:
        parts = [self.truth(value) for value in node.values]
        if any(part is None for part in parts):
            return None
        gets = [part.value for part in parts if part is not None]
        if isinstance(node.op, ast.And):
            return Term(Kind.TRUTH, lambda env: unknowns.every(get(env) for get in gets))
        return Term(Kind.TRUTH, lambda env: unknowns.some(get(env) for get in gets))

    def _comparison(self, node: ast.Compare) -> Term | None:
        operands = [node.left, *node.comparators]
        links = []
        for sign, left, right in zip(node.ops, operands, operands[1:], strict=False):
            if isinstance(sign, ast.In | ast.NotIn):
                link = self._membership(left, right)
                links.append(negation(link) if link and isinstance(sign, ast.NotIn) else link)
            else:
                links.append(self._compared(COMPARISONS[type(sign)], left, right, node))
        gets = [link for link in links if link is not None]
        if len(gets) < len(links):
            return None
        if len(gets) == 1:
            return Term(Kind.TRUTH, gets[0])
        return Term(Kind.TRUTH, lambda env: unknowns.every(get(env) for get in gets))

    def _compared(self, sign: str, left: ast.expr, right: ast.expr, node: ast.expr) -> Evaluate | None:
        a, b = self.term(left), self.term(right)
        if a is None or b is None:
            return None
        if Kind.DATE in (a.kind, b.kind):
            return self._compared_dates(sign, a, left, b, right)
        ordered = sign not in ("==", "!=")
        comparable = a.kind == b.kind and a.kind in (Kind.NUMBER, Kind.TEXT, Kind.TRUTH)
        if not comparable or (ordered and a.kind in (Kind.TEXT, Kind.TRUTH)):
            self.report(ProblemCode.UNLIKE, node, left=self._said(left), right=self._said(right))
            return None
        if not ordered and not (self._is_option(a, b, right) and self._is_option(b, a, left)):
            return None
        get_a, get_b, constant = a.value, b.value, b.constant
        if constant is not None and a.kind in (Kind.NUMBER, Kind.TEXT):
            return lambda env: unknowns.compare(sign, get_a(env), constant)
        return lambda env: unknowns.compare(sign, get_a(env), get_b(env))

    def _is_option(self, choice: Term, constant: Term, node: ast.expr) -> bool:
        if choice.symbol is None or choice.symbol.options is None or constant.constant is None:
            return True
        return self._known_option(choice.symbol, constant.constant, node)

    def _known_option(self, symbol: Symbol, value: Any, node: ast.expr) -> bool:
        if symbol.options is None:
            return True
        options = symbol.options
        if value in options and not isinstance(value, bool):
            return True
        known = ", ".join(str(option) for option in options)
        self.report(ProblemCode.UNKNOWN_OPTION, node, name=symbol.name, option=str(value), options=known)
        return False

    def _compared_dates(self, sign: str, a: Term, left: ast.expr, b: Term, right: ast.expr) -> Evaluate | None:
        first, second = self._as_date(a, left), self._as_date(b, right)
        if first is None or second is None:
            return None
        if isinstance(first.constant, Bounds):
            sign, first, second = _TURNED[sign], second, first
        get, get_other, period = first.value, second.value, second.constant
        if isinstance(period, Bounds):
            return lambda env: compared_to_period(sign, get(env), period)
        return lambda env: unknowns.compare(sign, get(env), get_other(env))

    def _as_date(self, term: Term, node: ast.expr) -> Term | None:
        if isinstance(term.constant, str):
            days = days_of(term.constant)
            if days is not None:
                return Term(Kind.DATE, lambda env: days, constant=days)
        elif term.kind is Kind.DATE:
            return Term(Kind.DATE, lambda env: days_of(term.value(env)))
        self.report(ProblemCode.UNLIKE, node, left="date", right=self._said(node))
        return None

    def _membership(self, left: ast.expr, right: ast.expr) -> Evaluate | None:
        if isinstance(right, ast.Tuple | ast.List):
            links = [self._compared("==", left, element, left) for element in right.elts]
            gets = [link for link in links if link is not None]
            return None if len(gets) < len(links) else lambda env: unknowns.some(get(env) for get in gets)
        option, chosen = self.term(left), self.term(right)
        if option is None or chosen is None:
            return None
        if chosen.kind is not Kind.SET or chosen.symbol is None or option.constant is None:
            self.report(ProblemCode.UNLIKE, right, left=self._said(left), right=self._said(right))
            return None
        if not self._known_option(chosen.symbol, option.constant, left):
            return None
        value, get = option.constant, chosen.value
        return lambda env: None if (chosen_values := get(env)) is None else value in chosen_values

    def _said(self, node: ast.expr) -> str:
        return self.text[node.col_offset : node.end_col_offset]

    def _call(self, node: ast.Call) -> Term | None:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name not in FUNCTIONS:
            self.report(ProblemCode.UNKNOWN_FUNCTION, node.func, name=name or self._said(node.func))
            return None
        if not node.args or (name in (*ABOUT_ANSWERS, "previous") and len(node.args) != 1):
            self.report(ProblemCode.WRONG_ARGUMENTS, node, name=name)
            return None
        if name == "previous":
            return self._previous(node.args[0])
        if name in ABOUT_ANSWERS:
            return self._about_answer(name, node.args[0])
        parts = [self._part(name, argument) for argument in node.args]
        gets = [part for part in parts if part is not None]
        return None if len(gets) < len(parts) else _aggregate(name, gets)

    def _previous(self, node: ast.expr) -> Term | None:
        before = set(self.references)
        term = self._name(node) if isinstance(node, ast.Name) else None
        self.references = before
        if term is None and isinstance(node, ast.Name):
            return None
        symbol = term.symbol if term else None
        if not term or not symbol or symbol.derived or term.kind is Kind.GROUP or self.rows_of or self.scope.inside:
            self.report(ProblemCode.WRONG_ARGUMENTS, node, name="previous")
            return None
        get, get_points = term.value, term.points
        value: Evaluate = lambda env: get(env.previous) if env.previous else None  # noqa: E731
        points: Evaluate | None = None
        if get_points is not None:
            points = lambda env: get_points(env.previous) if env.previous else None  # noqa: E731
        return Term(term.kind, value, points, symbol=symbol)

    def _about_answer(self, name: str, node: ast.expr) -> Term | None:
        """Whether there is a value, or a reason for having none. What follows from answers has a value or has not."""
        term = self.term(node) if isinstance(node, ast.Name | ast.Attribute) else None
        if term is None:
            if not self.problems:
                self.report(ProblemCode.WRONG_ARGUMENTS, node, name=name)
            return None
        get, get_reason = term.value, term.reason
        if name == "answered":
            return Term(Kind.TRUTH, lambda env: get(env) is not None)
        if get_reason is None:
            self.report(ProblemCode.WRONG_ARGUMENTS, node, name=name)
            return None
        if name == "asked":
            return Term(Kind.TRUTH, lambda env: get(env) is not None or get_reason(env) is not None)
        reason = Missing(name)
        return Term(Kind.TRUTH, lambda env: get_reason(env) is reason)

    def _part(self, function: str, node: ast.expr) -> Callable[[Env], list[Any] | None] | None:
        """One argument of an aggregate: the list of what it stands for; None where not even that is known."""
        group = self._group_in(node)
        if function == "count" and isinstance(node, ast.Name | ast.Attribute) and group in (None, self.rows_of):
            named = self.term(node)
            if named is None:
                return None
            if named.kind in (Kind.SET, Kind.GROUP):
                return members(named.value)
        outer, self.rows_of = self.rows_of, group or self.rows_of
        term = self.truth(node) if function in _LOGICAL else self._amount(node)
        self.rows_of = outer
        if term is None:
            return None
        get = term.value
        if group is None or outer == group:
            return lambda env: [get(env)]
        self.references.add(group)
        inside = self.scope.inside is not None

        def over_rows(env: Env) -> list[Any] | None:
            rows = ((env.form or env) if inside else env).rows.get(group)
            return None if rows is None else [get(row) for row in rows]

        return over_rows

    def _group_in(self, node: ast.expr) -> str | None:
        for part in ast.walk(node):
            if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
                group = part.value.id
                if group in self.scope.groups:
                    return group
        return None


def _aggregate(name: str, parts: Sequence[Callable[[Env], list[Any] | None]]) -> Term:
    def gathered(env: Env) -> list[Any] | None:
        items: list[Any] = []
        for part in parts:
            found = part(env)
            if found is None:
                return None
            items += found
        return items

    if combine := COMBINED.get(name):
        return Term(Kind.TRUTH, lambda env: None if (items := gathered(env)) is None else combine(items))
    total = TOTALS[name]
    return amount_term(lambda env: None if (items := gathered(env)) is None else total(items, env.fill))
