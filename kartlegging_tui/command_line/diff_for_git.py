"""`kartlegging diff` as git calls it for each file that differs. What it cannot say in words, it shows line by line.

It never fails: a failing external diff stops `git diff` and `git log -p` as a whole.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

from kartlegging_tui.command_line.diff import form_lines, safe
from kartlegging_tui.definitions.check import is_pathway, is_services
from kartlegging_tui.definitions.files import BESIDE
from kartlegging_tui.definitions.published import Published
from kartlegging_tui.definitions.reader import questionnaire_from_text
from kartlegging_tui.definitions.yaml_reader import MAX_BYTES, parse
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.language import _
from kartlegging_tui.services.comparing import compare, versions_between

_NOTHING = "/dev/null"


def for_git(given: list[str]) -> int:
    """Prints what git asks for; 0."""
    path = given[0]
    if len(given) == 1:
        print(safe(_("{path}: both sides have changed it; not merged yet.").format(path=path)))
        return 0
    old, new, now = given[1], given[4], given[7] if len(given) == 9 else path
    print(safe(f"kartlegging diff {path}" if now == path else f"kartlegging diff {path} → {now}"))
    for line in _lines(path, now, _content(old), _content(new)):
        print(safe(line))
    return 0


def _content(name: str) -> str:
    """What git put into a file; "" for a side that is not there."""
    if name == _NOTHING:
        return ""
    try:
        with Path(name).open("rb") as file:
            return file.read(MAX_BYTES * 4).decode("utf-8", "replace")
    except OSError as error:
        return f"{error.strerror}\n"


def _lines(path: str, now: str, before: str, after: str) -> Iterator[str]:
    if before == after:
        yield _("What is in the file is the same.")
        return
    old, new = _form(path, before), _form(now, after)
    if old is None or new is None:
        yield from _plain(path, now, before, after)
        return
    found = compare(old, new, versions_between(old, new, [Published.beside(Path(now))]))
    if found.changes:
        yield from form_lines(found)
    else:
        yield _("Only comments or layout are different:")
        yield from _plain(path, now, before, after)


def _form(path: str, text: str) -> Questionnaire | None:
    """The form in a text; None for what is none, or cannot be read without errors."""
    if not text or Path(path).parent.name in BESIDE:
        return None
    source = parse(text, path)
    if is_services(Path(path), source) or is_pathway(Path(path), source):
        return None
    return questionnaire_from_text(text, path).value


def _plain(path: str, now: str, before: str, after: str) -> Iterator[str]:
    """Line by line."""
    yield from difflib.unified_diff(before.splitlines(), after.splitlines(), f"a/{path}", f"b/{now}", lineterm="")
