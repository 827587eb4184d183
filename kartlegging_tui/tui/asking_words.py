"""What is told of a question to the records: what it means, of how many it is true, and why somebody is found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from textual.content import Content

from kartlegging_tui.domain.explain import Joined
from kartlegging_tui.domain.unknowns import Truth
from kartlegging_tui.domain.worklist import Due, WorklistRow
from kartlegging_tui.language import N_, _, plural
from kartlegging_tui.services.asking import Checked, Found, Suggestion, Written
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


def meaning(checked: Checked, in_words: str) -> Content:
    """What is wrong with a condition, a line for each mistake; else what it means."""
    if checked.mistakes:
        return Content("\n").join(literal(f"! {each.message}", "$error") for each in checked.mistakes)
    never = " " + _("No answers can make this true.") if checked.never else ""
    return literal(f"= {in_words}.{never}")


def suggestions(offered: Sequence[Suggestion], pointed: int, width: int) -> Content:
    """A line for each, the one that is pointed at marked; `width` is in columns."""
    lines = (
        literal("▸ " if place == pointed else "  ", "bold")
        .append(literal(each.text, "bold"))
        .append(literal(f"  {each.meaning}"))
        .truncate(width, ellipsis=True)
        for place, each in enumerate(offered)
    )
    return Content("\n").join(lines)


def told(at: int | None, found: Found | None, checked: Checked | None) -> Content:
    """By which answers it is asked, and how many are found; and the condition they were found by, where it is another.

    `at` is a contact point, None for the latest answers.
    """
    which = _("latest answers") if at is None else _("contact point {number}").format(number=at)
    begun = literal(_("By: {which}").format(which=which), "bold")
    if found is None:
        return begun
    total, counts = len(found.pathways), found.counts
    parts = [plural("{count} pathway", "{count} pathways", total).format(count=total)]
    parts += [f"{words.GLYPHS[due]} {_(words.DUE[due])} {counts[due]}" for due in Due if counts.get(due)]
    if checked is not None and found.question.text != checked.text:
        parts.append(_("before: {condition}").format(condition=found.question.text))
    return begun.append(literal("".join(f" · {part}" for part in parts)))


def passage(row: Written) -> Content:
    """Where words are written, and below it the whole text."""
    where = [row.form or _("plan"), row.question, row.passage.author]
    where.append("§ " + _("not for the patient's copy") if row.confidential else "")
    head = literal(" · ".join(part for part in where if part), "bold")
    return head.append("\n").append(literal(row.passage.text))


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
