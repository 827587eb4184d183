"""Puts in what findings know how to mend: `kartlegging check --fix`."""

from __future__ import annotations

import difflib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kartlegging_tui.definitions.check import check
from kartlegging_tui.definitions.findings import Finding
from kartlegging_tui.definitions.published import in_published
from kartlegging_tui.definitions.text_file import put_in_place
from kartlegging_tui.definitions.yaml_reader import parse
from kartlegging_tui.language import _

MAX_ROUNDS = 10
"""Mending one thing can bring up another; what is not at an end by then never will be."""


class NotMended(Exception):
    """A file was not written; it is as it was. The message says why."""


@dataclass
class MendedFile:
    """A file in which something can be mended. Texts are as the reader has them."""

    before: str
    after: str
    done: list[Finding] = field(default_factory=list)
    """What was mended, in the order of the rounds; each place is that of its round."""


@dataclass
class Mended:
    """What came of mending files. Nothing is written yet."""

    files: dict[Path, MendedFile]
    left: list[Finding]
    """What there is still to say about all the files that were named."""


def mend(paths: Sequence[Path], texts: Mapping[Path, str] | None = None) -> Mended:
    """Puts in all fixes that do not lie upon one another, and again, until there is no more to mend.

    Checks as `check` does; `texts` holds files that are not to be read from the disk. Copies of published versions are
    left alone. Raises OSError and UnicodeError where a file is gone in the meantime.
    """
    files = {path: MendedFile(text, text) for path, text in (texts or {}).items()}
    for _round in range(MAX_ROUNDS):
        sources = {path: parse(file.after, str(path)) for path, file in files.items()}
        left = check(paths, sources)
        fixable: dict[Path, list[Finding]] = defaultdict(list)
        for finding in left:
            path = Path(finding.path)
            if finding.fix is not None and not in_published(path):
                fixable[path].append(finding)
        if not fixable:
            break
        for path, findings in fixable.items():
            if path in files:
                file = files[path]
                file.after, done = with_fixes(file.after, findings)
                file.done += done
            else:  # what is mended is checked in the text that will be written: the file may change meanwhile
                text = as_read(path.read_bytes().decode("utf-8"))
                files[path] = MendedFile(text, text)
    return Mended({path: file for path, file in files.items() if file.done}, left)


def with_fixes(text: str, findings: Iterable[Finding]) -> tuple[str, list[Finding]]:
    """The text with the fixes of the findings put in, and those of them that were; of two at one place, the first."""
    parts, done, at = [], [], 0
    fixable = [(finding.fix, finding) for finding in findings if finding.fix is not None]
    for fix, finding in sorted(fixable, key=lambda each: (each[0].start, each[0].end)):
        if fix.start >= at:
            parts += [text[at : fix.start], fix.text]
            done.append(finding)
            at = fix.end
    return "".join([*parts, text[at:]]), done


def as_read(raw: str) -> str:
    """The text as the reader has it: the indices of a fix count in it."""
    return unicodedata.normalize("NFC", raw.removeprefix("\ufeff").replace("\r\n", "\n"))


def as_written(raw: str, mended: str) -> str:
    """The mended text as the file has it: its byte order mark, its line ends, its untouched lines to the letter."""
    raw_lines, before, after = raw.split("\n"), as_read(raw).split("\n"), mended.split("\n")
    end = "\r" if raw.count("\r\n") * 2 > raw.count("\n") else ""
    mark = "\ufeff" if raw.startswith("\ufeff") else ""
    lines: list[str] = []
    for kind, first, last, start, stop in difflib.SequenceMatcher(None, before, after).get_opcodes():
        if kind == "equal":
            lines += raw_lines[first:last]
        else:
            lines += [after[number] + (end if number + 1 < len(after) else "") for number in range(start, stop)]
    return mark + "\n".join(lines).removeprefix(mark)


def write(path: Path, file: MendedFile) -> None:
    """Writes a mended file, whole or not at all. Raises NotMended where that would change more than its text."""
    if path.is_symlink():
        raise NotMended(_("This is a link to another file. Name that file itself."))
    if not path.is_file():
        raise NotMended(_("This is not a file."))
    try:
        raw = path.read_bytes().decode("utf-8")
        if as_read(raw) != file.before:
            raise NotMended(_("The file was changed in the meantime. Try again."))
        put_in_place(path, as_written(raw, file.after).encode("utf-8"))
    except (OSError, UnicodeError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
        raise NotMended(_("Cannot be written: {reason}.").format(reason=reason)) from None
