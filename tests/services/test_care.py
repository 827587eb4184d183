"""Whom a user sees: by their unit, a care relation or an emergency; of all others nothing, whichever way one comes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from kartlegging_tui.domain.access import Ground
from kartlegging_tui.domain.figures import Figure
from kartlegging_tui.domain.follow_up import EVERYBODY, Kind
from kartlegging_tui.domain.people import Role, User
from kartlegging_tui.domain.report import EVERYTHING as WHOLE
from kartlegging_tui.domain.report import Asked
from kartlegging_tui.domain.who_may_see import ReasonKind, Standing, ground_of
from kartlegging_tui.records.errors import Conflict
from kartlegging_tui.records.units import Viewer
from kartlegging_tui.services.access import NoGround
from kartlegging_tui.services.browse import WorklistQuery
from kartlegging_tui.services.care import Care, NoReason, Reviews
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.desks import open_demo
from kartlegging_tui.services.follow_up import FollowUpQuery
from kartlegging_tui.services.register import NewPathway, NewPatient
from tests.conftest import TODAY
from tests.services.test_access import WAYS, Held, rows

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
UNITS = ("Kreftteamet nord", "Kreftteamet sør", "Barneavdelingen")
ALL = 1000


@pytest.mark.parametrize(
    ("standing", "ground"),
    [
        (Standing(alone=True, follow=frozenset({"A"})), Ground.OWN_DATABASE),
        (Standing(unit="A"), Ground.OPEN),
        (Standing(unit="A", follow=frozenset({"A", "B"})), Ground.UNIT),
        (Standing(unit="C", follow=frozenset({"A"}), related=True), Ground.CARE_RELATION),
        (Standing(unit="C", follow=frozenset({"A"}), emergency_until=NOW + timedelta(minutes=1)), Ground.EMERGENCY),
        (Standing(unit="C", follow=frozenset({"A"}), emergency_until=NOW), Ground.NONE),
        (Standing(unit="", follow=frozenset({"A"})), Ground.NONE),
    ],
)
def test_the_ground_is_the_plainest_reason_there_is(standing: Standing, ground: Ground) -> None:
    assert ground_of(standing, NOW) is ground


@pytest.fixture
def stranger(desk: Desk) -> User:
    """A nurse of a unit that follows nobody yet, with no relation to anybody."""
    with desk.database.write() as unit:
        user = unit.add_staff("Nina Berg", Role.NURSE, "Barneavdelingen")
        unit.commit()
    return user


@pytest.fixture
def theirs(desk: Desk, stranger: User) -> Desk:
    """The stranger's desk."""
    return Desk(desk.database, desk.library, stranger, demo=True)


def follow(desk: Desk, patient_id: int, *units: str) -> None:
    """These units follow the patient from now on."""
    with desk.database.write() as unit:
        unit.change_units(patient_id, unit.following(patient_id), units, "of a test", 1, NOW)
        unit.commit()


def hidden(desk: Desk, user: User) -> set[int]:
    """Whom the user may not see, by the rule, one patient after the other."""
    viewer = Viewer(user.id, user.name, datetime.now(UTC))
    with desk.database.read() as view:
        everybody = view.patient_ids()
        return {each for each in everybody if ground_of(view.standing(viewer, each), viewer.at) is Ground.NONE}


@pytest.fixture
def held(desk: Desk) -> Held:
    """A conversation that goes on, and all it belongs to."""
    with desk.database.read() as view:
        for patient_id in view.patient_ids():
            for way in view.pathways(patient_id):
                for point in view.contact_points(way.id):
                    talk = view.conversation(point.id)
                    if talk and talk.ended_at is None and view.assessments(talk.id):
                        return Held(patient_id, way.id, point.id, talk.id, view.assessments(talk.id)[0].form)
    raise AssertionError


_LISTS = {"worklist", "follow_up", "question", "words", "report", "inbox"}
_NUMBERS = {"lookup", "registration", "why"}
"""They tell a number; what is read by it is refused."""
SINGLE = [way for way in WAYS if way[1] not in _LISTS | _NUMBERS]


@pytest.mark.parametrize("way", SINGLE, ids=[way for way, _ in SINGLE])
def test_a_patient_of_others_is_not_opened_whichever_way_one_comes(
    desk: Desk, theirs: Desk, held: Held, way: tuple[str, str]
) -> None:
    follow(desk, held.patient, "Kreftteamet nord")
    with pytest.raises(NoGround):
        WAYS[way](theirs, held)
    last = rows(desk)[-1]
    assert (last["patient_id"], last["ground"], last["outcome"]) == (held.patient, "none", "denied")


@pytest.fixture(params=range(3))
def world(request: pytest.FixtureRequest, desk: Desk, stranger: User) -> Iterator[Desk]:
    """Patients whom random units follow, some of them nobody, and one of the four users."""
    random = Random(request.param)
    with desk.database.read() as view:
        patients = view.patient_ids()
        users = [user for user in view.staff() if user.role in (Role.NURSE, Role.COORDINATOR)]
    for patient in patients:
        follow(desk, patient, *random.sample(UNITS, random.choice([0, 1, 1, 2])))
    user = (stranger, *users)[request.param]
    yield Desk(desk.database, desk.library, user, demo=True)


def test_lists_searches_and_counts_know_only_those_whom_the_user_sees(world: Desk) -> None:
    left_out = hidden(world, world.user)
    assert left_out
    with world.database.read() as view:
        names = {view.patient(each).name for each in left_out}
        everybody = view.worklist(TODAY, limit=ALL)
        passages, _ = view.find_words("a", ALL, 0)
        whole_list = {kind: view.follow_up(kind, _everything(), ALL) for kind in Kind}
        ways = {way.id: each for each in view.patient_ids() for way in view.pathways(each)}
    seen = [row for row in everybody if row.patient_id not in left_out]

    page = world.browse.worklist(WorklistQuery(limit=ALL), TODAY)
    assert [row.pathway_id for row in page.rows] == [row.pathway_id for row in seen]
    assert sum(page.counts.values()) == len(seen)
    facets = world.browse.facets(WorklistQuery(), TODAY)
    assert sum(facets.municipalities.values()) == sum(facets.diagnoses.values()) == len(seen)
    for name in sorted(names):
        assert not {row.patient_id for row in world.browse.worklist(WorklistQuery(name), TODAY).rows} & left_out

    for kind in Kind:
        listed = world.follow_ups.page(FollowUpQuery(kind=kind, limit=ALL), TODAY, "nb")
        wanted = [row for row in whole_list[kind] if row.patient_id not in left_out]
        assert [line.row for line in listed.lines] == wanted
        assert listed.counts[kind] == listed.total == len(wanted)
    assert world.follow_ups.whose()[EVERYBODY] == sum(
        row.patient_id not in left_out for rows_ in whole_list.values() for row in rows_
    )

    question = world.asking.check("esas_r.smerte >= 0").question
    assert question is not None
    with world.database.read() as view:
        asked = view.asked(question, None, TODAY)
    found = world.asking.ask(question, None, TODAY)
    assert [each for each, _ in found.pathways] == [each for each, _ in asked if ways[each] not in left_out]
    assert len(world.asking.page(found, ALL, 0)) == len(found.pathways)

    written = world.asking.find_words("a", ALL, 0)
    kept = [each for each in passages if each.patient_id not in left_out]
    assert [each.passage for each in written.written] == kept
    assert written.total == len(kept)

    behind = world.reports.behind(Asked(2026), TODAY, Figure.HELD, WHOLE)
    assert not {line.thing.patient_id for line in behind} & left_out
    assert world.reports.count(Asked(2026), TODAY, Figure.HELD, WHOLE) == len(behind)
    assert set(world.conduct.exporting.everybody()) == set(ways.values()) - left_out


def _everything() -> object:
    from kartlegging_tui.records.follow_up import Wanted

    return Wanted()


def test_a_list_that_was_read_before_the_door_closed_is_shown_without_them(desk: Desk, theirs: Desk) -> None:
    question = theirs.asking.check("esas_r.smerte >= 0").question
    assert question is not None
    found = theirs.asking.ask(question, None, TODAY)
    first = theirs.asking.page(found, ALL, 0)[0].row.patient_id
    follow(desk, first, "Kreftteamet nord")
    assert first not in {hit.row.patient_id for hit in theirs.asking.page(found, ALL, 0)}


def test_whoever_knows_the_whole_number_or_name_and_birth_learns_that_the_patient_is_here(
    desk: Desk, theirs: Desk, held: Held
) -> None:
    follow(desk, held.patient, "Kreftteamet nord")
    with desk.database.read() as view:
        patient = view.patient(held.patient)
    assert patient.identifier
    assert patient.birth_date
    born = f"{patient.birth_date:%d.%m.%Y}"
    known = {
        patient.identifier: held.patient,
        f"{patient.name} {born}": held.patient,
        patient.identifier[:10]: None,
        patient.name: None,
        born: None,
    }
    for typed, elsewhere in known.items():
        page = theirs.browse.worklist(WorklistQuery(typed), TODAY)
        assert page.elsewhere == elsewhere, typed
        assert held.patient not in {row.patient_id for row in page.rows}
    assert rows(desk)[-1]["patient_id"] is None
    assert desk.browse.worklist(WorklistQuery(patient.identifier), TODAY).elsewhere is None


def clocked(desk: Desk, user: User, clock: list[datetime]) -> Desk:
    """A desk whose clock is the last of these."""
    from kartlegging_tui.services.access import Access
    from kartlegging_tui.services.browse import Browse
    from kartlegging_tui.services.care import grounds

    made = Desk(desk.database, desk.library, user, demo=True)
    now = lambda: clock[-1]  # noqa: E731
    made._access = Access(desk.database, user, now, grounds(desk.database, user, now))
    made._browse = Browse(desk.database, made._access)
    return made


def test_emergency_access_opens_one_patient_for_an_hour_and_then_closes(desk: Desk, stranger: User, held: Held) -> None:
    with desk.database.read() as view:
        other = next(each for each in view.patient_ids() if each != held.patient)
    for each in (held.patient, other):
        follow(desk, each, "Kreftteamet nord")
    clock = [NOW]
    theirs = clocked(desk, stranger, clock)
    care = Care(desk.database, stranger, lambda: clock[-1], theirs._access)
    given = care.let_in(held.patient, ReasonKind.ACUTE, "  innlagt akutt,\n trenger medisinlisten ")
    assert (given.reason, given.until) == ("innlagt akutt, trenger medisinlisten", NOW + timedelta(minutes=60))
    theirs.browse.patient_page(held.patient, TODAY)
    assert rows(desk)[-1]["ground"] == "emergency"
    assert held.patient in {row.patient_id for row in theirs.browse.worklist(WorklistQuery(limit=ALL), TODAY).rows}
    with pytest.raises(NoGround):
        theirs.browse.patient_page(other, TODAY)
    clock.append(NOW + timedelta(minutes=59))
    assert care.running(held.patient) == given
    theirs.browse.patient_page(held.patient, TODAY)
    clock.append(NOW + timedelta(minutes=60))
    assert care.running(held.patient) is None
    with pytest.raises(NoGround):
        theirs.browse.patient_page(held.patient, TODAY)
    assert held.patient not in {row.patient_id for row in theirs.browse.worklist(WorklistQuery(limit=ALL), TODAY).rows}


@pytest.mark.parametrize("reason", ["", "akutt", "  akutt   nå "])
def test_emergency_access_needs_words_that_say_why(theirs: Desk, held: Held, reason: str) -> None:
    with pytest.raises(NoReason):
        theirs.care.let_in(held.patient, ReasonKind.OTHER, reason)


def test_emergency_access_is_listed_until_somebody_else_has_looked(desk: Desk, theirs: Desk, held: Held) -> None:
    follow(desk, held.patient, "Kreftteamet nord")
    given = theirs.care.let_in(held.patient, ReasonKind.COLLEAGUE, "tar over for en kollega")
    others = open_demo(24, 1, Role.COORDINATOR, desk.database.where)
    try:
        own = Reviews(desk.database, theirs.user, lambda: NOW, theirs._access)
        assert (own.waiting(), [seen.own for seen in own.listed()]) == (0, [True])
        with pytest.raises(Conflict):
            own.review(given, "helt i orden")
        assert others.reviews.waiting() == 1
        with pytest.raises(NoReason):
            others.reviews.review(given, "  ")
        others.reviews.review(given, "i orden")
        with pytest.raises(Conflict):
            others.reviews.review(given, "nei")
        assert (others.reviews.waiting(), others.reviews.listed()) == (0, [])
        assert [seen.emergency.review for seen in others.reviews.listed(reviewed=True)] == ["i orden"]
    finally:
        others.close()


def test_a_review_names_the_patient_to_those_alone_who_may_see_them(desk: Desk, theirs: Desk, held: Held) -> None:
    follow(desk, held.patient, "Barneavdelingen sør")
    theirs.care.let_in(held.patient, ReasonKind.ACUTE, "innlagt akutt i natt")
    with desk.database.write() as unit:
        coordinator = unit.add_staff("Berit Dahl", Role.COORDINATOR, "En annen enhet")
        unit.commit()
    away = Desk(desk.database, desk.library, coordinator, demo=True)
    assert [seen.patient for seen in away.reviews.listed()] == [""]
    follow(desk, held.patient)
    assert [bool(seen.patient) for seen in away.reviews.listed()] == [True]
    assert [seen.patient for seen in away.reviews.listed(named=False)] == [""]


def test_the_unit_of_whoever_registers_a_patient_follows_them(desk: Desk, theirs: Desk) -> None:
    new = NewPatient("Kari Nordmann")
    patient_id = theirs.register.register(new, NewPathway("pakkeforlop_hjem", TODAY, "C50.9"), TODAY)
    assert theirs.care.following(patient_id).units == ("Barneavdelingen",)
    with pytest.raises(NoGround):
        desk.browse.patient_page(patient_id, TODAY)


def test_changing_who_follows_needs_a_reason_and_is_kept(desk: Desk, theirs: Desk, held: Held) -> None:
    care = desk.care
    seen = care.following(held.patient)
    assert seen.units == ()
    with pytest.raises(NoReason):
        care.change(held.patient, seen, ["Kreftteamet nord"], "")
    care.change(held.patient, seen, ["Kreftteamet nord"], "pasienten har flyttet")
    with pytest.raises(Conflict):
        care.change(held.patient, seen, ["Kreftteamet sør"], "noe helt annet her")
    (change,) = care.following(held.patient).changes
    assert (change.before, change.after, change.reason) == ((), ("Kreftteamet nord",), "pasienten har flyttet")
    theirs.care.let_in(held.patient, ReasonKind.OTHER, "vil ta over pasienten")
    with pytest.raises(NoGround):
        theirs.care.change(held.patient, theirs.care.following(held.patient), ["Barneavdelingen"], "til min enhet nå")


def test_a_demo_of_the_usual_size_has_two_patients_to_try_it_on(desk: Desk, tmp_path: Path) -> None:
    assert sum(desk.browse.worklist(WorklistQuery(), TODAY).counts.values()) == 24
    usual = open_demo(60, 1, Role.NURSE, tmp_path / "usual.sqlite3")
    assert sum(usual.browse.worklist(WorklistQuery(), TODAY).counts.values()) == 58
    assert len(hidden(usual, usual.user)) == 2
    usual.close()
