"""The plan: needs as nurse and patient have weighed them, what will be done about them, and what was done at once.

All of it belongs to the pathway, so that what was agreed at one contact point meets the next one. Each thing has a
path, and what happens to it is an event there (`history.Event`), with the thing as it is from then on as content.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple, TypeVar

from pydantic import BaseModel

from kartlegging_tui.domain.answers import Answer, Path
from kartlegging_tui.domain.history import NOTHING
from kartlegging_tui.domain.people import Person
from kartlegging_tui.domain.questionnaire import Priority


class FollowUp(StrEnum):
    """Whether the patient wants a need followed up."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"


class NeedRef(NamedTuple):
    """Which need: where it came up, and what sees it."""

    contact_point: int
    """The number of the contact point."""
    form: str
    """The id of the form that sees it; empty for a need that the nurse has added."""
    rule: str
    """The id of the form's need, with `/row` behind it where there is one a row; a number for the nurse's own."""

    @property
    def path(self) -> Path:
        """Where its events are: `need/2/phq9/selvskading`, `need/2//1`."""
        return f"need/{self.contact_point}/{self.form}/{self.rule}"

    @classmethod
    def of(cls, path: Path) -> NeedRef:
        """The need with this path."""
        _need, number, form, rule = path.split("/", 3)
        return cls(int(number), form, rule)


class Need(Person):
    """Something that came up, as it was weighed with the patient."""

    title: str
    """In words that the patient may read: the form's when it was weighed, or the nurse's own."""
    priority: Priority = Priority.MEDIUM
    follow_up: FollowUp | None = None
    """None while nobody has asked the patient."""
    goal: str = ""
    """What the patient wants to come to, in their own words."""
    reason: str = ""
    """Why nothing is agreed about it, where nothing is."""


class ActionStatus(StrEnum):
    """What has become of an action."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"
    """It will not be done; the outcome says why."""


class Helped(StrEnum):
    """Whether what was done has helped, as the patient sees it."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNKNOWN = "unknown"
    """Too early to say, or nobody knows."""


class Action(Person):
    """What will be done about a need: by whom, by when."""

    need: Path
    """The path of the need that it is for."""
    contact_point: int
    """The number of the contact point at which it was agreed."""
    text: str
    who: str
    """A role, a unit or a person, as the patient would call them."""
    service: str = ""
    """The id of the municipal service, where it was picked from the list."""
    by: date | None = None
    """The day by which it is to be done; None where no day was agreed."""
    status: ActionStatus = ActionStatus.OPEN
    helped: Helped | None = None
    outcome: str = ""
    """What came of it, or why it was dropped."""
    closed_on: date | None = None
    why: str = ""
    """Why it was last handed over to somebody else, or given another day."""
    followed_up: int | None = None
    """The number of the contact point at which it was last asked what has become of it."""


class Handled(Person):
    """What was done about an urgent answer, and by whom."""

    answer: Answer
    """The answer that it was done about; another answer calls for something again."""
    done: str
    by: str


class Order(Person):
    """How nurse and patient have ranked the needs at a contact point."""

    needs: tuple[Path, ...]
    """The most important first. A need that is not here comes after those that are."""


class Ground(StrEnum):
    """On what ground something may be handed over.

    Source: helsepersonelloven § 22 (consent), § 25 and § 45 (cooperating personnel, unless the patient objects).
    """

    CONSENT = "consent"
    NO_OBJECTION = "no_objection"
    """The patient was told, and does not object."""


class Manner(StrEnum):
    """How the patient said so."""

    SPOKEN = "spoken"
    WRITTEN = "written"


class Consent(Person):
    """That a recipient may be sent what was found."""

    recipient: str
    """As the patient would call them."""
    service: str = ""
    """The id of the municipal service, where it was picked from the list."""
    ground: Ground
    manner: Manner
    said_by: str
    """Who said so: the patient, or who may speak for them."""
    given_on: date
    limits: str = ""
    """What is not to be sent, or other wishes."""
    withdrawn_on: date | None = None

    @property
    def holds(self) -> bool:
        """True until it is withdrawn."""
        return self.withdrawn_on is None


class Handover(Person):
    """That something was sent on, or made ready to be sent."""

    consent: Path
    """The path of the ground on which it was done."""
    recipient: str
    contact_point: int
    what: str
    """Which documents, in words."""


Kept = TypeVar("Kept", bound=BaseModel)


@dataclass(frozen=True)
class Plan:
    """All that is agreed in a pathway. By path."""

    needs: Mapping[Path, Need] = field(default_factory=dict)
    actions: Mapping[Path, Action] = field(default_factory=dict)
    handled: Mapping[Path, Handled] = field(default_factory=dict)
    orders: Mapping[Path, Order] = field(default_factory=dict)
    consents: Mapping[Path, Consent] = field(default_factory=dict)
    handovers: Mapping[Path, Handover] = field(default_factory=dict)

    @classmethod
    def of(cls, contents: Mapping[Path, str]) -> Plan:
        """The plan that these contents (JSON, by path) describe; what is taken back is not in it."""
        return cls(
            needs=_kept(contents, "need", Need),
            actions=_kept(contents, "action", Action),
            handled=_kept(contents, "urgent", Handled),
            orders=_kept(contents, "order", Order),
            consents=_kept(contents, "consent", Consent),
            handovers=_kept(contents, "handover", Handover),
        )

    def actions_for(self, need: Path) -> list[tuple[Path, Action]]:
        """What will be, or was, done about a need; in the order in which it was agreed."""
        return [(path, action) for path, action in self.actions.items() if action.need == need]

    def open_before(self, contact_point: int) -> list[tuple[Path, Action]]:
        """What was agreed at earlier contact points and is not closed; the first deadline first, none last."""
        found = [
            (path, action)
            for path, action in self.actions.items()
            if action.status is ActionStatus.OPEN and action.contact_point < contact_point
        ]
        return sorted(found, key=lambda each: (each[1].by or date.max, each[1].contact_point))

    def is_settled(self, need: Path) -> bool:
        """True if something is agreed about the need and was not dropped, or it is said why not."""
        decided = self.needs.get(need)
        agreed = (action for _path, action in self.actions_for(need) if action.status is not ActionStatus.DROPPED)
        return any(agreed) or (decided is not None and bool(decided.reason))

    def ranked(self, contact_point: int, needs: Iterable[Path]) -> list[Path]:
        """These needs in the order that was agreed at a contact point, those not ranked after, as they come."""
        order = self.orders.get(order_path(contact_point))
        places = {path: place for place, path in enumerate(order.needs)} if order else {}
        return sorted(needs, key=lambda path: places.get(path, len(places)))

    def is_handled(self, path: Path, answer: Answer) -> bool:
        """True if it is recorded what was done about this urgent answer. A note added to the answer changes nothing."""
        handled = self.handled.get(path)
        return handled is not None and _said(handled.answer) == _said(answer)

    def ground_for(self, recipient: str) -> tuple[Path, Consent] | None:
        """The latest ground that holds for sending something to a recipient, by name or service."""
        for path, consent in reversed(list(self.consents.items())):
            if recipient in (consent.recipient, consent.service) and consent.holds:
                return path, consent
        return None


def is_planned(path: Path) -> bool:
    """True if the path is that of something in a plan. What has become of contact points is told in the same log."""
    return path.partition("/")[0] in ("need", "action", "urgent", "order", "consent", "handover")


def _said(answer: Answer) -> Answer:
    return Answer(value=answer.value, missing=answer.missing)


def _kept(contents: Mapping[Path, str], kind: str, model: type[Kept]) -> dict[Path, Kept]:
    found = ((path, content) for path, content in contents.items() if path.startswith(f"{kind}/"))
    numbered = sorted(found, key=lambda each: _number(each[0]))
    return {path: model.model_validate_json(content) for path, content in numbered if content != NOTHING}


def _number(path: Path) -> int:
    last = path.rpartition("/")[2]
    return int(last) if last.isdigit() else 0


def order_path(contact_point: int) -> Path:
    """Where the ranking of a contact point is."""
    return f"order/{contact_point}"


def urgent_path(contact_point: int, form: str, question: Path) -> Path:
    """Where it is recorded what was done about an urgent answer."""
    return f"urgent/{contact_point}/{form}/{question}"


def next_path(kind: str, contents: Iterable[Path], least: int = 1) -> Path:
    """The path of a thing of this kind (`action`, `consent`, `need/2/`) that is new: a number is never used twice.

    Its number is `least` or more.
    """
    return f"{kind}/{max([*(number + 1 for number in _numbers(kind, contents)), least])}"


def _numbers(kind: str, contents: Iterable[Path]) -> Iterator[int]:
    for path in contents:
        head, _, number = path.rpartition("/")
        if head == kind and number.isdigit():
            yield int(number)
