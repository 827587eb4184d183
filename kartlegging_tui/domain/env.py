"""What a condition is evaluated with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kartlegging_tui.domain.answers import Answer, Missing, Path
from kartlegging_tui.domain.dates import parse_date
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import AnyItem, Choice, Choices, Date, Rows, YesNo
from kartlegging_tui.domain.unknowns import Amount
from kartlegging_tui.domain.values import fits


@dataclass(slots=True)
class Env:
    """The values that a condition is evaluated with. Hidden and unanswered names are absent, hence unknown."""

    values: dict[str, Any] = field(default_factory=dict)
    """By name: what comparisons see."""
    points: dict[str, Amount] = field(default_factory=dict)
    """By name: what arithmetic sees."""
    rows: dict[str, list[Env]] = field(default_factory=dict)
    """By group: its rows. An unanswered group is absent."""
    form: Env | None = None
    """For a row: the form it belongs to."""
    previous: Env | None = None
    """The last contact point's answers."""
    reasons: dict[str, Missing] = field(default_factory=dict)
    """By name: why a question that was asked has no value."""
    fill: bool = False
    """Missing parts of a `sum` or `mean` count as the mean of the others (a score's rule, never a condition's)."""


Evaluate = Callable[[Env], Any]
"""A compiled condition or formula: truth, amount or value from an environment; None is unknown."""


def value_and_points(questionnaire: Questionnaire, item: AnyItem, answer: Answer) -> tuple[Any, Amount]:
    """An answer as comparisons see it and as arithmetic does; None where there is none, or none that fits the question.

    A number outside its limits does fit: it is questioned, but until that is settled it is what was answered.
    """
    value: Any = answer.value
    if value is None or not fits(item, value) or value in ((), ""):
        return None, None
    match item:
        case YesNo():
            return value, int(value)
        case Choice():
            option = next((option for option in questionnaire.options(item) if option.value == value), None)
            return (None, None) if option is None else (value, option.points)
        case Choices():
            points = {option.value: option.points for option in questionnaire.options(item)}
            if any(chosen not in points for chosen in value):
                return None, None
            scores = [points[chosen] for chosen in dict.fromkeys(value)]
            known = [score for score in scores if score is not None]
            return value, sum(known) if len(known) == len(scores) else None
        case Date():
            return value if parse_date(value) else None, None
    return value, value if isinstance(value, int | float) else None


def previous_env(questionnaire: Questionnaire, previous: Mapping[Path, Answer]) -> Env:
    """The last contact point's answers, but for those in rows."""
    env = Env()
    for item in questionnaire.items():
        answer = previous.get(item.id)
        if answer is not None and not isinstance(item, Rows):
            value, points = value_and_points(questionnaire, item, answer)
            put(env.values, item.id, value)
            put(env.points, item.id, points)
    return env


def env_of_forms(envs: Mapping[str, Env], names: Iterable[str], age: int | None, contact_point: int | None) -> Env:
    """What a pathway's condition sees of `names`: the answers of several forms as `form.question`, and the context.

    `envs` are the environments of the forms, by id. What belongs to a form that is not among them is unknown.
    """
    seen = Env()
    context = {"age": age, "contact_point": contact_point}
    for name in names:
        form, _, question = name.partition(".")
        if not question:
            put(seen.values, name, context.get(name))
            put(seen.points, name, context.get(name))
        elif form in envs:
            put(seen.values, name, envs[form].values.get(question))
            put(seen.points, name, envs[form].points.get(question))
            put(seen.reasons, name, envs[form].reasons.get(question))
    return seen


def put(names: dict[str, Any], name: str, value: Any) -> None:
    """Gives a name its value; what is unknown is absent."""
    if value is None:
        names.pop(name, None)
    else:
        names[name] = value
