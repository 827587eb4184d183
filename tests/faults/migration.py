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
from tests.faults.tracing import KINDS, Fault
from tests.records.released.stored import SCHEMAS, not_kept, truths, unpack

CALLS = ("pwrite64", "fdatasync", "fsync", "ftruncate", "unlink", "openat")
OPENS = "import sys; from kartlegging_tui.records.database import Database; Database.open(sys.argv[1]).close()"


def run(times: int = 1_000, key: bytes | None = None) -> Found:
    """Up to `times` faults for each schema and call, evenly spread over those there are."""
    found = Found(skipped=tracing.why_not() or ("the stored databases are not encrypted" if key else ""))
    if found.skipped:
        return found
    older = [schema for schema in SCHEMAS if schema < SCHEMA]
    with ThreadPoolExecutor(2) as pool:
        every = [(schema, fault) for schema in older for call in CALLS for fault in _faults(schema, call)]
        step = max(1, len(every) // times)
        for part in pool.map(_one, every[::step]):
            found.add(part)
    return found


def _faults(schema: int, call: str) -> list[Fault]:
    """One at each of the calls that an upgrade makes, killed and failing by turns."""
    with tempfile.TemporaryDirectory(prefix="migrating-") as folder:
        calls = len(_open(unpack(schema, Path(folder)), call).calls.splitlines())
    return [Fault(call, KINDS[nth % len(KINDS)], nth) for nth in range(1, calls + 1)]


def _open(path: Path, call: str, fault: Fault | None = None) -> tracing.Ended:
    """Opens a database in a process of its own. Python opens many files, but writes to none."""
    files = tracing.companions(path) if call == "openat" else ()
    return tracing.run(["-c", OPENS, str(path)], fault, files, call)


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
