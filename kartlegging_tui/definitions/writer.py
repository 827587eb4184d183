"""Domain to YAML text, in the style of the shipped forms: the way back from what the reader reads.

Written by hand and not by a YAML library's dumper: these quote for YAML 1.1, break lines at their own places and cannot
keep a short map of texts on its line.
"""

from __future__ import annotations

import json
import re
import textwrap
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from typing import Any

from pydantic import BaseModel

from kartlegging_tui.definitions.yaml_reader import MAX_DIGITS, NO_CHARACTERS, typed
from kartlegging_tui.domain.definition import Code
from kartlegging_tui.domain.pathway import Offer, PathwayDefinition, PlannedContactPoint, Requirement
from kartlegging_tui.domain.questionnaire import NeedRule, Questionnaire, Score, Section, Slot
from kartlegging_tui.domain.questions import Item
from kartlegging_tui.domain.safe import is_unsafe
from kartlegging_tui.domain.scenario import Expected, FormScenarios, PathwayExpected, PathwayScenarios, Situation
from kartlegging_tui.domain.services import Service, ServiceList
from kartlegging_tui.domain.texts import Text

WIDTH = 120
"""The longest line that is made; a single word or a text that cannot be folded may be longer."""
_ON_LINES = (
    *(Questionnaire, Section, Item, Score, NeedRule, Slot),
    *(PathwayDefinition, PlannedContactPoint, Offer, Requirement, ServiceList, Service),
    *(FormScenarios, PathwayScenarios, Situation, Expected, PathwayExpected),
)
"""What is never a map in braces, however short: each key on its line."""
_CHAPTERS = ("option_lists", "sections", "scores", "needs", "contact_points", "services", "municipalities", "scenarios")
"""The keys with an empty line before them."""
_SPACED = ("sections", "contact_points", "scenarios")
"""The lists with an empty line between their parts."""

_NOT_FIRST = re.compile(r"""[\s!"#%&'*,:>?@\[\]`{|}=-]|<<""")
_NOT_WITHIN = re.compile(r":(?:\s|$)|\s#|[\n\t]")
_NOT_IN_BRACES = re.compile(r"[,?:\[\]{}]")
_LIKE_A_NUMBER = re.compile(r"[+.]?[0-9][-+.,:/_0-9]*")
"""What other programs, or people, may take for a number, a date or a time of day."""
_LIKE_A_TRUTH = frozenset(("yes", "no", "on", "off"))
"""True and false in the YAML of the past, which other programs still read."""


Document = Questionnaire | PathwayDefinition | ServiceList | FormScenarios | PathwayScenarios


class Unwritable(ValueError):
    """The document holds what no file can: half a character, or a number of more digits than are read."""


class _Lines(dict[str, Any]):
    """A map with each key on its line."""


class _Rows(list[Any]):
    """A list with each part on its line."""


def to_yaml(document: Document) -> str:
    """The text of a file that reads as exactly this document. Defaults are left out. Raises Unwritable."""
    lines: list[str] = []
    for key, value in _plain(document).items():
        if key in _CHAPTERS:
            lines.append("")
        entry = _entry(f"{_scalar(key)}:", value, 0)
        lines += _with_space(entry) if key in _SPACED else entry
    text = "\n".join(lines) + "\n"
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Unwritable(str(error)) from None
    return text


def _with_space(lines: Iterator[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        if line.startswith("  - ") and number > 1:
            yield ""
        yield line


def _plain(value: Any) -> Any:
    """A document's part as maps, lists and scalars, without defaults."""
    if isinstance(value, Text):
        return value.root["nb"] if value.root.keys() == {"nb"} else dict(value.root)
    if isinstance(value, BaseModel):
        kind = _Lines if isinstance(value, _ON_LINES) else dict
        return kind(_fields(value))
    if isinstance(value, tuple):
        short = all(isinstance(each, str | int | float | Code) for each in value)
        return (list if short else _Rows)(_plain(each) for each in value)
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return value.value if isinstance(value, Enum) else value


def _fields(model: BaseModel) -> Iterator[tuple[str, Any]]:
    """The keys and values of a model in its order, but `type` right after `id`: one reads the rest by it."""
    fields = type(model).model_fields
    first = [name for name in ("id", "type") if name in fields]
    for name in [*first, *(name for name in fields if name not in first)]:
        field, value = fields[name], getattr(model, name)
        if field.is_required() or value != field.default:
            yield field.alias or name, _plain(value)


def _entry(head: str, value: Any, indent: int, *, opened: bool = False) -> Iterator[str]:
    """The lines of a value; `head` is what stands before it on its line: a key, or the dash of a list.

    What is `opened` is not put into braces, though it would fit: the other parts of the list do not.
    """
    short = None if opened else _short(value)
    if short is not None and (_fits(head, short) or not isinstance(value, str | list | dict)):
        yield f"{head} {short}"
    elif isinstance(value, dict):
        lines = _map(value, indent + 2)
        if head.endswith("-"):
            yield f"{head} {next(lines).lstrip(' ')}"
        else:
            yield head
        yield from lines
    elif isinstance(value, list):
        yield head
        dash = f"{' ' * (indent + 2)}-"
        opened = any(isinstance(each, dict) and not _fits(dash, _short(each)) for each in value)
        for each in value:
            yield from _entry(dash, each, indent + 2, opened=opened and isinstance(each, dict) and bool(each))
    else:
        yield from _long_text(head, value, indent + 2)


def _fits(head: str, short: str | None) -> bool:
    return short is not None and len(head) + 1 + len(short) <= WIDTH


def _map(value: dict[str, Any], indent: int) -> Iterator[str]:
    for key, each in value.items():
        yield from _entry(f"{' ' * indent}{_scalar(key)}:", each, indent)


def _long_text(head: str, text: str, indent: int) -> Iterator[str]:
    """A text that does not fit, or that has lines of its own."""
    pad = " " * indent
    if not _needs_escapes(text) and "\t" not in text and text == text.strip():
        if "\n" in text and all(line == line.strip(" ") for line in text.split("\n")):
            yield f"{head} |-"
            yield from (pad + line if line else "" for line in text.split("\n"))
            return
        if "\n" not in text and "  " not in text:
            yield f"{head} >-"
            yield from (pad + line for line in _wrapped(text, WIDTH - indent))
            return
    yield f"{head} {_scalar(text)}"


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


def _short(value: Any) -> str | None:
    """A value on one line; None for what stands on several."""
    if isinstance(value, str):
        return None if "\n" in value else _scalar(value)
    return _in_braces(value)


def _in_braces(value: Any) -> str | None:
    """A value as it stands between braces or brackets; None for what does not stand there."""
    if isinstance(value, _Lines | _Rows) and value:
        return None
    if isinstance(value, dict):
        parts = [(_scalar(key, braces=True), _in_braces(each)) for key, each in value.items()]
        texts = [None if each is None else f"{key}: {each}" for key, each in parts]
        return _joined("{", texts, "}")
    if isinstance(value, list):
        return _joined("[", [_in_braces(each) for each in value], "]")
    if isinstance(value, str):
        return None if "\n" in value else _scalar(value, braces=True)
    if isinstance(value, bool):
        return "true" if value else "false"
    return _number(value)


def _joined(opening: str, parts: list[str | None], closing: str) -> str | None:
    known = [part for part in parts if part is not None]
    return f"{opening}{', '.join(known)}{closing}" if len(known) == len(parts) else None


def _number(value: int | float) -> str:
    """A number without an exponent, which the format does not have."""
    exact = Decimal(repr(value))
    if not exact.is_finite():
        raise Unwritable(str(value))
    text = format(exact, "f")
    if sum(map(str.isdigit, text)) > MAX_DIGITS:
        raise Unwritable(str(value))
    return f"{text}.0" if isinstance(value, float) and "." not in text else text


def _scalar(text: str, *, braces: bool = False) -> str:
    """A text on one line, in quotation marks where it needs them."""
    if _needs_escapes(text) or "\n" in text or "\t" in text:
        return _escaped(text)
    if _is_plain(text) and not (braces and _NOT_IN_BRACES.search(text)):
        return text
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _is_plain(text: str) -> bool:
    """True for a text that reads as itself without quotation marks, here and elsewhere."""
    if text != text.strip() or _NOT_FIRST.match(text) or _NOT_WITHIN.search(text):
        return False
    if _LIKE_A_NUMBER.fullmatch(text) or text.lower() in _LIKE_A_TRUTH:
        return False
    return isinstance(typed(text), str)


def _needs_escapes(text: str) -> bool:
    """True for what the reader would not take as it stands: it composes letters and refuses what cannot be seen."""
    composed = unicodedata.is_normalized("NFC", text)
    return not composed or any(is_unsafe(character) or character in NO_CHARACTERS for character in text)


def _escaped(text: str) -> str:
    spelled = json.dumps(text, ensure_ascii=False)
    if not _needs_escapes(text):
        return spelled
    return "".join(each if each.isascii() and each.isprintable() else _escape(each) for each in spelled)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
