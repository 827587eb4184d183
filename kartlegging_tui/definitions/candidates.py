"""What can be put in at the cursor, and how it is narrowed while one types."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

MOST = 60
"""Nobody reads a longer list; who types on gets a shorter one."""
_FOLDED = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})


@dataclass(frozen=True)
class Candidate:
    """One thing that can be put in."""

    text: str
    """What is put in."""
    label: str
    """What the list shows."""
    detail: str = ""
    """What it is, on one line."""


@dataclass(frozen=True)
class Completion:
    """What can be put in at the cursor, the likeliest first."""

    start: int
    """Index in the text from which on …"""
    end: int
    """… to which the candidate's text is put in the place of what stands there."""
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class Possible:
    """A candidate whose detail is looked up only where it will be shown."""

    label: str
    detail: Callable[[], str] | str = ""
    text: str | None = None
    """What is put in; the label where left out."""

    def candidate(self) -> Candidate:
        detail = self.detail if isinstance(self.detail, str) else self.detail()
        return Candidate(self.label if self.text is None else self.text, self.label, " ".join(detail.split()))


def narrowed(possible: Iterable[Possible], typed: str) -> tuple[Candidate, ...]:
    """Those that begin with what is typed, then those that hold it; capital letters and æøå are read as ids are."""
    wanted = folded(typed)
    first: list[Possible] = []
    then: list[Possible] = []
    for one in possible:
        name = folded(one.label)
        if name.startswith(wanted):
            first.append(one)
        elif wanted in name:
            then.append(one)
    return tuple(one.candidate() for one in (first + then)[:MOST])


def folded(text: str) -> str:
    """As an id would be written: `sovn` for Søvn, `fodselsar` for fødselsår and for fodselsaar; without quotes."""
    return text.strip("\"' -").lower().translate(_FOLDED).replace("aa", "a")
