"""Checking files and folders; the library of forms."""

from __future__ import annotations

import pytest

from kartlegging_tui.definitions.check import check
from kartlegging_tui.definitions.library import FOLDER_VARIABLE, Library, library, shipped, shipped_folder
from tests.definitions.good_files import FORM, PATHWAY


@pytest.fixture
def folder(tmp_path):
    """A library of two forms and a pathway, with a scenario beside them."""
    for name in ("slots", "pathways", "scenarios"):
        (tmp_path / name).mkdir()
    (tmp_path / "god.yaml").write_text(FORM, encoding="utf-8")
    (tmp_path / "slots" / "mer.yaml").write_text(FORM.replace("id: god", "id: mer"), encoding="utf-8")
    (tmp_path / "pathways" / "forlop.yaml").write_text(PATHWAY, encoding="utf-8")
    scenario = "form: god\nscenarios:\n  - name: Nothing\n    given: {}\n    expect: {needs: []}\n"
    (tmp_path / "scenarios" / "god.yaml").write_text(scenario, encoding="utf-8")
    (tmp_path / "README.md").write_text("Not a form.\n", encoding="utf-8")
    return tmp_path


def codes(paths) -> list[str]:
    return [finding.code for finding in check(paths)]


def test_the_shipped_forms_and_pathways_have_no_findings():
    assert [str(finding) for finding in check([shipped_folder()])] == []


def test_a_folder_is_checked_with_all_that_is_in_it(folder):
    assert codes([folder]) == []
    (folder / "slots" / "mer.yaml").write_text("id: mer\n", encoding="utf-8")
    found = check([folder])
    assert {finding.path for finding in found} >= {str(folder / "slots" / "mer.yaml")}
    assert "missing-key" in {finding.code for finding in found}


def test_a_pathway_is_checked_against_the_forms_checked_with_it(folder):
    (folder / "slots" / "mer.yaml").unlink()
    assert codes([folder]) == ["unknown-form"]


def test_a_pathway_alone_is_checked_against_the_forms_of_its_library(folder):
    pathway = folder / "pathways" / "forlop.yaml"
    assert codes([pathway]) == []
    (folder / "slots" / "mer.yaml").unlink()
    assert codes([pathway]) == ["unknown-form"]


def test_a_form_with_an_error_is_still_known_to_the_pathways_that_offer_it(folder):
    (folder / "god.yaml").write_text(FORM.replace("flag: true", "flagg: true"), encoding="utf-8")
    assert codes([folder]) == ["unknown-key"]


def test_a_pathway_is_known_by_what_it_holds_wherever_it_is(folder):
    elsewhere = folder / "forlop.yaml"
    (folder / "pathways" / "forlop.yaml").rename(elsewhere)
    assert codes([folder]) == []


def test_a_folder_without_yaml_is_a_finding(tmp_path):
    assert codes([tmp_path]) == ["no-files"]


def test_a_file_named_twice_is_reported_once(folder):
    (folder / "god.yaml").write_text(FORM.replace("flag: true", "flagg: true"), encoding="utf-8")
    assert codes([folder, folder / "god.yaml"]) == ["unknown-key"]


def test_a_library_gives_forms_and_pathways_by_id_and_leaves_out_those_with_errors(folder):
    forms = Library([folder])
    assert [form.id for form in forms.questionnaires()] == ["god", "mer"]
    assert [pathway.id for pathway in forms.pathways()] == ["forlop"]
    assert forms.questionnaire("god") is forms.questionnaire("god")
    (folder / "bad.yaml").write_text("id: bad\n", encoding="utf-8")
    assert [form.id for form in Library([folder]).questionnaires()] == ["god", "mer"]
    for absent in ("bad", "hest"):
        with pytest.raises(KeyError):
            Library([folder]).questionnaire(absent)


def test_the_users_own_folder_comes_before_the_shipped_forms(folder, monkeypatch):
    shipped_forms = {form.id: form for form in shipped().questionnaires()}
    name = next(iter(shipped_forms))
    (folder / f"{name}.yaml").write_text(FORM.replace("id: god", f"id: {name}"), encoding="utf-8")
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    own = library()
    assert own.questionnaire(name).title.to("en") == "Good"
    assert {form.id for form in own.questionnaires()} == {*shipped_forms, "god", "mer"}
    monkeypatch.delenv(FOLDER_VARIABLE)
    assert library().questionnaire(name) == shipped_forms[name]


def test_every_shipped_file_is_in_the_library():
    library_of_shipped = shipped()
    assert len(list(library_of_shipped.questionnaires())) == len(library_of_shipped.questionnaire_files) > 0
    assert len(list(library_of_shipped.pathways())) == len(library_of_shipped.pathway_files)
