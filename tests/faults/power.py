"""The power goes at any moment: what the real program wrote and synced, replayed until then, less what was not synced.

Three runs are written down by `strace`: a new database; fourteen answers and the end of the program, when SQLite folds
its log into the file; and 700 answers, in the middle of which it does that while the program goes on. At each moment
four sets of files may be left (`journal.HOW`); each is opened by the program, which looks for every answer of which it
had said before that moment that it is saved, and answers more.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random

from kartlegging_tui.records.errors import RecordsError
from tests.faults import tracing
from tests.faults.found import Found
from tests.faults.journal import CALLS, HOW, NOTED, Disk, Said, Step, Write, steps
from tests.faults.talks import Where, furnish, look, no_more_answers, unsound

OPENS = "import sys; from tests.faults.talks import Where; Where.of(sys.argv[1:]).open().close()"


def run(times: int = 2_000, key: bytes | None = None) -> Found:
    """`times` power cuts: a fifth while a database is made, two fifths in each of the other runs."""
    found = Found(skipped=tracing.why_not())
    if found.skipped:
        return found
    with tempfile.TemporaryDirectory(prefix="power-") as folder:
        where = Where(Path(folder) / "records.db", key)
        found.add(_cuts(where, None, ["-c", OPENS, *where.words], times // 5))
        for file in where.path.parent.iterdir():
            file.unlink()
        database = where.open()
        (talk,) = furnish(database)
        database.close()
        for count in (14, 700) if times >= 100 else (14,):
            words = ["-m", "tests.faults.answering", str(talk), "0", str(count), *where.words]
            kept = _files(where.path.parent)
            found.add(_cuts(where, talk, words, times * 2 // 5, count))
            _lay(where.path.parent, kept)
    return found


def _cuts(where: Where, talk: int | None, words: list[str], times: int, tried: int = 0) -> Found:
    found, chance, folder = Found(), Random(tried), where.path.parent
    disk, before = Disk(_files(folder)), set(_files(folder))
    ended = tracing.run(words, None, (), CALLS, *NOTED)
    assert ended.code == 0, ended.complaint
    journal = steps(ended.calls, folder, before)
    moments = _moments(journal, where, times, chance)
    said: set[int] = set()
    for number, step in enumerate(journal):
        disk.do(number, step)
        if isinstance(step, Said):
            said.update(step.numbers)
        for how in moments.get(number, ()):
            found.did[f"power cuts after which is left: {how}"] += 1
            found.add(_after(where, disk.after_power_cut(how, chance), talk, said, tried, f"step {number}, {how}"))
    found.seen["writes and syncs written down"] += len(journal)
    return found


def _moments(journal: Sequence[Step], where: Where, times: int, chance: Random) -> dict[int, list[str]]:
    """After which steps the power goes, and what is left: half of the times near a write to the database itself."""
    near = [at for at, step in enumerate(journal) if isinstance(step, Write) and step.file == where.path.name]
    found: dict[int, list[str]] = {}
    for number in range(times):
        at = chance.choice(near) if near and number % 2 else chance.randrange(len(journal))
        found.setdefault(at, []).append(HOW[number // 2 % len(HOW)])
    return found


def _after(where: Where, files: dict[str, bytes], talk: int | None, said: set[int], tried: int, what: str) -> Found:
    with tempfile.TemporaryDirectory(prefix="dark-", dir=_in_memory()) as folder:
        _lay(Path(folder), files)
        left = Where(Path(folder) / where.path.name, where.key)
        if talk is None:
            return _opened(left, what)
        found = look(left, talk, said, tried, what)
        if not found.sound:
            return found
        found.wrong += [f"{what}: {why}" for why in no_more_answers(left, talk, tried, 1)]
        return found


def _opened(where: Where, what: str) -> Found:
    """While it is made there is nothing to be lost, but the program must be able to start."""
    found = Found()
    try:
        database = where.open()
    except RecordsError as error:
        found.wrong.append(f"{what}: not opened: {error}")
        return found
    found.wrong += [f"{what}: {each}" for each in unsound(database)]
    database.close()
    return found


def _in_memory() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def _files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if not file.name.endswith("-shm")}


def _lay(folder: Path, files: dict[str, bytes]) -> None:
    for file in folder.iterdir():
        file.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)
        (folder / name).chmod(0o600)
