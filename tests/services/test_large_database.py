"""The database of the benchmarks: patients taken in many times over are as whole as those taken in once."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from kartlegging_tui.records.connections import connect
from kartlegging_tui.records.database import Database
from kartlegging_tui.services.recounting import recount
from tests.benchmarks import large


@pytest.mark.sqlite
def test_patients_that_are_copied_have_whole_logs_and_lists_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(large, "ORIGINALS", 20)
    heard: list[tuple[int, int]] = []
    file = tmp_path / "stor.sqlite3"
    large.build(file, 60, lambda done, of: heard.append((done, of)))
    assert heard[-1][0] == heard[-1][1]
    with closing(connect(file)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("SELECT count(*) FROM contact_point").fetchone() == (180,)
        assert connection.execute("SELECT count(DISTINCT identifier) FROM patient").fetchone() == (60,)
    database = Database.open(file)
    verdict = database.verify()
    assert verdict.sound, verdict
    assert recount(database).sound
    database.close()
