"""What puts a finding right without a human: small changes of the text that cannot change what it means wrongly."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from kartlegging_tui.definitions.findings import Fix

if TYPE_CHECKING:
    from kartlegging_tui.definitions.source import At, Source

_WORD = re.compile(r"[^\W\d][\w.-]*|[=&|]+")
"""What stands the same in every way of quoting: names, values, and the signs of conditions."""


def replaced(text: str, start: int, end: int, old: str, new: str) -> Fix | None:
    """`new` for `old`, where `old` stands there to the letter, in quotation marks or not."""
    if not _WORD.fullmatch(old) or not _WORD.fullmatch(new):
        return None
    inside = start + (text[start : start + 1] in ("'", '"'))
    if text[inside : inside + len(old)] != old or end - inside - len(old) not in (0, inside - start):
        return None
    return Fix(inside, inside + len(old), new)


def written(source: Source, at: At, new: str) -> Fix | None:
    """`new` in the place of a value that stands on one line, quotation marks and all."""
    span = source.span(at)
    if at not in source.values or span.style in ("|", ">") or "\n" in source.text[span.start : span.end]:
        return None
    return Fix(span.start, span.end, new)


def in_quotation_marks(source: Source, at: At, *, key: bool = False) -> Fix | None:
    """The plain value (or key) between quotation marks, as it is written."""
    if at not in (source.keys if key else source.values):
        return None
    span = source.span(at, key=key)
    raw = source.text[span.start : span.end]
    return None if span.style or "\n" in raw else Fix(span.start, span.end, json.dumps(raw, ensure_ascii=False))


def without(source: Source, at: At) -> Fix | None:
    """The text without a key and its value: between braces, or on lines of their own. Other keys stay."""
    siblings = source.value(at[:-1])
    if at not in source.keys or at not in source.values or not isinstance(siblings, dict) or len(siblings) < 2:
        return None
    text, start, end = source.text, source.keys[at].start, source.values[at].end
    if "\n" in text[start:end]:
        return None
    if text[source.span(at[:-1]).start] == "{":
        if after := re.match(r"[ ]*,[ ]*", text[end:]):
            return Fix(start, end + after.end(), "")
        before = re.search(r"[ ]*,[ ]*$", text[:start][-80:])
        return Fix(start - len(before[0]), end, "") if before else None
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    alone = not text[line_start:start].strip() and line_end != -1 and not text[end:line_end].strip()
    return Fix(line_start, line_end + 1, "") if alone else None
