"""A database of invented patients at every stage of the pathway, the same for the same seed and day."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from random import Random

from kartlegging_tui.definitions.library import Library
from kartlegging_tui.domain.norway import NORWAY
from kartlegging_tui.domain.people import IdentifierKind, Pathway, Patient, Role, age
from kartlegging_tui.domain.worklist import Due
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.loading import WholePatient
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.records.writing import Writing
from kartlegging_tui.services.identifiers import synthetic_identifier
from kartlegging_tui.services.register import DEMO
from kartlegging_tui.services.synthetic_courses import Courses
from kartlegging_tui.services.synthetic_pathways import Pathways, Stage
from kartlegging_tui.services.synthetic_people import NAMES, InventedPerson, invent
from kartlegging_tui.services.synthetic_talks import Ending

STAFF = (
    # name, role, unit; the first nurse is of the municipality, the last of the hospital
    ("Kari Lunde", Role.NURSE, "Kreftteamet nord"),
    ("Ánne Somby", Role.NURSE, "Kreftpoliklinikken"),
    ("Tor Østbø", Role.COORDINATOR, "Kreftteamet sør"),
    ("Leyla Demir", Role.ADMIN, ""),
    ("Ingrid Aasen", Role.AUDITOR, ""),
)

STAGES = (
    # in every twenty patients, in this mixture; one of them with a correction, one with a talk that is not planned yet
    *[Stage(0, Due.OPEN)] * 3,
    Stage(0, Due.ONGOING),
    Stage(0, Due.OVERDUE),
    Stage(0, Due.DECLINED),
    Stage(0, Due.ASK_AGAIN),
    Stage(1, Due.COMING, Ending.CORRECTED),
    *[Stage(1, Due.COMING)] * 2,
    Stage(1, Due.OPEN, Ending.UNPLANNED),
    *[Stage(1, Due.OPEN)] * 3,
    Stage(1, Due.ONGOING),
    *[Stage(1, Due.OVERDUE)] * 2,
    Stage(2, Due.COMING),
    Stage(2, Due.OPEN),
    Stage(99, Due.DONE),
)
SIGNED = 2_000
"""So many patients have signed talks and whole plans: a signed document takes some 25 kB, and is made for each talk."""
BATCH = 250
ELSEWHERE = 2
"""So many patients of a demo of the usual size are followed by a unit in which none of its users works."""
USUAL = 60
OTHER_UNIT = "Barneavdelingen"


def build(
    database: Database,
    library: Library,
    patients: int = 60,
    seed: int = 1,
    *,
    today: date,
    progress: Callable[[int, int], None] | None = None,
    stages: Sequence[Stage] = STAGES,
    signed: int = SIGNED,
) -> None:
    """Fills a database, on which the forms are published, with invented patients.

    Their held talks are signed, but for one in twelve, and what was agreed is followed up at the next one. Of more
    than 2,000 patients only the first 2,000 (`signed`) have signed talks; the others' are ended and their plans short,
    so that a database of 100,000 is built in minutes and is no larger than need be. `stages`: how far they are.
    Begun and interrupted, it goes on after the last batch that was saved. Raises NotSaved.
    """
    definition = next(library.pathways())
    with database.write() as unit:
        staff = unit.staff() or [unit.add_staff(name, role, of) for name, role, of in STAFF]
        units = unit.units()
        known = sum(unit.worklist_counts(today).values())
        offered = {offer.form for point in definition.contact_points for offer in point.offers}
        latest = {form: version for form in sorted(offered) if (version := unit.latest_version(form))}
        forms = {form: unit.questionnaire(form, version) for form, version in latest.items()}
        unit.commit()
    pathways = Pathways(
        definition=definition,
        courses=Courses(definition, forms),
        nurses=[user for user in staff if user.role is Role.NURSE],
        coordinator=next(user for user in staff if user.role is Role.COORDINATOR),
        services=library.services(),
        units=units,
        today=today,
    )
    invention = _Invention(pathways, seed, today, stages, signed)
    for start in range(known, patients, BATCH):
        end = min(start + BATCH, patients)
        with database.write() as unit, _no_collecting():
            taken: set[str] = set()
            loaded = unit.load([invention.patient(place, unit, taken) for place in range(start, end)])
            if end == patients:
                if patients >= USUAL:
                    _leave_to_others(unit, loaded, staff[0].id, datetime.combine(today, time(8), NORWAY))
                unit.set(DEMO, f"{patients} patients, seed {seed}")
            unit.commit()
        if progress is not None:
            progress(end, patients)


def _leave_to_others(unit: Writing, patient_ids: list[int], author_id: int, at: datetime) -> None:
    """The last of those with whom nobody has talked, so that emergency access can be tried."""
    untouched = (each for each in reversed(patient_ids) if not any(_touched(unit, way) for way in unit.pathways(each)))
    unit.follow(islice(untouched, ELSEWHERE), OTHER_UNIT, author_id, at)


def _touched(view: Reading, pathway: Pathway) -> bool:
    """A conversation has begun, or something is said about the plan."""
    talks = any(view.conversation(point.id) for point in view.contact_points(pathway.id))
    return talks or bool(view.pathway_events(pathway.id))


@contextmanager
def _no_collecting() -> Iterator[None]:
    """No search for cycles meanwhile: there are none in what is built, and walking it takes a quarter of the time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _guardians(person: InventedPerson, today: date, random: Random) -> str:
    """Who acts for an invented child; nobody for the others."""
    if (age(person.birth_date, today) or 0) >= 18:
        return ""
    parents = (("mor", NAMES[0][1]), ("far", NAMES[0][2]))
    surname = person.name.split()[-1]
    known = [f"{random.choice(firsts.split())} {surname} ({who})" for who, firsts in parents]
    return ", ".join(known if random.random() < 0.7 else known[:1])


@dataclass(frozen=True)
class _Invention:
    """Makes patients, each from the seed and its place in the line."""

    pathways: Pathways
    seed: int
    today: date
    stages: Sequence[Stage]
    signed: int

    def patient(self, place: int, view: Reading, taken: set[str]) -> WholePatient:
        """The patient at a place in the line, with an identifier that nobody has yet."""
        seed = f"{self.seed}/{place}"
        random = Random(seed)
        person = invent(random, self.today)
        identifier = synthetic_identifier(person.birth_date, random)
        while identifier in taken or view.patient_with(identifier) is not None:
            identifier = synthetic_identifier(person.birth_date, random)
        taken.add(identifier)
        patient = Patient(
            id=0,
            name=person.name,
            identifier=identifier,
            identifier_kind=IdentifierKind.FNR,
            birth_date=person.birth_date,
            language=person.language,
            municipality=person.municipality,
            contact_person=f"{self.pathways.nurses[0].name}, kreftkoordinator" if random.random() < 0.8 else "",
        )
        guardians = _guardians(person, self.today, Random(f"{seed}/guardians"))
        patient = patient.model_copy(update={"guardians": guardians})
        stages = list(self.stages)
        Random(f"{self.seed}/{place // len(stages)}").shuffle(stages)
        stage = stages[place % len(stages)]
        pathway = self.pathways.invent(patient, person, stage, seed, signed=place < self.signed)
        return WholePatient(**{name: value for name, value in patient if name != "id"}, pathways=[pathway])
