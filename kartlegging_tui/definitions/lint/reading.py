"""Texts for patients: not hard to read, and not longer than a small screen has room for."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

from kartlegging_tui.definitions.findings import Finding, quote
from kartlegging_tui.definitions.lint.walk import in_language, items_and_columns, option_lists
from kartlegging_tui.definitions.source import At, Source
from kartlegging_tui.domain.questionnaire import Questionnaire, Wording
from kartlegging_tui.domain.questions import Info, Scale
from kartlegging_tui.domain.readability import readability
from kartlegging_tui.domain.texts import Text
from kartlegging_tui.language import _

HARD, FEW_WORDS = 55, 15
"""Björnsson's "very hard", for a text alone; and the fewest words of which that is said."""
HARD_FORM, FEW_WORDS_OF_FORM = 45, 100
"""Björnsson's "hard", for all questions of a form together."""


class Room(NamedTuple):
    """How much a text may fill on a screen of 80 characters before it is hard to take in, or cut off."""

    width: int
    """Characters on a line."""
    lines: int


class Kind(Enum):
    """What a text is."""

    TITLE = auto()
    """Of the form or of a section."""
    QUESTION = auto()
    INFO = auto()
    OPTION = auto()
    END = auto()
    """Of a scale."""
    NEED = auto()
    SCORE = auto()
    BAND = auto()


_ROOM = {
    Kind.TITLE: Room(60, 1),  # the heading holds both on one line
    Kind.QUESTION: Room(75, 5),  # with more, the options are below the edge of the screen
    Kind.INFO: Room(75, 6),
    Kind.OPTION: Room(69, 2),  # behind the key and the box
    Kind.END: Room(70, 1),
    Kind.NEED: Room(60, 1),  # in the lists of needs and of tasks
    Kind.SCORE: Room(60, 1),
    Kind.BAND: Room(75, 2),
}
"""The room there is on 80 × 24: see `tui/widgets/form_lines.py`."""
_FOR_PATIENTS = (Kind.QUESTION, Kind.INFO, Kind.OPTION, Kind.NEED, Kind.BAND)


def reading(form: Questionnaire, source: Source) -> Iterator[Finding]:
    """Findings about texts that are too long or too hard; not about words that are others' and cannot be changed."""
    fixed = {
        language
        for language, wording in (form.wording or {}).items()
        if wording in (Wording.OFFICIAL, Wording.TRANSCRIBED)
    }
    asked: dict[str, list[str]] = defaultdict(list)
    for at, text, kind in _texts(form):
        is_asked, for_patients, room = kind in (Kind.QUESTION, Kind.INFO), kind in _FOR_PATIENTS, _ROOM[kind]
        for language, words in text.root.items():
            if language in fixed:
                continue
            if is_asked:
                asked[language].append(words.strip())
            if len(words) > room.width:
                yield from _too_long(source, in_language(source, at, language), language, words, room)
            if for_patients and words.count(" ") >= FEW_WORDS - 1:
                yield from _too_hard(source, in_language(source, at, language), language, words)
    for language, questions in asked.items():
        found = readability("\n\n".join(questions))
        if found.words >= FEW_WORDS_OF_FORM and found.lix >= HARD_FORM:
            message = _("The questions in {language} are hard to read: LIX {lix}; below {limit} most can read them.")
            message = message.format(language=quote(language), lix=round(found.lix), limit=HARD_FORM)
            yield source.finding("hard-to-read", message, in_language(source, ("title",), language))


def _too_long(source: Source, at: At, language: str, words: str, room: Room) -> Iterator[Finding]:
    lines = textwrap.wrap(words, room.width)
    if len(lines) > room.lines:
        message = _("The text ({language}) takes {length} characters; on a small screen there is room for {room}.")
        message = message.format(language=quote(language), length=len(words), room=room.width * room.lines)
        yield source.finding("long-text", message, at)


def _too_hard(source: Source, at: At, language: str, words: str) -> Iterator[Finding]:
    found = readability(words)
    if found.words >= FEW_WORDS and found.lix >= HARD:
        message = _(
            "The text ({language}) is hard to read: LIX {lix}. Shorter sentences and shorter words make it easier."
        )
        yield source.finding("hard-to-read", message.format(language=quote(language), lix=round(found.lix)), at)


def _texts(form: Questionnaire) -> Iterator[tuple[At, Text, Kind]]:
    yield ("title",), form.title, Kind.TITLE
    for number, section in enumerate(form.sections):
        yield ("sections", number, "title"), section.title, Kind.TITLE
    for at, item in items_and_columns(form):
        if item.text is not None:
            yield (*at, "text"), item.text, Kind.INFO if isinstance(item, Info) else Kind.QUESTION
        if isinstance(item, Scale):
            yield (*at, "ends", "low"), item.ends.low, Kind.END
            yield (*at, "ends", "high"), item.ends.high, Kind.END
    for at, listed in option_lists(form):
        for number, option in enumerate(listed):
            yield (*at, number, "text"), option.text, Kind.OPTION
    for number, score in enumerate(form.scores):
        if score.title is not None:
            yield ("scores", number, "title"), score.title, Kind.SCORE
        for place, band in enumerate(score.bands):
            yield ("scores", number, "bands", place, "text"), band.text, Kind.BAND
    for number, need in enumerate(form.needs):
        yield ("needs", number, "title"), need.title, Kind.NEED
