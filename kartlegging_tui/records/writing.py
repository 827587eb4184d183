"""Writing the records: units of work, of which nothing remains unless they are committed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, func, select, update

from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.chain import Stream
from kartlegging_tui.domain.erasure import Decision, Erasure
from kartlegging_tui.domain.history import Event
from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.domain.patient_details import PatientChange, PatientDetails
from kartlegging_tui.domain.people import (
    Assessment,
    AssessmentStatus,
    IdentifierKind,
    Pathway,
    Patient,
    Role,
    User,
)
from kartlegging_tui.domain.registration import RegistrationCode
from kartlegging_tui.domain.said import Told
from kartlegging_tui.domain.signing import SigningState, state_of
from kartlegging_tui.records import (
    box_texts,
    erasing,
    loading,
    names,
    patient_details,
    plain_sql,
    projecting,
    recount,
    registration,
    units,
    worklist,
)
from kartlegging_tui.records.appending import append
from kartlegging_tui.records.derived import worklist as worklist_table
from kartlegging_tui.records.errors import AnswerConflict, Conflict, NotFound, PlanConflict
from kartlegging_tui.records.loading import WholeContactPoint, WholeEvent, WholePathway, WholePatient
from kartlegging_tui.records.office_tables import guardian
from kartlegging_tui.records.tables import (
    answer_event,
    assessment,
    death,
    membership,
    name_word,
    pathway,
    patient,
    questionnaire_version,
    setting,
    staff,
    typing,
)
from kartlegging_tui.records.writing_arrivals import Arrivals
from kartlegging_tui.records.writing_conversations import Conversations
from kartlegging_tui.records.writing_forms import Forms
from kartlegging_tui.records.writing_oversight import OversightToWrite
from kartlegging_tui.records.writing_signatures import Signatures

_STALE = """
INSERT INTO stale (pathway_id)
SELECT contact_point.pathway_id FROM assessment
JOIN conversation ON conversation.id = assessment.conversation_id
JOIN contact_point ON contact_point.id = conversation.contact_point_id
WHERE assessment.id = :assessment_id
ON CONFLICT DO NOTHING
"""


class Writing(Conversations, Signatures, Forms, Arrivals, OversightToWrite):
    """A unit of work. It reads what it is about to change, and nobody else writes meanwhile."""

    def set(self, name: str, value: str) -> None:
        """Makes something true of the whole database."""
        self._connection.execute(delete(setting).where(setting.c.name == name))
        self._insert(setting, name=name, value=value)

    def add_staff(self, name: str, role: Role, unit: str = "") -> User:
        """Somebody who uses the program, and the unit in which they work."""
        user = User(id=self._insert(staff, name=name, role=role), name=name, role=role)
        if unit:
            self._insert(membership, staff_id=user.id, unit=unit)
        return user

    def add_patient(
        self,
        *,
        name: str,
        identifier: str | None = None,
        identifier_kind: IdentifierKind | None = None,
        birth_date: date | None = None,
        language: str = "nb",
        municipality: str = "",
        contact_person: str = "",
        guardians: str = "",
    ) -> Patient:
        """Raises Conflict where the identifier belongs to somebody already."""
        if identifier is not None and (other := self.patient_with(identifier)) is not None:
            raise Conflict(f"Patient {other} has this identifier")
        values = {
            "name": name,
            "identifier": identifier,
            "identifier_kind": identifier_kind,
            "birth_date": birth_date,
            "language": language,
            "municipality": municipality,
            "contact_person": contact_person,
        }
        patient_id = self._insert(patient, **values)
        if guardians:
            self._insert(guardian, patient_id=patient_id, names=guardians)
        for word in names.words(name):
            self._insert(name_word, word=word, patient_id=patient_id)
        return Patient.model_validate({"id": patient_id, "guardians": guardians, **values})

    def add_pathway(self, patient_id: int, definition: str, diagnosed: date, icd10: str, relapse: bool) -> Pathway:
        """A pathway without contact points yet."""
        values = {
            "patient_id": patient_id,
            "definition": definition,
            "diagnosed": diagnosed,
            "icd10": icd10,
            "relapse": relapse,
        }
        found = Pathway.model_validate({"id": self._insert(pathway, **values), **values})
        filters = worklist.filters(self.patient(patient_id).municipality, icd10)
        self._insert(worklist_table, pathway_id=found.id, patient_id=patient_id, **worklist.project([], []), **filters)
        units.mark(self._connection, [patient_id])
        return found

    def open_assessment(self, conversation_id: int, form: str, version: str) -> Assessment:
        """The conversation's assessment with this form, begun with this version where there is none yet.

        One that is there keeps its version. Raises NotFound where the version is not published, and Conflict where the
        conversation is signed.
        """
        for known in self.assessments(conversation_id):
            if known.form == form:
                return known
        state = state_of(self.signings(conversation_id))
        if not state.is_open:
            raise Conflict(f"Conversation {conversation_id} is signed")
        published = self._first(
            select(questionnaire_version.c.id).where(
                questionnaire_version.c.form == form, questionnaire_version.c.version == version
            )
        )
        if published is None:
            raise NotFound("published questionnaire", f"{form} {version}")
        assessment_id = self._insert(
            assessment,
            conversation_id=conversation_id,
            questionnaire_version_id=published.id,
            form=form,
            status=AssessmentStatus.DRAFT if state is SigningState.DRAFT else AssessmentStatus.CORRECTING,
        )
        return self._assessment(assessment_id)

    def append(
        self,
        assessment_id: int,
        path: Path,
        answer: str,
        author_id: int,
        at: datetime,
        undoes: int | None = None,
        seen: int | None = None,
    ) -> Event:
        """Appends what happened to an answer; `answer` is its JSON.

        `seen` is the number of the newest event that the writer knows of: of this path, or – quicker to check – of
        the whole assessment; None for none. Raises AnswerConflict where the path has a newer one, and Refused where the
        assessment is not a draft.
        """
        happened = (path, answer, author_id, at, undoes, seen)
        event = append(self._connection, self._key, Stream.ANSWERS, assessment_id, *happened)
        if event is None:
            raise AnswerConflict(assessment_id, path, self._last_change(assessment_id, path))
        plain_sql.execute(self._connection, _STALE, {"assessment_id": assessment_id})
        return event

    def append_to_pathway(
        self,
        pathway_id: int,
        path: Path,
        content: str,
        author_id: int,
        at: datetime,
        undoes: int | None = None,
        seen: int | None = None,
    ) -> Event:
        """Appends what happened to something agreed in a pathway; `content` is its JSON.

        `seen` is the number of the newest event that the writer knows of. Raises PlanConflict where the path has a
        newer one.
        """
        happened = (path, content, author_id, at, undoes, seen)
        event = append(self._connection, self._key, Stream.PATHWAY, pathway_id, *happened)
        if event is None:
            newer = [event for event in self.pathway_events(pathway_id, seen or 0) if event.path == path]
            raise PlanConflict(pathway_id, path, newer[-1])
        projecting.make_stale(self._connection, pathway_id)
        return event

    def set_death(self, patient_id: int, died_on: date | None) -> None:
        """The day on which the patient died; None takes a mistake back. The worklist waits for nothing of the dead."""
        self._connection.execute(delete(death).where(death.c.patient_id == patient_id))
        if died_on is not None:
            self._insert(death, patient_id=patient_id, died_on=died_on)
        for course in self.pathways(patient_id):
            self._bring_up_to_date(course.id)
            projecting.make_stale(self._connection, course.id)

    def load(self, patients: Sequence[WholePatient]) -> list[int]:
        """Takes in patients with all that belongs to them, as from another database; their ids."""
        return loading.load(self._connection, self._key, patients)

    def load_pathway(self, patient_id: int, whole: WholePathway) -> int:
        """Takes in another pathway of a patient, with all that belongs to it; its id. Raises NotFound."""
        municipality = self.patient(patient_id).municipality
        added = loading.add_pathway(self._connection, self._key, patient_id, municipality, whole)
        units.mark(self._connection, [patient_id])
        return added

    def load_talks(
        self, pathway_id: int, points: Sequence[WholeContactPoint], events: Sequence[WholeEvent] = ()
    ) -> None:
        """Takes talks into a pathway, at contact points that have none, and what was agreed after all that it has."""
        taken = {point.number for point in points if point.conversation is not None}
        if any(self.conversation(point.id) for point in self.contact_points(pathway_id) if point.number in taken):
            raise Conflict(f"Pathway {pathway_id} has a conversation there")
        loading.add_talks(self._connection, self._key, pathway_id, points, events)
        self._bring_up_to_date(pathway_id)

    def add_registration_code(self, code: RegistrationCode, author_id: int, at: datetime, replaces: int | None) -> int:
        """A code, in place of another or new; its id. Raises Conflict where the other was replaced already."""
        return registration.add(self._connection, code, author_id, at, replaces)

    def change_patient(
        self, seen: Patient, details: PatientDetails, author_id: int, at: datetime
    ) -> list[PatientChange]:
        """Changes what is known about a patient who looked as `seen`; what was changed, the former values kept.

        Search words and worklist follow. Raises NotFound; Conflict where the patient looks otherwise by now, or the
        identifier belongs to somebody else.
        """
        if self.patient(seen.id) != seen:
            raise Conflict(f"Patient {seen.id} was changed in the meantime")
        other = self.patient_with(details.identifier) if details.identifier else None
        if other not in (None, seen.id):
            raise Conflict(f"Patient {other} has this identifier")
        patient_details.change(self._connection, seen, details, author_id, at)
        return self.patient_changes(seen.id)

    def erase(
        self, patient_id: int, conversation_id: int | None, decision: Decision, author_id: int, at: datetime
    ) -> Erasure:
        """Deletes by decision a conversation, or everything about a patient; what stands in its place.

        A contact point without its conversation is planned again. What is found across patients is empty for its
        pathway: `project` it. Raises NotFound.
        """
        reach = erasing.Reach(self._connection, patient_id, conversation_id)
        point = None if conversation_id is None else self.conversation_with(conversation_id).contact_point_id
        erasure_id = erasing.erase(self._connection, self._key, reach, decision, author_id, at)
        if point is not None:
            self._change_contact_point(point, status=ContactPointStatus.PLANNED, ask_again_on=None)
        return next(each for each in self.erasures(patient_id) if each.id == erasure_id)

    def project(self, pathway_id: int, talks: Sequence[Told]) -> None:
        """Brings what is found across patients up to date with a pathway; `talks` are all it has, in order."""
        projecting.project(self._connection, pathway_id, talks, self.pathway_events(pathway_id))

    def renew(self, pathway_id: int, talks: Sequence[Told]) -> None:
        """Makes all that is kept of a pathway in derived tables anew; `talks` are all it has, in order."""
        self.project(pathway_id, talks)
        events, points = self.pathway_events(pathway_id), self.contact_points(pathway_id)
        recount.renew_worklist(self._connection, pathway_id, talks, events, points)

    def renew_name(self, patient_id: int) -> None:
        """Makes the words by which a patient is found anew."""
        recount.rename(self._connection, patient_id)

    def index_words_anew(self) -> None:
        """Makes the index of words anew from the texts."""
        recount.index_anew(self._connection)

    def keep_typing(self, assessment_id: int, path: Path, text: str, author_id: int) -> None:
        """Keeps the unfinished text of an input box."""
        here = (typing.c.assessment_id == assessment_id) & (typing.c.path == path)
        if not self._connection.execute(update(typing).where(here).values(text=text, author_id=author_id)).rowcount:
            self._insert(typing, assessment_id=assessment_id, path=path, text=text, author_id=author_id)

    def drop_typing(self, assessment_id: int, path: Path) -> None:
        """The text has become an answer, or was given up."""
        self._connection.execute(delete(typing).where(typing.c.assessment_id == assessment_id, typing.c.path == path))

    def keep_box(self, patient_id: int, author_id: int, place: str, text: str) -> None:
        """Keeps the unfinished text of a box outside the forms. Raises NotFound where the patient was deleted."""
        box_texts.keep(self._connection, patient_id, author_id, place, text)

    def drop_box(self, patient_id: int, author_id: int, place: str) -> None:
        """The text is kept where it belongs, or was given up."""
        box_texts.drop(self._connection, patient_id, author_id, place)

    def _last_change(self, assessment_id: int, path: Path) -> int:
        here = (answer_event.c.assessment_id == assessment_id) & (answer_event.c.path == path)
        return int(self._connection.execute(select(func.max(answer_event.c.number)).where(here)).scalar_one())
