"""Taking a patient in: checking what was written, and planning the contact points of the pathway."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kartlegging_tui.definitions.library import Library
from kartlegging_tui.domain.people import User
from kartlegging_tui.domain.safe import safe_text
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.records.writing import Writing
from kartlegging_tui.services.access import Writes
from kartlegging_tui.services.identifiers import Identifier, WrongIdentifier, check_identifier

ICD10 = re.compile(r"(C(?:[0-8][0-9]|9[0-7])|D(?:[0-3][0-9]|4[0-8]))(?:\.?([0-9]{1,2}))?")
"""Cancer (C00–C97), and tumours in situ, benign or of uncertain behaviour (D00–D48) that follow a cancer pathway."""

LONGEST_NAME = 200
DEMO = "demo"
"""The setting of a database whose patients are invented."""


@dataclass(frozen=True)
class NewPatient:
    """A patient as written on the screen."""

    name: str
    identifier: str = ""
    birth_date: date | None = None
    """Left out where the identifier says it."""
    language: str = "nb"
    municipality: str = ""
    contact_person: str = ""
    guardians: str = ""


@dataclass(frozen=True)
class NewPathway:
    """A course of illness as written on the screen."""

    definition: str
    """The id of the pathway definition."""
    diagnosed: date | None
    icd10: str
    relapse: bool = False


class Field(StrEnum):
    NAME = "name"
    IDENTIFIER = "identifier"
    BIRTH_DATE = "birth_date"
    LANGUAGE = "language"
    MUNICIPALITY = "municipality"
    DEFINITION = "definition"
    DIAGNOSED = "diagnosed"
    ICD10 = "icd10"


class Code(StrEnum):
    """What is wrong. Those of an identifier are the values of `WrongIdentifierReason`, and these."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    UNKNOWN = "unknown"
    LENGTH = "length"
    NOT_DIGITS = "not_digits"
    CHECK_DIGITS = "check_digits"
    DATE = "date"
    FUTURE = "future"
    TAKEN = "taken"
    """Another patient has the identifier."""
    NOT_SYNTHETIC = "not_synthetic"
    """Only test numbers (month + 80) are taken in a demo database."""
    BEFORE_BIRTH = "before_birth"
    DIED = "died"
    """The patient has died: no pathway begins."""
    NOT_A_CODE = "not_a_code"
    DIFFERS = "differs"
    """A warning: the date of birth is not the one in the identifier. Both may be right, from 2032 and before."""


WARNINGS = frozenset({Code.DIFFERS})
"""Worth showing, but no hindrance."""


@dataclass(frozen=True)
class RegistrationProblem:
    """What is wrong, and where."""

    field: Field
    code: Code
    patient_id: int | None = None
    """Who has the identifier already."""

    @property
    def is_warning(self) -> bool:
        return self.code in WARNINGS


class NotRegistered(Exception):
    """Nothing is registered; all that stands in the way, at once."""

    def __init__(self, problems: list[RegistrationProblem]) -> None:
        super().__init__(", ".join(f"{problem.field}: {problem.code}" for problem in problems))
        self.problems = problems


class Register:
    """Taking patients and their pathways in."""

    def __init__(
        self, database: Database, library: Library, access: Writes, user: User, now: Callable[[], datetime]
    ) -> None:
        self._access = access
        self._database = database
        self._library = library
        self._user = user
        self._now = now

    def problems(self, new: NewPatient, pathway: NewPathway, today: date) -> list[RegistrationProblem]:
        """All that is wrong, and the warnings. Raises NotRead, NotSaved."""
        with self._database.read() as view:
            found = [
                *patient_problems(view, new, today),
                *self._pathway_problems(pathway, birth_date_of(new, today), today),
            ]
        log_taken(self._access, found)
        return found

    def pathway_problems(self, patient_id: int, pathway: NewPathway, today: date) -> list[RegistrationProblem]:
        """All that is wrong with another pathway of a patient. Raises NotFound, NotRead, NotSaved."""
        self._access.reading("patient", patient_id, part="registration")
        with self._database.read() as view:
            return self._problems_of_another(view, patient_id, pathway, today)

    def register(self, new: NewPatient, pathway: NewPathway, today: date) -> int:
        """Takes in a patient with a pathway; returns the patient's id. Warnings do not hinder it.

        The unit of whoever registers a patient follows them.

        Raises NotRegistered and NotSaved.
        """
        with telling_taken(self._access), self._access.writing(self._database) as unit:
            found = [
                *patient_problems(unit, new, today),
                *self._pathway_problems(pathway, birth_date_of(new, today), today),
            ]
            refuse(found)
            identifier = identifier_of(new, today)
            patient = unit.add_patient(
                name=clean(new.name),
                identifier=identifier.digits if identifier else None,
                identifier_kind=identifier.kind if identifier else None,
                birth_date=birth_date_of(new, today),
                language=new.language,
                municipality=new.municipality,
                contact_person=clean(new.contact_person),
            )
            self._plan(unit, patient.id, pathway)
            if mine := unit.units().get(self._user.id):
                unit.follow([patient.id], mine, self._user.id, self._now())
            unit.commit()
        return patient.id

    def add_pathway(self, patient_id: int, pathway: NewPathway, today: date) -> int:
        """Takes in another course of illness of a patient; returns its id. Raises NotRegistered, NotFound, NotSaved."""
        with self._access.writing(self._database, patient=patient_id) as unit:
            refuse(self._problems_of_another(unit, patient_id, pathway, today))
            pathway_id = self._plan(unit, patient_id, pathway)
            unit.commit()
        return pathway_id

    def _problems_of_another(
        self, view: Reading, patient_id: int, pathway: NewPathway, today: date
    ) -> list[RegistrationProblem]:
        found = self._pathway_problems(pathway, view.patient(patient_id).birth_date, today)
        if view.died_on(patient_id) is not None:
            found.append(RegistrationProblem(Field.DIAGNOSED, Code.DIED))
        return found

    def _plan(self, unit: Writing, patient_id: int, new: NewPathway) -> int:
        assert new.diagnosed is not None
        pathway = unit.add_pathway(patient_id, new.definition, new.diagnosed, icd10_code(new.icd10), new.relapse)
        planned = self._library.pathway(new.definition).contact_points
        unit.add_contact_points(pathway.id, [(point.number, *point.window.dates(new.diagnosed)) for point in planned])
        return pathway.id

    def _pathway_problems(self, new: NewPathway, born: date | None, today: date) -> list[RegistrationProblem]:
        found = []
        try:
            self._library.pathway(new.definition)
        except KeyError:
            found.append(RegistrationProblem(Field.DEFINITION, Code.UNKNOWN))
        if new.diagnosed is None:
            found.append(RegistrationProblem(Field.DIAGNOSED, Code.EMPTY))
        elif new.diagnosed > today:
            found.append(RegistrationProblem(Field.DIAGNOSED, Code.FUTURE))
        elif born is not None and new.diagnosed < born:
            found.append(RegistrationProblem(Field.DIAGNOSED, Code.BEFORE_BIRTH))
        if not icd10_code(new.icd10):
            found.append(RegistrationProblem(Field.ICD10, Code.NOT_A_CODE if new.icd10.strip() else Code.EMPTY))
        return found


def icd10_code(text: str) -> str:
    """The code as it is kept, `C50.9`; empty for what is no code of a tumour."""
    match = ICD10.fullmatch(text.strip().upper())
    return "" if match is None else match[1] + (f".{match[2]}" if match[2] else "")


def log_taken(access: Writes, found: Iterable[RegistrationProblem]) -> None:
    """Whoever tries a number learns whose it is. Raises NotSaved."""
    if taken := [each.patient_id for each in found if each.patient_id is not None]:
        access.listing("registration", taken)


@contextmanager
def telling_taken(access: Writes) -> Iterator[None]:
    """Around a unit of work that raises NotRegistered. Raises NotSaved."""
    try:
        yield
    except NotRegistered as error:
        log_taken(access, error.problems)
        raise


def patient_problems(view: Reading, new: NewPatient, today: date) -> list[RegistrationProblem]:
    """All that is wrong with what is written about somebody, and the warnings."""
    found = []
    name = clean(new.name)
    if not name or len(name) > LONGEST_NAME:
        found.append(RegistrationProblem(Field.NAME, Code.TOO_LONG if name else Code.EMPTY))
    found += _identifier_problems(view, new, today)
    if new.birth_date is not None and new.birth_date > today:
        found.append(RegistrationProblem(Field.BIRTH_DATE, Code.FUTURE))
    if not re.fullmatch(r"[a-z]{2,3}", new.language):
        found.append(RegistrationProblem(Field.LANGUAGE, Code.UNKNOWN))
    if not re.fullmatch(r"([0-9]{4})?", new.municipality):
        found.append(RegistrationProblem(Field.MUNICIPALITY, Code.UNKNOWN))
    return found


def _identifier_problems(view: Reading, new: NewPatient, today: date) -> list[RegistrationProblem]:
    try:
        identifier = identifier_of(new, today)
    except WrongIdentifier as error:
        return [RegistrationProblem(Field.IDENTIFIER, Code(error.reason.value))]
    if identifier is None:
        return []
    if view.setting(DEMO) is not None and not identifier.test:
        return [RegistrationProblem(Field.IDENTIFIER, Code.NOT_SYNTHETIC)]
    if (other := view.patient_with(identifier.digits)) is not None:
        return [RegistrationProblem(Field.IDENTIFIER, Code.TAKEN, other)]
    if identifier.birth_date and new.birth_date and identifier.birth_date != new.birth_date:
        return [RegistrationProblem(Field.BIRTH_DATE, Code.DIFFERS)]
    return []


def identifier_of(new: NewPatient, today: date) -> Identifier | None:
    """The identifier that was written, if one was. Raises WrongIdentifier."""
    return check_identifier(new.identifier, today) if new.identifier.strip() else None


def birth_date_of(new: NewPatient, today: date) -> date | None:
    """The date of birth as written, or else as the identifier has it."""
    if new.birth_date is not None:
        return new.birth_date
    try:
        identifier = identifier_of(new, today)
    except WrongIdentifier:
        return None
    return identifier.birth_date if identifier else None


def clean(text: str) -> str:
    """Safe to show, on one line, and without spaces that nobody sees."""
    return " ".join(safe_text(text).split())


def refuse(problems: list[RegistrationProblem]) -> None:
    """Raises NotRegistered for all but warnings."""
    standing = [problem for problem in problems if not problem.is_warning]
    if standing:
        raise NotRegistered(standing)
