"""Conditions and formulas in words: all of the language, for somebody who reads it without knowing the language."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from kartlegging_tui.domain.dates import parse_date
from kartlegging_tui.domain.scope import Scope
from kartlegging_tui.domain.syntax import COMPARISONS
from kartlegging_tui.language import N_, translate
from kartlegging_tui.services.asked import AND, OR, listed

_COMPARED: Mapping[str, str] = {
    ">=": N_("{name} is {value} or more"),
    ">": N_("{name} is more than {value}"),
    "<": N_("{name} is less than {value}"),
    "<=": N_("{name} is {value} or less"),
    "==": N_("{name} is {value}"),
    "!=": N_("{name} is something other than {value}"),
}
_DAYS: Mapping[str, str] = {
    ">=": N_("{name} is {value} or later"),
    ">": N_("{name} is after {value}"),
    "<": N_("{name} is before {value}"),
    "<=": N_("{name} is {value} or earlier"),
}
_ABOUT = {
    "answered": N_("{name} is answered"),
    "asked": N_("{name} is asked"),
    "declined": N_("the patient does not want to answer {name}"),
    "unknown": N_("the patient does not know about {name}"),
    "not_relevant": N_("{name} is not relevant"),
}
_NOT_ABOUT = {"answered": N_("{name} is not answered"), "asked": N_("{name} is not asked")}
_CHOSEN, _NOT_CHOSEN = N_("{value} is chosen in {name}"), N_("{value} is not chosen in {name}")
_NOT = N_("it is not so that {clause}")
_ROWS = {
    "any": N_("for at least one of {group}: {clause}"),
    "all": N_("for each of {group}: {clause}"),
    "count": N_("how many of {group} there are for which {clause}"),
}
_COUNT, _PREVIOUS = N_("how many {group}"), N_("{name} the time before")
_YES, _NO = N_("{name}: yes"), N_("{name}: no")
_ALWAYS, _NEVER = N_("always"), N_("never")
_OF_CONDITIONS = {
    "any": N_("at least one of these is so: {clauses}"),
    "all": N_("all of these are so: {clauses}"),
    "count": N_("how many of these are so: {clauses}"),
}
_TOTALS = {
    "sum": N_("the sum of {parts}"),
    "mean": N_("the mean of {parts}"),
    "min": N_("the lowest of {parts}"),
    "max": N_("the highest of {parts}"),
}
_ARITHMETIC: Mapping[type[ast.operator], str] = {
    ast.Add: N_("{left} plus {right}"),
    ast.Sub: N_("{left} minus {right}"),
    ast.Mult: N_("{left} times {right}"),
    ast.Div: N_("{left} divided by {right}"),
}
_MINUS = N_("minus {number}")
_ALL_ROWS = N_("{name} in all rows")
_CHOSEN_COUNT = N_("how many are chosen in {name}")
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


class Sayer(ABC):
    """Says conditions over the names of a scope. What the names and their values are called is for others to say."""

    def __init__(self, scope: Scope, language: str) -> None:
        self.scope = scope
        self.language = language
        self.group = scope.inside or ""
        """The group in whose rows one is."""

    @abstractmethod
    def called(self, name: str) -> str:
        """What a name stands for."""

    @abstractmethod
    def valued(self, name: str, value: Any) -> str:
        """A value beside a name, such as the text of an option; the name is "" where there is none."""

    def part(self, node: ast.expr) -> str:
        """What is counted in a sum: as `name`, if need be shorter."""
        return self.name(node)

    def says_itself(self, name: str) -> bool:
        """True for a name that says in words what is so: a yes behind it would be too much."""
        return False

    def say(self, message: str, **words: str) -> str:
        """A message of the program in this language."""
        return translate(message, self.language).format_map(words)

    def clause(self, node: ast.expr, inner: bool = False) -> str:
        """A condition, or a part of one; `inner` is set in brackets where it is joined."""
        match node:
            case ast.BoolOp():
                clauses = [self.clause(value, True) for value in node.values]
                joined = listed(clauses, AND if isinstance(node.op, ast.And) else OR, self.language)
                return f"({joined})" if inner else joined
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self._denied(operand, inner)
            case ast.Compare():
                return self._comparison(node)
            case ast.Call(func=ast.Name(id=function), args=[argument]) if function in _ABOUT:
                return self.say(_ABOUT[function], name=self.name(argument))
            case ast.Call(func=ast.Name(id=function), args=arguments) if function in _OF_CONDITIONS:
                return self._of_conditions(function, arguments)
            case ast.Name(id="true" | "false" as word) | ast.Constant(value=bool() as word):
                return self.say(_ALWAYS if word in ("true", True) else _NEVER)
            case ast.Name() | ast.Attribute() if self.full(node):
                return self.name(node) if self.says_itself(self.full(node)) else self.say(_YES, name=self.name(node))
        return self.name(node)

    def _denied(self, operand: ast.expr, inner: bool) -> str:
        match operand:
            case ast.Name() | ast.Attribute() if not self.says_itself(self.full(operand)):
                return self.say(_NO, name=self.name(operand))
            case ast.Call(func=ast.Name(id=function), args=[argument]) if function in _NOT_ABOUT:
                return self.say(_NOT_ABOUT[function], name=self.name(argument))
        words = self.say(_NOT, clause=self.clause(operand, True))
        return f"({words})" if inner else words

    def _of_conditions(self, function: str, arguments: list[ast.expr]) -> str:
        """`any`, `all`, `count`: of conditions, or of one for each row."""
        group = self._group_in(arguments[0])
        if len(arguments) == 1 and group and group != self.group:
            return self._of_rows(function, arguments[0], group)
        clauses = "; ".join(self.clause(argument) for argument in arguments)
        return self.say(_OF_CONDITIONS[function], clauses=clauses)

    def _of_rows(self, function: str, argument: ast.expr, group: str) -> str:
        outer, self.group = self.group, group
        words = {"group": self.called(group), "clause": self.clause(argument, True)}
        self.group = outer
        return self.say(_ROWS[function], **words)

    def _comparison(self, node: ast.Compare) -> str:
        operands = [node.left, *node.comparators]
        links = [
            self._link(sign, left, right) for sign, left, right in zip(node.ops, operands, operands[1:], strict=False)
        ]
        return listed(links, AND, self.language)

    def _link(self, sign: ast.cmpop, left: ast.expr, right: ast.expr) -> str:
        if isinstance(sign, ast.In | ast.NotIn):
            chosen = isinstance(sign, ast.In)
            if isinstance(right, ast.Tuple | ast.List):
                values = listed([self.value(left, each) for each in right.elts] or ["–"], OR, self.language)
                return self.say(_COMPARED["==" if chosen else "!="], name=self.name(left), value=values)
            return self.member(left, right, chosen)
        word = COMPARISONS[type(sign)]
        if isinstance(left, ast.Constant) and not isinstance(right, ast.Constant):
            left, right, word = right, left, _TURNED.get(word, word)
        return self.compared(word, left, right)

    def member(self, left: ast.expr, right: ast.expr, chosen: bool) -> str:
        """An option that is chosen in a question, or is not."""
        return self.say(_CHOSEN if chosen else _NOT_CHOSEN, name=self.name(right), value=self.value(right, left))

    def compared(self, word: str, left: ast.expr, right: ast.expr) -> str:
        """Something compared with a value."""
        is_day = isinstance(right, ast.Constant) and isinstance(right.value, str) and parse_date(right.value)
        message = (_DAYS if is_day else _COMPARED).get(word) or _COMPARED[word]
        return self.say(message, name=self.name(left), value=self.value(left, right))

    def name(self, node: ast.expr) -> str:
        """What is compared or counted, in words."""
        if full := self.full(node):
            return self.called(full)
        match node:
            case ast.Call(func=ast.Name(id="previous"), args=[argument]):
                return self.say(_PREVIOUS, name=self.name(argument))
            case ast.Call(func=ast.Name(id="count"), args=[argument]) if self.full(argument) in self.scope.groups:
                return self.say(_COUNT, group=self.called(self.full(argument)))
            case ast.Call(func=ast.Name(id="count"), args=[argument]) if self._has_options(argument):
                return self.say(_CHOSEN_COUNT, name=self.name(argument))
            case ast.Call(func=ast.Name(id=function), args=arguments) if function in _OF_CONDITIONS:
                return self._of_conditions(function, arguments)
            case ast.Call(func=ast.Name(id=function), args=arguments) if function in _TOTALS:
                parts = listed([self._total_part(argument) for argument in arguments], AND, self.language)
                return self.say(_TOTALS[function], parts=parts)
            case ast.BinOp():
                return self.say(
                    _ARITHMETIC[type(node.op)], left=self._operand(node.left), right=self._operand(node.right)
                )
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self.say(_MINUS, number=self._operand(operand))
            case ast.Constant(value=value):
                return self.valued("", value)
            case ast.Compare() | ast.BoolOp() | ast.UnaryOp() | ast.Call():
                return self.clause(node, True)
        return ast.unparse(node)

    def _total_part(self, node: ast.expr) -> str:
        group = self._group_in(node)
        if not group or group == self.group:
            return self.part(node)
        outer, self.group = self.group, group
        words = self.say(_ALL_ROWS, name=self.part(node))
        self.group = outer
        return words

    def _operand(self, node: ast.expr) -> str:
        words = self.name(node)
        return words if self.full(node) or isinstance(node, ast.Constant) else f"({words})"

    def _has_options(self, node: ast.expr) -> bool:
        symbol = self.scope.symbols.get(self.full(node))
        return symbol is not None and symbol.options is not None

    def value(self, beside: ast.expr, node: ast.expr) -> str:
        """What something is compared with: the text of an option, a number, another name."""
        match beside:
            case ast.Call(func=ast.Name(id="previous"), args=[argument]):
                beside = argument
        match node:
            case ast.Constant(value=value):
                return self.valued(self.full(beside), value)
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
                return self.valued(self.full(beside), -value)
            case ast.Name(id="true" | "false" as word):
                return self.valued(self.full(beside), word == "true")
        return self.name(node)

    def full(self, node: ast.expr) -> str:
        """The name that stands there, with its group; "" where it is none."""
        match node:
            case ast.Name(id=name) if self.group and name in self.scope.groups.get(self.group, {}):
                return f"{self.group}.{name}"
            case ast.Name(id=name) if name in self.scope.symbols:
                return name
            case ast.Attribute(value=ast.Name(id=group), attr=name):
                is_known = name in self.scope.groups.get(group, {}) or f"{group}.{name}" in self.scope.symbols
                return f"{group}.{name}" if is_known else ""
        return ""

    def _group_in(self, node: ast.expr) -> str:
        for part in ast.walk(node):
            match part:
                case ast.Attribute(value=ast.Name(id=group)) if group in self.scope.groups:
                    return group
        return ""
