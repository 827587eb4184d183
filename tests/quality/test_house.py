"""Format, lint, types and the contracts between the layers: what a reviewer would otherwise have to look for."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


def run(*command: str) -> str:
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout


def test_the_code_is_formatted() -> None:
    run(str(BIN / "ruff"), "format", "--check", ".")


def test_the_code_is_linted() -> None:
    run(str(BIN / "ruff"), "check", ".")


def test_the_types_hold() -> None:
    run(str(BIN / "mypy"))


def test_the_layers_hold() -> None:
    run(str(BIN / "lint-imports"))


def test_databases_are_opened_with_one_sqlite_alone() -> None:
    """Two libraries in one process break each other's locks on a file. Source: sqlite.org/howtocorrupt.html, 2.2.1."""
    own = re.compile(r"^\s*(import sqlite3|from sqlite3 import)", re.MULTILINE)
    files = [*ROOT.glob("kartlegging_tui/**/*.py"), *ROOT.glob("tests/**/*.py")]
    found = [file.name for file in files if own.search(file.read_text("utf-8"))]
    assert sorted(found) == ["driver.py", "test_encryption.py"]  # which looks from outside, at closed files


@pytest.mark.parametrize("command", [["--help"], ["check"], ["check", "--help"], ["schema"]])
def test_a_command_for_authors_loads_neither_screens_nor_database(command: list[str]) -> None:
    script = (
        "import sys, contextlib, io\n"
        "from kartlegging_tui.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        f"    main({command!r})\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    loaded = set(run(sys.executable, "-c", script).split())
    assert "kartlegging_tui" in loaded
    assert not loaded & {"textual", "rich", "sqlmodel", "sqlalchemy", "alembic", "sqlcipher3", "cryptography"}


def section(name: str) -> list[str]:
    readme = (ROOT / "README.md").read_text("utf-8")
    text = readme.split(f"## {name}\n", 1)[1].split("\n## ", 1)[0]
    block = re.search(r"```sh\n(.*?)```", text, re.S)
    assert block is not None
    return block.group(1).splitlines()


def test_the_readme_gives_one_line_to_run_and_one_to_test() -> None:
    assert len(section("Run it")) == 1
    assert section("Run it")[0].endswith(".venv/bin/kartlegging demo")
    assert len(section("Test it")) == 1


def test_ci_runs_exactly_the_test_line() -> None:
    commands = [
        line for line in (ROOT / ".ci" / "run").read_text("utf-8").splitlines() if line and not line.startswith("#")
    ]
    assert commands == ["set -eu", 'cd "$(dirname "$0")/.."', *section("Test it")]


def test_before_the_first_paint_neither_forms_nor_database_are_loaded() -> None:
    """Whoever starts the program sees something while they are."""
    script = (
        "import sys\n"
        "from kartlegging_tui.cli import _parser; _parser(['demo'])\n"
        "from kartlegging_tui.tui import crash; from kartlegging_tui.tui.app import KartleggingApp\n"
        "print(*sys.modules)"
    )
    loaded = run(sys.executable, "-c", script).split()
    assert not {name.split(".")[0] for name in loaded} & {"pydantic", "yaml", "sqlmodel", "sqlalchemy", "cryptography"}
    assert sum(name.startswith("kartlegging_tui") for name in loaded) <= 50


def test_the_worklist_needs_no_reader_of_forms() -> None:
    loaded = run(sys.executable, "-c", "import sys, kartlegging_tui.services.desk; print(*sys.modules)").split()
    assert not {"kartlegging_tui.definitions.reader", "sqlalchemy.dialects.postgresql", "alembic"} & set(loaded)
