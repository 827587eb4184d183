"""The word that was probably meant: near in its letters to one that is not there."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from kartlegging_tui.definitions.findings import quote
from kartlegging_tui.language import _

_NEAR = 60
"""Of a hundred, as the longest common letters measure likeness. What is less alike is no suggestion."""
_DIGITS = re.compile(r"\d+")
_LONG = 8
"""Letters of a word in which two slips are still clearly slips."""


@dataclass(frozen=True)
class Near:
    """A word that is not there, and those that are."""

    word: str
    known: Collection[str]
    certain: str = ""
    """The one that is meant for sure, where that is known otherwise."""

    @cached_property
    def _nearest(self) -> list[str]:
        """The nearest few, the most alike first."""
        from rapidfuzz import fuzz, process  # only where something is wrong: it takes its time to load

        known, begins = list(self.known), self._common
        parts = [word[begins:] for word in known]
        found = process.extract(self.word[begins:], parts, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=5)
        return [known[number] for _part, _likeness, number in found]

    @cached_property
    def _common(self) -> int:
        """How many letters are those of the form or group that all are in (`god.`): they make no two words alike."""
        within = self.word[: self.word.find(".") + 1]
        return len(within) if within and all(word.startswith(within) for word in self.known) else 0

    @property
    def suggestion(self) -> str:
        """The nearest word; empty where none is near."""
        return self.certain or next(iter(self._nearest), "")

    @property
    def question(self) -> str:
        """The suggestion as a sentence to add to a message; empty where there is none, or no question about it."""
        if self.certain or not self.suggestion:
            return ""
        return " " + _("Did you mean {word}?").format(word=quote(self.suggestion))

    @property
    def clear(self) -> str:
        """The one word of which this is surely a misspelling; empty where that is not certain.

        Certain enough to be written without asking: it is a slip or two of the finger, no other word is nearly as
        near, the first letter is right (`urolig` is not `rolig`), and so are all digits (`smerte2` is not `smerte1`).
        """
        if self.certain or not self._nearest:
            return self.certain
        from rapidfuzz.distance import OSA

        near, *others = self._nearest
        slips = OSA.distance(self.word, near)
        if any(OSA.distance(self.word, other) <= slips + 1 for other in others):
            return ""
        begins = self._common
        if self.word[begins:][:1] != near[begins:][:1] or _DIGITS.findall(self.word) != _DIGITS.findall(near):
            return ""
        return near if slips <= (2 if len(self.word) >= _LONG else 1) else ""


def did_you_mean(word: str, known: Collection[str]) -> str:
    """A suggestion to add to a message, where a known word is near; else nothing."""
    return Near(word, known).question
