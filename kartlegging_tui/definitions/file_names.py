"""What is wrong with where a file is and what it is called, whatever is in it."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kartlegging_tui.definitions.codes import severity_of
from kartlegging_tui.definitions.files import links_out, unreadable_folders
from kartlegging_tui.definitions.findings import Finding, quote
from kartlegging_tui.definitions.source import Source
from kartlegging_tui.language import _

_DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9¹²³]|conin\$|conout\$", re.IGNORECASE)
"""Names that Windows keeps for devices, whatever follows them after a point.

Source: Microsoft, "Naming Files, Paths, and Namespaces".
"""
_NOT_ON_WINDOWS = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


def about_folder(folder: Path) -> Iterator[Finding]:
    """Findings about what in a folder is not read at all."""
    for link in links_out(folder):
        yield leads_out_finding(link)
    for path, error in unreadable_folders(folder):
        message = _("Cannot be read: {reason}.").format(reason=error.strerror or type(error).__name__)
        yield report(path, "unreadable", message)


def leads_out_finding(link: Path) -> Finding:
    """A finding about a link that is not followed."""
    message = _("This link leads out of the folder of questionnaires, and is not read. Copy the file here instead.")
    return report(link, "outside-folder", message)


def about_names(files: Iterable[Path]) -> Iterator[Finding]:
    """Findings about names that another computer cannot have, or cannot tell apart."""
    known: dict[tuple[Path, str], Path] = {}
    for file in files:
        name = file.name
        if is_device(name):
            message = _("Windows cannot have a file called {name}.").format(name=quote(name))
            yield report(file, "file-name", message)
        elif _NOT_ON_WINDOWS.search(name) or file.stem.endswith((" ", ".")):
            message = _("{name} holds a character that file names cannot have on Windows.").format(name=quote(name))
            yield report(file, "file-name", message)
        alike = known.setdefault((file.parent, unicodedata.normalize("NFC", name).casefold()), file)
        if alike != file:
            message = _("On Windows and on a Mac this is the same file as {other}.").format(other=quote(alike.name))
            yield report(file, "file-name", message)


def is_device(name: str) -> bool:
    """True for a file name that Windows keeps for a device."""
    return _DEVICE.fullmatch(name.partition(".")[0].rstrip(" ")) is not None


def same_ids(sources: Mapping[Path, Source]) -> Iterator[Finding]:
    """Findings about an id that several files of one kind have: only one of them would ever be used."""
    first: dict[str, Path] = {}
    for file, source in sources.items():
        identifier = source.value(("id",))
        if not isinstance(identifier, str):
            continue
        other = first.setdefault(identifier, file)
        if other != file:
            message = _("{other} has the id {id} as well, and only one of them is used. Give this one another id.")
            message = message.format(other=quote(os.path.relpath(other, file.parent)), id=quote(identifier))
            yield source.finding("id-in-two-files", message, ("id",))
        elif is_device(identifier):
            message = _("Windows cannot have a file called {name}.").format(name=quote(f"{identifier}.yaml"))
            yield source.finding("file-name", message, ("id",))


def report(path: Path, code: str, message: str) -> Finding:
    return Finding(str(path), 1, 1, severity_of(code), code, message)
