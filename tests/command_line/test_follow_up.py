"""What has to be done, on the command line."""

from __future__ import annotations

import json
from argparse import Namespace

import pytest

from kartlegging_tui.cli import main
from kartlegging_tui.command_line import follow_up, records
from kartlegging_tui.domain.follow_up import Kind
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.desks import open_demo
from kartlegging_tui.services.follow_up import FollowUpQuery
from tests.conftest import TODAY


@pytest.fixture(autouse=True)
def same_desk(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command opens the demo of the tests, on the day of the tests."""

    def opened(_arguments: Namespace) -> Desk:
        return open_demo(24, 1, desk.user.role, desk.database.where)

    monkeypatch.setattr(records, "require_desk", opened)
    monkeypatch.setattr("kartlegging_tui.services.clock.today", lambda: TODAY)


def test_every_action_is_printed_on_a_line_and_given_to_other_programs_with_what_it_is(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = desk.follow_ups.page(FollowUpQuery(limit=500), TODAY, "nb").lines
    assert main(["follow-up"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == len(expected)
    assert all(line.row.name in text and line.what in text for line, text in zip(expected, printed, strict=True))
    assert main(["follow-up", "--json"]) == 0
    given = json.loads(capsys.readouterr().out)
    assert [(each["pathway"], each["path"]) for each in given] == [
        (line.row.pathway_id, line.row.path) for line in expected
    ]


def test_only_what_is_late_and_only_that_of_somebody(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["follow-up", "--late", "--json", "--who", "Fastlege"]) == 0
    given = json.loads(capsys.readouterr().out)
    assert given and all(each["who"] == "Fastlege" and each["days_late"] > 0 for each in given)


def test_the_other_lists_are_asked_for_by_name(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    counts = desk.follow_ups.page(FollowUpQuery(), TODAY, "nb").counts
    for kind, name in zip(Kind, follow_up.LISTS, strict=True):
        assert main(["follow-up", "--list", name, "--json"]) == 0
        assert len(json.loads(capsys.readouterr().out)) == counts[kind]


def test_a_name_that_nobody_has_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["follow-up", "--who", "Ingen"]) == 2
    assert "Ingen" in capsys.readouterr().err
