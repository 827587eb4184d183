"""What has become of a contact point, as offices register it: each thing that happened, in order, with its day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from kartlegging_tui.domain.contact_points import StatusChange, status_path
from kartlegging_tui.domain.history import NOTHING, Event
from kartlegging_tui.domain.norway import day_in_norway
from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.domain.people import ContactPoint, Conversation
from kartlegging_tui.domain.plan import Handover
from kartlegging_tui.domain.registration import ANY, CORRECTED, FIRST_TIME, FOR_GOOD, FOR_NOW, Happened
from kartlegging_tui.domain.registration import RegistrationEvent as Registration
from kartlegging_tui.domain.signing import Signing, SigningKind

_EVENTS = {
    ContactPointStatus.OFFERED: Registration.OFFERED,
    ContactPointStatus.DECLINED: Registration.DECLINED,
    ContactPointStatus.POSTPONED: Registration.POSTPONED,
    ContactPointStatus.CANCELLED: Registration.CANCELLED,
}


def happenings(
    point: ContactPoint, talk: Conversation | None, signings: Sequence[Signing], events: Sequence[Event]
) -> list[Happened]:
    """What happened at a contact point; `events` are all of its pathway. What was taken back has not happened.

    A status that stands without an event that tells of it has no day: the records do not know it.
    """
    told = list(_told(point.number, events))
    found = told + list(_held(point, talk, signings))
    if talk is not None and not any(each.event is Registration.OFFERED for each in told):
        found.append(Happened(event=Registration.OFFERED, outcome=ANY, on=talk.held_on))
    standing = _EVENTS.get(point.status)
    if standing and not any(each.event is standing for each in found):
        outcome = ANY
        if standing is Registration.DECLINED:
            outcome = FOR_NOW if point.ask_again_on else FOR_GOOD
        found.append(Happened(event=standing, outcome=outcome, on=None))
    order = list(Registration)
    return sorted(found, key=lambda each: (each.on or date.max, order.index(each.event)))


def _told(number: int, events: Sequence[Event]) -> Iterator[Happened]:
    for event in _standing(events):
        if event.path == status_path(number):
            change = StatusChange.model_validate_json(event.content)
            if change.status not in _EVENTS:
                continue
            outcome = str(change.reason or ANY)
            if change.status is ContactPointStatus.DECLINED:
                outcome = FOR_NOW if change.ask_again_on else FOR_GOOD
            elif change.status is ContactPointStatus.OFFERED:
                outcome = ANY
            yield Happened(event=_EVENTS[change.status], outcome=outcome, on=day_in_norway(event.at))
        elif event.path.startswith("handover/"):
            if Handover.model_validate_json(event.content).contact_point == number:
                yield Happened(event=Registration.HANDED_OVER, outcome=ANY, on=day_in_norway(event.at))


def _standing(events: Sequence[Event]) -> Iterator[Event]:
    """Without what was taken back, and without the taking back."""
    taken_back = {event.undoes for event in events}
    for event in events:
        if event.undoes is None and event.number not in taken_back and event.content != NOTHING:
            yield event


def _held(point: ContactPoint, talk: Conversation | None, signings: Sequence[Signing]) -> Iterator[Happened]:
    if talk is not None and talk.ended_at is not None:
        yield Happened(event=Registration.HELD, outcome=talk.place, on=talk.held_on)
    elif talk is None and point.status is ContactPointStatus.HELD:
        yield Happened(event=Registration.HELD, outcome=ANY, on=None)
    for each in signings:
        if each.kind is SigningKind.SIGNED:
            outcome = FIRST_TIME if each.version == 1 else CORRECTED
            yield Happened(event=Registration.SIGNED, outcome=outcome, on=day_in_norway(each.at))
