"""`kartlegging blank`, as another program sees it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.definitions.good_files import FORM
from tests.definitions.test_command_line import LOADED, run
from tests.interchange.read_back import Page, pdf_text

PATHWAY = """\
id: min
version: "1.0"
title: Mitt forløp
source: test
contact_points:
  - number: 1
    title: Første samtale
    held_by: municipality
    window: {opens: 0, closes: 1}
    offers: [{form: god}]
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder of forms with a pathway."""
    folder = tmp_path / "own"
    (folder / "pathways").mkdir(parents=True)
    (folder / "god.yaml").write_text(FORM, encoding="utf-8")
    (folder / "pathways" / "min.yaml").write_text(PATHWAY, encoding="utf-8")
    return folder


def test_several_forms_make_one_pdf_that_only_its_owner_may_read(tmp_path: Path) -> None:
    file = tmp_path / "ark.pdf"
    result = run("blank", "who5", "esas_r", "--language", "nn", "--output", str(file))
    assert (result.returncode, result.stderr) == (0, "")
    assert str(file) in result.stdout
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    said = pdf_text(file.read_bytes())
    assert "WHO-5" in said and "ESAS-r" in said


def test_html_goes_to_standard_output(tmp_path: Path) -> None:
    result = run("blank", "who5", "--language", "en", "--output", "-")
    assert (result.returncode, result.stderr) == (0, "")
    assert ("html", {"lang": "en"}) in Page(result.stdout).tags


def test_html_keeps_its_letters_whatever_the_terminal_can_show() -> None:
    words = ("blank", "who5", "--language", "nb", "--output", "-")
    assert run(*words, PYTHONIOENCODING="ascii", PYTHONUTF8="0").stdout == run(*words).stdout


@pytest.mark.parametrize("suffix", [".pdf", ".html", ".txt"])
def test_a_file_that_is_there_is_replaced_only_when_told_so(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"ark{suffix}"
    file.write_text("kept")
    refused = run("blank", "who5", "--output", str(file))
    assert (refused.returncode, refused.stdout, file.read_text()) == (2, "", "kept")
    assert "--force" in refused.stderr
    assert run("blank", "who5", "--output", str(file), "--force").returncode == 0
    assert file.read_bytes() != b"kept"


def test_a_folder_gets_a_pdf_with_a_name_that_says_what_it_is(tmp_path: Path) -> None:
    assert run("blank", "who5", "gad7", "--language", "nb", "--output", str(tmp_path)).returncode == 0
    assert run("blank", "--contact-point", "1", "--language", "en", "--output", str(tmp_path)).returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pakkeforlop_hjem-1-en.pdf", "who5-gad7-nb.pdf"]


def test_a_contact_point_of_a_pathway_of_ones_own(own: Path, tmp_path: Path) -> None:
    file = tmp_path / "ark.txt"
    words = ("blank", "--contact-point", "1", "--pathway", "min", "--language", "nb", "--output", str(file))
    assert run(*words, KARTLEGGING_QUESTIONNAIRES=str(own)).returncode == 0
    assert "Første samtale" in file.read_text("utf-8")


def test_a_form_in_a_file_is_printed_as_at_a_contact_point(tmp_path: Path) -> None:
    form = tmp_path / "god.yaml"
    form.write_text(FORM, encoding="utf-8")
    for number in ("1", "2"):
        result = run("blank", str(form), "--contact-point", number, "--output", str(tmp_path / f"{number}.txt"))
        assert result.returncode == 0, result.stderr


def test_normal_type_takes_less_paper(tmp_path: Path) -> None:
    for size in ("large", "normal"):
        assert run("blank", "psykososial", "--size", size, "--output", str(tmp_path / f"{size}.pdf")).returncode == 0
    large, normal = (len(PdfReader(tmp_path / f"{size}.pdf").pages) for size in ("large", "normal"))
    assert normal < large


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "--contact-point"),
        (["finnes_ikke"], "finnes_ikke"),
        (["csnat"], "needs a licence"),
        (["csnat", "who5"], "csnat.org"),
        (["--contact-point", "9"], "no contact point 9"),
        (["--contact-point", "1", "--pathway", "annet"], "annet"),
        (["who5", "--output", "ark"], "ark"),
        (["who5", "--output", "ark.doc"], ".pdf"),
        (["who5", "--output", "mangler/ark.pdf"], "mangler/ark.pdf"),
        (["who5", "--size", "huge"], "huge"),
        (["who5", "--language", "xx"], "xx"),
    ],
)
def test_what_cannot_be_printed_is_refused_in_one_clear_sentence(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("blank", *words)
    assert (result.returncode, result.stdout) == (2, "")
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_form_with_errors_is_not_printed_and_each_is_told(own: Path, tmp_path: Path) -> None:
    broken = FORM.replace("when: plage", "when: plagg")
    (own / "god.yaml").write_text(broken, encoding="utf-8")
    for words in ([str(own / "god.yaml")], ["--contact-point", "1", "--pathway", "min"]):
        result = run("blank", *words, "--output", str(tmp_path / "x.pdf"), KARTLEGGING_QUESTIONNAIRES=str(own))
        assert result.returncode == 2
        assert "error[unknown-name]" in result.stderr
        assert not (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize(
    ("wrong", "right", "code"),
    [("{form: god}", "{form: borte}", "unknown-form"), ("window:", "vindu:", "unknown-key")],
)
def test_a_pathway_that_cannot_be_read_is_told(own: Path, wrong: str, right: str, code: str) -> None:
    (own / "pathways" / "min.yaml").write_text(PATHWAY.replace(wrong, right), encoding="utf-8")
    words = ("blank", "--contact-point", "1", "--pathway", "min", "--output", "-")
    result = run(*words, KARTLEGGING_QUESTIONNAIRES=str(own))
    assert (result.returncode, result.stdout) == (2, "")
    assert f"error[{code}]" in result.stderr


def test_a_form_that_is_not_written_in_the_language_says_so(tmp_path: Path) -> None:
    form = tmp_path / "god.yaml"
    form.write_text(
        'id: god\nversion: "1.0"\narea: other\ntitle: Bare bokmål\nsource: test\nlicence: MIT\n'
        "sections: [{id: a, title: Del, questions: [{id: b, type: yes_no, text: Går det bra?}]}]\n",
        encoding="utf-8",
    )
    result = run("blank", str(form), "--language", "nn", "--output", str(tmp_path / "x.html"))
    assert (result.returncode, "god" in result.stderr) == (0, True)
    assert "Går det bra?" in (tmp_path / "x.html").read_text("utf-8")


def test_printing_loads_neither_the_screens_nor_the_database_and_help_no_writer(tmp_path: Path) -> None:
    file = str(tmp_path / "x.pdf")
    assert run("blank", "who5", "--output", file, program=LOADED).stderr.splitlines()[-1] == "['pydantic']"
    help_words = LOADED.replace('"textual"', '"typst", "jinja2", "textual"')
    assert run("blank", "--help", program=help_words).stderr.splitlines()[-1] == "[]"
