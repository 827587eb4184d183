"""Signing a conversation, correcting it, and giving a correction up."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from kartlegging_tui.domain.answers import EMPTY, Path, written
from kartlegging_tui.domain.history import NOTHING, Event, current
from kartlegging_tui.domain.people import User
from kartlegging_tui.domain.sheet import Sheet
from kartlegging_tui.domain.signing import Signing, SigningKind, SigningState
from kartlegging_tui.domain.transcript import Agreed, SaidAnswer, SaidForm, SaidScore, Transcript
from kartlegging_tui.domain.verified import Log
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import Conflict
from kartlegging_tui.records.writing import Writing
from kartlegging_tui.services.access import Seals
from kartlegging_tui.services.filling import Filling
from kartlegging_tui.services.opening import Opening
from kartlegging_tui.services.review import Obstacle, Seen, hidden_answers, obstacles, seen
from kartlegging_tui.services.talk import Talk


class NotReady(Exception):
    """Something stands in the way of signing."""

    def __init__(self, found: list[Obstacle]) -> None:
        super().__init__(f"{len(found)} obstacles to signing")
        self.obstacles = found


class ChangedMeanwhile(Exception):
    """The conversation is not as it was shown to the one who signs: somebody has answered, or changed the plan."""


class Signatures:
    """What can be done about signing."""

    def __init__(
        self, database: Database, opening: Opening, user: User, now: Callable[[], datetime], access: Seals
    ) -> None:
        self._access = access
        self._database = database
        self._opening = opening
        self._user = user
        self._now = now

    def sign(self, conversation_id: int, shown: Seen) -> Signing:
        """Signs what was shown: locks it, drops hidden answers, and ends the conversation if it goes on.

        Raises NotReady, ChangedMeanwhile, Conflict where it is signed already, and NotSaved.
        """
        now = self._now()
        with self._access.writing(self._database, conversation=conversation_id) as unit:
            talk = self._opening.open(unit, conversation_id)
            if seen(talk) != shown:
                raise ChangedMeanwhile
            found = obstacles(talk, "nb")
            if found:
                raise NotReady(found)
            dropped = self._drop_hidden(unit, talk, now)
            if talk.conversation.ended_at is None:
                unit.end_conversation(conversation_id, now)
            reasons = [each.reason for each in talk.signings if each.kind is SigningKind.CORRECTING]
            reason = reasons[-1] if talk.state is SigningState.CORRECTING else ""
            talk = self._opening.open(unit, conversation_id)
            document = transcript(talk, dropped, self._user, now, reason)
            signing = unit.sign(conversation_id, document.model_dump_json(), self._user.id, now, reason)
            self._access.seal(unit, talk.patient.id, conversation_id, adds=(Log.SIGNATURES, signing.id))
            unit.commit()
        return signing

    def correct(self, conversation_id: int, reason: str) -> Signing:
        """Opens a signed conversation for a correction. Raises ValueError without a reason, Conflict, NotSaved.

        Source: helsepersonelloven § 42: a correction is dated and given its ground, and what stood before stays.
        """
        if not reason.strip():
            raise ValueError("a correction needs a reason")
        with self._access.writing(self._database, conversation=conversation_id) as unit:
            signing = unit.begin_correction(conversation_id, self._user.id, self._now(), reason.strip())
            self._note(unit, "correcting", signing)
            unit.commit()
        return signing

    def give_up(self, conversation_id: int) -> Signing:
        """Gives a correction up. Raises Conflict where answers have been changed: they stay in the record, so sign."""
        with self._access.writing(self._database, conversation=conversation_id) as unit:
            talk = self._opening.open(unit, conversation_id)
            if any(event.number > filling.since for filling in talk.fillings.values() for event in filling.events):
                raise Conflict(f"Answers of conversation {conversation_id} have been changed")
            signing = unit.give_up_correction(conversation_id, self._user.id, self._now())
            self._note(unit, "correction_given_up", signing)
            unit.commit()
        return signing

    def _note(self, unit: Writing, what: str, signing: Signing) -> None:
        point = unit.contact_point(unit.conversation_with(signing.conversation_id).contact_point_id)
        patient_id, adds = unit.pathway(point.pathway_id).patient_id, (Log.SIGNATURES, signing.id)
        self._access.note(unit, what, patient_id, adds, conversation=signing.conversation_id)

    def _drop_hidden(self, unit: Writing, talk: Talk, now: datetime) -> dict[str, tuple[str, ...]]:
        """Takes out the answers to hidden questions, as events of their own, so that the history shows them."""
        dropped: dict[str, tuple[str, ...]] = {}
        for filling, path in list(hidden_answers(talk)):
            assert filling.assessment is not None
            last = current(filling.events)[path].number
            unit.append(filling.assessment.id, path, written(EMPTY), self._user.id, now, seen=last)
            dropped[filling.id] = (*dropped.get(filling.id, ()), path)
        return dropped


def transcript(
    talk: Talk, dropped: dict[str, tuple[str, ...]], user: User, now: datetime, reason: str = ""
) -> Transcript:
    """The conversation as it is signed. Forms that nobody has begun are not in it."""
    versions = [each.version for each in talk.signings if each.kind is SigningKind.SIGNED]
    return Transcript(
        version=len(versions) + 1,
        reason=reason,
        signed_by=user.name,
        signed_at=now,
        patient=talk.patient,
        pathway=talk.pathway,
        contact_point=talk.contact_point,
        conversation=talk.conversation,
        forms=tuple(
            said_form(filling, dropped.get(filling.id, ()))
            for filling in talk.fillings.values()
            if filling.assessment is not None
        ),
        agreed=agreed_now(talk.planning.events),
    )


def agreed_now(events: Sequence[Event]) -> tuple[Agreed, ...]:
    """What is agreed in a pathway once all this has happened."""
    return tuple(
        Agreed(path=path, content=json.loads(event.content), author=event.author, at=event.at)
        for path, event in current(events).items()
        if event.content != NOTHING
    )


def said_form(filling: Filling, dropped: tuple[str, ...] = ()) -> SaidForm:
    """One form as it was filled."""
    given = {path: (event.author, event.at) for path, event in current(filling.events).items()}
    return said_on(filling.sheet, given, filling.form.questionnaire.content_hash(), dropped)


def said_on(
    sheet: Sheet, given: Mapping[Path, tuple[str, datetime]], content_hash: str, dropped: tuple[str, ...] = ()
) -> SaidForm:
    """One form with its answers in the order of the form, those behind hidden questions last.

    `given`: by path, who answered last, and when.
    """
    order = {path: place for place, path in enumerate(sheet.visible())}
    paths = sorted(sheet.answers, key=lambda path: order.get(path, len(order)))
    questionnaire = sheet.form.questionnaire
    return SaidForm(
        form=questionnaire.id,
        version=questionnaire.version,
        content_hash=content_hash,
        answers=tuple(
            SaidAnswer(path=path, answer=sheet.answers[path], author=given[path][0], at=given[path][1])
            for path in paths
        ),
        dropped=dropped,
        scores=tuple(
            SaidScore(
                id=score,
                value=result.value,
                complete=result.complete,
                band=result.band.text if result.band else None,
            )
            for score, result in sheet.scores.items()
        ),
        needs=tuple(found.key for found in sheet.needs()),
        urgent=tuple(sheet.urgent()),
    )
