"""How a question looks: its text, its options, its answer, last time's answer and its note, as lines of styled spans.

Pure layout, measured in terminal cells. What differs only while the question is the current one (the bar at the left,
bold text) is added when a line is drawn, so that moving changes no layout.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile

from rich.cells import cell_len

from kartlegging_tui.domain.answers import Answer, Path
from kartlegging_tui.domain.picking import is_picked, option_keys
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import AnyItem, Choice, Choices, Computed, Info, Rows, Scale, TextQuestion, YesNo
from kartlegging_tui.domain.safe import safe_text
from kartlegging_tui.domain.values import Words, shown_quantity, shown_value
from kartlegging_tui.tui.widgets.last_lines import Beside, last_lines
from kartlegging_tui.tui.widgets.spans import Ink, Line, Span, wrapped

GUTTER = 4
"""Cells at the left: the bar of the current question, and its mark."""


class Part(StrEnum):
    """What stands on a line of the form."""

    QUESTION = "question"
    INFO = "info"
    HEADING = "heading"
    """The title of the section, where there is no other room for it."""
    GROUP = "group"
    """The heading of a repeating group."""
    KEPT = "kept"
    """An answer to a question that is hidden now: kept until signing."""
    ADD = "add"
    """Where a row is added to a group; the group's own answer belongs here."""


@dataclass(frozen=True)
class Entry:
    """One thing in a section, at one place."""

    part: Part
    path: Path
    item: AnyItem
    row_heading: str = ""
    """Above the first question of a row: which row it is."""
    in_row: bool = False

    @property
    def stops(self) -> bool:
        """True if the cursor stops here."""
        return self.part in (Part.QUESTION, Part.ADD)


@dataclass(frozen=True)
class Look:
    """All that decides how an entry looks, but whether it is the current one. Equal looks have equal lines."""

    entry: Entry
    answer: Answer
    computed: float | None
    urgent: bool
    required: bool
    box_rows: int
    """Lines held free for the box that is being typed in; 0 for none."""
    box_for_note: bool
    option_cursor: int | None
    width: int


@dataclass(frozen=True)
class Manner:
    """In what words the form is drawn."""

    questionnaire: Questionnaire
    language: str
    """The language of the questions: the patient's."""
    words: Words
    beside: Beside | None
    """Last time, in words; None where the form is filled for the first time."""
    add_row: str
    """ "Add {name} ({key})", in the language of the program."""
    add_row_key: str
    """The key that adds a row, as it is shown."""
    type_here: str
    """What an empty box says."""
    parked: str
    kept: str
    """What is said of an answer to a question that is hidden now."""
    told: Callable[[Path], Sequence[str]] | None = None
    """Where the form is only read: what is said below an answer, such as who gave it. No keys are shown then."""


def lines_of(look: Look, manner: Manner) -> tuple[Line, ...]:
    """The lines of an entry, the blank one after it included."""
    return tuple(_lines(look, manner))


def _lines(look: Look, manner: Manner) -> Iterator[Line]:
    entry, width = look.entry, look.width - GUTTER - 1
    for text in wrapped(entry.row_heading, width) if entry.row_heading else ():
        yield ((text, Ink.HEADING),)
    match entry.part:
        case Part.ADD:
            yield from _adder(look, manner, width)
        case Part.GROUP | Part.INFO | Part.HEADING:
            ink = Ink.MUTED if entry.part is Part.INFO else Ink.HEADING
            for text in wrapped(_text(entry.item, manner), width):
                yield ((text, ink),)
        case Part.KEPT:
            shown = shown_value(entry.item, manner.questionnaire, look.answer, manner.language, manner.words)
            for text in wrapped(f"{_text(entry.item, manner)} – {shown} ({manner.kept})", width):
                yield ((text, Ink.MUTED),)
        case Part.QUESTION:
            yield from _question(look, manner, width)
    yield ()


def box_line(lines: Sequence[Line]) -> int:
    """The first line held free for the box, counted from the entry's first line."""
    return next((place for place, line in enumerate(lines) if line and line[0][1] is Ink.BOX), 0)


def heading_lines(look: Look, lines: Sequence[Line]) -> int:
    """How many lines the row's heading takes, above the entry's own."""
    heads = takewhile(lambda line: bool(line) and line[0][1] is Ink.HEADING, lines if look.entry.row_heading else ())
    return sum(1 for _ in heads)


def _adder(look: Look, manner: Manner, width: int) -> Iterator[Line]:
    item = look.entry.item
    name = item.row_title.to(manner.language) if isinstance(item, Rows) and item.row_title else ""
    if look.answer.missing is not None:
        yield ((manner.words.of(look.answer.missing), Ink.CHOSEN),)
    elif manner.told is None:
        yield (("+ ", Ink.KEY), (manner.add_row.format(name=name, key=manner.add_row_key).strip(), Ink.MUTED))
    yield from _last(look, manner, width)
    yield from _note(look, width)
    yield from _told(look, manner, width)


def _question(look: Look, manner: Manner, width: int) -> Iterator[Line]:
    item, answer = look.entry.item, look.answer
    ink = Ink.URGENT if look.urgent else Ink.TEXT
    for text in wrapped(_text(item, manner), width):
        yield ((text, ink),)
    typing_value = look.box_rows and not look.box_for_note
    if isinstance(item, Computed):
        yield (
            (shown_quantity(item, look.computed, manner.language) if look.computed is not None else "–", Ink.CHOSEN),
        )
    elif isinstance(item, Scale) and is_picked(item):
        yield from _scale(item, look, manner, width)
    elif is_picked(item):
        yield from _options(item, look, manner, width)
    if typing_value:
        yield from (((" ", Ink.BOX),) for _ in range(look.box_rows))
    elif not isinstance(item, Computed) and not is_picked(item):
        yield from _written(item, look, manner, width)
    if answer.missing is not None:
        yield ((f"– {manner.words.of(answer.missing)}", Ink.CHOSEN),)
    if answer.parked:
        yield ((f"» {manner.parked}", Ink.MARK),)
    yield from _last(look, manner, width)
    yield from _note(look, width)
    yield from _told(look, manner, width)


def _told(look: Look, manner: Manner, width: int) -> Iterator[Line]:
    for text in manner.told(look.entry.path) if manner.told is not None else ():
        for part in wrapped(text, width):
            yield ((part, Ink.MUTED),)


def _text(item: AnyItem, manner: Manner) -> str:
    return item.text.to(manner.language) if item.text else item.id


def _written(item: AnyItem, look: Look, manner: Manner, width: int) -> Iterator[Line]:
    shown = shown_value(item, manner.questionnaire, _without_missing(look.answer), manner.language, manner.words)
    if not shown:
        if look.answer.missing is None:
            yield (("▏", Ink.KEY), (manner.type_here, Ink.MUTED))
        return
    for text in wrapped(shown, width - 2):
        yield (("▏", Ink.KEY), (text, Ink.CHOSEN))


def _without_missing(answer: Answer) -> Answer:
    return answer if answer.missing is None else Answer()


def _scale(item: Scale, look: Look, manner: Manner, width: int) -> Iterator[Line]:
    numbers = range(item.min, item.max + 1)
    low, high = item.ends.low.to(manner.language), item.ends.high.to(manner.language)
    if item.descending:
        numbers, low, high = numbers[::-1], high, low
    spans: list[Span] = []
    for place, number in enumerate(numbers):
        chosen = look.answer.value == number and not isinstance(look.answer.value, bool)
        at_cursor = look.option_cursor == place
        left, right = ("(", ")") if chosen else ("›", " ") if at_cursor else (" ", " ")
        spans.append((f"{left}{number}{right}", Ink.CHOSEN if chosen else Ink.KEY))
    length = sum(cell_len(text) for text, _ in spans)
    if cell_len(low) + cell_len(high) + length + 4 <= width:
        yield ((low, Ink.MUTED), ("  ", Ink.MUTED), *spans, ("  ", Ink.MUTED), (high, Ink.MUTED))
        return
    yield tuple(spans)
    if cell_len(low) + cell_len(high) + 3 <= width:
        gap = max(3, length - cell_len(low) - cell_len(high))
        middle = " " * gap if gap > 3 else " ↔ "
        yield ((low, Ink.MUTED), (middle, Ink.MUTED), (high, Ink.MUTED))
        return
    for number, text in ((numbers[0], low), (numbers[-1], high)):
        for part in wrapped(f"{number} = {text}", width):
            yield ((part, Ink.MUTED),)


def _options(item: AnyItem, look: Look, manner: Manner, width: int) -> Iterator[Line]:
    drawn = list(_option_spans(item, look, manner))
    lengths = [sum(cell_len(text) for text, _ in spans) for spans in drawn]
    if sum(lengths) + 3 * (len(drawn) - 1) <= width and len(drawn) <= 4:
        line: list[Span] = []
        for spans in drawn:
            line += ([("   ", Ink.TEXT)] if line else []) + spans
        yield tuple(line)
        return
    for spans in drawn:
        *before, (text, ink) = spans
        indent = sum(cell_len(part) for part, _ in before)
        for place, part in enumerate(wrapped(text, width - indent)):
            yield (*before, (part, ink)) if place == 0 else ((" " * indent, Ink.TEXT), (part, ink))


def _option_spans(item: AnyItem, look: Look, manner: Manner) -> Iterator[list[Span]]:
    if isinstance(item, YesNo):
        entries = [
            ("j", manner.words.yes, look.answer.value is True),
            ("n", manner.words.no, look.answer.value is False),
        ]
        several = False
    elif isinstance(item, Choice | Choices):
        options = manner.questionnaire.options(item)
        several = isinstance(item, Choices)
        chosen = look.answer.value if isinstance(look.answer.value, tuple) else (look.answer.value,)
        entries = []
        for key, option in zip(option_keys(options), options, strict=True):
            text = option.text.to(manner.language)
            is_chosen = option.value in chosen
            if option.other and is_chosen and look.answer.other:
                text += f": {look.answer.other}"
            entries.append((key, text, is_chosen))
        known = {option.value for option in options}
        entries += [("", str(value), True) for value in chosen if value is not None and value not in known]
    else:
        return
    for place, (key, text, is_chosen) in enumerate(entries):
        box = ("[x]" if is_chosen else "[ ]") if several else ("(●)" if is_chosen else "( )")
        cursor = "›" if look.option_cursor == place else " "
        ink = Ink.CHOSEN if is_chosen else Ink.TEXT
        shown = " " if manner.told is not None else key or " "
        yield [(shown, Ink.KEY), (cursor, Ink.KEY), (f"{box} ", ink), (safe_text(text), ink)]


def _last(look: Look, manner: Manner, width: int) -> Iterator[Line]:
    if manner.beside is None:
        return
    yield from last_lines(manner.beside, look.entry.path, look.answer, look.computed, width)


def _note(look: Look, width: int) -> Iterator[Line]:
    if look.box_rows and look.box_for_note:
        yield from (((" ", Ink.BOX),) for _ in range(look.box_rows))
    elif look.answer.note:
        for place, part in enumerate(wrapped(look.answer.note, width - 2)):
            yield (("✎ " if place == 0 else "  ", Ink.NOTE), (part, Ink.NOTE))


def box_rows(item: AnyItem, note: bool) -> int:
    """How many lines the box of a question has."""
    return max(item.lines, 2) if isinstance(item, TextQuestion) and item.lines > 1 and not note else 2 if note else 1


def mark_of(look: Look) -> Span:
    """The sign before a question: answered, answered with a reason for having no value, required, urgent, open."""
    if look.entry.part is not Part.QUESTION or isinstance(look.entry.item, Info | Computed):
        return " ", Ink.MUTED
    if look.urgent:
        return "!", Ink.URGENT
    if look.answer.value is not None:
        return "✓", Ink.MARK
    if look.answer.missing is not None:
        return "–", Ink.MARK
    if look.answer.parked:
        return "»", Ink.MARK
    return ("*", Ink.KEY) if look.required else ("·", Ink.MUTED)
