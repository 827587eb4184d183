"""Invented patients by the hundred thousand: what the worklist says of them, and names of which some are rare."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random

from kartlegging_tui.records import names
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.driver import sqlite3
from kartlegging_tui.services.synthetic_people import ADULT_TUMOURS, NAMES

TODAY = date(2026, 11, 22)
STAFF = 120
UNITS = 14
MUNICIPALITIES = [f"{number:04}" for number in range(301, 658)]
SYLLABLES = "ber vik lun dal ha nes stad rud sun lie mo gar fos ei tveit bak ny gran hol sol ras tor kol fjell"


class Names:
    """First names and surnames; most surnames are frequent, and some of the others nobody else has."""

    def __init__(self, random: Random) -> None:
        self._random = random
        _, women, men, surnames = NAMES[0]
        self._firsts = (women + " " + men).split()
        parts = SYLLABLES.split()
        built = [(one + two + three).capitalize() for one in parts for two in parts for three in parts]
        self._surnames = surnames.split() * 300 + built

    def name(self) -> str:
        """Somebody's."""
        return f"{self._random.choice(self._firsts)} {self._random.choice(self._surnames)}"


def fill(path: Path, scale: int) -> None:
    """A database of invented patients, by plain inserts: no talks, but all that the worklist says."""
    Database.open(path).close()
    random = Random(1)
    invented = _Invented(random)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous = OFF")
    users = [(number, f"Person {number}", "nurse") for number in range(1, STAFF + 1)]
    connection.executemany("INSERT INTO staff VALUES (?, ?, ?)", users)
    rows: dict[str, list[tuple[object, ...]]] = {}
    for number in range(1, scale + 1):
        invented.patient(number, rows)
        if number % 20_000 == 0 or number == scale:
            for table, found in rows.items():
                marks = ", ".join("?" * len(found[0]))
                connection.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", found)
            rows.clear()
            connection.commit()
    connection.close()


class _Invented:
    def __init__(self, random: Random) -> None:
        self._random = random
        self._names = Names(random)
        self._weights = [1 / (place + 1) for place in range(len(MUNICIPALITIES))]
        self._tumours = [row[0] for row in ADULT_TUMOURS]
        self._common = [row[1] + row[2] for row in ADULT_TUMOURS]

    def patient(self, number: int, rows: dict[str, list[tuple[object, ...]]]) -> None:
        random = self._random
        name = self._names.name()
        born = date(1930, 1, 1) + timedelta(days=random.randint(0, 29_000))
        home = random.choices(MUNICIPALITIES, self._weights)[0]
        identifier = f"{born:%d%m%y}{number % 100_000:05}"
        rows.setdefault("patient", []).append((number, identifier, "fnr", name, born.isoformat(), "nb", home, ""))
        rows.setdefault("name_word", []).extend((word, number) for word in names.words(name))
        icd10 = random.choices(self._tumours, self._common)[0]
        diagnosed = TODAY - timedelta(days=random.randint(0, 700))
        rows.setdefault("pathway", []).append((number, number, "hjem", diagnosed.isoformat(), icd10, 0))
        standing = random.choices(range(5), (1, 62, 6, 28, 3))[0]
        points = [(number * 3 + place, 30 * place * place) for place in range(3)]
        shown = random.choice(points)
        for place, (key, months) in enumerate(points):
            opens, closes = (diagnosed + timedelta(days=months + more) for more in (0, 40))
            rows.setdefault("contact_point", []).append(
                (key, number, place + 1, "planned", opens.isoformat(), closes.isoformat(), None)
            )
        rows.setdefault("worklist", []).append(
            (
                number,
                number,
                shown[0] if standing != 3 else None,
                standing,
                *self._days(standing),
                home,
                *self._filtered(icd10),
                0,
                "",
            )
        )

    def _days(self, standing: int) -> tuple[str, str]:
        starts = TODAY + timedelta(days=self._random.randint(-120, 500))
        last = date.max.isoformat()
        match standing:
            case 0 | 1:
                return starts.isoformat(), (starts + timedelta(days=self._random.randint(20, 90))).isoformat()
            case 2:
                return (TODAY + timedelta(days=self._random.randint(-20, 90))).isoformat(), last
        return last, last

    def _filtered(self, icd10: str) -> tuple[object, ...]:
        random = self._random
        user = random.randint(1, STAFF) if random.random() < 0.6 else None
        children = TODAY + timedelta(days=random.randint(-900, 6000)) if random.random() < 0.2 else date.min
        act_by = TODAY + timedelta(days=random.randint(-30, 90)) if random.random() < 0.4 else date.max
        unit = f"Enhet {user % UNITS}" if user else ""
        urgent = int(random.random() < 0.02)
        return unit, user, icd10[:3], children.isoformat(), urgent, int(act_by < date.max), act_by.isoformat()
