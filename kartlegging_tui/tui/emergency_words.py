"""What is said about emergency access: why, how long it lasts, and that somebody looks at it afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta

from kartlegging_tui.domain.norway import hour_in_norway
from kartlegging_tui.domain.who_may_see import Emergency, ReasonKind
from kartlegging_tui.language import N_, _

REASONS = {
    ReasonKind.ACUTE: N_("it is acute"),
    ReasonKind.PATIENT_ASKS: N_("the patient asks for it"),
    ReasonKind.COLLEAGUE: N_("takes over for a colleague"),
    ReasonKind.OTHER: N_("something else"),
}


def time_left(emergency: Emergency, at: datetime) -> str:
    """How long the patient stays open, as the patient's page says it."""
    minutes = max(-(-(emergency.until - at) // timedelta(minutes=1)), 0)
    text = _("! Emergency access: {minutes} min left, until {time}. Logged, and reviewed.")
    return text.format(minutes=minutes, time=hour_in_norway(emergency.until))
