"""Names that are nearly what was typed: one typing error is forgiven, two in a long word.

Only where nobody is found as it was typed: what begins exactly so always comes first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from kartlegging_tui.domain.filters import Filter
from kartlegging_tui.domain.worklist import Search, WorklistRow
from kartlegging_tui.records import names
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.records.worklist import Look

SHORTEST = 3
"""Letters of a word that can have an error: of two, half would be wrong."""
LONG = 8
"""Letters from which two errors are forgiven."""
WHOLE = 4
"""Letters from which the word may be the beginning of a name."""
MOST = 30
"""Names that are tried for one word."""


@dataclass(frozen=True)
class Near:
    """That names are shown that are only like what was typed."""

    typed: str
    names: tuple[str, ...]
    """As they are written in the records, of those shown; at most three."""


class NearNames:
    """Knows the words of all names: read once, and again when names have come in."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._mark: tuple[int, int] | None = None

    def look(self, view: Reading, search: Search, only: Filter, today: date) -> tuple[Look, Search]:
        """What a search finds, with typing errors forgiven where it finds nobody; and the search that finds it."""
        wanted = [word for text in search.words for word in names.words(text)]
        unknown = [word for word in wanted if not view.knows_name(word)]
        if not unknown:
            found = view.look(today, search, only)
            if len(wanted) < 2 or any(found.counts.values()):
                return found, search
        forgiving = replace(search, near=tuple(self._near_all(view, unknown or wanted)))
        return view.look(today, forgiving, only), forgiving

    def _near_all(self, view: Reading, words: Iterable[str]) -> Iterable[tuple[str, tuple[str, ...]]]:
        mark = view.mark_of_names()
        if mark != self._mark:
            self._words, self._mark = view.words_of_names(), mark
        return ((word, tuple(near(word, self._words))) for word in words)


def near(typed: str, words: list[str]) -> list[str]:
    """The words nearest to what was typed, or that begin like it; two letters swapped are one error.

    Not those that begin exactly so: they are found anyhow.
    """
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    if len(typed) < SHORTEST:
        return []
    errors = 2 if len(typed) >= LONG else 1
    found: dict[str, float] = {}
    lengths = range(len(typed) - errors, len(typed) + errors + 1) if len(typed) >= WHOLE else ()
    for length in (0, *lengths):
        beginnings = [word[:length] for word in words] if length else words
        like = extract(typed, beginnings, scorer=OSA.distance, processor=None, score_cutoff=errors, limit=MOST)
        for _, distance, place in like:
            word = words[place]
            if not word.startswith(typed):  # the whole word comes before one that only begins so
                away = distance + (0.5 if length and len(word) > length else 0)
                found[word] = min(found.get(word, away), away)
    nearest = min(found.values(), default=0)
    return sorted(word for word, distance in found.items() if distance == nearest)


def told(search: Search, rows: Iterable[WorklistRow]) -> tuple[Near, ...]:
    """For which words names that are only like them are shown, and which names, as they are written."""
    written = [part for row in rows for part in row.name.replace("-", " ").split()]
    shown = []
    for typed, words in search.near:
        like = [part for part in written if set(names.words(part)) & set(words)]
        exact = any(word.startswith(typed) for part in written for word in names.words(part))
        if like and not exact:
            shown.append(Near(typed, tuple(dict.fromkeys(like))[:3]))
    return tuple(shown)
