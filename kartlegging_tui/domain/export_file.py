"""Reading a file of exported patients: strictly, because it comes from elsewhere, and with every mistake at its place.

Nothing is taken for granted but that it is text: not that it is JSON, of this format, of a reasonable size, without
characters that a terminal acts on, or that its parts fit each other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import ValidationError

from kartlegging_tui.domain import answers
from kartlegging_tui.domain.export import (
    FORMAT,
    VERSION,
    Export,
    ExportedConversation,
    ExportedPathway,
    ExportedPatient,
    said_forms,
)
from kartlegging_tui.domain.history import NOTHING, Event
from kartlegging_tui.domain.planned import PLANNED, is_path
from kartlegging_tui.domain.safe import is_unsafe
from kartlegging_tui.domain.signing import SigningKind, state_of

LARGEST = 64 * 2**20
"""Bytes of a file: some 300 patients with three signed talks each. Larger exports are made in parts."""
MOST_PATIENTS = 1_000
LONGEST_NAME = 200
LONGEST_TEXT = 1_000_000
"""Characters of one text; the longest there is is a form as its author wrote it."""
MOST_PROBLEMS = 50
"""So many are told; a file with more is not read on."""


class Fault(StrEnum):
    """What is wrong with a file."""

    TOO_LARGE = "too_large"
    NOT_TEXT = "not_text"
    NOT_JSON = "not_json"
    ANOTHER_KIND = "another_kind"
    """JSON, but no export of ours."""
    NEWER = "newer"
    """Of a newer version of the format than this program knows."""
    NOBODY = "nobody"
    TOO_MANY = "too_many"
    MISSING = "missing"
    UNKNOWN = "unknown"
    """A field that the format does not have."""
    WRONG = "wrong"
    """Not what belongs there."""
    UNSAFE = "unsafe"
    """Holds characters that could fool a terminal or a reader."""
    TOO_LONG = "too_long"
    NO_TIME_ZONE = "no_time_zone"
    NO_NAME = "no_name"
    TWICE = "twice"
    OUT_OF_ORDER = "out_of_order"
    FUTURE = "future"
    IDENTIFIER = "identifier"
    """Not a number that can be right, or of another kind."""
    NOT_SYNTHETIC = "not_synthetic"
    """A number that a real person may have, in a demo database."""
    NOT_IN_FORM = "not_in_form"
    """An answer to a question that the form does not have, or not one that it takes."""
    FORM_MISSING = "form_missing"
    """A form that neither the file nor the records have."""
    FORM_DIFFERS = "form_differs"
    """A form that says something else here under the same version."""
    FORM_WRONG = "form_wrong"
    """A form that is not what its hash says, or that cannot be filled."""


@dataclass(frozen=True)
class FileProblem:
    """One mistake, and where in the file."""

    path: str
    """As JSON paths are written: `patients[0].patient.name`; empty for the file as a whole."""
    fault: Fault
    detail: str = ""
    """Which: a field, a version, a character. Never what is said about a patient."""


class NotAnExport(Exception):
    """Nothing of the file is taken in; all that is wrong with it, at once."""

    def __init__(self, problems: Iterable[FileProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(", ".join(f"{problem.path}: {problem.fault}" for problem in self.problems))


def read_export(data: bytes, today: date) -> Export:
    """The patients in a file. Raises NotAnExport."""
    if len(data) > LARGEST:
        raise NotAnExport([FileProblem("", Fault.TOO_LARGE, f"{len(data) // 2**20} MB")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotAnExport([FileProblem("", Fault.NOT_TEXT, str(error.start))]) from None
    try:
        raw = json.loads(text)
    except json.JSONDecodeError as error:
        raise NotAnExport([FileProblem("", Fault.NOT_JSON, f"{error.lineno}:{error.colno}")]) from None
    except (RecursionError, ValueError):  # nested without end; a number of thousands of digits
        raise NotAnExport([FileProblem("", Fault.NOT_JSON)]) from None
    _refuse(_of_the_file(raw))
    _refuse(_of_texts(raw))
    try:
        export = Export.model_validate_json(text)
    except ValidationError as error:
        raise NotAnExport(_of_the_model(error)) from None
    _refuse(_of_patients(export, today))
    return export


def _refuse(found: Iterator[FileProblem]) -> None:
    problems = [problem for problem, _ in zip(found, range(MOST_PROBLEMS), strict=False)]
    if problems:
        raise NotAnExport(problems)


def _of_the_file(raw: Any) -> Iterator[FileProblem]:
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        yield FileProblem("", Fault.ANOTHER_KIND)
        return
    version = raw.get("version")
    if isinstance(version, int) and version > VERSION:
        yield FileProblem("version", Fault.NEWER, str(version))
        return
    patients = raw.get("patients")
    if isinstance(patients, list) and not patients:
        yield FileProblem("patients", Fault.NOBODY)
    elif isinstance(patients, list) and len(patients) > MOST_PATIENTS:
        yield FileProblem("patients", Fault.TOO_MANY, str(len(patients)))


def _of_texts(raw: Any) -> Iterator[FileProblem]:
    """Every text of the file, also the names of fields."""
    waiting = [("", raw)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, str):
            if not value.isprintable() and (unsafe := next(filter(is_unsafe, value), None)):
                yield FileProblem(path, Fault.UNSAFE, f"U+{ord(unsafe):04X}")
            if len(value) > LONGEST_TEXT:
                yield FileProblem(path, Fault.TOO_LONG, str(LONGEST_TEXT))
        elif isinstance(value, dict):
            for name, each in value.items():
                if not name.isprintable():
                    yield FileProblem(path, Fault.UNSAFE, ascii(name)[:40])
                    continue
                waiting.append((f"{path}.{name}" if path else name, each))
        elif isinstance(value, list):
            waiting += [(f"{path}[{place}]", each) for place, each in enumerate(value)]


def _of_the_model(error: ValidationError) -> Iterator[FileProblem]:
    faults = {"missing": Fault.MISSING, "extra_forbidden": Fault.UNKNOWN}
    for each in error.errors(include_url=False, include_input=False)[:MOST_PROBLEMS]:
        yield FileProblem(_path(each["loc"]), faults.get(each["type"], Fault.WRONG), each["msg"])


def _path(location: Iterable[int | str]) -> str:
    path = ""
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return path


def _of_patients(export: Export, today: date) -> Iterator[FileProblem]:
    yield from _moments("", export.model_dump(exclude={"questionnaires"}))
    for number, patient in enumerate(export.patients):
        yield from _of_patient(f"patients[{number}]", patient, today)


def _moments(path: str, value: Any) -> Iterator[FileProblem]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _moments(f"{path}.{name}" if path else str(name), each)
    elif isinstance(value, tuple | list):
        for place, each in enumerate(value):
            yield from _moments(f"{path}[{place}]", each)
    elif hasattr(value, "tzinfo") and value.tzinfo is None:
        yield FileProblem(path, Fault.NO_TIME_ZONE)


def _of_patient(at: str, whole: ExportedPatient, today: date) -> Iterator[FileProblem]:
    name = whole.patient.name
    if not name.strip() or "\n" in name or len(name) > LONGEST_NAME:
        yield FileProblem(f"{at}.patient.name", Fault.NO_NAME if not name.strip() else Fault.WRONG)
    if not re.fullmatch(r"[a-z]{2,3}", whole.patient.language):
        yield FileProblem(f"{at}.patient.language", Fault.WRONG)
    if not re.fullmatch(r"([0-9]{4})?", whole.patient.municipality):
        yield FileProblem(f"{at}.patient.municipality", Fault.WRONG)
    if len(whole.patient.contact_person) > LONGEST_NAME:
        yield FileProblem(f"{at}.patient.contact_person", Fault.TOO_LONG, str(LONGEST_NAME))
    if whole.patient.birth_date and whole.patient.birth_date > today:
        yield FileProblem(f"{at}.patient.birth_date", Fault.FUTURE)
    if whole.died_on and whole.died_on > today:
        yield FileProblem(f"{at}.died_on", Fault.FUTURE)
    for number, pathway in enumerate(whole.pathways):
        yield from _of_pathway(f"{at}.pathways[{number}]", pathway, today, gaps=bool(whole.erased))


def _of_pathway(at: str, whole: ExportedPathway, today: date, gaps: bool) -> Iterator[FileProblem]:
    """`gaps`: something was deleted by decision, and with it what had come out of it in the plan."""
    if whole.pathway.diagnosed > today:
        yield FileProblem(f"{at}.pathway.diagnosed", Fault.FUTURE)
    seen: set[int] = set()
    for place, point in enumerate(whole.contact_points):
        here = f"{at}.contact_points[{place}]"
        number, opens, closes = point.contact_point.number, point.contact_point.opens, point.contact_point.closes
        if number in seen:
            yield FileProblem(f"{here}.contact_point.number", Fault.TWICE, str(number))
        if not 1 <= number <= 20:
            yield FileProblem(f"{here}.contact_point.number", Fault.WRONG)
        if opens > closes:
            yield FileProblem(f"{here}.contact_point.opens", Fault.OUT_OF_ORDER)
        seen.add(number)
        if point.talk is not None:
            yield from _of_talk(f"{here}.talk", point.talk)
    yield from _in_order(f"{at}.history", whole.history, gaps)
    for place, event in enumerate(whole.history):
        yield from _planned(f"{at}.history[{place}]", event.path, event.content)
    for place, agreed in enumerate(whole.agreed):
        yield from _planned(f"{at}.agreed[{place}]", agreed.path, json.dumps(agreed.content))


def _of_talk(at: str, talk: ExportedConversation) -> Iterator[FileProblem]:
    forms = [form.form for form in talk.forms]
    if len(set(forms)) < len(forms):
        yield FileProblem(f"{at}.forms", Fault.TWICE)
    for place, form in enumerate(talk.forms):
        yield from _in_order(f"{at}.forms[{place}].history", form.history)
        for number, event in enumerate(form.history):
            try:
                answers.read(event.content)
                answers.split(event.path)
            except ValueError:
                yield FileProblem(f"{at}.forms[{place}].history[{number}].content", Fault.WRONG)
    for place, version in enumerate(talk.signed):
        for number, agreed in enumerate(version.agreed):
            where = f"{at}.signed[{place}].agreed[{number}]"
            yield from _planned(where, agreed.path, json.dumps(agreed.content))
    signatures = [each for each in talk.signings if each.kind is SigningKind.SIGNED]
    if [each.version for each in talk.signed] != list(range(1, len(signatures) + 1)):
        yield FileProblem(f"{at}.signed", Fault.OUT_OF_ORDER)
    if [each.version for each in signatures] != list(range(1, len(signatures) + 1)):
        yield FileProblem(f"{at}.signings", Fault.OUT_OF_ORDER)
    if talk.signings and (not signatures or talk.signings[0].kind is not SigningKind.SIGNED):
        yield FileProblem(f"{at}.signings", Fault.OUT_OF_ORDER)
    if talk.signings and talk.conversation.ended_at is None and not state_of(talk.signings).is_open:
        yield FileProblem(f"{at}.conversation.ended_at", Fault.MISSING, "ended_at")


def _in_order(at: str, events: Iterable[Event], gaps: bool = False) -> Iterator[FileProblem]:
    last = 0
    for place, event in enumerate(events):
        follows = event.number > last if gaps else event.number == last + 1
        if not follows or (event.undoes is not None and not 0 < event.undoes < event.number):
            yield FileProblem(f"{at}[{place}].number", Fault.OUT_OF_ORDER)
        last = event.number if gaps else last + 1


def _planned(at: str, path: str, content: str) -> Iterator[FileProblem]:
    kind, _, rest = path.partition("/")
    if kind == "erasure" and rest.isdigit() and content == NOTHING:  # where something was deleted by decision
        return
    model = PLANNED.get(kind)
    if model is None or not is_path(kind, path):
        yield FileProblem(f"{at}.path", Fault.UNKNOWN, ascii(kind)[:40])
        return
    if content == NOTHING:
        return
    try:
        model.model_validate_json(content)
    except ValidationError as error:
        for each in error.errors(include_url=False, include_input=False):
            yield FileProblem(f"{at}.content.{_path(each['loc'])}".rstrip("."), Fault.WRONG, each["msg"])


def used_forms(patient: ExportedPatient) -> set[tuple[str, str, str]]:
    """The forms that a patient was asked: id, version and content hash."""
    return {(said.form, said.version, said.content_hash) for said in said_forms(patient)}
