"""`python -m tests.benchmarks.program FILE`: the program on a database that asks nobody to log in."""

from __future__ import annotations

import sys
from pathlib import Path

from kartlegging_tui import language
from kartlegging_tui.services.desk import open_database
from kartlegging_tui.tui.app import KartleggingApp, run

if __name__ == "__main__":
    language.use("nb")
    sys.exit(run(lambda: KartleggingApp(lambda progress: open_database(Path(sys.argv[1]), "Kari Lunde", progress))))
