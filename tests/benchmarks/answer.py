"""One answer, brought up to date step by step, beside everything recomputed; and making a form ready."""

from __future__ import annotations

from kartlegging_tui.domain.answers import Answer
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.domain.sheet import Sheet
from tests.benchmarks.rows import Row, timed
from tests.domain.large_forms import large_form

SIZES = (100, 1_000, 10_000)


def run() -> list[Row]:
    rows = []
    for size in SIZES:
        questionnaire = large_form(size)
        form = Form(questionnaire)
        filled = {f"q{number}": Answer(value=number % 11) for number in range(size)}
        sheet = Sheet(form, None, filled)
        answers = [Answer(value=value) for value in range(11)]
        full = timed(f"everything recomputed, {size} questions", lambda _: Sheet(form, None, filled), 10)
        rows.append(full)
        rows.append(
            timed(
                f"one answer, {size} questions",
                lambda number: sheet.set(f"q{number * 7 % size}", answers[number * 3 % 11]),
                2_000,
                full.median,
            )
        )
        rows.append(timed(f"Form, {size} questions", lambda _: Form(questionnaire), 10))
        rows.append(timed(f"Sheet without answers, {size} questions", lambda _: Sheet(form), 10))
    return rows
