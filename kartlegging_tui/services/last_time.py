"""What was answered last time: the same form at the contact point before, in the version that was filled then.

What that version called otherwise has the name that it has in the version of now; words and options are as they were.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache

from kartlegging_tui.domain.answers import EMPTY, Answer, Path, read
from kartlegging_tui.domain.comparison import Asked, Misfit, asked, misfit
from kartlegging_tui.domain.people import ContactPoint
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.domain.scoring import ScoreResult
from kartlegging_tui.domain.sheet import Context, Sheet
from kartlegging_tui.domain.trend import Difference, computed_difference, counts_alike, difference, score_difference
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.services.ready_forms import form_of


@dataclass(frozen=True)
class LastScore:
    """A score as it was last time, beside the one of now."""

    result: ScoreResult
    counts_alike: bool
    """It is counted in the same way now."""
    difference: Difference | None
    """None where one of the two cannot be told."""


@dataclass(frozen=True, eq=False)
class LastTime:
    """The same form at the last contact point where it was answered.

    A conversation opens with the answers alone. What follows from them (the rules of that version, what was hidden
    then, the scores) is worked out when a form is first looked at, and once.
    """

    contact_point: int
    held_on: date
    author: str
    questionnaire: Questionnaire
    """The version that was filled, with the names of now."""
    answers: dict[Path, Answer] = field(default_factory=dict)
    """All of them, also of questions that were hidden in the end."""
    context: Context = field(default_factory=Context)
    """What the form knew then."""

    @cached_property
    def form(self) -> Form:
        """The version that was filled, with its rules."""
        return form_of(self.questionnaire)

    @cached_property
    def sheet(self) -> Sheet:
        """The form as it stood when it was left."""
        return Sheet(self.form, self.context, self.answers)

    def asked(self, path: Path) -> Asked | None:
        """The question as it was asked then; None where the form did not have it."""
        return asked(self.form, path)

    def answer(self, path: Path) -> Answer:
        """What was answered; `EMPTY` also where the question was hidden in the end, for then it counted as unasked."""
        answer = self.answers.get(path, EMPTY)
        return answer if not answer.empty and self.sheet.is_shown(path) else EMPTY

    def rows(self, group: str) -> tuple[int, ...]:
        """The numbers of the rows that a group had."""
        return self.sheet.rows(group) if self.answer(group).value is not None else ()

    def computed(self, path: Path) -> float | None:
        """What a computed item came to; None where it could not be told."""
        if self.asked(path) is None or not self.sheet.is_shown(path):
            return None
        amount = self.sheet.computed(path)
        return amount if isinstance(amount, int | float) else None

    def difference(self, form: Form, path: Path, answer: Answer) -> Difference | None:
        """How an answer in the version of now differs from the one given then."""
        now = asked(form, path)
        return difference(self.asked(path), self.answer(path), now, answer) if now else None

    def computed_difference(self, form: Form, path: Path, amount: float | None) -> Difference | None:
        """The same for a computed item."""
        return computed_difference(self.form, self.computed(path), form, amount, path)

    def misfit(self, form: Form, path: Path) -> Misfit | None:
        """Why what was answered then cannot be confirmed in the version of now; None where it can."""
        now = asked(form, path)
        return misfit(self.asked(path), now, self.answer(path)) if now else Misfit.NOT_ASKED

    def previous(self, form: Form) -> dict[Path, Answer]:
        """The answers that conditions in the version of now see as `previous`.

        Where there are such conditions: those to questions that counted then, as far as they fit the question of now.
        A weight in grams would else be taken for one in kilograms, a 4 on a scale to 10 for one on a scale to 5.
        """
        if not _looks_back(form):
            return self.answers
        return {path: self.answer(path) for path in self.answers if self.misfit(form, path) is None}

    def score(self, form: Form, score_id: str, result: ScoreResult) -> LastScore | None:
        """A score of the version of now beside the one of then; None where there was none."""
        before = self.sheet.scores.get(score_id)
        if before is None or before.amount is None:
            return None
        alike = counts_alike(self.form, form, score_id)
        return LastScore(before, alike, score_difference(self.form, before, form, result, score_id))


def last_time_of(
    view: Reading, contact_point: ContactPoint, now: Questionnaire, age: Callable[[date], int | None]
) -> LastTime | None:
    """The same form where it was last answered: at the latest earlier contact point of the same pathway.

    `now` is the version in whose names it is told; `age` is the patient's, in whole years on a day.
    """
    found = view.previous_assessment(contact_point.id, now.id)
    if found is None:
        return None
    assessment, earlier, conversation = found
    questionnaire = view.questionnaire(now.id, assessment.version)
    lineage = view.lineage(now.id)
    names = lineage.between(questionnaire, now)
    looks_back = _looks_back(form_of(questionnaire))
    before = last_time_of(view, earlier, questionnaire, age) if looks_back else None
    answers = {path: read(json) for path, json in view.answers([assessment.id])[assessment.id].items()}
    return LastTime(
        contact_point=earlier.number,
        held_on=conversation.held_on,
        author=conversation.author,
        questionnaire=lineage.seen_as(questionnaire, now),
        answers=names.answers(answers),
        context=Context(
            contact_point=earlier.number,
            age=age(conversation.held_on),
            previous=names.answers(before.previous(form_of(questionnaire)) if before else {}),
            today=conversation.held_on,
        ),
    )


@lru_cache(maxsize=256)
def _looks_back(form: Form) -> bool:
    """True if something in the form depends on the time before: only then is that time read and worked out."""
    return any("previous" in rule.compiled.text for rule in form.rules)


def rows_used(view: Reading, pathway_id: int, form: Form) -> dict[str, int]:
    """By group, the highest row number ever used in the pathway: rows taken away again keep theirs."""
    used: dict[str, int] = {}
    if form.columns:
        lineage = view.lineage(form.questionnaire.id)
        called = {name: group for group in form.columns for name in lineage.ever(form.questionnaire, group)}
        for name, json in view.ever_answered(pathway_id, form.questionnaire.id, called):
            rows = read(json).value
            numbers = [row for row in rows if isinstance(row, int)] if isinstance(rows, tuple) else []
            used[called[name]] = max([used.get(called[name], 0), *numbers])
    return used
