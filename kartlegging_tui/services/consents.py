"""To whom what was found may be sent, on what ground, and what has been sent; with who noted it and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.history import NOTHING, Event
from kartlegging_tui.domain.plan import Consent, Handover, Plan


@dataclass(frozen=True)
class SentView:
    """Something that was sent on."""

    handover: Handover
    event: Event
    """Who sent it, and when."""


@dataclass(frozen=True)
class ConsentView:
    """The ground for sending something to a recipient."""

    path: Path
    consent: Consent
    noted: Event | None
    """Who noted it and when; None while it is not in the records yet."""
    withdrawn: Event | None
    """Who noted that it was withdrawn."""
    sent: tuple[SentView, ...]
    """What was sent on this ground, the latest first."""


def consent_views(plan: Plan, events: Sequence[Event]) -> list[ConsentView]:
    """Those that hold first, each group with the latest first. `events` are what is known of the pathway."""
    latest_first = reversed(list(plan.consents.items()))
    views = [_view(path, consent, plan, events) for path, consent in latest_first]
    return sorted(views, key=lambda view: not view.consent.holds)


def is_used(plan: Plan, path: Path) -> bool:
    """True if something was sent on this ground: then it is withdrawn, and no longer taken back as a mistake."""
    return any(handover.consent == path for handover in plan.handovers.values())


def _view(path: Path, consent: Consent, plan: Plan, events: Sequence[Event]) -> ConsentView:
    told = [event for event in events if event.path == path and event.content != NOTHING]
    withdrawn = None if consent.holds or not told else told[-1]
    return ConsentView(
        path, consent, told[0] if told else None, withdrawn, tuple(reversed(list(_sent(path, plan, events))))
    )


def _sent(path: Path, plan: Plan, events: Sequence[Event]) -> Iterator[SentView]:
    newest = {event.path: event for event in events}
    for sent, handover in plan.handovers.items():
        if handover.consent == path and sent in newest:
            yield SentView(handover, newest[sent])
