"""What others have done in a conversation meanwhile, read now and then while it is open."""

from __future__ import annotations

from dataclasses import dataclass

from kartlegging_tui.domain.answers import written
from kartlegging_tui.domain.history import Event
from kartlegging_tui.domain.signing import Signing
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.services.filling import Filling
from kartlegging_tui.services.talk import Talk


@dataclass(frozen=True)
class News:
    """What the conversation in memory does not know yet."""

    answers: tuple[tuple[Filling, Event], ...] = ()
    agreed: tuple[Event, ...] = ()
    """What happened to the plan."""
    signings: tuple[Signing, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.answers or self.agreed or self.signings)


def news(view: Reading, talk: Talk) -> News:
    """What has been written since, by others or from another window; not what this one has just saved itself."""
    seen, fillings = {}, {}
    for assessment in view.assessments(talk.conversation.id):
        filling = talk.fillings.get(assessment.form)
        if filling is not None:
            fillings[assessment.id] = filling
            seen[assessment.id] = filling.newest
    answers = [
        (fillings[assessment_id], event)
        for assessment_id, events in view.events_after(seen).items()
        for event in events
        if not _is_mine(fillings[assessment_id], event)
    ]
    agreed = [
        event
        for event in view.pathway_events(talk.pathway.id, talk.planning.newest)
        if not talk.planning.is_mine(event)
    ]
    known = {each.id for each in talk.signings}
    return News(
        answers=tuple(answers),
        agreed=tuple(agreed),
        signings=tuple(each for each in view.signings(talk.conversation.id) if each.id not in known),
    )


def _is_mine(filling: Filling, event: Event) -> bool:
    """True for what this window has saved a moment ago and not heard of yet."""
    return event.author == filling.user.name and event.content == written(filling.sheet.answer(event.path))
