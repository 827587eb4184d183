"""Before signing: what stands in the way, each with the place where it is put right, and what signing will drop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.problems import problems
from kartlegging_tui.services.filling import Filling
from kartlegging_tui.services.need_items import need_items
from kartlegging_tui.services.talk import Talk
from kartlegging_tui.services.urgent import unrecorded
from kartlegging_tui.services.wording import problem_text, question_text


class ObstacleKind(Enum):
    """Why a conversation cannot be signed yet."""

    ANSWER = auto()
    """An answer that must be there is not, or cannot be right."""
    REQUIRED = auto()
    """Something that the pathway requires is not so yet, such as having asked about children."""
    URGENT = auto()
    """It is not recorded what was done about an urgent answer."""
    UNASKED = auto()
    """Nobody has asked whether a need should be followed up."""
    UNPLANNED = auto()
    """The patient wants a need followed up, and there is neither an action nor a reason."""


@dataclass(frozen=True)
class Obstacle:
    """One thing that stands in the way of signing."""

    kind: ObstacleKind
    form: str
    """The id of the form; empty for a need."""
    path: Path
    """The question in that form; or the need in the plan."""
    title: str
    """The question, or the need."""
    text: str = ""
    """What is wrong with the answer."""


Seen = tuple[tuple[str, int], ...]
"""How far the records had come when a conversation was shown: by form, and for the plan, the newest event."""


def seen(talk: Talk) -> Seen:
    """How far the records had come when this was opened."""
    newest = [(form, filling.newest) for form, filling in talk.fillings.items()]
    return (*newest, ("", talk.planning.newest))


def obstacles(talk: Talk, language: str) -> list[Obstacle]:
    """All that stands in the way of signing: what is urgent first, then answers as the forms ask, then needs."""
    return [*_urgent(talk, language), *_required(talk, language), *_answers(talk, language), *_needs(talk, language)]


def hidden_answers(talk: Talk) -> Iterator[tuple[Filling, Path]]:
    """The answers that signing drops: to questions that are hidden in the end, and in rows taken away."""
    for filling in talk.fillings.values():
        for path in filling.sheet.answers:
            if not filling.sheet.is_shown(path):
                yield filling, path


def _urgent(talk: Talk, language: str) -> Iterator[Obstacle]:
    for item in unrecorded(talk):
        title = question_text(item.filling.sheet, item.question, language)
        yield Obstacle(ObstacleKind.URGENT, item.filling.id, item.question, title)


def _required(talk: Talk, language: str) -> Iterator[Obstacle]:
    if not any(filling.sheet.answers for filling in talk.fillings.values()):
        return  # nothing was talked about yet: there is nothing to sign
    for requirement in talk.unmet():
        form, _, question = requirement.question.partition(".")
        yield Obstacle(ObstacleKind.REQUIRED, form, question, requirement.text.to(language))


def _answers(talk: Talk, language: str) -> Iterator[Obstacle]:
    for filling in talk.offered():
        if not filling.sheet.answers:
            continue
        for problem in problems(filling.sheet):
            title = question_text(filling.sheet, problem.path, language)
            text = problem_text(problem, filling.form, language)
            yield Obstacle(ObstacleKind.ANSWER, filling.id, problem.path, title, text)


def _needs(talk: Talk, language: str) -> Iterator[Obstacle]:
    for item in need_items(talk, language):
        if item.unasked or item.unplanned:
            kind = ObstacleKind.UNASKED if item.unasked else ObstacleKind.UNPLANNED
            yield Obstacle(kind, "", item.path, item.need.title)
