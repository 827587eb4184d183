"""Draws findings for a terminal: the line that programs read, and under it the place in the file, underlined.

    god.yaml:70:11: error[unknown-name]: There is no question or score called `plagg`. Did you mean `plage`?
       |
    70 |     when: plagg >= 4
       |           ^^^^^
       = help: did you mean `plage`? `--fix` writes it.

Nothing depends on colour. What comes from a file goes through `one_line`, so that it cannot drive the terminal.
"""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, NamedTuple

from kartlegging_tui.command_line.paint import PAINTED, PLAIN, Paint
from kartlegging_tui.language import _

if TYPE_CHECKING:
    from kartlegging_tui.definitions.findings import Finding

USUAL_WIDTH = 120
"""Columns where nobody knows how wide the reader's window is: in a file, through a pipe."""
_NARROWEST = 40
_BEFORE = 3
"""Where a long line is cut, about one part in so many stands before the place."""


@dataclass(frozen=True)
class Look:
    """How findings are drawn."""

    width: int = USUAL_WIDTH
    """Columns."""
    colour: bool = False
    short: bool = False
    """The first line alone: for grep, and for editors that know it from other tools."""


def look_of(stream: IO[str], short: bool = False) -> Look:
    """What suits where it goes. NO_COLOR is heeded (no-color.org)."""
    terminal = stream.isatty()
    width = shutil.get_terminal_size((USUAL_WIDTH, 24)).columns if terminal or "COLUMNS" in os.environ else USUAL_WIDTH
    colour = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Look(max(width, _NARROWEST), colour, short)


def show(findings: Iterable[Finding], stream: IO[str] | None = None, short: bool = False) -> None:
    """Prints the findings."""
    stream = stream or sys.stdout
    look = look_of(stream, short)
    for finding in findings:
        for line in draw(finding, look):
            print(line, file=stream)


def draw(finding: Finding, look: Look) -> Iterator[str]:
    """The lines of one finding; with an empty one at the end, unless it is short."""
    paint = PAINTED if look.colour else PLAIN
    severity = f"{finding.severity}[{finding.code}]"
    before, _severity, after = str(finding).partition(f" {severity}: ")
    strong = paint.error if finding.severity == "error" else paint.warning
    yield f"{paint.place}{before}{paint.end} {strong}{severity}{paint.end}: {after}"
    if look.short:
        return
    yield from _quoted(finding, look, paint, strong)
    yield ""


class _Quote(NamedTuple):
    """A line of the file with a place in it."""

    number: int
    text: str
    start: int
    """Column, from 1."""
    end: int
    sign: str
    said: str = ""


def _quoted(finding: Finding, look: Look, paint: Paint, strong: str) -> Iterator[str]:
    quotes = [_Quote(finding.line, finding.line_text, finding.column, finding.end, "^")]
    quotes += [
        _Quote(other.line, other.line_text, other.column, other.end, "-", other.message) for other in finding.related
    ]
    quotes = sorted((quote for quote in quotes if quote.text.strip()), key=lambda quote: quote.number)
    gutter = max((len(str(quote.number)) for quote in quotes), default=1)

    def framed(number: str, content: str, sign: str = "|") -> str:
        return f"{paint.frame}{number:>{gutter}} {sign}{paint.end} {content}".rstrip()

    for place, quote in enumerate(quotes):
        if place and quote.number > quotes[place - 1].number + 1:
            yield f"{paint.frame}{'…':>{gutter}}{paint.end}"
        elif not place:
            yield framed("", "")
        line, marks = _marked(quote, look.width - gutter - 3)
        yield framed(str(quote.number), line)
        yield framed("", f"{strong if quote.sign == '^' else paint.frame}{marks}{paint.end}")
    if advice := _advice(finding):
        label = _("help")
        yield framed("", f"{paint.help}{label}:{paint.end} {advice}", "=")


def _advice(finding: Finding) -> str:
    from kartlegging_tui.definitions.findings import quote

    parts = [_("did you mean {word}?").format(word=quote(finding.suggestion))] if finding.suggestion else []
    if finding.fix is not None and finding.suggestion:
        parts.append(_("`--fix` writes it."))
    elif finding.fix is not None and finding.fix.text:
        parts.append(_("`--fix` writes {text}.").format(text=quote(finding.fix.text)))
    elif finding.fix is not None:
        parts.append(_("`--fix` deletes it."))
    return " ".join(parts)


def _marked(quote: _Quote, width: int) -> tuple[str, str]:
    """The line and what stands under it, cut to `width` columns around the place."""
    cells = [_cell(character) for character in quote.text]
    start, end = quote.start - 1, max(quote.end - 1, quote.start)
    first = 0
    if sum(size for _shown, size in cells) > width:
        room = max(width // _BEFORE, width - 2 - sum(size for _shown, size in cells[start:]))
        first = start
        while first and room >= cells[first - 1][1]:
            first -= 1
            room -= cells[first][1]
    shown, marks = ("…", " ") if first else ("", "")
    left = width - len(shown) - 1
    for place, (text, size) in enumerate(cells[first:], first):
        if size > left + (place == len(cells) - 1):
            shown += "…"
            break
        left -= size
        shown += text
        marks += (quote.sign if start <= place < end else " ") * size
    marks = marks.rstrip()
    if start >= len(cells):  # after the last character: something is missing there
        marks = " " * sum(_cell(character)[1] for character in shown) + quote.sign
    return shown, f"{marks} {quote.said}".rstrip()


def _cell(character: str) -> tuple[str, int]:
    """A character as it is shown, and how many columns it takes."""
    from kartlegging_tui.definitions.findings import one_line

    shown = one_line(character)
    if len(shown) == 1 and unicodedata.combining(shown):
        return shown, 0
    return shown, sum(1 + (unicodedata.east_asian_width(part) in "WF") for part in shown)
