"""The words for what stands in the way of signing, and for why a question is hidden."""

from __future__ import annotations

from collections.abc import Iterator

from kartlegging_tui.domain.answers import Answer, Path, split
from kartlegging_tui.domain.explain import Cause, Explanation, Part, Reading, ScoreExplanation, Unseen
from kartlegging_tui.domain.problems import SheetProblem, SheetProblemCode
from kartlegging_tui.domain.questions import Choice, Choices
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.domain.scoring import ScoreResult
from kartlegging_tui.domain.sheet import Sheet
from kartlegging_tui.domain.unknowns import Amount, Bounds
from kartlegging_tui.domain.values import shown_number, shown_quantity, shown_value
from kartlegging_tui.language import N_, translate
from kartlegging_tui.services.answer_words import answer_words

_PROBLEMS = {
    SheetProblemCode.UNANSWERED: N_("Must be answered, or why there is no answer noted."),
    SheetProblemCode.WRONG_KIND: N_("The answer is not of the kind that is asked for."),
    SheetProblemCode.TOO_LOW: N_("Lower than {limit}. If it is right, explain it in a note."),
    SheetProblemCode.TOO_HIGH: N_("Higher than {limit}. If it is right, explain it in a note."),
    SheetProblemCode.UNKNOWN_OPTION: N_("There is no option {option}."),
    SheetProblemCode.OPTION_TWICE: N_("{option} is chosen twice."),
    SheetProblemCode.TOO_MANY_CHOSEN: N_("At most {limit} can be chosen."),
    SheetProblemCode.NOT_WITH_OTHERS: N_("“{option}” cannot be chosen together with others."),
    SheetProblemCode.OTHER_WITHOUT_WORDS: N_("“{option}” is chosen: write what it is."),
    SheetProblemCode.TOO_LONG: N_("Longer than {limit} characters."),
    SheetProblemCode.NOT_A_DATE: N_("Is not a date."),
    SheetProblemCode.NOT_A_DAY: N_("The day must be known, not the month or year alone."),
    SheetProblemCode.IN_FUTURE: N_("The date has not come yet."),
    SheetProblemCode.TOO_FEW_ROWS: N_("At least {limit} must be filled in."),
    SheetProblemCode.TOO_MANY_ROWS: N_("At most {limit} can be filled in."),
}
_CAUSES = {
    Cause.QUESTION: N_("Shown only if: {condition}"),
    Cause.GROUP: N_("Its group is shown only if: {condition}"),
    Cause.SECTION: N_("Its section is shown only if: {condition}"),
}
_UNSEEN = {Unseen.HIDDEN: N_("hidden"), Unseen.UNANSWERED: N_("not answered")}


def question_text(sheet: Sheet, path: Path, language: str) -> str:
    """The question's text, in a row with the row's place before it; its id where the form has no text."""
    item = sheet.form.item(path)
    text = item.text.to(language) if item.text else item.id
    group, row, _column = split(path)
    rows = sheet.rows(group)
    return f"{rows.index(row) + 1}. {text}" if row in rows else text


def problem_text(problem: SheetProblem, form: Form, language: str) -> str:
    """What is wrong with an answer, in one sentence that stands beside the question."""
    words: dict[str, str] = {}
    if (limit := problem.details.get("limit")) is not None and not isinstance(limit, str):
        words["limit"] = shown_quantity(form.item(problem.path), limit, language)
        if problem.code not in (SheetProblemCode.TOO_LOW, SheetProblemCode.TOO_HIGH):
            words["limit"] = shown_number(limit, 0, language)
    if "option" in problem.details:
        words["option"] = _option_text(problem, form, language)
    return translate(_PROBLEMS[problem.code], language).format_map(words)


def _option_text(problem: SheetProblem, form: Form, language: str) -> str:
    item, value = form.item(problem.path), problem.details["option"]
    options = form.questionnaire.options(item) if isinstance(item, Choice | Choices) else ()
    return next((option.text.to(language) for option in options if option.value == value), str(value))


def hidden_text(explanation: Explanation, form: Form, language: str) -> str:
    """Why a question is hidden: the condition as it is written, and what the names in it are now."""
    return translate(_CAUSES[explanation.cause], language).format(
        condition=condition_text(explanation.condition, form, language)
    )


def condition_text(condition: Part, form: Form, language: str) -> str:
    """A condition as it is written, and what the names in it are now."""
    now = ", ".join(dict.fromkeys(_now(condition, form, language)))
    return f"{condition.text} ({now})" if now else condition.text


def _now(condition: Part, form: Form, language: str) -> Iterator[str]:
    for leaf in condition.leaves():
        for reading in leaf.readings:
            name = f"previous({reading.path})" if reading.previous else reading.path
            yield f"{name}: {reading_text(reading, form, language)}"


def reading_text(reading: Reading, form: Form, language: str) -> str:
    """What a name in a condition is now."""
    words = answer_words(language)
    match reading.unseen, reading.value:
        case Unseen.HIDDEN | Unseen.UNANSWERED, _:
            return translate(_UNSEEN[reading.unseen], language)
        case Unseen.DECLINED, _:
            return words.declined
        case Unseen.UNKNOWN, _:
            return words.unknown
        case Unseen.NOT_RELEVANT, _:
            return words.not_relevant
        case _, Bounds(low=low, high=high):
            return f"{shown_number(low, 0, language)}–{shown_number(high, 0, language)}"
        case _, value if reading.path.partition("/")[0] in form.items:
            item = form.item(reading.path)
            return shown_value(item, form.questionnaire, Answer(value=value), language, words)
        case _, int() | float():
            return shown_number(reading.value, 0, language)
    return str(reading.value)


def parts_text(explanation: ScoreExplanation, form: Form, language: str) -> str:
    """What a score is made of: its formula, and what each part counts now, or why it counts nothing."""
    parts = dict.fromkeys(
        f"{part.path} {_points(part.points, language) or reading_text(part, form, language)}"
        for part in explanation.parts
    )
    return f"{explanation.score.value}: " + ", ".join(parts)


def _points(points: Amount, language: str) -> str:
    """A number as it counts; "" where nothing counts."""
    return shown_number(points, 0, language) if isinstance(points, int | float) else ""


def score_text(result: ScoreResult, language: str) -> str:
    """The number of a score, or the range it must lie in; "" while nothing can be told."""
    if result.bounds is not None:
        return "–".join(shown_number(end, 0, language) for end in result.bounds)
    return "" if result.value is None else shown_number(result.value, 0, language)
