"""A desk on a demo database of a fixed day."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kartlegging_tui import language
from kartlegging_tui.definitions.library import shipped
from kartlegging_tui.domain.people import Role
from kartlegging_tui.records.database import Database
from kartlegging_tui.services.demo import build
from kartlegging_tui.services.desk import Desk, open_demo, publish_active

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty-four invented patients, as on `TODAY`. Built once; tests get copies."""
    file = tmp_path_factory.mktemp("demo") / "demo.sqlite3"
    database = Database.open(file)
    publish_active(database, shipped())
    build(database, shipped(), patients=24, seed=1, today=TODAY)
    database.close()
    return file


@pytest.fixture
def desk(demo_file: Path, tmp_path: Path) -> Iterator[Desk]:
    """A nurse's desk."""
    file = tmp_path / "demo.sqlite3"
    shutil.copy(demo_file, file)
    opened = open_demo(24, 1, Role.NURSE, file)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def bokmaal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program speaks bokmål, whatever an earlier test or the configuration of this machine has chosen."""
    monkeypatch.setenv("KARTLEGGING_CONFIG", os.devnull)
    monkeypatch.setenv("KARTLEGGING_FILTERS", "/nonexistent/filters.yaml")
    language.use("nb")
