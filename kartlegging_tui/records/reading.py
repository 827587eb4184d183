"""Reading the records: values of the domain, never rows, all as they are at one moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import exists, select

from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.arrival import Arrival, ArrivalStatus
from kartlegging_tui.domain.follow_up import Kind
from kartlegging_tui.domain.history import NOTHING, Event
from kartlegging_tui.domain.lineage import Lineage
from kartlegging_tui.domain.patient_details import PatientChange
from kartlegging_tui.domain.people import Assessment, ContactPoint, Conversation, Pathway, Patient, User
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.registration import KeptCode
from kartlegging_tui.domain.said import Told
from kartlegging_tui.domain.signing import Signing, SigningKind
from kartlegging_tui.domain.touched import Count, Touch
from kartlegging_tui.domain.transcript import Transcript
from kartlegging_tui.records import (
    as_values,
    asking_engine,
    box_texts,
    follow_up,
    inbox,
    patient_details,
    recount,
    registration,
    touched,
)
from kartlegging_tui.records.errors import NotFound
from kartlegging_tui.records.office_tables import arrived_questionnaire, outsider
from kartlegging_tui.records.reading_across import Across
from kartlegging_tui.records.reading_oversight import Oversight
from kartlegging_tui.records.tables import (
    answer_event,
    assessment,
    contact_point,
    conversation,
    death,
    pathway,
    pathway_event,
    patient,
    questionnaire_version,
    setting,
    signing,
    staff,
    typing,
)

_CONVERSATION = (
    conversation.c.id,
    conversation.c.contact_point_id,
    staff.c.name.label("author"),
    conversation.c.held_on,
    conversation.c.place,
    conversation.c.respondent,
    conversation.c.present,
    conversation.c.started_at,
    conversation.c.ended_at,
)
_ASSESSMENT = (
    assessment.c.id,
    assessment.c.conversation_id,
    questionnaire_version.c.form,
    questionnaire_version.c.version,
    assessment.c.status,
)
_CONVERSATIONS = select(*_CONVERSATION).join_from(conversation, staff)
_ASSESSMENTS = select(*_ASSESSMENT).join_from(assessment, questionnaire_version)
_EVENTS = (
    select(
        answer_event.c.number,
        answer_event.c.path,
        answer_event.c.answer.label("content"),
        staff.c.name.label("author"),
        answer_event.c.at,
        answer_event.c.undoes,
    )
    .join_from(answer_event, staff)
    .order_by(answer_event.c.number)
)
_PATHWAY_EVENTS = (
    select(
        pathway_event.c.number,
        pathway_event.c.path,
        pathway_event.c.content,
        staff.c.name.label("author"),
        pathway_event.c.at,
        pathway_event.c.undoes,
    )
    .join_from(pathway_event, staff)
    .order_by(pathway_event.c.number)
)
_SIGNINGS = select(
    signing.c.id,
    signing.c.conversation_id,
    signing.c.version,
    signing.c.kind,
    staff.c.name.label("author"),
    signing.c.at,
    signing.c.reason,
    signing.c.hash,
).join_from(signing, staff)


class Reading(Across, Oversight):
    """A view of the records in one transaction."""

    def not_following(self, pathway_id: int, talks: Sequence[Told]) -> list[str]:
        """The derived tables that say something else of a pathway than what follows from its talks, in order."""
        points = self.contact_points(pathway_id)
        return recount.differing(self._connection, pathway_id, talks, self.pathway_events(pathway_id), points)

    def setting(self, name: str) -> str | None:
        """What is true of the whole database under this name."""
        return self._connection.execute(select(setting.c.value).where(setting.c.name == name)).scalar_one_or_none()

    def staff(self) -> list[User]:
        """All who use the program; not those whose names came with patients from other places."""
        here = select(staff).where(staff.c.id.not_in(select(outsider.c.staff_id))).order_by(staff.c.id)
        return as_values.each(User, self._connection.execute(here), "staff")

    def arrivals(self, status: ArrivalStatus, limit: int, offset: int = 0) -> list[Arrival]:
        """What has come from other places and of which this has become, the oldest first."""
        return inbox.arrivals(self._connection, status, limit, offset)

    def taken_in(self, patient_id: int) -> list[Arrival]:
        """What other places have sent and was taken into somebody's record, in order."""
        return inbox.taken_in(self._connection, patient_id)

    def arrival(self, arrival_id: int) -> Arrival:
        """Raises NotFound."""
        return inbox.arrival_with(self._connection, arrival_id)

    def arrival_count(self, status: ArrivalStatus) -> int:
        """How many arrivals there are of which this has become."""
        return inbox.count(self._connection, status)

    def arrival_known(self, digest: str) -> int | None:
        """The id of the arrival whose content has this hash."""
        return inbox.known_as(self._connection, digest)

    def arrived_questionnaire(self, content_hash: str) -> tuple[Questionnaire, str] | None:
        """A form that came with a patient from another place, and its text as its author wrote it."""
        return inbox.kept_form(self._connection, content_hash)

    def published(self, form: str, version: str) -> tuple[str, str, str] | None:
        """Of a published form: content hash, content as JSON, and the text as its author wrote it."""
        return inbox.published(self._connection, form, version)

    def registration_codes(self, history: bool = False) -> list[KeptCode]:
        """The codes that stand; with `history`, also those that were replaced, in the order in which they were made."""
        return registration.codes(self._connection, history)

    def patient_changes(self, patient_id: int) -> list[PatientChange]:
        """What has been changed about a patient, in order."""
        return patient_details.changes(self._connection, patient_id)

    def user(self, user_id: int) -> User:
        """Raises NotFound."""
        return as_values.value(User, self._one(staff, user_id), "staff")

    def left_in(self, pathway_id: int) -> dict[Kind, int]:
        """How much has to be done in one pathway, by list."""
        return follow_up.left_in(self._connection, pathway_id)

    def follow_up_paths(self, pathway_id: int, kind: Kind) -> list[Path]:
        """What of one pathway stands on a list."""
        return follow_up.paths(self._connection, pathway_id, kind)

    def talk_days(self, pathway_id: int) -> dict[int, date]:
        """By contact point: the day of its conversation, in this pathway."""
        return asking_engine.talk_days(self._connection, pathway_id)

    def versions(self) -> list[tuple[str, str]]:
        """All published forms, older versions of a form before newer ones: 1.9 before 1.10."""
        columns = (questionnaire_version.c.form, questionnaire_version.c.version)
        found = [(row.form, row.version) for row in self._connection.execute(select(*columns))]
        return sorted(found, key=lambda each: (each[0], [int(part) for part in each[1].split(".")]))

    def planned(self, pathway_id: int, path: Path) -> str:
        """What stands at a path of the plan, as JSON; NOTHING where there is nothing, or no longer."""
        here = (pathway_event.c.pathway_id == pathway_id) & (pathway_event.c.path == path)
        found = self._first(select(pathway_event.c.content).where(here).order_by(pathway_event.c.number.desc()))
        return as_values.sure_agreement(found.content, path, f"pathway_event {pathway_id}") if found else NOTHING

    def published_forms(self) -> list[Questionnaire]:
        """Every version of every form that was ever in use."""
        versions = select(questionnaire_version.c.form, questionnaire_version.c.version)
        return [self.questionnaire(row.form, row.version) for row in self._connection.execute(versions).all()]

    def patient(self, patient_id: int) -> Patient:
        """Raises NotFound."""
        row = self._first(patient_details.PATIENTS.where(patient.c.id == patient_id))
        if row is None:
            raise NotFound("patient", patient_id)
        return as_values.value(Patient, row, "patient")

    def patient_with(self, identifier: str) -> int | None:
        """The id of the patient with this identifier."""
        found = select(patient.c.id).where(patient.c.identifier == identifier)
        return self._connection.execute(found).scalar_one_or_none()

    def pathway(self, pathway_id: int) -> Pathway:
        """Raises NotFound."""
        return as_values.value(Pathway, self._one(pathway, pathway_id), "pathway")

    def pathways(self, patient_id: int) -> list[Pathway]:
        """The patient's courses of illness, the latest first."""
        found = select(pathway).where(pathway.c.patient_id == patient_id)
        ordered = found.order_by(pathway.c.diagnosed.desc(), pathway.c.id.desc())
        return as_values.each(Pathway, self._connection.execute(ordered), "pathway")

    def contact_point(self, contact_point_id: int) -> ContactPoint:
        """Raises NotFound."""
        return as_values.value(ContactPoint, self._one(contact_point, contact_point_id), "contact_point")

    def contact_points(self, pathway_id: int) -> list[ContactPoint]:
        """In the order of their numbers."""
        found = select(contact_point).where(contact_point.c.pathway_id == pathway_id).order_by(contact_point.c.number)
        return as_values.each(ContactPoint, self._connection.execute(found), "contact_point")

    def conversation(self, contact_point_id: int) -> Conversation | None:
        """The talk held, or going on, at a contact point."""
        row = self._first(_CONVERSATIONS.where(conversation.c.contact_point_id == contact_point_id))
        return as_values.value(Conversation, row, "conversation") if row else None

    def conversation_with(self, conversation_id: int) -> Conversation:
        """Raises NotFound."""
        row = self._first(_CONVERSATIONS.where(conversation.c.id == conversation_id))
        if row is None:
            raise NotFound("conversation", conversation_id)
        return as_values.value(Conversation, row, "conversation")

    def assessments(self, conversation_id: int) -> list[Assessment]:
        """In the order in which they were opened."""
        found = _ASSESSMENTS.where(assessment.c.conversation_id == conversation_id).order_by(assessment.c.id)
        return as_values.each(Assessment, self._connection.execute(found), "assessment")

    def events(self, assessment_id: int) -> list[Event]:
        """All that happened to the answers, in order."""
        found = self._connection.execute(_EVENTS.where(answer_event.c.assessment_id == assessment_id))
        return [as_values.answered(row, assessment_id) for row in found]

    def events_after(self, seen: Mapping[int, int]) -> dict[int, list[Event]]:
        """What has happened since in some assessments: by assessment, after the number seen there."""
        found = {}
        for assessment_id, number in seen.items():
            newer = (answer_event.c.assessment_id == assessment_id) & (answer_event.c.number > number)
            rows = self._connection.execute(_EVENTS.where(newer))
            found[assessment_id] = [as_values.answered(row, assessment_id) for row in rows]
        return found

    def pathway_events(self, pathway_id: int, after: int = 0) -> list[Event]:
        """All that happened to what is agreed in a pathway, in order; with `after`, only what came later."""
        wanted = (pathway_event.c.pathway_id == pathway_id) & (pathway_event.c.number > after)
        return [as_values.planned(row, pathway_id) for row in self._connection.execute(_PATHWAY_EVENTS.where(wanted))]

    def signings(self, conversation_id: int) -> list[Signing]:
        """Signatures and corrections of a conversation, in order."""
        found = _SIGNINGS.where(signing.c.conversation_id == conversation_id).order_by(signing.c.id)
        return as_values.each(Signing, self._connection.execute(found), "signing")

    def signed_document(self, conversation_id: int, version: int) -> str:
        """What was signed in a version, as JSON. Raises NotFound."""
        wanted = (signing.c.conversation_id == conversation_id) & (signing.c.version == version)
        row = self._first(select(signing.c.document).where(wanted, signing.c.kind == SigningKind.SIGNED))
        if row is None:
            raise NotFound("signed version", f"{conversation_id}/{version}")
        as_values.parsed(Transcript, row.document, f"signing of conversation {conversation_id}, version {version}")
        return str(row.document)

    def died_on(self, patient_id: int) -> date | None:
        """The day on which the patient died."""
        return self._connection.execute(select(death.c.died_on).where(death.c.patient_id == patient_id)).scalar()

    def answers(self, assessment_ids: Iterable[int]) -> dict[int, dict[Path, str]]:
        """The answers that hold now, as JSON, of several assessments: what `history.current` makes of their events."""
        columns = (answer_event.c.assessment_id, answer_event.c.path, answer_event.c.answer)
        wanted = list(assessment_ids)
        found = select(*columns).where(answer_event.c.assessment_id.in_(wanted))
        answers: dict[int, dict[Path, str]] = {assessment_id: {} for assessment_id in wanted}
        for assessment_id, path, answer in self._connection.execute(found.order_by(*answer_event.primary_key)):
            answers[assessment_id][path] = as_values.sure_answer(answer, path, f"answer_event {assessment_id}")
        return answers

    def ever_answered(self, pathway_id: int, form: str, paths: Iterable[Path]) -> list[tuple[Path, str]]:
        """Each answer, as JSON, that these paths have ever had, at any contact point of the pathway."""
        found = (
            select(answer_event.c.path, answer_event.c.answer)
            .join_from(contact_point, conversation)
            .join(assessment)
            .join(answer_event)
            .where(contact_point.c.pathway_id == pathway_id, assessment.c.form == form)
            .where(answer_event.c.path.in_(list(paths)))
        )
        place = f"answer_event of pathway {pathway_id}"
        rows = self._connection.execute(found)
        return [(row.path, as_values.sure_answer(row.answer, row.path, place)) for row in rows]

    def typing(self, assessment_id: int) -> dict[Path, str]:
        """The unfinished texts of input boxes."""
        found = select(typing.c.path, typing.c.text).where(typing.c.assessment_id == assessment_id)
        return {row.path: row.text for row in self._connection.execute(found)}

    def box_texts(self, patient_id: int, author_id: int) -> dict[str, str]:
        """What somebody was writing about a patient in boxes outside the forms, by the place of the box."""
        return box_texts.of_patient(self._connection, patient_id, author_id)

    def questionnaire(self, form: str, version: str) -> Questionnaire:
        """A published form. Raises NotFound."""
        key = (form, version)
        if key not in self._published:
            row = self._first(select(questionnaire_version.c.content).where(_is_version(form, version)))
            if row is None:
                raise NotFound("published questionnaire", f"{form} {version}")
            place = f"questionnaire_version {form} {version}"
            self._published[key] = as_values.parsed(Questionnaire, row.content, place)
        return self._published[key]

    def lineage(self, form: str) -> Lineage:
        """What the versions of a form call the same thing."""
        return self._lineages.of(self._connection, form, self.questionnaire)

    def latest_version(self, form: str) -> str | None:
        """The highest version published here: 1.10 comes after 1.9. What others have asked does not count."""
        theirs = select(arrived_questionnaire.c.content_hash).where(arrived_questionnaire.c.form == form)
        found = select(questionnaire_version.c.version).where(
            questionnaire_version.c.form == form, questionnaire_version.c.content_hash.not_in(theirs)
        )
        versions = self._connection.execute(found).scalars()
        return max(versions, key=lambda version: [int(part) for part in version.split(".")], default=None)

    def touched(self, old: Questionnaire, new: str, touches: Mapping[int, Touch]) -> dict[int, Count]:
        """How many signed answers to earlier versions of a form each change from one version to another touches."""
        lineage = self.lineage(old.id)
        known = (self.questionnaire(form, version) for form, version in self.versions() if form == old.id)
        names = {each.version: lineage.between(each, old) for each in known}
        return touched.count(self._connection, touched.Step(old.id, old.version, new, names), touches)

    def filled(self, form: str, old: str, new: str) -> Count:
        """How many signed assessments there are of versions up to the old one, and before the new one."""
        return touched.filled(self._connection, touched.Step(form, old, new))

    def previous_assessment(
        self, contact_point_id: int, form: str
    ) -> tuple[Assessment, ContactPoint, Conversation] | None:
        """The same form where it was last answered: at the latest earlier contact point of the same pathway."""
        here = self.contact_point(contact_point_id)
        found = (
            select(assessment.c.id, assessment.c.conversation_id, conversation.c.contact_point_id)
            .join_from(contact_point, conversation)
            .join(assessment)
            .where(contact_point.c.pathway_id == here.pathway_id, contact_point.c.number < here.number)
            .where(assessment.c.form == form, exists().where(answer_event.c.assessment_id == assessment.c.id))
            .order_by(contact_point.c.number.desc())
        )
        row = self._first(found)
        if row is None:
            return None
        talk = self.conversation(row.contact_point_id)
        assert talk is not None
        return self._assessment(row.id), self.contact_point(row.contact_point_id), talk

    def _assessment(self, assessment_id: int) -> Assessment:
        row = self._first(_ASSESSMENTS.where(assessment.c.id == assessment_id))
        if row is None:
            raise NotFound("assessment", assessment_id)
        return as_values.value(Assessment, row, "assessment")


def _is_version(form: str, version: str) -> Any:
    return (questionnaire_version.c.form == form) & (questionnaire_version.c.version == version)
