"""The plan of a pathway while it is made: needs weighed, actions agreed, urgent answers handled, consents given.

As with answers, each thing is in memory at once and on the disk in the background, appended and never overwritten.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.history import NOTHING, Event, current, last_until, undoable
from kartlegging_tui.domain.people import Person, User
from kartlegging_tui.domain.plan import (
    Action,
    ActionStatus,
    Consent,
    FollowUp,
    Handled,
    Handover,
    Helped,
    Need,
    Order,
    Plan,
    is_planned,
    next_path,
    order_path,
)
from kartlegging_tui.domain.questionnaire import Priority
from kartlegging_tui.domain.signing import SigningKind
from kartlegging_tui.domain.worklist import next_contact_point
from kartlegging_tui.language import _
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import PlanConflict, RecordsError
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.records.writing import Writing
from kartlegging_tui.services.access import Notes
from kartlegging_tui.services.boxes import Box, Boxes, Shelf
from kartlegging_tui.services.handing_over import receives, taken_back, unit_called
from kartlegging_tui.services.saving import Piece, Saves

NEW_NEED = "need/new"
"""The box for a need that has come up, wherever it is opened."""


@dataclass
class _Done:
    """One thing done, that can be taken back."""

    path: Path
    before: str
    number: int | None
    """Its number in the records; None until it is durable."""


@dataclass(eq=False)
class Planning:
    """Changes the plan of one pathway."""

    pathway_id: int
    contact_point: int
    """The number of the contact point at which it is done."""
    user: User
    saver: Saves
    now: Callable[[], datetime]
    boxes: Boxes
    """What the user is writing about the patient and has not kept yet."""
    events: tuple[Event, ...] = ()
    """What had happened when it was opened."""
    since: int = 0
    """Events up to this number are signed, and not taken back."""
    access: Notes | None = None
    """Told which unit follows the patient because something was handed over to it; without it, none does."""
    on_conflict: Callable[[Path, Event], None] = lambda path, theirs: None
    """Somebody else was first: told, in the saving thread, of what they did. Theirs stands: `take_over` shows it."""
    plan: Plan = field(init=False)
    _turns: dict[Path, int] = field(default_factory=dict, init=False)
    """How often somebody else's has been shown at a path. What was done here before that is no longer saved."""
    _waiting: Counter[Path] = field(default_factory=Counter, init=False)
    """How much of what was done here is not durable yet."""
    _told: int = field(default=0, init=False)
    """The last event of somebody else that was told."""

    def __post_init__(self) -> None:
        newest = current(self.events)
        self._contents = {path: event.content for path, event in newest.items()}
        self._seen = {path: event.number for path, event in newest.items()}
        self._done = [
            _Done(event.path, before, event.number)
            for event, before in undoable(self.events, self.user.name, self.since)
            if is_planned(event.path)
        ]
        self.plan = Plan.of(self._contents)

    # Needs

    def add_need(self, title: str, priority: Priority = Priority.MEDIUM) -> Path:
        """A need that the nurse has heard, in words that the patient may read."""
        path = self._new_path(f"need/{self.contact_point}/")
        self._put(path, Need(title=title, priority=priority, follow_up=FollowUp.YES))
        return path

    def weigh(self, path: Path, need: Need) -> None:
        """Keeps a need as it was weighed with the patient."""
        self._put(path, need)

    def take_away(self, path: Path) -> None:
        """Takes away a need that the nurse added, or an action, as a mistake; undoing brings it back."""
        self._put(path, None)

    def rank(self, needs: Sequence[Path]) -> None:
        """Keeps how nurse and patient have ranked the needs of this contact point."""
        self._put(order_path(self.contact_point), Order(needs=tuple(needs)))

    # Actions

    def agree(self, need: Path, text: str, who: str, service: str = "", by: date | None = None) -> Path:
        """What will be done about a need."""
        path = self._new_path("action")
        action = Action(need=need, contact_point=self.contact_point, text=text, who=who, service=service, by=by)
        self._put(path, action)
        return path

    def change(self, path: Path, action: Action) -> None:
        """Agrees otherwise about an action."""
        self._put(path, action)

    def close(
        self, path: Path, status: ActionStatus, on: date, helped: Helped | None = None, outcome: str = ""
    ) -> None:
        """Records what has become of an action, as it was asked here; `OPEN`: it is not done yet."""
        closed = None if status is ActionStatus.OPEN else on
        said = {"status": status, "helped": helped, "outcome": outcome, "closed_on": closed}
        asked = {"followed_up": self.contact_point}
        self._put(path, self.plan.actions[path].model_copy(update=said | asked))

    # What is urgent, and what may be sent

    def handle(self, path: Path, handled: Handled) -> None:
        """Records what was done about an urgent answer, and by whom."""
        self._put(path, handled)

    def consent(self, consent: Consent) -> Path:
        """Records on what ground a recipient may be sent something."""
        path = self._new_path("consent")
        self._put(path, consent)
        return path

    def withdraw(self, path: Path, on: date) -> None:
        """The patient no longer agrees: nothing more is sent."""
        self._put(path, self.plan.consents[path].model_copy(update={"withdrawn_on": on}))

    def hand_over(self, recipient: str, what: str) -> Path:
        """Records that something was sent, or made ready to be; a unit here that receives it follows the patient.

        Taken back, it no longer does. Raises NotAgreed where there is no ground for it.
        """
        ground = self.plan.ground_for(recipient)
        if ground is None:
            raise NotAgreed(recipient)
        path = self._new_path("handover")
        consent, agreed = ground
        name = agreed.recipient
        self._put(path, Handover(consent=consent, recipient=name, contact_point=self.contact_point, what=what))
        return path

    def box(self, place: str) -> Box:
        """A box in which something of this plan is written: `need/3/goal`."""
        return self.boxes.at(f"pathway/{self.pathway_id}/{place}")

    # Undoing, and what others do

    def undo(self, *kinds: str) -> Path | None:
        """Takes back the last thing this user did in the plan; None when nothing is left to take back.

        With `kinds` (`consent`), only the last thing of these.
        """
        done = self._last(kinds)
        if done is None:
            return None
        self._done.remove(done)
        self._change(done.path, done.before)
        self._save(done.path, done.before, done, lambda event: None)
        return done.path

    @property
    def steps(self) -> int:
        """How much this user can take back, one thing after another."""
        return len(self._done)

    def undoable(self, *kinds: str) -> Path | None:
        """What `undo` would take back."""
        done = self._last(kinds)
        return done.path if done else None

    def _last(self, kinds: tuple[str, ...]) -> _Done | None:
        return next((each for each in reversed(self._done) if each.path.startswith(kinds or "")), None)

    def take_over(self, events: Sequence[Event]) -> None:
        """Shows what somebody else has done."""
        for event in events:
            if event.number <= self._seen.get(event.path, 0):
                continue
            self._turns[event.path] = self._turns.get(event.path, 0) + 1  # before `_seen`: the saving thread reads both
            self._seen[event.path] = event.number
            self._done = [done for done in self._done if done.path != event.path]
            self._change(event.path, event.content)

    def take_news(self, events: Sequence[Event]) -> None:
        """The same, but where something of one's own is on its way: that meets theirs when it is saved."""
        self.take_over([event for event in events if self._waiting[event.path] <= 0])

    @property
    def newest(self) -> int:
        """The number of the newest event that is known here."""
        return max(self._seen.values(), default=0)

    def _new_path(self, kind: str) -> Path:
        """Numbered by the moment, in milliseconds: what two desks add at the same time does not get the same number."""
        return next_path(kind, self._contents, int(self.now().timestamp() * 1000))

    def is_mine(self, event: Event) -> bool:
        """True for what this window has saved a moment ago and not heard of yet."""
        return event.author == self.user.name and event.content == self._contents.get(event.path, NOTHING)

    def _put(self, path: Path, kept: Person | None) -> None:
        content = NOTHING if kept is None else kept.model_dump_json(exclude_defaults=True)
        done = _Done(path, self._contents.get(path, NOTHING), None)
        if content == done.before:
            return
        self._done.append(done)
        self._change(path, content)
        self._save(path, content, None, lambda event: setattr(done, "number", event.number))

    def _change(self, path: Path, content: str) -> None:
        self._contents[path] = content
        self.plan = Plan.of(self._contents)

    def _save(self, path: Path, content: str, undone: _Done | None, done: Callable[[Event], None]) -> None:
        at, turn = self.now(), self._turns.get(path, 0)

        def write(unit: Writing) -> Event | None:
            undoes = undone.number if undone else None
            seen = self._seen.get(path)
            if self._turns.get(path, 0) != turn:
                return None
            self._pass_on(unit, path, content, undoes, at)
            return unit.append_to_pathway(self.pathway_id, path, content, self.user.id, at, undoes, seen)

        def landed(view: Reading) -> Event | None:
            newer = view.pathway_events(self.pathway_id, self._seen.get(path, 0))
            same = [event for event in newer if (event.path, event.content) == (path, content)]
            return same[-1] if same else None

        def saved(event: Event | None) -> None:
            self._waiting[path] -= 1
            if event is not None:
                self._seen[path] = event.number
                done(event)

        def refused(error: RecordsError, _database: Database) -> None:
            self._waiting[path] -= 1
            if isinstance(error, PlanConflict) and error.newer.number > self._told:
                self._told = error.newer.number
                self.on_conflict(path, error.newer)

        self._waiting[path] += 1
        self.saver.put(Piece(write, saved, landed, refused, about=("pathway", self.pathway_id), at=at))

    def _pass_on(self, unit: Writing, path: Path, content: str, undoes: int | None, at: datetime) -> None:
        """Opens the patient for the unit that something is handed over to; closes it where that is taken back."""
        if self.access is None or not path.startswith("handover/"):
            return
        patient_id = unit.pathway(self.pathway_id).patient_id
        if content != NOTHING:
            sent = Handover.model_validate_json(content)
            why = _("Handed over: {what}").format(what=sent.what)
            receives(unit, self.access, patient_id, unit_called(unit, sent.recipient), why, self.user, at)
            return
        for event in unit.pathway_events(self.pathway_id):
            if event.number == undoes:
                why = _("The handover was taken back")
                taken_back(unit, self.access, patient_id, event.at, why, self.user, at)


def open_planning(
    database: Database,
    saver: Saves,
    user: User,
    pathway_id: int,
    now: Callable[[], datetime],
    access: Notes,
    shelf: Shelf | None = None,
) -> Planning:
    """The plan of a pathway outside a conversation, at the contact point that comes next, or else the last.

    What was there when a conversation of the pathway was signed last is not taken back. Raises NotFound, NotRead,
    NotSaved.
    """
    with database.read() as view:
        pathway = view.pathway(pathway_id)
        points = view.contact_points(pathway.id)
        talks = [talk for point in points if (talk := view.conversation(point.id))]
        events = tuple(view.pathway_events(pathway.id))
        boxes = (shelf or Shelf(user, saver)).of(view, pathway.patient_id)
        signed = [each.at for talk in talks for each in view.signings(talk.id) if each.kind is SigningKind.SIGNED]
    access.reading("plan", pathway.patient_id, pathway=pathway.id)
    point = next_contact_point(points, {talk.contact_point_id for talk in talks if talk.ended_at is None})
    number = point.number if point else max((each.number for each in points), default=1)
    since = last_until(events, max(signed, default=None))
    return Planning(pathway.id, number, user, saver, now, boxes, events, since, access)


class NotAgreed(Exception):
    """The patient has not agreed that this recipient is sent anything."""

    def __init__(self, recipient: str) -> None:
        super().__init__(f"No ground for sending anything to {recipient}")
        self.recipient = recipient
