"""What is needed, urgent and agreed in one pathway, in words, read from forms in the versions that were answered.

The published versions are in the records, so that it makes no difference what has become of the files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from kartlegging_tui.domain.answers import Path, read
from kartlegging_tui.domain.history import current
from kartlegging_tui.domain.needs import FoundNeed, need_title
from kartlegging_tui.domain.people import Assessment, Conversation
from kartlegging_tui.domain.plan import Action, Need, NeedRef, Plan
from kartlegging_tui.domain.questionnaire import NeedRule, Priority, Questionnaire
from kartlegging_tui.domain.questions import Question
from kartlegging_tui.domain.services import Service
from kartlegging_tui.domain.sheet import Context, Sheet
from kartlegging_tui.domain.values import shown_value
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.services.answer_words import answer_words
from kartlegging_tui.services.ready_forms import form_of


@dataclass(frozen=True)
class Answered:
    """A form as it was answered in one talk."""

    talk: Conversation
    assessment: Assessment
    questionnaire: Questionnaire
    sheet: Callable[[], Sheet]
    """Made ready when it is asked for: a title seldom needs it."""


class UrgentWords(NamedTuple):
    """An urgent answer in words."""

    question: str
    answer: str
    to_do: str
    """What the form says to do."""
    note: str
    """What was noted with the answer."""


class PathwayWords:
    """Reads within one transaction: made anew for each page."""

    def __init__(
        self,
        view: Reading,
        pathway_id: int,
        language: str,
        services: Mapping[str, Service],
        age: Callable[[date], int | None] = lambda day: None,
    ) -> None:
        """`age` is the patient's, in whole years on a day."""
        self._view = view
        self._language = language
        self._services = services
        self._age = age
        self.events = view.pathway_events(pathway_id)
        self.plan = Plan.of({path: event.content for path, event in current(self.events).items()})
        self._pathway_id = pathway_id

    @cached_property
    def talks(self) -> dict[int, Conversation]:
        """By the number of the contact point."""
        points = self._view.contact_points(self._pathway_id)
        talks = {point.number: self._view.conversation(point.id) for point in points}
        return {number: talk for number, talk in talks.items() if talk is not None}

    @cached_property
    def _answered(self) -> dict[tuple[int, str], Answered]:
        return {
            (number, assessment.form): self._read(number, talk, assessment)
            for number, talk in self.talks.items()
            for assessment in self._view.assessments(talk.id)
        }

    def _read(self, number: int, talk: Conversation, assessment: Assessment) -> Answered:
        questionnaire = self._view.questionnaire(assessment.form, assessment.version)

        def sheet() -> Sheet:
            answers = {path: read(json) for path, json in self._view.answers([assessment.id])[assessment.id].items()}
            context = Context(number, self._age(talk.held_on), {}, talk.held_on)
            return Sheet(form_of(questionnaire), context, answers)

        return Answered(talk, assessment, questionnaire, sheet)

    def answered(self, contact_point: int, form: str) -> Answered | None:
        """The form as it was answered there."""
        return self._answered.get((contact_point, form))

    def rule(self, need: Path) -> NeedRule | None:
        """What the form that sees a need says about it; None for one that the nurse has added."""
        ref = NeedRef.of(need)
        answered = self.answered(ref.contact_point, ref.form) if ref.form else None
        wanted = ref.rule.partition("/")[0]
        rules = answered.questionnaire.needs if answered else ()
        return next((rule for rule in rules if rule.id == wanted), None)

    def need_title(self, need: Path) -> str:
        """What a need is called: as its form says, or as it was weighed."""
        ref, rule = NeedRef.of(need), self.rule(need)
        weighed = self.plan.needs.get(need)
        answered = self.answered(ref.contact_point, ref.form)
        if rule is None or answered is None:
            return weighed.title if weighed else ref.rule
        row = ref.rule.partition("/")[2]
        if not row:
            return rule.title.to(self._language)
        try:
            return need_title(FoundNeed(rule, int(row)), answered.sheet(), self._language, answer_words(self._language))
        except (KeyError, ValueError):  # the row is gone: it is called as it was when it was weighed
            return weighed.title if weighed else rule.title.to(self._language)

    def need(self, need: Path) -> Need:
        """A need as it was weighed, or as the form sees it; its title in the language spoken."""
        rule = self.rule(need)
        title = self.need_title(need)
        weighed = self.plan.needs.get(need)
        if weighed is None:
            return Need(title=title, priority=rule.priority if rule else Priority.MEDIUM)
        return weighed.model_copy(update={"title": title})

    def suggestions(self, need: Path) -> tuple[str, ...]:
        """What the form suggests to do about a need."""
        rule = self.rule(need)
        return tuple(text.to(self._language) for text in rule.suggest) if rule else ()

    def what(self, action: Action) -> str:
        """What an action says: in the language spoken where it is one of the form's suggestions."""
        rule = self.rule(action.need)
        same = (text for text in (rule.suggest if rule else ()) if action.text in text.root.values())
        return next((text.to(self._language) for text in same), action.text)

    def who(self, action: Action) -> str:
        """Who does it: in the language spoken where it is one of the services."""
        service = self._services.get(action.service)
        return service.name.to(self._language) if service else action.who

    def urgent(self, urgent: Path) -> UrgentWords:
        """An urgent answer, as its form says it."""
        number, form, path = urgent_ref(urgent)
        answered = self.answered(number, form)
        if answered is None:
            return UrgentWords(f"{form}: {path}", "", "", "")
        sheet = answered.sheet()
        item, answer = sheet.form.item(path), sheet.answer(path)
        text = item.text.to(self._language) if item.text else item.id
        said = shown_value(item, answered.questionnaire, answer, self._language, answer_words(self._language))
        to_do = item.urgent.text.to(self._language) if isinstance(item, Question) and item.urgent else ""
        return UrgentWords(text, said, to_do, answer.note)


def urgent_ref(path: Path) -> tuple[int, str, Path]:
    """Contact point, form and question of what is recorded about an urgent answer (`plan.urgent_path`)."""
    _urgent, number, form, question = path.split("/", 3)
    return int(number), form, question
