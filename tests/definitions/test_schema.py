"""The JSON Schema says the same as the reader: what an editor accepts, the check accepts, and the other way round."""

from __future__ import annotations

import json
import re

import pytest
from jsonschema import Draft7Validator

from kartlegging_tui.cli import main
from kartlegging_tui.definitions.files import definition_files, scenario_files
from kartlegging_tui.definitions.library import shipped, shipped_folder
from kartlegging_tui.definitions.reader import pathway_from_text, questionnaire_from_text
from kartlegging_tui.definitions.schema import (
    SCHEMAS,
    pathway_schema,
    questionnaire_schema,
    scenario_schema,
    services_schema,
)
from kartlegging_tui.definitions.yaml_reader import parse, read_source
from tests.definitions.good_files import FORM, PATHWAY

FORM_SCHEMA = Draft7Validator(questionnaire_schema())
PATHWAY_SCHEMA = Draft7Validator(pathway_schema())
SERVICES_SCHEMA = Draft7Validator(services_schema())
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
    ("        at_most: 2\n", "        real_change: 0\n"),
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
    Draft7Validator.check_schema(schema.schema)


@pytest.mark.parametrize("path", SHIPPED_FORMS, ids=lambda path: path.stem)
def test_the_schema_accepts_every_shipped_form(path):
    assert [error.message for error in FORM_SCHEMA.iter_errors(read_source(path).data)] == []


@pytest.mark.parametrize("path", SHIPPED_PATHWAYS, ids=lambda path: path.stem)
def test_the_schema_accepts_every_shipped_pathway(path):
    assert [error.message for error in PATHWAY_SCHEMA.iter_errors(read_source(path).data)] == []


def test_the_schema_accepts_every_shipped_list_of_services():
    for path in shipped().services_files.values():
        assert [error.message for error in SERVICES_SCHEMA.iter_errors(read_source(path).data)] == []


@pytest.mark.parametrize("path", sorted(scenario_files(shipped_folder())), ids=lambda path: path.stem)
def test_the_schema_accepts_every_shipped_file_of_scenarios(path):
    assert [error.message for error in Draft7Validator(scenario_schema()).iter_errors(read_source(path).data)] == []


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("form: god\nscenarios:\n  - {name: a, given: {smerte: 4}, expect: {visible: [uro]}}", True),
        ("pathway: god\nscenarios:\n  - {name: a, contact_point: 1, expect: {offered: [god]}}", True),
        ("form: god\nscenarios:\n  - {name: a, contact_point: 1, expect: {offered: [god]}}", False),
        ("form: god\nscenarios: []", False),
        ("form: god\npathway: god\nscenarios:\n  - {name: a, expect: {}}", False),
    ],
)
def test_scenarios_are_those_of_a_form_or_of_a_pathway(text, right):
    assert Draft7Validator(scenario_schema()).is_valid(parse(text, "god.yaml").data) is right


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


SCHEMA_NAMES = sorted(SCHEMAS)


def properties(schema, where=""):
    """Every property of a schema and of all that is in it, by where it stands."""
    if isinstance(schema, list):
        for place, part in enumerate(schema):
            yield from properties(part, f"{where}[{place}]")
    elif isinstance(schema, dict):
        for key, value in schema.get("properties", {}).items():
            yield f"{where}.{key}", value
        for key, value in schema.items():
            if key not in ("examples", "defaultSnippets"):
                yield from properties(value, f"{where}.{key}")


@pytest.mark.parametrize("name", SCHEMA_NAMES)
def test_every_key_is_described_for_the_editor(name):
    found = dict(properties(SCHEMAS[name]()))
    assert len(found) > 10
    assert [where for where, schema in found.items() if not schema.get("description")] == []


@pytest.mark.parametrize("name", SCHEMA_NAMES)
def test_every_value_of_a_list_of_words_is_described_for_the_editor(name):
    for key, definition in SCHEMAS[name]()["$defs"].items():
        if "enum" in definition:
            words = definition["markdownEnumDescriptions"]
            assert len(words) == len(definition["enum"]), key
            assert all(words), key


@pytest.mark.parametrize("name", SCHEMA_NAMES)
def test_no_map_takes_a_key_that_nobody_knows(name):
    for key, definition in SCHEMAS[name]()["$defs"].items():
        if "properties" in definition:
            assert definition["additionalProperties"] is False, key


@pytest.mark.parametrize("name", SCHEMA_NAMES)
def test_no_description_stands_beside_a_reference_where_older_editors_do_not_see_it(name):
    def references(schema):
        if isinstance(schema, list):
            yield from (found for part in schema for found in references(part))
        elif isinstance(schema, dict):
            if "$ref" in schema:
                yield schema
            yield from (found for part in schema.values() for found in references(part))

    assert [found for found in references(SCHEMAS[name]()) if len(found) > 1] == []


def filled(body):
    """What a snippet puts in, where the author presses Tab until the end."""
    if isinstance(body, dict):
        return {key: filled(value) for key, value in body.items()}
    if isinstance(body, list):
        return [filled(value) for value in body]
    if not isinstance(body, str):
        return body
    return re.sub(r"\$\{\d+:([^}]*)\}|\$\d+", lambda match: match[1] or "x", body)


@pytest.mark.parametrize("name", SCHEMA_NAMES)
def test_what_an_editor_puts_in_for_the_author_is_right_as_it_stands(name):
    schema = SCHEMAS[name]()
    found = {key: part["defaultSnippets"] for key, part in schema["$defs"].items() if "defaultSnippets" in part}
    assert found
    for key, snippets in found.items():
        validator = Draft7Validator({**schema["$defs"][key], "$defs": schema["$defs"]})
        for snippet in snippets:
            assert snippet["label"] and snippet["description"]
            assert [error.message for error in validator.iter_errors(filled(snippet["body"]))] == []


def test_a_question_of_every_type_can_be_put_in():
    definitions = questionnaire_schema()["$defs"]
    by_type = {part["properties"]["type"]["const"]: part for part in definitions.values() if is_question(part)}
    assert len(by_type) == 12
    assert all(part["defaultSnippets"][0]["body"]["type"] == name for name, part in by_type.items())


def is_question(definition):
    return "const" in definition.get("properties", {}).get("type", {})


def test_the_examples_are_values_that_may_stand_there():
    for schema in (questionnaire_schema(), pathway_schema(), services_schema()):
        for where, part in properties(schema):
            validator = Draft7Validator({**part, "$defs": schema["$defs"]})
            assert all(validator.is_valid(example) for example in part.get("examples", ())), where


@pytest.mark.parametrize("name", SCHEMA_NAMES)
def test_the_shipped_schemas_are_those_that_the_program_prints(name, tmp_path, capsys):
    option = [] if name == "questionnaire" else [f"--{name}"]
    assert main(["--language", "en", "schema", *option]) == 0
    printed = capsys.readouterr().out
    assert (shipped_folder() / "schema" / f"{name}.json").read_text(encoding="utf-8") == printed
    assert main(["--language", "en", "schema", "--output", str(tmp_path / "schema")]) == 0
    assert (tmp_path / "schema" / f"{name}.json").read_text(encoding="utf-8") == printed


def test_a_schema_explains_the_keys_in_the_language_that_is_asked_for(capsys):
    said = {}
    for spoken in ("nb", "nn", "en"):
        assert main(["--language", spoken, "schema"]) == 0
        definitions = json.loads(capsys.readouterr().out)["$defs"]
        key, snippet = definitions["Scale"]["properties"]["visible_if"], definitions["Scale"]["defaultSnippets"][0]
        themes = definitions["Theme"]["markdownEnumDescriptions"]
        said[spoken] = (key["description"], snippet["description"], themes[1], definitions["Text"]["description"])
        assert all(said[spoken])
    assert all(len(set(texts)) == 3 for texts in zip(*said.values(), strict=True))


def test_every_shipped_file_tells_editors_where_its_schema_is():
    for path in [*definition_files(shipped_folder()), *scenario_files(shipped_folder())]:
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        lead, schema = first.split("=")
        assert lead == "# yaml-language-server: $schema"
        folders = {"pathways": "pathway", "services": "services", "scenarios": "scenario"}
        name = folders.get(path.parent.name, "questionnaire")
        assert (path.parent / schema).resolve() == shipped_folder().resolve() / "schema" / f"{name}.json"


def test_a_folder_that_cannot_be_written_is_said_in_a_line(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert main(["schema", "--output", str(tmp_path / "file" / "schema")]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
