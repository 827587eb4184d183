"""Courses that several invented patients share say of each what the forms would find for that one."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from kartlegging_tui.definitions.library import shipped
from kartlegging_tui.domain.answers import read
from kartlegging_tui.domain.said import indexed
from kartlegging_tui.domain.sheet import Context, Sheet
from kartlegging_tui.services import synthetic_courses
from kartlegging_tui.services.ready_forms import form_of
from kartlegging_tui.services.synthetic_courses import Courses, Talker
from kartlegging_tui.services.synthetic_people import Household
from tests.conftest import TODAY


def test_who_shares_a_course_is_asked_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synthetic_courses, "POOL", 1)
    library = shipped()
    definition = next(library.pathways())
    forms = {form.id: form for form in library.questionnaires()}
    courses, chance = Courses(definition, forms), Random(1)
    day, shared = TODAY - timedelta(days=400), 0
    for age in range(15, 90):
        talker = Talker(Household(works=age < 60), "nb", (day,), (age,))
        for filled in courses.shared(talker, chance)[0].forms:
            shared += filled.sheet is None
            answers = {path: read(content) for path, content in filled.answers}
            found = indexed(Sheet(form_of(forms[filled.form]), Context(1, age, {}, day), answers))
            assert set(filled.told.values) == set(found.values), age
            assert set(filled.told.needs) == set(found.needs), age
    assert shared
