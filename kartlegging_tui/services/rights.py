"""Who may do what. The one table of roles, screens and commands: the desk, the screens and the commands ask it.

Source: Normen, guide to access control: access follows the need. Whoever keeps forms or users has no need of
patients; whoever reads the log has no need of anything else.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from kartlegging_tui.domain.people import Role

CARE = frozenset({Role.NURSE, Role.COORDINATOR})
"""Those who see patients."""


class Right(StrEnum):
    """What the roles differ in."""

    PATIENTS = "patients"
    """Patients, their conversations, answers and plans: to see them and to work with them."""
    REPORT = "report"
    """The yearly report; whoever does not see patients gets its figures alone."""
    FORM_USE = "form_use"
    """Where forms are used, in counts."""
    FORMS = "forms"
    """Editing forms, publishing and retiring them."""
    CODES = "codes"
    """Reading the registration codes."""
    EDIT_CODES = "edit_codes"
    """Changing them."""
    USERS = "users"
    """Who may log in. Beside those named here, whoever set the database up."""
    KEY = "key"
    """The key of the database: a new one, a new recovery key. Beside those named here, whoever set it up."""
    REVIEW = "review"
    """Looking at who has let themselves in to a patient whom they do not follow. Beside those named here, whoever is
    alone on a database."""
    ERASE = "erase"
    """Carrying out a decision on deletion, in counts and without seeing what goes. Beside those named here, whoever set
    the database up. Who decides is the one responsible for the record; the decision names them."""
    LOG = "log"
    """Who has read what, of everybody. Beside those named here, whoever is alone on a database: it is about them."""


RIGHTS: Mapping[Right, frozenset[Role]] = {
    Right.PATIENTS: CARE,
    Right.REPORT: CARE | {Role.ADMIN},
    Right.FORM_USE: frozenset({Role.COORDINATOR, Role.ADMIN}),
    Right.FORMS: frozenset({Role.ADMIN}),
    Right.CODES: CARE | {Role.ADMIN},
    Right.EDIT_CODES: frozenset({Role.ADMIN}),
    Right.USERS: frozenset({Role.ADMIN}),
    Right.KEY: frozenset({Role.ADMIN}),
    Right.REVIEW: frozenset({Role.COORDINATOR, Role.AUDITOR}),
    Right.ERASE: frozenset({Role.ADMIN}),
    Right.LOG: frozenset({Role.AUDITOR}),
}

OWNERS = frozenset({Right.USERS, Right.KEY, Right.ERASE})
"""What whoever set a database up may do beside their role."""

ALONE = frozenset({Right.LOG, Right.REVIEW})
"""What whoever is alone on a database may do beside their role: it is about what they have done themselves. Nobody is
watched over by it, nobody reviews their own, and what is logged cannot be changed by whoever reads it."""

_PATIENTS_SCREENS = """
    AddConsentScreen AddHandoverScreen ArrivalScreen AskRecordsScreen ChangeDetailsScreen CompareScreen
    ComparePlotScreen ConsentsScreen ContactPointStatusScreen ConversationScreen DeathScreen EmergencyScreen
    FollowUpScreen HandoutScreen InboxScreen NewPathwayScreen PatientScreen PlanScreen ReadFormScreen
    RegisterPatientScreen ReportBehindScreen StartConversationScreen SummaryScreen UnitsScreen WorklistScreen
"""
SCREENS: Mapping[str, Right | None] = {
    **dict.fromkeys(_PATIENTS_SCREENS.split(), Right.PATIENTS),
    "ReportScreen": Right.REPORT,
    "FormScreen": Right.FORMS,
    "FormsScreen": Right.FORMS,
    "RegistrationCodesScreen": Right.CODES,
    "RegistrationCodeScreen": Right.EDIT_CODES,
    "AccessLogScreen": Right.LOG,
    "EmergenciesScreen": Right.REVIEW,
    **dict.fromkeys(("CodebookScreen", "EditScreen", "PreviewScreen"), None),  # of files, which are nobody's secret
    **dict.fromkeys(("OpeningScreen", "SetUpScreen", "LogInScreen", "NewPasswordScreen", "RecoverScreen"), None),
    **dict.fromkeys(("RecoveryKeyScreen", "LockScreen"), None),
    **dict.fromkeys(("AskScreen", "ChooseScreen", "ConfirmScreen", "DifferenceScreen", "PickScreen"), None),  # a box
    **dict.fromkeys(("HelpScreen", "PaletteScreen", "ProveScreen", "WriteScreen"), None),  # over a screen
}
"""Every screen, by its class; None for those that anybody may see."""

COMMANDS: Mapping[str, Right | None] = {
    **dict.fromkeys(("compare", "ask", "find", "follow-up", "import", "export"), Right.PATIENTS),
    "report": Right.REPORT,
    "usage": Right.FORM_USE,
    "codes": Right.CODES,
    **dict.fromkeys(("publish", "retire"), Right.FORMS),
    "users": Right.USERS,
    "key": Right.KEY,
    "erase": Right.ERASE,
    "access-log": Right.LOG,
    **dict.fromkeys(
        ("demo", "edit", "new", "preview", "check", "format", "test", "evaluate", "blank", "codebook"), None
    ),
    **dict.fromkeys(
        ("backup", "restore", "doctor", "migrate"), None
    ),  # whoever looks after the machine; they tell of nobody
    **dict.fromkeys(("diff", "history", "schema", "keys", "password", "verify"), None),
}
"""Every command of the command line; None for those that anybody may give: they are about files, or about oneself."""


def allowed(role: Role, right: Right | None, owner: bool = False, alone: bool = False) -> bool:
    """Whether somebody with this role may do it; `owner` for whoever set the database up, `alone` if nobody else is."""
    return right is None or role in RIGHTS[right] or (owner and right in OWNERS) or (alone and right in ALONE)
