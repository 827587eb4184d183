"""The forms cover what the national guideline lists, and the page that says so is up to date."""

from __future__ import annotations

from collections import Counter

import pytest

from kartlegging_tui.domain.definition import Theme
from tests.definitions.themes_table import ROOT, TITLES, covered, main_forms, markdown


def test_the_page_says_what_the_forms_say():
    page = (ROOT / "docs" / "themes.md").read_text(encoding="utf-8")
    assert page == markdown(main_forms()), "python -m tests.definitions.themes_table > docs/themes.md"


def test_every_theme_of_the_guideline_has_a_title():
    assert set(TITLES) == set(Theme)


@pytest.mark.parametrize("theme", Theme)
def test_a_theme_has_at_least_three_questions_in_the_main_forms(theme: Theme):
    count = Counter(question.theme for form in main_forms() for question in covered(form))
    assert count[theme] >= 3


def test_every_question_of_the_main_forms_belongs_to_a_theme():
    assert [question.name for form in main_forms() for question in covered(form) if question.theme is None] == []
