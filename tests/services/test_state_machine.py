"""Two nurses in one talk, in any order of what they do, against a plain model: records, screens and exports agree.

The model is a list of what was said and, for each nurse, what she has seen. It knows nothing of tables, sheets or
threads. What it says is compared after every step with what is in the database and on each screen; and again after a
crash, when the program comes back to nothing but the files it had written.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kartlegging_tui.definitions.library import Library
from kartlegging_tui.domain.answers import EMPTY, Answer, read
from kartlegging_tui.domain.history import Event
from kartlegging_tui.domain.people import Role, User
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import Conflict
from kartlegging_tui.services.access import Access
from kartlegging_tui.services.conduct import Conduct
from kartlegging_tui.services.review import seen
from kartlegging_tui.services.saving import Saver
from kartlegging_tui.services.signing import ChangedMeanwhile
from kartlegging_tui.services.talk import Talk
from tests.domain.forms import form_of, integer, yes_no
from tests.postgres import ROLE, Server
from tests.records.cases import DETAILS, NOW, WINDOWS

FORM = form_of(integer("a"), integer("b"), yes_no("asks"), integer("hidden", visible_if="asks"))
NAMES = ("Kari Lunde", "Per Vik")
who = st.sampled_from(NAMES)
where = st.sampled_from(["a", "b", "hidden"])


class Place(Protocol):
    """Where the records are in one run: made for it, and gone with it."""

    def open(self) -> Database:
        """Opens them, as a program does that starts."""

    def crash(self) -> None:
        """All programs are gone at once. What they had not written, or not said to be written, may be gone too."""

    def close(self) -> None:
        """Takes the records away."""


class File:
    """A file. After a crash, a copy of what was on the disk is what there is."""

    key: bytes | None = None

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="machine-"))
        for file in _furnished(self.key).iterdir():
            shutil.copy(file, self._folder)
        self._round = 0

    @property
    def _path(self) -> Path:
        return self._folder / "records.db"

    def open(self) -> Database:
        return Database.open(self._path, self.key)

    def crash(self) -> None:
        left = self._folder.with_name(f"{self._folder.name}-{self._round}")
        left.mkdir()
        for file in self._folder.iterdir():
            if not file.name.endswith("-shm"):  # memory that programs share, which dies with them
                shutil.copy(file, left)
        shutil.rmtree(self._folder)
        self._folder, self._round = left, self._round + 1

    def close(self) -> None:
        shutil.rmtree(self._folder)


class Encrypted(File):
    """The same, encrypted."""

    key = bytes(range(32))


class OnServer:
    """A database of a server, copied from one that is furnished. After a crash only the programs are new."""

    def __init__(self, server: Server, template: str) -> None:
        self._server = server
        self._name = server.new(template)

    def open(self) -> Database:
        return Database.open(self._server.url(self._name, ROLE))

    def crash(self) -> None:
        """The server goes on; what the programs had not committed is gone with their connections."""

    def close(self) -> None:
        self._server.drop(self._name)


@cache
def _furnished(key: bytes | None) -> Path:
    """A folder with a database with the two nurses and the talk, for all runs."""
    folder = Path(tempfile.mkdtemp(prefix="machine-made-"))
    database = Database.open(folder / "records.db", key)
    furnish(database)
    database.close()
    return folder


def furnish(database: Database) -> None:
    """Two nurses, and one talk with one form."""
    with database.write() as unit:
        unit.publish(FORM, "id: form", NOW)
        nurses = [unit.add_staff(name, Role.NURSE) for name in NAMES]
        patient = unit.add_patient(name="Ola Nordmann", birth_date=None)
        pathway = unit.add_pathway(patient.id, "hjem", NOW.date(), "C50.9", relapse=False)
        points = unit.add_contact_points(pathway.id, WINDOWS)
        talk = unit.start_conversation(points[0].id, nurses[0].id, DETAILS, NOW)
        unit.open_assessment(talk.id, FORM.id, FORM.version)
        unit.commit()


@dataclass
class Said:
    """One thing said, as the model remembers it."""

    path: str
    answer: Answer
    author: str
    undoes: int | None


@dataclass
class Done:
    """One thing that a nurse can take back."""

    path: str
    before: Answer
    number: int


@dataclass
class Nurse:
    """One program with the talk open, and what the model says that its screen shows."""

    desk: Conduct
    database: Database
    talk: Talk
    answers: dict[str, Answer]
    seen: dict[str, int]
    done: list[Done] = field(default_factory=list)
    locked: bool = False
    """Something was answered after another had signed: the screen says so, and the talk is to be opened anew."""

    @property
    def newest(self) -> int:
        return max(self.seen.values(), default=0)


class Talks(RuleBasedStateMachine):
    """What two nurses do."""

    place: Callable[[], Place] = File
    """Makes the place where the records are; another place, such as a server, is another subclass."""

    @initialize()
    def begin(self) -> None:
        self.records: Place = self.place()
        self.at = NOW
        self.said: list[Said] = []
        self.signed: list[dict[str, Answer]] = []
        self.since = 0
        self.is_open = True
        self.nurses: dict[str, Nurse] = {}
        for name in NAMES:
            self.opens(name)

    def now(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at

    # What the model knows

    def current(self) -> dict[str, Answer]:
        """What stands in the record."""
        newest = {each.path: each.answer for each in self.said}
        return {path: answer for path, answer in newest.items() if not answer.empty}

    def numbers(self) -> dict[str, int]:
        return {each.path: number for number, each in enumerate(self.said, 1)}

    def undoable(self, name: str) -> list[Done]:
        """What a nurse can take back when she comes to the talk."""
        undone = {each.undoes for each in self.said}
        found, standing = [], {}
        for number, each in enumerate(self.said, 1):
            if each.author == name and each.undoes is None and number not in undone and number > self.since:
                found.append(Done(each.path, standing.get(each.path, EMPTY), number))
            standing[each.path] = each.answer
        return found

    def say(self, nurse: Nurse, name: str, path: str, answer: Answer, undoes: int | None) -> int | None:
        """Says it in the model: its number, or None where it is refused."""
        if not self.is_open:
            nurse.locked = True
            return None
        newest = self.numbers().get(path, 0)
        if newest > nurse.seen.get(path, 0):
            self.sees(nurse, path)
            return None
        self.said.append(Said(path, answer, name, undoes))
        nurse.seen[path] = len(self.said)
        nurse.answers = {**nurse.answers, path: answer}
        return len(self.said)

    def sees(self, nurse: Nurse, path: str) -> None:
        """She was too late, and is shown what the other has said."""
        number = self.numbers()[path]
        nurse.seen[path] = number
        nurse.answers = {**nurse.answers, path: self.said[number - 1].answer}
        nurse.done = [each for each in nurse.done if each.path != path]

    def at_work(self, name: str) -> Nurse:
        """A nurse with the talk before her, opened anew where she was told that it is signed."""
        if name not in self.nurses or self.nurses[name].locked:
            self.opens(name)
        return self.nurses[name]

    # What they do

    @rule(name=who)
    def opens(self, name: str) -> None:
        """A nurse opens the talk, or opens it anew."""
        if name in self.nurses:
            self.leave(self.nurses.pop(name))
        database = self.records.open()
        with database.read() as view:
            user = next(each for each in view.staff() if each.name == name)
            (patient,) = view.patient_ids()
            (pathway,) = view.pathways(patient)
            talk = view.conversation(view.contact_points(pathway.id)[0].id)
        assert talk is not None
        desk = self.desk(database, user)
        opened = desk.open(talk.id)
        filling = opened.fillings[FORM.id]

        def take_over(path: str, mine: Answer, theirs: Event) -> None:
            filling.take_over(theirs)

        filling.on_conflict = take_over
        nurse = Nurse(desk, database, opened, self.current(), self.numbers(), self.undoable(name))
        self.nurses[name] = nurse

    def desk(self, database: Database, user: User) -> Conduct:
        saver = Saver(database, self.now)
        return Conduct(database, Library([]), user, saver, self.now, Access(database, user, self.now))

    @rule(name=who, path=where, value=st.integers(0, 3))
    def answers(self, name: str, path: str, value: int) -> None:
        self.gives(name, path, Answer(value=value))

    @rule(name=who, value=st.integers(0, 9))
    def answers_the_same(self, name: str, value: int) -> None:
        """What the other is likely to have answered as well."""
        self.gives(name, "a", Answer(value=value))

    @rule(name=who, value=st.booleans())
    def hides_or_shows(self, name: str, value: bool) -> None:
        """What is hidden keeps its answer until the talk is signed."""
        self.gives(name, "asks", Answer(value=value))

    @rule(name=who, path=where)
    def clears(self, name: str, path: str) -> None:
        self.gives(name, path, EMPTY)

    def gives(self, name: str, path: str, answer: Answer) -> None:
        nurse = self.at_work(name)
        before = nurse.answers.get(path, EMPTY)
        nurse.talk.fillings[FORM.id].answer(path, answer)
        assert nurse.desk.saver.flush(10)
        number = self.say(nurse, name, path, answer, None)
        if number is not None:
            nurse.done.append(Done(path, before, number))

    @rule(name=who)
    def takes_back(self, name: str) -> None:
        nurse = self.at_work(name)
        taken = nurse.talk.fillings[FORM.id].undo()
        assert nurse.desk.saver.flush(10)
        assert (taken is None) == (not nurse.done)
        if nurse.done:
            done = nurse.done.pop()
            self.say(nurse, name, done.path, done.before, done.number)

    @rule(name=who, looks_first=st.booleans())
    def signs(self, name: str, looks_first: bool) -> None:
        """Signs what her screen shows; what has changed since then is not signed unseen."""
        if looks_first:
            self.opens(name)
        nurse = self.at_work(name)
        sign = nurse.desk.signatures.sign
        if nurse.newest != len(self.said):
            with pytest.raises(ChangedMeanwhile):
                sign(nurse.talk.conversation.id, seen(nurse.talk))
        elif not self.is_open:
            with pytest.raises(Conflict):
                sign(nurse.talk.conversation.id, seen(nurse.talk))
        else:
            sign(nurse.talk.conversation.id, seen(nurse.talk))
            if self.current().get("asks") != Answer(value=True) and "hidden" in self.current():
                self.said.append(Said("hidden", EMPTY, name, None))
            self.signed.append(self.current())
            self.since, self.is_open = len(self.said), False
            self.leave(self.nurses.pop(name))

    @rule(name=who)
    def corrects(self, name: str) -> None:
        nurse = self.at_work(name)
        if self.is_open:
            with pytest.raises(Conflict):
                nurse.desk.signatures.correct(nurse.talk.conversation.id, "feil")
        else:
            nurse.desk.signatures.correct(nurse.talk.conversation.id, "feil")
            self.is_open = True
            self.leave(self.nurses.pop(name))

    @precondition(lambda self: self.nurses)
    @rule()
    def exports(self) -> None:
        """What is handed out is what was said, and every signed version as it was signed."""
        nurse = next(iter(self.nurses.values()))
        exporting = nurse.desk.exporting
        (patient,) = exporting.patients(exporting.everybody(), self.now()).patients
        talk = patient.pathways[0].contact_points[0].talk
        assert talk is not None
        assert {each.path: each.answer for each in talk.forms[0].answers} == self.current()
        assert [(e.path, read(e.content), e.author, e.undoes) for e in talk.forms[0].history] == self.history()
        signed = [{each.path: each.answer for each in version.forms[0].answers} for version in talk.signed]
        assert signed == self.signed

    @rule()
    def everything_crashes(self) -> None:
        """Whatever was acknowledged is there when the programs come back; each nurse opens her talk again."""
        self.records.crash()
        for nurse in self.nurses.values():
            self.leave(nurse)
        back, self.nurses = list(self.nurses), {}
        for name in back:
            self.opens(name)

    # What must be so after every step

    def history(self) -> list[tuple[str, Answer, str, int | None]]:
        return [(each.path, each.answer, each.author, each.undoes) for each in self.said]

    @precondition(lambda self: self.nurses)
    @invariant()
    def the_database_holds_what_was_said(self) -> None:
        nurse = next(iter(self.nurses.values()))
        with nurse.database.read() as view:
            (assessment,) = view.assessments(nurse.talk.conversation.id)
            events = view.events(assessment.id)
        assert [(e.path, read(e.content), e.author, e.undoes) for e in events] == self.history()
        assert [e.number for e in events] == list(range(1, len(events) + 1))

    @invariant()
    def each_screen_shows_what_its_nurse_has_seen(self) -> None:
        for nurse in self.nurses.values():
            if not nurse.locked:
                shown = nurse.talk.fillings[FORM.id].sheet.answers
                assert shown == {path: answer for path, answer in nurse.answers.items() if not answer.empty}

    def leave(self, nurse: Nurse) -> None:
        nurse.desk.saver.close()
        nurse.database.close()

    def teardown(self) -> None:
        for nurse in getattr(self, "nurses", {}).values():
            self.leave(nurse)
        if hasattr(self, "records"):
            self.records.close()


class EncryptedTalks(Talks):
    """The same on an encrypted file."""

    place = Encrypted


UNHURRIED = settings(
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
    phases=[Phase.generate],  # making a failure smaller takes minutes: take the phases away when there is one
)


@pytest.mark.parametrize(("machine", "times"), [(Talks, 20), (EncryptedTalks, 8)])
def test_whatever_two_nurses_do_records_screens_and_exports_agree_with_what_they_said(
    machine: type[Talks], times: int
) -> None:
    run_state_machine_as_test(machine, settings=settings(UNHURRIED, max_examples=times))


def test_the_same_on_a_server(server: Server, empty_records: str) -> None:
    template = server.new(empty_records)
    database = Database.open(server.url(template, ROLE))
    furnish(database)
    database.close()

    class TalksOnServer(Talks):
        place = staticmethod(partial(OnServer, server, template))

    run_state_machine_as_test(TalksOnServer, settings=settings(UNHURRIED, max_examples=8))
