"""Commands on other keys: they work there and nowhere else, and everything that names a key names the new one."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from textual.pilot import Pilot

from kartlegging_tui import language
from kartlegging_tui.domain.answers import Answer
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.tui import key_names
from kartlegging_tui.tui.app import KartleggingApp
from kartlegging_tui.tui.commands import use_keys
from kartlegging_tui.tui.preview_app import PreviewApp
from kartlegging_tui.tui.remapping import commands_by_id, keymap, places
from kartlegging_tui.tui.screens.worklist import WorklistScreen
from kartlegging_tui.tui.widgets.form_pane import FormPane
from tests import catalogues
from tests.tui.conftest import TODAY, settled, text_on
from tests.tui.test_form_pane import filling_of, form


@pytest.fixture(autouse=True)
def declared_keys() -> Iterator[None]:
    """What a test puts elsewhere is back for the next one."""
    yield
    use_keys({})


def texts(**wanted: str) -> list[str]:
    language.use("en")
    return [mistake.text for mistake in keymap(wanted)[1]]


def test_the_declared_keys_have_no_mistakes() -> None:
    """As if a user had written them all down: no clash on any screen, and none that answers are given with."""
    wanted = {name: command.keys for name, command in commands_by_id().items()}
    read, mistakes = keymap(wanted)
    allowed = {("new", "n"), ("yes", "j")}
    assert [mistake for mistake in mistakes if (mistake.command, mistake.text[:1]) not in allowed] == []
    assert read == {name: keys.replace(", ", ",") for name, keys in wanted.items()}


def test_an_id_is_the_same_command_with_the_same_keys_on_every_screen() -> None:
    keys: dict[str, set[str]] = {}
    for place in places():
        for command in place.commands:
            keys.setdefault(command.id, set()).add(command.keys)
    assert {name: found for name, found in keys.items() if len(found) > 1} == {}


def test_every_screen_is_called_what_users_call_it() -> None:
    language.use("nb")
    assert [place.name for place in places() if place.title == place.name and place.name != "Patient"] == []


@pytest.mark.parametrize(
    ("written", "key"),
    [
        *(("F3", "f3"), ("f12", "f12"), ("Esc", "escape"), ("escape", "escape"), ("PgDn", "pagedown"), ("↓", "down")),
        *(("Mellomrom", "space"), ("⌫", "backspace"), ("⇧Tab", "shift+tab"), ("Shift+Tab", "shift+tab")),
        *(("Ctrl+S", "ctrl+s"), ("ctrl+s", "ctrl+s"), ("/", "slash"), ("comma", "comma"), ("ø", "ø"), ("F", "F")),
        *(("sape", None), ("F33", None), ("ctrl+", None), ("sun", None), ("hyper+a", None)),
    ],
)
def test_a_key_is_known_as_textual_writes_it_and_as_it_is_shown(written: str, key: str | None) -> None:
    assert key_names.key_named(written) == key


def test_every_key_that_is_used_can_be_written_as_it_is_shown() -> None:
    for spoken in ("nb", "nn", "en"):
        language.use(spoken)
        for command in commands_by_id().values():
            for key in command.keys_now:
                assert key_names.key_named(key_names.shown(key)) == key


def test_all_that_is_wrong_is_told_at_once() -> None:
    said = " ".join(texts(unddo="x", find="m", summary="j", leave="ctrl+i", undo="sape", results="ctrl+c", note=","))
    assert "`unddo`. Did you mean `undo`?" in said
    assert "m would be both `find` and `note`: Conversation" not in said  # what `note` is to be on is not known
    assert "j is needed to answer or to write: Conversation." in said
    assert "A terminal sends Ctrl+I as Tab." in said
    assert "There is no key `sape`." in said
    assert "Ctrl+C cannot be given away." in said
    assert "the key of the sign , is called comma" in said


def test_two_commands_of_one_screen_on_one_key_is_told_and_of_two_screens_is_not() -> None:
    assert texts(find="m") == [
        "m would be both `find` and `note`: Conversation.",
        "m would be both `find` and `words`: Follow-up.",
    ]
    assert texts(finish="u") == []  # ends on the summary, where nobody says "does not know"


def test_commands_that_are_never_there_together_may_be_on_one_key() -> None:
    assert texts(handled="d", follow_up="d") == []
    assert texts(handled="f7", follow_up="f7") == []
    assert texts(hand_over="d") != []


def test_keys_that_change_places_do_not_clash() -> None:
    assert texts(park="x", remove_row="p") == []


def test_a_letter_is_not_given_to_a_screen_where_letters_are_written() -> None:
    assert texts(register="r")[0].startswith("r is needed to answer or to write: ")


NAMES_A_KEY = re.compile(r"\b(F\d{1,2}|Ctrl|Esc|Enter|Tab)\b|\b[a-z] (shows|brings|registers|picks)\b|\([a-z]\)")
FIXED = {
    "Opens the box to type in. Enter or Esc leaves it, and all is kept.",
    "Picks an option, yes (j) or no (n), or a number (t is ten), and goes on.",
}
"""What names keys that stay what they are: those of a box, and those that answer."""


def test_no_text_names_a_key_that_a_user_may_have_put_elsewhere() -> None:
    said = [message.id for message in catalogues.messages_in_code()]
    texts = {text for found in said for text in (found if isinstance(found, tuple) else (found,))}
    assert {text for text in texts if NAMES_A_KEY.search(text)} <= FIXED


TWO = "{id: x, type: yes_no, text: Ja?}\n{id: y, type: yes_no, text: Den neste}"


async def test_in_a_form_a_command_works_on_its_new_key_and_no_more_on_the_old() -> None:
    filling = filling_of(form(TWO))
    app = PreviewApp(filling, keymap={"undo": "x", "remove_row": "z", "declined": "f6"})
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("j", "z")
        assert filling.sheet.answer("x") == Answer(value=True)
        await pilot.press("x")
        assert filling.sheet.answers == {}
        await pilot.press("v")
        assert filling.sheet.answers == {}
        await pilot.press("f6")
        assert filling.sheet.answer("x").missing is not None


async def test_the_key_bar_the_help_page_and_the_hints_name_the_new_key() -> None:
    rows = "{id: barn, type: rows, text: Barn, row: [{id: navn, type: text, text: Navn}]}"
    app = PreviewApp(filling_of(form(rows)), keymap={"undo": "f6", "add_row": "k", "type": "f7"})
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        assert "(k)" in text_on(pilot) and "F6 " in text_on(pilot)
        await pilot.press("k", "escape")
        await pilot.pause()
        assert "F7: " in text_on(pilot)
        await pilot.press("f1")
        await pilot.pause()
        assert "Tar bort raden. F6 henter den tilbake." in text_on(pilot)
        await pilot.press("escape", "x")
        await pilot.pause()
        assert "Raden er tatt bort. F6 henter den" in text_on(pilot)


async def test_a_key_that_is_given_to_another_command_is_taken_from_the_first_and_not_shared() -> None:
    filling = filling_of(form(TWO))
    app = PreviewApp(filling, keymap={"next_section": "f6", "next_question": "tab"})
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("tab")
        pane = app.screen.query_one(FormPane)
        assert pane.view.current is not None and pane.view.current.path == "y"


async def test_boxes_and_lists_keep_their_own_keys(desk: Desk) -> None:
    app = KartleggingApp(lambda _progress: desk, lambda: TODAY, keymap={"find": "f6", "leave": "f7", "undo": "d"})
    async with app.run_test(size=(80, 24)) as pilot:
        await at_worklist(pilot)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        if app.screen.query("#place"):
            await pilot.press("enter")
            await settled(pilot)
        pane = app.screen.query_one(FormPane)
        await pilot.press("m", *"dd", "escape")
        await settled(pilot)
        assert pane.view.current is not None
        assert pane.filling.sheet.answer(pane.view.current.path).note.endswith("dd")
        await pilot.press("f6", *"sm", "down", "escape")
        await settled(pilot)
        assert app.screen.query(FormPane)
        await pilot.press("escape")
        await settled(pilot)
        assert app.screen.query(FormPane)  # Esc leaves the box and the list, and no more the conversation
        await pilot.press("f7")
        await settled(pilot)
        assert not app.screen.query(FormPane)


async def test_the_program_ends_on_its_new_key_and_no_more_on_the_old(desk: Desk) -> None:
    app = KartleggingApp(lambda _progress: desk, lambda: TODAY, keymap={"quit": "f10"})
    async with app.run_test(size=(80, 24)) as pilot:
        await at_worklist(pilot)
        await pilot.press("ctrl+q")
        await settled(pilot)
        assert app.is_running and not app._exit
        await pilot.press("f10")
        await settled(pilot)
        assert app._exit


async def at_worklist(pilot: Pilot[None]) -> None:
    while not isinstance(pilot.app.screen, WorklistScreen):
        await pilot.pause(0.01)
    await settled(pilot)
