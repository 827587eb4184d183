"""`kartlegging check --explain`: what a code means, why it matters, what to do, and an example."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from os.path import commonprefix

from kartlegging_tui.command_line.drawing import Look, draw, look_of
from kartlegging_tui.definitions.codes import CODES, GROUPS
from kartlegging_tui.definitions.codes.code import Example, FindingCode
from kartlegging_tui.definitions.codes.example import findings_in
from kartlegging_tui.definitions.findings import Severity, quote
from kartlegging_tui.definitions.near import did_you_mean
from kartlegging_tui.language import _

_READABLE = 88
"""Columns of running text; wider lines tire the eyes."""
_MOST_LINES = 12


def explain(name: str) -> int:
    """Prints what there is to know about a code, or the list of all where none is named; 2 where there is no such."""
    look = look_of(sys.stdout)
    if not name:
        lines = _all()
    elif name in CODES:
        lines = _page(CODES[name], look)
    else:
        message = _("There is no code {name}.").format(name=quote(name)) + did_you_mean(name, CODES)
        print(message + " " + _("`kartlegging check --explain` lists them all."), file=sys.stderr)
        return 2
    for line in lines:
        print(line)
    return 0


def _all() -> Iterator[str]:
    wide = max(map(len, CODES))
    for title, codes in GROUPS:
        yield _(title)
        for code in codes:
            mark = " " if code.severity is Severity.ERROR else _("w")
            yield f"  {code.name:<{wide}} {mark} {_(code.title)}"
        yield ""
    yield _("w: a warning. All others are errors: they keep a form from being used.")


def _severity(code: FindingCode) -> str:
    return _("error") if code.severity is Severity.ERROR else _("warning")


def _page(code: FindingCode, look: Look) -> Iterator[str]:
    width = min(look.width, _READABLE)
    yield f"{code.name} ({_severity(code)}): {_(code.title)}"
    yield ""
    yield from textwrap.wrap(_(code.why), width)
    yield ""
    yield from textwrap.wrap(_(code.what_to_do), width)
    if code.example is not None:
        yield ""
        yield from _shown(code.example, look)


def _shown(example: Example, look: Look) -> Iterator[str]:
    """The bad file as the check draws it, and the same part of the good one."""
    for finding in findings_in(example, example.bad):
        yield from draw(finding, look)
    good = good_part(example)
    if good:
        yield _("Right:")
        yield ""
        yield from good


def good_part(example: Example) -> list[str]:
    """The lines of the good file in which it differs from the bad one."""
    bad, good = example.bad.split("\n"), example.file.split("\n")
    first = len(commonprefix([bad, good]))
    last = len(good) - len(commonprefix([bad[first:][::-1], good[first:][::-1]]))
    gutter = len(str(last))
    numbered = [f"{number:>{gutter}} | {line}" for number, line in enumerate(good[first:last], first + 1)]
    return numbered if len(numbered) <= _MOST_LINES else []
