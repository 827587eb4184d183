"""What a difference is called: every change has words, and an admin reads plain Norwegian."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from kartlegging_tui import language
from kartlegging_tui.domain.difference import difference
from kartlegging_tui.domain.publishing_rules import Refusal, Why, next_version, refusals
from kartlegging_tui.domain.touched import Count, Effect, Touch, counted, touches
from kartlegging_tui.domain.weights import RULES
from kartlegging_tui.services.difference_words import lines, stored_words, told
from kartlegging_tui.services.key_words import KEYS
from kartlegging_tui.services.refusal_words import refusal_words
from tests.domain.whole_form import WHOLE, changed_in_one_place, form, text


def question(name: str, data: dict[str, Any]) -> dict[str, Any]:
    return next(item for section in data["sections"] for item in section["questions"] if item["id"] == name)


def said(data: dict[str, Any], count: Count | None = None) -> list[str]:
    """What is printed; each change that touches stored answers touches `count` of them."""
    old, new = form(WHOLE), form(data)
    changes = difference(old, new)
    touched = touches(old, changes)
    counts = dict.fromkeys(touched, count) if count is not None else None
    return list(lines(told(changes, touched, counts)))


def test_a_changed_form_in_norwegian():
    data = deepcopy(WHOLE)
    data["version"] = "2.0"
    question("antall", data)["max"] = 5
    question("har_barn", data)["text"] = {
        "nb": "Har du små barn, eller barn som du har ansvar for?",
        "nn": "Om har_barn (nn)",
    }
    question("vekt", data).update(unit="g", hint=text("Vei"))
    question("sted", data)["options"].pop(1)
    data["sections"][1]["questions"].insert(0, data["sections"][0]["questions"].pop(1))
    assert said(data, Count(41)) == [
        "Bryter med svar som er lagret",
        "  Svaralternativet `kne` i `sted` «Kne»",
        "    er borte",
        "    → 41 svar har valgt det.",
        "  Spørsmålet `vekt` «Om vekt»",
        "    enheten: kg → g",
        "    → 41 lagrede svar passer ikke lenger til spørsmålet.",
        "Svarene beholdes, men det som spørres om, eller hva det betyr, kan ha forskjøvet seg",
        "  Spørsmålet `antall` «Om antall»",
        "    høyeste tall: 9 → 5",
        "    → 41 svar faller utenfor det nye området.",
        "  Spørsmålet `har_barn` «Har du små barn, eller barn som du har ansvar for?»",
        "    teksten:",
        "      − Om har_barn",
        "      + Har du små barn, eller barn som du har ansvar for?",
        "    er flyttet fra delen `en` til `to`",
        "Endrer ingenting for svarene",
        "  Spørsmålet `vekt` «Om vekt»",
        "    hintet til den som spør: Spør → Vei",
        "    hintet til den som spør (nn): Spør (nn) → Vei (nn)",
    ]


@pytest.mark.parametrize(
    ("count", "sentence"),
    [
        (Count(41), "41 svar faller utenfor det nye området."),
        (Count(0), "Ingen signerte svar berøres."),
        (Count(None, at_least=40), "Minst 40 svar faller utenfor det nye området."),
        (counted(1, 1), "Færre enn 5 svar faller utenfor det nye området."),
        (counted(4, 4), "Færre enn 5 svar faller utenfor det nye området."),
        (counted(9, 2), "Noen svar faller utenfor det nye området."),
    ],
)
def test_stored_answers_are_counted_in_words_and_small_numbers_are_not_told(count, sentence):
    assert stored_words(Touch(Effect.OUTSIDE), count) == sentence


def test_the_grammar_of_a_number_that_is_not_told_does_not_tell_it():
    language.use("en")
    assert stored_words(Touch(Effect.OUTSIDE), counted(1, 1)) == stored_words(Touch(Effect.OUTSIDE), counted(3, 3))


def test_a_refusal_says_what_to_do():
    data = deepcopy(WHOLE)
    question("antall", data)["id"] = "antallet"
    found = refusals(form(WHOLE), form(data), difference(form(WHOLE), form(data)))
    assert [refusal_words(each) for each in found] == [
        'Versjon 1.0 er publisert, og en publisert versjon endres aldri. Gi skjemaet en ny versjon: `version: "2.0"`.',
        "`antall` er borte, og svarene på det blir ikke funnet igjen. "
        "Hvis `antallet` er det samme som `antall` var, skriv `formerly: antall` under det. "
        "Hvis svarene kan gå ut av syne: `--accept-loss antall`.",
    ]
    assert "formerly: …" in refusal_words(Refusal(Why.LOST, ("antall",)))
    assert all(refusal_words(Refusal(why, ("x",), version="1.0", suggested="2.0")) for why in Why)


@pytest.mark.parametrize(
    ("version", "harmless", "breaking"),
    [("1.0", "1.1", "2.0"), ("1", "1.1", "2.0"), ("1.9", "1.10", "2.0"), ("2.3.4", "2.4", "3.0")],
)
def test_the_version_that_is_suggested_says_how_much_has_changed(version, harmless, breaking):
    data = deepcopy(WHOLE)
    data["licence"] = "Free"
    assert next_version(version, difference(form(WHOLE), form(data))) == harmless
    question("vekt", data)["unit"] = "g"
    assert next_version(version, difference(form(WHOLE), form(data))) == breaking


def test_every_key_has_words_and_so_has_every_change():
    assert {key for rules in RULES.values() for key in rules} - {"row"} <= set(KEYS)
    before = form(WHOLE)
    for place, after in changed_in_one_place(WHOLE):
        changes = difference(before, after)
        only_version = [change.field for change in changes] == ["version"]
        assert bool(list(lines(told(changes)))) is (bool(changes) and not only_version), place
