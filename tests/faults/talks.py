"""One talk with one form of forty questions, held through the services, and what is found of it afterwards.

The answer with number n goes to the question n % 40 and says n: so whatever is found tells where it must stand, what
stood there before, and whether it was ever said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kartlegging_tui.definitions.library import Library
from kartlegging_tui.domain.answers import Answer, read
from kartlegging_tui.domain.people import Role, User
from kartlegging_tui.records import connections
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import RecordsError
from kartlegging_tui.services.access import Access
from kartlegging_tui.services.conduct import Conduct
from kartlegging_tui.services.saving import Saver
from tests.domain.forms import form_of, text
from tests.faults.found import Found
from tests.records.cases import DETAILS, NOW, WINDOWS

QUESTIONS = 40
NURSE = "Kari Lunde"
FORM = form_of(
    *({"id": f"q{number}", "type": "text", "text": text(f"Spørsmål {number}")} for number in range(QUESTIONS))
)


@dataclass(frozen=True)
class Where:
    """A database, and how it is opened."""

    path: Path
    key: bytes | None = None

    def open(self) -> Database:
        """Raises what `Database.open` raises."""
        return Database.open(self.path, self.key)

    @classmethod
    def of(cls, words: list[str]) -> Where:
        """From the words on a command line: the path, and the key in hex where there is one."""
        return cls(Path(words[0]), bytes.fromhex(words[1]) if len(words) > 1 else None)

    @property
    def words(self) -> list[str]:
        """The same as words for a command line. The key of a trial opens nothing but the trial's own file."""
        return [str(self.path), *([self.key.hex()] if self.key else [])]


def furnish(database: Database, talks: int = 1) -> list[int]:
    """Two nurses, and patients with a talk each, begun; the talks' ids."""
    begun = []
    with database.write() as unit:
        unit.publish(FORM, "id: form", NOW)
        nurse, _other = unit.add_staff(NURSE, Role.NURSE), unit.add_staff("Per Vik", Role.NURSE)
        for number in range(talks):
            patient = unit.add_patient(name=f"Ola Nordmann {number}", birth_date=None)
            pathway = unit.add_pathway(patient.id, "hjem", NOW.date(), "C50.9", relapse=False)
            points = unit.add_contact_points(pathway.id, WINDOWS)
            talk = unit.start_conversation(points[0].id, nurse.id, DETAILS, NOW)
            unit.open_assessment(talk.id, FORM.id, FORM.version)
            begun.append(talk.id)
        unit.commit()
    return begun


def user_of(database: Database, name: str = NURSE) -> User:
    """Somebody of the staff."""
    with database.read() as view:
        return next(user for user in view.staff() if user.name == name)


def conduct(database: Database, user: User, now: Callable[[], datetime] | None = None) -> Conduct:
    """What this user can do with conversations, saving in the background as the program does."""
    clock = now or (lambda: datetime.now(UTC))
    return Conduct(database, Library([]), user, Saver(database, clock), clock, Access(database, user, clock))


def question(number: int) -> str:
    """Where the answer with this number belongs."""
    return f"q{number % QUESTIONS}"


def said(number: int) -> Answer:
    """The answer with this number."""
    return Answer(value=f"svar {number}")


def answers(database: Database, talk: int) -> list[tuple[str, str]]:
    """Path and words of everything that was answered in the talk, in order, as the program reads it."""
    with database.read() as view:
        (assessment,) = view.assessments(talk)
        return [(event.path, str(read(event.content).value)) for event in view.events(assessment.id)]


def shown(database: Database, talk: int) -> dict[str, str]:
    """What a screen shows in the talk: question and value."""
    desk = conduct(database, user_of(database))
    sheet = desk.open(talk).fillings[FORM.id].sheet
    values = {path: str(answer.value) for path, answer in sheet.answers.items()}
    desk.saver.close()
    return values


def look(where: Where, talk: int, acknowledged: Iterable[int], tried: int, after: str) -> Found:
    """Opens the database and looks for what was acknowledged. `tried`: answers below this number may be there too."""
    found, wanted = Found(), set(acknowledged)
    found.acknowledged = len(wanted)
    try:
        database = where.open()
    except RecordsError as error:
        found.wrong.append(f"{after}: not opened: {error}")
        return found
    try:
        there = answers(database, talk)
        numbers = [_number(words) for _path, words in there]
        found.lost += [f"{after}: answer {number}" for number in sorted(wanted - set(numbers))]
        if numbers != sorted(set(numbers)) or not set(numbers) <= set(range(tried)):
            found.wrong.append(f"{after}: answers {numbers} where {tried} were tried")
        found.wrong += [f"{after}: {words!r} at {path}" for path, words in there if path != question(_number(words))]
        newest = dict(there)
        if shown(database, talk) != newest:
            found.wrong.append(f"{after}: the screen shows {shown(database, talk)}, the last answers are {newest}")
        found.wrong += [f"{after}: {verdict}" for verdict in unsound(database)]
    finally:
        database.close()
    return found


def no_more_answers(where: Where, talk: int, first: int, count: int = 3) -> list[str]:
    """Why answering does not go on afterwards; empty where it does."""
    database = where.open()
    try:
        desk = conduct(database, user_of(database))
        filling = desk.open(talk).fillings[FORM.id]
        for number in range(first, first + count):
            filling.answer(question(number), said(number))
        saved = desk.saver.close(30)
        missing = [number for number in range(first, first + count) if said_at(database, talk, number) is None]
        return ([] if saved else ["nothing more can be saved"]) + [f"answer {number} is not kept" for number in missing]
    finally:
        database.close()


def said_at(database: Database, talk: int, number: int) -> int | None:
    """The place of the answer with this number among all of the talk; None where it is not."""
    there = answers(database, talk)
    wanted = (question(number), str(said(number).value))
    return there.index(wanted) if wanted in there else None


def unsound(database: Database) -> list[str]:
    """What SQLite's own check finds, and SQLCipher's where the file is encrypted.

    The log is folded into the file first: SQLCipher's check reads the file alone, where a power cut may have torn pages
    that are whole in the log.
    """
    with closing(connections.connect(database.path, key=database._key)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        verdicts = [row[0] for row in connection.execute("PRAGMA integrity_check").fetchall() if row[0] != "ok"]
        return verdicts + [row[0] for row in connection.execute("PRAGMA cipher_integrity_check").fetchall()]


def _number(words: str) -> int:
    match = re.fullmatch(r"svar (\d+)", words)
    return int(match[1]) if match else -1
