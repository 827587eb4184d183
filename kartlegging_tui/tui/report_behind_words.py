"""What stands behind a figure of the yearly report, in a few words."""

from __future__ import annotations

from kartlegging_tui.domain.contact_points import Reason
from kartlegging_tui.domain.figures import ActionSeen, NeedSeen, PointSeen, SentSeen
from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.language import N_, _
from kartlegging_tui.services.report import Line
from kartlegging_tui.tui.status_words import REASONS

STATUS = {
    ContactPointStatus.PLANNED: N_("not offered"),
    ContactPointStatus.OFFERED: N_("offered, not held yet"),
    ContactPointStatus.DECLINED: N_("declined"),
    ContactPointStatus.POSTPONED: N_("put off"),
    ContactPointStatus.HELD: N_("held"),
    ContactPointStatus.CANCELLED: N_("will not be held"),
}


def told(line: Line) -> str:
    """`holdt, utenfor vinduet, ikke signert`."""
    match line.thing.seen:
        case PointSeen() as seen:
            return ", ".join(_point(seen, line.thing.relapse))
        case NeedSeen() as seen:
            state = N_("does not want it followed up") if seen.refused else N_("placed") if seen.placed else ""
            return f"{line.text} ({_(state)})" if state else line.text
        case ActionSeen() as seen:
            closed = N_("done") if seen.done else N_("will not be done")
            state = closed if seen.closed else N_("late") if seen.late and not seen.died else ""
            return f"{line.text} ({_(state)})" if state else line.text
        case SentSeen():
            return line.text


def _point(seen: PointSeen, relapse: bool) -> list[str]:
    parts = [_(STATUS[seen.status])]
    if seen.status is ContactPointStatus.HELD:
        parts += [] if seen.inside else [_("outside the window")]
        parts += [] if seen.signed else [_("not signed")]
        parts += [] if seen.asked else [_("not asked about children")]
        parts += [_("dated ahead in time")] if seen.ahead else []
    elif seen.status in (ContactPointStatus.POSTPONED, ContactPointStatus.CANCELLED) and seen.reason in list(Reason):
        parts.append(_(REASONS[Reason(seen.reason)]))
    if seen.status is not ContactPointStatus.HELD and seen.died:
        parts.append(_("the patient has died"))
    if seen.minor:
        parts.append(_("under 18"))
    if relapse:
        parts.append(_("relapse"))
    return parts
