"""Two programs start at once where there is no database yet, or an older one: both come to the same, made once."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from kartlegging_tui.records import migrating
from tests.faults.found import Found
from tests.faults.power import OPENS
from tests.faults.talks import Where, unsound
from tests.faults.tracing import ROOT
from tests.records.released.stored import SCHEMAS, not_kept, truths, unpack


def run(times: int = 50, key: bytes | None = None) -> Found:
    """`times` starts of two at once, by turns on a new file and on one of an earlier schema; encrypted, all on new."""
    found, older = Found(), [schema for schema in SCHEMAS if schema < migrating.SCHEMA]
    for number in range(times):
        with tempfile.TemporaryDirectory(prefix="starts-") as folder:
            schema = 0 if key is not None or number % 2 == 0 else older[number // 2 % len(older)]
            path = unpack(schema, Path(folder)) if schema else Path(folder) / "records.db"
            found.add(_two(Where(path, key), schema))
    return found


def _two(where: Where, schema: int) -> Found:
    found, what = Found(), f"schema {schema}"
    before = truths(where.path) if schema else {}
    starts = [
        subprocess.Popen([sys.executable, "-c", OPENS, *where.words], stderr=subprocess.PIPE, text=True, cwd=ROOT)
        for _ in range(2)
    ]
    found.did["starts of two at once, " + ("on an older database" if schema else "where there is none")] += 1
    for start in starts:
        _, complaint = start.communicate()
        if start.returncode:
            found.wrong.append(f"{what}: {complaint.strip().splitlines()[-1:]}")
    database = where.open()
    found.wrong += [f"{what}: {each}" for each in unsound(database)]
    database.close()
    if before:
        found.acknowledged += len(before["answer_event"])
        found.lost += [f"{what}: {each}" for each in not_kept(before, truths(where.path))]
    return found
