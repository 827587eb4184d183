"""A file from elsewhere: every mistake at its place, and nothing that a terminal or the records could be hurt by."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from kartlegging_tui.domain import export_file
from kartlegging_tui.domain.export import Export, ExportedContactPoint, ExportedPathway, ExportedPatient
from kartlegging_tui.domain.export_file import Fault, NotAnExport, read_export
from kartlegging_tui.domain.history import Event
from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.domain.people import ContactPoint, Pathway, Patient

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def good() -> dict[str, Any]:
    patient = Patient(
        id=7,
        identifier=None,
        identifier_kind=None,
        name="Kari Prøve",
        birth_date=date(1960, 1, 2),
        language="nb",
        municipality="5001",
        contact_person="",
    )
    point = ContactPoint(
        id=1,
        pathway_id=1,
        number=1,
        status=ContactPointStatus.PLANNED,
        opens=date(2026, 1, 1),
        closes=date(2026, 2, 1),
        ask_again_on=None,
    )
    pathway = Pathway(id=1, patient_id=7, definition="hjem", diagnosed=date(2026, 1, 1), icd10="C50.9", relapse=False)
    need = '{"title":"Uro for økonomien"}'
    event = Event(number=1, path="need/1//1", content=need, author="Ánne Somby", at=NOW, undoes=None)
    course = ExportedPathway(
        pathway=pathway,
        contact_points=(ExportedContactPoint(contact_point=point, talk=None),),
        agreed=(),
        history=(event,),
    )
    whole = ExportedPatient(patient=patient, died_on=None, pathways=(course,))
    found: dict[str, Any] = json.loads(Export(made_at=NOW, patients=(whole,)).model_dump_json())
    return found


def faults(whole: Any) -> list[tuple[str, Fault]]:
    data = whole if isinstance(whole, bytes) else json.dumps(whole).encode()
    with pytest.raises(NotAnExport) as caught:
        read_export(data, TODAY)
    return [(problem.path, problem.fault) for problem in caught.value.problems]


def test_a_file_that_is_right_is_read() -> None:
    assert read_export(json.dumps(good()).encode(), TODAY).patients[0].patient.name == "Kari Prøve"


def test_a_file_of_the_first_version_of_the_format_is_read() -> None:
    whole = good() | {"version": 1}
    del whole["sender"], whole["questionnaires"]
    assert read_export(json.dumps(whole).encode(), TODAY).sender == ""


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", Fault.NOT_JSON),
        (b'{"format": ', Fault.NOT_JSON),
        (b"[" * 100_000, Fault.NOT_JSON),
        (b"\xff\xfe\x00", Fault.NOT_TEXT),
        (b"[]", Fault.ANOTHER_KIND),
        (b'{"resourceType": "Bundle"}', Fault.ANOTHER_KIND),
        (b'{"format": "kartlegging-export", "version": 99, "later": true}', Fault.NEWER),
        (b'{"format": "kartlegging-export", "version": 2, "patients": []}', Fault.NOBODY),
        (b'{"n": ' + b"9" * 10_000 + b"}", Fault.NOT_JSON),
    ],
)
def test_a_file_of_another_kind_is_told_in_one_word(data: bytes, fault: Fault) -> None:
    assert [found for _, found in faults(data)] == [fault]


def test_a_file_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_file, "LARGEST", 10)
    assert faults(good()) == [("", Fault.TOO_LARGE)]


def test_every_mistake_is_told_at_its_place() -> None:
    whole = good()
    patient = whole["patients"][0]
    patient["patient"]["nick"] = "Kari"
    del patient["patient"]["language"]
    patient["pathways"][0]["pathway"]["diagnosed"] = "i fjor"
    assert sorted(faults(whole)) == [
        ("patients[0].pathways[0].pathway.diagnosed", Fault.WRONG),
        ("patients[0].patient.language", Fault.MISSING),
        ("patients[0].patient.nick", Fault.UNKNOWN),
    ]


@pytest.mark.parametrize("character", ["\x1b", "\u202e", "\u200b", "\ud800", "\x9b"])
def test_characters_that_could_fool_a_terminal_or_a_reader_are_told(character: str) -> None:
    whole = good()
    whole["patients"][0]["patient"]["name"] = f"Kari{character}Prøve"
    assert faults(whole) == [("patients[0].patient.name", Fault.UNSAFE)]


def changed(path: str, value: Any) -> dict[str, Any]:
    """The good file with one value changed."""
    whole: Any = good()
    *way, last = path.replace("[", ".").replace("]", "").split(".")
    place = whole
    for step in way:
        place = place[int(step) if step.isdigit() else step]
    place[int(last) if last.isdigit() else last] = value
    return dict(whole)


HISTORY = "patients[0].pathways[0].history[0]"


@pytest.mark.parametrize(
    ("path", "value", "where", "fault"),
    [
        ("patients[0].patient.name", "  ", "patients[0].patient.name", Fault.NO_NAME),
        ("patients[0].patient.birth_date", "2031-01-01", "patients[0].patient.birth_date", Fault.FUTURE),
        ("patients[0].died_on", "2031-01-01", "patients[0].died_on", Fault.FUTURE),
        (
            "patients[0].pathways[0].pathway.diagnosed",
            "2031-01-01",
            "patients[0].pathways[0].pathway.diagnosed",
            Fault.FUTURE,
        ),
        (
            "patients[0].pathways[0].contact_points[0].contact_point.opens",
            "2026-05-01",
            "patients[0].pathways[0].contact_points[0].contact_point.opens",
            Fault.OUT_OF_ORDER,
        ),
        (f"{HISTORY}.number", 5, f"{HISTORY}.number", Fault.OUT_OF_ORDER),
        (f"{HISTORY}.undoes", 1, f"{HISTORY}.number", Fault.OUT_OF_ORDER),
        (f"{HISTORY}.path", "../../etc", f"{HISTORY}.path", Fault.UNKNOWN),
        (f"{HISTORY}.path", "need/x", f"{HISTORY}.path", Fault.UNKNOWN),
        (f"{HISTORY}.path", "order/first", f"{HISTORY}.path", Fault.UNKNOWN),
        (f"{HISTORY}.content", "{not json", f"{HISTORY}.content", Fault.WRONG),
        (f"{HISTORY}.content", '{"goal":"x"}', f"{HISTORY}.content.title", Fault.WRONG),
        (f"{HISTORY}.at", "2026-11-22T12:00:00", f"{HISTORY}.at", Fault.NO_TIME_ZONE),
    ],
)
def test_what_does_not_fit_is_told(path: str, value: Any, where: str, fault: Fault) -> None:
    assert faults(changed(path, value)) == [(where, fault)]


def test_no_more_is_told_than_anybody_reads() -> None:
    whole = good()
    whole["patients"] = [good()["patients"][0] | {"died_on": "2031-01-01"} for _ in range(200)]
    assert len(faults(whole)) == export_file.MOST_PROBLEMS
