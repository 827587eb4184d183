"""Why somebody did not get in, and why a password will not do, as one would say it."""

from __future__ import annotations

from datetime import datetime, timedelta

from kartlegging_tui.domain.accounts import SHORTEST_PASSWORD, PasswordProblem
from kartlegging_tui.domain.norway import NORWAY
from kartlegging_tui.language import N_, _
from kartlegging_tui.records.errors import (
    KeyFileDamaged,
    Mistyped,
    NoKeyFile,
    Throttled,
    UnsafePlace,
    WrongPassword,
)
from kartlegging_tui.services.login import (
    AlreadySetUp,
    BadPassword,
    BadUserName,
    Disabled,
    MustChange,
    RoleEnded,
    RoleNotYet,
)
from kartlegging_tui.services.users import YourOwn

PROBLEMS = {
    PasswordProblem.SHORT: N_("At least {count} characters. A short sentence is easy to remember."),
    PasswordProblem.LONG: N_("That is too long: at most 256 characters."),
    PasswordProblem.USER_NAME: N_("The password cannot be the user name."),
    PasswordProblem.SAME: N_("Choose another one than the one you had."),
}
ABOUT_PASSWORDS = N_("At least {count} characters, and not the user name. No other rules, and it never runs out.")


def about_passwords() -> str:
    """What a password has to be, before one is chosen."""
    return _(ABOUT_PASSWORDS).format(count=SHORTEST_PASSWORD)


def problem_words(problem: PasswordProblem) -> str:
    """Why a password will not do."""
    return _(PROBLEMS[problem]).format(count=SHORTEST_PASSWORD)


def in_words(error: BaseException) -> str | None:
    """Why they did not get in; None for what is about something else."""
    match error:
        case Mistyped():
            return _("The recovery key is mistyped: a letter or digit is missing, or another than was shown.")
        case WrongPassword():
            return _("Wrong user name or password.")
        case Throttled():
            return _("Too many wrong passwords. Try again at {time}.").format(time=clock_time(error.until))
        case Disabled():
            return _("This account is disabled. Ask whoever keeps the users.")
        case RoleNotYet():
            return _("Your access begins on {day}.").format(day=f"{error.day:%d.%m.%Y}")
        case RoleEnded():
            return _("Your access ended on {day}. Ask whoever keeps the users.").format(day=f"{error.day:%d.%m.%Y}")
        case MustChange():
            return _("This password was for once. Choose one of your own.")
        case BadPassword():
            return problem_words(error.problem)
        case BadUserName():
            return _("A user name has letters and digits, and . - _ @ between them.")
        case AlreadySetUp():
            return _("The database has users already. Log in instead.")
        case YourOwn():
            return _("Nobody does this to their own account.")
        case NoKeyFile():
            told = _("The key file is missing: {file}. Without it nobody can open the database.")
            return (told + " " + _("Restore it from a backup.")).format(file=error.path)
        case KeyFileDamaged():
            return (_("The key file is damaged: {file}.") + " " + _("Restore it from a backup.")).format(
                file=error.path
            )
        case UnsafePlace():
            place = _("a network share ({kind})").format(kind=error.kind) if error.network else error.kind
            return _(
                "The database lies in {place}, where two computers can damage it. Use a folder on this computer's own "
                "disk, or a PostgreSQL database."
            ).format(place=place)
    return None


def clock_time(until: datetime) -> str:
    """`14:05:30`, as clocks in Norway show: the first whole second after."""
    return (until + timedelta(seconds=1)).astimezone(NORWAY).strftime("%H:%M:%S")
