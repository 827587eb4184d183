"""The whole of contact point 2 by keys alone: every form, the plan, the signature, a correction; and what is exported.

What was said is written down here as it is pressed, apart from the program, and looked for in the export.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

from textual.pilot import Pilot

from kartlegging_tui.cli import main
from kartlegging_tui.domain import picking
from kartlegging_tui.domain.export import Export, ExportedConversation, ExportedPathway
from kartlegging_tui.domain.questions import Choice, Choices, Date, Question, Rows, Scale, TextQuestion, YesNo
from kartlegging_tui.domain.signing import SigningState
from kartlegging_tui.domain.transcript import Transcript
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.filling import Filling
from kartlegging_tui.services.need_items import need_items
from kartlegging_tui.services.urgent import unrecorded
from kartlegging_tui.tui.screens.conversation import ConversationScreen
from kartlegging_tui.tui.screens.plan import PlanScreen
from kartlegging_tui.tui.screens.summary import SummaryScreen
from kartlegging_tui.tui.widgets.form_lines import Entry, Part
from tests.conftest import TODAY
from tests.key_counts import keys_for
from tests.services.test_conversation import started
from tests.services.test_planning import agreed_before, before
from tests.tui.conftest import House, settled

Said = dict[tuple[str, str], Any]
"""By form and question, the value that was said."""


def meant(entry: Entry, filling: Filling, keys: list[str]) -> Any:
    """What the keys say, read by hand."""
    typed = "".join(keys[:-1])
    match entry.item:
        case YesNo():
            return keys[0] == "j"
        case Choice() | Choices() as item:
            options = filling.form.questionnaire.options(item)
            picked = next(o for k, o in zip(picking.option_keys(options), options, strict=True) if k == keys[0])
            return [picked.value] if isinstance(item, Choices) else picked.value
        case Scale() as item if picking.is_picked(item):
            return int(keys[0])
        case Date():
            return typed if len(typed) == 4 else "2026-09-01"
        case TextQuestion():
            return typed.removeprefix("enter")
    return int(typed)


async def fill_all(pilot: Pilot[None], screen: ConversationScreen, said: Said, confirmed: set[tuple[str, str]]) -> None:
    """Goes from the first question to the last, as the talk goes."""
    random, here = Random(7), None
    while here != (here := _here(screen)):
        entry, filling = screen.pane.view.current, screen.pane.filling
        group = entry.path if entry and entry.part is Part.ADD else ""
        if entry is None or entry.part is not Part.QUESTION:
            if group == "barn" and not filling.sheet.rows(group):
                await pilot.press("a", *"Ola", "enter")
                said[filling.id, "barn/1/navn"] = "Ola"
            else:
                await pilot.press("down")
            continue
        last = filling.last_answer(entry.path)
        if last.value is not None and filling.misfit(entry.path) is None and random.random() < 0.3:
            await pilot.press("s")
            said[filling.id, entry.path] = list(last.value) if isinstance(last.value, tuple) else last.value
            confirmed.add((filling.id, entry.path))
            continue
        keys = keys_for(entry, filling, much=random.random() < 0.5)
        await pilot.press(*keys)
        if isinstance(entry.item, Question) and not isinstance(entry.item, Rows) and keys != ["down"]:
            said[filling.id, entry.path] = meant(entry, filling, keys)


def _here(screen: ConversationScreen) -> tuple[object, ...]:
    view = screen.pane.view
    return (screen.pane.filling.id, view.section and view.section.id, view.cursor, len(view.entries))


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def weigh_all(pilot: Pilot[None], screen: PlanScreen) -> None:
    """Asks about every need: yes with the first suggestion, maybe, no, in turn."""
    wishes = cycle("jkn")
    for _ in range(200):
        items = need_items(screen.talk, "nb")
        if not any(item.unasked or item.unplanned for item in items):
            return
        need = screen._need
        if need is None or not (need.unasked or need.unplanned):
            await press(pilot, "down")
        elif need.unplanned or (wish := next(wishes)) == "j":
            await press(pilot, "j", "t", *("1" if need.suggestions else "ringe"), "enter")
            while not isinstance(pilot.app.screen, PlanScreen):
                await press(pilot, "enter")
        else:
            await press(pilot, wish)
    raise AssertionError("the plan was never finished")


async def test_contact_point_2_from_the_first_question_to_the_corrected_signature(
    desk: Desk, house: House, tmp_path: Path
) -> None:
    said: Said = {}
    confirmed: set[tuple[str, str]] = set()
    async with house(desk, size=(120, 40)) as pilot:
        conversation = started(desk)
        agreed_before(desk, desk.conduct.open(conversation.id), before("Bestille tolk", TODAY - timedelta(days=3)))
        screen = ConversationScreen(desk, conversation.id)
        await pilot.app.push_screen(screen)
        await settled(pilot)

        # what was agreed last comes first: done, and it helped
        assert isinstance(pilot.app.screen, PlanScreen)
        await press(pilot, "d", "1", "1", "escape")

        await fill_all(pilot, screen, said, confirmed)
        assert {form for form, _path in said} >= {"apning", "esas_r", "fysisk", "psykososial", "parorende", "arbeid"}
        assert confirmed
        await press(pilot, "f", *"kvalme", "enter", "m", *"verst", "enter")
        await press(pilot, "e", *"ensom", "enter")
        while unrecorded(screen.talk):
            await press(pilot, "d", "1")
            while pilot.app.screen is not screen:
                await press(pilot, "enter")

        await press(pilot, "f4")
        plan = pilot.app.screen
        assert isinstance(plan, PlanScreen)
        await weigh_all(pilot, plan)
        await press(pilot, "escape", "f3")
        assert isinstance(pilot.app.screen, SummaryScreen)
        left = pilot.app.screen._summary
        assert left is not None and left.obstacles == ()
        await press(pilot, "s", "j")
        assert desk.conduct.open(conversation.id).state is SigningState.SIGNED

        # the nausea was heard wrong
        await press(pilot, "r", *"feilhørt", "enter", "enter")
        assert pilot.app.screen is screen
        await press(pilot, "f", *"kvalme", "enter", "3", "f3")
        summary = pilot.app.screen
        assert isinstance(summary, SummaryScreen)
        if summary._summary is not None and summary._summary.obstacles:
            await press(pilot, "escape", "f4")
            assert isinstance(pilot.app.screen, PlanScreen)
            await weigh_all(pilot, pilot.app.screen)
            await press(pilot, "escape", "f3")
        await press(pilot, "s", "j")
        assert desk.saver.flush(10)

    talk = desk.conduct.open(conversation.id)
    assert talk.state is SigningState.SIGNED
    file = tmp_path / "export.json"
    wanted = ["export", "--database", str(desk.database.where), "--patient", str(talk.patient.id)]
    assert main([*wanted, "--output", str(file)]) == 0
    pathway = exported(file, talk.pathway.id)
    held = next(point.talk for point in pathway.contact_points if point.contact_point.id == talk.contact_point.id)
    assert held is not None
    first, second = held.signed
    shown = {(form, path): value for (form, path), value in said.items() if talk.fillings[form].sheet.is_shown(path)}
    assert len(shown) > 150
    assert {key: value for key, value in answers(first).items() if key in shown} == shown
    corrected = {**shown, ("esas_r", "kvalme"): 3}
    assert {key: value for key, value in answers(second).items() if key in corrected} == corrected
    assert (second.version, second.reason, second.signed_by) == (2, "feilhørt", desk.user.name)
    assert notes(first) == {("esas_r", "kvalme"): "verst"}
    assert confirmed & set(shown) <= said_again(first)
    check_plan(pathway, held)


def exported(file: Path, pathway_id: int) -> ExportedPathway:
    (patient,) = Export.model_validate_json(file.read_text("utf-8")).patients
    return next(each for each in patient.pathways if each.pathway.id == pathway_id)


def answers(version: Transcript) -> Said:
    found: Said = {}
    for form in version.forms:
        for said in form.answers:
            value = said.answer.value
            found[form.form, said.path] = list(value) if isinstance(value, tuple) else value
    return found


def notes(version: Transcript) -> dict[tuple[str, str], str]:
    return {
        (form.form, said.path): said.answer.note for form in version.forms for said in form.answers if said.answer.note
    }


def said_again(version: Transcript) -> set[tuple[str, str]]:
    return {(form.form, said.path) for form in version.forms for said in form.answers if said.answer.confirmed}


def check_plan(pathway: ExportedPathway, held: ExportedConversation) -> None:
    """Every need weighed, each yes with an action that somebody has, the old action closed, the own need there."""
    plan = {each.path: each.content for each in pathway.agreed}
    needs = {path: content for path, content in plan.items() if path.startswith("need/2/")}
    actions = [content for path, content in plan.items() if path.startswith("action/")]
    assert "ensom" in [need["title"] for need in needs.values()]
    assert {need["follow_up"] for need in needs.values()} == {"yes", "no", "maybe"}
    for path, need in needs.items():
        if need["follow_up"] == "yes":
            assert any(action["need"] == path and action["who"] for action in actions), need["title"]
    (tolk,) = [action for action in actions if action["text"] == "Bestille tolk"]
    assert (tolk["status"], tolk["helped"]) == ("done", "yes")
    urgent = {f"urgent/2/{form.form}/{path}" for form in held.signed[0].forms for path in form.urgent}
    assert urgent and urgent <= set(plan)
