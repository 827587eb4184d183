"""What there is to know about one code of a finding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from kartlegging_tui.definitions.codes.good_files import FORM, HERE
from kartlegging_tui.definitions.findings import Severity


class Example(NamedTuple):
    """A good file, and how it becomes one in which just this is wrong."""

    old: str
    """A part of the good file that stands there once."""
    new: str
    """What stands there instead in the bad one; `HERE` marks the place of the finding."""
    file: str = FORM
    """The good file: a form, a pathway or a list of services."""

    @property
    def bad(self) -> str:
        """The bad file."""
        return self.file.replace(self.old, self.new.replace(HERE, ""))

    @property
    def place(self) -> tuple[int, int]:
        """Line and column, from 1, at which the bad file has its finding."""
        before = self.file.partition(self.old)[0] + self.new.partition(HERE)[0]
        return before.count("\n") + 1, len(before) - before.rfind("\n")


@dataclass(frozen=True)
class FindingCode:
    """A code of a finding, explained. Texts are messages: `_()` says them in the language spoken."""

    name: str
    """In kebab-case; the same for ever: scripts and tests refer to it."""
    severity: Severity
    title: str
    """What it is, in a few words."""
    why: str
    """What would come of it for nurse, patient or answers."""
    what_to_do: str
    example: Example | None = None
    """None where it takes more than the text of one file to show it."""


def error(name: str, title: str, why: str, what_to_do: str, example: Example | None = None) -> FindingCode:
    """A code of what keeps a file from being used."""
    return FindingCode(name, Severity.ERROR, title, why, what_to_do, example)


def warning(name: str, title: str, why: str, what_to_do: str, example: Example | None = None) -> FindingCode:
    """A code of what is worth a look."""
    return FindingCode(name, Severity.WARNING, title, why, what_to_do, example)
