"""What a form makes of answers, without a screen and without a database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kartlegging_tui.domain.answers import cell
from kartlegging_tui.domain.explain import explain_score, why_hidden
from kartlegging_tui.domain.needs import FoundNeed, need_title
from kartlegging_tui.domain.problems import problems
from kartlegging_tui.domain.questionnaire import Priority
from kartlegging_tui.domain.questions import Rows
from kartlegging_tui.domain.scoring import ScoreResult
from kartlegging_tui.domain.sheet import Sheet
from kartlegging_tui.services.answer_words import answer_words
from kartlegging_tui.services.wording import hidden_text, parts_text, problem_text


@dataclass(frozen=True)
class EvaluatedNeed:
    """A need that the answers show."""

    id: str
    priority: Priority
    title: str
    row: int | None
    """The place of its row, from 1, where it is about one."""

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        known = {"id": self.id, "priority": self.priority.value, "title": self.title}
        return known if self.row is None else known | {"row": self.row}


@dataclass(frozen=True)
class Evaluation:
    """Everything that follows from the answers, in a language."""

    visible: list[str]
    """The items of the form that are shown, in order."""
    rows: dict[str, list[list[str]]]
    """Of each group that is shown: the columns that are shown, row by row."""
    scores: dict[str, ScoreResult]
    needs: list[EvaluatedNeed]
    """The most pressing first."""
    urgent: list[str]
    """The paths of the questions whose answer calls for something at once."""
    problems: list[tuple[str, str]]
    """Path and message: what stands in the way of signing."""
    hidden: dict[str, str]
    """Why each item that is not shown is not."""
    parts: dict[str, str]
    """What each score is made of."""

    def as_dict(self, language: str) -> dict[str, Any]:
        """For `--json`."""
        return {
            "visible": self.visible,
            "rows": self.rows,
            "scores": {
                name: _score(result, language) | {"explanation": self.parts[name]}
                for name, result in self.scores.items()
            },
            "needs": [need.as_dict() for need in self.needs],
            "urgent": self.urgent,
            "problems": [{"question": path, "message": message} for path, message in self.problems],
            "hidden": self.hidden,
        }


def evaluate(sheet: Sheet, language: str) -> Evaluation:
    """What follows from the answers in a sheet."""
    form = sheet.form
    visible = [identifier for identifier in form.items if sheet.is_shown(identifier)]
    explanations = {identifier: why_hidden(sheet, identifier) for identifier in form.items}
    return Evaluation(
        visible=visible,
        rows={group: _rows(sheet, group) for group in visible if isinstance(form.items[group], Rows)},
        scores=dict(sheet.scores),
        needs=[_need(sheet, found, language) for found in sheet.needs()],
        urgent=sheet.urgent(),
        problems=[(problem.path, problem_text(problem, form, language)) for problem in problems(sheet)],
        hidden={name: hidden_text(why, form, language) for name, why in explanations.items() if why is not None},
        parts={name: parts_text(explain_score(sheet, name), form, language) for name in sheet.scores},
    )


def _need(sheet: Sheet, found: FoundNeed, language: str) -> EvaluatedNeed:
    rule, title = found.rule, need_title(found, sheet, language, answer_words(language))
    row = None if rule.each is None or found.row is None else sheet.rows(rule.each).index(found.row) + 1
    return EvaluatedNeed(rule.id, rule.priority, title, row)


def _rows(sheet: Sheet, group: str) -> list[list[str]]:
    columns = sheet.form.columns[group]
    return [[name for name in columns if sheet.is_shown(cell(group, row, name))] for row in sheet.rows(group)]


def _score(result: ScoreResult, language: str) -> dict[str, Any]:
    score: dict[str, Any] = {
        "value": result.value,
        "band": result.band.text.to(language) if result.band else None,
        "complete": result.complete,
        "flag": result.flagged,
        "missing": list(result.missing),
    }
    if result.bounds is not None:
        score["interval"] = [None if end in (float("inf"), float("-inf")) else end for end in result.bounds]
    return score
