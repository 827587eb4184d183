"""Every value of the domain that a screen shows has a word, and the words come out as a Norwegian writes them."""

from __future__ import annotations

from datetime import date

import pytest

from kartlegging_tui import language
from kartlegging_tui.domain.people import IdentifierKind, Place, Respondent, Role
from kartlegging_tui.domain.questionnaire import Priority
from kartlegging_tui.domain.worklist import Due
from kartlegging_tui.services import role_words
from kartlegging_tui.services.register import Code
from kartlegging_tui.tui import days, registration_words, summary_text, words

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (role_words.ROLES, Role),
        (words.PLACES, Place),
        (words.RESPONDENTS, Respondent),
        (words.IDENTIFIERS, IdentifierKind),
        (words.DUE, Due),
        (words.GLYPHS, Due),
        (words.STYLES, Due),
        (summary_text.PRIORITIES, Priority),
        (registration_words.PROBLEMS, Code),
    ],
)
def test_every_value_has_a_word(table, values) -> None:  # type: ignore[no-untyped-def]
    assert set(table) == set(values)


def test_states_differ_without_colour() -> None:
    assert len(set(words.GLYPHS.values())) == len(Due)


@pytest.mark.parametrize(
    ("spoken", "overdue", "near", "far"),
    [
        ("nb", "forfalt 12 dager", "3. des.", "3. jan. 2027"),
        ("nn", "forfalle 12 dagar", "3. des.", "3. jan. 2027"),
        ("en", "12 days overdue", "3 Dec", "3 Jan 2027"),
    ],
)
def test_days_are_said_as_people_say_them(spoken: str, overdue: str, near: str, far: str) -> None:
    language.use(spoken)
    assert words.when(Due.OVERDUE, None, date(2026, 11, 10), None, TODAY) == overdue
    assert days.near_day(date(2026, 12, 3), TODAY) == near
    assert days.near_day(date(2027, 1, 3), TODAY) == far
