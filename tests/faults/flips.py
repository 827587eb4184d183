"""Bits flip, on the disk or by somebody's hand, in a database and in its copy; and copies end too early.

An encrypted file says so, whichever bit it was. A plain one cannot know of a changed letter in an answer: SQLite checks
how a page is built, not what it says. Those are counted as seen, not as wrong: they are what encryption, and the chains
that `verify` follows, are for.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from random import Random

from kartlegging_tui.records import migrating, schema
from kartlegging_tui.records.driver import sqlite3
from kartlegging_tui.records.errors import RecordsError
from tests.faults.found import Found
from tests.faults.talks import FORM, Where, answers, conduct, furnish, question, said, shown, unsound, user_of

ANSWERS = 60


def run(times: int = 400, key: bytes | None = None) -> Found:
    """`times` bits, one at a time: half in the database, half in the copy of it; and a tenth as many cut copies."""
    found, chance = Found(), Random(times)
    with tempfile.TemporaryDirectory(prefix="flips-") as folder:
        where = Where(Path(folder) / "records.db", key)
        database = where.open()
        (talk,) = furnish(database)
        desk = conduct(database, user_of(database))
        filling = desk.open(talk).fillings[FORM.id]
        for number in range(ANSWERS):
            filling.answer(question(number), said(number))
        assert desk.saver.close(60)
        true = _read(where, talk)
        database.close()
        copy = Where(migrating.keep_copy(where.path, schema.SCHEMA, key), key)
        for number in range(times):
            which, name = ((where, "the database"), (copy, "a copy"))[number % 2]
            whole = which.path.read_bytes()
            bit = chance.randrange(len(whole) * 8)
            changed = bytearray(whole)
            changed[bit // 8] ^= 1 << bit % 8
            found.did[f"bits flipped in {name}"] += 1
            found.add(_trial(which, talk, bytes(changed), true, f"bit {bit} of {name}"))
        whole = copy.path.read_bytes()
        for _number in range(max(1, times // 10)):
            length = chance.randrange(1, len(whole))
            found.did["copies cut off"] += 1
            part = _trial(copy, talk, whole[:length], true, f"a copy of {length} bytes")
            found.add(part)
    return found


@dataclass(frozen=True)
class Read:
    """What is read from a database."""

    events: list[tuple[str, str]]
    shown: dict[str, str]


def _read(where: Where, talk: int) -> Read:
    database = where.open()
    try:
        return Read(answers(database, talk), shown(database, talk))
    finally:
        database.close()


def _trial(which: Where, talk: int, content: bytes, true: Read, what: str) -> Found:
    found = Found()
    with tempfile.TemporaryDirectory(prefix="flip-") as folder:
        harmed = Where(Path(folder) / which.path.name, which.key)
        harmed.path.write_bytes(content)
        try:
            checked = _checked(harmed)
            read = _read(harmed, talk)
        except RecordsError as error:
            found.seen[f"of these, refused: {type(error).__name__}"] += 1
            return found
        except StopIteration:
            found.seen["of these, the nurse has another name, and plain SQLite cannot know it"] += 1
            return found
        except Exception as error:
            found.wrong.append(f"{what}: not said to be unreadable: {type(error).__name__}")
            return found
        found.acknowledged += len(true.events)
        if read == true:
            found.seen["of these, nothing that was said is touched" + (", and it was noticed" if checked else "")] += 1
        elif checked:
            found.seen["of these, a value is another, and the check of the database says so"] += 1
        elif which.key is None:
            found.seen["of these, a value is another, and plain SQLite cannot know it"] += 1
        else:
            found.wrong.append(f"{what}: {set(read.events) ^ set(true.events)}")
    return found


def _checked(where: Where) -> list[str]:
    database = where.open()
    try:
        return unsound(database)
    except (sqlite3.Error, UnicodeDecodeError) as error:  # the check itself meets it, in words of its own
        return [type(error).__name__]
    finally:
        database.close()
