"""Upgrading the stored databases of earlier schemas is killed, or the disk fails it, at every nth system call.

Half of the faults are kills. Some meet the copy that is made before anything is changed, some the change itself.
Afterwards the file is of the old schema or of the new one, never between; and at the next start, of the new one with
everything in it.
"""

from __future__ import annotations

import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from kartlegging_tui.records.schema import SCHEMA, schema_of
from tests.faults import tracing
from tests.faults.found import Found
from tests.faults.talks import Where, unsound
from tests.faults.tracing import CALLS, KINDS, Fault
from tests.records.released.stored import SCHEMAS, not_kept, truths, unpack

KILL, *FAILURES = KINDS
IN_TURN = [kind for failure in FAILURES for kind in (KILL, failure)]
OPENS = "import sys; from kartlegging_tui.records.database import Database; Database.open(sys.argv[1]).close()"


def run(times: int = 1_000, key: bytes | None = None) -> Found:
    """Up to `times` faults for each schema and call, evenly spread over those there are."""
    found = Found(skipped=tracing.why_not() or ("the stored databases are not encrypted" if key else ""))
    if found.skipped:
        return found
    older = [schema for schema in SCHEMAS if schema < SCHEMA]
    with ThreadPoolExecutor(2) as pool:
        every = [(schema, call) for schema in older for call in _calls(schema)]
        step = max(1, len(every) // times)
        chosen = [
            (schema, Fault(call.name, IN_TURN[place % len(IN_TURN)], call.nth), call.on_copy)
            for place, (schema, call) in enumerate(every[::step])
        ]
        for part in pool.map(_one, chosen):
            found.add(part)
    return found


@dataclass(frozen=True)
class Call:
    """One of the calls that an upgrade makes."""

    name: str
    nth: int
    """Its place among those of its name, from 1."""
    on_copy: bool
    """It is about the copy that is made before."""


def _calls(schema: int) -> list[Call]:
    with tempfile.TemporaryDirectory(prefix="migrating-") as folder:
        made = _open(unpack(schema, Path(folder)), ",".join(CALLS), None, "-y").calls.splitlines()
        calls = [(call, line) for line in made for call in CALLS if f" {call}(" in line]
        here = [(call, line) for call, line in calls if call != "openat" or f'"{folder}/schema{schema}.db' in line]
    return [
        Call(name, nth, f"/schema{schema}-schema{schema}-" in line)
        for name in CALLS
        for nth, line in enumerate((line for call, line in here if call == name), start=1)
    ]


def _open(path: Path, calls: str, fault: Fault | None = None, *more: str) -> tracing.Ended:
    """Opens a database in a process of its own. Python opens many files, but writes to none."""
    files = tracing.companions(path) if calls == "openat" else ()
    return tracing.run(["-c", OPENS, str(path)], fault, files, calls, *more)


def _one(which: tuple[int, Fault, bool]) -> Found:
    schema, fault, on_copy = which
    found, what = Found(), f"schema {schema}, {fault}"
    with tempfile.TemporaryDirectory(prefix="migrating-") as folder:
        path = unpack(schema, Path(folder))
        before = truths(path)
        if _open(path, fault.call, fault).undisturbed:
            found.seen["runs in which no call was left to go wrong"] += 1
        else:
            found.did[f"{fault.call}: {fault.kind}"] += 1
            found.seen[f"of these, {'kills' if fault.kind == KILL else 'failures'} while the copy is made"] += on_copy
        now = schema_of(path)
        if now not in (schema, SCHEMA):
            found.wrong.append(f"{what}: the schema is {now}")
        found.seen["of these, left as it was" if now == schema else "of these, upgraded"] += 1
        found.lost += [f"{what}: before the next start, {each}" for each in not_kept(before, truths(path))]
        found.acknowledged += len(before["answer_event"])
        database = Where(path).open()
        found.wrong += [f"{what}: {each}" for each in unsound(database)]
        database.close()
        if schema_of(path) != SCHEMA:
            found.wrong.append(f"{what}: still of schema {schema_of(path)}")
        found.lost += [f"{what}: {each}" for each in not_kept(before, truths(path))]
    return found
