"""Conditions compared by what they say: spaces do not count, and neither does the new name of the same thing."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field

from kartlegging_tui.domain.questions import OptionValue
from kartlegging_tui.domain.syntax import ConditionError, parse


@dataclass
class Renames:
    """What is called otherwise than before."""

    names: dict[str, str] = field(default_factory=dict)
    """Questions, columns and scores: the id before, and now. They share one set of names."""
    values: dict[str, dict[OptionValue, OptionValue]] = field(default_factory=dict)
    """By the id before of a question: its options' values before, and now."""

    def same(self, before: str, after: str) -> bool:
        """True if two conditions, or formulas, say the same."""
        return self._written(before, self) == self._written(after, Renames())

    @staticmethod
    def _written(condition: str, renames: Renames) -> str:
        try:
            return ast.unparse(_Renaming(renames).visit(deepcopy(parse(condition))))
        except (ConditionError, RecursionError):  # a draft with a mistake in it
            return " ".join(condition.split())


class _Renaming(ast.NodeTransformer):
    def __init__(self, renames: Renames) -> None:
        self._names: Mapping[str, str] = renames.names
        self._values = renames.values

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(self._names.get(node.id, node.id), node.ctx)

    def visit_Attribute(self, node: ast.Attribute) -> ast.Attribute:
        return ast.Attribute(self.visit(node.value), self._names.get(node.attr, node.attr), node.ctx)

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        asked = {name for part in ast.walk(node) if (name := _name(part)) in self._values}
        values = {value: now for name in asked for value, now in self._values[name].items()}
        for part in ast.walk(node) if values else ():
            if isinstance(part, ast.Constant) and not isinstance(part.value, bool):
                part.value = values.get(part.value, part.value)  # type: ignore[arg-type]
        return self.generic_visit(node)


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
