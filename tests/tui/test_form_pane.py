"""Filling a form with the keyboard alone: what each key does, for every type of question."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

import pytest
from textual.pilot import Pilot

from kartlegging_tui import language
from kartlegging_tui.definitions.library import shipped
from kartlegging_tui.definitions.reader import questionnaire_from_text
from kartlegging_tui.domain.answers import Answer, Missing
from kartlegging_tui.domain.problems import problems
from kartlegging_tui.domain.questions import Question
from kartlegging_tui.services.filling import Filling
from kartlegging_tui.services.preview import open_preview
from kartlegging_tui.services.saving import Piece
from kartlegging_tui.tui.preview_app import PreviewApp
from kartlegging_tui.tui.widgets.form_pane import FormPane

TODAY = date(2026, 11, 22)
ENDS = "{low: Ingen, high: Verst tenkelig}"
OPTIONS = "[{value: nei, text: Nei}, {value: litt, text: Litt}, {value: annet, text: Annet, other: true}]"
SEVERAL = "[{value: rygg, text: Rygg}, {value: kne, text: Kne}, {value: ingen, text: Ingen, key: '0', exclusive: true}]"


def form(questions: str, more: str = "") -> str:
    head = "id: prove\nversion: '1.0'\narea: other\ntitle: Prøve\nsource: test\nlicence: MIT\n"
    lines = "".join(f"      - {line}\n" for line in questions.strip().splitlines())
    return f"{head}sections:\n  - id: a\n    title: A\n    questions:\n{lines}{more}"


def filling_of(text: str) -> Filling:
    reading = questionnaire_from_text(text, "prove.yaml")
    assert reading.value is not None, [str(finding) for finding in reading.findings]
    return open_preview(reading.value, contact_point=2, age=57, today=TODAY)


@asynccontextmanager
async def shown(filling: Filling, size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[Pilot[Any], FormPane]]:
    language.use("nb")
    app = PreviewApp(filling)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield pilot, app.screen.query_one(FormPane)


def text_of(pane: FormPane) -> str:
    return "\n".join(pane.view.render_line(y).text.rstrip() for y in range(pane.view.size.height))


@pytest.mark.parametrize(
    ("question", "keys", "answer"),
    [
        ("{id: x, type: yes_no, text: Ja?}", ["j"], Answer(value=True)),
        ("{id: x, type: yes_no, text: Ja?}", ["n"], Answer(value=False)),
        (f"{{id: x, type: choice, text: Hva?, options: {OPTIONS}}}", ["2"], Answer(value="litt")),
        (f"{{id: x, type: choice, text: Hva?, options: {OPTIONS}}}", ["right", "right", "space"], Answer(value="litt")),
        (
            f"{{id: x, type: choice, text: Hva?, options: {OPTIONS}}}",
            ["3", *"svimmel", "enter"],
            Answer(value="annet", other="svimmel"),
        ),
        (f"{{id: x, type: choices, text: Hvor?, options: {SEVERAL}}}", ["2", "1"], Answer(value=("rygg", "kne"))),
        (f"{{id: x, type: choices, text: Hvor?, options: {SEVERAL}}}", ["1", "2", "1"], Answer(value=("kne",))),
        (f"{{id: x, type: choices, text: Hvor?, options: {SEVERAL}}}", ["1", "0"], Answer(value=("ingen",))),
        (f"{{id: x, type: scale, text: Smerte, ends: {ENDS}}}", ["7"], Answer(value=7)),
        (f"{{id: x, type: scale, text: Smerte, ends: {ENDS}}}", ["t"], Answer(value=10)),
        (f"{{id: x, type: scale, text: Helse, min: 0, max: 100, ends: {ENDS}}}", ["8", "5", "enter"], Answer(value=85)),
        ("{id: x, type: integer, text: Antall}", ["1", "2", "enter"], Answer(value=12)),
        ("{id: x, type: decimal, text: Mål}", ["7", "comma", "5", "enter"], Answer(value=7.5)),
        ("{id: x, type: quantity, text: Vekt, unit: kg}", ["7", "2", "escape"], Answer(value=72)),
        ("{id: x, type: text, text: Fortell}", ["enter", *"jeg", "enter"], Answer(value="jeg")),
        ("{id: x, type: text, text: Fortell, lines: 3}", ["enter", "a", "ctrl+j", "b", "enter"], Answer(value="a\nb")),
        ("{id: x, type: date, text: Når?}", [*"170526", "enter"], Answer(value="2026-05-17")),
        (
            "{id: x, type: date, text: Når?, partial: true}",
            ["enter", *"ca", "space", *"2020", "enter"],
            Answer(value="~2020"),
        ),
        ("{id: x, type: yes_no, text: Ja?}", ["v"], Answer(missing=Missing.DECLINED)),
        ("{id: x, type: text, text: Fortell}", ["u"], Answer(missing=Missing.UNKNOWN)),
        ("{id: x, type: integer, text: Antall}", ["i"], Answer(missing=Missing.NOT_RELEVANT)),
        ("{id: x, type: yes_no, text: Ja?}", ["m", *"obs", "enter"], Answer(note="obs")),
        ("{id: x, type: yes_no, text: Ja?}", ["m", *"obs", "enter", "j"], Answer(value=True, note="obs")),
        ("{id: x, type: yes_no, text: Ja?}", ["p"], Answer(parked=True)),
        ("{id: x, type: yes_no, text: Ja?}", ["p", "up", "j"], Answer(value=True)),
    ],
)
async def test_a_question_is_answered_with_the_keyboard(question: str, keys: list[str], answer: Answer) -> None:
    filling = filling_of(form(f"{question}\n{{id: y, type: yes_no, text: Den neste}}"))
    async with shown(filling) as (pilot, _pane):
        await pilot.press(*keys)
        await pilot.pause()
        assert filling.sheet.answer("x") == answer


@pytest.mark.parametrize("keys", [["j"], ["v"], ["p"], ["down"], ["enter"]])
async def test_one_key_answers_and_moves_on(keys: list[str]) -> None:
    filling = filling_of(form("{id: x, type: yes_no, text: Ja?}\n{id: y, type: yes_no, text: Den neste}"))
    async with shown(filling) as (pilot, pane):
        await pilot.press(*keys)
        assert pane.view.current is not None
        assert pane.view.current.path == "y"


async def test_a_question_appears_and_vanishes_at_once() -> None:
    filling = filling_of(
        form(
            f"{{id: x, type: scale, text: Smerte, ends: {ENDS}}}\n"
            "{id: y, type: text, text: Hvor?, visible_if: x >= 4}"
        )
    )
    async with shown(filling) as (pilot, pane):
        assert "Hvor?" not in text_of(pane)
        await pilot.press("7")
        assert "Hvor?" in text_of(pane)
        assert pane.view.current is not None
        assert pane.view.current.path == "y"
        await pilot.press("up", "1")
        assert "Hvor?" not in text_of(pane)


async def test_what_was_typed_and_cannot_be_read_stays_in_the_box() -> None:
    filling = filling_of(form("{id: x, type: integer, text: Antall}"))
    async with shown(filling) as (pilot, pane):
        await pilot.press("7", "a", "enter")
        assert pane.box.text == "7a"
        assert pane.screen.focused is pane.box
        await pilot.press("backspace", "enter")
        assert filling.sheet.answer("x") == Answer(value=7)


@pytest.mark.parametrize("key", ["escape", "tab"])
async def test_nobody_is_held_in_a_box_and_what_was_typed_becomes_a_note(key: str) -> None:
    filling = filling_of(form("{id: x, type: integer, text: Antall}"))
    async with shown(filling) as (pilot, pane):
        await pilot.press("7", *"ish", key)
        assert pane.screen.focused is pane.view
        assert filling.sheet.answer("x") == Answer(note="7ish")


@pytest.mark.parametrize("key", ["f2", "f1"])
async def test_what_is_being_typed_is_kept_whatever_key_comes(key: str) -> None:
    text = form("{id: x, type: text, text: Fortell}\n{id: y, type: yes_no, text: Ja?}")
    filling = filling_of(text.replace("title: Prøve", "title: {nb: Prøve, en: Trial}"))
    async with shown(filling) as (pilot, pane):
        await pilot.press("enter", *"hei", key)
        await pilot.pause()
        assert pane.box.text == "hei"
        if filling.sheet.answer("x") == Answer():
            await pilot.press("escape")  # the help page
            await pilot.press("escape")  # the box
            await pilot.pause()
        assert filling.sheet.answer("x") == Answer(value="hei")


async def test_what_was_typed_is_kept_as_typing_until_it_is_kept_as_an_answer() -> None:
    filling = filling_of(form("{id: x, type: text, text: Fortell}"))
    kept: list[str] = []

    class Recorder:
        def put(self, piece: Piece) -> None:
            kept.append("answer" if piece.counts else "typing")

    filling.saver = Recorder()
    async with shown(filling) as (pilot, _pane):
        await pilot.press("enter", *"hei", "enter")
        await pilot.pause()
    assert kept == ["typing", "typing", "typing", "answer", "typing"]  # the last drops what was being typed


async def test_a_click_on_another_question_keeps_what_is_typed() -> None:
    filling = filling_of(form("{id: x, type: text, text: Fortell}\n{id: y, type: yes_no, text: Ja?}"))
    async with shown(filling) as (pilot, pane):
        await pilot.press("enter", *"hei")
        await pilot.click(pane.view, offset=(6, 4))
        assert filling.sheet.answer("x") == Answer(value="hei")
        assert pane.view.current is not None
        assert pane.view.current.path == "y"


async def test_undo_goes_back_step_by_step_across_rows_and_notes() -> None:
    filling = filling_of(
        form(
            "{id: x, type: yes_no, text: Ja?}\n"
            "{id: barn, type: rows, text: Barn, row: [{id: navn, type: text, text: Navn}]}"
        )
    )
    async with shown(filling) as (pilot, pane):
        await pilot.press("j", "enter", *"Ida", "enter", "a", *"Per", "enter")
        assert filling.sheet.answer("barn") == Answer(value=(1, 2))
        assert filling.sheet.answer("barn/2/navn") == Answer(value="Per")
        await pilot.press("up", "x")
        assert filling.sheet.rows("barn") == (1,)
        await pilot.press("z")
        assert filling.sheet.rows("barn") == (1, 2)
        assert "Per" in text_of(pane)
        await pilot.press("z", "z", "z", "z", "z")
        assert filling.sheet.answers == {}


async def test_states_differ_without_colour() -> None:
    questions = "\n".join(f"{{id: q{place}, type: yes_no, text: Spørsmål {place}}}" for place in range(5))
    filling = filling_of(form(questions + "\n{id: q5, type: yes_no, text: Spørsmål 5, required: true}"))
    async with shown(filling) as (pilot, pane):
        await pilot.press("j", "v", "p")
        lines = {line[4:14]: line for line in text_of(pane).splitlines() if "Spørsmål" in line}
        marks = [lines[f"Spørsmål {place}"][:2].strip("▌ ") for place in range(6)]
        assert marks == ["✓", "–", "»", "·", "·", "*"]
        assert "j (●) Ja   n ( ) Nei" in text_of(pane)
        assert lines["Spørsmål 3"].startswith("▌")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_number_of_widgets_follows_the_screen_not_the_form(size: tuple[int, int]) -> None:
    counts = []
    for many in (20, 1000):
        questions = "\n".join(
            f"{{id: q{place}, type: choice, text: Spørsmål {place}, options: {OPTIONS}}}" for place in range(many)
        )
        async with shown(filling_of(form(questions)), size) as (pilot, pane):
            await pilot.press("1", "2", "pagedown", "end")
            assert len(pane.view.entries) == many
            counts.append(len(pane.screen.query("*")))
    assert counts[0] == counts[1]
    assert counts[0] <= size[1]


async def test_the_question_being_answered_is_always_whole_on_the_screen() -> None:
    questions = "\n".join(
        f"{{id: q{place}, type: choice, text: Spørsmål {place} {'langt ' * (place % 20)}, options: {OPTIONS}}}"
        for place in range(60)
    )
    async with shown(filling_of(form(questions))) as (pilot, pane):
        for _ in range(59):
            await pilot.press("1")
            view = pane.view
            top = view._tops[view.cursor] - view.scroll_offset.y
            bottom = view._tops[view.cursor + 1] - 1 - view.scroll_offset.y
            assert top >= 0
            assert bottom <= view.size.height


HOSTILE = ["[/b]", "[@click=app.quit]x[/]", "\x1b]0;PWNED\x07", "\u202e", "\x9b31m", "a[b"]


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_shown_as_text(text: str) -> None:
    filling = filling_of(form("{id: x, type: text, text: Fortell}\n{id: y, type: yes_no, text: Ja?}"))
    filling.answer("x", Answer(value=text, note=text))
    async with shown(filling, (120, 40)) as (pilot, pane):
        await pilot.press("down", "b")
        await pilot.pause()
        drawn = text_of(pane)
        assert not any(unsafe in drawn for unsafe in ("\x1b", "\u202e", "\x9b", "\x07"))
        assert text[:2] in drawn or "\ufffd" in drawn


@pytest.mark.parametrize(
    ("identifier", "keys", "most"),
    [("phq9", "2222222223", 12), ("esas_r", "0123456789u1", 14), ("gad7", "1111111", 9), ("who5", "54321", 7)],
)
async def test_an_instrument_takes_no_more_keys_than_it_has_questions(identifier: str, keys: str, most: int) -> None:
    filling = open_preview(shipped().questionnaire(identifier), contact_point=2, age=57, today=TODAY)
    async with shown(filling) as (pilot, _pane):
        await pilot.press(*keys)
        await pilot.pause()
        asked = [path for path in filling.sheet.visible() if isinstance(filling.form.item(path), Question)]
        assert [path for path in asked if not filling.sheet.answer(path).given] == []
        assert problems(filling.sheet) == []
    assert len(keys) <= most
