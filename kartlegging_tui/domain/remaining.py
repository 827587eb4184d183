"""What remains of a condition when some of it is known already and some can never be answered, as on paper."""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kartlegging_tui.domain.env import Env
from kartlegging_tui.domain.expressions import compile_condition
from kartlegging_tui.domain.scope import Scope
from kartlegging_tui.domain.syntax import parse


@dataclass(frozen=True)
class Leaf:
    """A simple condition."""

    node: ast.expr
    negated: bool

    @property
    def text(self) -> str:
        """As its author could have written it."""
        plain = ast.unparse(self.node)
        return f"not ({plain})" if self.negated else plain


@dataclass(frozen=True)
class Join:
    """Several conditions."""

    either: bool
    """One of them is enough; else all must hold."""
    parts: tuple[Tree, ...]


Tree = Leaf | Join
"""A condition with its negations at the leaves."""


@dataclass(frozen=True)
class Situation:
    """What a condition is read against."""

    scope: Scope
    open: Collection[str]
    """The names that can still be answered. All that is neither here nor known stays unanswered."""
    known: Mapping[str, int]
    """`contact_point` and `age`, where they are known."""
    formulas: Mapping[str, frozenset[str]]
    """By score or computed value: the names that it follows from."""

    def remaining(self, condition: str) -> Tree | bool:
        """The condition without what is decided already; True or False where nothing remains.

        Only what is true shows a question; so with the negations at the leaves, unknown for ever counts as false.
        Raises ConditionError for a condition that the check would have refused.
        """
        return self._tree(parse(condition).body, negated=False)

    def _tree(self, node: ast.expr, negated: bool) -> Tree | bool:
        match node:
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self._tree(operand, not negated)
            case ast.BoolOp(op=operator, values=values):
                either = isinstance(operator, ast.Or) != negated
                return _joined(either, [self._tree(part, negated) for part in values])
            case ast.Compare(
                left=ast.Call(func=ast.Name(id="max"), args=args), ops=[ast.GtE() | ast.Gt()], comparators=limit
            ) if len(args) > 1 and not negated:  # max(a, b) >= 1: one of them is
                alone = [ast.Call(func=ast.Name(id="max"), args=[arg], keywords=[]) for arg in args]
                parts = [self._tree(ast.Compare(left=one, ops=node.ops, comparators=limit), False) for one in alone]
                return _joined(True, parts)
        leaf = Leaf(node, negated)
        if self._is_open(leaf):
            return leaf
        return self.holds(leaf, Env(values=dict(self.known), points=dict(self.known)))

    def _is_open(self, leaf: Leaf) -> bool:
        words = {node.id for node in ast.walk(leaf.node) if isinstance(node, ast.Name)}
        still = {*self.open, "age", "contact_point"} - set(self.known)
        return "previous" in words or bool(still & self.behind(leaf))

    def behind(self, tree: Tree) -> frozenset[str]:
        """The names that it depends on; instead of a score, those that the score follows from."""
        if isinstance(tree, Join):
            return frozenset[str]().union(*(self.behind(part) for part in tree.parts))
        found: set[str] = set()
        left = list(compile_condition(tree.text, self.scope).references)
        while left:
            name = left.pop()
            if name not in found:
                found.add(name)
                left += self.formulas.get(name, ())
        return frozenset(found - set(self.formulas))

    def holds(self, tree: Tree, env: Env) -> bool:
        """True where it is certainly true with these answers."""
        if isinstance(tree, Leaf):
            return compile_condition(tree.text, self.scope).truth(env) is True
        some = any if tree.either else all
        return some(self.holds(part, env) for part in tree.parts)


def _joined(either: bool, parts: Sequence[Tree | bool]) -> Tree | bool:
    if either in parts:
        return either
    open_parts: list[Tree] = []
    for part in parts:
        if isinstance(part, Join) and part.either == either:
            open_parts += part.parts
        elif not isinstance(part, bool):
            open_parts.append(part)
    if not open_parts:
        return not either
    return open_parts[0] if len(open_parts) == 1 else Join(either, tuple(open_parts))
