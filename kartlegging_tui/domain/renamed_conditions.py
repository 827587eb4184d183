"""Conditions with other names in them, and otherwise as they were written."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from itertools import pairwise

from kartlegging_tui.domain.names import Names
from kartlegging_tui.domain.questions import OptionValue
from kartlegging_tui.domain.scope import Scope
from kartlegging_tui.domain.syntax import parse

_Change = tuple[int, int, str]
"""From which character to which, and what stands there instead."""


def renamed_condition(text: str, scope: Scope, names: Names) -> str:
    """A condition or formula of a form (or of a row, `scope.inside`), with the names that `names` gives.

    Raises ConditionError for what is no condition.
    """
    changes = sorted(_Renaming(text, scope, names).changes(parse(text).body, scope.inside), reverse=True)
    for start, end, word in dict.fromkeys(changes):
        text = text[:start] + word + text[end:]
    return text


def beside_others(text: str, scope: Scope) -> frozenset[str]:
    """The questions whose value is compared by its size, or with another value than a word or number written there.

    Such a condition would say something else, had the options other values. Raises ConditionError.
    """
    return frozenset(_Renaming(text, scope, Names()).beside(parse(text).body, scope.inside))


class _Renaming:
    def __init__(self, text: str, scope: Scope, names: Names) -> None:
        self._text = text
        self._scope = scope
        self._names = names

    def changes(self, node: ast.expr, group: str | None) -> Iterator[_Change]:
        """All that is to be changed in a part; `group` is the one whose columns are named alone there."""
        start, end = node.col_offset, node.end_col_offset or len(self._text)
        name = self._name(node, group)
        if name is not None:
            new = self._names.name(name)
            alone = isinstance(node, ast.Name)
            yield start, end, new.rpartition(".")[2] if alone else new
            return
        if isinstance(node, ast.Compare):
            for left, right in pairwise((node.left, *node.comparators)):
                yield from self._options(left, right, group)
                yield from self._options(right, left, group)
        for part, inside in self._parts(node, group):
            yield from self.changes(part, inside)

    def beside(self, node: ast.expr, group: str | None) -> Iterator[str]:
        """The names of `beside_others`."""
        if isinstance(node, ast.Compare):
            for sign, (left, right) in zip(node.ops, pairwise((node.left, *node.comparators)), strict=True):
                found = {name for each in (left, right) if (name := self._asked(each, group)) is not None}
                sized = not isinstance(sign, ast.Eq | ast.NotEq | ast.In | ast.NotIn)
                both_the_same = self._asked(left, group) == self._asked(right, group)
                written = _is_written(left) or _is_written(right)
                if sized or not (written or both_the_same):
                    yield from found
        for part, inside in self._parts(node, group):
            yield from self.beside(part, inside)

    def _parts(self, node: ast.expr, group: str | None) -> Iterator[tuple[ast.expr, str | None]]:
        if isinstance(node, ast.Call):
            yield from ((argument, self._group_in(argument) or group) for argument in node.args)
        elif not isinstance(node, ast.Name | ast.Attribute):
            yield from ((part, group) for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr))

    def _group_in(self, node: ast.expr) -> str | None:
        """The group whose rows an argument of a function runs over, as `expressions` finds it."""
        for part in ast.walk(node):
            match part:
                case ast.Attribute(value=ast.Name(id=owner)) if owner in self._scope.groups:
                    return owner
        return None

    def _name(self, node: ast.expr, group: str | None) -> str | None:
        """What a name stands for: `smerte`, `barn.alder`; None for what is no name of the form."""
        match node:
            case ast.Name(id=name) if group and name in self._scope.groups.get(group, {}):
                return f"{group}.{name}"
            case ast.Name(id=name) if name in self._scope.symbols:
                return name
            case ast.Attribute(value=ast.Name(id=owner), attr=column) if owner in self._scope.groups:
                return f"{owner}.{column}"
        return None

    def _asked(self, node: ast.expr, group: str | None) -> str | None:
        """The question that a part of a comparison is the value of, now or at the last contact point."""
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "previous":
            return self._name(node.args[0], group) if node.args else None
        return self._name(node, group)

    def _options(self, asked: ast.expr, option: ast.expr, group: str | None) -> Iterator[_Change]:
        """The options that a question is compared with, by their new values."""
        name = self._asked(asked, group)
        for each in option.elts if isinstance(option, ast.Tuple | ast.List) else (option,):
            if name is not None and isinstance(each, ast.Constant) and isinstance(each.value, str | int | float):
                new = self._names.value(name, each.value)
                if new != each.value and not isinstance(new, tuple | bool):
                    yield each.col_offset, each.end_col_offset or 0, self._written(each, new)

    def _written(self, node: ast.expr, value: OptionValue) -> str:
        """As its author quotes words."""
        quote = self._text[node.col_offset]
        if isinstance(value, str) and quote in "\"'" and not {quote, "\\"} & set(value):
            return f"{quote}{value}{quote}"
        return json.dumps(value, ensure_ascii=False)


def _is_written(node: ast.expr) -> bool:
    if isinstance(node, ast.Tuple | ast.List):
        return all(isinstance(each, ast.Constant) for each in node.elts)
    return isinstance(node, ast.Constant)
