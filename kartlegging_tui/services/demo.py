"""A database of invented patients at every stage of the pathway, the same for the same seed and day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from kartlegging_tui.definitions.library import Library
from kartlegging_tui.domain.pathway import ContactPointStatus, PathwayDefinition, PlannedContactPoint
from kartlegging_tui.domain.people import ConversationDetails, IdentifierKind, Place, Respondent, Role, User, age
from kartlegging_tui.domain.worklist import Due
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.loading import (
    WholeAssessment,
    WholeContactPoint,
    WholeConversation,
    WholePathway,
    WholePatient,
)
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.services.identifiers import synthetic_identifier
from kartlegging_tui.services.register import DEMO
from kartlegging_tui.services.synthetic_courses import Courses, FilledForm
from kartlegging_tui.services.synthetic_people import InventedPerson, invent, tumour

STAFF = (
    ("Kari Lunde", Role.NURSE),
    ("Ánne Somby", Role.NURSE),
    ("Tor Østbø", Role.COORDINATOR),
    ("Leyla Demir", Role.ADMIN),
)

STAGES = (
    # how many contact points are held, and what the next one waits for: in every twenty patients, in this mixture
    *[(0, Due.OPEN)] * 3,
    (0, Due.ONGOING),
    (0, Due.OVERDUE),
    (0, Due.DECLINED),
    (0, Due.ASK_AGAIN),
    *[(1, Due.COMING)] * 3,
    *[(1, Due.OPEN)] * 4,
    (1, Due.ONGOING),
    *[(1, Due.OVERDUE)] * 2,
    (2, Due.COMING),
    (2, Due.OPEN),
    (99, Due.DONE),
)
BATCH = 250


def build(
    database: Database,
    library: Library,
    patients: int = 60,
    seed: int = 1,
    *,
    today: date,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Fills a database, on which the forms are published, with invented patients.

    Begun and interrupted, it goes on after the last batch that was saved. Raises NotSaved.
    """
    pathway = next(library.pathways())
    with database.write() as unit:
        staff = unit.staff() or [unit.add_staff(name, role) for name, role in STAFF]
        known = sum(unit.worklist_counts(today).values())
        offered = {offer.form for point in pathway.contact_points for offer in point.offers}
        latest = {form: version for form in sorted(offered) if (version := unit.latest_version(form))}
        forms = {form: unit.questionnaire(form, version) for form, version in latest.items()}
        unit.commit()
    invention = _Invention(pathway, Courses(pathway, forms), staff, seed, today)
    for start in range(known, patients, BATCH):
        end = min(start + BATCH, patients)
        with database.write() as unit:
            taken: set[str] = set()
            unit.load([invention.patient(place, unit, taken) for place in range(start, end)])
            if end == patients:
                unit.set(DEMO, f"{patients} patients, seed {seed}")
            unit.commit()
        if progress is not None:
            progress(end, patients)


class _Invention:
    """Makes patients, each from the seed and its place in the line."""

    def __init__(self, pathway: PathwayDefinition, courses: Courses, staff: list[User], seed: int, today: date) -> None:
        self._pathway = pathway
        self._points = pathway.contact_points
        self._courses = courses
        self._nurses = [user for user in staff if user.role is Role.NURSE]
        self._seed = seed
        self._today = today

    def patient(self, place: int, view: Reading, taken: set[str]) -> WholePatient:
        """The patient at a place in the line, with an identifier that nobody has yet."""
        random = Random(f"{self._seed}/{place}")
        person = invent(random, self._today)
        identifier = synthetic_identifier(person.birth_date, random)
        while identifier in taken or view.patient_with(identifier) is not None:
            identifier = synthetic_identifier(person.birth_date, random)
        taken.add(identifier)
        cycle = list(STAGES)
        Random(f"{self._seed}/{place // len(cycle)}").shuffle(cycle)
        held, due = cycle[place % len(cycle)]
        pathways = [self._course(person, min(held, len(self._points) - (due is not Due.DONE)), due, random)]
        return WholePatient(
            name=person.name,
            identifier=identifier,
            identifier_kind=IdentifierKind.FNR,
            birth_date=person.birth_date,
            language=person.language,
            municipality=person.municipality,
            contact_person=f"{self._nurses[0].name}, kreftkoordinator" if random.random() < 0.8 else "",
            pathways=pathways,
        )

    def _course(self, person: InventedPerson, held: int, due: Due, random: Random) -> WholePathway:
        diagnosed = self._diagnosed(held, due, random)
        talks = held + (due is Due.ONGOING)
        years = age(person.birth_date, diagnosed) or 0
        said = self._courses.draw(person.household, person.language, years, diagnosed, talks, random) if talks else ()
        points = []
        for place, planned in enumerate(self._points):
            opens, closes = planned.window.dates(diagnosed)
            status, ask_again_on, talk = ContactPointStatus.PLANNED, None, None
            if place < held:
                status = ContactPointStatus.HELD
                talk = self._talk(planned, opens, min(closes, self._today - timedelta(days=2)), said[place], random)
            elif place == held and due is Due.ONGOING:
                status = ContactPointStatus.OFFERED
                yesterday = self._today - timedelta(days=1)
                talk = self._talk(planned, yesterday, yesterday, said[place], random, ongoing=True)
            elif place == held and due in (Due.DECLINED, Due.ASK_AGAIN):
                status = ContactPointStatus.DECLINED
                days = random.randint(5, 40) if due is Due.DECLINED else -random.randint(0, 9)
                ask_again_on = self._today + timedelta(days=days)
            elif place == held and due is not Due.COMING and random.random() < 0.4:
                status = ContactPointStatus.OFFERED
            points.append(WholeContactPoint(planned.number, status, opens, closes, ask_again_on, talk))
        relapse = random.random() < 0.08
        return WholePathway(self._pathway.id, diagnosed, tumour(random, person, diagnosed), relapse, points)

    def _diagnosed(self, held: int, due: Due, random: Random) -> date:
        """A day so long ago that the contact point after those held is where it should be today."""
        months = 31
        if due is Due.DONE:
            last = self._points[-1].window.closes * months
            return self._today - timedelta(days=last + random.randint(5, 200))
        window = self._points[held].window
        before = self._points[held - 1].window.closes * months if held else 0
        while True:
            days = random.randint(before, window.closes * months + 75)
            diagnosed = self._today - timedelta(days=days)
            opens, closes = window.dates(diagnosed)
            is_open = opens + timedelta(days=2) <= self._today <= closes
            wanted = {Due.COMING: self._today < opens, Due.OVERDUE: closes < self._today}
            if wanted.get(due, is_open):
                return diagnosed

    def _talk(
        self,
        planned: PlannedContactPoint,
        first: date,
        last: date,
        said: tuple[FilledForm, ...],
        random: Random,
        ongoing: bool = False,
    ) -> WholeConversation:
        """A talk on a day of the window, its answers noted one by one; an ongoing one was left in the middle."""
        day = first + timedelta(days=random.randint(0, max(0, (last - first).days)))
        while day.weekday() > 4 and day > first:
            day -= timedelta(days=1)
        moment = started_at = datetime.combine(day, time(random.randint(7, 12), random.choice((0, 15, 30))), UTC)
        left = int(sum(len(form.answers) for form in said) * random.uniform(0.3, 0.6)) if ongoing else None
        assessments = []
        for form in said:
            answers = []
            for path, answer in form.answers[:left]:
                moment += timedelta(milliseconds=random.randint(4_000, 26_000))
                answers.append((path, answer, moment))
            if left is not None:
                left -= len(answers)
            if answers:
                assessments.append(WholeAssessment(form.form, form.version, answers))
        first_point = planned.number == self._points[0].number
        respondent = Respondent.TOGETHER if random.random() < 0.2 else Respondent.PATIENT
        details = ConversationDetails(
            held_on=day,
            place=Place.HOSPITAL if first_point else random.choice(list(Place)),
            respondent=respondent,
            present=random.choice(("Ektefelle", "Datter", "Sønn")) if respondent is Respondent.TOGETHER else "",
        )
        author = self._nurses[-1 if first_point else 0]
        ended_at = None if ongoing else moment + timedelta(minutes=2)
        return WholeConversation(details, author.id, started_at, ended_at, assessments)
