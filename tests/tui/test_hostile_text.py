"""Every screen, with every text of people and files being an attack: it is shown as text, and nothing acts on it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.worker import WorkerFailed

from kartlegging_tui.definitions.library import shipped_folder
from kartlegging_tui.domain.figures import Figure
from kartlegging_tui.domain.people import Role
from kartlegging_tui.domain.plan import Consent, Ground, Manner
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.report import EVERYTHING, Asked
from kartlegging_tui.services import rights
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.desks import open_demo
from kartlegging_tui.services.editing import Edited
from kartlegging_tui.services.preview import open_preview
from kartlegging_tui.services.rights import SCREENS, Right
from kartlegging_tui.tui.app import KartleggingApp
from kartlegging_tui.tui.plot_text import drawable
from kartlegging_tui.tui.screens.access_log import AccessLogScreen
from kartlegging_tui.tui.screens.add_consent import AddConsentScreen
from kartlegging_tui.tui.screens.add_handover import AddHandoverScreen
from kartlegging_tui.tui.screens.arrival import ArrivalScreen
from kartlegging_tui.tui.screens.ask import AskScreen
from kartlegging_tui.tui.screens.ask_records import AskRecordsScreen
from kartlegging_tui.tui.screens.change_details import ChangeDetailsScreen
from kartlegging_tui.tui.screens.choose import Choice as Chosen
from kartlegging_tui.tui.screens.choose import ChooseScreen
from kartlegging_tui.tui.screens.codebook import CodebookScreen
from kartlegging_tui.tui.screens.compare import CompareScreen
from kartlegging_tui.tui.screens.compare_plot import ComparePlotScreen
from kartlegging_tui.tui.screens.confirm import ConfirmScreen
from kartlegging_tui.tui.screens.consents import ConsentsScreen
from kartlegging_tui.tui.screens.contact_point_status import Changing, ContactPointStatusScreen
from kartlegging_tui.tui.screens.conversation import ConversationScreen
from kartlegging_tui.tui.screens.death import DeathScreen
from kartlegging_tui.tui.screens.difference import DifferenceScreen
from kartlegging_tui.tui.screens.edit_form import EditScreen
from kartlegging_tui.tui.screens.emergencies import EmergenciesScreen
from kartlegging_tui.tui.screens.emergency import EmergencyScreen
from kartlegging_tui.tui.screens.follow_up import FollowUpScreen
from kartlegging_tui.tui.screens.form import FormScreen
from kartlegging_tui.tui.screens.forms import FormsScreen
from kartlegging_tui.tui.screens.handout import HandoutScreen
from kartlegging_tui.tui.screens.help import HelpScreen
from kartlegging_tui.tui.screens.inbox import InboxScreen
from kartlegging_tui.tui.screens.lock import LockScreen
from kartlegging_tui.tui.screens.log_in import LogInScreen
from kartlegging_tui.tui.screens.new_password import NewPasswordScreen
from kartlegging_tui.tui.screens.new_pathway import NewPathwayScreen
from kartlegging_tui.tui.screens.opening import OpeningScreen
from kartlegging_tui.tui.screens.palette import Entry, PaletteScreen
from kartlegging_tui.tui.screens.patient import PatientScreen
from kartlegging_tui.tui.screens.pick import Choice, PickScreen
from kartlegging_tui.tui.screens.plan import PlanScreen
from kartlegging_tui.tui.screens.preview import PreviewScreen
from kartlegging_tui.tui.screens.prove import ProveScreen
from kartlegging_tui.tui.screens.read_form import ReadFormScreen
from kartlegging_tui.tui.screens.recover import RecoverScreen
from kartlegging_tui.tui.screens.recovery_key import RecoveryKeyScreen
from kartlegging_tui.tui.screens.register_patient import RegisterPatientScreen
from kartlegging_tui.tui.screens.registration_code import RegistrationCodeScreen
from kartlegging_tui.tui.screens.registration_codes import RegistrationCodesScreen
from kartlegging_tui.tui.screens.report import ReportScreen
from kartlegging_tui.tui.screens.report_behind import ReportBehindScreen
from kartlegging_tui.tui.screens.set_up import SetUpScreen
from kartlegging_tui.tui.screens.start_conversation import StartConversationScreen
from kartlegging_tui.tui.screens.summary import SummaryScreen
from kartlegging_tui.tui.screens.units import UnitsScreen
from kartlegging_tui.tui.screens.worklist import WorklistScreen
from kartlegging_tui.tui.screens.write import WriteScreen
from tests.hostile import PAYLOADS, poison, said, unsafe_in
from tests.tui.conftest import TODAY, settled
from tests.tui.test_inbox import stranger

PATIENT, TALK = 7, 1
"""The first conversation is under way; the second is signed."""
FORM = "apning"


class Attack:
    """A desk whose records attack, and the screens that can be made on it."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk = desk
        with desk.database.read() as view:
            self.form: Questionnaire = view.questionnaire(FORM, view.latest_version(FORM))
            point = view.contact_point(view.conversation_with(TALK).contact_point_id)
        self.pathway = desk.browse.patient_page(1, TODAY).pathways[0]
        self.patient = desk.browse.patient_page(1, TODAY).patient
        self.point = point
        self.file = folder / "skjema.yaml"
        self.file.write_text(hostile_source(), "utf-8", newline="")

    def screens(self) -> dict[str, Callable[[], Screen[object]]]:
        """How each screen is made, by its class."""
        desk, patient, words = self.desk, self.patient, iter(range(1 << 30))
        plan = desk.conduct.planned(self.pathway.pathway, 1)
        consent = Consent(
            recipient=said(0),
            ground=Ground.CONSENT,
            manner=Manner.SPOKEN,
            said_by=said(1),
            given_on=TODAY,
            limits=said(4),
        )
        points = [view.contact_point for view in self.pathway.contact_points]
        comparison = desk.compare.comparison(7, desk.compare.pathway_ids(7, []), TODAY)
        choices = [Choice(text, said(turn), turn) for turn, text in enumerate(PAYLOADS)]
        where = str(self.file.parent / f"{PAYLOADS[0].replace('/', '')}.sqlite3")
        made: list[Callable[[], object]] = [
            lambda: WorklistScreen(desk),
            lambda: FollowUpScreen(desk),
            lambda: AskRecordsScreen(desk),
            lambda: InboxScreen(desk),
            lambda: ReportScreen(desk),
            lambda: FormsScreen(desk),
            lambda: FormScreen(desk, FORM),
            lambda: RegistrationCodesScreen(desk),
            lambda: RegistrationCodeScreen(desk, desk.registration_codes.codes()[0]),
            lambda: AccessLogScreen(desk),
            lambda: PatientScreen(desk, 1),
            lambda: ConversationScreen(desk, TALK),
            lambda: PlanScreen(desk, TALK),
            lambda: SummaryScreen(desk, 2),
            lambda: ReadFormScreen(desk, 2, FORM),
            lambda: CompareScreen(desk, 7),
            lambda: ComparePlotScreen(comparison, drawable(comparison.rows), None),
            lambda: ConsentsScreen(desk, patient, 1),
            lambda: AddConsentScreen(patient, said(2), said(3)),
            lambda: AddHandoverScreen(consent),
            lambda: ChangeDetailsScreen(desk, 1),
            lambda: DeathScreen(patient),
            lambda: NewPathwayScreen(desk, patient),
            lambda: StartConversationScreen(patient, self.point, plan),
            lambda: RegisterPatientScreen(desk),
            lambda: ContactPointStatusScreen(desk, Changing(patient, points[1], points, plan, False)),
            lambda: HandoutScreen(said(0), said(1), lambda _spoken: desk.conduct.handouts.for_record(TALK), False),
            lambda: ArrivalScreen(desk, 1),
            lambda: ReportBehindScreen(desk, Asked(TODAY.year), Figure.HELD, EVERYTHING),
            lambda: CodebookScreen(desk, self.form),
            lambda: EmergencyScreen(desk, 1),
            lambda: EmergenciesScreen(desk),
            lambda: UnitsScreen(desk, patient),
            lambda: ProveScreen(desk, said(4)),
            lambda: EditScreen(Edited(self.file, self.file.parent / "editing"), lambda: TODAY),
            lambda: PreviewScreen(open_preview(self.form, 1, 50, TODAY)),
            lambda: OpeningScreen(lambda _progress: desk),
            lambda: SetUpScreen(where, said(0), True),
            lambda: LogInScreen(where, said(0), True),
            lambda: NewPasswordScreen(where, said(0), said(1)),
            lambda: RecoverScreen(where, said(0)),
            lambda: RecoveryKeyScreen(said(0)),
            lambda: LockScreen(desk, True),
            lambda: AskScreen(said(0), said(1)),
            lambda: ChooseScreen(said(0), [Chosen(text, said(4), 1) for text in PAYLOADS[:9]], about=said(1)),
            lambda: ConfirmScreen(said(4)),
            lambda: DifferenceScreen(said(next(words)), said(2)),
            lambda: PickScreen(said(0), choices, said(1), hint=said(2)),
            lambda: PaletteScreen(said(0), [Entry(text, said(1), 1, "x") for text in PAYLOADS]),
            lambda: HelpScreen((), said(0)),
            lambda: WriteScreen(said(0), said(1), said(4)),
        ]
        return {make.__code__.co_names[0]: make for make in made}  # type: ignore[misc]


def hostile_source() -> str:
    """A form's file in which as much attacks as can stand in a file of text."""
    source = (shipped_folder() / "phq9.yaml").read_text("utf-8")
    attacks = "\n".join(f"# {text}" for text in PAYLOADS if "\r" not in text)
    return f'{attacks}\n{source}\nugyldig: "{PAYLOADS[0]} {PAYLOADS[4]} \x9b\u202e"\n'


@pytest.fixture
def attacked(demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Attack]:
    file = Path(shutil.copy(demo_file, tmp_path / "demo.sqlite3"))
    clean = open_demo(24, 1, Role.NURSE, file)
    clean.inbox.receive(stranger(clean))
    clean.close()
    poison(file)
    monkeypatch.setattr(rights, "RIGHTS", {right: frozenset(Role) for right in Right})
    desk = open_demo(24, 1, Role.NURSE, file)
    yield Attack(desk, tmp_path)
    desk.close()


def found_on(pilot: Pilot[None]) -> Iterator[str]:
    """What is drawn that is not harmless, lies where it should not, or does something when it is clicked."""
    screen = pilot.app.screen
    for strip in screen._compositor.render_strips(screen.size):
        if unsafe_in(strip.text):
            yield f"unsafe: {strip.text!r}"
        if strip.cell_length != screen.size.width:
            yield f"{strip.cell_length} columns: {strip.text!r}"
        for segment in strip:
            acts = (segment.style.meta if segment.style else {}).get("@click")
            if acts is not None and "quit" in str(acts):
                yield f"{segment.text!r} does {acts}"


def test_every_screen_is_toured(attacked: Attack) -> None:
    assert set(attacked.screens()) ^ set(SCREENS) == set()


@pytest.mark.parametrize("size", [(120, 40)])
async def test_an_attack_is_text_on_every_screen(attacked: Attack, size: tuple[int, int]) -> None:
    app = KartleggingApp(lambda _progress: attacked.desk, today=lambda: TODAY)
    found: list[str] = []
    async with app.run_test(size=size, notifications=True) as pilot:
        while not isinstance(app.screen, WorklistScreen):
            await pilot.pause(0.01)
        await settled(pilot)
        first = app.screen
        for name, make in attacked.screens().items():
            app.push_screen(make())
            try:
                await settled(pilot)
            except WorkerFailed as error:
                found.append(f"{name}: {error}")
            for key in ("", "down", "pagedown", "end", "f1"):
                if key:
                    await pilot.press(key)
                    await pilot.pause()
                found += [f"{name} {key}: {each}" for each in found_on(pilot)]
            assert app.is_running and app._exception is None, name
            while app.screen is not first:
                app.pop_screen()
                await pilot.pause()
    assert not found
