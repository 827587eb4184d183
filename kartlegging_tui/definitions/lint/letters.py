"""Letters that look like others: a Cyrillic о among Latin letters, two values that look the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from kartlegging_tui.definitions.findings import Finding, quote
from kartlegging_tui.definitions.lint.walk import in_language, option_lists
from kartlegging_tui.definitions.source import At, Source
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.texts import Text
from kartlegging_tui.language import _

_LOOK_LIKE = str.maketrans(
    "аеосрхуіјѕһԁԛԝАВЕЗКМНОРСТХУІЈЅοΟΑΒΕΖΗΙΚΜΝΤΥΧΡν",
    "aeocpxyijshdqwABE3KMHOPCTXYIJSoOABEZHIKMNTYXPv",
)
"""Cyrillic and Greek letters, and the Latin ones that they look like in most fonts.

After Unicode's list of confusable characters (UTS #39); only those that are the same at a glance.
"""
_FOREIGN = re.compile(r"[\u0370-\u03ff\u0400-\u052f]")
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")


def letters(form: Questionnaire, source: Source, written: Iterable[tuple[At, Text]]) -> Iterator[Finding]:
    """Findings about words of two alphabets, and about values that differ only in ways that nobody sees.

    `written` are the texts of the form.
    """
    for at, text in written:
        for language, words in text.root.items():
            if _FOREIGN.search(words):
                yield from _mixed(source, in_language(source, at, language), words)
    for at, listed in option_lists(form):
        seen: dict[str, tuple[At, object]] = {}
        for number, option in enumerate(listed):
            place: At = (*at, number, "value")
            if not isinstance(option.value, str):
                continue
            if _FOREIGN.search(option.value):
                yield from _mixed(source, place, option.value)
            first, value = seen.setdefault(_looks(option.value), (place, option.value))
            if value != option.value:
                message = _("The value {value} looks almost the same; nobody could tell them apart in an export.")
                also = source.related(first, _("the other value"))
                yield source.finding("similar-values", message.format(value=quote(value)), place, related=[also])


def _looks(value: str) -> str:
    """What people see: compatible forms of letters, capitals and look-alikes made one."""
    return unicodedata.normalize("NFKC", value).translate(_LOOK_LIKE).casefold()


def _mixed(source: Source, at: At, words: str) -> Iterator[Finding]:
    """A finding for the first word in which look-alikes stand among Latin letters. TNFα and µg are no such words."""
    for found in _WORD.finditer(words):
        word = found[0]
        odd = [letter for letter in word if _CYRILLIC.match(letter) or letter.translate(_LOOK_LIKE) != letter]
        if odd and _LATIN.search(word):
            message = _("{word} has letters of two alphabets: the {letter} ({name}) only looks like one of ours.")
            name = unicodedata.name(odd[0], "").lower()
            message = message.format(word=quote(word), letter=quote(odd[0]), name=name)
            plain = word.translate(_LOOK_LIKE)
            suggestion = plain if not _FOREIGN.search(plain) else ""
            yield source.finding(
                "mixed-scripts", message, at, offset=found.start(), length=len(word), suggestion=suggestion
            )
            return
