"""`docs/questionnaire-format.md` and the models say the same; its examples are read without findings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kartlegging_tui.definitions.codes import CODES, answers
from kartlegging_tui.definitions.findings import Severity
from kartlegging_tui.definitions.model_keys import keys
from kartlegging_tui.definitions.reader import pathway_from_text, questionnaire_from_text
from kartlegging_tui.definitions.services import services_from_text
from kartlegging_tui.definitions.yaml_reader import parse
from kartlegging_tui.domain import definition, questions
from kartlegging_tui.domain import questionnaire as forms
from kartlegging_tui.domain.pathway import Offer, PathwayDefinition, PlannedContactPoint, Requirement, Window
from kartlegging_tui.domain.services import Service, ServiceList

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "questionnaire-format.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml.*?\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
TYPES = [
    *(
        questions.Info,
        questions.YesNo,
        questions.Choice,
        questions.Choices,
        questions.Scale,
        questions.Integer,
        questions.Decimal,
        questions.Quantity,
    ),
    *(questions.TextQuestion, questions.Date, questions.Rows, questions.Computed),
]
IN_WORDS = [
    (forms.Section, "The form"),
    (forms.Slot, "The form"),
    (questions.Option, "Questions"),
    (questions.Ends, "Questions"),
    (questions.Urgent, "Questions"),
    (definition.Code, "Questions"),
    (forms.Band, "Scores"),
    (forms.MeanOfRest, "Scores"),
    (PlannedContactPoint, "Pathways"),
    (Offer, "Pathways"),
    (Service, "Services"),
    (ServiceList, "Services"),
    (Requirement, "Pathways"),
    (Window, "Pathways"),
]


def chapter(title: str) -> str:
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def rows(text: str) -> list[list[str]]:
    """The cells of all table rows."""
    lines = [line for line in text.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def words(text: str) -> set[str]:
    """What is written as code."""
    return {word for code in re.findall(r"`([^`\n]+)`", text) for word in re.findall(r"[a-z_]+", code)}


@pytest.mark.parametrize(
    ("title", "model"),
    [("The form", forms.Questionnaire), ("Scores", forms.Score), ("Needs", forms.NeedRule)],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_table_of_a_chapter_lists_the_keys_of_its_model(title, model):
    listed = {word for row in rows(chapter(title)) for word in words(row[0])}
    assert listed == set(keys(model))


def test_the_table_of_questions_lists_what_all_questions_have():
    listed = [words(row[0]) for row in rows(chapter("Questions")) if len(row) == 2]
    assert set().union(*listed) == {*keys(questions.Question), "type"}


@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
def test_the_table_of_types_lists_what_each_type_has_of_its_own(model):
    common = questions.Question if issubclass(model, questions.Question) else questions.Item
    name = model.model_fields["type"].annotation.__args__[0]
    row = next(row for row in rows(chapter("Questions")) if len(row) > 2 and row[0] == f"`{name}`")
    own = words(row[1]) if name != "info" else set()
    assert own == set(keys(model)) - set(keys(common)) - {"type"}


@pytest.mark.parametrize(("model", "title"), IN_WORDS, ids=lambda value: getattr(value, "__name__", ""))
def test_the_text_of_a_chapter_names_the_keys_of_the_smaller_parts(model, title):
    assert set(keys(model)) <= words(chapter(title))


def test_the_table_of_pathways_lists_the_keys_of_pathways():
    listed = {word for row in rows(chapter("Pathways")) for word in words(row[0])}
    assert listed == {*keys(PathwayDefinition), "offers", "required"}


def test_the_page_has_a_form_a_pathway_and_answers_as_examples():
    kinds = ["sections" in example or "contact_points" in example for example in EXAMPLES]
    assert len(EXAMPLES) >= 3 and any(kinds)


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_every_example_is_read_without_findings(example):
    data = parse(example, "example").data
    name = f"{data.get('id')}.yaml"
    if "contact_points" in data:
        assert pathway_from_text(example, name).findings == ()
    elif "services" in data:
        assert services_from_text(example, name).findings == ()
    elif "sections" in data:
        assert questionnaire_from_text(example, name).findings == ()
    else:
        assert parse(example, name).findings == []


def test_every_code_of_a_finding_is_explained_on_the_page():
    explained = {word for row in rows(chapter("What the check says")) for word in re.findall(r"`([a-z0-9-]+)`", row[0])}
    about_answers = {code.name for code in answers.CODES}
    assert set(CODES) - about_answers == explained


def test_the_page_marks_the_warnings():
    for row in rows(chapter("What the check says")):
        warnings = [CODES[name].severity is Severity.WARNING for name in re.findall(r"`([a-z0-9-]+)`", row[0])]
        assert row[1].startswith("*w*") == all(warnings), row
        assert ("*w*" in row[1]) == any(warnings), row
