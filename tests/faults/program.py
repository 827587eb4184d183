"""The real program in a pseudo-terminal, on a database of invented patients, brought to one question in one talk.

A plain database is that of `kartlegging demo`. An encrypted one has a user, who types the password on the log-in screen
at every start; whoever looks into the file afterwards unlocks it with the password as well, in another process.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from kartlegging_tui.domain.answers import read
from kartlegging_tui.records import connections
from kartlegging_tui.records.database import Database
from kartlegging_tui.services import login
from kartlegging_tui.services.doors import door_to
from tests.faults.found import Found
from tests.faults.talks import NURSE, unsound
from tests.terminal.driver import Terminal
from tests.terminal.test_conversation import to_contact_point_two

QUESTION = "slapphet"
SHOWN = "Slapphet (mangel på krefter)"
DIGITS = "0123456"
"""Values that call for nothing else on the screen. They are typed in turn, so that one is known by its value."""
USER = "kari"
PASSWORD = "en lang kveld i mars"
"""Opens the trials' own databases, and nothing else."""


@dataclass(frozen=True)
class Program:
    """The program on a database, and the talk in which it all happens."""

    folder: Path
    encrypted: bool
    patient: str = ""
    assessment: int = 0

    @classmethod
    def begun(cls, folder: Path, encrypted: bool) -> Program:
        """Makes the database in a folder, and begins a talk in which the first question of the form is answered."""
        program = cls(folder, encrypted)
        folder.mkdir()
        if encrypted:
            program._set_up()
        with program.start() as terminal:
            patient = to_contact_point_two(terminal)
            terminal.press("o", "esas", "enter")
            terminal.wait_for("Smerte")
            terminal.press("3")
            terminal.wait_for("✓ Lagret")
            terminal.press("ctrl+q")
            while terminal.read(2.0):
                pass
        return replace(program, patient=patient, assessment=program._newest())

    def copy(self, folder: Path) -> Program:
        """The same in another folder."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return replace(self, folder=folder)

    @contextmanager
    def start(self) -> Iterator[Terminal]:
        """The program in a terminal of its own, with the user let in; ended when left."""
        home = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), str(self.folder))
        words = ("--database", str(self._file), "--user", USER) if self.encrypted else ("demo",)
        with Terminal(*words, env={**home, "KARTLEGGING_LANGUAGE": "nb"}) as terminal:
            if self.encrypted:
                terminal.wait_for("Logg inn")
                terminal.send(PASSWORD, "enter")
            yield terminal

    def resume(self, terminal: Terminal, last: str) -> str:
        """From the worklist to the question, whose last answer is this; what the screen shows there."""
        terminal.wait_for("Arbeidsliste", "samtale pågår")
        terminal.press("f", self.patient)
        terminal.send("enter")
        terminal.wait_for("Samhandlingspunkt 2")
        terminal.send("enter")
        terminal.wait_for(SHOWN)
        if last:  # the cursor stands after the last answer
            terminal.wait_until(lambda: value(terminal) != "", "an answer to the question")
            terminal.send("up")
        terminal.wait_until(lambda: _line(terminal).startswith("▌"), "the cursor on the question")
        return value(terminal)

    def answers(self, found: Found) -> list[str]:
        """The values that the question has had, in order, as the services read them. Notes what is not sound."""
        with closing(self._open()) as database:
            with database.read() as view:
                events = view.events(self.assessment)
            found.wrong += unsound(database)
            return [str(read(event.content).value) for event in events if event.path == QUESTION]

    @property
    def _file(self) -> Path:
        if self.encrypted:
            return self.folder / "records.sqlite3"
        (file,) = self.folder.rglob("demo*.sqlite3")
        return file

    def _open(self) -> Database:
        """In this process, which is never the one that is killed; an encrypted one with the password."""
        return door_to(self._file).open(USER, PASSWORD) if self.encrypted else Database.open(self._file)

    def _set_up(self) -> None:
        """The patients of the demo, in a database of the demo's nurse."""
        with replace(self, encrypted=False).start() as terminal:
            terminal.wait_for("Arbeidsliste", "samtale pågår")
            terminal.press("ctrl+q")
            while terminal.read(2.0):
                pass
        (demo,) = self.folder.rglob("demo*.sqlite3")
        demo.rename(self._file)
        with closing(connections.connect(self._file)) as raw:
            raw.execute("DELETE FROM setting WHERE name = 'demo'")
        login.set_up(self._file, USER, NURSE, PASSWORD)[0].close()
        assert not self._file.read_bytes().startswith(b"SQLite format 3"), "it is to be encrypted"

    def _newest(self) -> int:
        """The assessment that was answered last."""
        with closing(self._open()) as database, database.read() as view:
            pathways = [pathway for each in view.patient_ids() for pathway in view.pathways(each)]
            talks = [view.conversation(point.id) for pathway in pathways for point in view.contact_points(pathway.id)]
            begun = [assessment for talk in talks if talk for assessment in view.assessments(talk.id)]
            return max(
                begun,
                key=lambda each: max(
                    (event.at for event in view.events(each.id)), default=datetime.min.replace(tzinfo=UTC)
                ),
            ).id


def value(terminal: Terminal) -> str:
    """The value that the screen shows for the question; empty where it shows none."""
    match = re.search(r"\((\d)\)", _line(terminal, 1))
    return match[1] if match else ""


def _line(terminal: Terminal, below: int = 0) -> str:
    """The line with the question, or one below it; empty where it is not on the screen."""
    lines = terminal.text.splitlines()
    place = next((number for number, line in enumerate(lines) if SHOWN in line), len(lines))
    return "".join(lines[place + below : place + below + 1])
