"""Why somebody is found by a question to the records, as it is told on the screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from textual.content import Content

from kartlegging_tui.domain.explain import Joined
from kartlegging_tui.domain.unknowns import Truth
from kartlegging_tui.domain.worklist import WorklistRow
from kartlegging_tui.language import N_, _
from kartlegging_tui.services.asking_why import WhyPart, WhyValue
from kartlegging_tui.tui import words
from kartlegging_tui.tui.days import near_day
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.paper import Block, Line, indented

IN = 2
"""Columns that a part stands further in than the one it belongs to."""
_JOINED: Mapping[Joined, str] = {
    Joined.AND: N_("all of this:"),
    Joined.OR: N_("any of this:"),
    Joined.NOT: N_("it is not so that:"),
}
_TRUTHS: Mapping[Truth, tuple[str, str, str]] = {
    True: ("✓", N_("true"), "$success"),
    False: ("✗", N_("false"), ""),
    None: ("?", N_("unknown"), "$warning"),
}


def why(row: WorklistRow, parts: Sequence[WhyPart], today: date, wide: bool) -> Iterator[Block]:
    """The name, and the condition part by part; `wide` where there is room for air between them."""
    air = (Line(),) if wide else ()
    years = words.years(row.age(today))
    yield Block((Line(literal(", ".join(part for part in (row.name, years, row.icd10) if part), "bold")),))
    for part in parts:
        yield Block((*air, *(_part(part, today) if part.joined is None else (_head(part),))))


def _head(part: WhyPart) -> Line:
    return indented(_truth(part).append(literal(_(_JOINED[part.joined or Joined.AND]))), part.depth * IN)


def _part(part: WhyPart, today: date) -> Iterator[Line]:
    begin = part.depth * IN
    yield Line(_truth(part).append(literal(part.text)), Content(" " * begin), Content(" " * (begin + IN)))
    for value in part.values:
        text = _value(value, today, alone=len(part.values) == 1)
        yield Line(text, Content(" " * (begin + IN)), Content(" " * (begin + 2 * IN)))


def _truth(part: WhyPart) -> Content:
    glyph, word, style = _TRUTHS[part.truth]
    return literal(f"{glyph} {_(word)}: ", style)


def _value(value: WhyValue, today: date, alone: bool) -> Content:
    """`8 · contact point 2 · 12.10.2026 · ESAS-r`."""
    name = "" if alone and not value.previous else f"{value.name}: "
    if value.previous:
        name = _("{name} the time before").format(name=value.name) + ": "
    where = [_("contact point {number}").format(number=value.contact_point)] if value.contact_point else []
    where += [near_day(value.day, today)] if value.day else []
    where += [value.form] if value.form else []
    return literal(name).append(literal(value.value, "bold")).append(literal("".join(f" · {part}" for part in where)))
