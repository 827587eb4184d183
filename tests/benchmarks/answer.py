"""One answer in the engine: conditions, scores and needs brought up to date, without a screen; beside survey-core."""

from __future__ import annotations

from collections.abc import Iterator

from kartlegging_tui.domain.answers import Answer, cell
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.domain.sheet import Sheet
from kartlegging_tui.domain.syntax import parse
from tests.benchmarks.figures import Figure, Skipped, figure, median, ratio, timed
from tests.benchmarks.peers import forms
from tests.benchmarks.peers.installed import NotHere, node
from tests.domain.forms import form_of, integer, rows, yes_no
from tests.domain.large_forms import large_form

SIZES = (100, 1_000, 10_000)
PEERS = (100, 1_000)
"""At 10,000 survey-core takes minutes."""
TIMES = 2_000


def run() -> Iterator[Figure | Skipped]:
    found: dict[int, Figure] = {}
    for size in SIZES:
        form = Form(large_form(size))
        found[size] = _answered(form, size, found.get(SIZES[0]))
        yield found[size]
        yield _recomputed(form, size)
        yield _compiled(form.questionnaire, size)
    for size in PEERS:
        yield from _survey(size, found[size])
    yield _rows()


def _answered(form: Form, size: int, smallest: Figure | None) -> Figure:
    sheet = Sheet(form, None, _filled(size))
    budget = median(0.1) if size == 1_000 else None
    return timed(f"{size} questions: one answer", lambda number: _answer(sheet, number, size), TIMES, smallest, budget)


def _recomputed(form: Form, size: int) -> Figure:
    filled = _filled(size)
    return timed(f"{size} questions: everything recomputed", lambda _: Sheet(form, None, filled), 10)


def _compiled(questionnaire: Questionnaire, size: int) -> Figure:
    return timed(f"{size} questions: Form, nothing parsed before", lambda _: _cold(questionnaire), 10)


def _filled(size: int) -> dict[str, Answer]:
    return {f"q{number}": Answer(value=number % 11) for number in range(size)}


def _given(number: int, size: int) -> tuple[str, int]:
    """The question and the value of the answer with this number: all over the form."""
    return f"q{number * 7 % size}", number * 3 % 11


def _answer(sheet: Sheet, number: int, size: int) -> None:
    path, value = _given(number, size)
    sheet.set(path, Answer(value=value))


def _survey(size: int, ours: Figure) -> Iterator[Figure | Skipped]:
    values = [_given(number, size) for number in range(300)]
    opened = {f"q{number}": number % 11 for number in range(size)}
    given = {"form": forms.surveyjs(large_form(size)), "values": values, "opened": opened, "builds": 3}
    try:
        took = node("survey_core.mjs", given)
    except NotHere as error:
        yield Skipped(f"survey-core, {size} questions: setValue", str(error))
        return
    peer = figure(f"survey-core, {size} questions: setValue", took["answer"])
    yield peer
    yield Figure(ours.what, ours.median, ours.p95, ours.runs, beside=peer, budget=ratio(0.02))


def _rows() -> Figure:
    """The last row of a hundred: what a row asks follows from that row alone, what is asked of all from all."""
    group = rows("barn", integer("alder"), yes_no("vet"), integer("trinn", visible_if="alder >= 6"), max_rows=100)
    form = Form(form_of(group, yes_no("unge", visible_if="any(barn.alder < 3)")))
    filled = {cell("barn", row, "alder"): Answer(value=row % 18) for row in range(1, 101)}
    sheet = Sheet(form, None, filled)
    return timed(
        "100 rows: one answer in one of them",
        lambda number: sheet.set(cell("barn", 1 + number * 7 % 100, "alder"), Answer(value=number % 18)),
        TIMES,
    )


def _cold(questionnaire: Questionnaire) -> Form:
    parse.cache_clear()
    return Form(questionnaire)
