"""`python -m tests.benchmarks.program FILE`: the program on a database that asks nobody to log in."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kartlegging_tui import language
from kartlegging_tui.command_line import environment
from kartlegging_tui.tui import collecting

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk


def main(file: str) -> int:
    """As the commands that open the program do."""
    environment.prepare()
    collecting.wait()
    language.use("nb")
    from kartlegging_tui.tui.app import KartleggingApp, run

    def open_desk(progress: Callable[[int, int], None]) -> Desk:
        from kartlegging_tui.services.desks import open_database

        return open_database(Path(file), "Kari Lunde", progress)

    return run(lambda: KartleggingApp(open_desk))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
