"""Names and links: what is read lies in the folder of questionnaires, and is what its name says."""

from __future__ import annotations

import pytest

from kartlegging_tui.cli import main
from kartlegging_tui.definitions.check import check
from kartlegging_tui.definitions.library import FOLDER_VARIABLE, Library, library
from tests.definitions.good_files import FORM, PATHWAY, places


def form(identifier: str) -> str:
    return FORM.replace("id: god\n", f"id: {identifier}\n", 1)


@pytest.fixture
def outside(tmp_path):
    """A folder beside the questionnaires, with a form in it that nobody has put among them."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "hemmelig.yaml").write_text(form("hemmelig"), encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "skjema"
    (folder / "slots").mkdir(parents=True)
    (folder / "god.yaml").write_text(FORM, encoding="utf-8")
    return folder


def found(*paths) -> list[tuple[str, str]]:
    return [(finding.path.rpartition("/")[2], finding.code) for finding in check(paths)]


def test_a_link_that_leads_out_is_not_read_and_is_said(folder, outside):
    (folder / "hemmelig.yaml").symlink_to(outside / "hemmelig.yaml")
    (folder / "mappe").symlink_to(outside)
    (folder / "borte.yaml").symlink_to(outside / "absent.yaml")
    assert found(folder) == [(name, "outside-folder") for name in ("borte.yaml", "hemmelig.yaml", "mappe")]
    assert places(check([folder])) == [("outside-folder", 1, 1)] * 3
    assert [each.id for each in Library([folder]).questionnaires()] == ["god"]
    with pytest.raises(KeyError):
        Library([folder]).questionnaire("hemmelig")


def test_a_link_that_is_named_itself_is_not_read_either(folder, outside):
    link = folder / "slots" / "hemmelig.yaml"
    link.symlink_to(outside / "hemmelig.yaml")
    assert found(link) == [("hemmelig.yaml", "outside-folder")]


def test_what_a_file_outside_says_is_never_shown(folder, tmp_path, capsys):
    (tmp_path / "passwd").write_text("rot:x:0:0\n", encoding="utf-8")
    (folder / "bruker.yaml").symlink_to("../passwd")
    assert main(["check", str(folder)]) == 1
    assert "rot" not in "".join(capsys.readouterr())


def test_links_within_the_folder_are_as_good_as_files(folder):
    (folder / "slots" / "mer.yaml").write_text(form("mer"), encoding="utf-8")
    (folder / "eldre.yaml").symlink_to("slots/mer.yaml")
    assert ("eldre.yaml", "outside-folder") not in found(folder)


def test_a_folder_that_is_a_link_itself_is_read(folder, tmp_path):
    link = tmp_path / "lenke"
    link.symlink_to(folder)
    assert found(link) == []
    assert found(link / "god.yaml") == []
    assert [each.id for each in Library([link]).questionnaires()] == ["god"]


def test_links_in_a_circle_end(folder):
    (folder / "slots" / "opp").symlink_to("..")
    (folder / "selv.yaml").symlink_to("selv.yaml")
    assert found(folder) == [("selv.yaml", "unreadable")]


def test_hidden_files_belong_to_other_programs(folder):
    (folder / ".pre-commit-config.yaml").write_text("repos: []\n", encoding="utf-8")
    (folder / ".git").mkdir()
    (folder / ".git" / "x.yaml").write_text("a: b\n", encoding="utf-8")
    assert found(folder) == []


NAMES = [
    "con.yaml",
    "NUL.yaml",
    "aux.old.yaml",
    "lpt1.yaml",
    "a?b.yaml",
    'a"b.yaml',
    "a:b.yaml",
    "a\tb.yaml",
    "god .yaml",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_windows_cannot_have_is_said(name, folder):
    (folder / name).write_text(form("annet"), encoding="utf-8")
    assert ("file-name", 1, 1) in places(check([folder / name]))


def test_names_like_them_are_fine(folder):
    for name in ("console", "com10", "lpt", "nulle", "a-b"):
        (folder / f"{name}.yaml").write_text(form(name.replace("-", "_")), encoding="utf-8")
    assert found(folder) == [("a-b.yaml", "file-name")]  # for its id, as before


def test_an_id_that_makes_such_a_name_is_said_at_its_place(folder):
    (folder / "aux.yaml").write_text("# a\n" + form("aux"), encoding="utf-8")
    assert ("file-name", 2, 5) in places(check([folder / "aux.yaml"]))


def test_names_that_differ_in_capitals_alone_are_one_on_other_computers(folder):
    (folder / "GOD.yaml").write_text(form("annet"), encoding="utf-8")
    (folder / "slots" / "God.yaml").write_text(form("tredje"), encoding="utf-8")
    about_place = [finding for finding in check([folder]) if finding.code == "file-name" and finding.line == 1]
    assert [finding.path.rpartition("/")[2] for finding in about_place if "same file" in finding.message] == [
        "god.yaml"
    ]


def test_two_files_with_one_id_are_said_at_the_second(folder):
    (folder / "slots" / "god.yaml").write_text("# a\n" + FORM, encoding="utf-8")
    findings = check([folder])
    assert places(findings) == [("id-in-two-files", 2, 5)]
    assert findings[0].path == str(folder / "slots" / "god.yaml")
    assert "`../god.yaml`" in findings[0].message


def test_a_form_and_a_pathway_may_have_the_same_id(folder):
    (folder / "pathways").mkdir()
    pathway = PATHWAY.replace("id: forlop", "id: god").replace(
        "      - form: mer\n        offer_if: god.smerte >= 4\n", ""
    )
    (folder / "pathways" / "god.yaml").write_text(pathway, encoding="utf-8")
    assert found(folder) == []


OUTSIDE = [
    "../outside/hemmelig",
    "../../etc/passwd",
    "/etc/passwd",
    "god/../../outside/hemmelig",
    "",
    ".",
    "..",
    "a\0b",
]


@pytest.mark.parametrize("named", OUTSIDE)
@pytest.mark.parametrize("command", ["evaluate", "preview", "blank"])
def test_an_id_names_no_file_outside(command, named, folder, outside, monkeypatch, capsys):
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    monkeypatch.chdir(folder)
    (folder / "svar.yaml").write_text("smerte: 4\n", encoding="utf-8")
    words = [command, named, "svar.yaml"] if command == "evaluate" else [command, named]
    assert main(words) == 2
    assert "root:" not in "".join(capsys.readouterr())
    assert library().questionnaire("god").id == "god"
