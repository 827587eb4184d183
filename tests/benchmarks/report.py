"""The yearly report and the export of all answers, at 200,000 patients (`large.py`): beside scans of what they read.

The floor of the report is a scan of the contact points; that of an export, every answer with all its columns given to
Python. Each export runs in a process of its own, whose memory is measured there.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from kartlegging_tui.definitions.library import shipped
from kartlegging_tui.domain.report import Asked
from kartlegging_tui.interchange.answer_files import csv_parts, parquet_file
from kartlegging_tui.records.database import Database
from kartlegging_tui.services.report import Reports
from tests.benchmarks.browse import USER
from tests.benchmarks.figures import Figure, Skipped, figure, median, milliseconds, p95, ratio, timed
from tests.benchmarks.invented import TODAY
from tests.benchmarks.large import ORIGINALS, PATIENTS, bar, large
from tests.services.reading import unlogged

SCAN = "SELECT assessment_id, number, path, answer, author_id, at, undoes, mac FROM answer_event"


def run(scale: int = PATIENTS) -> Iterator[Figure | Skipped]:
    path = large(scale, bar)
    database = Database.open(path)
    with database.read() as view:
        points = timed("every contact point", lambda _: _scan(view, "SELECT * FROM contact_point"), 3)
    yield points
    reports = Reports(database, shipped(), USER, unlogged)
    for year in (TODAY.year, TODAY.year - 1):
        asked = Asked(year, None, None)
        yield timed(f"the report of {year}", lambda _, asked=asked: reports.make(asked, TODAY), 3, points, p95(2000))
    of_one = Asked(TODAY.year, "1103", None)
    yield timed("… of one municipality", lambda _: reports.make(of_one, TODAY), 3, points, p95(2000))
    database.close()
    took, memory = _apart("scan", path)
    scan = figure("every answer, given to Python", [took])
    yield scan
    for kind in ("csv", "parquet"):
        if kind == "parquet" and find_spec("pyarrow") is None:
            yield Skipped("all answers as Parquet", "pyarrow is not installed")
            continue
        took, memory = _apart(kind, path)
        few = _apart(kind, large(ORIGINALS, bar))[1]
        yield figure(f"all answers as {kind}", [took], scan, ratio(2))
        yield figure("  its memory at the most", [memory], figure("2,000 patients", [few]), median(300), "MB")


def _apart(kind: str, path: Path) -> tuple[float, float]:
    """Milliseconds, and megabytes at the most."""
    words = [sys.executable, "-m", "tests.benchmarks.report", kind, str(path)]
    took, memory = subprocess.run(words, check=True, capture_output=True, text=True).stdout.split()
    return float(took), float(memory)


def _scan(view: object, statement: str) -> None:
    for _ in view._connection.exec_driver_sql(statement).cursor:  # type: ignore[attr-defined]
        pass


def _write(kind: str, path: Path) -> None:
    database = Database.open(path)
    with database.read() as view, tempfile.TemporaryFile(dir=path.parent) as file:
        if kind == "scan":
            _scan(view, SCAN)
        elif kind == "csv":
            file.writelines(csv_parts(view.answer_parts()))
        else:
            parquet_file(view.answer_parts(), file)
    database.close()


if __name__ == "__main__":
    took = milliseconds(lambda: _write(sys.argv[1], Path(sys.argv[2])))
    print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
