"""Three versions of a form, each answered at its own contact point: all is found under the newest name, once."""

from __future__ import annotations

from typing import Any

import pytest

from kartlegging_tui.domain.answers import Answer
from kartlegging_tui.domain.compared import Row
from kartlegging_tui.domain.trend import Trend
from kartlegging_tui.records.derived import name, need, said
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.indexing import bring_up_to_date
from kartlegging_tui.services.need_items import need_items
from kartlegging_tui.services.talk import Talk
from tests.conftest import TODAY
from tests.domain.forms import Data, integer, rows, text, yes_no
from tests.domain.test_comparison import scale
from tests.services.test_last_time import held_with, next_talk, publish


def one_of(kind: str, called: str, *options: tuple[str, str | None], **keys: Any) -> Data:
    """A choice whose options are given by what they are and were called."""
    listed = [
        {"value": now, "text": text(now.capitalize())} | ({"formerly": was} if was else {}) for now, was in options
    ]
    return {"id": called, "type": kind, "options": listed, **keys}


def needs(relief: str, was: str, small: str, was_small: str, pain: str, children: str, born: str) -> list[Data]:
    return [
        {"id": relief, "when": f"{pain} >= 5", "lasting": True, "title": text("Lindring")}
        | ({"formerly": was} if was else {}),
        {"id": small, "each": children, "when": f"{born} > 2010", "lasting": True, "title": text("Barnet")}
        | ({"formerly": was_small} if was_small else {}),
    ]


V1: list[Data] = [
    scale("vondt", worse="higher", text=text("Smerte")),
    one_of("choice", "sivil", ("gift", None), ("alene", None), text=text("Sivilstand")),
    one_of("choices", "sted", ("hode", None), ("mage", None), text=text("Hvor")),
    rows(
        "barna",
        {"id": "fornavn", "type": "text"},
        integer("aar", text=text("Født")),
        one_of("choice", "skole", ("ja", None), ("nei", None), text=text("Skole")),
    ),
    integer("vekt", text=text("Vekt")),
]
K1: dict[str, Any] = {
    "scores": [{"id": "plage", "title": text("Plager"), "value": "vondt * 2", "worse": "higher"}],
    "needs": needs("lindre", "", "liten", "", "vondt", "barna", "aar"),
}
V2: list[Data] = [
    scale("smerte", formerly="vondt", worse="higher", text=text("Smerte")),
    one_of("choice", "samliv", ("par", "gift"), ("alene", None), text=text("Sivilstand"), formerly="sivil"),
    one_of("choices", "hvor", ("panne", "hode"), ("buk", "mage"), text=text("Hvor"), formerly="sted"),
    rows(
        "barn",
        {"id": "navn", "type": "text", "formerly": "fornavn"},
        integer("fodt", text=text("Født"), formerly="aar"),
        one_of("choice", "gaar", ("jo", "ja"), ("nei", None), text=text("Skole"), formerly="skole"),
        formerly="barna",
    ),
    {"id": "kilo", "type": "quantity", "unit": "kg", "formerly": "vekt", "text": text("Vekt")},
    yes_no("verre", visible_if='smerte > previous(smerte) and previous(samliv) == "par"', text=text("Verre")),
]
K2: dict[str, Any] = {
    "scores": [{"id": "sum", "formerly": "plage", "title": text("Plager"), "value": "smerte * 2", "worse": "higher"}],
    "needs": needs("lindring", "lindre", "barn_alene", "liten", "smerte", "barn", "fodt"),
}
V3: list[Data] = [
    scale("vondt", formerly="smerte", worse="higher", text=text("Smerte")),  # back to what it was
    one_of("choice", "status", ("samboer", "par"), ("alene", None), text=text("Sivilstand"), formerly="samliv"),
    one_of("choices", "plass", ("hode", "panne"), ("magen", "buk"), text=text("Hvor"), formerly="hvor"),
    rows(
        "unger",
        {"id": "kalles", "type": "text", "formerly": "navn"},
        integer("aar", text=text("Født"), formerly="fodt"),
        one_of("choice", "elev", ("ja", "jo"), ("nei", None), text=text("Skole"), formerly="gaar"),
        formerly="barn",
    ),
    integer("tyngde", text=text("Vekt"), formerly="kilo"),
    yes_no("verre", visible_if='vondt > previous(vondt) and previous(status) == "samboer"', text=text("Verre")),
]
K3: dict[str, Any] = {
    "scores": [{"id": "plage", "formerly": "sum", "title": text("Plager"), "value": "vondt * 2", "worse": "higher"}],
    "needs": needs("lette", "lindring", "smaa", "barn_alene", "vondt", "unger", "aar"),
}


def given(**values: Any) -> dict[str, Answer]:
    return {path.replace("__", "/"): Answer(value=value) for path, value in values.items()}


A1 = given(
    vondt=5, sivil="gift", sted=("hode", "mage"), barna=(1, 2), barna__1__fornavn="Ola", barna__1__aar=2015,
    barna__1__skole="ja", barna__2__fornavn="Kari", barna__2__aar=1990, vekt=70,
)  # fmt: skip
A2 = given(
    smerte=7, samliv="par", hvor=("panne",), barn=(1, 2), barn__1__navn="Ola", barn__1__fodt=2015,
    barn__1__gaar="jo", barn__2__navn="Kari", barn__2__fodt=1990, kilo=68, verre=True,
)  # fmt: skip
A3 = given(
    vondt=8, status="samboer", plass=("hode", "magen"), unger=(1, 2), unger__1__kalles="Ola", unger__1__aar=2015,
    unger__1__elev="ja", unger__2__kalles="Kari", unger__2__aar=1990, tyngde=66, verre=False,
)  # fmt: skip


@pytest.fixture
def first(desk: Desk) -> Talk:
    publish(desk.database, "2.0", *V1, **K1)
    talk = held_with(desk, A1)
    publish(desk.database, "2.1", *V2, **K2)
    return talk


@pytest.fixture
def second(desk: Desk, first: Talk) -> Talk:
    talk = held_with(desk, A2, next_talk(desk, first))
    publish(desk.database, "2.2", *V3, **K3)
    return talk


@pytest.fixture
def third(desk: Desk, second: Talk) -> Talk:
    return next_talk(desk, second)


def rows_of(desk: Desk, talk: Talk) -> list[Row]:
    return list(desk.compare.comparison(talk.patient.id, [talk.pathway.id], TODAY).rows)


def test_every_value_stands_once_under_the_newest_name_at_its_own_contact_point(desk: Desk, third: Talk) -> None:
    shown = [row for row in rows_of(desk, held_with(desk, A3, third)) if any(cell.text for cell in row.cells)]
    texts = {row.key.partition("/")[2] or row.key: [cell.text for cell in row.cells] for row in shown}
    assert {name: texts[name] for name in ("vondt", "status", "plass", "plage", "tyngde", "verre")} == {
        "vondt": ["5", "7", "8"],
        "status": ["Gift", "Par", "Samboer"],
        "plass": ["Hode, Mage", "Panne", "Hode, Magen"],
        "plage": ["10", "14", "16"],
        "tyngde": ["70", "68,0 kg", "66"],
        "verre": ["", "Ja", "Nei"],
    }
    assert texts["unger/1/aar"] == ["2015"] * 3 and texts["unger/1/elev"] == ["Ja", "Jo", "Ja"]
    assert [row.text for row in shown].count("Lindring") == [row.text for row in shown].count("Barnet: Ola") == 1
    older = {"smerte", "sivil", "samliv", "sted", "hvor", "sum", "vekt", "kilo", "barn", "barna"}
    assert not older & {key.partition("/")[0] for key in texts}
    pain = next(row for row in shown if row.key == "vondt")
    assert [cell.trend.trend if cell.trend else None for cell in pain.cells] == [None, Trend.WORSE, Trend.WORSE]
    assert [cell.number for cell in pain.cells] == [5, 7, 8]  # what is plotted


def test_last_time_is_there_under_the_newest_names_and_conditions_see_it(desk: Desk, third: Talk) -> None:
    filling = third.fillings["esas_r"]
    names = ("vondt", "status", "plass", "unger/1/kalles", "unger/1/aar", "unger/1/elev", "tyngde")
    assert [filling.last_answer(name).value for name in names] == [7, "samboer", ("hode",), "Ola", 2015, "ja", 68]
    assert [name for name in names if filling.misfit(name) is not None] == ["tyngde"]  # it was kilograms
    assert filling.last_rows("unger") == (1, 2) and filling.sheet.next_row("unger") == 3
    held_with(desk, {"vondt": Answer(value=8)}, third)
    assert filling.sheet.is_shown("verre")


def test_needs_are_seen_once_and_what_is_asked_of_everybody_is_found(desk: Desk, third: Talk) -> None:
    held_with(desk, A3, third)
    assert sorted(item.need.title for item in need_items(third, "nb")) == ["Barnet: Ola", "Lindring"]
    assert third.still_open() == []
    bring_up_to_date(desk.database)
    with desk.database.read() as view:
        mine = said.c.pathway_id == third.pathway.id
        names = {row.name for row in view._connection.execute(name.select().join(said).where(mine))}
        rules = view._connection.execute(
            need.select().where(need.c.pathway_id == third.pathway.id, need.c.left_open == 1)
        )
        left = {(row.contact_point, row.rule) for row in rules}
    children = {"unger", "unger.kalles", "unger.aar", "unger.elev"}
    assert names == {"vondt", "status", "plass", "tyngde", "verre", "plage", *children}
    assert left == {(3, "lette"), (3, "smaa/1")}

    def found(condition: str) -> list[bool]:
        question = desk.asking.check(condition).question
        assert question is not None, condition
        at = (desk.asking.ask(question, number, TODAY).pathways for number in (1, 2, 3))
        return [third.pathway.id in [pathway for pathway, _due in each] for each in at]

    for condition in (
        *("esas_r.vondt >= 5", "esas_r.smerte >= 5", "esas_r.plage >= 10", "esas_r.sum >= 10"),
        *('status == "samboer"', 'sivil == "samboer"', '"hode" in plass', "esas_r.vekt > 1", "kilo > 1"),
        *(f"any(esas_r.{column} == 2015)" for column in ("unger.aar", "barn.fodt", "barna.aar")),
        'any(esas_r.barna.skole == "ja")',
    ):
        assert found(condition) == [True, True, True], condition
    assert found('"magen" in plass') == [True, False, True]
