"""Words of other form languages, and Norwegian ones, are understood: all is told in one round, and what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from kartlegging_tui.definitions.fixing import mend
from kartlegging_tui.definitions.reader import questionnaire_from_text

HEAD = 'id: prove\nversion: "1.0"\narea: physical\ntitle: Prøve\nsource: Egen\nlicence: MIT\n'
NORWEGIAN = (
    HEAD
    + """\
seksjoner:
  - id: smerte
    tittel: Smerte
    spørsmål:
      - id: vondt
        type: ja_nei
        tekst: Har du vondt?
      - id: sted
        type: flervalg
        label: Hvor?
        valg:
          - {verdi: rygg, tekst: Rygg}
          - {verdi: kne, tekst: Kne}
        vises_hvis: vond == true
        påkrevd: ja
"""
)


def found(text: str) -> list[tuple[int, str, str]]:
    findings = questionnaire_from_text(text, "prove.yaml").findings
    return [(finding.line, finding.code, finding.suggestion) for finding in findings]


def test_a_form_in_norwegian_words_is_read_to_the_bottom() -> None:
    assert found(NORWEGIAN) == [
        (7, "unknown-key", "sections"),
        (9, "unknown-key", "title"),
        (10, "unknown-key", "questions"),
        (12, "unknown-value", "yes_no"),
        (13, "unknown-key", "text"),
        (15, "unknown-value", "choices"),
        (16, "unknown-key", "text"),
        (17, "unknown-key", "options"),
        (18, "unknown-key", "value"),
        (18, "unknown-key", "text"),
        (19, "unknown-key", "value"),
        (19, "unknown-key", "text"),
        (20, "unknown-key", "visible_if"),
        (20, "unknown-name", "vondt"),
        (21, "unknown-key", "required"),
        (21, "wrong-type", ""),
    ]
    assert questionnaire_from_text(NORWEGIAN, "prove.yaml").value is None


def test_what_is_mended_in_such_a_form_is_the_form_that_was_meant(tmp_path: Path) -> None:
    path = tmp_path / "prove.yaml"
    path.write_text(NORWEGIAN, encoding="utf-8")
    mended = mend([path]).files[path].after
    form = questionnaire_from_text(mended, "prove.yaml").value
    assert form is not None, mended
    vondt, sted = form.sections[0].questions
    assert (vondt.type, sted.type, sted.visible_if, sted.required) == ("yes_no", "choices", "vondt == true", True)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("{id: a, type: yes_no, text: A, options: liste}", "`choice`, `choices`"),
        ("{id: a, type: choice, text: A, options: [Vet ikke]}", "`{value: vet_ikke, text: Vet ikke}`"),
        ("{id: a, type: choice, text: A, options: {rygg: Rygg}}", "`- {value: 1, text: Litt}`"),
        ("{id: harVåknet, type: yes_no, text: A}", "`har_vaknet`"),
        ("{id: a, type: tekst, text: A, max: 3}", "`integer`"),
    ],
)
def test_it_is_told_how_to_write_it(question: str, said: str) -> None:
    text = HEAD + f"sections:\n  - id: del\n    title: Del\n    questions:\n      - {question}\n"
    messages = [finding.message for finding in questionnaire_from_text(text, "prove.yaml").findings]
    assert any(said in message for message in messages), messages


def test_two_questions_with_one_id_are_told_of_whatever_else_is_wrong_with_one() -> None:
    text = HEAD + "sections:\n  - id: del\n    title: Del\n    questions:\n"
    text += "      - {id: a, type: yes_no, text: A, lines: 3}\n      - {id: a, type: text, text: B}\n"
    assert [code for _line, code, _meant in found(text)] == ["unknown-key", "duplicate-id"]


def test_a_condition_that_cannot_be_read_is_told_of_though_its_question_is_wrong() -> None:
    text = HEAD + "sections:\n  - id: del\n    title: Del\n    questions:\n      - {id: a, type: scale, text: A}\n"
    text += "      - {id: b, type: text, text: B, visible_if: a = 4 and c}\n"
    text += "      - {id: d, type: text, text: D, visible_if: a > 4 and c > 1}\n"
    assert [code for _line, code, _meant in found(text)] == ["missing-key", "condition-syntax", "unknown-name"]


def test_the_spaces_of_word_and_web_pages_are_told_of_where_they_are_and_the_rest_is_read(tmp_path: Path) -> None:
    good = HEAD + "sections:\n  - id: del\n    title: Del\n    questions:\n      - {id: a, type: yes_no, text: A}\n"
    good += "      - {id: b, type: text, text: B, visible_if: a\u00a0and a}\n"
    text = good.replace("    questions:", "\u00a0\u00a0  questions:").replace(
        "{id: b, type: text,", "{id: b, type: txt,"
    )
    assert [(line, code) for line, code, _meant in found(text)] == [(10, "unsafe-character"), (12, "unknown-value")]
    path = tmp_path / "prove.yaml"
    path.write_text(text, encoding="utf-8")
    assert mend([path]).files[path].after == good
