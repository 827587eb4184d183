"""What is written reads as exactly what it was, whatever it says, and as a person would have written it."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from kartlegging_tui.definitions.reader import pathway_from_text, questionnaire_from_text, read_questionnaire
from kartlegging_tui.definitions.services import services_from_text
from kartlegging_tui.definitions.writer import WIDTH, Unwritable, to_yaml
from kartlegging_tui.definitions.yaml_reader import parse
from kartlegging_tui.domain.pathway import PathwayDefinition
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.services import ServiceList
from tests.definitions.good_files import FORM, PATHWAY
from tests.definitions.mutations import SHIPPED
from tests.definitions.random_documents import DOCUMENTS, NASTY
from tests.domain.forms import form_of, questionnaire

READERS = {
    Questionnaire: questionnaire_from_text,
    PathwayDefinition: pathway_from_text,
    ServiceList: services_from_text,
}
ABOUT_YAML = {"syntax", "tag", "anchor", "merge-key", "duplicate-key", "key-not-text", "number-too-long", "empty-file",
              "comma-in-text", "wrong-type", "unknown-key", "several-documents"}  # fmt: skip
"""What can only be wrong because of how a document was written."""


def reader_of(path):
    return READERS[{"pathways": PathwayDefinition, "services": ServiceList}.get(path.parent.name, Questionnaire)]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_file_is_the_same_after_it_was_written_anew(path):
    read = reader_of(path)
    document = read(path.read_text(encoding="utf-8"), path).value
    written = to_yaml(document)
    again = read(written, path)
    assert again.value == document
    assert again.findings == ()
    assert to_yaml(again.value) == written
    assert max(map(len, written.split("\n"))) <= WIDTH


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data(), st.sampled_from([Questionnaire, Questionnaire, PathwayDefinition, ServiceList]))
def test_any_document_is_identical_after_it_was_written_and_read(data, model):
    given = data.draw(DOCUMENTS[model])
    try:
        document = model.model_validate_json(json.dumps(given))
    except ValidationError:  # a text longer than its limit
        return
    written = to_yaml(document)
    again = READERS[model](written, "f.yaml")
    assert again.draft == document
    assert again.draft.model_dump_json() == document.model_dump_json()
    assert not {finding.code for finding in again.findings} & ABOUT_YAML


@pytest.mark.parametrize("text", NASTY, ids=lambda text: text[:16].encode("unicode_escape").decode())
def test_a_text_stays_what_it_is_wherever_it_stands(text):
    form = form_of(
        {"id": "q", "type": "choice", "text": {"nb": text, "nn": "a", text or "x": "b"}, "hint": text,
         "options": [{"value": text, "text": {"nb": text, "en": text}}]},
        source=text, needs=[{"id": "n", "when": text or "x", "title": {"nb": "a"}, "suggest": [text, text]}],
    )  # fmt: skip
    reading = questionnaire_from_text(to_yaml(form), "form.yaml")
    assert reading.draft == form


HOUSE_STYLE = """\
id: form
version: "1.0"
area: other
title: {nb: Form, nn: Form, en: Form}
source: "Egen tekst: 2026"
licence: MIT

option_lists:
  svar:
    - {value: 0, text: {nb: Nei, nn: Nei, en: "No"}}
    - {value: 1, text: {nb: "Ja, litt", nn: "Ja, litt", en: A little}, score: 2.5}

sections:
  - id: del
    title: {nb: del, nn: del, en: del}
    questions:
      - id: q
        type: choice
        formerly: [gammel, eldre]
        text: {nb: q, nn: q, en: q}
        hint: >-
          Et råd til den som spør, så langt at det ikke får plass på en linje i en fil som er hundre og tjue tegn bred,
          og derfor brettes.
        visible_if: '"a" in b'
        codes: [{system: loinc, code: "44250-9"}]
        required: true
        options: svar

  - id: mer
    title: {nb: mer, nn: mer, en: mer}
    questions:
      - id: r
        type: rows
        text:
          nb: Barna, ett om gangen. Fornavn og fødselsår er nok.
          nn: Barna, eitt om gongen. Førenamn og fødselsår er nok.
          en: The children, one at a time.
        row:
          - id: navn
            type: text
            text: {nb: navn, nn: navn, en: navn}

scores:
  - id: s
    value: sum(q)
    bands:
      - {to: 1, text: {nb: Lite, nn: Lite, en: Little}}
      - {from: 2, text: {nb: Mye, nn: Mykje, en: Much}, flag: true}
"""


def test_a_form_is_written_as_a_person_would():
    assert to_yaml(questionnaire_from_text(HOUSE_STYLE, "form.yaml").draft) == HOUSE_STYLE


def test_what_stands_in_files_already_is_written_without_findings():
    for text, read, name in ((FORM, questionnaire_from_text, "god"), (PATHWAY, pathway_from_text, "forlop")):
        document = read(text, f"{name}.yaml").value
        assert read(to_yaml(document), f"{name}.yaml").findings == ()


LANGUAGES = {"nb": "Ja", "no": "Ja", "en": "Yes"}
WORDS = ["ja", "nei", "no", "yes", "on", "off"]


def test_options_and_languages_that_yaml_took_for_truth_values_stay_words():
    options = [{"value": word, "text": LANGUAGES} for word in WORDS]
    form = questionnaire([{"id": "del", "questions": [{"id": "q", "type": "choice", "options": options}]}])
    again = questionnaire_from_text(to_yaml(form), "form.yaml").draft
    assert again == form
    assert [option.value for option in again.options(next(again.items()))] == WORDS
    plain = FORM.replace("{value: ja,", "{value: no,").replace("{value: nei,", "{value: off,")
    yrke = next(item for item in questionnaire_from_text(plain, "god.yaml").draft.items() if item.id == "yrke")
    assert [option.value for option in yrke.options] == ["no", "off"]


@pytest.mark.parametrize("number", [0.1 + 0.2, 1e300, float("inf"), 10**16])
def test_a_number_that_no_file_can_hold_is_refused(number):
    form = form_of({"id": "q", "type": "integer"})
    spoiled = form.sections[0].questions[0].model_copy(update={"max": number})
    section = form.sections[0].model_copy(update={"questions": (spoiled,)})
    with pytest.raises(Unwritable):
        to_yaml(form.model_copy(update={"sections": (section,)}))


@pytest.mark.parametrize(
    ("number", "written"), [(1e-7, "0.0000001"), (1.0, "1.0"), (-0.5, "-0.5"), (10**14, "1" + "0" * 14)]
)
def test_a_number_is_written_without_an_exponent(number, written):
    text = to_yaml(form_of({"id": "q", "type": "integer", "max": number}))
    assert f"max: {written}\n" in text
    assert type(parse(text, "f").data["sections"][0]["questions"][0]["max"]) is type(number)


def test_the_file_that_was_read_is_the_one_that_is_written(tmp_path):
    path = tmp_path / "god.yaml"
    form = questionnaire_from_text(FORM, path).value
    path.write_text(to_yaml(form), encoding="utf-8")
    assert read_questionnaire(path).value.content_hash() == form.content_hash()
