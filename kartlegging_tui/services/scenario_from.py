"""Makes a scenario of a form that is filled: what one has tried and found right is kept as an example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kartlegging_tui.definitions.writer import to_yaml
from kartlegging_tui.domain.answers import EMPTY, Answer, Path, cell, split
from kartlegging_tui.domain.needs import need_key
from kartlegging_tui.domain.problems import problems
from kartlegging_tui.domain.questions import AnyItem, Choice, Choices, Computed, Rows
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.domain.scenario import NONE, Expected, FormScenarios, Scenario
from kartlegging_tui.domain.sheet import Sheet
from kartlegging_tui.domain.unknowns import Amount, Bounds

Answers = Mapping[Path, Answer]


def scenario_from(sheet: Sheet, name: str) -> str:
    """A file of scenarios with one alone, as YAML: what is answered now, and that all is to come out as it does now.

    To add it to a file that there is, leave out what stands before its `- name:`. Notes on answers are not kept.
    """
    form = sheet.form.questionnaire.id
    return to_yaml(FormScenarios(form=form, scenarios=(scenario_of(sheet, name),)))


def scenario_of(sheet: Sheet, name: str) -> Scenario:
    """The answers to a form, and everything that comes of them now as what is expected."""
    context = sheet.context
    return Scenario(
        name=name,
        today=context.today.isoformat() if context.today else None,
        age=context.age,
        contact_point=context.contact_point,
        previous=written_answers(sheet.form, context.previous),
        given=written_answers(sheet.form, sheet.answers),
        expect=_expected(sheet),
    )


def _expected(sheet: Sheet) -> Expected:
    scores = sheet.scores
    depends = [path for path in _paths(sheet) if _depends(sheet.form, path)]
    computed = [path for path in _paths(sheet) if isinstance(sheet.form.item(path), Computed)]

    def in_file(path: Path) -> Path:
        return _in_file(path, sheet.rows(split(path)[0]))

    return Expected(
        visible=tuple(in_file(path) for path in depends if sheet.is_shown(path)),
        hidden=tuple(in_file(path) for path in depends if not sheet.is_shown(path)),
        computed={in_file(path): _number(sheet.computed(path) if sheet.is_shown(path) else None) for path in computed},
        scores={score: _number(result.amount) for score, result in scores.items()},
        bands={score: result.band.text.to("nb") for score, result in scores.items() if result.band},
        flagged=tuple(score for score, result in scores.items() if result.flagged),
        needs=tuple(
            need_key(
                found.rule.id, None if found.row is None else sheet.rows(found.rule.each or "").index(found.row) + 1
            )
            for found in sheet.needs()
        ),
        urgent=tuple(in_file(path) for path in sheet.urgent()),
        problems=tuple(dict.fromkeys(in_file(problem.path) for problem in problems(sheet))),
    )


def written_answers(form: Form, answers: Answers) -> dict[str, Any]:
    """Answers as a file has them, in the order of the form."""
    written: dict[str, Any] = {}
    for item in form.items.values():
        answer = answers.get(item.id, EMPTY)
        if isinstance(item, Rows) and isinstance(answer.value, tuple):
            written[item.id] = [_row(form, item, row, answers) for row in answer.value if isinstance(row, int)]
        elif answer.given:
            written[item.id] = _written(form, item, answer)
    return written


def _row(form: Form, group: Rows, row: int, answers: Answers) -> dict[str, Any]:
    cells = ((column, answers.get(cell(group.id, row, column.id), EMPTY)) for column in group.row)
    return {column.id: _written(form, column, answer) for column, answer in cells if answer.given}


def _written(form: Form, item: AnyItem, answer: Answer) -> Any:
    """An answer as a file has it; the words behind "other" stand with the option that asks for them."""
    if answer.missing is not None:
        return {"missing": answer.missing.value}
    value: Any = list(answer.value) if isinstance(answer.value, tuple) else answer.value
    if not answer.other or not isinstance(item, Choice | Choices):
        return value
    others = {option.value for option in form.questionnaire.options(item) if option.other}
    if isinstance(value, list):
        return [{str(each): answer.other} if each in others else each for each in value]
    return {str(value): answer.other} if value in others else value


def _paths(sheet: Sheet) -> Iterator[Path]:
    """All questions, and the columns of the rows that there are, in the order of the form."""
    for item in sheet.form.items.values():
        yield item.id
        if isinstance(item, Rows):
            yield from (cell(item.id, row, column.id) for row in sheet.rows(item.id) for column in item.row)


def _depends(form: Form, path: Path) -> bool:
    """True for what has a condition of its own, or of its section."""
    section = form.section_of[split(path)[0]]
    return form.item(path).visible_if is not None or ("/" not in path and section.visible_if is not None)


def _in_file(path: Path, rows: tuple[int, ...]) -> Path:
    """The path with the place of its row, from 1, as a file numbers them."""
    group, row, column = split(path)
    return path if row is None or column is None else cell(group, rows.index(row) + 1, column)


def _number(amount: Amount) -> Any:
    if isinstance(amount, Bounds):
        return [amount.low, amount.high]
    return NONE if amount is None else amount
