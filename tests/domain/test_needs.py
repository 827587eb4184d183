"""Needs that the answers show: of the form, and of each row of a group."""

from __future__ import annotations

from typing import Any

import pytest

from kartlegging_tui.domain.answers import EMPTY, Answer, Missing
from kartlegging_tui.domain.needs import need_title, row_name
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.sheet import Sheet
from kartlegging_tui.domain.values import Words
from tests.domain.forms import choice, form_of, integer, rows, sheet_of, text, yes_no

WORDS = Words(yes="Ja", no="Nei", declined="Vil ikke svare", unknown="Vet ikke", not_relevant="Ikke relevant")
NAME = {"id": "navn", "type": "text"}


def need(name: str, when: str, **keys: Any) -> dict[str, Any]:
    return {"id": name, "when": when, "title": text(name), **keys}


def children(*needs: dict[str, Any], **keys: Any) -> Questionnaire:
    group = rows("barn", NAME, integer("alder"), yes_no("fulgt"), visible_if="har_barn", **keys)
    return form_of(yes_no("har_barn"), integer("grense"), group, needs=list(needs))


def keys(sheet: Sheet) -> list[str]:
    return [found.key for found in sheet.needs()]


FOLLOW_UP = need("tilsyn", "alder < 18 and not answered(fulgt)", each="barn")


def test_a_need_of_rows_is_there_once_for_each_row_in_which_it_is_true() -> None:
    sheet = sheet_of(children(FOLLOW_UP), har_barn=True, barn=(1, 2, 3))
    assert keys(sheet) == []
    for row, age in ((1, 7), (2, 20), (3, 9)):
        sheet.set(f"barn/{row}/alder", Answer(value=age))
    assert keys(sheet) == ["tilsyn/1", "tilsyn/3"]
    assert sheet.set("barn/3/fulgt", Answer(value=True)).needs == {"tilsyn/3"}
    assert keys(sheet) == ["tilsyn/1"]


def test_the_most_pressing_need_comes_first_and_rows_stand_in_their_order() -> None:
    form = children(need("lav", "har_barn", priority="low"), FOLLOW_UP, need("haster", "grense > 1", priority="urgent"))
    sheet = sheet_of(form, har_barn=True, grense=2, barn=(3, 1), barn__1__alder=5, barn__3__alder=5)
    assert keys(sheet) == ["haster", "tilsyn/3", "tilsyn/1", "lav"]


def test_a_cell_runs_the_need_of_its_own_row_alone() -> None:
    form = children(FOLLOW_UP, need("eldst", "alder >= max(barn.alder)", each="barn"))
    sheet = sheet_of(form, har_barn=True, barn=tuple(range(1, 21)))
    assert sheet.set("barn/7/fulgt", Answer(value=True)).rules_run == 1
    assert sheet.set("barn/7/alder", Answer(value=5)).rules_run == 21  # its own, and in every row who is the eldest


def test_a_need_that_reads_the_form_follows_it_in_every_row() -> None:
    form = children(need("over", "alder > grense", each="barn"))
    sheet = sheet_of(form, har_barn=True, barn=(1, 2, 3), barn__1__alder=1, barn__2__alder=5, barn__3__alder=9)
    assert sheet.set("grense", Answer(value=4)).needs == {"over/2", "over/3"}
    assert sheet.set("grense", Answer(value=8)).needs == {"over/2"}
    assert sheet.set("grense", Answer(missing=Missing.DECLINED)).needs == {"over/3"}


def test_a_need_goes_with_its_row_and_comes_back_with_it() -> None:
    sheet = sheet_of(children(FOLLOW_UP), har_barn=True, barn=(1, 2), barn__1__alder=7, barn__2__alder=8)
    assert sheet.set("barn", Answer(value=(2,))).needs == {"tilsyn/1"}
    assert keys(sheet) == ["tilsyn/2"]
    assert sheet.set("barn", Answer(value=(2, 1))).needs == {"tilsyn/1"}
    assert keys(sheet) == ["tilsyn/2", "tilsyn/1"]
    assert sheet.set("barn", EMPTY).needs == {"tilsyn/1", "tilsyn/2"}


def test_a_hidden_group_has_no_needs() -> None:
    sheet = sheet_of(children(FOLLOW_UP), har_barn=True, barn=(1,), barn__1__alder=7)
    assert sheet.set("har_barn", Answer(value=False)).needs == {"tilsyn/1"}
    assert keys(sheet) == []
    assert sheet.set("har_barn", Answer(value=True)).needs == {"tilsyn/1"}


def test_a_need_without_a_column_in_its_condition_is_one_of_every_row() -> None:
    assert keys(sheet_of(children(need("hver", "har_barn", each="barn")), har_barn=True, barn=(1, 2))) == [
        "hver/1",
        "hver/2",
    ]


# ---- what they are called ------------------------------------------------------------------------------------------


def test_a_need_of_a_row_is_called_by_its_title_and_the_first_column() -> None:
    sheet = sheet_of(children(FOLLOW_UP, need("alle", "har_barn")), har_barn=True, barn=(4,), barn__4__alder=7)
    sheet.set("barn/4/navn", Answer(value="Ola"))
    assert [need_title(found, sheet, "nb", WORDS) for found in sheet.needs()] == ["tilsyn: Ola", "alle"]


@pytest.mark.parametrize("name", [EMPTY, Answer(missing=Missing.DECLINED), Answer(value="  ")])
def test_a_row_without_a_name_is_called_by_its_place(name: Answer) -> None:
    sheet = sheet_of(children(row_title=text("Barn", en="Child")), har_barn=True, barn=(1, 4))
    sheet.set("barn/4/navn", name)
    assert row_name(sheet, "barn", 4, "en", WORDS) == "Child 2"
    untitled = sheet_of(children(), har_barn=True, barn=(1, 4))
    assert row_name(untitled, "barn", 4, "en", WORDS) == "2"


def test_a_row_is_named_as_its_answer_is_shown() -> None:
    options = [{"value": "m", "text": text("Mor")}, {"value": "f", "text": text("Far")}]
    sheet = sheet_of(form_of(rows("hvem", {**choice("rolle"), "options": options})), hvem=(1,), hvem__1__rolle="f")
    assert row_name(sheet, "hvem", 1, "nb", WORDS) == "Far"


def test_what_is_confidential_or_hidden_names_nothing() -> None:
    for column in ({"confidential": True}, {"visible_if": "alder > 1"}):
        group = rows("barn", NAME | column, integer("alder"), row_title=text("Barn"))
        sheet = sheet_of(form_of(group), barn=(1,), barn__1__navn="Ola")
        assert row_name(sheet, "barn", 1, "nb", WORDS) == "Barn 1"
