"""Last time beside now, on the screen."""

from __future__ import annotations

from datetime import date

import pytest

from kartlegging_tui.domain.answers import Answer, Missing, Path
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.filling import Filling
from kartlegging_tui.services.last_time import LastTime
from kartlegging_tui.tui import talk_words
from kartlegging_tui.tui.screens.conversation import ConversationScreen
from kartlegging_tui.tui.widgets.form_pane import FormPane
from tests.services.test_conversation import started
from tests.tui.conftest import House, settled, text_on
from tests.tui.test_form_pane import ENDS, filling_of, form, shown, text_of

PAIN = f"{{id: x, type: scale, text: Smerte, worse: higher, real_change: 2, ends: {ENDS}}}"
REWORDED = PAIN.replace("text: Smerte", "text: Hvor vondt?")
YES = "{id: y, type: yes_no, text: Ja?}"
CHILDREN = (
    "{id: barn, type: rows, text: Barna, row_title: Barn, row: [{id: navn, type: text, text: Navn},"
    " {id: alder, type: integer, text: Alder}]}"
)
TWO_CHILDREN = {
    "barn": Answer(value=(1, 3)),
    "barn/1/navn": Answer(value="Ola"),
    "barn/1/alder": Answer(value=7),
    "barn/3/navn": Answer(value="Kari"),
    "barn/3/alder": Answer(missing=Missing.DECLINED, note="usikker"),
}
OPTIONS = "[{value: god, text: God, score: 0}, {value: dårlig, text: Dårlig, score: 2}]"


def filling_with(now: str, last: dict[Path, Answer], then: str | None = None, more: str = "") -> Filling:
    """A form of these questions, and last time's answers to it, or to other questions."""
    filling = filling_of(form(now, more))
    before = filling_of(form(then or now, more)).form.questionnaire
    filling.last_time = LastTime(1, date(2026, 5, 15), "Kari Lunde", before, last, filling.context)
    if then is None:
        filling.last_time = LastTime(1, date(2026, 5, 15), "Kari Lunde", filling.form.questionnaire, last)
    return filling


def last_of(pane: FormPane) -> str:
    """The lines about last time, one after the other."""
    lines = [line.strip(" ▌") for line in text_of(pane).splitlines()]
    start = next(place for place, line in enumerate(lines) if line.startswith("↺"))
    end = next(place for place in range(start, len(lines)) if not lines[place])
    return " ".join(lines[start:end])


def told(pilot_text: str) -> str:
    """What is on the screen, as one line."""
    return " ".join(pilot_text.split())


async def test_value_day_author_and_note_stand_beside_the_question_and_one_key_confirms() -> None:
    filling = filling_with(f"{PAIN}\n{YES}", {"x": Answer(value=4, note="mest om natta")})
    async with shown(filling) as (pilot, pane):
        assert last_of(pane) == "↺ sist 15.05.26, Kari Lunde: 4 «mest om natta»"
        await pilot.press("s")
        assert filling.sheet.answer("x") == Answer(value=4, confirmed=True)
        assert last_of(pane).endswith("«mest om natta»  = bekreftet")


@pytest.mark.parametrize(
    ("key", "outcome"),
    [("7", "▲ verre"), ("1", "▼ bedre"), ("4", "= som sist"), ("5", "≈ omtrent likt"), ("v", "")],
)
async def test_an_arrow_and_a_word_say_what_has_become_of_it(key: str, outcome: str) -> None:
    filling = filling_with(f"{PAIN}\n{YES}", {"x": Answer(value=4)})
    async with shown(filling) as (pilot, pane):
        await pilot.press(key)
        assert last_of(pane) == f"↺ sist 15.05.26, Kari Lunde: 4  {outcome}".strip()


async def test_where_less_is_worse_the_arrow_still_goes_the_way_the_number_went() -> None:
    filling = filling_with(f"{PAIN.replace('higher', 'lower')}\n{YES}", {"x": Answer(value=7)})
    async with shown(filling) as (pilot, pane):
        await pilot.press("2")
        assert last_of(pane).endswith(": 7  ▼ verre")


@pytest.mark.parametrize("length", range(0, 60, 3))
async def test_answering_moves_nothing_and_cuts_nothing_off(length: int) -> None:
    note = f"{'natt og dag ' * 8}{'x' * length}"
    filling = filling_with(f"{PAIN}\n{YES}", {"x": Answer(value=4, note=note)})
    async with shown(filling) as (pilot, pane):
        before = text_of(pane).splitlines()
        await pilot.press("9")
        after = text_of(pane).splitlines()
        assert before.index(" ·  Ja?") == after.index("▌·  Ja?")
        assert "".join(note.split()) in "".join(last_of(pane).split())
        assert "▲ verre" in last_of(pane)


async def test_a_question_in_other_words_is_marked_and_can_be_confirmed() -> None:
    filling = filling_with(f"{REWORDED}\n{YES}", {"x": Answer(value=4)}, PAIN)
    async with shown(filling) as (pilot, pane):
        assert last_of(pane).endswith(": 4 (andre ord da)")
        await pilot.press("s")
        assert filling.sheet.answer("x") == Answer(value=4, confirmed=True)


async def test_an_old_answer_is_shown_in_the_words_of_its_own_version() -> None:
    then = f"{{id: x, type: choice, text: Søvn, worse: higher, options: {OPTIONS}}}\n{YES}"
    now = then.replace("text: God", "text: Som en stein").replace("value: dårlig", "value: ille")
    filling = filling_with(now, {"x": Answer(value="god"), "y": Answer(value=True)}, then)
    async with shown(filling) as (pilot, pane):
        assert "Som en stein" in text_of(pane)
        assert last_of(pane).endswith(": God (andre svarvalg da)")
        await pilot.press("2")
        assert last_of(pane).endswith("(andre svarvalg da)  ≠ endret")


@pytest.mark.parametrize(
    ("then", "now", "last", "why"),
    [
        (PAIN, PAIN.replace("ends:", "max: 5, ends:"), Answer(value=4), "på en annen skala"),
        (PAIN.replace("id: x", "id: z"), PAIN, Answer(), "Spørsmålet er nytt"),
        (PAIN, PAIN, Answer(), "ikke noe svar fra sist"),
        (PAIN, "{id: x, type: yes_no, text: Vondt?}", Answer(value=4), "spurt på en annen måte"),
        (
            f"{{id: x, type: choice, text: Søvn, options: {OPTIONS}}}",
            f"{{id: x, type: choice, text: Søvn, options: {OPTIONS.replace('god', 'bra')}}}",
            Answer(value="god"),
            "kan ikke velges lenger",
        ),
        (
            "{id: x, type: quantity, text: Vekt, unit: kg}",
            "{id: x, type: quantity, text: Vekt, unit: g}",
            Answer(value=70),
            "annen måleenhet",
        ),
    ],
)
async def test_what_no_longer_fits_is_refused_in_words_and_nothing_is_answered(
    then: str, now: str, last: Answer, why: str
) -> None:
    filling = filling_with(f"{now}\n{YES}", {"x": last} if last.given else {}, f"{then}\n{YES}")
    async with shown(filling) as (pilot, pane):
        assert not [command for command in pane.commands_now() if command.id == "same"]
        await pilot.press("s")
        (message,) = [notice.message for notice in pilot.app._notifications]
        assert why in message
        assert filling.sheet.answers == {}


async def test_an_answer_to_a_question_that_was_hidden_in_the_end_is_not_last_times() -> None:
    questions = f"{YES}\n{PAIN.replace('id: x', 'id: x, visible_if: y')}"
    filling = filling_with(questions, {"y": Answer(value=False), "x": Answer(value=4)})
    async with shown(filling) as (pilot, pane):
        await pilot.press("j")
        assert "Smerte" in text_of(pane)
        assert "↺ sist 15.05.26, Kari Lunde: 4" not in text_of(pane)


async def test_last_times_children_are_fetched_with_one_key_and_confirmed_with_one_key_each() -> None:
    filling = filling_with(f"{CHILDREN}\n{YES}", TWO_CHILDREN)
    async with shown(filling) as (pilot, pane):
        assert last_of(pane).endswith(": Ola, Kari")
        await pilot.press("s")
        assert filling.sheet.answers == {"barn": Answer(value=(1, 3), confirmed=True)}
        drawn = told(text_of(pane).replace("▌", ""))
        assert "── Barn 1: Ola" in drawn
        assert "── Barn 2: Kari" in drawn
        assert "Navn ▏Enter: skriv ↺ sist 15.05.26, Kari Lunde: Ola" in drawn
        assert "Ønsker ikke å svare «usikker»" in drawn
        await pilot.press("s", "s", "down", "s")
        assert filling.sheet.answer("barn/1/navn") == Answer(value="Ola", confirmed=True)
        assert filling.sheet.answer("barn/1/alder") == Answer(value=7, confirmed=True)
        assert filling.sheet.answer("barn/3/alder") == Answer(missing=Missing.DECLINED, confirmed=True)


async def test_a_new_child_gets_a_number_that_no_child_has_had() -> None:
    filling = filling_of(form(f"{CHILDREN}\n{YES}"))
    last = LastTime(1, date(2026, 5, 15), "Kari", filling.form.questionnaire, TWO_CHILDREN)
    filling = Filling(
        form=filling.form,
        context=filling.context.__class__(previous=TWO_CHILDREN),
        conversation_id=0,
        user=filling.user,
        saver=filling.saver,
        now=filling.now,
        last_time=last,
    )
    async with shown(filling) as (pilot, pane):
        await pilot.press("a", *"Per", "enter")
        assert filling.sheet.rows("barn") == (4,)
        await pilot.press("end", "up", "s")
        assert filling.sheet.answer("barn") == Answer(value=(1, 3, 4))  # not confirmed: there is a new one
        assert pane.view.current is not None
        assert pane.view.current.path == "barn/1/navn"
        await pilot.press("x")
        assert filling.sheet.answer("barn") == Answer(value=(3, 4))


async def test_fetching_again_says_that_all_are_here_and_changes_nothing() -> None:
    filling = filling_with(f"{CHILDREN}\n{YES}", TWO_CHILDREN)
    async with shown(filling) as (pilot, _pane):
        await pilot.press("s", "end", "up", "s")
        assert filling.sheet.answers == {"barn": Answer(value=(1, 3), confirmed=True)}
        assert [notice.message for notice in pilot.app._notifications] == ["Alt fra sist er hentet inn."]
        await pilot.press("z")
        assert filling.sheet.answers == {}


async def test_a_child_taken_away_is_no_longer_a_confirmed_list() -> None:
    filling = filling_with(f"{CHILDREN}\n{YES}", TWO_CHILDREN)
    async with shown(filling) as (pilot, _pane):
        await pilot.press("s", "x")
        assert filling.sheet.answer("barn") == Answer(value=(3,))


async def test_a_long_name_above_a_row_is_whole_and_the_mark_stays_at_the_question() -> None:
    name = "Maria Katarzyna " * 5 + "\x1b[31m"
    filling = filling_with(f"{CHILDREN}\n{YES}", {"barn": Answer(value=(1,)), "barn/1/navn": Answer(value=name)})
    async with shown(filling) as (pilot, pane):
        await pilot.press("s")
        lines = [line.strip("▌") for line in text_of(pane).splitlines()]
        assert lines.index("·  Navn") == 4
        assert told(" ".join(lines[2:4])) == f"── Barn 1: {name}".replace("\x1b", "\ufffd")


async def test_a_reason_for_having_no_rows_is_confirmed_as_any_other() -> None:
    filling = filling_with(f"{CHILDREN}\n{YES}", {"barn": Answer(missing=Missing.NOT_RELEVANT)})
    async with shown(filling) as (pilot, _pane):
        await pilot.press("s")
        assert filling.sheet.answer("barn") == Answer(missing=Missing.NOT_RELEVANT, confirmed=True)


SCORES = "scores:\n  - {id: poeng, title: Poeng, value: sum(x), worse: higher}\n  - {id: vekt, value: sum(x)}\n"


@pytest.mark.parametrize(
    ("then", "expected"),
    [
        (None, ["Poeng: 7 (sist 4 ▲ verre)", "vekt: 7 (sist 4)"]),
        (
            PAIN.replace("ends:", "max: 5, ends:"),
            ["Poeng: 7 (sist 4, regnet ut på en annen måte da)", "vekt: 7 (sist 4, regnet ut på en annen måte da)"],
        ),
    ],
)
def test_scores_show_last_times_and_where_it_has_gone(then: str | None, expected: list[str]) -> None:
    filling = filling_with(PAIN, {"x": Answer(value=4)}, then, SCORES)
    assert "Poeng:" not in talk_words.results_text([filling], "nb")
    filling.answer("x", Answer(value=7))
    lines = [line.strip() for line in talk_words.results_text([filling], "nb").splitlines()]
    assert lines[-2:] == expected


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_second_contact_point_of_the_demo_shows_what_has_become_of_each_answer(
    desk: Desk, house: House, size: tuple[int, int]
) -> None:
    async with house(desk, size=size) as pilot:
        screen = ConversationScreen(desk, started(desk).id)
        await pilot.app.push_screen(screen)
        await settled(pilot)
        await pilot.press("f", *"kvalme", "enter")
        await settled(pilot)
        last = screen.pane.filling.last_answer("kvalme").value
        assert isinstance(last, int)
        await pilot.press("9" if last < 9 else "0", "up")
        await settled(pilot)
        drawn = told(text_on(pilot))
        assert f": {last} ▲ verre" in drawn or f": {last} ▼ bedre" in drawn
