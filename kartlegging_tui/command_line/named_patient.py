"""Which patient a command is about, without their identity number on the command line."""

from __future__ import annotations

import re
import sys

from kartlegging_tui.command_line.exit_codes import ExitCode, Stop
from kartlegging_tui.language import _

ASK = "-"
"""In place of a patient: their number is asked for."""
_IDENTIFIER = re.compile(r"(?:[0-9][ .]?){10}[0-9]")


def refuse_identity_number(named: str, instead: str) -> None:
    """Raises Stop where an identity number stands on the command line; `instead` says how it is given."""
    if _IDENTIFIER.fullmatch(named.strip()):
        text = _("Others on this machine can see an identity number that stands on the command line, and it is kept in")
        raise Stop(ExitCode.WRONG_USE, f"{text} {instead}")


def named_patient(given: str) -> str:
    """What names the patient: a number in the database, or the identity number that is asked for. Raises Stop."""
    if given == ASK:
        return asked()
    refuse_identity_number(given, _("the list of commands. Write - in its place: then the number is asked for."))
    return given


def asked() -> str:
    """The identity number, unseen on a terminal; else the first line of what is read."""
    import getpass

    if sys.stdin.isatty():
        return getpass.getpass(_("Identity number: ")).strip()
    return sys.stdin.readline().strip()
