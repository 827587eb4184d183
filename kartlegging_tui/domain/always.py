"""Conditions that decide nothing, because they are true whatever is answered."""

from __future__ import annotations

from enum import Enum, auto

from kartlegging_tui.domain.expressions import compile_condition
from kartlegging_tui.domain.satisfiability import always_true, true_once_answered
from kartlegging_tui.domain.scope import Scope
from kartlegging_tui.domain.syntax import ConditionError, parse


class Always(Enum):
    """How a condition is always true."""

    AT_ONCE = auto()
    """Also while nothing is answered."""
    ONCE_ANSWERED = auto()
    """As soon as what it names is answered, whatever the answers are."""


def always(text: str, scope: Scope) -> tuple[Always, tuple[str, ...]] | None:
    """How a condition is always true, and the names it asks for; None where it is not, or where that is not certain."""
    try:
        compiled, tree = compile_condition(text, scope), parse(text)
    except ConditionError:
        return None
    names = tuple(sorted(compiled.references))
    if always_true(compiled.evaluate, tree, scope, names):
        return Always.AT_ONCE, names
    if names and true_once_answered(compiled.evaluate, tree, scope, names):
        return Always.ONCE_ANSWERED, names
    return None
