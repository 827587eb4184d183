"""The codebook holds everything that a form says, and says its conditions in words."""

from __future__ import annotations

import re

import pytest

from kartlegging_tui.definitions.library import shipped
from kartlegging_tui.domain.definition import former_ids
from kartlegging_tui.domain.expressions import FUNCTIONS
from kartlegging_tui.domain.questions import Rows
from kartlegging_tui.domain.scope import scope_of
from kartlegging_tui.interchange.document import Facts, Table, as_data
from kartlegging_tui.interchange.formats import in_format
from kartlegging_tui.interchange.markdown import markdown
from kartlegging_tui.services.codebook import codebook
from kartlegging_tui.services.codebook_words import FormSayer
from tests.domain.forms import form_of
from tests.interchange.read_back import pdf_text

SHIPPED = sorted(shipped().questionnaire_files)


def strings(value):
    """All texts of a document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for part in value.values() for text in strings(part))
    elif isinstance(value, list):
        yield from (text for part in value for text in strings(part))


def all_items(form):
    for item in form.items():
        yield item.id, item
        for column in item.row if isinstance(item, Rows) else ():
            yield f"{item.id}.{column.id}", column


def conditions(form):
    """All conditions and formulas of a form, with the group in whose rows they are read."""
    for section in form.sections:
        yield section.visible_if, None
    for name, item in all_items(form):
        group = name.partition(".")[0] if "." in name else None
        yield item.visible_if, group
        yield getattr(item, "value", None), group
        urgent = getattr(item, "urgent", None)
        yield urgent and urgent.when, group
    yield from ((score.value, None) for score in form.scores)
    yield from ((need.when, need.each) for need in form.needs)


def texts(form):
    """Every text of a form, in each of its languages."""

    def inside(value):
        if isinstance(value, dict):
            if value and set(value) <= {"nb", "nn", "en"} and all(isinstance(text, str) for text in value.values()):
                yield from value.values()
            else:
                yield from (text for part in value.values() for text in inside(part))
        elif isinstance(value, list | tuple):
            yield from (text for part in value for text in inside(part))

    yield from inside(form.model_dump(mode="json", exclude={"wording"}))


@pytest.mark.parametrize("name", SHIPPED)
def test_the_codebook_of_every_shipped_form_holds_all_that_the_form_says(name):
    form = shipped().questionnaire(name)
    told = "\n".join(strings(as_data(codebook(form, "nb"))))
    named = {path for path, _item in all_items(form)} | {score.id for score in form.scores}
    named |= {need.id for need in form.needs} | {section.id for section in form.sections} | set(form.option_lists)
    assert [identifier for identifier in named if not re.search(rf"(?m)^{re.escape(identifier)}( ·|$|:)", told)] == []
    assert [text for text in texts(form) if text not in told] == []
    assert [one for one, _group in conditions(form) if one and " ".join(one.split()) not in told] == []
    for head in (form.id, form.version, form.content_hash(), form.source, form.licence):
        assert head in told
    codes = [code for _path, item in all_items(form) for code in item.codes]
    codes += [code for score in form.scores for code in score.codes]
    assert [code for code in codes if f"{code.system} {code.code}" not in told] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_every_option_stands_in_a_table_with_its_value_its_texts_its_score_and_its_codes(name):
    form = shipped().questionnaire(name)
    tables = [block for block in codebook(form, "en").blocks if isinstance(block, Table)]
    rows = {row for table in tables for row in table.rows}
    options = [option for options in form.option_lists.values() for option in options]
    options += [
        option
        for _path, item in all_items(form)
        if isinstance(getattr(item, "options", None), tuple)
        for option in item.options
    ]
    for option in options:
        wanted = {str(option.value), *option.text.root.values(), option.key or ""}
        wanted |= {f"{code.system} {code.code}" for code in option.codes}
        wanted |= set() if option.score is None else {f"{option.score:g}"}
        assert any(wanted - {""} <= set(row) for row in rows), option


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("name", SHIPPED)
def test_no_condition_of_a_shipped_form_is_left_in_the_language_of_machines(name, language):
    form = shipped().questionnaire(name)
    sayer = FormSayer(form, scope_of(form), language)
    machine = re.compile(rf"\b(?:{'|'.join(FUNCTIONS)})\(|[<>=]=|!=| [<>] ")
    for condition, group in conditions(form):
        if condition:
            said = (sayer.formula if condition.startswith(("sum", "mean")) else sayer.condition)(condition, group)
            without_texts = re.sub("[“«].*?[”»]", "", said)
            assert not machine.search(without_texts), (condition, said)


FORM = form_of(
    {"id": "smerte", "type": "scale", "text": {"en": "Pain"}, "ends": {"low": {"en": "No"}, "high": {"en": "Worst"}}},
    {"id": "uro", "type": "integer", "text": {"en": "Worry"}},
    {"id": "hjelp", "type": "yes_no", "text": {"en": "Help"}},
    {
        "id": "sted",
        "type": "choices",
        "text": {"en": "Where"},
        "options": [{"value": "rygg", "text": {"en": "Back"}}, {"value": "kne", "text": {"en": "Knee"}}],
    },
    {
        "id": "yrke",
        "type": "choice",
        "text": {"en": "Work"},
        "options": [{"value": "ja", "text": {"en": "Yes, I do"}}, {"value": "nei", "text": {"en": "No, I do not"}}],
    },
    {"id": "dato", "type": "date", "text": {"en": "Since when"}},
    {
        "id": "barn",
        "type": "rows",
        "text": {"en": "The children"},
        "row": [{"id": "alder", "type": "integer", "text": {"en": "Age"}}],
    },
    title={"en": "Form"},
)  # fmt: skip


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("smerte >= 4", "“Pain” (smerte) is 4 or more"),
        ("4 < smerte", "“Pain” (smerte) is more than 4"),
        ("1 <= smerte <= 3", "“Pain” (smerte) is 1 or more and “Pain” (smerte) is 3 or less"),
        ("hjelp", "“Help” (hjelp): yes"),
        ("not hjelp", "“Help” (hjelp): no"),
        ("hjelp == false", "“Help” (hjelp) is No"),
        ('yrke == "ja"', "“Work” (yrke) is “Yes, I do” (ja)"),
        ('yrke not in ("ja", "nei")', "“Work” (yrke) is something other than “Yes, I do” (ja) or “No, I do not” (nei)"),
        ('"rygg" in sted', "“Back” (rygg) is chosen in “Where” (sted)"),
        ('"rygg" not in sted', "“Back” (rygg) is not chosen in “Where” (sted)"),
        ("count(sted) > 1", "how many are chosen in “Where” (sted) is more than 1"),
        ("answered(smerte)", "“Pain” (smerte) is answered"),
        ("not answered(smerte) or hjelp", "“Pain” (smerte) is not answered or “Help” (hjelp): yes"),
        ("declined(smerte)", "the patient does not want to answer “Pain” (smerte)"),
        ("unknown(smerte)", "the patient does not know about “Pain” (smerte)"),
        ("not_relevant(smerte)", "“Pain” (smerte) is not relevant"),
        ("not asked(smerte)", "“Pain” (smerte) is not asked"),
        ("previous(smerte) < smerte", "“Pain” (smerte) the time before is less than “Pain” (smerte)"),
        ('previous(yrke) == "ja"', "“Work” (yrke) the time before is “Yes, I do” (ja)"),
        ("any(barn.alder < 18)", "for at least one of “The children” (barn): “Age” (barn.alder) is less than 18"),
        ("all(barn.alder < 18)", "for each of “The children” (barn): “Age” (barn.alder) is less than 18"),
        ("count(barn) >= 2", "how many “The children” (barn) is 2 or more"),
        ("count(smerte > 3, uro > 3) == 2", "how many of these are so: “Pain” (smerte) is more than 3; "
         "“Worry” (uro) is more than 3 is 2"),
        ("any(hjelp, smerte > 3)", "at least one of these is so: “Help” (hjelp): yes; “Pain” (smerte) is more than 3"),
        ("age >= 18 and contact_point == 2", "the patient's age in years is 18 or more and the number of the contact "
         "point is 2"),
        ("hjelp and (smerte > 3 or uro > 3)", "“Help” (hjelp): yes and (“Pain” (smerte) is more than 3 or "
         "“Worry” (uro) is more than 3)"),
        ("not (hjelp and smerte > 3)", "it is not so that (“Help” (hjelp): yes and “Pain” (smerte) is more than 3)"),
        ('dato >= "2026"', "“Since when” (dato) is 2026 or later"),
        ("true", "always"),
        ("max(smerte, uro) >= 7", "the highest of smerte and uro is 7 or more"),
        ("smerte - 2 > uro", "“Pain” (smerte) minus 2 is more than “Worry” (uro)"),
    ],
)  # fmt: skip
def test_a_condition_is_said_in_words(condition, said):
    assert FormSayer(FORM, scope_of(FORM), "en").condition(condition) == said


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("sum(smerte, uro)", "the sum of smerte and uro"),
        ("mean(smerte, uro) * 10", "(the mean of smerte and uro) times 10"),
        ("(smerte + uro) / 2", "(“Pain” (smerte) plus “Worry” (uro)) divided by 2"),
        ("sum(barn.alder)", "the sum of barn.alder in all rows"),
        ("-smerte", "minus “Pain” (smerte)"),
        ("count(barn.alder < 18)", "how many of “The children” (barn) there are for which “Age” (barn.alder) is less "
         "than 18"),
        ("10 - smerte", "10 minus “Pain” (smerte)"),
    ],
)  # fmt: skip
def test_a_formula_is_said_in_words(formula, said):
    assert FormSayer(FORM, scope_of(FORM), "en").formula(formula) == said


def test_within_a_row_the_columns_are_those_of_the_row():
    said = FormSayer(FORM, scope_of(FORM), "en").condition("alder < 18 and hjelp", "barn")
    assert said == "“Age” (barn.alder) is less than 18 and “Help” (hjelp): yes"


def test_former_ids_stand_in_the_codebook():
    form = form_of({"id": "smerte", "type": "integer", "text": "Smerte", "formerly": ["vondt", "verk"]})
    facts = [pair for block in codebook(form, "en").blocks if isinstance(block, Facts) for pair in block.pairs]
    assert ("Formerly", "vondt, verk") in facts
    assert former_ids(form.sections[0].questions[0].formerly) == ("vondt", "verk")


def test_the_codebook_reads_the_same_in_every_format():
    form = shipped().questionnaire("audit_c")
    document = codebook(form, "nb")
    page = pdf_text(in_format(document, ".pdf"))
    for identifier in [item.id for item in form.items()] + [score.id for score in form.scores]:
        assert identifier in page
        assert identifier in in_format(document, ".html").decode()
        assert identifier in in_format(document, ".txt").decode()
        assert identifier in markdown(document).replace("\\_", "_")
