"""YAML that cannot be read in one place hides nothing in another, and makes up no mistakes."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from kartlegging_tui.cli import main
from kartlegging_tui.definitions.check import check
from kartlegging_tui.definitions.findings import Finding
from kartlegging_tui.definitions.reader import questionnaire_from_text
from kartlegging_tui.definitions.reading_on import MAX_ERRORS
from kartlegging_tui.definitions.writer import to_yaml
from kartlegging_tui.definitions.yaml_reader import parse
from tests.definitions.good_files import FORM, PATHWAY, places, spoiled
from tests.definitions.mutations import SHIPPED, mutated
from tests.definitions.test_bad_input import SERVICES
from tests.definitions.test_work_done import calls
from tests.domain.large_forms import large_form

PLAIN = re.compile(r"""(?P<before> *(?:- )?)(?P<key>[a-z_]+): (?P<value>[^\s|>"'{\[#].*)""")
"""A line with a key and a text without quotation marks."""
FORMS = {path.stem: path.read_text(encoding="utf-8") for path in SHIPPED if path.parent.name == "questionnaires"}


def _quote_not_closed(line: str) -> str | None:
    return PLAIN.sub(r'\g<before>\g<key>: "\g<value>', line) if PLAIN.fullmatch(line) and '"' not in line else None


def _colon_inside(line: str) -> str | None:
    return f"{line}: mer" if PLAIN.fullmatch(line) and "#" not in line else None


def _text_after_quotes(line: str) -> str | None:
    return (
        PLAIN.sub(r"\g<before>\g<key>: 'det's \g<value>", line) if PLAIN.fullmatch(line) and "'" not in line else None
    )


def _strange_beginning(line: str) -> str | None:
    return PLAIN.sub(r"\g<before>\g<key>: @\g<value>", line) if PLAIN.fullmatch(line) else None


def _bracket_not_closed(line: str) -> str | None:
    return line[:-1] if re.fullmatch(r" *(?:- |[a-z_]+: )+[{\[].*[}\]]", line) else None


def _tab(line: str) -> str | None:
    return "\t" + line.lstrip(" ") if line.startswith("  ") and PLAIN.fullmatch(line) else None


def _too_far_left(line: str) -> str | None:
    return line[1:] if re.match(r"   +[a-z]", line) and PLAIN.fullmatch(line) else None


def _no_colon(line: str) -> str | None:
    return line.replace(":", "", 1) if re.match(r" +[a-z]", line) and PLAIN.fullmatch(line) else None


MISTAKES = [
    _quote_not_closed,
    _colon_inside,
    _text_after_quotes,
    _strange_beginning,
    _bracket_not_closed,
    _tab,
    _too_far_left,
    _no_colon,
]


def indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def with_mistakes(text: str, count: int, chance: random.Random) -> tuple[str, list[int]]:
    """The text with mistakes in some of its lines, none beside another; and which lines these are, from 1."""
    lines = text.split("\n")
    read = parse(text, "")
    keyed = {span.line for span in (*read.keys.values(), *read.values.values())}
    wrong: list[int] = []
    for number in chance.sample(range(2, len(lines) - 1), len(lines) - 3):
        alone = indent(lines[number + 1]) <= indent(lines[number]) == indent(lines[number - 1])
        if (
            len(wrong) == count
            or not alone
            or number + 1 not in keyed
            or any(abs(number + 1 - other) < 4 for other in wrong)
        ):
            continue
        line = chance.choice(MISTAKES)(lines[number])
        if line is not None:
            lines[number] = line
            wrong.append(number + 1)
    return "\n".join(lines), sorted(wrong)


def findings_in(text: str, name: str) -> tuple[Finding, ...]:
    return questionnaire_from_text(text, f"{name}.yaml").findings


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("count", [1, 3, 8])
def test_each_mistake_in_a_good_form_is_told_at_its_line_and_nothing_else(name: str, count: int) -> None:
    for seed in range(2):
        text, wrong = with_mistakes(FORMS[name], count, random.Random(f"{name} {count} {seed}"))
        found = findings_in(text, name)
        about_yaml = {finding.line for finding in found if finding.code == "syntax"}
        assert [line for line in wrong if not about_yaml & {line, line + 1}] == []
        near = {place for line in wrong for place in (line, line + 1)}
        good = set(findings_in(FORMS[name], name))
        assert [str(finding) for finding in found if finding.line not in near and finding not in good] == []


GOOD = """\
id: prove
version: "1.0"
area: physical
title: Prøve
source: Egen
licence: MIT
sections:
  - id: plager
    title: Plager
    questions:
      - id: smerte
        type: scale
        text: Smerte
        ends: {low: Ingen, high: Verst}
      - id: sted
        type: choice
        text: Hvor
        options: steder
        visible_if: smerte >= 4
      - id: mer
        type: text
        text: Mer
        visible_if: smerte >= 4 and sted == "kne"
option_lists:
  steder:
    - {value: rygg, text: Rygg}
    - {value: kne, text: Kne}
scores:
  - {id: plage, value: smerte + 1}
needs:
  - {id: lindring, when: plage >= 5, title: Lindring}
"""
BROKEN = [
    ("a colon in a text", "title: Plager", "title: Plager¤: alle"),
    ("a quotation mark never closed", "source: Egen", 'source: ¤"Egen'),
    ("an id between quotation marks never closed", "id: smerte", "id: ¤'smerte"),
    ("text after quotation marks", 'version: "1.0"', 'version: "1.0"¤b'),
    ("a brace never closed", "ends: {low: Ingen, high: Verst}", "ends: {low: Ingen, high: Verst¤"),
    ("a bracket never closed", "- {value: rygg, text: Rygg}", "- {value: rygg, text: [Rygg¤}"),
    ("a tab", "        text: Hvor", "¤\ttext: Hvor"),
    ("tabs at the beginning and the end", "        text: Hvor", "    ¤\ttext: Hvor\t"),
    ("a character that begins no text", "text: Hvor", "text: ¤@Hvor"),
    ("a key that lacks its colon", "options: steder", "options¤ steder"),
    ("a list whose key lacks its colon", "    questions:\n", "    questions¤\n"),
    ("everything under a key that lacks its colon", "sections:\n", "sections¤\n"),
    ("too far to the left", "        type: choice", "       ¤type: choice"),
    ("too far to the right", "        type: choice", "          type¤: choice"),
    ("a question too far to the left", "      - id: sted", "     ¤- id: sted"),
    ("a question too far to the right", "      - id: sted", "       ¤- id: sted"),
    ("the only section too far to the right", "  - id: plager", "   ¤- id: plager"),
    ("an option without its dash", "    - {value: kne,", "    ¤{value: kne,"),
    ("text behind a sign for long texts", "text: Hvor", "text: |¤Hvor"),
    ("the first line too far to the right", "id: prove\n", "  ¤id: prove\n"),
]


@pytest.mark.parametrize(("broken", "old", "new"), BROKEN, ids=[name for name, _old, _new in BROKEN])
def test_a_mistake_in_yaml_hides_no_other_wherever_that_stands(broken: str, old: str, new: str) -> None:
    assert findings_in(GOOD, "prove") == ()
    text, place = spoiled(GOOD, old, new)
    assert places(findings_in(text, "prove")) == [("syntax", *place)]
    for right, wrong in ((">= 5, title", ">= ukjent, title"), ("area: physical", "area: kropp")):
        codes = [finding.code for finding in findings_in(text.replace(right, wrong), "prove")]
        assert sorted(codes) == ["syntax", "unknown-name" if "ukjent" in wrong else "unknown-value"]


def test_what_stood_in_a_line_that_cannot_be_read_is_not_said_to_be_missing() -> None:
    for number, line in enumerate(GOOD.split("\n")[:-1], 1):
        text = GOOD.replace(f"{line}\n", f"{line} @: @: '\n", 1)
        assert {finding.code for finding in findings_in(text, "prove")} == {"syntax"}, (number, line)


def test_a_form_that_is_not_yaml_is_never_used_nor_mended_on_a_guess() -> None:
    reading = questionnaire_from_text(
        GOOD.replace("source: Egen", 'source: "Egen').replace("physical", "fysisk"), "p.yaml"
    )
    assert reading.value is reading.draft is None
    assert len(reading.findings) > 1
    assert [finding.fix for finding in reading.findings if finding.fix is not None] == []


def test_of_a_file_that_is_broken_everywhere_some_is_told_and_that_there_is_more() -> None:
    text = FORMS["fysisk"].replace("text:", "text: @")
    findings = findings_in(text, "fysisk")
    assert [finding.code for finding in findings].count("syntax") == MAX_ERRORS
    assert "more-findings" in [finding.code for finding in findings]
    assert len(findings) == MAX_ERRORS + 1


def test_a_text_that_goes_on_further_to_the_left_is_no_mistake() -> None:
    text = GOOD.replace("text: Hvor", 'text: "Hvor er\n  det"').replace(
        "{low: Ingen, high: Verst}", "{\n  low: A,\n high: B\n}"
    )
    assert findings_in(text, "prove") == ()
    assert [finding.line for finding in findings_in(text.replace("source: Egen", "source: @Egen"), "prove")] == [5]


def test_pathways_services_and_scenarios_are_read_on_as_well(tmp_path: Path) -> None:
    for folder, name, text in (("pathways", "forlop", PATHWAY), ("services", "liste", SERVICES)):
        file = tmp_path / folder / f"{name}.yaml"
        file.parent.mkdir()
        file.write_text(text.replace("source: Own", 'source: "Own') + "mer: x\n", encoding="utf-8")
        codes = [finding.code for finding in check([file])]
        assert sorted(codes) == ["syntax", "unknown-key"]


def test_a_broken_form_is_not_said_to_be_absent_from_the_pathway_that_offers_it(tmp_path: Path) -> None:
    (tmp_path / "pathways").mkdir()
    (tmp_path / "pathways" / "forlop.yaml").write_text(PATHWAY, encoding="utf-8")
    for name, text in (("god", FORM), ("mer", FORM.replace("id: god", "id: mer", 1))):
        (tmp_path / f"{name}.yaml").write_text(
            text.replace("source: Own", 'source: "Own') if name == "god" else text, encoding="utf-8"
        )
    assert ("god.yaml", "syntax") in {(Path(finding.path).name, finding.code) for finding in check([tmp_path])}
    assert "unknown-form" not in {finding.code for finding in check([tmp_path])}


def test_a_broken_file_is_an_error_to_those_who_run_the_check_and_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "prove.yaml"
    broken = GOOD.replace("source: Egen", 'source: "Egen').replace("area: physical", "area: fysisk")
    file.write_text(broken, encoding="utf-8")
    assert main(["check", str(file)]) == main(["check", "--fix", str(file)]) == 1
    assert file.read_text(encoding="utf-8") == broken


def test_reading_on_is_no_more_work_than_the_length_of_a_text_asks_for() -> None:
    texts = {size: to_yaml(large_form(size)) for size in (100, 200, 400)}
    wrong = {size: re.sub(r"(- id: q\d*9)\n", r'\1: "x\n', text, count=10) for size, text in texts.items()}
    assert len(parse(wrong[400], "form.yaml").findings) == 10
    done = {size: calls(lambda text=text: parse(text, "form.yaml")) for size, text in wrong.items()}
    for size in (100, 200):
        assert done[2 * size] < 2.3 * done[size]
    assert done[400] < 8 * calls(lambda: parse(texts[400], "form.yaml"))


@given(mutated())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_wrong_with_a_text_reading_on_never_raises(text: str) -> None:
    source = parse(text, "f.yaml")
    assert source.readable or source.findings
    assert not (source.readable and source.left_out)
