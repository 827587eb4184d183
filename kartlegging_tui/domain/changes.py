"""What can have changed between two versions of a form, and how much it weighs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any


class Weight(IntEnum):
    """What a change means for the answers that are stored. The heaviest sorts first."""

    BREAKING = 0
    """Stored answers lose their meaning, or no longer fit; scores of before and after cannot be compared."""
    CAREFUL = 1
    """Stored answers keep, but what is asked, or what it means, may have shifted."""
    HARMLESS = 2
    """Nothing that stored answers depend on."""

    @property
    def word(self) -> str:
        """As scripts read it: `breaking`, `careful`, `harmless`."""
        return self.name.lower()


class Thing(StrEnum):
    """What a form is made of."""

    FORM = "form"
    SECTION = "section"
    QUESTION = "question"
    COLUMN = "column"
    OPTION = "option"
    LIST = "option_list"
    LISTED = "listed_option"
    """An option of a list that questions share."""
    SCORE = "score"
    BAND = "band"
    NEED = "need"


class What(StrEnum):
    """What happened to it."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    """It has another id, or an option another value, and `formerly` says so: answers are followed."""
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True)
class Change:
    """One thing that is different."""

    weight: Weight
    thing: Thing
    what: What
    at: tuple[str, ...]
    """The ids that lead to it, as they are now (or were, where it is gone): `("barn", "alder")`; none for the form."""
    field: str = ""
    """Of what has changed: the key in the file."""
    before: Any = None
    """The value of the field before; where something was renamed, its id; where it was moved, its section."""
    after: Any = None
    """The same, after."""
    old: Any = None
    """The thing itself before; None where it is added."""
    new: Any = None
    """The thing itself after; None where it is removed."""
    of: Any = None
    """Of an option or a column: the question that it belongs to, before."""

    @property
    def name(self) -> str:
        """What it is called on a command line: `barn.alder`, `sted.rygg`."""
        return ".".join(self.at)
