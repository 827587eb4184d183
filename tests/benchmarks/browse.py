"""Everything that is read across patients, at 200,000 of them and at 2,000 (`large.py`): it should cost the same.

Beside a SELECT by primary key on the same file. Reading is not logged here: a durable row in the log costs the same
whoever is read about, and `save` measures that. Other units follow some patients, as where there are several.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from kartlegging_tui.definitions.library import Library, shipped
from kartlegging_tui.domain.diagnosis_groups import DiagnosisGroup
from kartlegging_tui.domain.filters import Filter, Whose
from kartlegging_tui.domain.follow_up import EVERYBODY, Kind, WhoseKind
from kartlegging_tui.domain.follow_up import Whose as List
from kartlegging_tui.domain.people import Role, User
from kartlegging_tui.domain.worklist import Due
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.records.units import Viewer
from kartlegging_tui.services.access import Access
from kartlegging_tui.services.asking import Asking
from kartlegging_tui.services.browse import Browse, WorklistQuery
from kartlegging_tui.services.clock import now
from kartlegging_tui.services.compare import Compare
from kartlegging_tui.services.follow_up import FollowUpQuery, FollowUps, When
from kartlegging_tui.services.saving import Saver
from tests.benchmarks.figures import Figure, figure, in_turn, milliseconds, p95
from tests.benchmarks.invented import TODAY
from tests.benchmarks.large import ORIGINALS, PATIENTS, bar, large
from tests.services.reading import Unlogged

TIMES = 20
USER = User(id=1, name="Kari Lunde", role=Role.NURSE)
FILTERS = {
    "nothing": Filter(),
    "the largest municipality": Filter(municipalities=frozenset({"1103"})),
    "a small municipality": Filter(municipalities=frozenset({"2102"})),
    "five municipalities": Filter(municipalities=frozenset({"1103", "1108", "1124", "1123", "1128"})),
    "a unit": Filter(units=frozenset({"Kreftteamet sør"})),
    "one who is responsible": Filter(responsible=frozenset({3})),
    "nobody responsible": Filter(responsible=frozenset({Whose.NOBODY})),
    "breast": Filter(diagnoses=frozenset({DiagnosisGroup.BREAST})),
    "three diagnosis groups": Filter(
        diagnoses=frozenset({DiagnosisGroup.BOWEL, DiagnosisGroup.BLOOD, DiagnosisGroup.BRAIN})
    ),
    "children under 18": Filter(children=True),
    "open safety path": Filter(urgent=True),
    "late actions": Filter(late=True),
    "all together": Filter(
        municipalities=frozenset({"1103", "1108", "1124", "1123", "1128"}),
        responsible=frozenset({Whose.NOBODY, 1, 2, 3}),
        diagnoses=frozenset({DiagnosisGroup.BREAST, DiagnosisGroup.BLOOD}),
        children=True,
        urgent=True,
        late=True,
    ),
    "what is overdue": Filter(frozenset({Due.OVERDUE})),
    "what is to come": Filter(frozenset({Due.COMING})),
    "one state in a municipality": Filter(frozenset({Due.COMING}), municipalities=frozenset({"1103"})),
}
SEARCHES = {
    "a frequent first name": "kari",
    "one letter": "k",
    "two beginnings": "kar han",
    "a rare surname": "lundalnes",
    "the beginning of an identity number": "0101",
    "a birth date": "12.5.69",
    "a name and a birth date": "kari 12.5.1969",
    "nobody": "xyzxyz",
    "a typing error": "kair nordmnan",
}
WORDS = {"a frequent word": "hjelp", "a rare word": "elektriker", "two words": "hjelp hjemme", "a beginning": "sov"}
QUESTIONS = (
    "esas_r.smerte >= 9",
    "esas_r.smerte >= 7",
    "esas_r.smerte >= 7 and not any(tiltak)",
    "esas_r.smerte >= 7 and esas_r.angst >= 7 and esas_r.kvalme >= 5",
    "not answered(esas_r.smerte)",
    "any(tiltak.forsinket)",
    'diagnose == "C50" and esas_r.smerte >= 8',
    "age >= 80 and esas_r.smerte >= 8",
    "esas_r.smerte >= 9 and esas_r.angst > previous(esas_r.angst)",
)

Action = Callable[[int], object]


class Seen(Unlogged):
    """Tells nobody, and shows what a nurse sees."""

    def view(self, database: Database) -> AbstractContextManager[Reading]:
        return self._view(database)

    @contextmanager
    def _view(self, database: Database) -> Iterator[Reading]:
        with database.read() as view:
            view.seen_by(Viewer(USER.id, USER.name, now()))
            yield view


@dataclass(frozen=True)
class World:
    """A database, and everything that is done with it: an action gets the number of the run."""

    database: Database
    library: Library
    patients: int

    def actions(self) -> Mapping[str, Action]:
        seen = Seen()
        browse = Browse(self.database, seen)
        asking = Asking(self.database, self.library, seen)
        follow_ups = FollowUps(self.database, self.library.services, USER, now, seen)
        saver = Saver(self.database, now, Access(self.database, USER, now))
        compare = Compare(
            self.database, saver, lambda way, number: self.library.pathway(way.definition).contact_point(number), seen
        )
        random = Random(2)
        somebody = [random.randrange(1, self.patients + 1) for _ in range(1000)]
        found: dict[str, Action] = {}

        def page(text: str = "", only: Filter = FILTERS["nothing"], offset: int = 0) -> Action:
            return lambda _: browse.worklist(WorklistQuery(text, limit=100, offset=offset, only=only), TODAY)

        def ask(text: str) -> Action:
            asked = asking.check(text).question
            assert asked is not None, text
            return lambda _: asking.page(asking.ask(asked, None, TODAY), 100, 0)

        def to_do(**how: object) -> Action:
            return lambda _: follow_ups.page(FollowUpQuery(**how), TODAY, "nb")  # type: ignore[arg-type]

        found |= {f"worklist: {name}": page(only=only) for name, only in FILTERS.items()}
        found["worklist: the last page"] = page(offset=self.patients * 3 // 4)
        found |= {f"search: {name}": page(text) for name, text in SEARCHES.items()}
        found["search and filter"] = page("kari", FILTERS["the largest municipality"])
        found["the choices of the filter, with their numbers"] = lambda _: browse.facets(WorklistQuery(), TODAY)
        found["… under a filter"] = lambda _: browse.facets(WorklistQuery(only=FILTERS["late actions"]), TODAY)
        found |= {f"words: {name}": lambda _, text=text: asking.find_words(text, 50, 0) for name, text in WORDS.items()}
        found["the patient's page"] = lambda number: browse.patient_page(somebody[number], TODAY)
        found["a pathway at a glance"] = lambda number: browse.glance(somebody[number], somebody[number], TODAY)
        found["contact points side by side"] = lambda number: compare.comparison(somebody[number], (), TODAY)
        found |= {f"condition: {text}": ask(text) for text in QUESTIONS}
        unit, person = List(WhoseKind.UNIT, "Kreftteamet sør"), List(WhoseKind.PERSON, USER.name)
        for name, whose in (("everybody", EVERYBODY), ("a unit", unit), ("a person", person)):
            found[f"to do, {name}: actions"] = to_do(whose=whose)
        found["to do: late actions"] = to_do(when=When.LATE)
        found["to do: needs"] = to_do(kind=Kind.NEED)
        found["to do: a name"] = to_do(text="kari")
        found["to do: who has anything to do"] = lambda _: follow_ups.whose()
        return found


def run(scale: int = PATIENTS) -> Iterator[Figure]:
    """At so many patients, and at 2,000."""
    sizes = (ORIGINALS, scale)
    paths = [large(size, bar) for size in sizes]
    yield from measured(paths, sizes)


def measured(paths: list[Path], sizes: tuple[int, int]) -> Iterator[Figure]:
    worlds = [World(Database.open(path), shipped(), size) for path, size in zip(paths, sizes, strict=True)]
    try:
        keys = in_turn({str(world.patients): _by_key(world) for world in worlds}, 200)
        floor = figure(f"SELECT by primary key, {sizes[1]:,} patients", keys[str(sizes[1])])
        yield floor
        few, many = (world.actions() for world in worlds)
        for name in many:
            for action in (few[name], many[name]):
                action(0)  # what is read once for all, and the pages of the file
            taken = in_turn({"few": _timed(few[name]), "many": _timed(many[name])}, TIMES)
            yield figure(name, taken["many"], floor, p95(50))
            yield figure(f"  {sizes[1]:,} beside {sizes[0]:,}", taken["many"], figure("2,000", taken["few"]))
    finally:
        for world in worlds:
            world.database.close()


def _timed(action: Action) -> Callable[[], float]:
    numbers = iter(range(10_000))
    return lambda: milliseconds(lambda: action(next(numbers)))


def _by_key(world: World) -> Callable[[], float]:
    random = Random(3)

    def read() -> float:
        with world.database.read() as view:
            key = random.randrange(1, world.patients + 1)
            return milliseconds(lambda: view.patient(key))

    return read
