"""Every nth system call on the database and its companions is killed, or fails with EIO or ENOSPC, until none is left.

The program is a process of its own that answers through the services, under `strace`. In each run one call goes wrong;
n grows until the run ends undisturbed. In every fourth there is a second fault while the program comes back to it.
"""

from __future__ import annotations

import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from random import Random

from tests.faults import tracing
from tests.faults.found import Found
from tests.faults.talks import Where, furnish, look, no_more_answers
from tests.faults.tracing import CALLS, KINDS, Fault

PASS = 150
"""Fewer faults than this are taken by chance; more, every n in turn."""
ANSWERS = 14
"""So many are given in each run of the first pass."""


def run(times: int = 300, key: bytes | None = None) -> Found:
    """Every n of each call and kind, again with more answers until `times` faults have come; or `times` by chance."""
    found = Found(skipped=tracing.why_not())
    if found.skipped:
        return found
    with tempfile.TemporaryDirectory(prefix="faults-") as folder, ThreadPoolExecutor(2) as pool:
        made = Where(Path(folder) / "made" / "records.db", key)
        database = made.open()
        (talk,) = furnish(database)
        database.close()
        every = [(call, kind) for call in CALLS for kind in KINDS]
        if times < PASS:
            chance = Random(times)
            for part, _ in pool.map(partial(_one, made, talk, 4), [_by_chance(chance) for _ in range(times)]):
                found.add(part)
            return found
        for answers in count(ANSWERS, step=5):
            for part in pool.map(partial(_each, made, talk, answers), every):
                found.add(part)
            if found.did.total() >= times:
                return found
    raise AssertionError


def _by_chance(chance: Random) -> Fault:
    return Fault(chance.choice(CALLS), chance.choice(KINDS), chance.randint(1, 8))


def _each(made: Where, talk: int, answers: int, which: tuple[str, str]) -> Found:
    found = Found()
    for nth in count(1):
        part, undisturbed = _one(made, talk, answers, Fault(*which, nth))
        found.add(part)
        if undisturbed:
            return found
    raise AssertionError


def _one(made: Where, talk: int, answers: int, fault: Fault) -> tuple[Found, bool]:
    """One fault, and for every fourth a second one when the program comes back to the same file."""
    found, chance = Found(), Random(str(fault))
    with tempfile.TemporaryDirectory(prefix="fault-") as folder:
        where = Where(Path(folder) / made.path.name, made.key)
        for file in made.path.parent.iterdir():
            shutil.copy(file, folder)
        first = answer(where, talk, 0, answers, fault)
        acknowledged, tried = first.saved, answers
        if first.undisturbed:
            found.seen["runs in which no call was left to go wrong"] += 1
        else:
            _count(found, fault, first)
        if fault.nth % 4 == 0 and not first.undisturbed:
            again = _by_chance(chance)
            second = answer(where, talk, tried, answers, again)
            acknowledged, tried = acknowledged + second.saved, tried + answers
            if not second.undisturbed:
                _count(found, again, second)
                found.seen["of these, second faults while coming back from a first"] += 1
        found.add(look(where, talk, acknowledged, tried, str(fault)))
        found.wrong += [f"{fault}: {why}" for why in no_more_answers(where, talk, tried)]
    return found, first.undisturbed


def _count(found: Found, fault: Fault, ended: Answered) -> None:
    found.did[f"{fault.call}: {fault.kind}"] += 1
    if ended.code == 3:
        found.seen["of these, the database was not opened, and it was said why"] += 1
    elif ended.code == 0:
        found.seen["of these, all was saved in the end"] += 1
    elif ended.code != -9:
        found.wrong.append(f"{fault}: the program ended with {ended.code}: {ended.told}")


@dataclass(frozen=True)
class Answered:
    """How one run of the program ended."""

    saved: list[int]
    """The answers of which it said that they are saved."""
    code: int
    undisturbed: bool
    told: str


def answer(where: Where, talk: int, first: int, answers: int, fault: Fault) -> Answered:
    """Has the program answer, with a fault in its way."""
    words = ["-m", "tests.faults.answering", str(talk), str(first), str(answers), *where.words]
    ended = tracing.run(words, fault, tracing.companions(where.path))
    saved = [int(line) for line in ended.told.split("\n")[:-1]]
    return Answered(saved, ended.code, ended.undisturbed, ended.complaint)
