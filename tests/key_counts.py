"""How many keys a form takes, from opening it to its last question, counted by filling it on the screen.

Twice: with a patient who has little to tell, and with one who has much. Free text is passed by unless it
must be there, and then it is one word: how much is written is up to those who talk.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from textual import events

from kartlegging_tui.definitions.library import shipped
from kartlegging_tui.domain import picking
from kartlegging_tui.domain.problems import problems
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import Choice, Choices, Date, Info, Question, Rows, Scale, TextQuestion, YesNo
from kartlegging_tui.services.filling import Filling
from kartlegging_tui.services.preview import open_preview
from kartlegging_tui.tui.preview_app import PreviewApp
from kartlegging_tui.tui.widgets.form_lines import Entry, Part
from kartlegging_tui.tui.widgets.form_pane import FormPane

TODAY = date(2026, 11, 22)
CHARACTERS = {"enter": "\r", "down": None}


def forms() -> list[Questionnaire]:
    """The shipped forms that have all their questions: a slot gets them with its licence."""
    return [form for form in shipped().questionnaires() if form.slot is None]


def keys_for(entry: Entry | None, filling: Filling, much: bool) -> list[str]:
    """What a nurse presses at a question."""
    item = entry.item if entry else None
    if entry is None or entry.part is not Part.QUESTION or isinstance(item, Info):
        return ["down"]
    if isinstance(item, TextQuestion):
        return ["enter", *"sove", "enter"] if item.required else ["down"]
    match item:
        case YesNo():
            return ["j" if much else "n"]
        case Choice() | Choices():
            options = filling.form.questionnaire.options(item)
            keys = picking.option_keys(options)
            alone = [key for key, option in zip(keys, options, strict=True) if option.exclusive]
            if isinstance(item, Choices) and not much and alone:
                return [alone[0]]
            plain = [key for key, option in zip(keys, options, strict=True) if not (option.other or option.exclusive)]
            return [plain[0], "enter"] if isinstance(item, Choices) else [plain[-1 if much else 0]]
        case Scale() if picking.is_picked(item):
            return ["8" if much and item.max >= 8 else str(item.max) if much else str(item.min + 1)]
        case Rows():
            return ["down"]
        case Date():
            return [*"2024", "enter"] if item.partial else [*"010926", "enter"]
        case Question():
            return [*str(getattr(item, "min", None) or 2), "enter"]
    return ["down"]


async def count(form: Questionnaire, much: bool) -> int:
    """Fills the form, and returns the keys that were pressed. Nothing may stand in the way of signing then."""
    filling = open_preview(form, contact_point=2, age=57, today=TODAY)
    app = PreviewApp(filling)
    pressed = 0
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        pane = app.screen.query_one(FormPane)
        before: object = None
        while True:
            view = pane.view
            here = (view.section, view.cursor, len(view.entries))
            if here == before:
                break
            before = here
            keys = keys_for(view.current, filling, much)
            for key in keys:
                app.post_message(events.Key(key, CHARACTERS.get(key, key)))
                await pilot.pause()
                pressed += 1
    left = [str(problem) for problem in problems(filling.sheet)]
    asked = (path for path in filling.sheet.visible() if isinstance(filling.form.item(path), Question))
    passed = [path for path in asked if not filling.sheet.answer(path).given]
    typed = [path for path in passed if not isinstance(filling.form.item(path), TextQuestion | Rows)]
    assert not left and not typed, f"{form.id}: {left} {typed}"
    return pressed


async def counts(which: Iterable[Questionnaire]) -> dict[str, tuple[int, int]]:
    """By form: keys with little to tell, and with much."""
    return {form.id: (await count(form, much=False), await count(form, much=True)) for form in which}
