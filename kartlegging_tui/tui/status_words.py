"""The words for what becomes of a contact point, and for its history."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kartlegging_tui.domain.contact_points import Problem, Reason, StatusChange
from kartlegging_tui.domain.norway import day_in_norway
from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.domain.worklist import Due
from kartlegging_tui.language import N_, _, plural
from kartlegging_tui.tui.days import near_day

if TYPE_CHECKING:
    from kartlegging_tui.services.browse import ContactPointView
    from kartlegging_tui.services.contact_points import StatusEvent

BECOMES = {
    ContactPointStatus.DECLINED: N_("does not want to now"),
    ContactPointStatus.POSTPONED: N_("put off"),
    ContactPointStatus.CANCELLED: N_("will not be held"),
    ContactPointStatus.OFFERED: N_("letter is sent"),
    ContactPointStatus.PLANNED: N_("planned again"),
}
"""What a user can choose, in the order of the digits; the most usual first."""

REASONS = {
    Reason.ILL: N_("is ill"),
    Reason.IN_HOSPITAL: N_("is in hospital"),
    Reason.TRAVELLING: N_("is away"),
    Reason.MOVED: N_("has moved"),
    Reason.NO_CAPACITY: N_("we have no capacity"),
    Reason.DIED: N_("the patient has died"),
    Reason.RESUMED: N_("the conversation goes on"),
    Reason.OTHER: N_("other"),
}

PROBLEMS = {
    Problem.NO_DAY: N_("Write day, month and year: 17.05.2026."),
    Problem.DAY_PAST: N_("Choose a day after today."),
    Problem.NO_REASON: N_("Choose why: it is asked for later."),
    Problem.NO_WORDS: N_("Say in a few words why."),
}

FOLLOWS = {
    ContactPointStatus.DECLINED: N_(
        "Taking part is voluntary, and those who decline should be asked again. On that day the patient is at “Ask "
        "again” in the worklist. Never: the next contact point comes in its place."
    ),
    ContactPointStatus.POSTPONED: N_("Until that day the patient stands further down in the worklist, as coming."),
    ContactPointStatus.CANCELLED: N_(
        "Nobody is reminded of this contact point any more. The reason is counted as it is, also when it is ours."
    ),
    ContactPointStatus.OFFERED: N_("The window stays as it is."),
    ContactPointStatus.PLANNED: N_("As if nothing had been said; what was said stays in the history."),
}
"""What follows from each."""

# Helsepersonelloven § 10 b: health personnel help to see to the needs of children under 18 who are left after a parent,
# or a brother or sister, has died. (§ 10 a, which the forms ask about, is about those whose parent or sibling is ill.)
# Source: Helsedirektoratet, helsepersonelloven med kommentarer, § 10 b.
CHILDREN = N_(
    "Children are recorded: see to it that those who are left are followed up (helsepersonelloven § 10 b). Who tells "
    "them, who is there for them, and do school or kindergarten know?"
)
CHILDREN_UNKNOWN = N_(
    "No children are recorded. If there are children or siblings under 18, see to it that they are followed up "
    "(helsepersonelloven § 10 b)."
)


def told(event: StatusEvent, today: date) -> str:
    """One line of the history: `3. mars: vil ikke nå, spør igjen 5. april – «…» (Kari Lunde)`."""
    change = event.change
    if event.takes_back:
        text = _("taken back: recorded by mistake")
    elif change is None:
        return ""
    else:
        text = _became(change, today)
        if change.words:
            text = f"{text} – «{change.words}»"
    day = near_day(day_in_norway(event.at), today)
    return _("{day}: {what} ({who})").format(day=day, what=text, who=event.author)


def _became(change: StatusChange, today: date) -> str:
    day = near_day(change.ask_again_on, today) if change.ask_again_on else ""
    reason = _(REASONS[change.reason]) if change.reason and change.reason is not Reason.OTHER else ""
    match change.status:
        case ContactPointStatus.DECLINED if day:
            return _("does not want to now, ask again {day}").format(day=day)
        case ContactPointStatus.DECLINED:
            return _("does not want to, not to be asked again")
        case ContactPointStatus.POSTPONED:
            text = _("put off to {day}").format(day=day)
        case ContactPointStatus.CANCELLED:
            text = _("will not be held")
        case ContactPointStatus.OFFERED if change.reason is Reason.RESUMED:
            return _("the conversation goes on")
        case ContactPointStatus.OFFERED:
            text = _("letter sent")
        case _:
            text = _("planned again")
    return f"{text}: {reason}" if reason else text


def signed(view: ContactPointView, today: date) -> str:
    """Whether the conversation is signed, by whom and when; nothing without one, or while it goes on."""
    if view.signing is None or view.due is Due.ONGOING:
        return ""
    if view.signed is None:
        return _("not signed")
    day = near_day(day_in_norway(view.signed.at), today)
    text = _("signed {day} by {author}").format(day=day, author=view.signed.author)
    return _("being corrected, {signed}").format(signed=text) if view.signing.is_open else text


def left_to_do(view: ContactPointView) -> str:
    """`3 tiltak åpne, 1 over fristen`; nothing without open actions."""
    if not view.open_actions:
        return ""
    text = plural("{count} open action", "{count} open actions", view.open_actions).format(count=view.open_actions)
    if view.overdue_actions:
        text = _("{open}, {count} overdue").format(open=text, count=view.overdue_actions)
    return text
