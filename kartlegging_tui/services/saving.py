"""Saving in the background: one thread writes what is waiting, in order, each piece committed before the next begins.

The key handler only puts a piece in the queue, so that a slow disk never holds up a conversation. Nothing is dropped:
what cannot be saved stays at the head of the queue and is tried again until it can.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any, Protocol

from kartlegging_tui.domain.who_may_see import Ended
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import DatabaseFailed, MaybeSaved, NotLogged, Reason, RecordsError
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.records.writing import Writing
from kartlegging_tui.services.access import AccessEnded, Detail

RETRY_SECONDS = 1.0


@dataclass(frozen=True)
class SaveState:
    """How it stands with what was written."""

    waiting: int
    """Answers that are not durable yet."""
    saved_at: datetime | None
    """When the last one became durable."""
    trouble: Reason | Ended | None = None
    """Why some of those waiting cannot be saved; they are tried again every second."""

    @property
    def all_saved(self) -> bool:
        """Everything is on the disk: only now may a screen say so."""
        return self.waiting == 0


About = tuple[str, int]
"""What something is written about: `("conversation", 3)`, `("pathway", 7)`."""


@dataclass(eq=False)
class Piece:
    """One unit of work."""

    write: Callable[[Writing], Any]
    """Does the writing; what it returns goes to `done`."""
    done: Callable[[Any], None] | None = None
    """Called in the saving thread once it is durable, before anybody is told that all is saved."""
    landed: Callable[[Reading], Any] | None = None
    """Reads back after a commit of unknown outcome: what `write` returned, if it is there, else None."""
    refused: Callable[[RecordsError, Database], None] | None = None
    """Called where the records refuse it for ever (somebody else was first, or it is signed).

    It may raise NotRead: then all of it is tried again.
    """
    slot: str | None = None
    """Of several pieces waiting with the same slot, only the last is written."""
    counts: bool = True
    """An answer: the screen says when it is durable."""
    about: About | None = None
    at: datetime | None = None
    """When it was done: it is saved by what the user had then. Now, if left out."""


class Saves(Protocol):
    """Where pieces of work go."""

    def put(self, piece: Piece) -> None:
        """Has it written, now or soon."""


class Allows(Protocol):
    """Asked whether the user may write."""

    def require(self, unit: Reading, at: datetime, **about: int) -> None:
        """That they might at that moment, or may now. Raises AccessEnded."""

    def denied(self, what: str, patient_id: int | None = None, **details: Detail) -> None:
        """Logs that they were not let. Raises NotLogged."""


class Nowhere:
    """For forms that are only tried: nothing is kept."""

    def put(self, piece: Piece) -> None:
        """Keeps nothing."""


class Saver:
    """Owns the thread and the queue.

    `listen` is told of every change of state: of what waits, at once by whoever puts it there, so that no screen says
    "saved" a moment too long; of what is durable or fails, in the saving thread.
    """

    def __init__(self, database: Database, now: Callable[[], datetime], allows: Allows | None = None) -> None:
        """Without `allows`, whoever has opened a conversation may write in it."""
        self._database = database
        self._now = now
        self._allows = allows
        self._queue: deque[Piece] = deque()
        self._current: Piece | None = None
        """May be on its way to the disk."""
        self._closed: dict[About | None, float] = {}
        """What the user may not write about for now, and when it is tried again, on the monotonic clock."""
        self._ended: Ended | None = None
        """Why, of the last."""
        self._changed = threading.Condition()
        self._closing = False
        self._trouble: Reason | None = None
        self._saved_at: datetime | None = None
        self.listen: Callable[[SaveState], None] = lambda state: None
        self._thread = threading.Thread(target=self._run, name="saving", daemon=True)
        self._thread.start()

    @property
    def state(self) -> SaveState:
        """How it stands now."""
        with self._changed:
            trouble = self._trouble or (self._ended if self._closed else None)
            return SaveState(sum(piece.counts for piece in self._queue), self._saved_at, trouble)

    def put(self, piece: Piece) -> None:
        """Has it written after all that waits already. Returns at once."""
        with self._changed:
            if piece.slot is not None:
                for earlier in [waiting for waiting in self._queue if waiting.slot == piece.slot][:]:
                    if earlier is not self._current:
                        self._queue.remove(earlier)
            self._queue.append(piece)
            self._changed.notify_all()
        if piece.counts:
            self.listen(self.state)

    def flush(self, seconds: float) -> bool:
        """Waits until everything is durable that may be written, but no longer than this. True if all of it is."""
        with self._changed:
            self._changed.wait_for(lambda: all(piece.about in self._closed for piece in self._queue), seconds)
            return not self._queue

    def close(self, seconds: float = 5.0) -> bool:
        """Ends the thread once all is written; False if something is left that could not be."""
        done = self.flush(seconds)
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join(timeout=seconds)
        return done

    def _run(self) -> None:
        unsure: set[Piece] = set()
        while True:
            piece = self._next()
            if piece is None:
                return
            try:
                with self._database.write() as unit:  # the writer's lock: a server may still be busy with the commit
                    result = piece.landed(unit) if piece in unsure and piece.landed else None
                    if result is None:
                        self._require(unit, piece)
                        result = piece.write(unit)
                        unit.commit()
            except AccessEnded as error:
                unsure.discard(piece)  # it was looked for, and is not there
                self._close_to(piece, error)
                continue
            except DatabaseFailed as error:
                if isinstance(error, MaybeSaved):
                    unsure.add(piece)
                self._failed(error.reason)
                continue
            except RecordsError as error:
                if not self._told(piece, error):
                    continue
            except Exception as error:  # a mistake of ours: reported, said to be unsaved, and tried again
                self._report(error)
                self._failed(Reason.OTHER)
                continue
            else:
                if piece.done is not None:
                    piece.done(result)
            unsure.discard(piece)
            self._finished(piece)
            self.listen(self.state)

    def _next(self) -> Piece | None:
        """What is written next; None at the end. What may not be written waits, and holds up nothing else."""
        with self._changed:
            while not self._closing:
                now = monotonic()
                self._current = next((each for each in self._queue if self._closed.get(each.about, now) <= now), None)
                if self._current is not None:
                    return self._current
                waits = [self._closed[piece.about] - now for piece in self._queue]
                self._changed.wait(min(waits, default=None))
        return None

    def _require(self, unit: Writing, piece: Piece) -> None:
        if self._allows is not None and piece.about is not None:
            kind, key = piece.about
            self._allows.require(unit, piece.at or self._now(), **{kind: key})

    def _close_to(self, piece: Piece, error: AccessEnded) -> None:
        """It stays in the queue with all that is about the same; logged and told once."""
        first = piece.about not in self._closed
        if first and self._allows is not None:
            with suppress(NotLogged):  # nothing is shown, and nothing written
                self._allows.denied("write", error.patient_id, ended=error.ended.value)
        with self._changed:
            self._closed[piece.about] = monotonic() + RETRY_SECONDS
            self._ended, self._trouble = error.ended, None
        if first:
            self.listen(self.state)
        with self._changed:
            self._changed.notify_all()

    def _told(self, piece: Piece, error: RecordsError) -> bool:
        """Has somebody told that it is refused; False where it could not be read what stands there instead."""
        if piece.refused is None:
            return True
        try:
            piece.refused(error, self._database)
        except DatabaseFailed as unread:
            self._failed(unread.reason)
            return False
        return True

    def _report(self, error: Exception) -> None:
        if self._trouble is not Reason.OTHER:  # once, and not every second
            arguments = (type(error), error, error.__traceback__, threading.current_thread())
            threading.excepthook(threading.ExceptHookArgs(arguments))

    def _finished(self, piece: Piece) -> None:
        with self._changed:
            self._queue.remove(piece)
            self._closed.pop(piece.about, None)
            self._current = None
            self._trouble = None
            if piece.counts:
                self._saved_at = self._now()
            self._changed.notify_all()

    def _failed(self, reason: Reason) -> None:
        with self._changed:
            first = self._trouble is not reason
            self._trouble = reason
        if first:
            self.listen(self.state)
        with self._changed:
            self._changed.wait_for(lambda: self._closing, RETRY_SECONDS)
