"""What is wrong with a file, and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from kartlegging_tui.domain.safe import safe_text

MAX_FINDINGS = 1000
"""Nobody reads more of one file; a file that is not a form at all could have a hundred thousand."""
_QUOTE_LENGTH = 60


class Severity(StrEnum):
    """An error keeps a form from being used; a warning is worth a look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Fix:
    """How a finding is put right without a human: `text` instead of the characters from `start` to `end`.

    Only what cannot change the meaning wrongly has one. The indices are those of the text as the reader has it
    (`Source.text`): without a byte order mark, lines ending in `\\n`, letters composed (NFC).
    """

    start: int
    """Index of the first character that goes."""
    end: int
    """Index after the last one; equal to `start` where something is only put in."""
    text: str


@dataclass(frozen=True)
class Related:
    """Another place in the same file that a finding is about: where the id was used first."""

    line: int
    """From 1."""
    column: int
    """From 1, in characters."""
    end: int
    """The column after the last character meant."""
    message: str
    """A few words: what is there."""
    line_text: str = ""

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        message = one_line(self.message)
        return {"line": self.line, "column": self.column, "end_column": self.end, "message": message}


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong, at its place. Findings sort by file and place."""

    path: str
    """The file, as its reader named it."""
    line: int
    """From 1."""
    column: int
    """From 1, in characters."""
    severity: Severity
    code: str
    """Stable, in kebab-case: what scripts and tests refer to."""
    message: str
    """In the language spoken, in the words of the file."""
    line_text: str = ""
    """The line of the file, for those who show it."""
    end: int = field(default=0, compare=False)
    """The column after the last character that is meant, on the same line; 0 where only the beginning is known."""
    suggestion: str = field(default="", compare=False)
    """What was probably meant, to stand in the place of what is meant; the message says it as well."""
    fix: Fix | None = field(default=None, compare=False)
    """What `check --fix` does about it; None where a human must decide."""
    related: tuple[Related, ...] = field(default=(), compare=False)
    at: tuple[str | int, ...] | None = field(default=None, compare=False)
    """Where in the data it is: the keys and indices that lead there; None for what is about the text alone."""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}"
        return f"{one_line(place)}: {self.severity}[{self.code}]: {one_line(self.message)}"

    def as_dict(self) -> dict[str, Any]:
        """For `--json`; as harmless to a terminal as `str()`."""
        return {
            "path": one_line(self.path),
            "line": self.line,
            "column": self.column,
            "end_column": max(self.end, self.column),
            "severity": self.severity.value,
            "code": self.code,
            "message": one_line(self.message),
            "line_text": one_line(self.line_text),
            "suggestion": one_line(self.suggestion) or None,
            "fixable": self.fix is not None,
            "related": [other.as_dict() for other in self.related],
        }


def one_line(text: str) -> str:
    """`text` on one line, without what a terminal acts upon: a file must not drive the screen of those who check it."""
    return safe_text(text).replace("\n", "\\n").replace("\t", "\\t")


def quote(value: object) -> str:
    """A value of the file as a message shows it: one line, not too long, in backquotes."""
    text = one_line(str(value))
    return f"`{text}`" if len(text) <= _QUOTE_LENGTH else f"`{text[:_QUOTE_LENGTH]}…`"


def quote_all(values: list[str] | tuple[str, ...]) -> str:
    """Several values of the file, with commas between."""
    return ", ".join(quote(value) for value in values)


def has_errors(findings: tuple[Finding, ...] | list[Finding]) -> bool:
    """True if one of them keeps the file from being used."""
    return any(finding.severity is Severity.ERROR for finding in findings)
