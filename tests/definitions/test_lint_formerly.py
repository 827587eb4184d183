"""What a form says of earlier ids: each mistake is found, alone, at its place; the good twin has no finding."""

from __future__ import annotations

import pytest

from kartlegging_tui.definitions.reader import questionnaire_from_text
from tests.definitions.good_files import FORM, places, spoiled

BAD = [
    ("formerly-in-use", "id: annet\n", "id: annet\n        formerly: ¤smerte\n"),
    ("formerly-in-use", "id: annet\n", "id: annet\n        formerly: [annen, ¤plage]\n"),
    ("formerly-in-use", "id: annet\n", "id: annet\n        formerly: ¤alder\n"),
    ("formerly-in-use", "{id: alder,", "{id: alder, formerly: ¤navn,"),
    ("formerly-in-use", "{value: nei,", "{value: nei, formerly: ¤ja,"),
    ("formerly-in-use", "{value: 1,", "{value: 1, formerly: [2, ¤0],"),
    ("formerly-in-use", "- id: tilsyn\n", "- id: tilsyn\n    formerly: ¤lindring\n"),
    ("formerly-in-use", "- id: plage\n", "- id: plage\n    formerly: ¤uro\n"),
    ("formerly-itself", "id: annet\n", "id: annet\n        formerly: ¤annet\n"),
    ("formerly-itself", "{value: kne,", "{value: kne, formerly: ¤kne,"),
    ("formerly-twice", "id: har_barn\n", "id: har_barn\n        formerly: [hatt, ¤hatt]\n"),
    ("formerly-twice", "{value: kne,", "{value: kne, formerly: [bein, ¤bein],"),
]
GOOD = [
    ("id: annet\n", "id: annet\n        formerly: [annen, andre]\n"),
    ("{id: alder,", "{id: alder, formerly: aar,"),
    ("{value: nei,", "{value: nei, formerly: nix,"),
    ("{value: 1,", "{value: 1, formerly: 2,"),
    ("- id: tilsyn\n", "- id: tilsyn\n    formerly: smerte\n"),
    ("- id: plage\n", "- id: plage\n    formerly: plager_sum\n"),
]


@pytest.mark.parametrize(("code", "old", "new"), BAD)
def test_an_earlier_id_that_is_not_its_own_is_found_where_it_stands(code: str, old: str, new: str) -> None:
    text, (line, column) = spoiled(FORM, old, new)
    assert places(questionnaire_from_text(text, "god.yaml").findings) == [(code, line, column)]


@pytest.mark.parametrize(("old", "new"), GOOD)
def test_an_earlier_id_that_nothing_else_has_is_right(old: str, new: str) -> None:
    assert FORM.count(old) == 1
    assert questionnaire_from_text(FORM.replace(old, new), "god.yaml").findings == ()


def test_two_questions_cannot_have_been_the_same_one() -> None:
    text, place = spoiled(
        FORM.replace("id: annet\n", "id: annet\n        formerly: ord\n"),
        "id: har_barn\n",
        "id: har_barn\n        formerly: ¤ord\n",
    )
    assert places(questionnaire_from_text(text, "god.yaml").findings) == [("formerly-twice", *place)]
