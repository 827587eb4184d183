"""What a server looks after itself: commands say so, and do nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from kartlegging_tui.cli import main
from kartlegging_tui.services import login
from tests.postgres import ROLE, Server

PASSWORD = "en lang kveld i mars"


def test_a_server_keeps_its_key_and_is_backed_up_by_whoever_runs_it(
    server: Server, records_name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where, copy, secret = server.url(records_name, ROLE), tmp_path / "one.backup", tmp_path / "password"
    secret.write_text(f"{PASSWORD}\nsnø på alle tak i byen\n", "utf-8")
    login.set_up(where, "kari", "Kari Lunde", PASSWORD)[0].close()
    for words, said in (
        (("backup", str(copy)), "by whoever runs it"),
        (("doctor",), "by whoever runs it"),
        (("key", "recovery"), "no key"),
        (("key", "rotate"), "no key"),
        (("key", "unlock"), "no key"),
    ):
        rest = ("--database", where, "--user", "kari", "--password-file", str(secret))
        assert main(["--language", "en", *words, *rest]) == 1, words
        told = capsys.readouterr()
        assert (told.out, len(told.err.splitlines())) == ("", 1), words
        assert said in told.err, told.err
    assert not copy.exists()
