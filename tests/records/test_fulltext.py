"""Words in notes and free text: found whatever is typed, and only what was meant."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kartlegging_tui.domain.questionnaire import Area
from kartlegging_tui.domain.said import Indexed, Told
from kartlegging_tui.records import fulltext
from kartlegging_tui.records.database import Database
from tests.records.cases import DETAILS, NOW, TODAY, World, world

pytestmark = pytest.mark.both


@pytest.fixture
def written(database: Database) -> World:
    made = world(database)
    tell(
        database,
        made,
        {"a": "Sover dårlig på grunn av smerter.\nVåkner kl. 4.", "b": "Aasta og Bjørg kjører til SJØEN"},
    )
    return made


def tell(database: Database, made: World, texts: dict[str, str]) -> None:
    form = Indexed("skjema", Area.OTHER, (), (), (), (), None, tuple(texts.items()))
    with database.write() as unit:
        unit.project(made.pathway.id, [Told(1, [form], TODAY, True)])
        unit.commit()


def found(database: Database, typed: str) -> list[str]:
    with database.read() as view:
        hits, total = view.find_words(typed, 10, 0)
    assert total == len(hits)
    return sorted(hit.path for hit in hits)


@pytest.mark.parametrize(
    ("typed", "paths"),
    [
        ("smerter", ["a"]),
        ("sover smer", ["a"]),
        ("smer sover", []),  # only the last word may be unfinished
        ("DÅRLIG", ["a"]),
        ("darlig", ["a"]),
        ("daarlig", ["a"]),
        ("sjoen", ["b"]),
        ("sjøen", ["b"]),
        ("Åsta", ["b"]),
        ("bjorg", ["b"]),
        ("kjoerer", ["b"]),
        ("smerter sjøen", []),
        ("4", ["a"]),
        ("", []),
    ],
)
def test_words_are_found(database: Database, written: World, typed: str, paths: list[str]) -> None:
    assert found(database, typed) == paths


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "*",
        "smerter *",
        'smerter" OR "x',
        "NEAR(sover smerter)",
        "-smerter",
        "text:smerter",
        "^smerter",
        "(",
        "{a}",
        "smerter AND",
        "NOT sover",
        "'; DROP TABLE passage; --",
        "\x00",
        "🙂",
        "_",
        "+",
        "sover + smerter",
        "%",
        "\ud800".encode("utf-8", "replace").decode(),
    ],
)
def test_nothing_that_is_typed_is_an_order_to_the_index(database: Database, written: World, typed: str) -> None:
    assert found(database, typed) in ([], ["a"], ["b"], ["a", "b"])
    assert found(database, "smerter") == ["a"]


def test_words_like_and_or_not_are_words(database: Database, written: World) -> None:
    assert found(database, "sover AND smerter") == []  # "and" stands nowhere
    tell(database, written, {"a": "sover and smerter"})
    assert found(database, "sover AND smerter") == ["a"]


def test_what_was_written_before_is_not_found_any_more(database: Database, written: World) -> None:
    tell(database, written, {"a": "Sover godt på øya"})
    assert found(database, "smerter") == [] and found(database, "sjøen") == [] and found(database, "oya") == ["a"]


def test_a_find_tells_whose_it_is_when_it_was_said_and_to_whom(database: Database, written: World) -> None:
    with database.read() as view:
        (hit,), _total = view.find_words("sjøen", 10, 0)
    assert (hit.patient_id, hit.name, hit.contact_point) == (written.patient.id, "Kari Nordmann", 1)
    assert (hit.form, hit.version, hit.path) == ("skjema", "1.0", "b")
    assert (hit.author, hit.held_on) == ("Kari Lunde", TODAY)


def test_the_newest_talk_comes_first(database: Database, written: World) -> None:
    with database.write() as unit:
        point = unit.contact_points(written.pathway.id)[1]
        unit.end_conversation(written.conversation.id, NOW)
        unit.start_conversation(point.id, written.nurse.id, DETAILS, NOW + timedelta(days=90))
        forms = [
            Indexed("skjema", Area.OTHER, (), (), (), (), None, (("a", word),)) for word in ("vondt da", "vondt nå")
        ]
        unit.project(written.pathway.id, [Told(place, [form], TODAY, True) for place, form in enumerate(forms, 1)])
        unit.commit()
    with database.read() as view:
        hits, _total = view.find_words("vondt", 10, 0)
        second, total = view.find_words("vondt", 1, 1)
    assert [hit.contact_point for hit in hits] == [2, 1]
    assert [hit.contact_point for hit in second] == [1] and total == 2


def test_a_snippet_shows_where_the_words_stand() -> None:
    text = (
        "Først noe helt annet som er ganske langt, og så: hun sover dårlig\nog våkner av smertene om natta, hver natt."
    )
    line, places = fulltext.snippet(text, "daarlig smer", 50)
    assert [line[start:end] for start, end in places] == ["dårlig", "smertene"]
    assert line.startswith("… ") and line.endswith(" …") and "\n" not in line and len(line) <= 56
    assert fulltext.snippet("Sover dårlig", "sov", 50) == ("Sover dårlig", [(0, 5)])
