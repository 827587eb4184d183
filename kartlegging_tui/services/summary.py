"""What came out of a conversation, in words: scores, needs, what is urgent, every answer, what is left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kartlegging_tui import language
from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.people import ContactPoint, Conversation, Patient
from kartlegging_tui.domain.problems import SheetProblem, problems
from kartlegging_tui.domain.questionnaire import Priority, Score, Section
from kartlegging_tui.domain.questions import Computed, Info, Question, Rows
from kartlegging_tui.domain.scoring import ScoreResult
from kartlegging_tui.domain.values import shown_number, shown_quantity, shown_value
from kartlegging_tui.services.answer_words import answer_words
from kartlegging_tui.services.filling import Filling
from kartlegging_tui.services.talk import Talk
from kartlegging_tui.services.wording import problem_text, question_text


@dataclass(frozen=True)
class ScoreLine:
    title: str
    text: str
    """The score, or between what it lies; empty while it cannot be told."""
    band: str
    """What it may mean; empty where the form says nothing."""
    flagged: bool
    complete: bool


@dataclass(frozen=True)
class NeedLine:
    title: str
    priority: Priority


@dataclass(frozen=True)
class AnswerLine:
    question: str
    answer: str
    note: str
    flagged: bool
    """Urgent."""


@dataclass(frozen=True)
class FormSummary:
    """One form of the conversation."""

    id: str
    title: str
    version: str
    answered: int
    asked: int
    scores: tuple[ScoreLine, ...]
    urgent: tuple[str, ...]
    """What was answered that is urgent, and what the form says to do."""
    needs: tuple[NeedLine, ...]
    sections: tuple[tuple[str, tuple[AnswerLine, ...]], ...]
    """By heading, what was answered; questions without an answer are left out."""
    problems: tuple[str, ...]
    """What stands in the way of signing."""


@dataclass(frozen=True)
class Summary:
    """One conversation."""

    patient: Patient
    contact_point: ContactPoint
    contact_point_title: str
    conversation: Conversation
    forms: tuple[FormSummary, ...]
    """Those that have answers, in the order in which they are offered."""
    untouched: tuple[str, ...]
    """The titles of forms offered and not begun."""


def summarise(talk: Talk) -> Summary:
    """The summary of a conversation as it stands, in the language of the program."""
    begun = [filling for filling in talk.offered() if filling.sheet.answers]
    untouched = [filling for filling in talk.offered() if not filling.sheet.answers]
    spoken = language.current()
    return Summary(
        patient=talk.patient,
        contact_point=talk.contact_point,
        contact_point_title=talk.planned.title.to(spoken),
        conversation=talk.conversation,
        forms=tuple(_form(filling, spoken) for filling in begun),
        untouched=tuple(filling.form.questionnaire.title.to(spoken) for filling in untouched),
    )


def _form(filling: Filling, spoken: str) -> FormSummary:
    questionnaire, sheet = filling.form.questionnaire, filling.sheet
    counts = [sheet.progress(section) for section in questionnaire.sections]
    return FormSummary(
        id=questionnaire.id,
        title=questionnaire.title.to(spoken),
        version=questionnaire.version,
        answered=sum(answered for answered, _ in counts),
        asked=sum(asked for _, asked in counts),
        scores=tuple(
            score_line(score, sheet.scores[score.id], spoken)
            for score in questionnaire.scores
            if len(sheet.scores[score.id].missing) < len(_parts(filling, score))
        ),
        urgent=tuple(_urgent(filling, path, spoken) for path in sheet.urgent()),
        needs=tuple(NeedLine(need.title.to(spoken), need.priority) for need in sheet.needs()),
        sections=tuple(
            (section.title.to(spoken), lines)
            for section in questionnaire.sections
            if (lines := tuple(_answers(filling, section, spoken)))
        ),
        problems=tuple(_problem(filling, problem, spoken) for problem in problems(sheet)),
    )


def _urgent(filling: Filling, path: Path, spoken: str) -> str:
    """ "Smerte: 8 – Ta kontakt …": what was answered, and what the form says to do."""
    item = filling.form.item(path)
    line = _answer(filling, path, spoken, urgent=True)
    said = f"{line.question}: {line.answer}" if line else item.id
    text = item.urgent.text.to(spoken) if isinstance(item, Question) and item.urgent else ""
    return f"{said} – {text}"


def _problem(filling: Filling, problem: SheetProblem, spoken: str) -> str:
    """ "«Hva er viktigst for deg?» Må besvares …"."""
    return f"«{question_text(filling.sheet, problem.path, spoken)}» {problem_text(problem, filling.form, spoken)}"


def _parts(filling: Filling, score: Score) -> frozenset[str]:
    rule = next(rule for rule in filling.form.rules if rule.target == score.id and rule.decides.name == "SCORE")
    return rule.compiled.references


def score_line(score: Score, result: ScoreResult, spoken: str) -> ScoreLine:
    """A score in words."""
    if result.value is not None:
        text = shown_number(result.value, score.decimals or 0, spoken)
    elif result.bounds is not None:
        text = "–".join(shown_number(end, score.decimals or 0, spoken) for end in result.bounds)
    else:
        text = ""
    return ScoreLine(
        title=score.title.to(spoken) if score.title else score.id,
        text=text,
        band=result.band.text.to(spoken) if result.band else "",
        flagged=result.flagged,
        complete=result.complete,
    )


def _answers(filling: Filling, section: Section, spoken: str) -> Iterator[AnswerLine]:
    urgent = set(filling.sheet.urgent())
    for path in filling.sheet.shown_in(section):
        line = _answer(filling, path, spoken, path in urgent)
        if line is not None:
            yield line


def _answer(filling: Filling, path: Path, spoken: str, urgent: bool) -> AnswerLine | None:
    item, answer = filling.form.item(path), filling.sheet.answer(path)
    question = question_text(filling.sheet, path, spoken)
    if isinstance(item, Info) or (isinstance(item, Rows) and answer.missing is None and not answer.note):
        return None
    if isinstance(item, Computed):
        amount = filling.sheet.computed(path)
        if not isinstance(amount, int | float):
            return None
        return AnswerLine(question, shown_quantity(item, amount, spoken), "", False)
    shown = shown_value(item, filling.form.questionnaire, answer, spoken, answer_words(spoken))
    if not shown and not answer.note:
        return None
    return AnswerLine(question, shown, answer.note, urgent)
