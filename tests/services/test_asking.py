"""Asking the records: of invented patients, in words, and what stands on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kartlegging_tui import cli, language
from kartlegging_tui.domain.explain import Joined
from kartlegging_tui.domain.people import Role
from kartlegging_tui.records import asking as records_asking
from kartlegging_tui.services.asking import Found
from kartlegging_tui.services.desk import Desk, NotAllowed
from tests.conftest import TODAY

QUESTIONS = [
    "age >= 60 and not age > 75",
    "contact_point == 2 or contact_point != 2",
    'kommune != "0301"',
    'diagnose == "C50"',
    'diagnose in ("C18.9", "C34")',
    'diagnose not in ("C18.9", "C34")',
    "maneder_siden_diagnose >= 4",
    "maneder_siden_diagnose == 3 or maneder_siden_diagnose < 2.5",
    "barn_under_18 or apen_sikkerhet",
    "not forlop.tilbakefall and not died",
    "answered(ansvarlig)",
    'ansvarlig == "Kari Lunde"',
    "any(tiltak)",
    "not any(tiltak)",
    "count(tiltak) >= 2",
    "count(tiltak) == 0",
    "count(tiltak.forsinket) < 2",
    "any(tiltak.forsinket)",
    'any(tiltak.frist < "2026-11")',
    'any(tiltak.frist == "2026-11")',
    'all(tiltak.frist >= "2026")',
    'any(tiltak.hjalp == "ja")',
    'not any(tiltak.hjalp == "ja")',
    'any(tiltak.status != "apen" and tiltak.punkt == 1)',
    "any(answered(tiltak.lukket))",
    'any(behov.tema == "mental_health")',
    'not any(behov.tema == "mental_health")',
    'any(behov.prioritet in ("haster", "hoy") and not behov.har_tiltak)',
    'all(behov.onsket == "ja")',
    "count(behov) > 3",
    "count(behov.varig) <= 1",
    'any(behov.onsket == "nei") or esas_r.smerte > 3',
]


@pytest.mark.parametrize("text", QUESTIONS)
def test_what_is_known_of_a_pathway_is_found_as_the_engine_finds_it(desk: Desk, text: str) -> None:
    asked = desk.asking.check(text).question
    assert asked is not None
    with desk.database.read() as view:
        for at in (None, 1, 2):
            made = records_asking.plan(view._connection, asked, at, TODAY)
            found = records_asking.find(view._connection, asked, at, TODAY)
            assert not made.rest
            assert found == records_asking.by_the_engine(view._connection, asked, at, TODAY)


def found(desk: Desk, text: str, at: int | None = None) -> Found:
    checked = desk.asking.check(text)
    assert checked.question is not None, checked.mistakes
    return desk.asking.ask(checked.question, at, TODAY)


def test_an_open_action_is_what_any_action_asks_for(desk: Desk) -> None:
    everybody = {pathway for pathway, _due in found(desk, "true").pathways}
    having = {pathway for pathway, _due in found(desk, "any(tiltak)").pathways}
    lacking = {pathway for pathway, _due in found(desk, "not any(tiltak)").pathways}
    assert having and lacking and having | lacking == everybody and not having & lacking
    assert having == {pathway for pathway, _due in found(desk, 'any(action.status == "open")').pathways}


def test_hits_come_in_pages_with_what_was_answered(desk: Desk) -> None:
    asked = found(desk, "esas_r.smerte >= 0")
    hits = desk.asking.page(asked, 100, 0)
    again = [hit for start in range(len(hits)) for hit in desk.asking.page(asked, 1, start)]
    assert hits == again and len(hits) == len(asked.pathways) == sum(asked.counts.values())
    assert asked.names == ("smerte",) and all(hit.values[0].isdigit() for hit in hits)


def test_actions_alone_are_counted_where_they_are_open(desk: Desk) -> None:
    asked = found(desk, "any(tiltak)")
    hits = desk.asking.page(asked, 500, 0)
    for hit in hits:
        counted = found(desk, f"count(tiltak) == {hit.values[0]}")
        assert hit.values[0] != "0" and hit.row.pathway_id in {pathway for pathway, _due in counted.pathways}


def test_a_question_that_forms_share_is_asked_by_its_name_alone(desk: Desk) -> None:
    """The example of whoever wished for this: both ESAS-r and the assessment of the body ask about pain."""
    language.use("nb")
    shared = found(desk, "smerte >= 5 and not any(tiltak)")
    assert shared.names[0] == "smerte"
    everybody = found(desk, "answered(smerte)")
    hits = desk.asking.page(everybody, 500, 0)
    assert {hit.forms for hit in hits} == {("esas_r",)}  # both are asked in the same talk, ESAS-r first
    assert all(hit.shown == (f"{hit.values[0]} ({hit.forms[0]})",) for hit in hits)
    of_either = {
        pathway for text in ("esas_r", "fysisk") for pathway, _ in found(desk, f"answered({text}.smerte)").pathways
    }
    assert {pathway for pathway, _due in everybody.pathways} == of_either
    words = desk.asking.in_words(shared.question)
    assert words.startswith("«Smerte» (ESAS-r – symptomer akkurat nå eller Fysisk") and "er 5 eller mer" in words
    assert desk.asking.suggestions("smert", 5)[1][0].text == "smerte"


def test_why_somebody_is_found_is_told_part_by_part(desk: Desk) -> None:
    language.use("en")
    asked = found(desk, "smerte >= 1 and not (any(tiltak.forsinket) or previous(smerte) > 10)")
    hit = desk.asking.page(asked, 1, 0)[0]
    parts = desk.asking.why(asked, hit.row)
    assert [(part.depth, part.joined, part.truth) for part in parts][:4] == [
        (0, Joined.AND, True),
        (1, None, True),
        (1, Joined.NOT, True),
        (2, Joined.OR, False),
    ]
    pain = parts[1]
    assert pain.text.startswith("“Pain” (") and pain.text.endswith("is 1 or more")
    (value,) = pain.values
    with desk.database.read() as view:
        talks = {
            point.number: talk.held_on
            for point in view.contact_points(hit.row.pathway_id)
            if (talk := view.conversation(point.id))
        }
    assert (value.value, value.form) == (hit.values[0], "ESAS-r – symptoms right now")
    assert value.contact_point is not None and value.day == talks[value.contact_point]
    now, before = parts[-1].values
    assert not now.previous and before.previous
    assert before.contact_point is None or before.contact_point < value.contact_point


def test_what_is_unknown_is_told_as_unknown(desk: Desk) -> None:
    asked = found(desk, "not answered(fysisk.smerte) and (fysisk.smerte > 3 or age > 0)")
    hits = desk.asking.page(asked, 1, 0)
    truths = [part.truth for part in desk.asking.why(asked, hits[0].row)]
    assert truths == [True, True, True, None, True]


def test_a_question_is_said_in_words(desk: Desk) -> None:
    language.use("en")
    said = {
        "esas_r.smerte >= 7 and not any(tiltak)": (
            "“Pain” (ESAS-r – symptoms right now) is 7 or more and there is no open action"
        ),
        'fylt_ut_av == "pasient"': "“Who filled in the form?” (ESAS-r – symptoms right now) is The patient",
        'diagnose == "C50" or age < 60': (
            "the diagnosis (ICD-10, by its beginning) is C50 or the patient's age in years is less than 60"
        ),
        'any(tiltak.frist < "2026-11-22")': (
            "for at least one of actions (alone: those that are open): its deadline is before 22.11.2026"
        ),
    }
    for text, words in said.items():
        question = desk.asking.check(text).question
        assert question is not None and desk.asking.in_words(question) == words


def test_names_and_options_are_suggested(desk: Desk) -> None:
    def suggested(text: str) -> tuple[int, list[str]]:
        start, found = desk.asking.suggestions(text, len(text))
        return start, [each.text for each in found]

    assert suggested("esas_r.sm") == (0, ["esas_r.smerte"])
    assert "esas_r.smerte" in suggested("age > 3 and sme")[1] and suggested("age > 3 and sme")[0] == 12
    assert suggested('fylt_ut_av == "pas') == (14, ['"pasient"', '"pasient_med_hjelp"'])
    assert suggested('any(tiltak.status == "')[1] == ['"apen"', '"utfort"', '"droppet"']
    assert suggested("any(tiltak.fr")[1] == ["tiltak.frist"]
    assert suggested("") == (0, [])


def test_words_are_found_with_the_question_they_were_said_to(desk: Desk) -> None:
    page = desk.asking.find_words("gang", 500, 0)
    assert page.written and page.total == len(page.written)
    answers = [each for each in page.written if each.passage.version]
    assert answers and all(each.question and each.form and each.passage.author for each in answers)
    for each in page.written:
        assert each.places and all(each.text[start:end] for start, end in each.places)
        assert all(each.text[start:end].lower().startswith("gang") for start, end in each.places)


def test_whoever_keeps_the_forms_asks_nothing_about_patients(desk: Desk) -> None:
    admin = Desk(desk.database, desk.library, desk.user.model_copy(update={"role": Role.ADMIN}), demo=True)
    with pytest.raises(NotAllowed):
        _ = admin.asking


@pytest.fixture
def file(desk: Desk) -> Path:
    return desk.database.path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.main(["--language", "en", *words])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_the_command_line_lists_whom_it_is_true_of(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, "ask", "age > 60 and answered(esas_r.smerte)", "--json", "--database", str(file))
    told = json.loads(out)
    assert code == 0 and told["count"] == len(told["found"]) > 0
    first = told["found"][0]
    assert first.keys() == {"pathway", "patient", "name", "diagnosis", "status", "values", "forms"}
    assert int(first["values"]["age"]) > 60 and first["values"]["esas_r.smerte"]
    code, out, _err = run(capsys, "ask", "age > 60", "--csv", "--contact-point", "1", "--database", str(file))
    assert code == 0 and out.splitlines()[0] == "Pathway;Patient;Name;Diagnosis;Status;age"
    code, out, _err = run(capsys, "ask", "age > 60", "--database", str(file))
    assert code == 0 and out.startswith("the patient's age in years is more than 60:") and "pathways" in out


def test_the_command_line_tells_mistakes_at_their_places(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "ask", "age > 3 and smertee", "--database", str(file))
    assert code == 2 and not out
    assert err.splitlines()[:2] == ["age > 3 and smertee", "            ^^^^^^^"] and "`smerte`" in err
    code, out, _err = run(capsys, "ask", "smertee", "--json", "--database", str(file))
    assert code == 2 and json.loads(out)["mistakes"][0]["start"] == 0


def test_the_command_line_finds_words(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, "find", "smer", "--json", "--database", str(file))
    told = json.loads(out)
    assert code == 0 and told["count"] == len(told["found"]) > 0 and "smer" in told["found"][0]["text"].lower()
    code, out, _err = run(capsys, "find", '"*', "NEAR(", "--database", str(file))
    assert code == 0 and out.strip() == "0 places"


def test_a_kept_question_is_asked_by_its_name(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "filters.yaml"
    kept.write_text('records:\n  "Gamle": "age > 60"\n', "utf-8")
    monkeypatch.setenv("KARTLEGGING_FILTERS", str(kept))
    code, out, _err = run(capsys, "ask", "--kept", "Gamle", "--json", "--database", str(file))
    assert code == 0 and json.loads(out)["condition"] == "age > 60"
    code, _out, err = run(capsys, "ask", "--kept", "Unge", "--database", str(file))
    assert code == 2 and "Gamle" in err
    assert run(capsys, "ask", "--database", str(file))[0] == 2
