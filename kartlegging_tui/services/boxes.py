"""Boxes outside the forms – a goal, a reason, an action: what is being written in them is kept at every key.

So it is there again after a kill, a closed window, or when another user has taken over a locked program. It is no part
of the record: nobody but its author is offered it, and it is gone once it is kept where it belongs, or given up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from kartlegging_tui.domain.people import User
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.records.writing import Writing
from kartlegging_tui.services.saving import Piece, Saves


@dataclass(eq=False)
class Boxes:
    """What one user is writing about one patient."""

    patient_id: int
    user: User
    saver: Saves
    unfinished: dict[str, str] = field(default_factory=dict)
    """By the place of the box: texts that are being written, or were when the program ended."""

    def at(self, place: str) -> Box:
        """The box at a place, which is the same whenever the same thing is asked: `conversation/7/correction`."""
        return Box(self, place)


@dataclass(eq=False)
class Shelf:
    """All boxes of one user: each patient's are read once, so that what is kept on one page is gone on every other."""

    user: User
    saver: Saves
    _known: dict[int, Boxes] = field(default_factory=dict)

    def of(self, view: Reading, patient_id: int) -> Boxes:
        """Those about a patient, with what was left from before. Raises NotRead."""
        if patient_id not in self._known:
            unfinished = view.box_texts(patient_id, self.user.id)
            self._known[patient_id] = Boxes(patient_id, self.user, self.saver, unfinished)
        return self._known[patient_id]


@dataclass(frozen=True)
class Box:
    """One box."""

    boxes: Boxes
    place: str

    @property
    def unfinished(self) -> str:
        """What was being written in it and was not kept; empty where nothing was."""
        return self.boxes.unfinished.get(self.place, "")

    def keep(self, text: str) -> None:
        """Keeps what is being written, so that it is there again after a crash. Of nothing, nothing is kept."""
        if not text.strip():
            self.drop()
            return
        boxes = self.boxes
        boxes.unfinished[self.place] = text
        self._put(lambda unit: unit.keep_box(boxes.patient_id, boxes.user.id, self.place, text))

    def drop(self) -> None:
        """What was written is kept where it belongs, or given up."""
        boxes = self.boxes
        if boxes.unfinished.pop(self.place, None) is not None:
            self._put(lambda unit: unit.drop_box(boxes.patient_id, boxes.user.id, self.place))

    def _put(self, write: Callable[[Writing], None]) -> None:
        def done(unit: Writing) -> bool:
            write(unit)
            return True

        self.boxes.saver.put(Piece(done, slot=f"box/{self.boxes.patient_id}/{self.place}", counts=False))
