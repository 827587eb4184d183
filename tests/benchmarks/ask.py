"""Questions to the records of 200,000 pathways: how long until they are answered, and where the first page is."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from kartlegging_tui.domain.asking import question, vocabulary
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.driver import sqlite3
from tests.benchmarks.figures import Figure, timed
from tests.domain.forms import choice, form_of, integer, rows, yes_no

PATHWAYS = 200_000
NAMES = 12
"""Of the hundred values of a talk, those of as many names are filled: only those that are asked about are read."""
TODAY = date(2026, 11, 22)
SCALES = [f"s{number}" for number in range(NAMES - 4)]
FORM = form_of(
    *({"id": name, "type": "scale"} for name in SCALES),
    choice("sted", "rygg", "hode", "arm"),
    yes_no("svimmel"),
    rows("barn", integer("alder")),
    id="esas",
)
QUESTIONS = (
    "s0 >= 9",
    "s0 >= 7",
    "s0 >= 7 and not any(tiltak)",
    "s0 >= 7 and s1 >= 7 and s2 >= 7",
    "s0 >= 7 or s1 >= 9",
    'sted == "rygg" and svimmel',
    "not answered(s0)",
    "any(barn.alder < 3)",
    "any(tiltak.forsinket)",
    'diagnose == "C50" and s0 >= 8',
    "age >= 80 and s0 >= 8",
    "s0 >= 9 and s1 > previous(s1)",
    "s0 > 9 and sum(s1, s2) > 12",
)


def run() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.sqlite3"
        fill(path, PATHWAYS)
        database = Database.open(path)
        found = list(_rows(database))
        database.close()
        return found


def _rows(database: Database) -> Iterator[Figure]:
    names = vocabulary([FORM])
    for text in QUESTIONS:
        asked = question(text, names)

        def ask(_: int, asked: object = asked) -> int:
            with database.read() as view:
                found = view.asked(asked, None, TODAY)  # type: ignore[arg-type]
                view.asked_rows(asked, found[:100], None, TODAY)  # type: ignore[arg-type]
            return len(found)

        yield timed(f"{text} ({ask(0)} found)", ask, 10)


def fill(path: Path, pathways: int) -> None:
    """Pathways with three talks each, by plain inserts: what the index says of them, and nothing else."""
    Database.open(path).close()
    random = Random(1)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA foreign_keys = OFF")
    names = [*SCALES, "sted", "svimmel", "barn", "barn.alder"]
    connection.executemany("INSERT INTO name VALUES (?, 'esas', ?)", list(enumerate(names, 1)))
    keys = {name: key for key, name in enumerate(names, 1)}
    days = [(TODAY + timedelta(days=number)).isoformat() for number in range(-400, 400)]
    last = date.max.isoformat()
    codes = ("C50", "C61", "C34", "C18", "C43", "C20")
    patients, courses, lines = [], [], []
    for number in range(1, pathways + 1):
        born = f"{random.randint(1930, 2005)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
        patients.append((number, None, None, f"Kari {number}", born, "nb", "0301", ""))
        code = random.choice(codes)
        courses.append((number, number, "hjem", random.choice(days[:400]), f"{code}.9", 0))
        actions = random.choice((0, 0, 1, 3))
        starts = random.randrange(0, 700)
        lines.append(
            (
                *(number, number, None, 1, days[starts], days[starts + 60], "0301", "", None, code),
                *(date.min.isoformat(), 0, actions, random.choice(days) if actions else last, 14, ""),
            )
        )
    connection.executemany("INSERT INTO patient VALUES (?,?,?,?,?,?,?,?)", patients)
    connection.executemany("INSERT INTO pathway VALUES (?,?,?,?,?,?)", courses)
    connection.executemany(f"INSERT INTO worklist VALUES ({','.join('?' * 16)})", lines)
    connection.executemany(
        "INSERT INTO action VALUES (?, ?, 1, 1, 'open', ?, 'Fastlegen', '', ?, NULL, '')",
        ((line[0], f"action/{each}", line[13], days[0]) for line in lines for each in range(int(str(line[12])))),
    )
    for name in SCALES:
        connection.executemany(
            "INSERT INTO said VALUES (?, ?, ?, 0, '', ?, ?)",
            (
                (keys[name], number, point, min(random.randrange(11), random.randrange(11)), point == 3)
                for number in range(1, pathways + 1)
                for point in (1, 2, 3)
                if random.random() < 0.9
            ),
        )
    connection.executemany(
        "INSERT INTO said VALUES (?, ?, 3, 0, ?, ?, 1)",
        (
            row
            for number in range(1, pathways + 1)
            for row in (
                (keys["sted"], number, random.choice(("rygg", "hode", "arm")), None),
                (keys["svimmel"], number, "", random.choice((0, 0, 1))),
            )
        ),
    )
    for number in range(1, pathways + 1, 4):
        children = random.randint(0, 3)
        connection.execute("INSERT INTO said VALUES (?, ?, 3, 0, '', ?, 1)", (keys["barn"], number, children))
        for line in range(1, children + 1):
            connection.execute(
                "INSERT INTO said VALUES (?, ?, 3, ?, '', ?, 1)",
                (keys["barn.alder"], number, line, random.randrange(40)),
            )
    connection.commit()
    connection.close()
