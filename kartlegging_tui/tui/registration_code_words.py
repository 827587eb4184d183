"""Registration codes in words: what happens, how it ends, and what is wrong with a code."""

from __future__ import annotations

from kartlegging_tui.domain.registration import (
    ANY,
    CORRECTED,
    FIRST_TIME,
    FOR_GOOD,
    FOR_NOW,
    CodeProblem,
    RegistrationEvent,
)
from kartlegging_tui.language import N_, _
from kartlegging_tui.tui import status_words, words

EVENTS = {
    RegistrationEvent.OFFERED: N_("offered"),
    RegistrationEvent.HELD: N_("held"),
    RegistrationEvent.SIGNED: N_("signed"),
    RegistrationEvent.DECLINED: N_("declined"),
    RegistrationEvent.POSTPONED: N_("put off"),
    RegistrationEvent.CANCELLED: N_("not held"),
    RegistrationEvent.HANDED_OVER: N_("handed over"),
}
_OUTCOMES: dict[str, str] = {
    **{place.value: word for place, word in words.PLACES.items()},
    **{reason.value: word for reason, word in status_words.REASONS.items()},
    ANY: N_("whatever the outcome"),
    FIRST_TIME: N_("for the first time"),
    CORRECTED: N_("corrected"),
    FOR_NOW: N_("for now"),
    FOR_GOOD: N_("not to be asked again"),
}
PROBLEMS = {
    CodeProblem.NO_CODE: N_("Must be filled in."),
    CodeProblem.TOO_LONG: N_("Too long."),
    CodeProblem.NO_SYSTEM: N_("Must be filled in."),
    CodeProblem.NO_FIRST_DAY: N_("Write day, month and year: 17.05.2026."),
    CodeProblem.CONTACT_POINT: N_("A number from 1 to 20."),
    CodeProblem.OUTCOME: N_("Not an outcome of this event."),
    CodeProblem.OVERLAPS: N_("Another code holds for the same on some of these days. End that one first."),
}


def outcome_message(outcome: str) -> str:
    """The message for an outcome, yet to be translated."""
    return _OUTCOMES.get(outcome, outcome)


def what(event: RegistrationEvent, outcome: str) -> str:
    """`holdt, hjemme`; the event alone where the outcome does not matter."""
    return f"{_(EVENTS[event])}, {_(outcome_message(outcome))}" if outcome else _(EVENTS[event])
