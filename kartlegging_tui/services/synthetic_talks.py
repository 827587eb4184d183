"""An invented talk as it went: answers noted one by one, the plan made, the signature, now and then a correction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum, auto
from functools import cache, partial
from random import Random

from kartlegging_tui.domain.answers import Path, written
from kartlegging_tui.domain.contact_points import on_weekday
from kartlegging_tui.domain.people import ContactPoint, Conversation, Pathway, Patient, User
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.domain.signing import SigningKind
from kartlegging_tui.domain.transcript import SaidForm, Transcript
from kartlegging_tui.records.loading import Numbers, WholeAssessment, WholeConversation, WholeSigning
from kartlegging_tui.services.signing import said_on
from kartlegging_tui.services.synthetic_answers import correction
from kartlegging_tui.services.synthetic_clock import Clock
from kartlegging_tui.services.synthetic_courses import FilledForm, FilledTalk
from kartlegging_tui.services.synthetic_plan_words import plan_words
from kartlegging_tui.services.synthetic_plans import PlanStory


class Ending(Enum):
    """How far a talk has come."""

    ONGOING = auto()
    """Left in the middle."""
    UNPLANNED = auto()
    """Ended; what came up is still to be weighed."""
    ENDED = auto()
    """The plan is made, and nobody has signed."""
    SIGNED = auto()
    CORRECTED = auto()
    """Signed, then an answer was put right and it was signed again."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Whose talk it is, where in the pathway. Ids are 0: the records give them."""

    patient: Patient
    pathway: Pathway
    contact_point: ContactPoint
    conversation: Conversation
    """With the moment at which it begins."""
    author: User
    next_opens: date | None
    """The first day of the next contact point's window."""
    first: bool
    """The first talk of the pathway."""
    small: bool
    """Only what weighs most comes into the plan."""


class TalkStory:
    """One talk told from beginning to end."""

    def __init__(self, occasion: Occasion, talk: FilledTalk, plan: PlanStory, random: Random) -> None:
        self._occasion = occasion
        self._number = occasion.contact_point.number
        self._author = occasion.author
        self._talk = talk
        self._plan = plan
        self._random = random
        self._clock = Clock(occasion.conversation.started_at, random)
        self._given: dict[str, list[tuple[Path, str, datetime]]] = {}

    def tell(self, ending: Ending) -> WholeConversation:
        """The talk up to this ending. What may not be signed is left ended."""
        self._plan.follow_up(self._number, self._author, self._clock)
        answers = sum(len(form.answers) for form in self._talk.forms)
        ongoing = ending is Ending.ONGOING
        self._answer(int(answers * self._random.uniform(0.3, 0.6)) if ongoing else answers)
        if ongoing:
            return self._whole(None, [])
        if ending is not Ending.UNPLANNED:
            self._make_plan()
        ended_at = self._clock.tick(60_000, 180_000)
        signings: list[WholeSigning] = []
        if self._talk.complete and ending in (Ending.SIGNED, Ending.CORRECTED):
            signings = list(self._signings(ended_at, ending is Ending.CORRECTED))
        elif self._occasion.first:
            self._plan.hand_over(self._number, self._author, self._clock)
        return self._whole(ended_at, signings)

    def _answer(self, left: int) -> None:
        for form in self._talk.forms:
            given = self._given[form.form] = []
            for path, answer in form.answers[:left]:
                given.append((path, answer, self._clock.tick(4_000, 26_000)))
            left -= len(given)

    def _make_plan(self) -> None:
        occasion, plan = self._occasion, self._plan
        plan.handle(self._number, self._talk.urgent[: 1 if occasion.small else None], self._author, self._clock)
        needs = self._talk.needs[: 3 if occasion.small else None]
        plan.weigh(self._number, needs, self._author, self._clock, occasion.next_opens)
        if occasion.first:
            plan.consent(occasion.conversation.held_on, self._author, self._clock)

    def _signings(self, ended_at: datetime, corrected: bool) -> Iterator[WholeSigning]:
        forms = {form.form: self._said(form) for form in self._talk.forms}
        yield self._signature(1, ended_at, ended_at, forms)
        if self._occasion.first:
            self._plan.hand_over(self._number, self._author, self._clock)
        if corrected:
            yield from self._corrected(ended_at, forms)

    def _corrected(self, ended_at: datetime, forms: dict[str, SaidForm]) -> Iterator[WholeSigning]:
        """The next day, or on Monday, one answer is put right."""
        for form in self._talk.forms:
            path = correction(form.sheet) if form.sheet else None
            if form.sheet is not None and path is not None:
                morning = datetime.combine(on_weekday(ended_at.date() + timedelta(days=1)), time(8, 10), UTC)
                clock = Clock(morning, self._random)
                reason = self._random.choice(plan_words(self._occasion.patient.language).corrected)
                begun = clock.tick(0, 3_600_000)
                yield WholeSigning(2, SigningKind.CORRECTING, self._author.id, begun, reason)
                answer = written(form.sheet.answer(path))
                self._given[form.form].append((path, answer, clock.tick(10_000, 60_000)))
                said = forms | {form.form: self._said(form)}
                yield self._signature(2, clock.tick(10_000, 60_000), ended_at, said, reason)
                return

    def _signature(
        self, version: int, at: datetime, ended_at: datetime, forms: dict[str, SaidForm], reason: str = ""
    ) -> WholeSigning:
        occasion = self._occasion
        transcript = Transcript(
            version=version,
            reason=reason,
            signed_by=self._author.name,
            signed_at=at,
            patient=occasion.patient,
            pathway=occasion.pathway,
            contact_point=occasion.contact_point,
            conversation=occasion.conversation.model_copy(update={"ended_at": ended_at}),
            forms=tuple(forms.values()),
            agreed=self._plan.agreed(),
        )
        document = partial(_document, transcript)
        return WholeSigning(version, SigningKind.SIGNED, self._author.id, at, reason, document)

    def _said(self, form: FilledForm) -> SaidForm:
        assert form.sheet is not None
        given = {path: (self._author.name, at) for path, _answer, at in self._given[form.form]}
        return said_on(form.sheet, given, _content_hash(form.sheet.form))

    def _whole(self, ended_at: datetime | None, signings: list[WholeSigning]) -> WholeConversation:
        occasion = self._occasion
        assessments = [
            WholeAssessment(form.form, form.version, given)
            for form in self._talk.forms
            if (given := self._given[form.form])
        ]
        started_at = occasion.conversation.started_at
        corrected = len(signings) > 1
        told = None if ended_at is None or corrected else tuple(form.told for form in self._talk.forms)
        details, author = occasion.conversation, self._author.id
        return WholeConversation(details, author, started_at, ended_at, assessments, signings, told)


@cache
def _content_hash(form: Form) -> str:
    return form.questionnaire.content_hash()


def _document(transcript: Transcript, numbers: Numbers) -> str:
    """What is signed, with the ids that the records have given."""
    ids = {
        "patient": transcript.patient.model_copy(update={"id": numbers.patient}),
        "pathway": transcript.pathway.model_copy(update={"id": numbers.pathway, "patient_id": numbers.patient}),
        "contact_point": transcript.contact_point.model_copy(
            update={"id": numbers.contact_point, "pathway_id": numbers.pathway}
        ),
        "conversation": transcript.conversation.model_copy(
            update={"id": numbers.conversation, "contact_point_id": numbers.contact_point}
        ),
    }
    return transcript.model_copy(update=ids).model_dump_json()
