"""Where one can go from everywhere: each list and page that is about no single patient is one entry here.

A new one is added to `PLACES`; the palette, the list of places and who may go there follow from it. On the bar of a
list, `everywhere.GO_TO` stands last before the help.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kartlegging_tui.domain.people import Role
from kartlegging_tui.language import N_, _
from kartlegging_tui.services.rights import Right, allowed
from kartlegging_tui.tui.screens.house import HouseScreen

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk


@dataclass(frozen=True)
class Place:
    """A screen that one can go to from everywhere."""

    id: str
    """Stable: a screen that is open knows by it where it is."""
    name: str
    """What users call it (a message, marked with `N_`)."""
    help: str
    """A sentence (a message)."""
    right: Right
    """What whoever goes there may do; the desk checks it again."""
    screen: Callable[[Desk], HouseScreen[Any]]
    """Makes the screen; what it needs is imported only then."""

    @property
    def name_text(self) -> str:
        """The name in the language spoken."""
        return _(self.name)

    @property
    def help_text(self) -> str:
        """The sentence in the language spoken."""
        return _(self.help)

    def made(self, desk: Desk) -> HouseScreen[Any]:
        """A screen that knows where it is."""
        screen = self.screen(desk)
        screen.place_id = self.id
        return screen


def _worklist(desk: Desk) -> HouseScreen[Any]:
    from kartlegging_tui.tui.screens.worklist import WorklistScreen

    return WorklistScreen(desk)


def _follow_up(desk: Desk) -> HouseScreen[Any]:
    from kartlegging_tui.tui.screens.follow_up import FollowUpScreen

    return FollowUpScreen(desk)


def _ask_records(desk: Desk) -> HouseScreen[Any]:
    from kartlegging_tui.tui.screens.ask_records import AskRecordsScreen

    return AskRecordsScreen(desk)


def _inbox(desk: Desk) -> HouseScreen[Any]:
    from kartlegging_tui.tui.screens.inbox import InboxScreen

    return InboxScreen(desk)


def _codes(desk: Desk) -> HouseScreen[Any]:
    from kartlegging_tui.tui.screens.registration_codes import RegistrationCodesScreen

    return RegistrationCodesScreen(desk)


def _log(desk: Desk) -> HouseScreen[Any]:
    from kartlegging_tui.tui.screens.access_log import AccessLogScreen

    return AccessLogScreen(desk)


def _emergencies(desk: Desk) -> HouseScreen[Any]:
    from kartlegging_tui.tui.screens.emergencies import EmergenciesScreen

    return EmergenciesScreen(desk)


def _forms(desk: Desk) -> HouseScreen[Any]:
    from kartlegging_tui.tui.screens.forms import FormsScreen

    return FormsScreen(desk)


def _report(desk: Desk) -> HouseScreen[Any]:
    from kartlegging_tui.tui.screens.report import ReportScreen

    return ReportScreen(desk)


P, R = Right.PATIENTS, Right.REPORT
PLACES = (
    Place("worklist", N_("Worklist"), N_("Everybody who is followed up, the most urgent first."), P, _worklist),
    Place("follow_up", N_("Follow-up"), N_("What has to be done: whose it is, and how late."), P, _follow_up),
    Place("ask", N_("Ask the records"), N_("Whom a condition is true of, or where words are."), P, _ask_records),
    Place("inbox", N_("Inbox"), N_("What other places have sent, until somebody has looked."), P, _inbox),
    Place("forms", N_("Forms"), N_("The forms that there are; to try them."), Right.FORMS, _forms),
    Place("log", N_("Access log"), N_("Who has looked at what, the latest first."), Right.LOG, _log),
    Place(
        "emergencies",
        N_("Emergency access"),
        N_("Who has let themselves in to patients of others, until somebody has looked."),
        Right.REVIEW,
        _emergencies,
    ),
    Place("report", N_("Yearly report"), N_("The figures of a year, each with the list behind it."), R, _report),
    Place("codes", N_("Registration codes"), N_("Codes for what becomes of contact points."), Right.CODES, _codes),
)
"""The first that a role may go to is where its day begins."""


def places_for(role: Role, alone: bool = False) -> list[Place]:
    """Where somebody with this role may go, in the order in which it is listed; `alone` if nobody else is a user."""
    return [place for place in PLACES if allowed(role, place.right, alone=alone)]
