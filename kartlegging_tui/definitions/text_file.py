"""A text file that a user edits: read whole, and written so that nothing changes but the text."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import kartlegging_tui
from kartlegging_tui.definitions.files import PUBLISHED, leads_out, library_folder
from kartlegging_tui.definitions.yaml_reader import MAX_BYTES
from kartlegging_tui.language import _

PACKAGE = Path(kartlegging_tui.__file__).parent
"""Where an installed program keeps the forms that came with it; in a checkout they stand beside it."""
_BOM = b"\xef\xbb\xbf"

Stamp = tuple[int, int, int]
"""When a file was changed (nanoseconds), its size, its number on the disk: another stamp is worth another look."""


class NotRead(Exception):
    """The file cannot be edited; the message says why, to its user."""


class NotWritten(Exception):
    """The file could not be written, and is as it was; the message says why, to its user."""


@dataclass(frozen=True)
class TextFile:
    """What a file held when it was last read or written here."""

    text: str
    """In Unicode's composed form, with `\\n` between lines, without a byte order mark."""
    newline: str = "\n"
    """What stands between the lines in the file; where they differ, what stands there most often."""
    bom: bool = False
    recoded: bool = False
    """The file was not in UTF-8. Written, it is."""
    digest: str = ""
    """SHA-256 of the bytes; empty for a file that is not there."""
    stamp: Stamp | None = None

    def encoded(self, text: str) -> bytes:
        """Another text as this file writes it."""
        return (_BOM if self.bom else b"") + text.replace("\n", self.newline).encode("utf-8", "surrogatepass")


def read_text(path: Path) -> TextFile:
    """The file as it is now. Raises NotRead."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise NotRead(_("This is not a file."))
        if status.st_size > MAX_BYTES:
            raise NotRead(_("The file is larger than {limit} bytes.").format(limit=MAX_BYTES))
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        raise NotRead(_("Cannot be read: {reason}.").format(reason=_reason(error))) from None
    return _decoded(content, (status.st_mtime_ns, status.st_size, status.st_ino))


def stamp_of(path: Path) -> Stamp | None:
    """Whether a file has changed, at the price of one call; None where there is none."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def why_not_writable(path: Path) -> str:
    """Why the file cannot be saved where it is; empty where it can."""
    target = Path(os.path.realpath(path))
    if path.absolute().is_relative_to(PACKAGE):  # what is changed there is gone when the program is upgraded
        message = _("{form} came with the program. Make a variant of your own of it: `kartlegging new`.")
        return message.format(form=path.stem)
    if PUBLISHED in (path.absolute().parent.name, target.parent.name):
        return _("A published version never changes. Edit the form itself, and give it a new version.")
    if leads_out(path, library_folder(path)):
        return _("The file is a link that leads out of the folder: {path}.").format(path=target)
    if path.exists() and not os.access(target, os.W_OK):
        return _("The file is read-only.")
    if not os.access(target.parent, os.W_OK):
        return _("The folder is read-only: {path}.").format(path=target.parent)
    return ""


def write_text(path: Path, text: str, like: TextFile) -> TextFile:
    """Writes a text in the manner of the file that it replaces, whole or not at all. Raises NotWritten.

    Written beside it, brought to the disk, and put in its place; the permissions stay. Of a link, the file it points
    to is replaced, where that lies in the same folder of questionnaires.
    """
    if why := why_not_writable(path):
        raise NotWritten(why)
    target, content = Path(os.path.realpath(path)), like.encoded(text)
    try:
        put_in_place(target, content)
    except OSError as error:
        raise NotWritten(_("Cannot be written: {reason}.").format(reason=_reason(error))) from None
    return TextFile(text, like.newline, like.bom, False, hashlib.sha256(content).hexdigest(), stamp_of(path))


def put_in_place(target: Path, content: bytes) -> None:
    """Writes a file, whole or not at all: beside it, brought to the disk, put in its place. Raises OSError."""
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _same_rights(target, Path(temporary))
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _decoded(content: bytes, stamp: Stamp) -> TextFile:
    recoded = False
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text, recoded = content.decode("cp1252", "replace"), True
    pairs = text.count("\r\n")
    newline = "\r\n" if pairs * 2 > text.count("\n") else "\n"
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    return TextFile(text, newline, content.startswith(_BOM), recoded, hashlib.sha256(content).hexdigest(), stamp)


def share(made: Path) -> None:
    """Gives a new file or folder the rights of the folder it is in. The program's own mask keeps records from others:
    forms are no records, and whoever works in their folder works with all of them. Raises OSError."""
    made.chmod(made.parent.stat().st_mode & (0o2777 if made.is_dir() else 0o664))


def _same_rights(target: Path, temporary: Path) -> None:
    try:
        status = target.stat()
    except FileNotFoundError:
        share(temporary)
        return
    temporary.chmod(stat.S_IMODE(status.st_mode))
    with suppress(OSError, AttributeError):  # the group of a shared folder; not everybody may give files away
        os.chown(temporary, -1, status.st_gid)


def _sync_folder(folder: Path) -> None:
    """The new name is on the disk as well, where the platform can say so of a folder."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
