"""A file that is edited changes in nothing but its text, and never outside its folder."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kartlegging_tui.definitions import text_file
from kartlegging_tui.definitions.journal import Journal, Unsaved
from kartlegging_tui.definitions.text_file import NotRead, NotWritten, read_text, write_text

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "content",
    [b"a: 1\n", b"a: 1", b"a: 1\r\nb: 2\r\n", b"\xef\xbb\xbfa: 1\n", "å: æ\r\n".encode(), b"", b"\n\n"],
    ids=["plain", "no end", "windows", "mark", "letters", "empty", "blank"],
)
def test_what_was_read_is_written_to_the_byte(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(content)
    read = read_text(file)
    written = write_text(file, read.text, read)
    assert file.read_bytes() == content
    assert written == read_text(file)


def test_lines_that_end_differently_end_alike_afterwards(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(b"a: 1\r\nb: 2\r\nc: 3\n")
    read = read_text(file)
    assert read.text == "a: 1\nb: 2\nc: 3\n"
    write_text(file, read.text, read)
    assert file.read_bytes() == b"a: 1\r\nb: 2\r\nc: 3\r\n"


def test_a_file_that_is_not_utf_8_is_read_and_becomes_utf_8(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes("tittel: Søvn".encode("latin-1"))
    read = read_text(file)
    assert read.recoded and read.text == "tittel: Søvn"
    assert not write_text(file, read.text, read).recoded
    assert file.read_text("utf-8") == "tittel: Søvn"


def test_the_rights_of_a_file_stay_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("a: 1\n")
    file.chmod(0o664)
    write_text(file, "a: 2\n", read_text(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o664
    assert list(tmp_path.iterdir()) == [file]


def test_what_cannot_be_written_leaves_the_file_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("a: 1\n")
    read = read_text(file)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(text_file.os, "fsync", full)
    with pytest.raises(NotWritten, match="No space left"):
        write_text(file, "a: 2\n", read)
    assert file.read_text() == "a: 1\n" and list(tmp_path.iterdir()) == [file]


def test_of_a_link_in_the_folder_the_file_is_written_and_the_link_stays(tmp_path: Path) -> None:
    target, link = tmp_path / "x.yaml", tmp_path / "slots" / "y.yaml"
    link.parent.mkdir()
    target.write_text("a: 1\n")
    link.symlink_to(target)
    write_text(link, "a: 2\n", read_text(link))
    assert link.is_symlink() and target.read_text() == "a: 2\n"


def test_a_link_out_of_the_folder_is_not_written_through(tmp_path: Path) -> None:
    outside, folder = tmp_path / "x.yaml", tmp_path / "skjemaer"
    folder.mkdir()
    outside.write_text("a: 1\n")
    (folder / "y.yaml").symlink_to(outside)
    with pytest.raises(NotWritten):
        write_text(folder / "y.yaml", "a: 2\n", read_text(folder / "y.yaml"))
    assert outside.read_text() == "a: 1\n"


def test_a_published_version_is_not_written_over(tmp_path: Path) -> None:
    copy, link = tmp_path / "published" / "x-1.0.yaml", tmp_path / "y.yaml"
    copy.parent.mkdir()
    copy.write_text("a: 1\n")
    link.symlink_to(copy)
    for path in (copy, link):
        with pytest.raises(NotWritten):
            write_text(path, "a: 2\n", read_text(path))
    assert copy.read_text() == "a: 1\n"


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="the superuser may write everywhere")
def test_what_is_read_only_says_so(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("a: 1\n")
    file.chmod(0o400)
    with pytest.raises(NotWritten):
        write_text(file, "a: 2\n", read_text(file))


def test_what_is_no_file_or_too_large_is_not_opened(tmp_path: Path) -> None:
    large = tmp_path / "large.yaml"
    large.write_bytes(b"x" * 1_000_001)
    os.mkfifo(tmp_path / "pipe.yaml")
    for path in (tmp_path, large, tmp_path / "none.yaml", tmp_path / "pipe.yaml"):
        with pytest.raises(NotRead):
            read_text(path)


def test_the_journal_gives_back_what_was_kept_for_its_user_alone(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "editing", tmp_path / "x.yaml")
    assert journal.read() is None
    unsaved = Unsaved("a: 1\nå: \u2028\x1b", "abc", NOW)
    journal.keep(unsaved)
    assert journal.read() == unsaved
    assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600
    assert Journal(tmp_path / "editing", tmp_path / "y.yaml").read() is None
    journal.drop()
    assert journal.read() is None and not list(journal.path.parent.iterdir())


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"# kartlegging: typed and not saved {}\nx", b"a: 1\n"])
def test_a_spoilt_journal_is_no_journal(tmp_path: Path, content: bytes) -> None:
    journal = Journal(tmp_path, tmp_path / "x.yaml")
    journal.path.write_bytes(content)
    assert journal.read() is None


def test_what_came_with_an_installed_program_is_not_written_since_an_upgrade_would_take_it(tmp_path, monkeypatch):
    file = tmp_path / "phq9.yaml"
    file.write_text("id: phq9\n", encoding="utf-8")
    read = read_text(file)
    monkeypatch.setattr("kartlegging_tui.definitions.text_file.PACKAGE", tmp_path)
    with pytest.raises(NotWritten, match="kartlegging new"):
        write_text(file, "id: annet\n", read)
    assert file.read_text(encoding="utf-8") == "id: phq9\n"
