"""What has arrived, made ready for the records: pathways, contact points and talks under those who wrote them."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, datetime

from kartlegging_tui.domain.answers import Path, written
from kartlegging_tui.domain.export import ExportedContactPoint, ExportedConversation, ExportedPathway
from kartlegging_tui.domain.history import NOTHING, Event
from kartlegging_tui.domain.merging import merged
from kartlegging_tui.domain.pathway import ContactPointStatus, PathwayDefinition
from kartlegging_tui.domain.people import ConversationDetails
from kartlegging_tui.domain.signing import SigningKind
from kartlegging_tui.records.loading import (
    WholeAssessment,
    WholeContactPoint,
    WholeConversation,
    WholeEvent,
    WholePathway,
    WholeSigning,
)

Author = Callable[[str], int]
"""The id under which somebody who wrote there is known here."""


def whole_pathway(course: ExportedPathway, plan: PathwayDefinition, author: Author) -> WholePathway:
    """A pathway that is new here."""
    numbers = [point.contact_point.number for point in course.contact_points]
    return WholePathway(
        definition=course.pathway.definition,
        diagnosed=course.pathway.diagnosed,
        icd10=course.pathway.icd10,
        relapse=course.pathway.relapse,
        contact_points=whole_points(course, plan, author),
        events=whole_events(merged((), events_of(course), numbers).events, author),
    )


def whole_points(
    course: ExportedPathway, plan: PathwayDefinition, author: Author, only: Collection[int] | None = None
) -> list[WholeContactPoint]:
    """The contact points of the plan here and those that came, by number; or `only` these.

    Those at which nobody has talked have the windows that the plan here counts from the diagnosis date.
    """
    arrived = {point.contact_point.number: point for point in course.contact_points}
    windows = {point.number: point.window.dates(course.pathway.diagnosed) for point in plan.contact_points}
    numbers = sorted({*arrived, *windows} if only is None else only)
    return [_point(number, arrived.get(number), windows.get(number), author) for number in numbers]


def _point(
    number: int, arrived: ExportedContactPoint | None, window: tuple[date, date] | None, author: Author
) -> WholeContactPoint:
    if arrived is None:
        assert window is not None
        return WholeContactPoint(number, ContactPointStatus.PLANNED, *window)
    point = arrived.contact_point
    opens, closes = window if window and arrived.talk is None else (point.opens, point.closes)
    talk = whole_talk(arrived.talk, author) if arrived.talk else None
    return WholeContactPoint(number, point.status, opens, closes, point.ask_again_on, talk)


def whole_talk(talk: ExportedConversation, author: Author) -> WholeConversation:
    """A talk with all that happened to its answers; what was signed stays to the letter as it was."""
    held = talk.conversation
    documents = {each.version: each.model_dump_json() for each in talk.signed}

    def document(version: int) -> Callable[[object], str]:
        return lambda _numbers: documents[version]

    return WholeConversation(
        details=ConversationDetails(**{name: getattr(held, name) for name in ConversationDetails.model_fields}),
        author_id=author(held.author),
        started_at=held.started_at,
        ended_at=held.ended_at,
        assessments=[
            WholeAssessment(form, version, events=whole_events(events, author))
            for form, version, events in answered(talk)
        ],
        signings=[
            WholeSigning(
                version=each.version,
                kind=each.kind,
                author_id=author(each.author),
                at=each.at,
                reason=each.reason,
                document=document(each.version) if each.kind is SigningKind.SIGNED else None,
            )
            for each in talk.signings
        ],
    )


def whole_events(events: Sequence[Event], author: Author) -> list[WholeEvent]:
    """Events under authors that are known here."""
    return [WholeEvent(each.path, each.content, author(each.author), each.at, each.undoes) for each in events]


def answered(talk: ExportedConversation) -> Iterator[tuple[str, str, Sequence[Event]]]:
    """Form, version and all that happened to the answers; where only what was signed came, as much as that tells."""
    for form in talk.forms:
        yield form.form, form.version, form.history
    if not talk.forms:
        versions = {said.form: said.version for signed in talk.signed for said in signed.forms}
        for form_id, version in versions.items():
            yield form_id, version, _numbered(_signed_answers(talk, form_id))


def events_of(course: ExportedPathway) -> list[Event]:
    """All that was agreed; where only what was signed came, as it stood at each signature."""
    if course.history:
        return list(course.history)
    found: dict[tuple[Path, datetime], Event] = {}
    for point in course.contact_points:
        for signed in point.talk.signed if point.talk else ():
            for each in signed.agreed:
                content = json.dumps(each.content, ensure_ascii=False, separators=(",", ":"))
                found.setdefault((each.path, each.at), _event(each.path, content, each.author, each.at))
    return _numbered(found.values())


def _signed_answers(talk: ExportedConversation, form: str) -> Iterator[Event]:
    standing: dict[Path, Event] = {}
    for signed in talk.signed:
        said = next((each for each in signed.forms if each.form == form), None)
        now = {
            each.path: _event(each.path, written(each.answer), each.author, each.at)
            for each in (said.answers if said else ())
        }
        gone = standing.keys() - now.keys()
        now |= {path: _event(path, NOTHING, signed.signed_by, signed.signed_at) for path in gone}
        yield from (event for path, event in now.items() if standing.get(path) != event)
        standing = {path: event for path, event in now.items() if event.content != NOTHING}


def _event(path: Path, content: str, author: str, at: datetime) -> Event:
    return Event(number=1, path=path, content=content, author=author, at=at, undoes=None)


def _numbered(events: Collection[Event] | Iterator[Event]) -> list[Event]:
    """In the order in which they happened."""
    ordered = sorted(events, key=lambda event: event.at)
    return [event.model_copy(update={"number": number}) for number, event in enumerate(ordered, 1)]
