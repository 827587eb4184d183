"""Ids that are easily taken for each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from kartlegging_tui.definitions.findings import Finding, quote
from kartlegging_tui.definitions.lint.walk import items_and_columns
from kartlegging_tui.definitions.source import At, Source
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.language import _

_LONG_ID = 8
"""Letters of an id in which one letter more, less or other is easily overlooked, …"""
_LONG_WORD = 6
"""… and of the word in it: `behov_lege` and `behov_lese` are two short words that anybody tells apart."""
_MOST = 20
"""Findings of this kind in one form; more would hide the others."""
_BETWEEN_DIGITS = re.compile(r"(?<=\d)_(?=\d)")
_LOOKS = str.maketrans({"0": "o", "1": "l", "_": None})

Named = tuple[At, str]


def similar_ids(form: Questionnaire, source: Source) -> Iterator[Finding]:
    """Findings about names in conditions that differ by a letter, an underscore, or a 0 for an o."""
    named = [((*at, "id"), item.id) for at, item in items_and_columns(form)]
    named += [(("scores", number, "id"), score.id) for number, score in enumerate(form.scores)]
    for count, (at, name, first, other) in enumerate(_pairs(named)):
        if count == _MOST:
            return
        message = _("{name} and {other} are easily taken for each other, in conditions and in exports.")
        also = source.related(first, _("the other one"))
        message = message.format(name=quote(name), other=quote(other))
        yield source.finding("similar-ids", message, at, related=[also])


def _pairs(named: Iterable[Named]) -> Iterator[tuple[At, str, At, str]]:
    """Each id with the first before it that is like it; found by what the two have in common, so not by pairs."""
    by_key: dict[object, list[Named]] = defaultdict(list)
    for at, name in named:
        keys = list(dict.fromkeys(_keys(name)))
        for first, other in (each for key in keys for each in by_key.get(key, ())):
            if other != name and _alike(name, other):
                yield at, name, first, other
                break
        for key in keys:
            if len(by_key[key]) < _MOST:
                by_key[key].append((at, name))


def _keys(name: str) -> Iterator[object]:
    """What like ids have in common: how they look, or what is left of them without one letter."""
    yield _looks(name), None
    if len(name) >= _LONG_ID - 1:
        yield name
        for place, letter in enumerate(name):
            if not letter.isdigit():  # numbered ones are told apart by their number
                yield name[:place] + name[place + 1 :]


def _looks(name: str) -> str:
    return _BETWEEN_DIGITS.sub("-", name).translate(_LOOKS)


def _alike(name: str, other: str) -> bool:
    if _looks(name) == _looks(other):
        return True
    if max(len(name), len(other)) < _LONG_ID or _digits(name) != _digits(other):
        return False
    ones, others = name.split("_"), other.split("_")
    if len(ones) != len(others):
        return False
    differing = [pair for pair in zip(ones, others, strict=True) if pair[0] != pair[1]]
    return len(differing) == 1 and min(map(len, differing[0])) >= _LONG_WORD and _one_letter(*differing[0])


def _digits(name: str) -> list[str]:
    return re.findall(r"\d", name)


def _one_letter(word: str, other: str) -> bool:
    """True for words that differ by one letter, more, less or other."""
    if len(word) > len(other):
        word, other = other, word
    if len(word) == len(other):
        return sum(one != two for one, two in zip(word, other, strict=True)) == 1
    return len(other) - len(word) == 1 and any(
        other[:place] + other[place + 1 :] == word for place in range(len(other))
    )
