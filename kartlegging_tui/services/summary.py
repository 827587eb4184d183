"""What came out of a conversation, in words: scores, needs, what is urgent, every answer, what is left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kartlegging_tui import language
from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.people import ContactPoint, Conversation, Patient
from kartlegging_tui.domain.plan import Action, Handled, urgent_path
from kartlegging_tui.domain.questionnaire import Score, Section
from kartlegging_tui.domain.questions import Computed, Info, Question, Rows
from kartlegging_tui.domain.refused import RefusedRequest
from kartlegging_tui.domain.scoring import ScoreResult
from kartlegging_tui.domain.signing import Signing, SigningState, state_of
from kartlegging_tui.domain.values import shown_number, shown_quantity, shown_value
from kartlegging_tui.services.answer_words import answer_words
from kartlegging_tui.services.boxes import Boxes
from kartlegging_tui.services.filling import Filling
from kartlegging_tui.services.need_items import NeedItem, need_items
from kartlegging_tui.services.review import Obstacle, Seen, hidden_answers, obstacles, seen
from kartlegging_tui.services.talk import Talk
from kartlegging_tui.services.wording import question_text


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
class UrgentLine:
    """An answer that called for something at once."""

    text: str
    """What was answered."""
    advice: str
    """What the form says to do."""
    handled: Handled | None
    """What was done; None while that is not recorded."""


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
    urgent: tuple[UrgentLine, ...]
    sections: tuple[tuple[str, tuple[AnswerLine, ...]], ...]
    """By heading, what was answered; questions without an answer are left out."""


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
    needs: tuple[NeedItem, ...]
    """As nurse and patient have ranked them."""
    from_before: tuple[Action, ...]
    """What was agreed at earlier contact points and was open when this one began, or still is."""
    obstacles: tuple[Obstacle, ...]
    """What stands in the way of signing."""
    hidden: tuple[str, ...]
    """The questions whose answers signing drops, as they are hidden in the end."""
    signings: tuple[Signing, ...]
    seen: Seen
    """How far the records had come when it was made: what is signed is what was shown."""
    boxes: Boxes
    """What the user is writing about the patient and has not kept yet."""
    refused: tuple[RefusedRequest, ...] = ()
    """Requests to correct or delete it that were refused."""

    @property
    def state(self) -> SigningState:
        """Whether it can be changed."""
        return state_of(self.signings)


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
        forms=tuple(_form(filling, talk, spoken) for filling in begun),
        untouched=tuple(filling.form.questionnaire.title.to(spoken) for filling in untouched),
        needs=tuple(item for item in need_items(talk, spoken) if item.counts),
        from_before=tuple(_from_before(talk)),
        obstacles=tuple(obstacles(talk, spoken)),
        hidden=tuple(question_text(filling.sheet, path, spoken) for filling, path in hidden_answers(talk)),
        signings=talk.signings,
        seen=seen(talk),
        boxes=talk.planning.boxes,
        refused=talk.refused,
    )


def _from_before(talk: Talk) -> Iterator[Action]:
    began = talk.conversation.held_on
    for action in talk.planning.plan.actions.values():
        still = action.closed_on is None or action.closed_on >= began
        if action.contact_point < talk.contact_point.number and still:
            yield action


def _form(filling: Filling, talk: Talk, spoken: str) -> FormSummary:
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
        urgent=tuple(_urgent(filling, path, talk, spoken) for path in sheet.urgent()),
        sections=tuple(
            (section.title.to(spoken), lines)
            for section in questionnaire.sections
            if (lines := tuple(_answers(filling, section, spoken)))
        ),
    )


def _urgent(filling: Filling, path: Path, talk: Talk, spoken: str) -> UrgentLine:
    item = filling.form.item(path)
    line = _answer(filling, path, spoken, urgent=True)
    said = f"{line.question}: {line.answer}" if line else item.id
    advice = item.urgent.text.to(spoken) if isinstance(item, Question) and item.urgent else ""
    where, plan = urgent_path(talk.contact_point.number, filling.id, path), talk.planning.plan
    handled = plan.handled[where] if plan.is_handled(where, filling.sheet.answer(path)) else None
    return UrgentLine(said, advice, handled)


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
