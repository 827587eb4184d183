"""Texts and conditions that hold a comma and stand between braces without quotation marks.

YAML ends the text at the comma and takes the rest for keys without values. Read on as it was meant: one text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from kartlegging_tui.definitions.findings import Finding, Fix, quote
from kartlegging_tui.definitions.model_keys import keys_at
from kartlegging_tui.definitions.source import At, Source
from kartlegging_tui.domain.texts import LANGUAGES
from kartlegging_tui.language import _

NO_VALUE = re.compile(r"\s*[,}]")
"""What follows a key that has no colon."""
_NUMBERS = ("min", "max", "from", "to", "score", "real_change", "score_if_hidden")
_COMMA = re.compile(r" *, *")


def commas_kept(source: Source, model: type[BaseModel]) -> list[Finding]:
    """Findings about such texts; in the data they are whole again. What `model` knows as a key only lacks a value."""
    found = [
        (before, cut)
        for at in {at[:-1] for at in source.empty}
        for before, cut in _found(source, source.value(at), at)
        if not {at[-1] for at in cut} & {*keys_at(model, source.data, before[:-1]), *LANGUAGES}
    ]
    return [_joined(source, before, cut) for before, cut in found]


def _found(source: Source, data: Any, at: At) -> Iterator[tuple[At, list[At]]]:
    """Where such a text begins in a map, and the keys that are in truth the rest of it."""
    if not isinstance(data, dict):
        return
    before: At | None = None
    cut: list[At] = []
    for key, value in data.items():
        place = (*at, key)
        if before is not None and value is None and _goes_on(source, cut[-1] if cut else before, place, not cut):
            cut.append(place)
            continue
        if before is not None and cut:
            yield before, cut
        before, cut = (place if isinstance(value, str | int | float) else None), []
    if before is not None and cut:
        yield before, cut


def _goes_on(source: Source, before: At, at: At, first: bool) -> bool:
    """True for a key without a colon that a comma parts from the text before it."""
    if at not in source.keys or before not in source.keys:
        return False
    start, end = source.span(at, key=True), source.span(before, key=not first).end
    between = _COMMA.fullmatch(source.text, end, start.start)
    return not start.style and between is not None and NO_VALUE.match(source.text, start.end) is not None


def _joined(source: Source, before: At, cut: list[At]) -> Finding:
    span, end = source.span(before), source.span(cut[-1], key=True).end
    rest = source.text[span.end : end].lstrip()
    whole = (str(source.value(before)) if span.style else source.text[span.start : span.end]) + rest
    if before[-1] in _NUMBERS and re.fullmatch(r"-?\d{1,9},\d{1,6}", whole):
        number = whole.replace(",", ".")
        message = _("Decimals stand after a point. Write {word}.").format(word=quote(number))
        said = source.finding("comma-in-text", message, cut[0], key=True, fix=Fix(span.start, end, number))
        _put(source, before, cut, float(number), end)
        return said
    message = _("A text that holds a comma, between braces, goes in quotation marks; {key} reads as a key.")
    fix = Fix(span.start, end, json.dumps(whole, ensure_ascii=False))
    said = source.finding("comma-in-text", message.format(key=quote(cut[0][-1])), cut[0], key=True, fix=fix)
    _put(source, before, cut, whole, end)
    return said


def _put(source: Source, before: At, cut: list[At], whole: str | float, end: int) -> None:
    siblings = source.value(before[:-1])
    siblings[before[-1]] = whole
    for at in cut:
        del siblings[at[-1]]
        source.empty.discard(at)
    source.values[before] = source.span(before)._replace(end=end)
