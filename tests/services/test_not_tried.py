"""What no scenario tries is a warning at the rule, in the form's own file."""

from __future__ import annotations

from pathlib import Path

from kartlegging_tui.definitions.findings import Severity
from kartlegging_tui.services.scenario_trials import try_file
from tests.definitions.good_files import FORM


def test_a_rule_that_no_scenario_tries_is_told_at_its_line(tmp_path: Path) -> None:
    path = tmp_path / "god.yaml"
    path.write_text(FORM, encoding="utf-8")
    holes = try_file(path, []).holes()
    assert {(hole.code, hole.severity) for hole in holes} == {("not-tried", Severity.WARNING)}
    assert any("visible_if: har_barn" in hole.line_text for hole in holes)
