"""A conversation while it is held: its forms, which of them are offered, what has come out of it so far."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.env import Env
from kartlegging_tui.domain.expressions import compile_condition
from kartlegging_tui.domain.pathway import Offer, PlannedContactPoint
from kartlegging_tui.domain.people import ContactPoint, Conversation, Pathway, Patient, User
from kartlegging_tui.domain.questionnaire import NeedRule
from kartlegging_tui.domain.scope import scope_of_forms
from kartlegging_tui.domain.sheet import PRIORITIES, Context
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.services.filling import Filling
from kartlegging_tui.services.last_time import last_time_of, rows_used
from kartlegging_tui.services.ready_forms import form_of
from kartlegging_tui.services.saving import Saver


@dataclass(frozen=True)
class FoundNeed:
    """A need that a form sees in its answers."""

    form: str
    rule: NeedRule


class Talk:
    """One conversation, with all its forms in memory."""

    def __init__(
        self,
        patient: Patient,
        pathway: Pathway,
        contact_point: ContactPoint,
        planned: PlannedContactPoint,
        conversation: Conversation,
        fillings: dict[str, Filling],
        saver: Saver,
    ) -> None:
        self.patient = patient
        self.pathway = pathway
        self.contact_point = contact_point
        self.planned = planned
        self.conversation = conversation
        self.fillings = fillings
        """By the form's id, in the order in which they are offered."""
        self.saver = saver
        scope = scope_of_forms(filling.form.questionnaire for filling in fillings.values())
        self._offers = {
            offer.form: compile_condition(offer.offer_if, scope) if offer.offer_if else None
            for offer in planned.offers
            if offer.form in fillings
        }

    def is_offered(self, form: str) -> bool:
        """True if the form is asked in this conversation, as it stands now. What has answers is never taken away."""
        filling = self.fillings[form]
        condition = self._offers.get(form)
        return (
            condition is None or bool(filling.sheet.answers) or condition.truth(self._env(condition.references)) is True
        )

    def offered(self) -> list[Filling]:
        """The forms that are asked now, in order."""
        return [filling for form, filling in self.fillings.items() if self.is_offered(form)]

    def needs(self) -> list[FoundNeed]:
        """Needs from all forms, the most pressing first."""
        return needs_of(self.offered())

    def urgent(self) -> list[tuple[Filling, Path]]:
        """Answers that call for something at once."""
        return urgent_in(self.offered())

    def _env(self, names: frozenset[str]) -> Env:
        env = Env()
        for name in names:
            form, _, question = name.partition(".")
            if not question:
                known = {"age": self.patient.age(self.conversation.held_on), "contact_point": self.contact_point.number}
                if known.get(name) is not None:
                    env.values[name] = env.points[name] = known[name]
            elif form in self.fillings:
                sheet = self.fillings[form].sheet
                for mine, theirs in ((env.values, sheet.env.values), (env.points, sheet.env.points)):
                    if question in theirs:
                        mine[name] = theirs[question]
        return env


def needs_of(fillings: Sequence[Filling]) -> list[FoundNeed]:
    """The needs that some forms see in their answers, the most pressing first."""
    found = [FoundNeed(filling.id, rule) for filling in fillings for rule in filling.sheet.needs()]
    return sorted(found, key=lambda need: PRIORITIES.index(need.rule.priority))


def urgent_in(fillings: Sequence[Filling]) -> list[tuple[Filling, Path]]:
    """The answers in some forms that call for something at once."""
    return [(filling, path) for filling in fillings for path in filling.sheet.urgent()]


def open_talk(
    database: Database,
    saver: Saver,
    user: User,
    planned: Callable[[Pathway, int], PlannedContactPoint],
    conversation_id: int,
    now: Callable[[], datetime],
) -> Talk:
    """Everything about a conversation, from the records. Raises NotFound, NotRead."""
    with database.read() as view:
        conversation = view.conversation_with(conversation_id)
        contact_point = view.contact_point(conversation.contact_point_id)
        pathway = view.pathway(contact_point.pathway_id)
        patient = view.patient(pathway.patient_id)
        plan = planned(pathway, contact_point.number)
        fillings = {
            filling.id: filling
            for filling in _fillings(view, plan.offers, conversation, contact_point, patient, saver, user, now)
        }
    return Talk(patient, pathway, contact_point, plan, conversation, fillings, saver)


def _fillings(
    view: Reading,
    offers: tuple[Offer, ...],
    conversation: Conversation,
    contact_point: ContactPoint,
    patient: Patient,
    saver: Saver,
    user: User,
    now: Callable[[], datetime],
) -> Iterator[Filling]:
    """A filling for every form offered and every form already answered."""
    opened = {assessment.form: assessment for assessment in view.assessments(conversation.id)}
    for form in dict.fromkeys([*(offer.form for offer in offers), *opened]):
        assessment = opened.get(form)
        version = assessment.version if assessment else view.latest_version(form)
        if version is None:
            continue
        ready = form_of(view.questionnaire(form, version))
        last_time = last_time_of(view, contact_point, form, patient.age)
        yield Filling(
            form=ready,
            context=Context(
                contact_point=contact_point.number,
                age=patient.age(conversation.held_on),
                previous=last_time.previous(ready) if last_time else {},
                today=conversation.held_on,
                rows_used=rows_used(view, contact_point.pathway_id, ready),
            ),
            conversation_id=conversation.id,
            user=user,
            saver=saver,
            now=now,
            last_time=last_time,
            assessment=assessment,
            events=tuple(view.events(assessment.id)) if assessment else (),
            unfinished=view.typing(assessment.id) if assessment else {},
        )
