"""Upgrading the stored databases of earlier schemas is killed, or the disk fails it, at every nth system call.

Afterwards the file is of the old schema or of the new one, never between; and at the next start, of the new one with
everything in it.
"""

from __future__ import annotations

import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kartlegging_tui.records.schema import SCHEMA, schema_of
from tests.faults import tracing
from tests.faults.found import Found
from tests.faults.talks import Where, unsound
from tests.faults.tracing import CALLS, KINDS, Fault
from tests.records.released.stored import SCHEMAS, not_kept, truths, unpack

OPENS = "import sys; from kartlegging_tui.records.database import Database; Database.open(sys.argv[1]).close()"


def run(times: int = 1_000, key: bytes | None = None) -> Found:
    """Up to `times` faults for each schema and call, evenly spread over those there are."""
    found = Found(skipped=tracing.why_not() or ("the stored databases are not encrypted" if key else ""))
    if found.skipped:
        return found
    older = [schema for schema in SCHEMAS if schema < SCHEMA]
    with ThreadPoolExecutor(2) as pool:
        every = [(schema, call, nth) for schema in older for call, nth in _calls(schema)]
        step = max(1, len(every) // times)
        chosen = [
            (schema, Fault(call, KINDS[place % len(KINDS)], nth))
            for place, (schema, call, nth) in enumerate(every[::step])
        ]
        for part in pool.map(_one, chosen):
            found.add(part)
    return found


def _calls(schema: int) -> list[tuple[str, int]]:
    """The calls that an upgrade makes, each with its number among those of its kind."""
    with tempfile.TemporaryDirectory(prefix="migrating-") as folder:
        made = _open(unpack(schema, Path(folder)), ",".join(CALLS)).calls.splitlines()
        calls = [(call, line) for line in made for call in CALLS if f" {call}(" in line]
        here = [call for call, line in calls if call != "openat" or f'"{folder}/schema{schema}.db' in line]
    return [(call, nth) for call in CALLS for nth in range(1, here.count(call) + 1)]


def _open(path: Path, calls: str, fault: Fault | None = None) -> tracing.Ended:
    """Opens a database in a process of its own. Python opens many files, but writes to none."""
    files = tracing.companions(path) if calls == "openat" else ()
    return tracing.run(["-c", OPENS, str(path)], fault, files, calls)


def _one(which: tuple[int, Fault]) -> Found:
    schema, fault = which
    found, what = Found(), f"schema {schema}, {fault}"
    with tempfile.TemporaryDirectory(prefix="migrating-") as folder:
        path = unpack(schema, Path(folder))
        before = truths(path)
        _open(path, fault.call, fault)
        found.did[f"{fault.call}: {fault.kind}"] += 1
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
