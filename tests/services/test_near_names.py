"""Typing errors in a search are forgiven, and it is said whose names are shown."""

from __future__ import annotations

from datetime import date

import pytest

from kartlegging_tui.records.database import Database
from kartlegging_tui.services.browse import Browse, WorklistPage, WorklistQuery
from kartlegging_tui.services.near_names import Near, near
from tests.services.reading import unlogged

DAY = date(2026, 11, 22)
NAMES = (
    "Kari Nordmann",
    "Kåre Nordahl",
    "Ola Hansen",
    "Åse-Marie Østerbø",
    "Kairo Vik",
    "Per Wiśniewski",
    "Bo Lie",
)


def add(database: Database, *people: str) -> None:
    with database.write() as unit:
        for name in people:
            patient = unit.add_patient(name=name, birth_date=date(1969, 5, 12))
            pathway = unit.add_pathway(patient.id, "hjem", DAY, "C50", relapse=False)
            unit.add_contact_points(pathway.id, [(1, DAY, DAY)])
        unit.commit()


@pytest.fixture
def browse(database: Database) -> Browse:
    add(database, *NAMES)
    return Browse(database, unlogged)


def search(browse: Browse, text: str) -> WorklistPage:
    return browse.worklist(WorklistQuery(text), DAY)


@pytest.mark.parametrize(
    ("typed", "found", "said"),
    [
        ("nordmnan", ["Kari Nordmann"], [("nordmnan", "Nordmann")]),  # swapped
        ("nordmamn", ["Kari Nordmann"], [("nordmamn", "Nordmann")]),  # the key beside it
        ("norrdmann", ["Kari Nordmann"], [("norrdmann", "Nordmann")]),  # twice
        ("nordann kari", ["Kari Nordmann"], [("nordann", "Nordmann")]),  # left out
        ("jansen", ["Ola Hansen"], [("jansen", "Hansen")]),  # the first letter
        ("nrodm", ["Kari Nordmann"], [("nrodm", "Nordmann")]),  # not yet typed to the end
        ("osterbbo", ["Åse-Marie Østerbø"], [("osterbbo", "Østerbø")]),
        ("viśnievski", ["Per Wiśniewski"], [("visnievski", "Wiśniewski")]),  # two errors in a long word
        ("oal", ["Ola Hansen"], [("oal", "Ola")]),
        ("nordmnan 12.5.69", ["Kari Nordmann"], [("nordmnan", "Nordmann")]),
        ("kair nordmann", ["Kari Nordmann"], [("kair", "Kari")]),  # somebody else's name begins so
        ("kair", ["Kairo Vik"], []),  # what begins exactly so comes alone
        ("nord", ["Kari Nordmann", "Kåre Nordahl"], []),
        ("ob", [], []),  # too short to err in
        ("xyzxyz", [], []),
        ("nordmnan 13.5.69", [], []),
    ],
)
def test_a_typing_error_finds_the_nearest_names(
    browse: Browse, typed: str, found: list[str], said: list[tuple[str, str]]
) -> None:
    page = search(browse, typed)
    assert [row.name for row in page.rows] == found and page.total == sum(page.counts.values()) == len(found)
    assert page.near == tuple(Near(word, (name,)) for word, name in said)


def test_names_that_have_come_in_are_known(browse: Browse, database: Database) -> None:
    assert search(browse, "lindstrmø").rows == ()
    add(database, "Eva Lindstrøm")
    assert [row.name for row in search(browse, "lindstrmø").rows] == ["Eva Lindstrøm"]


def test_one_error_in_a_short_word_two_in_a_long() -> None:
    words = ["hansen", "kristiansen"]
    assert near("hannsn", words) == [] and near("hanssen", words) == ["hansen"]
    assert near("kritsianssen", words) == ["kristiansen"] and near("krtsianssne", words) == []
