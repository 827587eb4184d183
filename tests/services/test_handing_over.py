"""From hospital to municipality: whoever care is handed to opens the patient on the ground of their own unit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from kartlegging_tui.domain.access import Ground
from kartlegging_tui.domain.access import Wanted as AccessWanted
from kartlegging_tui.domain.people import Role, User
from kartlegging_tui.domain.plan import Consent, Manner
from kartlegging_tui.domain.plan import Ground as Agreed
from kartlegging_tui.domain.responsible import Responsible
from kartlegging_tui.domain.who_may_see import ReasonKind, ground_of
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.units import Viewer
from kartlegging_tui.services.access import Access
from kartlegging_tui.services.care import Care, grounds
from kartlegging_tui.services.planning import Planning, open_planning
from kartlegging_tui.services.responsible import Responsibilities
from kartlegging_tui.services.saving import Saver
from tests.records.cases import NOW, TODAY, World, world

pytestmark = pytest.mark.both
HOSPITAL, TOWN = "Kreftavdelingen", "Kreftteamet i kommunen"


class Case:
    """A patient whom the hospital follows, a nurse there, and a coordinator and a nurse of the municipality."""

    def __init__(self, database: Database, made: World) -> None:
        self.database, self.made = database, made
        with database.write() as unit:
            self.nurse = unit.add_staff("Ida Moen", Role.NURSE, HOSPITAL)
            self.coordinator = unit.add_staff("Anne Berg", Role.COORDINATOR, TOWN)
            self.colleague = unit.add_staff("Tor Vik", Role.NURSE, TOWN)
            unit.follow([made.patient.id], HOSPITAL, self.nurse.id, NOW - timedelta(days=1))
            unit.commit()
        self.clock = NOW

    def access(self, user: User) -> Access:
        return Access(self.database, user, self.now, grounds(self.database, user, self.now))

    def now(self) -> datetime:
        self.clock += timedelta(seconds=1)
        return self.clock

    def ground(self, user: User) -> Ground:
        with self.database.read() as view:
            return ground_of(view.standing(Viewer(user.id, user.name, NOW), self.made.patient.id), NOW)

    def units(self) -> tuple[str, ...]:
        with self.database.read() as view:
            return view.following(self.made.patient.id)

    def logged(self) -> int:
        with self.database.read() as view:
            rows = view.access_log(AccessWanted(patient_id=self.made.patient.id), 100)
        return sum(row.what == "units" and row.outcome == "shown" for row in rows)

    def entrust(self, by: User, to: User) -> None:
        service = Responsibilities(self.database, by, self.now, self.access(by))
        service.entrust(self.made.pathway.id, Responsible(user_id=to.id, name=to.name), self._said())

    def _said(self) -> int:
        with self.database.read() as view:
            said = [event.number for event in view.pathway_events(self.made.pathway.id) if event.path == "responsible"]
        return said[-1] if said else 0


@pytest.fixture
def case(database: Database) -> Case:
    return Case(database, world(database))


@pytest.fixture
def saver(case: Case) -> Iterator[Saver]:
    made = Saver(case.database, case.now, case.access(case.nurse))
    yield made
    made.close()


def plan(case: Case, saver: Saver) -> Planning:
    return open_planning(case.database, saver, case.nurse, case.made.pathway.id, case.now, case.access(case.nurse))


def consent(recipient: str) -> Consent:
    return Consent(recipient=recipient, ground=Agreed.CONSENT, manner=Manner.SPOKEN, said_by="", given_on=TODAY)


def test_the_unit_of_whoever_is_made_responsible_follows_and_the_one_before_goes_on(case: Case) -> None:
    assert case.ground(case.colleague) is Ground.NONE
    case.entrust(case.nurse, case.coordinator)
    assert case.units() == (HOSPITAL, TOWN)
    assert case.ground(case.colleague) is case.ground(case.coordinator) is case.ground(case.nurse) is Ground.UNIT
    assert case.logged() == 1
    with case.database.read() as view:
        (change,) = view.unit_changes(case.made.patient.id)
    assert (change.before, change.after, change.author) == ((HOSPITAL,), (HOSPITAL, TOWN), "Ida Moen")
    assert "Anne Berg" in change.reason
    case.entrust(case.nurse, case.colleague)
    assert case.logged() == 1


def test_a_patient_who_is_open_to_all_stays_so(case: Case) -> None:
    with case.database.write() as unit:
        unit.change_units(case.made.patient.id, (HOSPITAL,), (), "åpen", case.nurse.id, NOW)
        unit.commit()
    case.entrust(case.nurse, case.coordinator)
    assert case.units() == ()


def test_whoever_has_let_themselves_in_opens_the_patient_for_no_unit(case: Case) -> None:
    stranger = case.colleague
    care = Care(case.database, stranger, case.now, case.access(stranger))
    care.let_in(case.made.patient.id, ReasonKind.ACUTE, "innlagt akutt i natt")
    case.entrust(stranger, stranger)
    assert case.units() == (HOSPITAL,)


@pytest.mark.parametrize("recipient", [TOWN, "kreftteamet  I kommunen", "Anne Berg"])
def test_a_unit_here_that_something_is_handed_over_to_follows_until_it_is_taken_back(
    case: Case, saver: Saver, recipient: str
) -> None:
    planning = plan(case, saver)
    planning.consent(consent(recipient))
    planning.hand_over(recipient, "Sammendrag")
    assert saver.flush(10)
    assert case.units() == (HOSPITAL, TOWN)
    assert case.ground(case.colleague) is Ground.UNIT
    assert planning.undo("handover")
    assert saver.flush(10)
    assert case.units() == (HOSPITAL,)
    assert case.logged() == 2


def test_what_is_sent_to_a_place_without_users_here_opens_nothing(case: Case, saver: Saver) -> None:
    planning = plan(case, saver)
    planning.consent(consent("NAV"))
    planning.hand_over("NAV", "Sammendrag")
    assert saver.flush(10)
    assert case.units() == (HOSPITAL,)


def test_taking_a_handover_back_leaves_a_unit_that_followed_before_it(case: Case, saver: Saver) -> None:
    case.entrust(case.nurse, case.coordinator)
    planning = plan(case, saver)
    planning.consent(consent(TOWN))
    planning.hand_over(TOWN, "Sammendrag")
    planning.undo("handover")
    assert saver.flush(10)
    assert case.units() == (HOSPITAL, TOWN)
