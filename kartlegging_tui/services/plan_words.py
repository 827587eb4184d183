"""The words of the plan: what is wished, agreed and done, in the language it is read in."""

from __future__ import annotations

from kartlegging_tui.domain.plan import Action, ActionStatus, Consent, FollowUp, Ground, Helped, Manner
from kartlegging_tui.domain.questionnaire import Priority
from kartlegging_tui.language import N_, translate
from kartlegging_tui.services.day_words import day_words

PRIORITIES = {
    Priority.URGENT: N_("urgent"),
    Priority.HIGH: N_("high"),
    Priority.MEDIUM: N_("medium"),
    Priority.LOW: N_("low"),
}
FOLLOW_UP = {
    FollowUp.YES: N_("wants follow-up"),
    FollowUp.NO: N_("does not want follow-up"),
    FollowUp.MAYBE: N_("may want follow-up later"),
}
STATUS = {
    ActionStatus.OPEN: N_("not done yet"),
    ActionStatus.DONE: N_("done"),
    ActionStatus.DROPPED: N_("will not be done"),
}
HELPED = {
    Helped.YES: N_("it helped"),
    Helped.PARTLY: N_("it helped in part"),
    Helped.NO: N_("it did not help"),
    Helped.UNKNOWN: N_("too early to say whether it helped"),
}
GROUND = {
    Ground.CONSENT: N_("consent"),
    Ground.NO_OBJECTION: N_("told, and does not object"),
}
MANNER = {Manner.SPOKEN: N_("spoken"), Manner.WRITTEN: N_("in writing")}


def action_line(action: Action, language: str) -> str:
    """ "Call the physiotherapist – Home nursing, by 1 December 2026 (done, it helped: “slept better”)"."""
    text = f"{action.text} – {action.who}" if action.who else action.text
    if action.by is not None:
        text += ", " + translate(N_("by {day}"), language).format(day=day_words(action.by, language))
    if action.status is ActionStatus.OPEN:
        return text
    said = [translate(STATUS[action.status], language)]
    if action.helped is not None:
        said.append(translate(HELPED[action.helped], language))
    outcome = f": {action.outcome}" if action.outcome else ""
    return f"{text} ({', '.join(said)}{outcome})"


def consent_line(consent: Consent, language: str) -> str:
    """ "GP: consent, in writing, from the patient, 22 November 2026"."""
    parts = [
        translate(GROUND[consent.ground], language),
        translate(MANNER[consent.manner], language),
        consent.said_by,
        day_words(consent.given_on, language),
    ]
    text = f"{consent.recipient}: " + ", ".join(part for part in parts if part)
    if consent.limits:
        text += f" ({consent.limits})"
    if consent.withdrawn_on is not None:
        day = day_words(consent.withdrawn_on, language)
        text += " – " + translate(N_("withdrawn {day}"), language).format(day=day)
    return text
