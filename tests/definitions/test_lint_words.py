"""What is worth a look in texts, ids and options – and what is not."""

from __future__ import annotations

import pytest

from kartlegging_tui.definitions.findings import Finding, Severity
from kartlegging_tui.definitions.reader import questionnaire_from_text
from kartlegging_tui.domain.readability import readability
from tests.definitions.good_files import FORM, places, spoiled

OTHER = "      - id: annet\n        type: text\n        text: {nb: Annet, nn: Anna, en: Other}\n"
WORRY = "{nb: Uro, nn: Uro, en: Worry}"
NEED = "{nb: Lindring, nn: Lindring, en: Relief}"
HARD = (
    "Opplever pasienten vedvarende konsentrasjonsvansker eller hukommelsesproblemer som vanskeliggjør gjennomføringen "
    "av dagligdagse aktiviteter og opprettholdelsen av sosiale relasjoner"
)
WARNINGS = [
    ("similar-ids", "id: annet\n", "id: ¤y_rke\n"),
    ("similar-ids", "id: annet\n", "id: ¤smert3\n".replace("3", "e_")),
    ("similar-ids", "{id: navn, type", "{id: ¤yrk_e, type"),
    ("similar-ids", "scores:\n", "scores:\n  - {id: ¤ann_et, value: smerte}\n"),
    ("duplicate-text", "text: {nb: Annet, nn: Anna, en: Other}", "text: {nb: Annet, nn: ¤yrke, en: Other}"),
    ("duplicate-text", "text: {nb: Navn, nn: Namn, en: Name}", "text: {nb: Alder, nn: Namn, en: Name}"),
    ("duplicate-text", "{value: kne, text: {nb: Kne,", '{value: kne, text: {nb: ¤"Rygg ",'),
    ("mixed-scripts", WORRY, "{nb: ¤\u0423ro, nn: Uro, en: Worry}"),
    ("mixed-scripts", WORRY, '{nb: "Mye ¤ur\u03bf?", nn: Uro, en: Worry}'),
    ("mixed-scripts", "{value: nei, text", "{value: ¤n\u0435i, text"),
    ("similar-values", "{value: nei,", "{value: ¤JA,"),
    ("similar-values", "{value: nei,", "{value: ¤\u0458\u0430,"),
    ("placeholder", "source: Own", "source: ¤ukjent"),
    ("placeholder", "licence: MIT", "licence: ¤'?'"),
    ("placeholder", "licence: MIT", "licence: ¤'MIT or TODO'"),
    ("placeholder", NEED, "{nb: ¤'TODO: title', nn: Lindring, en: Relief}"),
    ("placeholder", NEED, "{nb: ¤…, nn: Lindring, en: Relief}"),
    ("long-text", NEED, f"{{nb: {'lang ' * 13}, nn: Lindring, en: Relief}}".replace("lang", "¤lang", 1)),
    ("long-text", "{nb: Rygg, nn: Rygg, en: Back}", f"{{nb: ¤{'rygg ' * 29}, nn: Rygg, en: Back}}"),
    ("long-text", "nn: Heime,", f"nn: ¤{'heime ' * 11},"),
    ("long-text", WORRY, f"{{nb: ¤{'ur o. ' * 70}, nn: Uro, en: Worry}}"),
    ("hard-to-read", WORRY, f"{{nb: ¤{HARD}, nn: Uro, en: Worry}}"),
    ("mostly-exclusive", "score: 2}", "score: 2, ¤exclusive: true}"),
    ("at-most-too-high", "at_most: 2", "at_most: ¤3"),
    (
        "none-not-exclusive",
        "- {value: ingen, text: {nb: Ingen, nn: Ingen, en: None}, score: 0, exclusive: true}",
        "- ¤{value: ingen, text: {nb: Ingen av disse, nn: Ikkje, en: No}, score: 0}",
    ),
]  # fmt: skip


def findings(text: str) -> tuple[Finding, ...]:
    return questionnaire_from_text(text, "god.yaml").findings


@pytest.mark.parametrize(("code", "old", "new"), WARNINGS)
def test_what_is_worth_a_look_is_a_warning_at_its_place(code, old, new):
    if "Navn" in old:
        old, new = "text: {nb: Alder, nn: Alder, en: Age}", "text: {nb: ¤Navn, nn: Alder, en: Age}"
    bad, place = spoiled(FORM, old, new)
    found = [each for each in findings(bad) if each.code not in ("missing-translation", "option-without-key")]
    assert places(tuple(found)) == [(code, *place)]
    assert found[0].severity is Severity.WARNING


GOOD = [
    # numbered siblings, single letters, short words that anybody tells apart
    ("id: annet\n", "id: yrke_1\n"),
    ("id: annet\n", "id: smerte_a\n"),
    ("{id: navn, type: text, text", "{id: behov_lege, type: text, text"),
    (OTHER, OTHER + OTHER.replace("annet", "sporsmal_11").replace("Annet", "En").replace("Anna", "Ein")
     .replace("Other", "One") + OTHER.replace("annet", "sporsmal_1_1").replace("Annet", "To").replace("Anna", "To")
     .replace("Other", "Two")),
    # the same words, where what is shown decides between them
    (OTHER, OTHER + OTHER.replace("id: annet\n", "id: hvilke\n        visible_if: smerte >= 4\n")),
    # Greek letters of science, units, words of one alphabet
    (WORRY, '{nb: "TNFα, β-blokker, 5 µg", nn: "γGT", en: "Кто"}'),
    # what is a word in a form, and no placeholder
    (NEED, '{nb: "Ukjent…", nn: Ukjend, en: Unknown}'),
    ("source: Own", "source: Egen tekst; opphavet er ukjent"),
    # long, but there is room
    (NEED, f"{{nb: {'l' * 60}, nn: Lindring, en: Relief}}"),
    # few words say nothing about how hard a text is
    (WORRY, "{nb: Konsentrasjonsvansker eller hukommelsesproblemer, nn: Uro, en: Worry}"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), GOOD)
def test_what_is_all_right_is_not_found(old, new):
    assert FORM.count(old) == 1
    assert findings(FORM.replace(old, new)) == ()


@pytest.mark.parametrize("wording", ["official", "transcribed"])
def test_words_of_others_are_not_called_long_or_hard(wording):
    bad = FORM.replace(WORRY, f"{{nb: {HARD}, nn: Uro, en: Worry}}").replace(NEED, f"{{nb: {'l' * 80}, nn: L, en: R}}")
    assert {finding.code for finding in findings(bad)} == {"hard-to-read", "long-text"}
    assert findings(bad.replace("wording: {nb: own", f"wording: {{nb: {wording}")) == ()


def test_a_form_whose_questions_all_are_a_little_hard_is_hard_as_a_whole():
    easy = "Har du sovet godt i natt? "
    hard = "Oppfatter du konsentrasjonen tilfredsstillende? "
    assert findings(FORM.replace(WORRY, f'{{nb: "{easy * 13}", nn: Uro, en: Worry}}')) == ()
    found = findings(FORM.replace(WORRY, f'{{nb: "{hard * 7}", nn: Uro, en: Worry}}').replace(OTHER, OTHER + "".join(
        f"      - {{id: a{n}, type: info, text: {{nb: '{n} {hard * 3}', nn: x, en: y}}}}\n" for n in range(6)
    )))  # fmt: skip
    assert [(finding.code, finding.line) for finding in found if finding.line == 5] == [("hard-to-read", 5)]


def test_of_many_similar_ids_the_first_ones_are_told():
    questions = "".join(
        f"      - {{id: {a}{b}{'_' * c}lang, type: info, text: '1'}}\n"
        for a in "abcdef"
        for b in "ghijkl"
        for c in (0, 1)
    )
    found = findings(FORM.replace(OTHER, OTHER + questions))
    assert [finding.code for finding in found] == ["similar-ids"] * 20


def test_the_other_place_is_pointed_out():
    (found,) = findings(FORM.replace("id: annet\n", "id: y_rke\n"))
    assert [FORM.split("\n")[each.line - 1].strip() for each in found.related] == ["- id: yrke"]


@pytest.mark.parametrize(
    ("text", "words", "lix"),
    [
        ("", 0, 0),
        ("…", 0, 0),
        ("Hvor vondt gjør det?", 4, 4),
        ("Det gjør vondt. Hvor?", 4, 2),
        ("Sovetablett hjelper ikke", 3, 3 + 100 * 2 / 3),
        ("Først: 1,5 mg. Så 2 mg.", 6, 2),
        ("En linje\n\nen til", 4, 2),
        ("Pakkeforløp-hjem.no er én side", 4, 4 + 25),
    ],
)
def test_lix_is_words_a_sentence_and_long_words_in_a_hundred(text, words, lix):
    found = readability(text)
    assert (found.words, pytest.approx(found.lix)) == (words, lix)
