"""What a program did to some files, read from `strace`, and what is left of them when the power goes.

Only what was synced is sure to be there. Of the rest, each sector of 512 bytes is there or not, whatever was written
before or after it; files appear and disappear in the order in which they were made and removed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

CALLS = "pwrite64,write,fdatasync,fsync,ftruncate,unlink,openat,rename,fallocate,pwritev,pwritev2,sync_file_range"
NOTED = ("-xx", "-y", "-s", "200000")
SECTOR = 512

_LINE = re.compile(r"^(\d+) +(?:<\.\.\. (\w+) resumed>|(\w+)\()(.*)$")
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_FILE = re.compile(r"^\d+<((?:\\x[0-9a-f]{2})*)>")
_NOT_UNDERSTOOD = ("rename", "fallocate", "pwritev", "pwritev2", "sync_file_range")


@dataclass(frozen=True)
class Write:
    """Bytes in a file."""

    file: str
    offset: int
    data: bytes


@dataclass(frozen=True)
class Cut:
    """The file has this length from now on."""

    file: str
    length: int


@dataclass(frozen=True)
class Synced:
    """What was written to a file until its `before`th step is on the disk."""

    file: str
    before: int


@dataclass(frozen=True)
class Made:
    """A file is new."""

    file: str


@dataclass(frozen=True)
class Removed:
    """A file is gone."""

    file: str


@dataclass(frozen=True)
class Said:
    """The program told that these answers are saved."""

    numbers: tuple[int, ...]


Step = Write | Cut | Synced | Made | Removed | Said


def steps(calls: str, folder: Path, already: set[str]) -> list[Step]:
    """What strace wrote down, as far as it is about files in a folder (but SQLite's -shm) or is told on the output."""
    found: list[Step] = []
    there, syncing = set(already), {}
    for line in calls.splitlines():
        match = _LINE.match(line)
        if match is None:
            continue
        process, resumed, call, rest = match.groups()
        if resumed in ("fdatasync", "fsync") and process in syncing:
            found.append(syncing.pop(process))
        if resumed or (") = -1" in rest and call != "openat"):
            continue
        name = _name(call, rest, folder)
        if name is None:
            if call == "write" and rest.startswith("1<"):
                found.append(Said(tuple(int(word) for word in _data(rest).split())))
            continue
        if call in _NOT_UNDERSTOOD:
            raise NotImplementedError(f"{call} of {name}: what it leaves behind is not known here")
        if call in ("pwrite64", "write"):
            offset = int(rest.split(", ")[-1].split(")")[0].split(" ")[0]) if call == "pwrite64" else 0
            found.append(Write(name, offset, _data(rest)))
        elif call == "ftruncate":
            found.append(Cut(name, int(rest.split(", ")[-1].split(")")[0].split(" ")[0])))
        elif call in ("fdatasync", "fsync"):
            synced = Synced(name, len(found))
            if "unfinished" in rest:
                syncing[process] = synced
            else:
                found.append(synced)
        elif call == "openat" and "O_CREAT" in rest and name not in there:
            there.add(name)
            found.append(Made(name))
        elif call == "unlink" and name in there:
            there.remove(name)
            found.append(Removed(name))
    return found


def _name(call: str, rest: str, folder: Path) -> str | None:
    """The file's name in the folder, `.` for the folder itself; None for one that is elsewhere or does not last."""
    match = _STRING.search(rest) if call in ("openat", "unlink", "rename") else _FILE.match(rest)
    if match is None:
        return None
    path = Path(_bytes(match[1]).decode().removesuffix(" (deleted)"))
    if path == folder:
        return "."
    return path.name if path.parent == folder and not path.name.endswith("-shm") else None


def _data(rest: str) -> bytes:
    match = _STRING.search(rest)
    assert match is not None and '"...' not in rest, "strace has shortened what was written"
    return _bytes(match[1])


def _bytes(escaped: str) -> bytes:
    return bytes.fromhex(escaped.replace("\\x", ""))


@dataclass
class _File:
    """One file, whatever it is called."""

    durable: bytearray
    waiting: list[tuple[int, Write | Cut]] = field(default_factory=list)
    """Not synced, each with the number of its step."""


HOW = ("only what was synced", "all that was written", "half of what was written", "torn sectors")


class Disk:
    """The files as the program sees them, and what of that would outlive a power cut."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._names: list[tuple[str, _File | None]] = [(name, _File(bytearray(data))) for name, data in files.items()]
        self._sure = len(self._names)
        self._now: dict[str, _File] = {name: file for name, file in self._names if file is not None}

    def do(self, number: int, step: Step) -> None:
        """Does one step."""
        match step:
            case Write() | Cut():
                self._now[step.file].waiting.append((number, step))
            case Made():
                self._now[step.file] = _File(bytearray())
                self._names.append((step.file, self._now[step.file]))
            case Removed():
                del self._now[step.file]
                self._names.append((step.file, None))
            case Synced(file="."):
                self._sure = len(self._names)
            case Synced() if step.file in self._now:
                self._sync(self._now[step.file], step.before)

    def _sync(self, file: _File, before: int) -> None:
        for _number, step in [each for each in file.waiting if each[0] < before]:
            _apply(file.durable, step)
        file.waiting = [each for each in file.waiting if each[0] >= before]
        # a synced file has its name too: so do ext4, XFS, APFS and NTFS, and SQLite syncs the folder besides
        made = [place for place, (_name, named) in enumerate(self._names, 1) if named is file]
        self._sure = max(self._sure, *made)

    def after_power_cut(self, how: str, chance: Random) -> dict[str, bytes]:
        """The files that are found when the power is back."""
        all_, sure = len(self._names), self._sure
        known = sure if how == HOW[0] else all_ if how == HOW[1] else chance.randint(sure, all_)
        left = dict(self._names[:known])
        return {name: bytes(_left(file, how, chance)) for name, file in left.items() if file is not None}


def _left(file: _File, how: str, chance: Random) -> bytearray:
    content = bytearray(file.durable)
    for _number, step in file.waiting:
        if how == HOW[1] or (how == HOW[2] and chance.random() < 0.5):
            _apply(content, step)
        elif how == HOW[3]:
            for part in _sectors(step):
                if chance.random() < 0.5:
                    _apply(content, part)
    return content


def _sectors(step: Write | Cut) -> Iterator[Write | Cut]:
    if isinstance(step, Cut):
        yield step
        return
    at = step.offset
    end = at + len(step.data)
    while at < end:
        to = min(end, (at // SECTOR + 1) * SECTOR)
        yield Write(step.file, at, step.data[at - step.offset : to - step.offset])
        at = to


def _apply(content: bytearray, step: Write | Cut) -> None:
    length = step.length if isinstance(step, Cut) else step.offset
    content.extend(bytes(max(0, length - len(content))))
    if isinstance(step, Cut):
        del content[step.length :]
    else:
        content[step.offset : step.offset + len(step.data)] = step.data
