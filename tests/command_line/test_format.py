"""`kartlegging format`: files put in order, or left alone with a reason."""

from __future__ import annotations

import stat

import pytest

from kartlegging_tui.cli import main
from kartlegging_tui.definitions.library import FOLDER_VARIABLE, shipped_folder
from tests.definitions.good_files import FORM
from tests.definitions.mutations import spread

UNTIDY = spread(FORM).replace("\n", "  \r\n", 3)


def run(*words: object) -> int:
    return main(["--language", "en", "format", *map(str, words)])


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "god.yaml"
    path.write_bytes(UNTIDY.encode())
    return path


def test_a_file_is_put_in_order_with_its_permissions(file, capsys):
    file.chmod(0o640)
    assert run(file) == 0
    assert file.read_bytes() == FORM.encode()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert list(file.parent.iterdir()) == [file]
    assert capsys.readouterr() == (f"{file}\n", "1 file put in order.\n")
    before = file.stat()
    assert run(file) == 0
    assert file.stat() == before
    assert capsys.readouterr() == ("", "0 files put in order.\n")


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf" + FORM.encode(), FORM.replace("\n", "\r\n").encode()])
def test_marks_and_line_ends_of_windows_go(file, content, capsys):
    file.write_bytes(content)
    assert run("--check", "--diff", file) == 1
    assert "Only line ends" in capsys.readouterr().out
    assert run(file) == 0
    assert file.read_bytes() == FORM.encode()


def test_check_and_diff_change_nothing(file, capsys):
    assert run("--check", file) == 1
    assert run("--diff", file) == 0
    said = capsys.readouterr()
    assert "+  - id: plager" in said.out
    assert "1 file would change." in said.err
    assert file.read_bytes() == UNTIDY.encode()
    file.write_text(FORM, encoding="utf-8")
    assert run("--check", file) == 0


def test_a_file_that_cannot_be_read_is_left_alone_and_the_others_are_not(file, capsys):
    broken = file.with_name("broken.yaml")
    broken.write_bytes(b"a: [b\n  c: \xff")
    scenario = file.parent / "scenarios" / "god.yaml"
    scenario.parent.mkdir()
    scenario.write_text("form:   god\n\n\n\ncases:\n- a\n", encoding="utf-8")
    assert run(file.parent) == 1
    assert "broken.yaml:2:6: error[encoding]" in capsys.readouterr().out
    assert broken.read_bytes() == b"a: [b\n  c: \xff"
    assert file.read_bytes() == FORM.encode()
    assert scenario.read_text() == "form:   god\n\ncases:\n  - a\n"


def test_what_is_published_is_never_changed(file, capsys):
    copy = file.parent / "published" / "god-1.0.yaml"
    copy.parent.mkdir()
    copy.write_bytes(UNTIDY.encode())
    assert run(copy) == 1
    assert run(file.parent) == 0
    assert copy.read_bytes() == UNTIDY.encode()
    assert "never changed" in capsys.readouterr().err


def test_without_a_path_it_is_ones_own_folder(file, monkeypatch, capsys):
    assert run() == 2
    monkeypatch.setenv(FOLDER_VARIABLE, file.parent)
    assert run() == 0
    assert file.read_bytes() == FORM.encode()
    assert run(file.parent / "absent.yaml") == 2


def test_the_shipped_files_are_in_order():
    assert run("--check", shipped_folder()) == 0
