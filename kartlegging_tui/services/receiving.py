"""Letting a file of exported patients in: as far as the inbox, where it waits. All of it, or nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import ValidationError

from kartlegging_tui.domain import answers
from kartlegging_tui.domain.export import Export, ExportedConversation, ExportedPatient, ExportedQuestionnaire
from kartlegging_tui.domain.export_file import Fault, FileProblem, NotAnExport, read_export
from kartlegging_tui.domain.norway import day_in_norway
from kartlegging_tui.domain.people import User
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import Computed, Info, Rows
from kartlegging_tui.domain.rules import CyclicForm, Form
from kartlegging_tui.domain.syntax import ConditionError
from kartlegging_tui.domain.values import fits
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.services.access import Writes
from kartlegging_tui.services.identifiers import WrongIdentifier, check_identifier
from kartlegging_tui.services.register import DEMO


@dataclass(frozen=True)
class Received:
    """What came of a file."""

    waiting: tuple[int, ...]
    """The ids of what waits now."""
    known: tuple[int, ...]
    """The ids of what had arrived before, with just this content."""


class Receiving:
    """Takes files as far as the inbox."""

    def __init__(self, database: Database, user: User, now: Callable[[], datetime], access: Writes) -> None:
        self._access = access
        self._database = database
        self._user = user
        self._now = now

    def receive(self, data: bytes) -> Received:
        """Lets each patient of a file wait. Raises NotAnExport with all that is wrong, NotSaved; then nothing is in."""
        now = self._now()
        today = day_in_norway(now)
        export = read_export(data, today)
        waiting, known = [], []
        with self._access.writing(self._database) as unit:
            carried, problems = _forms(unit, export)
            problems += _people(unit, export, today)
            if problems:
                raise NotAnExport(problems)
            for form in carried:
                unit.keep_questionnaire(form)
            for patient in export.patients:
                content = patient.model_dump_json()
                digest = hashlib.sha256(content.encode()).hexdigest()
                before = unit.arrival_known(digest)
                if before is None:
                    waiting.append(unit.add_arrival(now, self._user.id, export.sender, content, digest))
                else:
                    known.append(before)
            unit.commit()
        return Received(tuple(waiting), tuple(known))


def _people(view: Reading, export: Export, today: date) -> list[FileProblem]:
    """What is wrong with identity numbers: they decide whose record something is taken into."""
    found = []
    demo = view.setting(DEMO) is not None
    for place, whole in enumerate(export.patients):
        at, patient = f"patients[{place}].patient.identifier", whole.patient
        if patient.identifier is None:
            continue
        try:
            identifier = check_identifier(patient.identifier, today)
        except WrongIdentifier as error:
            found.append(FileProblem(at, Fault.IDENTIFIER, error.reason.value))
            continue
        if identifier.digits != patient.identifier or identifier.kind is not patient.identifier_kind:
            found.append(FileProblem(at, Fault.IDENTIFIER, "kind"))
        elif demo and not identifier.test:
            found.append(FileProblem(at, Fault.NOT_SYNTHETIC))
    return found


def _forms(view: Reading, export: Export) -> tuple[list[ExportedQuestionnaire], list[FileProblem]]:
    """The forms that came and are not published here, and what is wrong with the forms and the answers to them."""
    carried: dict[tuple[str, str, str], tuple[ExportedQuestionnaire, Form]] = {}
    problems: list[FileProblem] = []
    for place, exported in enumerate(export.questionnaires):
        form = _ready(exported)
        if form is None:
            problems.append(FileProblem(f"questionnaires[{place}]", Fault.FORM_WRONG, _name(exported)))
        else:
            carried[exported.form, exported.version, exported.content_hash] = exported, form
    used: dict[tuple[str, str, str], Form | None] = {}
    for at, whole in _talks(export):
        for where, form_id, version, content_hash in _said(at, whole):
            key = form_id, version, content_hash
            if key in used:
                continue
            known = view.published(form_id, version)
            if known is not None and known[0] != content_hash:
                problems.append(FileProblem(where, Fault.FORM_DIFFERS, f"{form_id} {version}"))
                used[key] = None
            elif known is not None:
                used[key] = Form(view.questionnaire(form_id, version))
            elif key in carried:
                used[key] = carried[key][1]
            else:
                problems.append(FileProblem(where, Fault.FORM_MISSING, f"{form_id} {version}"))
                used[key] = None
        problems += _answers(at, whole, used)
    wanted = [exported for key, (exported, _) in carried.items() if key in used and view.published(*key[:2]) is None]
    return wanted, problems


def _ready(exported: ExportedQuestionnaire) -> Form | None:
    """The form, if it is what it says it is and can be filled."""
    try:
        questionnaire = Questionnaire.model_validate_json(json.dumps(exported.content))
        same = (questionnaire.id, questionnaire.version) == (exported.form, exported.version)
        return Form(questionnaire) if same and questionnaire.content_hash() == exported.content_hash else None
    except (ValidationError, ConditionError, CyclicForm, KeyError):
        return None


def _name(exported: ExportedQuestionnaire) -> str:
    return f"{exported.form[:60]} {exported.version[:20]}"


def _talks(export: Export) -> Iterator[tuple[str, ExportedConversation]]:
    for number, patient in enumerate(export.patients):
        yield from _talks_of(f"patients[{number}]", patient)


def _talks_of(at: str, patient: ExportedPatient) -> Iterator[tuple[str, ExportedConversation]]:
    for place, pathway in enumerate(patient.pathways):
        for number, point in enumerate(pathway.contact_points):
            if point.talk is not None:
                yield f"{at}.pathways[{place}].contact_points[{number}].talk", point.talk


def _said(at: str, talk: ExportedConversation) -> Iterator[tuple[str, str, str, str]]:
    """Where each form of a talk is, its id, version and content hash."""
    for place, form in enumerate(talk.forms):
        yield f"{at}.forms[{place}]", form.form, form.version, form.content_hash
    for number, signed in enumerate(talk.signed):
        for place, said in enumerate(signed.forms):
            yield f"{at}.signed[{number}].forms[{place}]", said.form, said.version, said.content_hash


def _answers(
    at: str, talk: ExportedConversation, forms: dict[tuple[str, str, str], Form | None]
) -> Iterator[FileProblem]:
    """Answers that do not belong to their form: they could not be drawn again."""
    for place, exported in enumerate(talk.forms):
        form = forms[exported.form, exported.version, exported.content_hash]
        for number, event in enumerate(exported.history if form else ()):
            if form and not _belongs(form, event.path, answers.read(event.content)):
                yield FileProblem(f"{at}.forms[{place}].history[{number}]", Fault.NOT_IN_FORM)
    for number, signed in enumerate(talk.signed):
        for place, said in enumerate(signed.forms):
            form = forms[said.form, said.version, said.content_hash]
            for line, each in enumerate(said.answers if form else ()):
                if form and not _belongs(form, each.path, each.answer):
                    yield FileProblem(f"{at}.signed[{number}].forms[{place}].answers[{line}]", Fault.NOT_IN_FORM)


def _belongs(form: Form, path: answers.Path, answer: answers.Answer) -> bool:
    try:
        item = form.item(path)
        _, row, column = answers.split(path)
    except (KeyError, ValueError):
        return False
    if row is not None and (row < 1 or not column):
        return False
    if isinstance(item, Info | Computed) or (row is None) == (path not in form.items):
        return False
    value = answer.value
    if isinstance(item, Rows) and value is not None and len(value if isinstance(value, tuple) else ()) > 1_000:
        return False
    return value is None or fits(item, value)
