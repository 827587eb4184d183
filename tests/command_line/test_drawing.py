"""A finding under the line of the file that it is about, whatever stands in that line."""

from __future__ import annotations

import io

import pytest

from kartlegging_tui import language
from kartlegging_tui.command_line.drawing import USUAL_WIDTH, Look, draw, look_of, show
from kartlegging_tui.definitions.findings import Finding, Fix, Related, Severity


@pytest.fixture(autouse=True)
def english() -> None:
    language.use("en")


def drawn(line: str, column: int, end: int = 0, width: int = 40) -> list[str]:
    """The quoted line and the marks, without the gutter."""
    finding = Finding("f.yaml", 7, column, Severity.ERROR, "x", "wrong", line, end)
    return [row[4:] for row in draw(finding, Look(width))][2:4]


def test_a_finding_without_a_line_is_its_first_line_alone() -> None:
    finding = Finding("f.yaml", 1, 1, Severity.ERROR, "unreadable", "gone")
    assert list(draw(finding, Look())) == ["f.yaml:1:1: error[unreadable]: gone", ""]


@pytest.mark.parametrize(
    ("line", "column", "end", "marks"),
    [
        ("  a: b", 6, 7, "     ^"),
        ("  a: bcd", 6, 9, "     ^^^"),
        ("  a: bcd", 6, 0, "     ^"),
        ("\ta: b", 5, 6, "     ^"),  # a tab is shown as two characters
        ("日本: b", 5, 6, "      ^"),
        ("a: 日本", 4, 6, "   ^^^^"),
        ("e\u0301y: b", 6, 7, "    ^"),  # an accent of its own takes no column
        ("a: \u202eb", 4, 5, "   ^"),
        ("a:", 3, 4, "  ^"),  # behind the last character
    ],
)
def test_the_marks_stand_under_the_place(line: str, column: int, end: int, marks: str) -> None:
    assert drawn(line, column, end)[1] == marks


@pytest.mark.parametrize("column", [1, 20, 100, 181, 199, 200, 201])
@pytest.mark.parametrize("letter", ["x", "日"])
def test_a_long_line_is_cut_around_the_place(column: int, letter: str) -> None:
    line = letter * (column - 1) + "HERE" + letter * (200 - column)
    shown, marks = drawn(line, column, column + 4)
    size = 2 if letter == "日" else 1
    at = sum(size if character == letter else 1 for character in shown[: shown.index("HERE")])
    assert marks == " " * at + "^^^^"
    assert sum(size if character == letter else 1 for character in shown) <= 36
    assert shown.endswith("…") == (column < 180 or (column == 181 and size == 2))


def test_a_place_longer_than_the_screen_is_marked_as_far_as_it_is_seen() -> None:
    shown, marks = drawn("  a: " + "b" * 300, 6, 306)
    assert shown.rstrip("…").endswith("b" * 20)
    assert len(marks) <= len(shown) <= 36


def test_another_place_is_shown_in_the_order_of_the_file() -> None:
    first = Related(36, 13, 17, "the first", "      - id: yrke")
    finding = Finding("f.yaml", 142, 13, Severity.ERROR, "x", "twice", "      - id: yrke", 17, related=(first,))
    assert list(draw(finding, Look()))[1:-1] == [
        "    |",
        " 36 |       - id: yrke",
        "    |             ---- the first",
        "  …",
        "142 |       - id: yrke",
        "    |             ^^^^",
    ]


@pytest.mark.parametrize(
    ("suggestion", "fix", "advice"),
    [
        ("plage", None, "did you mean `plage`?"),
        ("plage", Fix(0, 1, "plage"), "did you mean `plage`? `--fix` writes it."),
        ("", Fix(0, 1, '"1.0"'), '`--fix` writes `"1.0"`.'),
        ("", Fix(0, 1, ""), "`--fix` deletes it."),
    ],
)
def test_what_to_do_stands_under_the_place(suggestion: str, fix: Fix | None, advice: str) -> None:
    finding = Finding("f.yaml", 1, 1, Severity.ERROR, "x", "wrong", "a", 2, suggestion=suggestion, fix=fix)
    assert list(draw(finding, Look()))[-2] == f"  = help: {advice}"


def test_colours_change_nothing_but_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    finding = Finding("f\x1b.yaml", 1, 4, Severity.WARNING, "x", "wrong\x1b[0m", "a: \x1b[31mb", 7)
    plain = list(draw(finding, Look()))
    painted = list(draw(finding, Look(colour=True)))
    assert painted != plain
    bare = painted
    for code in ("\x1b[1;33m", "\x1b[1m", "\x1b[34m", "\x1b[36m", "\x1b[0m"):
        bare = [row.replace(code, "") for row in bare]
    assert [row.rstrip() for row in bare] == plain
    assert not any("\x1b" in row for row in plain)


class Terminal(io.StringIO):
    """A stream that says it is one."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_is_painted_unless_it_asks_not_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("COLUMNS", raising=False)
    assert look_of(Terminal()).colour
    assert look_of(io.StringIO()) == Look(USUAL_WIDTH)
    monkeypatch.setenv("COLUMNS", "80")
    assert look_of(io.StringIO()).width == 80
    monkeypatch.setenv("NO_COLOR", "1")
    assert not look_of(Terminal()).colour


def test_short_is_one_line_for_each_finding() -> None:
    stream = io.StringIO()
    show([Finding("f.yaml", n, 1, Severity.ERROR, "x", "wrong", "a") for n in (1, 2)], stream, short=True)
    assert stream.getvalue() == "f.yaml:1:1: error[x]: wrong\nf.yaml:2:1: error[x]: wrong\n"
