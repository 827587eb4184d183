"""Editing a form in the program: nothing typed is lost, what is wrong is seen at its place, the preview is the form."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from kartlegging_tui import language
from kartlegging_tui.definitions.codes import CODES
from kartlegging_tui.language import _
from kartlegging_tui.services.editing import Edited
from kartlegging_tui.tui.edit_app import EditApp
from kartlegging_tui.tui.screens import file_screen
from kartlegging_tui.tui.screens.choose import ChooseScreen
from kartlegging_tui.tui.screens.difference import DifferenceScreen
from kartlegging_tui.tui.screens.edit_form import EditScreen
from kartlegging_tui.tui.screens.pick import PickScreen
from kartlegging_tui.tui.widgets.findings_list import FindingsList
from kartlegging_tui.tui.widgets.form_view import FormView
from kartlegging_tui.tui.widgets.suggestions import Suggestions
from kartlegging_tui.tui.widgets.words import Words
from tests.tui.conftest import settled, text_on

FORM = """\
# Skrevet for prøver.
id: prove
version: "1.0"
area: other
title: Prøve
source: test
licence: MIT
sections:
  - id: a
    title: Søvn
    questions:
      - id: sover
        type: yes_no
        text: Sover du godt?
      - id: hvorfor
        type: text
        text: Hva holder deg våken?
        visible_if: sover == false
  - id: b
    title: Mat
    questions:
      - id: spiser
        type: yes_no
        text: Spiser du godt?
"""
Open = Callable[..., AbstractAsyncContextManager[Pilot[Any]]]


@pytest.fixture(autouse=True)
def looking_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_screen, "LOOK_EVERY", 0.05)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "skjemaer"
    folder.mkdir()
    file = folder / "prove.yaml"
    file.write_text(FORM, "utf-8")
    return file


@asynccontextmanager
async def editing(file: Path, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Pilot[Any]]:
    app = EditApp(Edited(file, file.parent.parent / "editing"))
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, EditScreen | ChooseScreen))
        if isinstance(app.screen, EditScreen):
            await checked(pilot)
        yield pilot


async def until(pilot: Pilot[Any], true: Callable[[], object]) -> None:
    for _try in range(3000):
        if true():
            break
        await pilot.pause(0.01)
    else:
        raise AssertionError(f"never came; the screen is\n{text_on(pilot)}")
    await pilot.pause()


def screen_of(pilot: Pilot[Any]) -> EditScreen:
    return next(screen for screen in pilot.app.screen_stack if isinstance(screen, EditScreen))


async def checked(pilot: Pilot[Any]) -> EditScreen:
    """Until what stands there is checked and shown."""
    screen = screen_of(pilot)
    await until(pilot, lambda: screen._checked is not None and screen._checked.text == screen.editor.kept_text)
    await pilot.pause()
    return screen


async def type_text(pilot: Pilot[Any], text: str) -> EditScreen:
    screen = screen_of(pilot)
    screen.editor.insert(text)
    await pilot.pause()
    return await checked(pilot)


def form_on(pilot: Pilot[Any]) -> str:
    """What the preview shows; the same words stand in the text beside it."""
    view = screen_of(pilot).query_one(FormView)
    return "\n".join(view.render_line(y).text.rstrip() for y in range(view.size.height))


def at(screen: EditScreen, words: str, after: bool = True) -> None:
    """Puts the cursor behind some words of the text."""
    before = screen.editor.kept_text.partition(words)[0] + (words if after else "")
    screen.editor.move_cursor((before.count("\n"), len(before) - before.rfind("\n") - 1))


async def test_the_text_and_the_form_stand_side_by_side(file: Path) -> None:
    async with editing(file) as pilot:
        shown = text_on(pilot)
        assert "12        - id: sover" in shown and "Sover du godt?" in form_on(pilot)
        assert "prove.yaml" in shown and "Prøve" in shown
        assert screen_of(pilot).focused is screen_of(pilot).editor


async def test_what_is_wrong_is_marked_counted_listed_and_said_at_the_cursor(file: Path) -> None:
    async with editing(file) as pilot:
        screen = screen_of(pilot)
        at(screen, "visible_if: sover")
        await type_text(pilot, "r")
        shown = text_on(pilot)
        line = next(line for line in shown.splitlines() if "visible_if: soverr" in line)
        assert line.startswith("●")
        assert "1 " in shown.splitlines()[0] and shown.count("`soverr`") == 2, "in the line below and in the list"
        drawn = screen.editor.get_line(17)
        assert [drawn.plain[span.start : span.end] for span in drawn.spans if span.style == "underline"] == ["soverr"]


async def test_f4_jumps_to_what_is_wrong_and_enter_in_the_list_does(file: Path) -> None:
    async with editing(file) as pilot:
        screen = screen_of(pilot)
        at(screen, "visible_if: sover")
        await type_text(pilot, "r")
        screen.editor.move_cursor((0, 0))
        await pilot.press("f4")
        assert screen.editor.cursor_location == (17, 20)
        screen.editor.move_cursor((0, 0))
        await pilot.press("f7")
        await until(pilot, lambda: isinstance(screen.focused, FindingsList))
        await pilot.press("enter")
        await until(pilot, lambda: screen.focused is screen.editor)
        assert screen.editor.cursor_location == (17, 20)


async def test_ctrl_r_mends_what_was_probably_meant(file: Path) -> None:
    async with editing(file) as pilot:
        screen = screen_of(pilot)
        at(screen, "visible_if: sove")
        await type_text(pilot, "e")
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "visible_if: sover == false" in screen.editor.kept_text)


async def test_the_preview_follows_the_text_in_place_and_keeps_answers(file: Path) -> None:
    async with editing(file) as pilot:
        screen = screen_of(pilot)
        view, widgets = screen.query_one(FormView), len(screen.query("*"))
        await pilot.press("f6")
        assert screen.focused is view
        await pilot.press("n")
        assert "Hva holder deg våken?" in form_on(pilot)
        await pilot.press("f6")
        at(screen, "Sover du godt")
        await type_text(pilot, " om natten")
        assert "Sover du godt om natten?" in form_on(pilot)
        assert "Hva holder deg våken?" in form_on(pilot), "the answer still counts"
        assert screen.query_one(FormView) is view and len(screen.query("*")) == widgets
        assert screen.focused is screen.editor


async def test_an_answer_comes_back_with_the_id_that_it_was_given_to(file: Path) -> None:
    async with editing(file) as pilot:
        screen = screen_of(pilot)
        await pilot.press("f6", "n", "f6")
        at(screen, "- id: spiser")
        await type_text(pilot, "x")
        for word in ("- id: sover", "visible_if: sover"):
            at(screen, word)
            screen.editor.insert("x")
        await checked(pilot)
        assert screen.tried.filling is not None and "sover" not in screen.tried.filling.sheet.answers
        await pilot.press("ctrl+z", "ctrl+z")
        await checked(pilot)
        assert screen.tried.filling.sheet.answer("sover").value is False


@pytest.mark.parametrize(
    ("stood", "stands"),
    [
        (
            "        type: text\n",
            "        type: scale\n        min: 0\n        max: 3\n        ends: {low: A, high: B}\n",
        ),
        ("id: hvorfor", "id: grunn"),
        (FORM[FORM.index("      - id: hvorfor") : FORM.index("  - id: b\n")], ""),
    ],
    ids=["another type", "another name", "gone"],
)
async def test_the_question_that_is_being_answered_may_change_and_the_others_keep_their_answers(
    file: Path, stood: str, stands: str
) -> None:
    async with editing(file) as pilot:
        screen = screen_of(pilot)
        await pilot.press("f6", "n", "enter", *"uro")
        screen.editor.load_text(FORM.replace(stood, stands))
        await pilot.pause()
        await checked(pilot)
        assert screen.tried.filling is not None
        assert set(screen.tried.filling.sheet.answers) == {"sover"}
        assert screen.tried.filling.sheet.answer("sover").value is False
        await pilot.press("f6")
        screen.editor.load_text(FORM)
        await pilot.pause()
        await checked(pilot)
        assert screen.tried.filling.sheet.answer("hvorfor").value == "uro"


async def test_the_last_good_form_stays_while_the_text_is_broken_and_says_so(file: Path) -> None:
    async with editing(file) as pilot:
        screen = screen_of(pilot)
        at(screen, "- id: sover")
        await type_text(pilot, ": :")
        assert "Sover du godt?" in form_on(pilot)
        assert "▲" in str(screen.query_one("#tried", Words).said)


async def test_the_preview_goes_to_the_question_that_the_cursor_is_in(file: Path) -> None:
    async with editing(file) as pilot:
        screen = screen_of(pilot)
        at(screen, "- id: spiser")
        await pilot.pause()
        current = screen.query_one(FormView).current
        assert current is not None and current.path == "spiser"
        assert "Spiser du godt?" in form_on(pilot)


async def test_why_a_question_is_hidden_is_said_at_the_cursor_and_by_one_key(file: Path) -> None:
    async with editing(file) as pilot:
        screen = screen_of(pilot)
        at(screen, "- id: hvorfor")
        await pilot.pause()
        assert "sover == false" in str(screen.writing.place.said)
        await pilot.press("ctrl+t")
        assert isinstance(pilot.app.screen, PickScreen)
        assert "Hva holder deg våken?" in text_on(pilot) and "sover == false" in text_on(pilot)
        await pilot.press("escape", "f6", "n")
        await pilot.pause()
        assert "sover == false" not in str(screen.writing.place.said)


async def test_ids_are_completed(file: Path) -> None:
    async with editing(file) as pilot:
        screen = screen_of(pilot)
        at(screen, "visible_if: sover == false")
        await pilot.press(*" and s")
        await pilot.press("ctrl+@")
        offered = screen.query_one(Suggestions)
        assert [each.label for each in offered.offered][:2] == ["sover", "spiser"]
        await pilot.press("p")
        assert [each.label for each in offered.offered] == ["spiser"]
        await pilot.press("enter")
        assert "sover == false and spiser" in screen.editor.kept_text
        assert screen.focused is screen.editor and not offered.has_class("open")
        await until(pilot, lambda: "sover == false and spiser" in screen.edited.text)  # so it is checked, and kept


async def test_escape_closes_what_is_offered_and_only_then_leaves(file: Path) -> None:
    async with editing(file) as pilot:
        screen = screen_of(pilot)
        at(screen, "visible_if: sover == false")
        await pilot.press(*" and s", "tab")
        assert screen.query_one(Suggestions).has_class("open")
        await pilot.press("escape")
        assert not screen.query_one(Suggestions).has_class("open") and pilot.app.screen is screen


async def test_words_and_lines_are_found(file: Path) -> None:
    async with editing(file) as pilot:
        screen = screen_of(pilot)
        await pilot.press("ctrl+f", *"DU GODT", "enter")
        await until(pilot, lambda: screen.focused is screen.editor)
        assert screen.editor.selected_text == "du godt" and screen.editor.cursor_location[0] == 13
        await pilot.press("f3")
        assert screen.editor.cursor_location[0] == 23
        await pilot.press("ctrl+l", "4", "enter")
        await until(pilot, lambda: screen.focused is screen.editor)
        assert screen.editor.cursor_location == (3, 0)


async def test_undo_and_redo(file: Path) -> None:
    async with editing(file) as pilot:
        screen = screen_of(pilot)
        await pilot.press("x", "y")
        await pilot.press("ctrl+z")
        assert screen.editor.kept_text == FORM
        await pilot.press("ctrl+y")
        assert screen.editor.kept_text == "xy" + FORM


async def test_the_text_is_tidied_as_one_change(file: Path) -> None:
    async with editing(file) as pilot:
        screen = screen_of(pilot)
        at(screen, "licence: MIT")
        await type_text(pilot, "   ")
        await pilot.press("ctrl+o")
        await until(pilot, lambda: "licence: MIT\n" in screen.editor.kept_text)
        await pilot.press("ctrl+z")
        assert "licence: MIT   \n" in screen.editor.kept_text


async def test_a_new_line_begins_where_it_belongs(file: Path) -> None:
    async with editing(file) as pilot:
        screen = screen_of(pilot)
        at(screen, "- id: spiser")
        await pilot.press("enter", *"hint:", "enter", *"nb: Hei")
        assert "      - id: spiser\n        hint:\n          nb: Hei\n" in screen.editor.kept_text


async def test_saving_keeps_line_endings_comments_and_rights(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + FORM.replace("\n", "\r\n").encode())
    file.chmod(0o640)
    async with editing(file) as pilot:
        screen = screen_of(pilot)
        at(screen, "title: Prøve")
        await type_text(pilot, " 2")
        assert "ikke lagret" in text_on(pilot) or "not saved" in text_on(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not screen.edited.unsaved)
    wanted = FORM.replace("title: Prøve", "title: Prøve 2").replace("\n", "\r\n")
    assert file.read_bytes() == b"\xef\xbb\xbf" + wanted.encode()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert [each.name for each in file.parent.iterdir()] == ["prove.yaml"], "nothing is left beside it"


async def test_a_change_from_outside_is_read_where_nothing_is_unsaved(file: Path) -> None:
    async with editing(file) as pilot:
        file.write_text(FORM.replace("title: Søvn", "title: Natt"), "utf-8")
        screen = screen_of(pilot)
        await until(pilot, lambda: "title: Natt" in screen.editor.kept_text)
        assert not screen.edited.unsaved


async def theirs(pilot: Pilot[Any], file: Path) -> EditScreen:
    """Somebody else has changed the file while something was typed here; then it is saved."""
    screen = await type_text(pilot, "# min\n")
    file.write_text(FORM + "# deres\n", "utf-8")
    await until(pilot, lambda: screen.edited.outside is not None)
    await pilot.press("ctrl+s")
    await until(pilot, lambda: isinstance(pilot.app.screen, ChooseScreen))
    return screen


async def test_what_others_wrote_is_not_overwritten_unasked(file: Path) -> None:
    async with editing(file) as pilot:
        screen = await theirs(pilot, file)
        assert file.read_text("utf-8") == FORM + "# deres\n"
        await pilot.press("1")
        await until(pilot, lambda: isinstance(pilot.app.screen, DifferenceScreen))
        assert "# min" in text_on(pilot) and "# deres" in text_on(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChooseScreen))
        await pilot.press("3")
        await until(pilot, lambda: not screen.edited.unsaved)
    assert file.read_text("utf-8") == "# min\n" + FORM


async def test_theirs_can_be_taken_and_mine_comes_back_by_undoing(file: Path) -> None:
    async with editing(file) as pilot:
        screen = await theirs(pilot, file)
        await pilot.press("2")
        await until(pilot, lambda: screen.editor.kept_text == FORM + "# deres\n")
        await until(pilot, lambda: pilot.app.screen is screen)
        await pilot.press("ctrl+z")
        assert screen.editor.kept_text == "# min\n" + FORM


async def test_a_file_that_cannot_be_written_says_so_and_what_was_typed_is_there_again(file: Path) -> None:
    if os.getuid() == 0:
        target = file.parent.parent / "andre.yaml"  # root may write everywhere; nobody out of the folder through a link
        file.rename(target)
        file.symlink_to(target)
    else:
        file.chmod(0o400)
    before = file.read_text("utf-8")
    async with editing(file) as pilot:
        assert "!" in text_on(pilot).splitlines()[1]
        await type_text(pilot, "# min\n")
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert screen_of(pilot).edited.unsaved
    assert file.read_text("utf-8") == before
    async with editing(file) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, ChooseScreen))
        await pilot.press("enter")
        await until(pilot, lambda: screen_of(pilot).editor.kept_text == "# min\n" + FORM)


async def test_what_was_typed_and_not_saved_is_offered_next_time(file: Path) -> None:
    async with editing(file) as pilot:
        await type_text(pilot, "# halvferdig\n")
    kept = list((file.parent.parent / "editing").iterdir())
    assert len(kept) == 1 and stat.S_IMODE(kept[0].stat().st_mode) == 0o600
    async with editing(file) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, ChooseScreen))
        await pilot.press("2")
        await until(pilot, lambda: isinstance(pilot.app.screen, EditScreen))
        assert screen_of(pilot).editor.kept_text == FORM
    assert not list((file.parent.parent / "editing").iterdir())


async def test_what_was_left_does_not_overwrite_what_others_wrote_meanwhile(file: Path) -> None:
    async with editing(file) as pilot:
        await type_text(pilot, "# min\n")
    file.write_text(FORM + "# deres\n", "utf-8")
    async with editing(file) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, ChooseScreen))
        await pilot.press("1")
        await until(pilot, lambda: isinstance(pilot.app.screen, EditScreen))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChooseScreen))
        assert file.read_text("utf-8") == FORM + "# deres\n"


async def test_after_saving_nothing_is_offered(file: Path) -> None:
    async with editing(file) as pilot:
        screen = await type_text(pilot, "# ferdig\n")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not screen.edited.unsaved)
    assert not list((file.parent.parent / "editing").glob("*.yaml"))


async def test_leaving_asks_about_what_is_not_saved(file: Path) -> None:
    async with editing(file) as pilot:
        await type_text(pilot, "# ferdig\n")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChooseScreen))
        await pilot.press("1")
        await until(pilot, lambda: not pilot.app.is_running or pilot.app._exit)
    assert file.read_text("utf-8") == "# ferdig\n" + FORM


async def test_the_difference_says_at_which_lines_it_is(file: Path) -> None:
    async with editing(file) as pilot:
        screen = screen_of(pilot)
        at(screen, "text: Spiser du godt?")
        await type_text(pilot, " Og nok?")
    async with editing(file) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, ChooseScreen))
        await pilot.press("3")
        await until(pilot, lambda: "Spiser du godt? Og nok?" in text_on(pilot))
        assert _("Line {line}:").format(line=22) in text_on(pilot)
        assert "@" not in text_on(pilot)


async def test_ending_the_program_asks_too_and_what_is_left_for_later_is_offered_again(file: Path) -> None:
    async with editing(file) as pilot:
        await type_text(pilot, "# halvferdig\n")
        await pilot.press("ctrl+q")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChooseScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, EditScreen))
        assert not pilot.app._exit
        await pilot.press("ctrl+q")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChooseScreen))
        await pilot.press("2")
        await until(pilot, lambda: pilot.app._exit)
    async with editing(file) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, ChooseScreen))
        await pilot.press("1")
        await until(pilot, lambda: screen_of(pilot).editor.kept_text == "# halvferdig\n" + FORM)


async def test_what_cannot_be_kept_is_not_left_for_later(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_edited: Edited) -> None:
        raise OSError(28, "No space left on device")

    async with editing(file) as pilot:
        with monkeypatch.context() as patched:
            patched.setattr(Edited, "keep", full)
            await type_text(pilot, "# halvferdig\n")
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(pilot.app.screen, ChooseScreen))
            await pilot.press("2")
            await until(pilot, lambda: isinstance(pilot.app.screen, EditScreen))
            await until(pilot, lambda: "No space left on device" in text_on(pilot))
        assert screen_of(pilot).editor.kept_text == "# halvferdig\n" + FORM


async def test_what_is_pasted_from_a_terminal_keeps_its_lines(file: Path) -> None:
    async with editing(file) as pilot:
        screen = screen_of(pilot)
        pilot.app.post_message(events.Paste("# en\r# to\r\n# tre\n"))
        await until(pilot, lambda: screen.editor.kept_text == "# en\n# to\n# tre\n" + FORM)


async def test_the_ends_of_the_text_are_one_key_away(file: Path) -> None:
    async with editing(file) as pilot:
        editor = screen_of(pilot).editor
        await pilot.press("ctrl+end")
        assert editor.cursor_location == editor.document.end
        await pilot.press("ctrl+home")
        assert editor.cursor_location == (0, 0)


async def test_a_hidden_question_is_found_by_its_id(file: Path) -> None:
    async with editing(file) as pilot:
        await pilot.press("ctrl+t")
        await until(pilot, lambda: isinstance(pilot.app.screen, PickScreen))
        await pilot.press(*"hvor")
        await until(pilot, lambda: "hvorfor · Hva holder deg våken?" in text_on(pilot))
        await pilot.press(*"xyzw")
        await until(pilot, lambda: _("Nothing fits.") in text_on(pilot))
        assert _("Nothing is hidden here.") not in text_on(pilot)


async def test_a_file_that_comes_back_is_no_longer_said_to_be_gone(file: Path) -> None:
    async with editing(file) as pilot:
        away = file.with_suffix(".borte")
        file.rename(away)
        gone = _("The file is not there any more. Saving writes it anew.")
        await until(pilot, lambda: gone in text_on(pilot))
        away.rename(file)
        await until(pilot, lambda: gone not in text_on(pilot))


async def test_on_a_narrow_screen_a_key_turns_from_the_text_to_the_preview(file: Path) -> None:
    async with editing(file, size=(80, 24)) as pilot:
        screen = screen_of(pilot)
        assert "id: sover" in text_on(pilot) and "( ) Ja" not in text_on(pilot)
        await pilot.press("f6")
        await until(pilot, lambda: "( ) Ja" in text_on(pilot) and "id: sover" not in text_on(pilot))
        await pilot.press("j", "escape")
        await pilot.pause()
        assert screen.focused is screen.editor and "id: sover" in text_on(pilot)


async def test_control_characters_are_shown_safely_and_found_and_stay_until_they_are_deleted(file: Path) -> None:
    async with editing(file) as pilot:
        screen = screen_of(pilot)
        at(screen, "title: Prøve")
        await type_text(pilot, "\x1b]0;x\x07\u202e\u2028")
        assert "\x1b]0;x\x07\u202e\u2028\n" in screen.editor.kept_text
        shown = text_on(pilot)
        assert all(character not in shown for character in "\x1b\x07\u202e\u2028") and "Prøve�]0;x���" in shown
        assert screen._checked is not None
        assert {finding.code for finding in screen._checked.findings} >= {"unsafe-character"}


async def test_without_the_library_for_colours_all_else_works(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tree_sitter_yaml", None)
    async with editing(file) as pilot:
        screen = screen_of(pilot)
        assert not screen.editor.is_syntax_aware
        at(screen, "visible_if: sover")
        await type_text(pilot, "r")
        assert "● 18" in text_on(pilot)


async def test_keys_values_and_comments_have_colours_in_both_themes(file: Path) -> None:
    async with editing(file) as pilot:
        editor, seen = screen_of(pilot).editor, []
        for _theme in range(2):
            inks = {segment.text.strip(): segment.style and segment.style.color for segment in editor.render_line(1)}
            comment = {
                segment.style.color for segment in editor.render_line(0) if segment.style and "#" in segment.text
            }
            assert inks["id"] != inks["prove"] and inks["id"] not in comment
            seen.append(inks["id"])
            await pilot.press("f9")
            await pilot.pause()
        assert seen[0] != seen[1]


async def test_a_very_long_line_is_drawn_and_edited(file: Path) -> None:
    file.write_text(FORM + "# " + "lang " * 4000 + "slutt\n", "utf-8")
    async with editing(file) as pilot:
        screen = screen_of(pilot)
        await pilot.press("ctrl+l", "2", "5", "enter")
        await until(pilot, lambda: screen.focused is screen.editor)
        await pilot.press("end", *"her")
        assert screen.editor.kept_text.endswith("slutther\n") and "slutther" in text_on(pilot)


async def test_what_is_wrong_is_said_in_the_language_that_is_chosen(file: Path) -> None:
    async with editing(file) as pilot:
        screen = screen_of(pilot)
        at(screen, "visible_if: sover")
        await type_text(pilot, "r")
        before = screen._checked
        assert before is not None
        await pilot.press("f8", "f8")
        await until(pilot, lambda: screen._checked is not before and language.current() == "en")
        await settled(pilot)
        assert "`soverr`" in text_on(pilot)
        now = screen._checked
        assert now is not None and now.findings[0].message != before.findings[0].message


async def test_the_help_key_explains_what_is_wrong_at_the_cursor(file: Path) -> None:
    async with editing(file) as pilot:
        screen = screen_of(pilot)
        at(screen, "visible_if: sover")
        await type_text(pilot, "r")
        await pilot.press("f1")
        code = CODES[screen._checked.at_line(18).code]  # type: ignore[union-attr]
        assert _(code.what_to_do)[:40] in text_on(pilot)


async def test_the_tried_patient_can_be_another(file: Path) -> None:
    file.write_text(FORM.replace("visible_if: sover == false", "visible_if: age < 20"), "utf-8")
    async with editing(file) as pilot:
        screen = screen_of(pilot)
        await pilot.press("f6")
        assert "Hva holder deg våken?" not in form_on(pilot)
        await pilot.press("o", "enter", "ctrl+a", "ctrl+k", "1", "2", "enter")
        await settled(pilot)
        assert screen.tried.filling is not None and screen.tried.filling.sheet.is_shown("hvorfor")


async def test_a_pathway_is_edited_without_a_preview(tmp_path: Path) -> None:
    folder = tmp_path / "pathways"
    folder.mkdir()
    file = folder / "forlop.yaml"
    file.write_text("id: forlop\ncontact_points: nei\n", "utf-8")
    async with editing(file) as pilot:
        screen = screen_of(pilot)
        assert screen.query_one("#trying").display is False
        assert screen._checked is not None and screen._checked.errors


async def test_lines_that_were_drawn_before_the_width_was_known_are_drawn_anew(file: Path) -> None:
    long = "# " + "ord " * 30 + "slutt"
    file.write_text(f"{long}\n{FORM}", "utf-8")
    async with editing(file, size=(80, 24)) as pilot:
        editor = screen_of(pilot).editor
        editor.move_cursor((5, 0))
        editor.wrapped_document.wrap(30)
        assert editor.render_line(0).text
        editor.wrapped_document.wrap(editor.wrap_width)
        drawn = [editor.render_line(y).text[editor.gutter_width :].rstrip() for y in range(2)]
        assert " ".join(drawn) == long
