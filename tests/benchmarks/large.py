"""A database as large as a country's: 200,000 patients, 600,000 contact points, 30 million answers.

Two thousand patients are invented and taken in as the demo's are, their answers given by the engine. They are then
taken in again and again, by `INSERT … SELECT` into the same tables: every constraint, trigger and index works, each
log has codes of its own, and whatever follows from the answers is there. Each is somebody else: another name, another
identity number, and most live elsewhere. What they said they share with a hundred others: to fill the forms of 200,000
would take hours. Nobody has signed: a document takes 25 kB, and nothing that is measured here reads it.

`python -m tests.benchmarks.large [--patients N] [FILE]` builds one, in the cache of the benchmarks where none is named.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from random import Random

from kartlegging_tui.definitions.library import shipped
from kartlegging_tui.domain.chain import BEGINNING, Stream, code
from kartlegging_tui.domain.worklist import Due
from kartlegging_tui.records import names
from kartlegging_tui.records.chaining import KEY
from kartlegging_tui.records.connections import connect
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.driver import sqlite3
from kartlegging_tui.records.schema import SCHEMA
from kartlegging_tui.services import demo
from kartlegging_tui.services.desks import publish_active
from kartlegging_tui.services.identifiers import synthetic_identifier
from kartlegging_tui.services.indexing import bring_up_to_date
from kartlegging_tui.services.synthetic_pathways import Stage
from tests.benchmarks.invented import TODAY, Names
from tests.benchmarks.peers.installed import folder

PATIENTS = 200_000
ORIGINALS = 2_000
"""So many are invented."""
STAGES = (
    # in every twenty: 1.2 talks a patient, 150 answers
    *[Stage(0, Due.OPEN)] * 4,
    Stage(0, Due.ONGOING),
    Stage(0, Due.OVERDUE),
    Stage(0, Due.ASK_AGAIN),
    *[Stage(1, Due.COMING)] * 2,
    *[Stage(1, Due.OPEN)] * 2,
    *[Stage(1, Due.OVERDUE)] * 2,
    Stage(1, Due.ONGOING),
    *[Stage(2, Due.COMING)] * 2,
    Stage(2, Due.OPEN),
    *[Stage(99, Due.DONE)] * 3,
)
COPIED = ("staff", "membership", "questionnaire_version", "name")
"""Tables that are the same for all patients."""
MULTIPLIED = ("guardian", "patient_unit", "pathway", "contact_point", "worklist", "conversation", "assessment")
"""… and those in which each has rows of their own; parents first."""
LOGS = {"answer_event": Stream.ANSWERS, "pathway_event": Stream.PATHWAY}
DERIVED = ("need", "urgent", "action", "outcome", "handover", "passage")
FAST = (
    "journal_mode = OFF",
    "synchronous = OFF",
    "foreign_keys = ON",
    "recursive_triggers = ON",
    "cache_size = -1000000",
)
"""Nothing is durable before the whole file is: it gets its name then."""

Progress = Callable[[int, int], None]


def large(patients: int = PATIENTS, progress: Progress | None = None) -> Path:
    """The database of so many patients in the cache of the benchmarks; built where it is not there yet."""
    path = folder() / f"records-{SCHEMA}-{patients}.sqlite3"
    if not path.exists():
        build(path, patients, progress)
    return path


def build(path: Path, patients: int = PATIENTS, progress: Progress | None = None) -> None:
    """Makes the file; an interrupted one leaves nothing with this name. `progress` hears of rows."""
    copies = max(1, round(patients / ORIGINALS))
    path.parent.mkdir(parents=True, exist_ok=True)
    originals, unfinished = path.with_suffix(".originals"), path.with_suffix(".unfinished")
    for file in (originals, unfinished):
        _remove(file)
    _invent(originals, patients // copies)
    Database.open(unfinished).close()
    with closing(connect(unfinished, *(f"PRAGMA {each}" for each in FAST))) as connection:
        connection.execute("ATTACH ? AS one", (str(originals),))
        _Many(connection, copies, progress or (lambda _done, _of: None)).write()
    _remove(originals)
    unfinished.replace(path)


def _remove(file: Path) -> None:
    for each in (file, *(file.with_name(file.name + end) for end in ("-wal", "-shm", "-journal", ".lock"))):
        each.unlink(missing_ok=True)


def _invent(path: Path, patients: int) -> None:
    database = Database.open(path)
    publish_active(database, shipped())
    demo.build(database, shipped(), patients, today=TODAY, stages=STAGES, signed=0)
    bring_up_to_date(database)
    database.close()


class _Many:
    """Writes the originals so many times."""

    def __init__(self, connection: sqlite3.Connection, copies: int, progress: Progress) -> None:
        self._connection = connection
        self._copies = range(copies)
        self._progress = progress
        self._done = 0
        self._random = Random(1)
        self._strides = {
            table: connection.execute(f"SELECT coalesce(max(id), 0) FROM one.{table}").fetchone()[0]
            for table in ("patient", "pathway", "contact_point", "conversation", "assessment", "passage")
        }
        """How far the ids of one copy lie from those of the next."""
        counted = ("patient", *MULTIPLIED, *LOGS, *DERIVED, "said", "follow_up")
        self._rows = copies * sum(
            connection.execute(f"SELECT count(*) FROM one.{table}").fetchone()[0] for table in counted
        )
        connection.create_function("elsewhere", 2, _elsewhere, deterministic=True)
        connection.create_function("whose_elsewhere", 2, _whose_elsewhere, deterministic=True)

    def write(self) -> None:
        key = bytes.fromhex(self._value("SELECT value FROM main.setting WHERE name = ?", KEY))
        self._connection.create_function("chained", 8, _chained(key))
        with self._transaction():
            self._connection.execute(
                "INSERT INTO main.setting SELECT * FROM one.setting WHERE true ON CONFLICT DO NOTHING"
            )
            for table in COPIED:
                self._connection.execute(f"INSERT INTO main.{table} SELECT * FROM one.{table}")
            self._patients()
        for table in (*MULTIPLIED, *LOGS, *DERIVED):
            self._table(table)
        self._said()
        self._follow_up()

    def _patients(self) -> None:
        """With other names and identity numbers than those they are copied from, who keep theirs."""
        columns = "id, name, identifier, identifier_kind, birth_date, language, municipality, contact_person"
        rows = self._connection.execute(f"SELECT {columns} FROM one.patient ORDER BY id").fetchall()
        taken = {row[2] for row in rows}
        called = Names(self._random)
        words: list[tuple[str, int]] = []
        for copy in self._copies:
            here = []
            for key, name, identifier, *middle, municipality, contact in rows:
                if copy:
                    name, born = called.name(), date.fromisoformat(middle[1])
                    while identifier in taken:
                        identifier = synthetic_identifier(born, self._random)
                    taken.add(identifier)
                this = key + copy * self._strides["patient"]
                here.append((this, name, identifier, *middle, _elsewhere(municipality, copy), contact))
                words += ((word, this) for word in names.words(name))
            self._connection.executemany(f"INSERT INTO main.patient ({columns}) VALUES (?,?,?,?,?,?,?,?)", here)
            self._advance(len(here))
        self._connection.executemany("INSERT INTO main.name_word VALUES (?, ?)", sorted(words))

    def _table(self, table: str) -> None:
        """Copy by copy, each in the order of its key: what is written lies beside what was written last."""
        shown = self._shifted(table)
        key = ", ".join(row[1] for row in sorted(self._columns(table), key=lambda row: row[5]) if row[5])
        for copy in self._copies:
            with self._transaction():
                values = ", ".join(shown.values())
                made = self._connection.execute(
                    f"INSERT INTO main.{table} ({', '.join(shown)}) SELECT {values} FROM one.{table} ORDER BY {key}",
                    {"copy": copy},
                )
                self._advance(made.rowcount)

    def _shifted(self, table: str) -> dict[str, str]:
        """By column, what a copy says there, in SQL."""
        parents = {row[3]: row[2] for row in self._connection.execute(f"PRAGMA one.foreign_key_list({table})")}
        shown = {row[1]: row[1] for row in self._columns(table)}
        for column in shown:
            parent = table if column == "id" else parents.get(column)
            if parent in self._strides:
                shown[column] = f"{column} + {self._strides[parent]} * :copy"
        if "municipality" in shown:
            shown["municipality"] = "elsewhere(municipality, :copy)"
        if table in LOGS:
            stream, (owner, number, path, content, *happened) = LOGS[table].value, list(shown)[:7]
            row = ", ".join((shown[owner], number, path, content, *happened))
            shown["mac"] = f"chained('{stream}', {row})"
        return shown

    def _said(self) -> None:
        """Name by name, as the table lies."""
        shift = f"pathway_id + {self._strides['pathway']} * copy.number"
        for (name,) in self._connection.execute("SELECT id FROM one.name ORDER BY id").fetchall():
            with self._transaction():
                made = self._connection.execute(
                    "INSERT INTO main.said (name_id, pathway_id, contact_point, line, word, amount, latest)"
                    f" SELECT name_id, {shift}, contact_point, line, word, amount, latest"
                    f" FROM {self._numbered()} CROSS JOIN one.said WHERE name_id = ?",
                    (name,),
                )
                self._advance(made.rowcount)

    def _follow_up(self) -> None:
        """List by list, as the table lies."""
        self._connection.execute(
            "CREATE TEMP TABLE list AS SELECT whose_elsewhere(whose, copy.number) AS here, copy.number, whose, kind"
            f" FROM {self._numbered()} CROSS JOIN (SELECT DISTINCT whose, kind FROM one.follow_up) ORDER BY 1, kind, 2"
        )
        lists = self._connection.execute("SELECT DISTINCT here, kind FROM list ORDER BY here, kind").fetchall()
        for here, kind in lists:
            with self._transaction():
                made = self._connection.execute(
                    "INSERT INTO main.follow_up (whose, kind, day, pathway_id, path)"
                    f" SELECT here, kind, day, pathway_id + {self._strides['pathway']} * number, path"
                    " FROM list JOIN one.follow_up USING (whose, kind) WHERE here = ? AND kind = ?"
                    " ORDER BY day, 4, path",
                    (here, kind),
                )
                self._advance(made.rowcount)

    def _numbered(self) -> str:
        more = f"SELECT number + 1 FROM each WHERE number < {self._copies[-1]}"
        return f"(WITH each (number) AS (SELECT 0 UNION ALL {more}) SELECT number FROM each) AS copy"

    def _columns(self, table: str) -> list[Sequence[object]]:
        return self._connection.execute(f"PRAGMA one.table_info({table})").fetchall()

    def _value(self, statement: str, *given: object) -> str:
        return self._connection.execute(statement, given).fetchone()[0]

    def _advance(self, rows: int) -> None:
        self._done += rows
        self._progress(self._done, self._rows)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        yield
        self._connection.execute("COMMIT")


def _elsewhere(municipality: str, copy: int) -> str:
    """Where a copy lives: seven municipalities become 350, of which some are large."""
    return f"{int(municipality) + 20 * (copy * copy // 200 % 50):04}"


def _whose_elsewhere(whose: str, copy: int) -> str:
    kind, _, key = whose.partition(":")
    return f"{kind}:{_elsewhere(key, copy)}" if kind == "municipality" else whose


def _chained(key: bytes) -> Callable[..., bytes]:
    """The code of a row, where those of a log come one after the other."""
    last: dict[str, tuple[int, bytes]] = {}

    def chained(stream: str, stream_id: int, *row: str | int | None) -> bytes:
        known, before = last.get(stream, (0, BEGINNING))
        made = code(key, Stream(stream), stream_id, before if known == stream_id else BEGINNING, row)
        last[stream] = stream_id, made
        return made

    return chained


def bar(done: int, of: int) -> None:
    """How far it has come, on a line that is written over."""
    if sys.stderr.isatty():
        width = 40 * done // max(of, 1)
        print(f"\r{'█' * width:·<40} {done:,} of {of:,} rows", end="\n" if done >= of else "", file=sys.stderr)


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser("python -m tests.benchmarks.large", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--patients", type=int, default=PATIENTS)
    parser.add_argument("file", nargs="?", type=Path)
    given = parser.parse_args(words)
    start = time.perf_counter()
    path = given.file or large(given.patients, bar)
    if given.file:
        build(given.file, given.patients, bar)
    with closing(connect(path, read_only=True)) as connection:
        answers = connection.execute("SELECT count(*) FROM answer_event").fetchone()[0]
    print(f"{path}: {answers:,} answers, {path.stat().st_size / 1e9:.1f} GB, {time.perf_counter() - start:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
