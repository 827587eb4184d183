"""Whoever keeps the forms sees how it stands with each, and no patients; and does with them what is to be done."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from kartlegging_tui.definitions.library import FOLDER_VARIABLE, Library
from kartlegging_tui.definitions.published import Published
from kartlegging_tui.domain.people import Role
from kartlegging_tui.domain.questionnaire import Status
from kartlegging_tui.services.desk import Desk, NotAllowed
from kartlegging_tui.tui.app import KartleggingApp
from kartlegging_tui.tui.screens.codebook import CodebookScreen
from kartlegging_tui.tui.screens.confirm import ConfirmScreen
from kartlegging_tui.tui.screens.edit_form import EditScreen
from kartlegging_tui.tui.screens.form import FormScreen
from kartlegging_tui.tui.screens.forms import FormsScreen
from kartlegging_tui.tui.screens.preview import PreviewScreen
from kartlegging_tui.tui.screens.write import WriteScreen
from kartlegging_tui.tui.widgets.form_list import FormList
from tests.conftest import TODAY
from tests.tui.conftest import settled, text_on

FORM = """\
id: aa_trening
version: "1.0"
status: draft
area: physical
title: {nb: Trening, nn: Trening, en: Exercise}
source: Egen
licence: MIT
sections:
  - id: trening
    title: {nb: Trening, nn: Trening, en: Exercise}
    questions:
      - {id: timer, type: integer, min: 0, max: 40, text: {nb: Timer i uka, nn: Timar i veka, en: Hours a week}}
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own with one draft."""
    folder = tmp_path / "skjemaer"
    folder.mkdir()
    (folder / "aa_trening.yaml").write_text(FORM, encoding="utf-8")
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    return folder


@pytest.fixture
def admin(own: Path, desk_of: Callable[[Role], Desk]) -> Desk:
    """Whoever keeps forms, with that folder."""
    return desk_of(Role.ADMIN)


@asynccontextmanager
async def forms(desk: Desk, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    """The list of forms, with the cursor on the draft."""
    app = KartleggingApp(lambda _progress: desk, today=lambda: TODAY)
    async with app.run_test(size=size, notifications=True) as pilot:
        while not (isinstance(app.screen, FormsScreen) and app.screen.query(FormList) and app.screen.form):
            await pilot.pause(0.01)
        yield pilot


async def until(pilot: Pilot[None], kind: type, words: str = "") -> None:
    """Waits for a screen with these words on it."""
    for _ in range(400):
        if isinstance(pilot.app.screen, kind) and words in text_on(pilot):
            await pilot.pause()
            return
        await pilot.pause(0.05)
    raise AssertionError(f"{words!r} never came:\n{text_on(pilot)}")


async def test_the_list_tells_how_it_stands_with_each_form_also_with_those_that_have_errors(
    admin: Desk, own: Path
) -> None:
    (own / "ab_brutt.yaml").write_text(FORM.replace("id: aa_trening", "id: ab_brutt").replace("integer", "tall"))
    async with forms(admin) as pilot:
        screen = text_on(pilot)
        assert "aa_trening" in screen and "utkast" in screen
        assert "ab_brutt" in screen and "1 feil" in screen
        assert "krever lisens" in screen and "i bruk" in screen


async def test_an_admin_tries_a_form_and_comes_back(admin: Desk) -> None:
    async with forms(admin) as pilot:
        await pilot.press("t")
        await until(pilot, PreviewScreen, "Timer i uka")
        await pilot.press("escape")
        await until(pilot, FormsScreen)


async def test_a_form_with_errors_is_not_tried_but_opened_in_the_editor(admin: Desk, own: Path) -> None:
    (own / "aa_trening.yaml").write_text(FORM.replace("integer", "tall"), encoding="utf-8")
    async with forms(admin) as pilot:
        await pilot.press("t")
        await until(pilot, FormsScreen, "kan ikke prøves")
        await pilot.press("e")
        await until(pilot, EditScreen, "id: aa_trening")


async def test_a_form_is_published_with_a_reason_and_then_never_changes(admin: Desk, own: Path) -> None:
    async with forms(admin) as pilot:
        await pilot.press("enter")
        await until(pilot, FormScreen, "Kan publiseres")
        await pilot.press("p")
        await until(pilot, WriteScreen)
        await pilot.press(*"Avtalt", "enter")
        await until(pilot, FormScreen, "Ingenting er endret")
        assert "Avtalt" in text_on(pilot)
        [version] = Published(own / "published").versions("aa_trening")
        assert (version.version, version.status, version.why) == ("1.0", Status.ACTIVE, "Avtalt")
        with admin.database.read() as view:
            assert view.questionnaire("aa_trening", "1.0").title.to("nb") == "Trening"
        text = (own / "aa_trening.yaml").read_text(encoding="utf-8").replace("max: 40", "max: 20")
        (own / "aa_trening.yaml").write_text(text, encoding="utf-8")
        await pilot.press("f5")
        await until(pilot, FormScreen, "1.1")
        await pilot.press("p")
        await until(pilot, FormScreen, "ny versjon")
        assert len(Published(own / "published").versions("aa_trening")) == 1


async def test_the_way_back_from_a_form_stands_on_the_smallest_screen(admin: Desk) -> None:
    async with forms(admin) as pilot:
        await pilot.press("enter")
        await until(pilot, FormScreen, "Kan publiseres")
        assert {"Esc Tilbake", "F1 Hjelp"} <= set(text_on(pilot).splitlines()[-1].split("  "))


@pytest.mark.parametrize(("role", "told"), [(Role.NURSE, False), (Role.COORDINATOR, False), (Role.ADMIN, True)])
async def test_that_a_form_is_changed_and_not_published_is_told_to_those_who_can_publish_it(
    desk_of: Callable[[Role], Desk], role: Role, told: bool
) -> None:
    desk = desk_of(role)
    desk.changed = ["aa_trening"]
    app = KartleggingApp(lambda _progress: desk, today=lambda: TODAY)
    async with app.run_test(notifications=True) as pilot:
        while app.user is None:
            await pilot.pause(0.01)
        await settled(pilot)
        assert any("aa_trening" in note.message for note in app._notifications) is told


async def test_why_a_form_is_not_published_is_said_in_the_list_too(admin: Desk, own: Path) -> None:
    admin.publishing().publish(admin.publishing().plan("aa_trening"), "Først")
    text = (own / "aa_trening.yaml").read_text(encoding="utf-8").replace("max: 40", "max: 20")
    (own / "aa_trening.yaml").write_text(text, encoding="utf-8")
    async with forms(admin) as pilot:
        await pilot.press("p")
        await until(pilot, FormsScreen, "ny versjon")


async def test_esc_at_the_reason_publishes_nothing(admin: Desk, own: Path) -> None:
    async with forms(admin) as pilot:
        await pilot.press("p")
        await until(pilot, WriteScreen)
        await pilot.press(*"Nei", "escape")
        await until(pilot, FormsScreen)
        assert not (own / "published").exists()


async def test_answers_that_would_be_lost_are_named_before_a_form_is_published(admin: Desk, own: Path) -> None:
    admin.publishing().publish(admin.publishing().plan("aa_trening"), "Først")
    text = FORM.replace("id: timer", "id: dager").replace('version: "1.0"', 'version: "2.0"')
    (own / "aa_trening.yaml").write_text(text, encoding="utf-8")
    async with forms(admin) as pilot:
        await pilot.press("p")
        await until(pilot, ConfirmScreen, "timer")
        await pilot.press("n")
        await until(pilot, FormsScreen)
        assert len(Published(own / "published").versions("aa_trening")) == 1
        await pilot.press("p")
        await until(pilot, ConfirmScreen, "timer")
        await pilot.press("j")
        await until(pilot, WriteScreen)
        await pilot.press(*"Ny", "enter")
        await until(pilot, FormsScreen)
        while len(Published(own / "published").versions("aa_trening")) == 1:
            await pilot.pause(0.01)


async def test_a_form_is_taken_out_of_use(admin: Desk, own: Path) -> None:
    admin.publishing().publish(admin.publishing().plan("aa_trening"), "Først")
    async with forms(admin) as pilot:
        await pilot.press("x")
        await until(pilot, WriteScreen)
        await pilot.press(*"Erstattet", "enter")
        await until(pilot, FormsScreen, "ute av bruk")
        [version] = Published(own / "published").versions("aa_trening")
        assert version.status is Status.RETIRED


async def test_a_local_variant_is_begun_and_opened(admin: Desk, own: Path) -> None:
    async with forms(admin) as pilot:
        await pilot.press("down", "n", "2")
        await until(pilot, WriteScreen)
        await pilot.press(*"apning", "enter")
        assert "allerede" in text_on(pilot)
        await pilot.press(*"_lokal", "enter")
        await until(pilot, EditScreen, "derived_from")
        assert (own / "apning_lokal.yaml").exists()
        await pilot.press("escape")
        await until(pilot, FormsScreen, "apning_lokal")


async def test_nothing_is_begun_among_the_forms_of_an_installed_program(
    admin: Desk, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kartlegging_tui.definitions.text_file.PACKAGE", own)
    async with forms(admin) as pilot:
        await pilot.press("n")
        await until(pilot, FormsScreen, FOLDER_VARIABLE)


async def test_the_page_of_a_form_tells_how_it_is_used_in_counts(admin: Desk) -> None:
    async with forms(admin, size=(120, 40)) as pilot:
        await pilot.press("down", "enter")
        await until(pilot, FormScreen, "Slik brukes det")
        assert "Pakkeforløp hjem" in text_on(pilot)


async def test_the_codebook_of_a_form_is_read(admin: Desk) -> None:
    async with forms(admin) as pilot:
        await pilot.press("b")
        await until(pilot, CodebookScreen, "aa_trening")


def test_an_admin_has_no_way_to_patients(admin: Desk) -> None:
    for way in ("browse", "register", "conduct"):
        with pytest.raises(NotAllowed):
            getattr(admin, way)


async def test_the_page_of_a_form_tells_errors_first_and_where_a_scenario_differs(admin: Desk, own: Path) -> None:
    text = FORM.replace("text: {nb: Timer i uka, nn: Timar i veka, en: Hours a week}", "text: Timer i uka")
    broken = "".join(f"      - {{id: q{n}, type: yes_no, text: Spørsmål {n}}}\n" for n in range(9))
    (own / "aa_trening.yaml").write_text(f"{text}{broken}      - {{id: sist, type: feil, text: Sist}}\n", "utf-8")
    (own / "ab_trening.yaml").write_text(FORM.replace("aa_trening", "ab_trening"), "utf-8")
    (own / "scenarios").mkdir()
    names = "".join(f"  - name: Prøve {n}\n    given: {{finnes_ikke: 1}}\n    expect: {{}}\n" for n in range(9))
    (own / "scenarios" / "ab_trening.yaml").write_text(f"form: ab_trening\nscenarios:\n{names}", "utf-8")
    async with forms(admin, (80, 60)) as pilot:
        await pilot.press("f5", "enter")
        await until(pilot, FormScreen, "! Linje 22:")
        await pilot.press("escape")
        await until(pilot, FormsScreen)
        await pilot.press("down", "enter")
        await until(pilot, FormScreen, "Linje 4: ")
        assert "… og " in text_on(pilot)
        assert "0 regler" not in text_on(pilot)


async def test_an_empty_list_says_how_a_form_is_begun(admin: Desk, own: Path) -> None:
    (own / "aa_trening.yaml").unlink()
    admin.library = Library([own])
    app = KartleggingApp(lambda _progress: admin, today=lambda: TODAY)
    async with app.run_test(size=(80, 24)) as pilot:
        while app.user is None:
            await pilot.pause(0.01)
        await settled(pilot)
        assert " n beg" in text_on(pilot)  # "n begynner på et"
        for key in ("enter", "t", "e", "p", "x", "b", "down"):  # nothing is at the cursor
            await pilot.press(key)
            await settled(pilot)
        assert isinstance(app.screen, FormsScreen)
        await pilot.press("n", "1", *"mitt", "enter")
        await until(pilot, EditScreen, "id: mitt")
        assert (own / "mitt.yaml").exists()
