"""What is shown of a comparison."""

from __future__ import annotations

from kartlegging_tui.domain.answers import Answer
from kartlegging_tui.domain.compared import Row
from kartlegging_tui.domain.definition import Theme
from kartlegging_tui.domain.narrowing import Changes, Narrowing, narrowed
from kartlegging_tui.domain.side_by_side import question_rows
from tests.domain.forms import integer, questionnaire, rows, text
from tests.domain.test_comparison import scale, words
from tests.domain.test_side_by_side import filled

FORM = questionnaire(
    [
        {
            "id": "kropp",
            "title": text("Kroppen"),
            "theme": "physical_function",
            "questions": [
                scale("smerte", worse="higher", real_change=2, urgent={"when": "smerte > 8", "text": text("Ring")}),
                scale("kvalme", worse="higher", real_change=2, theme="nutrition"),
            ],
        },
        {"id": "livet", "questions": [words("hva"), rows("barn", words("navn"), integer("alder"))]},
    ]
)
FIRST = {"smerte": 4, "kvalme": 3, "hva": "jobben", "barn": (1,), "barn/1/navn": "Ola", "barn/1/alder": 7}
SECOND = {**FIRST, "smerte": Answer(value=9, note="mest om natta"), "kvalme": 4, "barn": (1, 2), "barn/2/navn": "Kari"}
ROWS = list(question_rows(filled((FORM, FIRST), (FORM, SECOND))))


def shown(**narrowing: object) -> list[str]:
    return [name(row) for row in narrowed(ROWS, Narrowing(**narrowing))]  # type: ignore[arg-type]


def name(row: Row) -> str:
    return row.key if not row.kind.is_heading else row.text


def test_everything_is_shown_until_something_narrows_it() -> None:
    assert narrowed(ROWS, Narrowing()) == ROWS


def test_what_has_changed_is_shown_under_its_headings_alone() -> None:
    assert (
        shown(changes=Changes.CHANGED) == ["Kroppen", "smerte", "kvalme", "livet", "barn", "Kari", "1/barn/2/navn"][:-1]
    )


def test_better_or_worse_is_what_moved_by_more_than_chance() -> None:
    assert shown(changes=Changes.MOVED) == ["Kroppen", "smerte"]


def test_flagged_is_what_was_urgent_at_any_contact_point() -> None:
    assert shown(flagged=True) == ["Kroppen", "smerte"]


def test_one_theme_is_the_questions_of_that_theme() -> None:
    assert shown(theme=Theme.NUTRITION) == ["Kroppen", "kvalme"]
    assert shown(theme=Theme.PHYSICAL_FUNCTION) == ["Kroppen", "smerte"]


def test_words_are_found_in_questions_headings_answers_and_notes() -> None:
    assert shown(text="NATTA") == ["Kroppen", "smerte"]
    assert shown(text="kroppen kvalme") == ["Kroppen", "kvalme"]
    assert shown(text="jobben") == ["livet", "hva"]
    assert shown(text="jobben natta") == []


def test_everything_that_narrows_holds_together() -> None:
    assert shown(theme=Theme.NUTRITION, flagged=True) == []
    assert shown(form="another") == []
