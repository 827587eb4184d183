"""The names that a condition in a text may use, and what the nurse calls them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache, partial

from kartlegging_tui.definitions.condition_completion import CONTEXT_WORDS, Word
from kartlegging_tui.definitions.cursor import Cursor
from kartlegging_tui.definitions.names_in_text import Named, Names, NamesInText
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import AnyItem, Choice, Choices, Info
from kartlegging_tui.language import _

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
Words = dict[str, Word]


@lru_cache(maxsize=2)
def names_in(text: str) -> NamesInText:
    """The names of a text; kept for the next question about the same text."""
    return NamesInText(text)


def words_in_text(text: str, cursor: Cursor, language: str) -> tuple[Words, Words]:
    """The names that may stand alone where the cursor is, those of its own row first; and the columns of all rows."""
    names = names_in(text)
    own = names.at(cursor.index, Names.COLUMN) or names.at(cursor.index, Names.QUESTION, Names.SCORE)
    group = _group(names, cursor)
    alone: Words = {}
    columns: Words = {}
    in_row: Words = {}
    hides_itself = cursor.key in ("visible_if", "value")
    for named in _nearest_first(names.of(Names.QUESTION, Names.COLUMN, Names.SCORE), cursor.index):
        word = _word(names, named, language)
        if (named is own and hides_itself) or word.type == "info":
            continue
        if named.names is not Names.COLUMN:
            alone[named.id] = word
        else:
            columns[named.name] = word
            if named.group == group:
                in_row[named.id] = Word(named.id, word.type, word.detail, word.options)
    alone |= _context()
    return in_row | {name: word for name, word in alone.items() if name not in in_row}, columns


def _nearest_first(found: list[Named], index: int) -> list[Named]:
    """Upwards from the cursor, then those below it: most conditions are about what was asked just before."""
    above = [named for named in found if named.start < index]
    return [*reversed(above), *found[len(above) :]]


def _group(names: NamesInText, cursor: Cursor) -> str | None:
    """The group of rows in which the condition is read: around a column, or named by a need."""
    if "row" in cursor.at:
        question = names.at(cursor.index, Names.QUESTION)
        return question.id if question else None
    each = cursor.beside.get("each")
    return each if isinstance(each, str) else None


def _word(names: NamesInText, named: Named, language: str) -> Word:
    kind = "score" if named.names is Names.SCORE else named.type
    return Word(named.name, kind, partial(named.words, language), lambda: _literals(named.options(names, language)))


def _literals(options: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(value if _NUMBER.fullmatch(value) else '"' + value.strip("\"'") + '"', text) for value, text in options]


def _context() -> Words:
    return {name: Word(name, "context", partial(_, words), list) for name, words in CONTEXT_WORDS.items()}


def words_of_forms(forms: Mapping[str, Questionnaire], language: str) -> Words:
    """The names that a pathway may use: `form.question`, `form.score`."""
    found = _context()
    for form in forms.values():
        for item in form.items():
            if not isinstance(item, Info):
                found[f"{form.id}.{item.id}"] = _word_of_item(form, item, language)
        for score in form.scores:
            name, title = f"{form.id}.{score.id}", score.title
            found[name] = Word(name, "score", partial(title.to, language) if title else str, list)
    return found


def _word_of_item(form: Questionnaire, item: AnyItem, language: str) -> Word:
    def options() -> list[tuple[str, str]]:
        if not isinstance(item, Choice | Choices):
            return []
        return [
            (f'"{option.value}"' if isinstance(option.value, str) else str(option.value), option.text.to(language))
            for option in form.options(item)
        ]

    return Word(f"{form.id}.{item.id}", item.type, partial(item.text.to, language) if item.text else str, options)
