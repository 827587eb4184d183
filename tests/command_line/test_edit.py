"""`kartlegging edit` says what it cannot open, before it takes the screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from kartlegging_tui.cli import main
from kartlegging_tui.command_line import environment, forms
from kartlegging_tui.definitions.library import shipped_folder


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "has_terminal", lambda: True)
    monkeypatch.setattr(environment, "prepare", lambda: None)


def test_a_form_that_is_not_there_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["edit", "finnes_ikke"]) == 2
    assert "finnes_ikke" in capsys.readouterr().err


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(b"x" * 1_000_001)
    assert main(["edit", str(file)]) == 2
    assert "1000000" in capsys.readouterr().err


def test_forms_pathways_and_services_are_named_by_their_ids() -> None:
    folder = shipped_folder()
    assert forms.definition_file("ecog") == folder / "ecog.yaml"
    for kind in ("pathways", "services"):
        file = next((folder / kind).glob("*.yaml"))
        assert forms.definition_file(file.stem) == file
