"""What the YAML parser could not read, in words that help."""

from __future__ import annotations

from typing import Any

import yaml

from kartlegging_tui.definitions.findings import quote
from kartlegging_tui.language import N_, _

NO_COLON = N_("A `:` after the key is missing here, or the line begins too far to the left.")
NO_DASH = N_("A `- ` is missing here, as the entries beside this one have it.")
NOT_IN_LINE = N_("This line does not begin where those it belongs to do: in column {column}.")
TABS = N_("Lines are indented with spaces, not with tabs.")
_MESSAGES = {
    "mapping values are not allowed": N_(
        "A key (`word:`) cannot stand here. A text that holds `: ` goes in quotation marks; "
        "or the line begins too far to the right."
    ),
    "could not find expected ':'": NO_COLON,
    "did not find expected key": N_(
        "This does not go on from what is before it: look for a line that begins too far to the left or right, "
        "and for text after a closing quotation mark or bracket."
    ),
    "did not find expected '-' indicator": N_("Here a list ends without its map going on: look at the indentation."),
    "did not find expected ',' or '}'": N_(
        "A closing brace or a comma is missing; the brace opens on line {line}. "
        "A text with quotation marks, commas or brackets in it goes in quotation marks."
    ),
    "did not find expected ',' or ']'": N_(
        "A closing bracket or a comma is missing; the bracket opens on line {line}."
    ),
    "block sequence entries are not allowed": N_("A list (`- `) begins on a line of its own."),
    "found unexpected end of stream": N_("A quotation mark opens here and is never closed."),
    "found unexpected document indicator": N_("A quotation mark opens here and is never closed."),
    "found unknown escape character": N_(
        "`\\` has a meaning of its own between double quotation marks: write `\\\\`, or use single ones."
    ),
    "found invalid Unicode character escape code": N_("There is no character with this number."),
    "did not find expected comment or line break": N_("After `|` or `>` the text begins on the next line."),
    "did not find expected <document start>": N_("This line begins further to the left than the first line."),
    "did not find expected node content": N_("Here a value is missing."),
}
_AT_CONTEXT = ("found unexpected end of stream", "found unexpected document indicator", "could not find expected ':'")
"""Where it begins says more than the place after it, where it was noticed."""


def syntax_message(error: yaml.MarkedYAMLError, text: str, above: int = 0) -> tuple[Any, str]:
    """The parser's mark (or None) in `text`, and what to say there; `above` is how many lines come before the text."""
    problem = error.problem or error.context or ""
    mark = error.problem_mark or error.context_mark
    if "cannot start any token" in problem and mark is not None:
        return mark, _first_character(text[mark.index : mark.index + 1])
    for part, message in _MESSAGES.items():
        if problem.startswith(part):
            if part in _AT_CONTEXT and error.context_mark is not None:
                mark = error.context_mark
            line = above + error.context_mark.line + 1 if error.context_mark is not None else 1
            return mark, _(message).format(line=line)
    return mark, _("This is not YAML: {problem}.").format(problem=quote(problem))


def _first_character(character: str) -> str:
    if character == "\t":
        return _(TABS)
    message = _("A text cannot begin with {character}, unless it is in quotation marks.")
    return message.format(character=quote(character))
