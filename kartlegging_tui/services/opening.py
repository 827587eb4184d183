"""Opening a conversation: everything about it, read from the records at one moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.history import Event, last_until
from kartlegging_tui.domain.pathway import HeldBy, PlannedContactPoint, Window
from kartlegging_tui.domain.people import Assessment, ContactPoint, Conversation, Pathway, Patient, User
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.refused import RefusedRequest
from kartlegging_tui.domain.sheet import Context
from kartlegging_tui.domain.signing import Signing, SigningKind
from kartlegging_tui.domain.texts import Text
from kartlegging_tui.records.errors import NotFound
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.services.access import Notes
from kartlegging_tui.services.boxes import Shelf
from kartlegging_tui.services.filling import Filling
from kartlegging_tui.services.last_time import last_time_of, rows_used
from kartlegging_tui.services.lasting import lasting_needs
from kartlegging_tui.services.planning import Planning
from kartlegging_tui.services.ready_forms import form_of
from kartlegging_tui.services.retired import is_retired
from kartlegging_tui.services.saving import Saver
from kartlegging_tui.services.talk import Talk


@dataclass(frozen=True)
class ReadForm:
    """One form of a conversation, to be read."""

    patient: Patient
    contact_point: ContactPoint
    conversation: Conversation
    filling: Filling
    signings: tuple[Signing, ...]
    """Signatures and corrections of the conversation so far."""
    version: int | None
    """The signed version that it is read in; None for the conversation as it stands."""
    refused: tuple[RefusedRequest, ...] = ()
    """Requests about the conversation that were refused."""

    @property
    def signed(self) -> list[Signing]:
        """The signatures, the latest last."""
        return [each for each in self.signings if each.kind is SigningKind.SIGNED]

    def history(self, path: Path) -> list[Event]:
        """What happened to an answer until then, in order."""
        return [event for event in self.filling.events if event.path == path]


@dataclass(frozen=True)
class Opening:
    """What opening conversations needs beside the records."""

    saver: Saver
    user: User
    planned: Callable[[Pathway, int], PlannedContactPoint]
    """A contact point as the pathway plans it."""
    now: Callable[[], datetime]
    access: Notes | None = None
    """Told who follows a patient that is handed over."""
    shelf: Shelf | None = None
    """What the user is writing; without one, it is read anew for every conversation."""

    def open(self, view: Reading, conversation_id: int, version: int | None = None) -> Talk:
        """The conversation with all its forms and its plan; to read as it was signed, where a version is given.

        Raises NotFound, NotRead.
        """
        conversation = view.conversation_with(conversation_id)
        contact_point = view.contact_point(conversation.contact_point_id)
        pathway = view.pathway(contact_point.pathway_id)
        signings = view.signings(conversation_id)
        plan = self._plan(pathway, contact_point)
        signed_at = next((each.at for each in reversed(signings) if each.kind is SigningKind.SIGNED), None)
        until = None if version is None else _signed_at(signings, version)
        patient = view.patient(pathway.patient_id)
        offered = [offer.form for offer in plan.offers]
        fillings = self._fillings(view, offered, conversation, contact_point, patient, signed_at, until)
        agreed = _until(view.pathway_events(pathway.id), until)
        planning = Planning(
            pathway_id=pathway.id,
            contact_point=contact_point.number,
            user=self.user,
            saver=self.saver,
            now=self.now,
            boxes=(self.shelf or Shelf(self.user, self.saver)).of(view, patient.id),
            events=agreed,
            since=last_until(agreed, signed_at),
            access=self.access,
        )
        by_form = {filling.id: filling for filling in fillings}
        asked = {form: filling.form.questionnaire for form, filling in by_form.items()}
        lasting = lasting_needs(view, view.contact_points(pathway.id), contact_point.number, patient.age, asked)
        return Talk(
            patient,
            pathway,
            contact_point,
            plan,
            conversation,
            by_form,
            planning,
            signings,
            lasting,
            self.saver,
            view.refused(conversation_id),
        )

    def _plan(self, pathway: Pathway, contact_point: ContactPoint) -> PlannedContactPoint:
        """As the pathway plans it; one that offers nothing where its file is gone, or no longer has the number."""
        try:
            return self.planned(pathway, contact_point.number)
        except KeyError:
            number = contact_point.number
            called = {"nb": "Samhandlingspunkt", "nn": "Samhandlingspunkt", "en": "Contact point"}
            return PlannedContactPoint.model_construct(
                number=number,
                title=Text({spoken: f"{name} {number}" for spoken, name in called.items()}),
                held_by=HeldBy.MUNICIPALITY,
                window=Window(opens=0, closes=0),
                guidance=None,
                offers=(),
                required=(),
            )

    def read(self, view: Reading, conversation_id: int, form: str, version: int | None = None) -> ReadForm:
        """One form alone, in the version that was asked; as it was signed, where a version is given.

        Nothing on the disk is needed for it: neither the form's file nor the pathway's. Raises NotFound, NotRead.
        """
        conversation = view.conversation_with(conversation_id)
        contact_point = view.contact_point(conversation.contact_point_id)
        patient = view.patient(view.pathway(contact_point.pathway_id).patient_id)
        signings = view.signings(conversation_id)
        until = None if version is None else _signed_at(signings, version)
        assessment = next((each for each in view.assessments(conversation_id) if each.form == form), None)
        if assessment is None:
            raise NotFound("assessment", f"{form} in conversation {conversation_id}")
        asked = view.questionnaire(form, assessment.version)
        filling = self._filling(view, asked, assessment, conversation, contact_point, patient, None, until)
        refused = tuple(view.refused(conversation_id))
        return ReadForm(patient, contact_point, conversation, filling, tuple(signings), version, refused)

    def _fillings(
        self,
        view: Reading,
        offered: list[str],
        conversation: Conversation,
        contact_point: ContactPoint,
        patient: Patient,
        signed_at: datetime | None,
        until: datetime | None,
    ) -> Iterator[Filling]:
        """A filling for every form offered that is in use, and for every form already answered."""
        opened = {assessment.form: assessment for assessment in view.assessments(conversation.id)}
        for form in dict.fromkeys([*offered, *opened]):
            assessment = opened.get(form)
            if assessment is None and is_retired(view, form):
                continue
            version = assessment.version if assessment else view.latest_version(form)
            if version is not None:
                published = view.questionnaire(form, version)
                yield self._filling(view, published, assessment, conversation, contact_point, patient, signed_at, until)

    def _filling(
        self,
        view: Reading,
        published: Questionnaire,
        assessment: Assessment | None,
        conversation: Conversation,
        contact_point: ContactPoint,
        patient: Patient,
        signed_at: datetime | None,
        until: datetime | None,
    ) -> Filling:
        ready = form_of(published)
        last_time = last_time_of(view, contact_point, published, patient.age)
        events = _until(view.events(assessment.id), until) if assessment else ()
        return Filling(
            form=ready,
            context=Context(
                contact_point=contact_point.number,
                age=patient.age(conversation.held_on),
                previous=last_time.previous(ready) if last_time else {},
                today=conversation.held_on,
                rows_used=rows_used(view, contact_point.pathway_id, ready),
            ),
            conversation_id=conversation.id,
            user=self.user,
            saver=self.saver,
            now=self.now,
            last_time=last_time,
            assessment=assessment,
            events=events,
            since=last_until(events, signed_at),
            unfinished=view.typing(assessment.id) if assessment and until is None else {},
        )


def _until(events: list[Event], moment: datetime | None) -> tuple[Event, ...]:
    return tuple(event for event in events if moment is None or event.at <= moment)


def _signed_at(signings: list[Signing], version: int) -> datetime:
    for each in signings:
        if each.kind is SigningKind.SIGNED and each.version == version:
            return each.at
    raise NotFound("signed version", version)
