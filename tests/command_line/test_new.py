"""`kartlegging new`: a form is right from the first moment, and a variant knows what it was made from."""

from __future__ import annotations

import pytest

from kartlegging_tui.cli import main
from kartlegging_tui.definitions.check import check
from kartlegging_tui.definitions.library import shipped, shipped_folder
from kartlegging_tui.definitions.reader import read_questionnaire
from kartlegging_tui.definitions.variants import original_of
from kartlegging_tui.domain.questionnaire import Status

SHIPPED = sorted(shipped().questionnaire_files)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """The user's own folder of forms."""
    own = tmp_path / "forms"
    monkeypatch.setenv("KARTLEGGING_QUESTIONNAIRES", str(own))
    return own


@pytest.mark.parametrize("languages", ["nb", "nb,nn", "nb,nn,en", "en"])
def test_a_new_form_is_without_a_finding_from_the_first_moment(languages, folder):
    assert main(["new", "min_test", "--title", 'Min "test": én, to', "--area", "work", "--languages", languages]) == 0
    file = folder / "min_test.yaml"
    form = read_questionnaire(file).value
    assert check([file]) == []
    assert form.id == "min_test" and form.status is Status.DRAFT and form.area == "work"
    assert form.title.root == dict.fromkeys(languages.split(","), 'Min "test": én, to')


def test_a_new_form_says_what_to_do_with_it(folder, capsys):
    assert main(["new", "min_test"]) == 0
    text = (folder / "min_test.yaml").read_text(encoding="utf-8")
    assert text.count("# ") >= 8
    assert "status: draft\n" in text
    assert "kartlegging preview" in capsys.readouterr().out


def test_without_a_folder_of_ones_own_the_form_is_begun_where_one_is(tmp_path, monkeypatch):
    monkeypatch.delenv("KARTLEGGING_QUESTIONNAIRES")
    monkeypatch.chdir(tmp_path)
    assert main(["new", "min_test"]) == 0
    assert (tmp_path / "min_test.yaml").exists()
    assert main(["new", "annen_test", "--folder", "under/her"]) == 0
    assert (tmp_path / "under" / "her" / "annen_test.yaml").exists()


@pytest.mark.parametrize(
    "identifier", ["Min", "min-test", "æøå", "1a", "", "a" * 65, "con", "lpt1", "../ut", "phq9", "hads"]
)
def test_what_cannot_be_an_id_is_refused_in_a_line_and_nothing_is_written(identifier, folder, capsys):
    assert main(["new", identifier]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert not folder.exists() or not any(folder.iterdir())


def test_nothing_is_ever_overwritten(folder):
    folder.mkdir()
    file = folder / "min_test.yaml"
    file.write_text("mitt\n")
    assert main(["new", "min_test"]) == 2
    assert file.read_text() == "mitt\n"


def test_a_link_to_another_place_is_not_written_through(folder, tmp_path):
    folder.mkdir()
    (folder / "min_test.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    assert main(["new", "min_test"]) == 2
    assert not (tmp_path / "elsewhere.yaml").exists()


@pytest.mark.parametrize("name", SHIPPED)
def test_a_variant_of_every_shipped_form_asks_the_same_and_says_where_it_comes_from(name, folder):
    assert main(["new", "lokal_variant", "--from", name]) == 0
    file = folder / "lokal_variant.yaml"
    form, original = read_questionnaire(file).value, shipped().questionnaire(name)
    assert [found for found in check([file]) if found.severity == "error"] == []
    assert (form.id, form.version, form.status) == ("lokal_variant", "1.0", Status.DRAFT)
    assert (form.derived_from.form, form.derived_from.version) == (original.id, original.version)
    same = {"id", "version", "status", "wording", "derived_from"}
    assert form.model_dump(exclude=same) == original.model_dump(exclude=same)
    comments = [line.strip() for line in shipped().questionnaire_files[name].read_text("utf-8").splitlines()]
    kept = file.read_text("utf-8")
    assert all(line in kept for line in comments if line.startswith("#") and "yaml-language-server" not in line)


def test_a_variant_of_an_instrument_no_longer_counts_as_its_owners_words(folder, capsys):
    assert main(["new", "min_phq", "--from", "phq9"]) == 0
    form = read_questionnaire(folder / "min_phq.yaml").value
    assert set(form.wording.values()) == {"unofficial"}
    assert "`unofficial`" in capsys.readouterr().out


def test_what_is_ones_own_words_stays_that(folder):
    assert main(["new", "min_parorende", "--from", "parorende"]) == 0
    assert set(read_questionnaire(folder / "min_parorende.yaml").value.wording.values()) == {"own"}


def test_a_variant_gets_its_own_title_and_area(folder):
    assert main(["new", "min_phq", "--from", "phq9", "--title", "Humør hos oss", "--area", "other"]) == 0
    form = read_questionnaire(folder / "min_phq.yaml").value
    assert form.title.root == dict.fromkeys(("nb", "nn", "en"), "Humør hos oss")
    assert form.area == "other"


def test_the_original_of_a_variant_is_found_as_it_was_then(folder):
    assert main(["new", "min_phq", "--from", "phq9"]) == 0
    variant = read_questionnaire(folder / "min_phq.yaml").value
    assert original_of(variant.derived_from, folder) == shipped().questionnaire("phq9")
    assert sorted(file.name for file in folder.iterdir()) == ["min_phq.yaml"]  # the shipped folder keeps it


def test_an_original_that_nobody_has_published_is_kept_beside_the_variant(folder, capsys):
    assert main(["new", "forste", "--title", "Første"]) == 0
    before = read_questionnaire(folder / "forste.yaml").value
    assert main(["new", "andre", "--from", "forste"]) == 0
    (folder / "forste.yaml").write_text("helt noe annet\n", encoding="utf-8")
    variant = read_questionnaire(folder / "andre.yaml").value
    assert original_of(variant.derived_from, folder) == before
    assert "originals" in capsys.readouterr().out
    assert [found.path for found in check([folder]) if "originals" in found.path] == []


def test_a_variant_of_a_variant_names_the_nearer_original(folder):
    assert main(["new", "forste", "--from", "gad7"]) == 0
    assert main(["new", "andre", "--from", "forste"]) == 0
    form = read_questionnaire(folder / "andre.yaml").value
    assert (form.derived_from.form, form.derived_from.version) == ("forste", "1.0")


def test_editors_are_told_where_the_schema_is_once_it_is_in_the_folder(folder):
    assert main(["schema", "--output", str(folder / "schema")]) == 0
    assert main(["new", "min_phq", "--from", "phq9"]) == 0
    assert main(["new", "min_test"]) == 0
    for name in ("min_phq", "min_test"):
        text = (folder / f"{name}.yaml").read_text(encoding="utf-8")
        assert text.startswith("# yaml-language-server: $schema=schema/questionnaire.json\n")
        assert text.count("yaml-language-server") == 1


@pytest.mark.parametrize(
    "words",
    [
        ["--from", "finnes_ikke"],
        ["--from", "phq9", "--languages", "nb"],
        ["--languages", "tlh"],
        ["--languages", ","],
        ["--title", "Feil\u202etegn"],
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(words, folder, capsys):
    assert main(["new", "min_test", *words]) == 2
    assert capsys.readouterr().err.strip()
    assert not (folder / "min_test.yaml").exists()


def test_a_form_with_errors_is_no_original(folder, tmp_path, capsys):
    file = tmp_path / "gal.yaml"
    file.write_text(
        (shipped_folder() / "phq9.yaml").read_text("utf-8").replace("area: psycho", "area: psykho"), "utf-8"
    )
    assert main(["new", "min_test", "--from", str(file)]) == 2
    assert "unknown-value" in capsys.readouterr().err
