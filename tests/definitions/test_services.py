"""Lists of services: read strictly, checked with the rest, and a municipality's own in the place of the shipped one."""

from __future__ import annotations

import pytest

from kartlegging_tui.definitions.check import check
from kartlegging_tui.definitions.library import FOLDER_VARIABLE, Library, library, shipped
from kartlegging_tui.definitions.services import services_from_text

LIST = """\
id: vaare
title: {nb: Våre tjenester, en: Our services}
source: Own list
services:
  - id: fastlege
    name: {nb: Fastlege, en: GP}
    kind: role
    contact: "116 117"
    codes: [{system: "urn:oid:2.16.578.1.12.4.1.1.8663", code: KA01}]
  - id: frivillig
    name: {nb: Frivilligsentralen, en: Volunteer centre}
    kind: unit
"""


@pytest.fixture
def own(tmp_path):
    """A folder of a municipality's own."""
    (tmp_path / "services").mkdir()
    return tmp_path


def ids(*folders) -> list[str]:
    return [service.id for service in Library(folders).services()]


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("kind: unit", "kind: team", "unknown-value", (12, 11)),
        ("kind: role", "sort: role", "unknown-key", (7, 5)),
        ("    kind: unit\n", "", "missing-key", (10, 5)),
        ("id: frivillig", "id: fastlege", "duplicate-id", (10, 9)),
        ("{nb: Frivilligsentralen, en: Volunteer centre}", "Frivilligsentralen", "missing-translation", (11, 11)),
        ("id: vaare", "id: andre", "file-name", (1, 5)),
        ("  - id: fastlege", "  - id: Fastlege", "wrong-value", (5, 9)),
    ],
)
def test_what_is_wrong_with_a_list_is_found_at_its_line_and_column(own, old, new, code, place):
    file = own / "services" / "vaare.yaml"
    file.write_text(LIST.replace(old, new, 1), encoding="utf-8")
    assert code in [finding.code for finding in check([own]) if (finding.line, finding.column) == place]


def test_a_good_list_has_no_findings_wherever_it_is(own):
    (own / "vaare.yaml").write_text(LIST, encoding="utf-8")
    assert check([own]) == []
    assert services_from_text(LIST, "vaare.yaml").value is not None


def test_a_list_is_no_questionnaire(own):
    (own / "services" / "vaare.yaml").write_text(LIST, encoding="utf-8")
    assert Library([own]).questionnaire_files == {}


def test_a_list_with_errors_is_left_out(own):
    (own / "services" / "vaare.yaml").write_text(LIST.replace("kind: unit", "kind: team"), encoding="utf-8")
    assert ids(own) == []


def test_a_list_with_the_name_of_the_shipped_one_stands_in_its_place(own, monkeypatch):
    monkeypatch.setenv(FOLDER_VARIABLE, str(own))
    (own / "services" / "kommune.yaml").write_text(LIST.replace("id: vaare", "id: kommune"), encoding="utf-8")
    assert [service.id for service in library().services()] == ["fastlege", "frivillig"]


def test_a_list_with_another_name_comes_before_the_shipped_one_and_its_words_count(own, monkeypatch):
    monkeypatch.setenv(FOLDER_VARIABLE, str(own))
    (own / "services" / "vaare.yaml").write_text(LIST, encoding="utf-8")
    found = library().services()
    assert [service.id for service in found][:2] == ["fastlege", "frivillig"]
    assert found[0].contact == "116 117"
    assert {service.id for service in shipped().services()} < {service.id for service in found}
    assert len(found) == len({service.id for service in found})


NAMED = LIST + 'municipalities:\n  - {number: "1108", name: Sandnes}\n  - {number: "0301", name: Oslo}\n'


def test_municipalities_are_called_by_name_where_a_list_names_them(own):
    (own / "services" / "vaare.yaml").write_text(NAMED.replace("Sandnes", "Sandnes kommune"), encoding="utf-8")
    named = Library([own, *shipped().folders])
    assert [named.municipality(number) for number in ("1108", "0301", "1103", "5501", "")] == [
        "Sandnes kommune", "Oslo", "Stavanger", "5501", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [('"1108"', '"118"', "wrong-value"), ('"1108"', "1108", "wrong-type"), ('"0301"', '"1108"', "duplicate-id")],
)
def test_a_municipality_has_a_number_of_its_own(own, old, new, code):
    file = own / "services" / "vaare.yaml"
    file.write_text(NAMED.replace(old, new, 1), encoding="utf-8")
    assert [finding.code for finding in check([own])] == [code]
