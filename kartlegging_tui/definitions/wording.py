"""What to say about a condition: one message for each thing that can be wrong with it."""

from __future__ import annotations

from kartlegging_tui.definitions.condition_habits import (
    instead_of_call,
    instead_of_name,
    instead_of_part,
    instead_of_sign,
)
from kartlegging_tui.definitions.findings import quote, quote_all
from kartlegging_tui.definitions.near import Near
from kartlegging_tui.domain.expressions import FUNCTIONS
from kartlegging_tui.domain.scope import Kind, Scope
from kartlegging_tui.domain.syntax import Problem, ProblemCode
from kartlegging_tui.language import N_, _

_MESSAGES = {
    ProblemCode.SYNTAX: N_("The condition cannot be read from here on."),
    ProblemCode.TOO_LONG: N_("The condition is too long or too deep; the most is {limit} characters."),
    ProblemCode.NOT_ALLOWED: N_("{part} is not part of the condition language."),
    ProblemCode.UNKNOWN_NAME: N_("There is no question or score called {name}."),
    ProblemCode.UNKNOWN_FUNCTION: N_("There is no function called {name}."),
    ProblemCode.UNKNOWN_OPTION: N_("{name} has no option {option}. It has: {options}."),
    ProblemCode.WRONG_ARGUMENTS: N_("{name} cannot be used like this."),
    ProblemCode.UNLIKE: N_("{left} and {right} are unlike things and cannot be compared."),
    ProblemCode.NOT_A_TRUTH: N_("{part} is not true or false in itself; compare it with something."),
    ProblemCode.NOT_A_NUMBER: N_("{part} is not a number."),
    ProblemCode.NO_SCORE: N_("{name} cannot be counted: its options have texts for values, and no `score`."),
    ProblemCode.COLUMN_ALONE: N_("{name} is a column of rows: ask about the rows with any, all, count, sum, mean …"),
    ProblemCode.AMBIGUOUS: N_("Several have {name}: write one of {names}."),
    ProblemCode.FREE_TEXT: N_("{name} is free text. Look for words in it instead."),
    ProblemCode.NEVER_TRUE: N_("No answers can make this true."),
}
_GO_ON = frozenset(
    ("and", "or", "not", "in", "og", "eller", "ikke", "ikkje", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/")
)
"""After which a condition goes on."""


def problem_message(problem: Problem, text: str, scope: Scope) -> str:
    """What is wrong with a condition, in the words of the file, and what was probably meant."""
    message, near = problem_said(problem, text, scope)
    return message + (near.question if near else "")


def problem_said(problem: Problem, text: str, scope: Scope) -> tuple[str, Near | None]:
    """What is wrong with a condition, in the words of the file; and the word that is not there, with those that are."""
    part = text[problem.start : problem.end]
    details = {name: quote(value) for name, value in problem.details.items()}
    if problem.code is ProblemCode.UNKNOWN_OPTION:
        details["options"] = quote_all(problem.details["options"].split(", "))
    if problem.code is ProblemCode.AMBIGUOUS:
        details["names"] = quote_all(problem.details["names"].split(", "))
    if problem.code is ProblemCode.TOO_LONG:
        details = dict(problem.details)
    message = _(_MESSAGES[problem.code]).format_map({"part": quote(part), "name": quote(part)} | details)
    near = _near(problem, text, scope)
    if near is not None and near.certain:
        message += " " + _("Write {word}.").format(word=quote(near.certain))
    elif problem.code is ProblemCode.SYNTAX:
        message += _breaks_off(text, problem.start)
    return message + _example(problem, scope), near


def _near(problem: Problem, text: str, scope: Scope) -> Near | None:
    details = problem.details
    match problem.code:
        case ProblemCode.SYNTAX:
            return _instead(text, problem.start)
        case ProblemCode.UNKNOWN_NAME:
            name = details["name"]
            # what is not a slip of the finger is never written without asking: `alder` may be a forgotten question
            return _meant(instead_of_name(name, text, scope)) or Near(name, _names(scope, name))
        case ProblemCode.UNKNOWN_FUNCTION:
            return _meant(instead_of_call(text, problem.start)) or Near(details["name"], FUNCTIONS)
        case ProblemCode.NOT_ALLOWED:
            return _meant(instead_of_part(text[problem.start : problem.end]))
        case ProblemCode.UNKNOWN_OPTION if not details["option"].isdigit():
            return Near(details["option"], details["options"].split(", "))
    return None


def _instead(text: str, start: int) -> Near | None:
    """Where the word or sign that could not be read is what another language calls it."""
    word, ours = instead_of_sign(text, start)
    return Near(word, (), certain=ours) if ours else None


def _meant(ours: str) -> Near | None:
    return Near("", (), certain=ours) if ours else None


def _breaks_off(text: str, start: int) -> str:
    """What to say where a condition cannot be read since something is missing in it; nothing for other reasons."""
    words = text.split()
    if text.count("(") != text.count(")"):
        return " " + _("A parenthesis opens without being closed, or closes without being opened.")
    if words and start >= len(text.rstrip()) - 1 and words[-1].lower() in _GO_ON:
        return " " + _("Something is missing after {word}.").format(word=quote(words[-1]))
    return ""


def _example(problem: Problem, scope: Scope) -> str:
    """How to write what cannot be compared: an option among several chosen, a yes; or what there is to choose."""
    if problem.code is not ProblemCode.UNLIKE:
        return ""
    left, right = problem.details["left"], problem.details["right"]
    symbol = scope.symbols.get(left)
    if symbol is None:
        return ""
    if symbol.kind is Kind.TRUTH:
        example = left if right.lower().strip("\"'") not in ("nei", "no", "false", "0", "2") else f"not {left}"
    elif symbol.kind is Kind.SET:
        example = f"{right} in {left}"
    elif symbol.options is not None:
        options = quote_all([str(option) for option in symbol.options])
        return " " + _("The values of {name} are: {options}.").format(name=quote(left), options=options)
    elif symbol.kind is Kind.NUMBER and right.strip("\"'").isdigit():
        example = right.strip("\"'")
    else:
        return ""
    return " " + _("Write {example}.").format(example=quote(example))


def _names(scope: Scope, like: str) -> list[str]:
    """The names that there are; for `form.question` and `group.column`, those of the same form or group."""
    columns = [f"{group}.{column}" for group, names in scope.groups.items() for column in names]
    inside = scope.groups.get(scope.inside or "", {})
    names = [*scope.symbols, *columns, *inside]
    within, dot, _name = like.partition(".")
    return [name for name in names if dot and name.startswith(within + dot)] or names
