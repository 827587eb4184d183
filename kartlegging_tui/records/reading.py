"""Reading the records: values of the domain, never rows, all as they are at one moment."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, FromClause, Row, Select, exists, func, select

from kartlegging_tui.domain.access import Logged
from kartlegging_tui.domain.access import Wanted as AccessWanted
from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.arrival import Arrival, ArrivalStatus
from kartlegging_tui.domain.asking import Question
from kartlegging_tui.domain.children_asked import Name
from kartlegging_tui.domain.erasure import Erasure
from kartlegging_tui.domain.filters import EVERYTHING, Facets, Filter
from kartlegging_tui.domain.follow_up import FollowUpRow, Kind, Whose
from kartlegging_tui.domain.form_use import Tallies
from kartlegging_tui.domain.hearing import Hearing
from kartlegging_tui.domain.history import NOTHING, Event
from kartlegging_tui.domain.lineage import Lineage
from kartlegging_tui.domain.patient_details import PatientChange
from kartlegging_tui.domain.people import Assessment, ContactPoint, Conversation, Pathway, Patient, User
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.refused import RefusedRequest
from kartlegging_tui.domain.registration import KeptCode
from kartlegging_tui.domain.report import Asked, Behind, Days, Tally
from kartlegging_tui.domain.signing import Signing, SigningKind
from kartlegging_tui.domain.touched import Count, Touch
from kartlegging_tui.domain.who_may_see import Emergency, Standing, UnitChange
from kartlegging_tui.domain.worklist import EVERYBODY, Due, Search, WorklistRow
from kartlegging_tui.records import (
    access_log,
    asking,
    asking_engine,
    erasing,
    facets,
    follow_up,
    form_use,
    fulltext,
    inbox,
    name_words,
    patient_details,
    refusing,
    registration,
    report,
    touched,
    units,
    worklist,
)
from kartlegging_tui.records.accounts import Accounts
from kartlegging_tui.records.derived import stale
from kartlegging_tui.records.errors import NotFound
from kartlegging_tui.records.follow_up import Wanted
from kartlegging_tui.records.fulltext import Passage
from kartlegging_tui.records.lineages import Lineages
from kartlegging_tui.records.office_tables import arrived_questionnaire, outsider
from kartlegging_tui.records.tables import (
    answer_event,
    assessment,
    contact_point,
    conversation,
    death,
    membership,
    pathway,
    pathway_event,
    patient,
    questionnaire_version,
    setting,
    signing,
    staff,
    typing,
)
from kartlegging_tui.records.units import EVERYBODY as ALL
from kartlegging_tui.records.units import Sight, Viewer
from kartlegging_tui.records.worklist import Look

Published = dict[tuple[str, str], Questionnaire]
"""Published forms by id and version: they never change, so that what is read once is kept."""

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


class Reading:
    """A view of the records in one transaction."""

    def __init__(self, connection: Connection, published: Published, lineages: Lineages) -> None:
        self._connection = connection
        self._published = published
        self._lineages = lineages
        self._sight: Sight = ALL

    def seen_by(self, viewer: Viewer) -> None:
        """From here on, lists, searches and counts leave out the patients whom somebody may not see."""
        self._sight = Sight.of(self._connection, viewer)

    @property
    def sees_all(self) -> bool:
        """Nobody is left out of lists."""
        return not self._sight.restricted

    def sees(self, patient_id: int) -> bool:
        """Lists do not leave this patient out."""
        found = select(patient.c.id).where(patient.c.id == patient_id, *self._sight.patients(patient.c.id))
        return self._first(found) is not None

    @property
    def accounts(self) -> Accounts:
        """Who logs in."""
        return Accounts(self._connection)

    def setting(self, name: str) -> str | None:
        """What is true of the whole database under this name."""
        return self._connection.execute(select(setting.c.value).where(setting.c.name == name)).scalar_one_or_none()

    def staff(self) -> list[User]:
        """All who use the program; not those whose names came with patients from other places."""
        here = select(staff).where(staff.c.id.not_in(select(outsider.c.staff_id))).order_by(staff.c.id)
        return [User(**row._mapping) for row in self._connection.execute(here)]

    def arrivals(self, status: ArrivalStatus, limit: int, offset: int = 0) -> list[Arrival]:
        """What has come from other places and of which this has become, the oldest first."""
        return inbox.arrivals(self._connection, status, limit, offset)

    def arrival(self, arrival_id: int) -> Arrival:
        """Raises NotFound."""
        return inbox.arrival_with(self._connection, arrival_id)

    def arrival_count(self, status: ArrivalStatus) -> int:
        """How many arrivals there are of which this has become."""
        return inbox.count(self._connection, status)

    def arrival_known(self, digest: str) -> int | None:
        """The id of the arrival whose content has this hash."""
        return inbox.known_as(self._connection, digest)

    def access_log(self, wanted: AccessWanted, limit: int, offset: int = 0) -> list[Logged]:
        """Who has read what, the newest first."""
        return access_log.page(self._connection, wanted, limit, offset)

    def access_count(self, wanted: AccessWanted) -> int:
        """How many rows of the log that are."""
        return access_log.count(self._connection, wanted)

    def born_on(self, day: date, limit: int = 50) -> list[Patient]:
        """Patients born on a day."""
        return inbox.born_on(self._connection, day, limit, self._sight)

    def named(self, name: str, limit: int = 20) -> list[Patient]:
        """Patients whose name holds all the words of this one."""
        return inbox.named(self._connection, name, limit, self._sight)

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

    def units(self) -> dict[int, str]:
        """The units in which people work, by the id of the user."""
        found = select(membership.c.staff_id, membership.c.unit)
        return {row.staff_id: row.unit for row in self._connection.execute(found)}

    def standing(self, viewer: Viewer, patient_id: int) -> Standing:
        """How somebody stands to a patient: what says whether they may see them."""
        return units.standing(self._connection, viewer, patient_id)

    def following(self, patient_id: int) -> tuple[str, ...]:
        """The units that follow a patient, by name."""
        return units.following(self._connection, patient_id)

    def unit_changes(self, patient_id: int) -> list[UnitChange]:
        """How the units that follow a patient have changed, in order."""
        return units.changes(self._connection, patient_id)

    def our_units(self) -> list[str]:
        """The units in which anybody here works, by name."""
        return units.ours(self._connection)

    def elsewhere(self, search: Search) -> list[int]:
        """Patients who are looked for just as they are called or numbered, and left out of lists; two at most."""
        return units.elsewhere(self._connection, search, self._sight)

    def emergency(self, viewer: Viewer, patient_id: int) -> Emergency | None:
        """The emergency access of somebody to a patient, while it lasts."""
        return units.running(self._connection, viewer, patient_id)

    def emergencies(self, reviewed: bool, limit: int) -> list[Emergency]:
        """Those that wait to be reviewed, the oldest first; or those that are, the newest first."""
        return units.emergencies(self._connection, reviewed, limit)

    def waiting_for_review(self, staff_id: int) -> int:
        """How many emergency accesses of others wait to be reviewed."""
        return units.waiting_for_review(self._connection, staff_id)

    def stale(self, limit: int) -> list[int]:
        """Pathways of which what is found across patients is not up to date, at most `limit`."""
        return list(self._connection.execute(select(stale.c.pathway_id).limit(limit)).scalars())

    def stale_count(self) -> int:
        """How many such pathways there are."""
        return self._connection.execute(select(func.count()).select_from(stale)).scalar_one()

    def user(self, user_id: int) -> User:
        """Raises NotFound."""
        return User(**self._one(staff, user_id)._mapping)

    def worklist(
        self,
        today: date,
        search: Search = EVERYBODY,
        states: Iterable[Due] = Due,
        limit: int = 50,
        offset: int = 0,
        only: Filter = EVERYTHING,
    ) -> list[WorklistRow]:
        """The pathways in order of urgency."""
        return self.look(today, search, only).page(states, limit, offset)

    def worklist_counts(self, today: date, search: Search = EVERYBODY, only: Filter = EVERYTHING) -> dict[Due, int]:
        """How many pathways wait for what, whatever states the filter asks for."""
        return self.look(today, search, only).counts

    def look(self, today: date, search: Search = EVERYBODY, only: Filter = EVERYTHING) -> Look:
        """Pages and counts of the worklist together, to be used while this view is open."""
        return Look(self._connection, today, search, only, self._sight)

    def facets(self, today: date, search: Search = EVERYBODY, only: Filter = EVERYTHING) -> Facets:
        """How many pathways each choice of a filter would show."""
        return facets.facets(self._connection, today, search, only, self._sight)

    def left_in(self, pathway_id: int) -> dict[Kind, int]:
        """How much has to be done in one pathway, by list."""
        return follow_up.left_in(self._connection, pathway_id)

    def knows_name(self, beginning: str) -> bool:
        """True if a word of some patient's name begins so (`names.words`)."""
        return name_words.known(self._connection, beginning)

    def words_of_names(self) -> list[str]:
        """All words of the names of patients, each once, in order."""
        return name_words.distinct(self._connection)

    def mark_of_names(self) -> tuple[int, int]:
        """Another one once a name may have come in."""
        return name_words.mark(self._connection)

    def follow_up(self, kind: Kind, wanted: Wanted, limit: int, offset: int = 0) -> list[FollowUpRow]:
        """A page of what has to be done, the earliest day first."""
        return follow_up.page(self._connection, kind, wanted, limit, offset, self._sight)

    def follow_up_counts(self, wanted: Wanted) -> dict[Kind, int]:
        """How much has to be done, by list."""
        return follow_up.count(self._connection, wanted, self._sight)

    def follow_up_count(self, kind: Kind, wanted: Wanted) -> int:
        """How much stands on one list."""
        return follow_up.count_of(self._connection, kind, wanted, self._sight)

    def follow_up_paths(self, pathway_id: int, kind: Kind) -> list[Path]:
        """What of one pathway stands on a list."""
        return follow_up.paths(self._connection, pathway_id, kind)

    def follow_up_whose(self) -> dict[Whose, int]:
        """Who has anything to do, and how much."""
        return follow_up.whose(self._connection, self._sight)

    def asked(self, question: Question, at: int | None, today: date) -> list[tuple[int, Due]]:
        """The pathways of which a question is true, the most urgent first; `at` a contact point, or by the latest."""
        return asking.find(self._connection, question, at, today, self._sight)

    def asked_rows(
        self, question: Question, pathways: Sequence[tuple[int, Due]], at: int | None, today: date
    ) -> list[tuple[WorklistRow, Hearing]]:
        """These pathways as the worklist shows them, with what the question sees of each; not of whom nobody sees."""
        if self._sight.restricted:
            ids = [pathway_id for pathway_id, _due in pathways]
            left = select(pathway.c.id).where(pathway.c.id.in_(ids), *self._sight.patients(pathway.c.patient_id))
            seen_now = set(self._connection.execute(left).scalars())
            pathways = [each for each in pathways if each[0] in seen_now]
        rows = worklist.rows_of(self._connection, pathways)
        ids = [row.pathway_id for row in rows]
        seen = asking_engine.envs(self._connection, question.vocabulary, question.names, ids, at, today)
        return [(row, hearing) for row, (_pathway, hearing) in zip(rows, seen, strict=True)]

    def talk_days(self, pathway_id: int) -> dict[int, date]:
        """By contact point: the day of its conversation, in this pathway."""
        return asking_engine.talk_days(self._connection, pathway_id)

    def last_contact_point(self) -> int:
        """The highest number of a contact point at which a conversation has begun anywhere; 0 for none."""
        return worklist.last_contact_point(self._connection, self._sight)

    def find_words(self, typed: str, limit: int, offset: int) -> tuple[list[Passage], int]:
        """What is written in words and holds all of those typed, the newest first; and how many there are."""
        return fulltext.search(self._connection, typed, limit, offset, self._sight)

    def versions(self) -> list[tuple[str, str]]:
        """All published forms, older versions of a form before newer ones: 1.9 before 1.10."""
        columns = (questionnaire_version.c.form, questionnaire_version.c.version)
        found = [(row.form, row.version) for row in self._connection.execute(select(*columns))]
        return sorted(found, key=lambda each: (each[0], [int(part) for part in each[1].split(".")]))

    def report_tallies(self, asked: Asked, today: date, children: Collection[Name]) -> tuple[list[Tally], list[Days]]:
        """What the yearly report counts, and how long after the diagnosis talks were held.

        `children` are the questions that ask whether there are children.
        """
        found = list(report.tallies(self._connection, asked, today, children))
        return found, list(report.days(self._connection, asked))

    def report_behind(self, wanted: report.Wanted, limit: int | None = None, offset: int = 0) -> list[Behind]:
        """What a figure of the yearly report counts."""
        return report.behind(self._connection, wanted, limit, offset, self._sight)

    def report_behind_count(self, wanted: report.Wanted) -> int:
        """How many they are, also where the report does not show it."""
        return report.behind_count(self._connection, wanted, self._sight)

    def form_use(self, several: Collection[tuple[str, str]]) -> Tallies:
        """How forms are used, counted over all assessments: seconds, where there are many.

        `several` are the questions, by form and name of today, to which several options can be chosen.
        """
        return form_use.tallies(self._connection, several)

    def planned(self, pathway_id: int, path: Path) -> str:
        """What stands at a path of the plan, as JSON; NOTHING where there is nothing, or no longer."""
        here = (pathway_event.c.pathway_id == pathway_id) & (pathway_event.c.path == path)
        found = self._first(select(pathway_event.c.content).where(here).order_by(pathway_event.c.number.desc()))
        return str(found.content) if found else NOTHING

    def published_forms(self) -> list[Questionnaire]:
        """Every version of every form that was ever in use."""
        versions = select(questionnaire_version.c.form, questionnaire_version.c.version)
        return [self.questionnaire(row.form, row.version) for row in self._connection.execute(versions).all()]

    def patient(self, patient_id: int) -> Patient:
        """Raises NotFound."""
        row = self._first(patient_details.PATIENTS.where(patient.c.id == patient_id))
        if row is None:
            raise NotFound("patient", patient_id)
        return Patient(**row._mapping)

    def patient_with(self, identifier: str) -> int | None:
        """The id of the patient with this identifier."""
        found = select(patient.c.id).where(patient.c.identifier == identifier)
        return self._connection.execute(found).scalar_one_or_none()

    def patient_ids(self) -> list[int]:
        """All patients who are not left out of lists, in the order in which they were registered."""
        found = select(patient.c.id).where(*self._sight.patients(patient.c.id)).order_by(patient.c.id)
        return list(self._connection.execute(found).scalars())

    def refused(self, conversation_id: int) -> list[RefusedRequest]:
        """Requests about a signed conversation that were refused, in order."""
        return refusing.of_conversation(self._connection, conversation_id)

    def erasures(self, patient_id: int | None = None) -> list[Erasure]:
        """What was deleted by decision, of a patient or of all, in order."""
        return erasing.tombstones(self._connection, patient_id)

    def going(self, patient_id: int, conversation_id: int | None) -> erasing.Reach:
        """What a decision about a conversation, or about everything of a patient, reaches. Raises NotFound."""
        return erasing.Reach(self._connection, patient_id, conversation_id)

    def erasure_digest(self, erasure_id: int) -> str:
        """Of the tombstone with this number, for the log of access."""
        return erasing.digests(self._connection)[erasure_id]

    def pathway(self, pathway_id: int) -> Pathway:
        """Raises NotFound."""
        return Pathway(**self._one(pathway, pathway_id)._mapping)

    def pathways(self, patient_id: int) -> list[Pathway]:
        """The patient's courses of illness, the latest first."""
        found = select(pathway).where(pathway.c.patient_id == patient_id)
        ordered = found.order_by(pathway.c.diagnosed.desc(), pathway.c.id.desc())
        return [Pathway(**row._mapping) for row in self._connection.execute(ordered)]

    def contact_point(self, contact_point_id: int) -> ContactPoint:
        """Raises NotFound."""
        return ContactPoint(**self._one(contact_point, contact_point_id)._mapping)

    def contact_points(self, pathway_id: int) -> list[ContactPoint]:
        """In the order of their numbers."""
        found = select(contact_point).where(contact_point.c.pathway_id == pathway_id).order_by(contact_point.c.number)
        return [ContactPoint(**row._mapping) for row in self._connection.execute(found)]

    def conversation(self, contact_point_id: int) -> Conversation | None:
        """The talk held, or going on, at a contact point."""
        row = self._first(_CONVERSATIONS.where(conversation.c.contact_point_id == contact_point_id))
        return Conversation(**row._mapping) if row else None

    def conversation_with(self, conversation_id: int) -> Conversation:
        """Raises NotFound."""
        row = self._first(_CONVERSATIONS.where(conversation.c.id == conversation_id))
        if row is None:
            raise NotFound("conversation", conversation_id)
        return Conversation(**row._mapping)

    def assessments(self, conversation_id: int) -> list[Assessment]:
        """In the order in which they were opened."""
        found = _ASSESSMENTS.where(assessment.c.conversation_id == conversation_id).order_by(assessment.c.id)
        return [Assessment(**row._mapping) for row in self._connection.execute(found)]

    def events(self, assessment_id: int) -> list[Event]:
        """All that happened to the answers, in order."""
        found = self._connection.execute(_EVENTS.where(answer_event.c.assessment_id == assessment_id))
        return [Event(**row._mapping) for row in found]

    def events_after(self, seen: Mapping[int, int]) -> dict[int, list[Event]]:
        """What has happened since in some assessments: by assessment, after the number seen there."""
        found = {}
        for assessment_id, number in seen.items():
            newer = (answer_event.c.assessment_id == assessment_id) & (answer_event.c.number > number)
            found[assessment_id] = [Event(**row._mapping) for row in self._connection.execute(_EVENTS.where(newer))]
        return found

    def pathway_events(self, pathway_id: int, after: int = 0) -> list[Event]:
        """All that happened to what is agreed in a pathway, in order; with `after`, only what came later."""
        wanted = (pathway_event.c.pathway_id == pathway_id) & (pathway_event.c.number > after)
        return [Event(**row._mapping) for row in self._connection.execute(_PATHWAY_EVENTS.where(wanted))]

    def signings(self, conversation_id: int) -> list[Signing]:
        """Signatures and corrections of a conversation, in order."""
        found = _SIGNINGS.where(signing.c.conversation_id == conversation_id).order_by(signing.c.id)
        return [Signing(**row._mapping) for row in self._connection.execute(found)]

    def signed_document(self, conversation_id: int, version: int) -> str:
        """What was signed in a version, as JSON. Raises NotFound."""
        wanted = (signing.c.conversation_id == conversation_id) & (signing.c.version == version)
        row = self._first(select(signing.c.document).where(wanted, signing.c.kind == SigningKind.SIGNED))
        if row is None:
            raise NotFound("signed version", f"{conversation_id}/{version}")
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
            answers[assessment_id][path] = answer
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
        return [(row.path, row.answer) for row in self._connection.execute(found)]

    def typing(self, assessment_id: int) -> dict[Path, str]:
        """The unfinished texts of input boxes."""
        found = select(typing.c.path, typing.c.text).where(typing.c.assessment_id == assessment_id)
        return {row.path: row.text for row in self._connection.execute(found)}

    def questionnaire(self, form: str, version: str) -> Questionnaire:
        """A published form. Raises NotFound."""
        key = (form, version)
        if key not in self._published:
            row = self._first(select(questionnaire_version.c.content).where(_is_version(form, version)))
            if row is None:
                raise NotFound("published questionnaire", f"{form} {version}")
            self._published[key] = Questionnaire.model_validate_json(row.content)
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
        return Assessment(**row._mapping)

    def _first(self, statement: Select[Any]) -> Row[Any] | None:
        return self._connection.execute(statement.limit(1)).first()

    def _one(self, table: FromClause, key: int) -> Row[Any]:
        row = self._connection.execute(select(table).where(table.c.id == key)).one_or_none()
        if row is None:
            raise NotFound(table.description.replace("_", " "), key)
        return row


def _is_version(form: str, version: str) -> Any:
    return (questionnaire_version.c.form == form) & (questionnaire_version.c.version == version)
