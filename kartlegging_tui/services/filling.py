"""One form of a conversation being filled: the sheet in memory, and behind it the record of everything answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from kartlegging_tui.domain.answers import EMPTY, Answer, Path, read, written
from kartlegging_tui.domain.comparison import Misfit
from kartlegging_tui.domain.history import Event, current, undoable
from kartlegging_tui.domain.people import Assessment, User
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.domain.sheet import Change, Context, Sheet
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import AnswerConflict, RecordsError
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.records.writing import Writing
from kartlegging_tui.services.last_time import LastTime
from kartlegging_tui.services.saving import Piece, Saves


@dataclass
class _Done:
    """One thing done, that can be taken back."""

    path: Path
    before: Answer
    number: int | None
    """Its number in the records; None until it is durable."""
    at: datetime


@dataclass(eq=False)
class Filling:
    """Answers go into the sheet at once and to the disk in the background."""

    form: Form
    context: Context
    conversation_id: int
    user: User
    saver: Saves
    now: Callable[[], datetime]
    last_time: LastTime | None = None
    assessment: Assessment | None = None
    """None until the first answer: opening a form writes nothing."""
    events: tuple[Event, ...] = ()
    """What had happened when it was opened."""
    since: int = 0
    """Events up to this number are signed, and not taken back."""
    unfinished: dict[Path, str] = field(default_factory=dict)
    """Texts that are being typed, or were when the program ended; of a note, under `note_to` its answer."""
    on_conflict: Callable[[Path, Answer, Event], None] = lambda path, mine, theirs: None
    """Somebody else answered first: told, in the saving thread, of the answer that was not saved and of theirs."""
    on_locked: Callable[[Path, Answer], None] = lambda path, mine: None
    """The conversation was signed meanwhile: told, in the saving thread, of the answer that was not saved."""

    def __post_init__(self) -> None:
        answers = {path: read(event.content) for path, event in current(self.events).items()}
        self.sheet = Sheet(self.form, self.context, answers)
        self._seen = {path: event.number for path, event in current(self.events).items()}
        self._waiting: Counter[Path] = Counter()
        self._done = [
            _Done(event.path, read(before), event.number, event.at)
            for event, before in undoable(self.events, self.user.name, self.since)
        ]

    @property
    def id(self) -> str:
        """The id of the questionnaire."""
        return self.form.questionnaire.id

    def answer(self, path: Path, answer: Answer) -> Change:
        """Answers a question: in the sheet now, on the disk as soon as can be."""
        done = _Done(path, self.sheet.answer(path), None, self.now())
        self._done.append(done)
        change = self.sheet.set(path, answer)
        self._save(path, answer, None, lambda event: setattr(done, "number", event.number))
        return change

    @property
    def undoable_since(self) -> datetime | None:
        """When this user did here what undoing takes back next; None when nothing is left to take back."""
        return self._done[-1].at if self._done else None

    def undo(self) -> tuple[Path, Change] | None:
        """Takes back the last thing this user did in this form; None when nothing is left to take back."""
        if not self._done:
            return None
        done = self._done.pop()
        change = self.sheet.set(done.path, done.before)
        self._save(done.path, done.before, done, lambda event: None)
        return done.path, change

    def last_answer(self, path: Path) -> Answer:
        """The answer at the last contact point."""
        return self.last_time.answer(path) if self.last_time else EMPTY

    def last_rows(self, group: str) -> tuple[int, ...]:
        """The numbers of the rows that a group had then."""
        return self.last_time.rows(group) if self.last_time else ()

    def misfit(self, path: Path) -> Misfit | None:
        """Why that answer cannot be confirmed for the question as it is asked now; None where it can."""
        return self.last_time.misfit(self.form, path) if self.last_time else Misfit.NOT_ANSWERED

    @property
    def newest(self) -> int:
        """The number of the newest event that is known here."""
        return max(self._seen.values(), default=0)

    def is_waiting(self, path: Path) -> bool:
        """True while an answer given here is not durable yet, or not known to be."""
        return self._waiting[path] > 0

    def take_over(self, event: Event) -> Change:
        """Shows what somebody else has answered. What was done here to the same answer is not taken back any more."""
        self._seen[event.path] = event.number
        self._done = [done for done in self._done if done.path != event.path]
        return self.sheet.set(event.path, read(event.content))

    def keep_typing(self, path: Path, text: str) -> None:
        """Keeps what is being typed, so that it is there again after a crash."""
        self.unfinished[path] = text
        self._put_typing(path, lambda unit, assessment: unit.keep_typing(assessment, path, text, self.user.id))

    def drop_typing(self, path: Path) -> None:
        """What was typed has become an answer."""
        if self.unfinished.pop(path, None) is not None:
            self._put_typing(path, lambda unit, assessment: unit.drop_typing(assessment, path))

    def _put_typing(self, path: Path, write: Callable[[Writing, int], None]) -> None:
        def keep(unit: Writing) -> bool:
            write(unit, self._opened(unit).id)
            return True

        about = ("conversation", self.conversation_id)
        slot = f"{self.conversation_id}/{self.id}/{path}"
        self.saver.put(Piece(keep, slot=slot, counts=False, about=about, at=self.now()))

    def _opened(self, unit: Writing) -> Assessment:
        if self.assessment is None:
            questionnaire = self.form.questionnaire
            return unit.open_assessment(self.conversation_id, questionnaire.id, questionnaire.version)
        return self.assessment

    def _save(self, path: Path, answer: Answer, undone: _Done | None, done: Callable[[Event], None]) -> None:
        at, json = self.now(), written(answer)

        def write(unit: Writing) -> tuple[Assessment, Event]:
            assessment = self._opened(unit)
            undoes = undone.number if undone else None
            seen = self._seen.get(path)
            return assessment, unit.append(assessment.id, path, json, self.user.id, at, undoes, seen)

        def landed(view: Reading) -> tuple[Assessment, Event] | None:
            for assessment in view.assessments(self.conversation_id):
                if assessment.form == self.id:
                    mine = [event for event in view.events(assessment.id) if event.number > self._seen.get(path, 0)]
                    same = [event for event in mine if (event.path, event.content) == (path, json)]
                    return (assessment, same[-1]) if same else None
            return None

        def saved(result: tuple[Assessment, Event]) -> None:
            self.assessment, event = result
            self._seen[path] = event.number
            self._waiting[path] -= 1
            done(event)

        def refused(error: RecordsError, database: Database) -> None:
            if isinstance(error, AnswerConflict):
                with database.read() as view:
                    theirs = [event for event in view.events(error.assessment_id) if event.number == error.newer]
                self._waiting[path] -= 1
                self.on_conflict(path, answer, theirs[0])
            else:
                self._waiting[path] -= 1
                self.on_locked(path, answer)

        self._waiting[path] += 1
        self.saver.put(Piece(write, saved, landed, refused, about=("conversation", self.conversation_id), at=at))
