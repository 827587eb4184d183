"""Trying a form without a database: it is filled as in a conversation, and nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from kartlegging_tui.domain.answers import Answer, Path, written
from kartlegging_tui.domain.history import Event
from kartlegging_tui.domain.people import Role, User
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import Choice, Choices, Question
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.domain.sheet import Context
from kartlegging_tui.domain.values import fits
from kartlegging_tui.services.filling import Filling
from kartlegging_tui.services.saving import Nowhere


def open_preview(
    questionnaire: Questionnaire,
    contact_point: int | None,
    age: int | None,
    today: date,
    answers: Mapping[Path, Answer] | None = None,
) -> Filling:
    """The form as it would be at a contact point with a patient of this age: empty, or with the answers that fit."""
    form = Form(questionnaire)
    fitting = [(path, answer) for path, answer in (answers or {}).items() if still_fits(form, path, answer)]
    return Filling(
        form=form,
        context=Context(contact_point, age, {}, today),
        conversation_id=0,
        user=User(id=0, name="", role=Role.ADMIN),
        saver=Nowhere(),
        now=lambda: datetime.now(UTC),
        events=tuple(_event(number, path, answer) for number, (path, answer) in enumerate(fitting, 1)),
    )


class Trial:
    """A form that is tried while it is written: each good version of it takes over the answers that still fit.

    What does not fit one version is not forgotten: half-written ids come and go while somebody types.
    """

    def __init__(self, contact_point: int | None, age: int | None, today: date) -> None:
        self.contact_point, self.age, self.today = contact_point, age, today
        self.filling: Filling | None = None
        """The last good version, filled so far; None before there is one."""
        self._kept: dict[Path, Answer] = {}

    def answers(self) -> dict[Path, Answer]:
        """All that was answered in any version."""
        if self.filling is None:
            return dict(self._kept)
        form, now = self.filling.form, self.filling.sheet.answers
        elsewhere = {path: answer for path, answer in self._kept.items() if not still_fits(form, path, answer)}
        return elsewhere | {path: answer for path, answer in now.items() if not answer.empty}

    def filled(self, questionnaire: Questionnaire, answers: Mapping[Path, Answer]) -> Filling:
        """A version with the answers that fit it. A function of values: in any thread."""
        return open_preview(questionnaire, self.contact_point, self.age, self.today, answers)

    def show(self, filling: Filling, answers: Mapping[Path, Answer]) -> None:
        """From now on this version is tried. `answers` are those that it was filled with."""
        self._kept = dict(answers)
        self.filling = filling


def still_fits(form: Form, path: Path, answer: Answer) -> bool:
    """True where the form has the question, and the answer is one to it."""
    try:
        item = form.item(path)
    except KeyError:
        return False
    if not isinstance(item, Question):
        return False
    if answer.value is None:
        return True
    if isinstance(item, Choice | Choices):
        known = {option.value for option in form.questionnaire.options(item)}
        given = answer.value if isinstance(answer.value, tuple) else (answer.value,)
        return fits(item, answer.value) and known.issuperset(given)
    return fits(item, answer.value)


def _event(number: int, path: Path, answer: Answer) -> Event:
    """As if it had been answered just now, so that it can be undone."""
    return Event(number=number, path=path, content=written(answer), author="", at=datetime.now(UTC), undoes=None)
