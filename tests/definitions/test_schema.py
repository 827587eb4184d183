"""The JSON Schema says the same as the reader: what an editor accepts, the check accepts, and the other way round."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator

from kartlegging_tui.definitions.library import shipped
from kartlegging_tui.definitions.reader import pathway_from_text, questionnaire_from_text
from kartlegging_tui.definitions.schema import pathway_schema, questionnaire_schema, services_schema
from kartlegging_tui.definitions.yaml_reader import parse, read_source
from tests.definitions.good_files import FORM, PATHWAY

FORM_SCHEMA = Draft202012Validator(questionnaire_schema())
PATHWAY_SCHEMA = Draft202012Validator(pathway_schema())
SERVICES_SCHEMA = Draft202012Validator(services_schema())
SHIPPED_FORMS = sorted(shipped().questionnaire_files.values())
SHIPPED_PATHWAYS = sorted(shipped().pathway_files.values())

REFUSED = [
    ("id: god", "id: God"),
    ("id: god\n", ""),
    ('version: "1.0"', "version: 1.0"),
    ("status: active", "status: aktiv"),
    ("status: active", "stat: active"),
    ("title: {nb: God, nn: God, en: Good}", "title: 5"),
    ("title: {nb: God, nn: God, en: Good}", "title: {}"),
    ("title: {nb: God, nn: God, en: Good}", "title: {Norsk: God}"),
    ("title: {nb: God, nn: God, en: Good}", "title:"),
    ("type: yes_no", "type: yesno"),
    ("at_most: 2", "at_most: 0"),
    ("at_most: 2", "lines: 2"),
    ("flag: true", "flag: yes"),
    ("options: svar", "options: 5"),
    ("visible_if: har_barn", "visible_if:"),
    ("visible_if: har_barn", "visible_if: true"),
    ("{value: kne,", "{value: true,"),
    ("{value: kne,", "{key: ab, value: kne,"),
    ("max_rows: 20", "max_rows: 501"),
    ("  svar:\n", "  Svar:\n"),
    ("value: sum(smerte, uro)", "value: smerte\n    missing: {allow: 1}"),
    ("each: barn", "each: Barn"),
    ("lasting: true", "lasting: ja"),
]
REFUSED_PATHWAYS = [
    ("question: god.har_barn", "question: har_barn"),
    ("question: god.har_barn", "question: god.har_barn.navn"),
    ("that: asked(god.har_barn) or asked(god.annet)", "that: true"),
    ("that: asked(god.har_barn) or asked(god.annet)\n        ", ""),
    ("    required:\n", "    demanded:\n"),
]


@pytest.mark.parametrize("schema", [FORM_SCHEMA, PATHWAY_SCHEMA, SERVICES_SCHEMA], ids=["form", "pathway", "services"])
def test_the_schema_is_valid_itself(schema):
    Draft202012Validator.check_schema(schema.schema)


@pytest.mark.parametrize("path", SHIPPED_FORMS, ids=lambda path: path.stem)
def test_the_schema_accepts_every_shipped_form(path):
    assert [error.message for error in FORM_SCHEMA.iter_errors(read_source(path).data)] == []


@pytest.mark.parametrize("path", SHIPPED_PATHWAYS, ids=lambda path: path.stem)
def test_the_schema_accepts_every_shipped_pathway(path):
    assert [error.message for error in PATHWAY_SCHEMA.iter_errors(read_source(path).data)] == []


def test_the_schema_accepts_every_shipped_list_of_services():
    for path in shipped().services_files.values():
        assert [error.message for error in SERVICES_SCHEMA.iter_errors(read_source(path).data)] == []


def test_the_schema_accepts_the_good_twins():
    assert FORM_SCHEMA.is_valid(parse(FORM, "god.yaml").data)
    assert PATHWAY_SCHEMA.is_valid(parse(PATHWAY, "forlop.yaml").data)


@pytest.mark.parametrize(("old", "new"), REFUSED)
def test_what_the_reader_refuses_for_its_shape_the_schema_refuses(old, new):
    text = FORM.replace(old, new, 1)
    assert questionnaire_from_text(text, "god.yaml").questionnaire is None
    assert not FORM_SCHEMA.is_valid(parse(text, "god.yaml").data)


@pytest.mark.parametrize(("old", "new"), REFUSED_PATHWAYS)
def test_what_the_reader_refuses_in_a_pathway_the_schema_refuses(old, new):
    text = PATHWAY.replace(old, new, 1)
    assert text != PATHWAY
    assert pathway_from_text(text, "forlop.yaml").value is None
    assert not PATHWAY_SCHEMA.is_valid(parse(text, "forlop.yaml").data)


def test_every_key_is_described_for_the_editor():
    for name, definition in questionnaire_schema()["$defs"].items():
        for key, schema in definition.get("properties", {}).items():
            if name != "Text" and key != "type":
                assert schema.get("description"), f"{name}.{key}"
