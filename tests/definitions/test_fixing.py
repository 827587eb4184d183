"""Mending files changes what it says it changes, and nothing else in the file or beside it."""

from __future__ import annotations

import pytest

from kartlegging_tui.definitions import fixing
from kartlegging_tui.definitions.findings import Finding, Fix, Severity
from tests.definitions.good_files import FORM, PATHWAY

BAD = (
    FORM.replace("when: plage", "when: plagg")
    .replace('version: "1.0"', "version: 1.0")
    .replace("flag: true", "flag: ja")
)


def put_right(path) -> list[str]:
    mended = fixing.mend([path])
    for file, change in mended.files.items():
        fixing.write(file, change)
    return [finding.code for finding in mended.left]


def test_everything_mechanical_is_mended_and_what_comes_up_after_it(tmp_path):
    path = tmp_path / "god.yaml"
    path.write_text(BAD, encoding="utf-8")
    assert put_right(path) == []
    assert path.read_text(encoding="utf-8") == FORM


def test_what_a_human_must_decide_is_left_with_the_rest_mended(tmp_path):
    path = tmp_path / "god.yaml"
    path.write_text(BAD.replace("id: annet\n", "id: yrke\n"), encoding="utf-8")
    assert put_right(path) == ["duplicate-id"]
    assert path.read_text(encoding="utf-8") == FORM.replace("id: annet\n", "id: yrke\n")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("last", [b"", b"\n"])
def test_line_ends_and_the_mark_at_the_beginning_stay(tmp_path, mark, end, last):
    path = tmp_path / "god.yaml"

    def written(text: str) -> bytes:
        return mark + text.rstrip("\n").encode().replace(b"\n", end) + (end if last else b"")

    path.write_bytes(written(BAD))
    path.chmod(0o640)
    put_right(path)
    assert path.read_bytes() == written(FORM)
    assert path.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in tmp_path.iterdir()] == ["god.yaml"]


def test_lines_that_are_not_mended_stay_to_the_letter(tmp_path):
    path = tmp_path / "god.yaml"
    apart = BAD.replace("nb: Verst", "nb: Va\u030arst").replace("source: Own\n", "source: Own\r\n")
    path.write_bytes(apart.encode())
    put_right(path)
    expected = FORM.replace("nb: Verst", "nb: Va\u030arst").replace("source: Own\n", "source: Own\r\n")
    assert path.read_bytes().decode() == expected


def test_a_pathway_is_mended_by_the_forms_beside_it(tmp_path):
    (tmp_path / "pathways").mkdir()
    (tmp_path / "god.yaml").write_text(FORM, encoding="utf-8")
    (tmp_path / "mer.yaml").write_text(FORM.replace("id: god", "id: mer"), encoding="utf-8")
    path = tmp_path / "pathways" / "forlop.yaml"
    path.write_text(PATHWAY.replace("god.smerte", "god.smrete"), encoding="utf-8")
    assert put_right(path) == []
    assert path.read_text(encoding="utf-8") == PATHWAY


def test_a_link_is_not_written_through(tmp_path):
    (tmp_path / "there").mkdir()
    target = tmp_path / "there" / "god.yaml"
    target.write_text(BAD, encoding="utf-8")
    link = tmp_path / "god.yaml"
    link.symlink_to(target)
    with pytest.raises(fixing.NotMended):
        put_right(link)
    assert target.read_text(encoding="utf-8") == BAD
    assert link.is_symlink()


def test_a_file_that_was_changed_in_the_meantime_is_not_overwritten(tmp_path):
    path = tmp_path / "god.yaml"
    path.write_text(BAD, encoding="utf-8")
    mended = fixing.mend([path])
    path.write_text(BAD + "# more\n", encoding="utf-8")
    with pytest.raises(fixing.NotMended):
        fixing.write(path, mended.files[path])
    assert path.read_text(encoding="utf-8") == BAD + "# more\n"


def test_a_published_version_is_never_mended(tmp_path):
    (tmp_path / "published").mkdir()
    (tmp_path / "published" / "history.yaml").write_text("- {form: god, version: 1.0}\n", encoding="utf-8")
    (tmp_path / "god.yaml").write_text(FORM, encoding="utf-8")
    mended = fixing.mend([tmp_path])
    assert mended.files == {} and mended.left


def test_of_two_fixes_upon_one_another_the_first_is_put_in():
    fixes = [Fix(1, 3, "x"), Fix(2, 4, "y"), Fix(3, 3, "z"), Fix(5, 6, "")]
    findings = [Finding("f", 1, 1, Severity.ERROR, "x", str(fix), fix=fix) for fix in fixes]
    text, done = fixing.with_fixes("abcdefg", findings)
    assert text == "axzdeg"
    assert [finding.fix for finding in done] == [fixes[0], fixes[2], fixes[3]]
