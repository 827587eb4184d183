"""The syntax of the condition language: parsed with Python's own `ast`, of which only known nodes are accepted."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from kartlegging_tui.domain import unknowns
from kartlegging_tui.domain.unknowns import Amount

MAX_LENGTH = 2000
MAX_DEPTH = 40


class ProblemCode(StrEnum):
    """What can be wrong with a condition."""

    SYNTAX = "condition-syntax"
    TOO_LONG = "condition-too-long"
    NOT_ALLOWED = "condition-not-allowed"
    UNKNOWN_NAME = "unknown-name"
    UNKNOWN_FUNCTION = "unknown-function"
    UNKNOWN_OPTION = "unknown-option"
    WRONG_ARGUMENTS = "wrong-arguments"
    UNLIKE = "unlike-things"
    NOT_A_TRUTH = "not-a-truth"
    NOT_A_NUMBER = "not-a-number"
    NO_SCORE = "option-without-score"
    COLUMN_ALONE = "column-outside-aggregate"
    NEVER_TRUE = "never-true"
    AMBIGUOUS = "ambiguous-name"
    FREE_TEXT = "free-text"


@dataclass(frozen=True)
class Problem:
    """Something wrong with a condition, from character `start` to `end` of its text."""

    code: ProblemCode
    start: int
    end: int
    details: Mapping[str, str] = field(default_factory=dict)


class ConditionError(ValueError):
    """A condition that cannot be compiled, with all its problems."""

    def __init__(self, text: str, problems: Sequence[Problem]) -> None:
        super().__init__(f"{text}: " + ", ".join(problem.code for problem in problems))
        self.problems = tuple(problems)


COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
ARITHMETIC: dict[type[ast.operator], Callable[[Amount, Amount], Amount]] = {
    ast.Add: unknowns.add,
    ast.Sub: unknowns.subtract,
    ast.Mult: unknowns.multiply,
    ast.Div: unknowns.divide,
}
_KNOWN_NODES = frozenset(
    {
        *(ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.Compare, ast.BinOp),
        *(ast.In, ast.NotIn, ast.Call, ast.Name, ast.Attribute, ast.Load, ast.Constant, ast.Tuple, ast.List),
        *COMPARISONS,
        *ARITHMETIC,
    }
)


@lru_cache(maxsize=4096)
def parse(text: str) -> ast.Expression:
    """The syntax tree, made of known nodes only and of bounded size. Raises ConditionError."""
    too_long = Problem(ProblemCode.TOO_LONG, 0, len(text), {"limit": str(MAX_LENGTH)})
    if len(text) > MAX_LENGTH:
        raise ConditionError("…", [too_long])
    line = text.replace("\n", " ").replace("\r", " ").replace("\t", " ").replace("\u00a0", " ")
    leading = len(line) - len(line.lstrip())
    line = line.strip()
    try:
        with warnings.catch_warnings():  # Python warns of `"\\d"` on the screen; to us it is a text like others
            warnings.simplefilter("ignore")
            tree = ast.parse(line, mode="eval")
    except SyntaxError as error:
        if error.msg.startswith("too many nested"):
            raise ConditionError(text, [too_long]) from None
        offset = error.offset - 1 if error.offset and error.text and error.text.strip() else len(text)
        start = min(leading + max(offset, 0), max(len(text) - 1, 0))
        raise ConditionError(text, [Problem(ProblemCode.SYNTAX, start, start + 1)]) from None
    except ValueError:  # a null character
        raise ConditionError(text, [Problem(ProblemCode.SYNTAX, 0, len(text))]) from None
    except (RecursionError, MemoryError):
        raise ConditionError(text, [too_long]) from None
    problems = []
    left = [(tree.body, 0)]
    while left:
        node, depth = left.pop()
        if depth > MAX_DEPTH:
            raise ConditionError(text, [too_long])
        node.col_offset = leading + _characters(line, node.col_offset)
        node.end_col_offset = leading + _characters(line, node.end_col_offset or 0)
        children = list(ast.iter_child_nodes(node))
        left += [(child, depth + 1) for child in children if isinstance(child, ast.expr)]
        others = [type(child) for child in children if not isinstance(child, ast.expr)]
        if not _KNOWN_NODES.issuperset((type(node), *others)) or _too_large(node):
            problems.append(Problem(ProblemCode.NOT_ALLOWED, node.col_offset, node.end_col_offset))
    if problems:
        raise ConditionError(text, sorted(problems, key=lambda problem: problem.start))
    return tree


def _too_large(node: ast.expr) -> bool:
    """True for a number that cannot be calculated with."""
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, int | float)
        and not abs(node.value) < unknowns.TOO_LARGE
    )


def _characters(line: str, byte_offset: int) -> int:
    """`ast` counts bytes; people count characters."""
    return byte_offset if line.isascii() else len(line.encode()[:byte_offset].decode(errors="ignore"))
