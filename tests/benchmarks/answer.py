"""One answer, brought up to date step by step, beside everything recomputed; and making a form ready."""

from __future__ import annotations

from collections.abc import Iterator

from kartlegging_tui.domain.answers import Answer
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.domain.sheet import Sheet
from kartlegging_tui.domain.syntax import parse
from tests.benchmarks.rows import Row, timed
from tests.domain.large_forms import large_form


def run() -> list[Row]:
    return [row for size in (100, 1_000, 10_000) for row in _rows(size)]


def _rows(size: int) -> Iterator[Row]:
    questionnaire = large_form(size)
    form = Form(questionnaire)
    filled = {f"q{number}": Answer(value=number % 11) for number in range(size)}
    sheet = Sheet(form, None, filled)
    answers = [Answer(value=value) for value in range(11)]

    def answer(number: int) -> None:
        sheet.set(f"q{number * 7 % size}", answers[number * 3 % 11])

    full = timed(f"{size} questions: everything recomputed", lambda _: Sheet(form, None, filled), 20)
    yield full
    yield timed(f"{size} questions: one answer", answer, 2_000, full.median)
    yield timed(f"{size} questions: Form, nothing parsed before", lambda _: _cold(questionnaire), 10)
    yield timed(f"{size} questions: Sheet without answers", lambda _: Sheet(form), 20)


def _cold(questionnaire: Questionnaire) -> Form:
    parse.cache_clear()
    return Form(questionnaire)
