"""Invented pathways: when the diagnosis was, which contact points are held, what was said and agreed there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import NamedTuple

from kartlegging_tui.domain.contact_points import on_weekday
from kartlegging_tui.domain.pathway import ContactPointStatus, PathwayDefinition, PlannedContactPoint
from kartlegging_tui.domain.people import ContactPoint, Conversation, Pathway, Patient, Place, Respondent, User
from kartlegging_tui.domain.responsible import Responsible
from kartlegging_tui.domain.services import Service
from kartlegging_tui.domain.worklist import Due
from kartlegging_tui.records.loading import WholeContactPoint, WholePathway
from kartlegging_tui.services.synthetic_courses import Courses, FilledTalk, Talker
from kartlegging_tui.services.synthetic_people import InventedPerson, tumour
from kartlegging_tui.services.synthetic_plans import PlanStory
from kartlegging_tui.services.synthetic_talks import Ending, Occasion, TalkStory

COMPANY = {
    # who is present beside an adult, and beside a child
    "nb": (("Ektefelle", "Datter", "Sønn"), ("Mor", "Far", "Mor og far")),
    "nn": (("Ektefelle", "Dotter", "Son"), ("Mor", "Far", "Mor og far")),
    "en": (("Spouse", "Daughter", "Son"), ("Mother", "Father", "Mother and father")),
}


SOUTH = ("1103", "1124")
"""Municipalities whose patients the coordinator follows up; the first nurse has those of the others."""
LEFT = 0.035
"""So many of the last talks are planned and not signed, beside those whose stage says so: in all one in twelve."""


class Stage(NamedTuple):
    """How far a pathway has come."""

    held: int
    """So many contact points, or all but the one that is waited for."""
    due: Due
    """What the next one waits for."""
    last: Ending = Ending.SIGNED
    """What has become of the last talk that was held."""


@dataclass(frozen=True)
class Pathways:
    """Makes pathways."""

    definition: PathwayDefinition
    courses: Courses
    nurses: Sequence[User]
    """The first in the municipality, the last in hospital."""
    coordinator: User
    services: Sequence[Service]
    units: Mapping[int, str]
    """By user, where they work."""
    today: date

    def invent(self, patient: Patient, person: InventedPerson, stage: Stage, seed: str, signed: bool) -> WholePathway:
        """The pathway of a patient at a stage. If not `signed`, its talks are ended at most, and its plan is short.

        Each subject has its own chance, so that a question added to a form gives nobody another diagnosis.
        """
        random, planning = Random(f"{seed}/pathway"), Random(f"{seed}/plan")
        points = self.definition.contact_points
        held = min(stage.held, len(points) - (stage.due is not Due.DONE))
        diagnosed = self._diagnosed(held, stage.due, random)
        pathway = Pathway(
            id=0,
            patient_id=0,
            definition=self.definition.id,
            diagnosed=diagnosed,
            icd10=tumour(random, person, diagnosed),
            relapse=random.random() < 0.08,
        )
        whole = [
            self._point(planned, place - held, stage.due, diagnosed, random) for place, planned in enumerate(points)
        ]
        days = [self._day(point, random) for point in whole[: held + (stage.due is Due.ONGOING)]]
        said = self._said(patient, person, days, signed, Random(f"{seed}/talks"))
        minor = (patient.age(diagnosed) or 0) < 18
        plan = PlanStory(person.language, self.services, self.coordinator, minor, planning)
        entrusted = Random(f"{seed}/responsible")
        self._entrust(plan, self.nurses[-1], diagnosed, 0.85, entrusted)
        for place, day in enumerate(days):
            if place:
                plan.withdraw(day)
                plan.between(day)
            ending = Ending.ONGOING if place == held else stage.last if place == held - 1 else Ending.SIGNED
            if ending is Ending.SIGNED and (not signed or (place == held - 1 and planning.random() < LEFT)):
                ending = Ending.ENDED
            occasion = self._occasion(patient, pathway, whole, place, day, not signed, random)
            told = TalkStory(occasion, said[place], plan, planning).tell(ending)
            whole[place] = replace(whole[place], conversation=told)
            if place == 0 and ending is not Ending.ONGOING:  # from now on it is the municipality's
                here = self.coordinator if patient.municipality in SOUTH else self.nurses[0]
                self._entrust(plan, here, on_weekday(day + timedelta(days=5)), 0.95, entrusted)
        if days and stage.due is not Due.ONGOING:
            plan.withdraw(self.today)
            plan.between(self.today)
        return WholePathway(self.definition.id, diagnosed, pathway.icd10, pathway.relapse, whole, plan.events)

    def _entrust(self, plan: PlanStory, user: User, day: date, chance: float, random: Random) -> None:
        """Makes somebody responsible for the pathway, most often, early on a day."""
        at = datetime.combine(day, time(6, random.randint(0, 50)), UTC)
        if random.random() < chance and at.date() <= self.today:
            plan.entrust(Responsible(user_id=user.id, name=user.name, unit=self.units.get(user.id, "")), at)

    def _said(
        self, patient: Patient, person: InventedPerson, days: list[date], own: bool, random: Random
    ) -> Sequence[FilledTalk]:
        if not days:
            return ()
        ages = [patient.age(day) or 0 for day in days]
        talker = Talker(person.household, person.language, days, ages)
        return self.courses.own(talker, random) if own else self.courses.shared(talker, random)

    def _point(
        self, planned: PlannedContactPoint, waits: int, due: Due, diagnosed: date, random: Random
    ) -> WholeContactPoint:
        """A contact point without its talk; `waits`: negative for one that is held, 0 for the one that comes next."""
        opens, closes = planned.window.dates(diagnosed)
        status, ask_again_on = ContactPointStatus.PLANNED, None
        if waits < 0:
            status = ContactPointStatus.HELD
        elif waits == 0 and due is Due.ONGOING:
            status = ContactPointStatus.OFFERED
        elif waits == 0 and due in (Due.DECLINED, Due.ASK_AGAIN):
            status = ContactPointStatus.DECLINED
            days = random.randint(5, 40) if due is Due.DECLINED else -random.randint(0, 9)
            ask_again_on = self.today + timedelta(days=days)
        elif waits == 0 and due is not Due.COMING and random.random() < 0.4:
            status = ContactPointStatus.OFFERED
        return WholeContactPoint(planned.number, status, opens, closes, ask_again_on)

    def _diagnosed(self, held: int, due: Due, random: Random) -> date:
        """A day so long ago that the contact point after those held is where it should be today."""
        months, points = 31, self.definition.contact_points
        if due is Due.DONE:
            last = points[-1].window.closes * months
            return self.today - timedelta(days=last + random.randint(5, 200))
        window = points[held].window
        before = points[held - 1].window.closes * months if held else 0
        while True:
            days = random.randint(before, window.closes * months + 75)
            diagnosed = self.today - timedelta(days=days)
            opens, closes = window.dates(diagnosed)
            is_open = opens + timedelta(days=2) <= self.today <= closes
            wanted = {Due.COMING: self.today < opens, Due.OVERDUE: closes < self.today}
            if wanted.get(due, is_open):
                return diagnosed

    def _day(self, point: WholeContactPoint, random: Random) -> date:
        """A working day of the window; yesterday for a talk that goes on."""
        if point.status is not ContactPointStatus.HELD:
            return self.today - timedelta(days=1)
        last = min(point.closes, self.today - timedelta(days=2))
        day = point.opens + timedelta(days=random.randint(0, max(0, (last - point.opens).days)))
        while day.weekday() > 4 and day > point.opens:
            day -= timedelta(days=1)
        return day

    def _occasion(
        self,
        patient: Patient,
        pathway: Pathway,
        points: Sequence[WholeContactPoint],
        place: int,
        day: date,
        small: bool,
        random: Random,
    ) -> Occasion:
        first, point = place == 0, points[place]
        author = self.nurses[-1 if first else 0]
        minor = (patient.age(day) or 0) < 18
        together = minor or random.random() < 0.2
        present = random.choice(COMPANY.get(patient.language, COMPANY["nb"])[minor])
        conversation = Conversation(
            id=0,
            contact_point_id=0,
            author=author.name,
            held_on=day,
            place=Place.HOSPITAL if first else random.choice(list(Place)),
            respondent=Respondent.TOGETHER if together else Respondent.PATIENT,
            present=present if together else "",
            started_at=datetime.combine(day, time(random.randint(7, 12), random.choice((0, 15, 30))), UTC),
            ended_at=None,
        )
        return Occasion(
            patient=patient,
            pathway=pathway,
            contact_point=ContactPoint(
                id=0,
                pathway_id=0,
                number=point.number,
                status=point.status,
                opens=point.opens,
                closes=point.closes,
                ask_again_on=point.ask_again_on,
            ),
            conversation=conversation,
            author=author,
            next_opens=points[place + 1].opens if place + 1 < len(points) else None,
            first=first,
            small=small,
        )
