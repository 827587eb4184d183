"""What people write in conditions, in Norwegian or in other programs' languages, and what it is called here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kartlegging_tui.domain.scope import Scope

_SIGNS = {"=>": ">=", "=<": "<=", "<>": "!=", "≥": ">=", "≤": "<=", "≠": "!=", "–": "-", "−": "-", "×": "*"}
_SIGN = re.compile("|".join(_SIGNS))
_WORDS = [
    (r"(er )?(ulik|ikkje lik|ikke lik|forskjellig fra)\b", "!="),
    (r"(er )?(større enn|større|over|more than)( eller lik| or equal)\b", ">="),
    (r"(er )?(mindre enn|mindre|under|less than)( eller lik| or equal)\b", "<="),
    (r"(er )?(minst|at least)\b", ">="),
    (r"(er )?(høyst|maks|at most)\b", "<="),
    (r"(er )?(større enn|mer enn|meir enn|over|greater than|more than)\b", ">"),
    (r"(er )?(mindre enn|lavere enn|lågare enn|under|less than)\b", "<"),
    (r"(er )?(lik|det samme som|equals)\b|er\b|is\b", "=="),
    (r"(and|og)\b|&&?", "and"),
    (r"(or|eller)\b|\|\|?", "or"),
    (r"(not|ikke|ikkje)\b|!(?!=)", "not"),
    (r"(in|i|blant)\b", "in"),
    (r"=(?!=)", "=="),
]
_MEANT = [(re.compile(pattern, re.IGNORECASE), ours) for pattern, ours in _WORDS]
_BETWEEN = re.compile(r"(\w+)\s+(?:er )?(?:mellom|between)\s+(-?\d+)\s+(?:og|and)\s+(-?\d+)", re.IGNORECASE)
_REFERENCE = re.compile(r"\$?[{\[](\w+)[}\]]")
_SELECTED = re.compile(r"selected\(\s*(\S+?)\s*,\s*['\"]?(\w+)['\"]?\s*\)")
_DECIMAL_COMMA = re.compile(r"(?<![\w(,])(\d+),(\d+)$")
_CURLY = "“”„«»’‘‚"
_NAMES = {
    "ja": "true",
    "yes": "true",
    "sann": "true",
    "sant": "true",
    "nei": "false",
    "no": "false",
    "usann": "false",
    "alder": "age",
    "samhandlingspunkt": "contact_point",
}


def instead_of_sign(text: str, start: int) -> tuple[str, str]:
    """What stands at a place that cannot be read, as far as it is known, and what it is called here; or nothing."""
    for begin in (start, max(start - 1, 0)):
        if sign := _SIGN.match(text, begin):
            return sign[0], _SIGNS[sign[0]]
    if text[start : start + 1] in _CURLY and text[start:]:
        return text[start], '"'
    for between in _BETWEEN.finditer(text):
        if between.start() <= start < between.end():
            return between[0], f"{between[2]} <= {between[1]} <= {between[3]}"
    if reference := _REFERENCE.match(text, start):
        return reference[0], reference[1]
    for pattern, ours in _MEANT:
        if found := pattern.match(text, start):
            twice = found[0] in ("&", "|") and text[start - 1 : start] == found[0]
            return found[0] * (1 + twice), ours
    return "", ""


def instead_of_part(part: str) -> str:
    """What a part that is not of the language means here: `[smerte]`, `3,5`; empty where nobody knows."""
    if reference := _REFERENCE.fullmatch(part):
        return reference[1]
    comma = _DECIMAL_COMMA.search(part)
    return f"{comma[1]}.{comma[2]}" if comma else ""


def instead_of_call(text: str, start: int) -> str:
    """What a call of an unknown function means here: `selected(sted, 'rygg')`; empty where nobody knows."""
    selected = _SELECTED.match(text, start)
    return f'"{selected[2]}" in {_bare(selected[1])}' if selected else ""


def instead_of_name(name: str, text: str, scope: Scope) -> str:
    """What a name that is not there means here: a truth, the age, or an option that lacks its quotation marks."""
    word = name.lower()
    option = next((f'"{option}"' for option in _options(text, scope) if option.lower() == word), "")
    return option or _NAMES.get(word, "") or (word if word in ("true", "false") else "")


def _options(text: str, scope: Scope) -> Iterator[str]:
    """The texts that are options of the questions that a condition names."""
    for word in dict.fromkeys(re.findall(r"\w+", text)):
        symbol = scope.symbols.get(word)
        if symbol is not None and symbol.options is not None:
            yield from (option for option in symbol.options if isinstance(option, str))


def _bare(reference: str) -> str:
    found = _REFERENCE.fullmatch(reference)
    return found[1] if found else reference
