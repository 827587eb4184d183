"""What can be put in inside a condition or formula that is being written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kartlegging_tui.definitions.candidates import Possible
from kartlegging_tui.domain.expressions import FUNCTIONS
from kartlegging_tui.domain.scope import ABOUT_ANSWERS
from kartlegging_tui.language import N_, _

FUNCTION_WORDS = {
    "answered": N_("has an answer (not: declined or not known)"),
    "asked": N_("has an answer, or a recorded reason for having none"),
    "declined": N_("the patient does not want to answer"),
    "unknown": N_("the patient does not know"),
    "not_relevant": N_("is not relevant"),
    "previous": N_("the answer from last time"),
    "sum": N_("the sum of numbers, or of the scores of options"),
    "mean": N_("the mean of numbers, or of the scores of options"),
    "min": N_("the lowest of them"),
    "max": N_("the highest of them"),
    "count": N_("how many are true, how many options are chosen, or how many rows there are"),
    "any": N_("true for at least one row"),
    "all": N_("true for every row"),
}
"""What each function of the language says."""
CONTEXT_WORDS = {
    "age": N_("the patient's age on the day of the conversation, in whole years"),
    "contact_point": N_("the number of the contact point: 1, 2 or 3"),
}
"""What the names say that every form has."""
_TOKEN = re.compile(
    r"""(?P<string>"(?:[^"\\]|\\.)*(?P<closed>")?)"""
    r"""|(?P<name>[^\W\d]\w*(?:\.\w*)?)|(?P<number>\d+(?:\.\d+)?)|(?P<sign>==|!=|<=|>=|[^\s\w])"""
)
_OPTION_BEHIND = re.compile(r'[^"\n]*"\s+(?:not\s+)?in\s+([^\W\d]\w*)')
_COMPARISONS = ("==", "!=", ">=", "<=", ">", "<")
_JOINED = ("and", "or")
_BOUND = {*_COMPARISONS, "in"}
_NUMERIC = frozenset({"scale", "integer", "decimal", "quantity", "computed", "score", "context"})
_ROW_FUNCTIONS = frozenset(FUNCTIONS) - {*ABOUT_ANSWERS, "previous"}


@dataclass(frozen=True)
class Word:
    """A name that the condition may use."""

    name: str
    type: str
    """The type of the question; `score`, or `context` for what every form has."""
    detail: Callable[[], str]
    options: Callable[[], Sequence[tuple[str, str]]]
    """The values of its options as a condition writes them, and their texts."""


@dataclass(frozen=True)
class Found:
    """What can be put in, and how much of the condition it takes the place of."""

    before: int
    """Characters before the cursor."""
    behind: int
    """Characters behind it."""
    possible: list[Possible]


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    end: int


def in_condition(before: str, behind: str, words: Mapping[str, Word], columns: Mapping[str, Word]) -> Found:
    """What may follow `before`, with `behind` on the same line behind the cursor.

    `words` are the names of the place; `columns` those of rows, `group.column`, which stand inside `any`, `sum` ….
    """
    tokens = [_Token(str(match.lastgroup), match[0], match.end()) for match in _TOKEN.finditer(before)]
    tokens = [_Token("open", token.text, token.end) if _is_open(token) else token for token in tokens]
    partial = ""
    if tokens and tokens[-1].end == len(before) and tokens[-1].kind in ("name", "number", "open"):
        partial = tokens.pop().text
    return _Place(tokens, partial, behind, words, columns).found()


def _is_open(token: _Token) -> bool:
    """True for a text whose quotation mark is not closed yet."""
    return token.text[:1] == '"' and (len(token.text) == 1 or token.text[-1] != '"')


@dataclass(frozen=True)
class _Place:
    tokens: list[_Token]
    partial: str
    behind: str
    words: Mapping[str, Word]
    columns: Mapping[str, Word]

    def found(self) -> Found:
        return Found(len(self.partial), self._length_behind(), self._possible())

    def _length_behind(self) -> int:
        pattern = r'[^"\n]*"' if self.partial[:1] == '"' else r"[\w.]*"
        match = re.match(pattern, self.behind)
        return match.end() if match else 0

    def _text(self, place: int) -> str:
        return self.tokens[place].text if -place <= len(self.tokens) else ""

    def _possible(self) -> list[Possible]:
        compared = self._compared()
        if compared is not None:
            values = self._values(compared)
            if values:
                return values
        if self.partial[:1] == '"':
            return self._options_of_choices()
        if self._text(-1) == "in":
            return self._sets()
        if self._after_operand():
            return self._signs()
        return self._operands()

    def _find(self, name: str) -> Word | None:
        return self.words.get(name) or self.columns.get(name)

    def _compared(self) -> Word | None:
        """The name on the other side of `==`, `!=` or `in (`."""
        if self._text(-1) in ("==", "!="):
            if self._text(-2) == ")" and self._text(-5) == "previous":
                return self._find(self._text(-3))
            return self._find(self._text(-2))
        place = -1
        while -place <= len(self.tokens) and (
            self.tokens[place].kind in ("string", "closed", "number") or self._text(place) == ","
        ):
            place -= 1
        if self._text(place) == "(" and self._text(place - 1) == "in":
            name = self._text(place - 3) if self._text(place - 2) == "not" else self._text(place - 2)
            return self._find(name)
        return None

    def _values(self, word: Word) -> list[Possible]:
        if word.type == "yes_no":
            return [Possible("true", _("Yes")), Possible("false", _("No"))]
        return [Possible(value, text) for value, text in word.options()]

    def _options_of_choices(self) -> list[Possible]:
        """The options of the question behind `in`; where there is none yet, those of every question of this type."""
        match = _OPTION_BEHIND.match(self.behind)
        word = self._find(match[1]) if match else None
        if word is not None:
            return [Possible(value, text) for value, text in word.options()]
        return [
            Possible(f"{value} in {word.name}", text)
            for word in self.words.values()
            if word.type == "choices"
            for value, text in word.options()
        ]

    def _sets(self) -> list[Possible]:
        option = self._text(-3) if self._text(-2) == "not" else self._text(-2)
        sets = [word for word in self.words.values() if word.type == "choices"]
        fitting = [word for word in sets if option in (value for value, _text in word.options())]
        return [Possible(word.name, word.detail) for word in fitting or sets]

    def _after_operand(self) -> bool:
        if not self.tokens:
            return False
        last = self.tokens[-1]
        if last.kind == "name":
            return last.text not in ("and", "or", "not", "in")
        return last.kind in ("string", "closed", "number") or last.text == ")"

    def _signs(self) -> list[Possible]:
        last = self.tokens[-1]
        word = self._find(last.text)
        bound = self._text(-2) in _BOUND
        if bound:
            signs: tuple[str, ...] = _JOINED
        elif last.kind in ("string", "closed"):
            signs = ("in", "not in")
        elif word is None:
            signs = (*_JOINED, *_COMPARISONS)
        elif word.type == "yes_no":
            signs = _JOINED
        elif word.type == "choice":
            signs = ("==", "!=", "in (", "not in (", *_COMPARISONS[2:])
        elif word.type in _NUMERIC:
            signs = (*_COMPARISONS, "+", "-", "*", "/")
        else:
            signs = ("==", "!=", *_JOINED)
        return [Possible(sign, text=f"{sign}" if sign.endswith("(") else f"{sign} ") for sign in signs]

    def _operands(self) -> list[Possible]:
        function = self._open_function()
        names = [Possible(word.name, word.detail) for word in self.words.values()]
        columns = [Possible(word.name, word.detail) for word in self.columns.values()]
        if "." in self.partial:
            return columns + names
        if function in (*ABOUT_ANSWERS, "previous"):
            return names
        functions = [Possible(f"{name}(", _(words)) for name, words in FUNCTION_WORDS.items()]
        if function in _ROW_FUNCTIONS:
            return columns + names + functions
        return [*names, Possible("not", text="not "), *functions]

    def _open_function(self) -> str:
        """The function between whose brackets the cursor stands."""
        depth = 0
        for place in range(len(self.tokens) - 1, -1, -1):
            if self.tokens[place].text == ")":
                depth += 1
            elif self.tokens[place].text == "(":
                if not depth:
                    return self.tokens[place - 1].text if place else ""
                depth -= 1
        return ""
