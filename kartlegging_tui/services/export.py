"""Handing out what the records hold: whole, for another program; or to a recipient, on the ground that is recorded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from kartlegging_tui.domain.access import Purpose
from kartlegging_tui.domain.answer_table import Part
from kartlegging_tui.domain.export import (
    Export,
    ExportedContactPoint,
    ExportedConversation,
    ExportedForm,
    ExportedPathway,
    ExportedPatient,
    ExportedQuestionnaire,
    said_forms,
)
from kartlegging_tui.domain.happenings import happenings
from kartlegging_tui.domain.history import Event, current
from kartlegging_tui.domain.people import ContactPoint, Conversation, Pathway, User
from kartlegging_tui.domain.plan import Handover, Plan, next_path
from kartlegging_tui.domain.registration import KeptCode, RegistrationEvent, code_for
from kartlegging_tui.domain.signing import SigningKind
from kartlegging_tui.domain.transcript import Agreed, Transcript
from kartlegging_tui.language import _
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import NotFound
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.services.access import Notes, Reads
from kartlegging_tui.services.handing_over import receives, unit_called
from kartlegging_tui.services.opening import Opening
from kartlegging_tui.services.planning import NotAgreed
from kartlegging_tui.services.signing import agreed_now, said_form
from kartlegging_tui.services.told_with import tombstones_of_others

IDENTIFIER = 11
"""Digits of a national identifier; fewer are the number of a patient in the database."""


def look_up(database: Database, access: Reads, named: str) -> int:
    """The id of the patient with this identifier, or this number in the database; the search is logged.

    Raises NotFound, NotRead, NotSaved.
    """
    digits, known = named.replace(" ", ""), None
    with database.read() as view:
        if digits.isascii() and digits.isdigit():
            known = view.patient_with(digits) if len(digits) == IDENTIFIER else view.patient(int(digits)).id
    if known is None:
        raise NotFound("patient", "with this number")
    access.listing("lookup", [known])
    return known


PURPOSES = {Purpose.ADMINISTRATION: "export", Purpose.QUALITY: "answers"}
"""What a table of answers may be for, and what the log of access calls it then (`domain.access`)."""


class Exporting:
    """Reads patients whole."""

    def __init__(self, database: Database, opening: Opening, user: User, access: Notes) -> None:
        self._database = database
        self._opening = opening
        self._user = user
        self._access = access

    def find(self, named: str) -> int:
        """The id of the patient with this identifier, or this number in the database. Raises NotFound, NotSaved."""
        return look_up(self._database, self._access, named)

    def leaves_out(self) -> bool:
        """There may be patients whom only other units follow, and who are not among `everybody`. Raises NotRead."""
        with self._access.view(self._database) as view:
            return not view.sees_all

    def everybody(self) -> list[int]:
        """The ids of all patients whom the user sees. Raises NotRead."""
        with self._access.view(self._database) as view:
            return view.patient_ids()

    def patients(self, patient_ids: list[int], at: datetime) -> Export:
        """These patients with everything that belongs to them. Raises NotFound, NotRead, NotSaved."""
        self._access.reading_all("export", patient_ids)
        with self._database.read() as view:
            return self._export(view, at, [self._patient(view, patient_id) for patient_id in patient_ids])

    @contextmanager
    def answers(self, patient_ids: list[int] | None, purpose: Purpose) -> Iterator[Iterator[Part]]:
        """The answers of these patients, or of all whom the user sees, as a table that is read while it is written.

        Every patient in it is told in the log before anything is read. Raises ValueError for a purpose that is not
        `PURPOSES`', NoGround, NotRead, NotSaved, and Unreadable while it is read.
        """
        what = PURPOSES.get(purpose)
        if what is None:
            raise ValueError(purpose)
        if patient_ids is not None:
            self._access.reading_all(what, patient_ids)
        with self._access.view(self._database) as view:
            if patient_ids is None:
                self._access.handing_out(what, view.patient_ids())
            yield view.answer_parts(patient_ids)

    def for_recipient(self, patient_id: int, recipient: str, what: str, at: datetime) -> Export:
        """What is signed, for a recipient; the handover is recorded in the same transaction. A unit here that receives
        it follows the patient from now on.

        Only pathways in which the patient agreed to this recipient. Raises NotAgreed where there is none, NotSaved.
        """
        self._access.reading("export", patient_id)
        with self._access.writing(self._database, patient=patient_id) as unit:
            whole = self._patient(unit, patient_id)
            pathways = []
            for course in whole.pathways:
                contents = {path: event.content for path, event in current(course.history).items()}
                ground = Plan.of(contents).ground_for(recipient)
                if ground is None:
                    continue
                consent, given = ground
                talks = [point for point in course.contact_points if point.talk and point.talk.signed]
                number = talks[-1].contact_point.number if talks else course.contact_points[0].contact_point.number
                why = _("Handed over: {what}").format(what=what)
                receives(unit, self._access, patient_id, unit_called(unit, given.recipient), why, self._user, at)
                handover = Handover(consent=consent, recipient=given.recipient, contact_point=number, what=what)
                path = next_path("handover", contents)
                unit.append_to_pathway(course.pathway.id, path, handover.model_dump_json(), self._user.id, at)
                pathways.append(_signed_only(course))
            if not pathways:
                raise NotAgreed(recipient)
            export = self._export(unit, at, [whole.model_copy(update={"pathways": tuple(pathways), "erased": ()})])
            unit.commit()
        return export

    def _export(self, view: Reading, at: datetime, patients: list[ExportedPatient]) -> Export:
        """With who made it, and the forms that it speaks of."""
        unit = view.units().get(self._user.id)
        used = sorted({(said.form, said.version) for patient in patients for said in said_forms(patient)})
        return Export(
            made_at=at,
            sender=", ".join(part for part in (self._user.name, unit) if part),
            patients=tuple(patients),
            questionnaires=tuple(_questionnaire(view, form, version) for form, version in used),
        )

    def _patient(self, view: Reading, patient_id: int) -> ExportedPatient:
        pathways = tuple(self._pathway(view, pathway) for pathway in view.pathways(patient_id))
        return ExportedPatient(
            patient=view.patient(patient_id),
            died_on=view.died_on(patient_id),
            pathways=pathways,
            erased=(*view.erasures(patient_id), *tombstones_of_others(view, patient_id)),
        )

    def _pathway(self, view: Reading, pathway: Pathway) -> ExportedPathway:
        events, codes = view.pathway_events(pathway.id), view.registration_codes()
        return ExportedPathway(
            pathway=pathway,
            contact_points=tuple(
                self._contact_point(view, point, events, codes) for point in view.contact_points(pathway.id)
            ),
            agreed=agreed_now(events),
            history=tuple(events),
        )

    def _contact_point(
        self, view: Reading, point: ContactPoint, events: list[Event], codes: list[KeptCode]
    ) -> ExportedContactPoint:
        conversation = view.conversation(point.id)
        talk = self._talk(view, conversation)
        happened = happenings(point, conversation, talk.signings if talk else (), events)
        registered = tuple(code_for(codes, point.number, each) for each in happened)
        return ExportedContactPoint(contact_point=point, talk=talk, happened=registered)

    def _talk(self, view: Reading, conversation: Conversation | None) -> ExportedConversation | None:
        if conversation is None:
            return None
        signings = view.signings(conversation.id)
        versions = [each.version for each in signings if each.kind is SigningKind.SIGNED]
        return ExportedConversation(
            conversation=conversation,
            forms=tuple(self._forms(view, conversation)),
            signings=tuple(signings),
            refused=tuple(view.refused(conversation.id)),
            signed=tuple(
                Transcript.model_validate_json(view.signed_document(conversation.id, version)) for version in versions
            ),
        )

    def _forms(self, view: Reading, conversation: Conversation) -> Iterator[ExportedForm]:
        for filling in self._opening.open(view, conversation.id).fillings.values():
            if filling.assessment is not None:
                said = said_form(filling)
                values = {name: getattr(said, name) for name in type(said).model_fields}
                yield ExportedForm(**values, status=filling.assessment.status, history=filling.events)


def _signed_only(course: ExportedPathway) -> ExportedPathway:
    """Without drafts, and without what the patient has agreed to for others: who is sent what is not theirs to know."""
    points = tuple(
        ExportedContactPoint(
            contact_point=point.contact_point,
            talk=_signed_talk(point.talk) if point.talk and point.talk.signed else None,
            happened=tuple(each for each in point.happened if each.event is not RegistrationEvent.HANDED_OVER),
        )
        for point in course.contact_points
    )
    return course.model_copy(update={"contact_points": points, "agreed": (), "history": ()})


def _signed_talk(talk: ExportedConversation) -> ExportedConversation:
    kept = tuple(
        version.model_copy(update={"agreed": tuple(each for each in version.agreed if not _about_others(each))})
        for version in talk.signed
    )
    return talk.model_copy(update={"forms": (), "signed": kept})


def _about_others(agreed: Agreed) -> bool:
    return agreed.path.startswith(("consent/", "handover/"))


def _questionnaire(view: Reading, form: str, version: str) -> ExportedQuestionnaire:
    found = view.published(form, version)
    if found is None:
        raise NotFound("published questionnaire", f"{form} {version}")
    content_hash, content, source_text = found
    return ExportedQuestionnaire(
        form=form, version=version, content_hash=content_hash, content=json.loads(content), source_text=source_text
    )
