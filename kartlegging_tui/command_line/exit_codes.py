"""The exit codes of all commands; docs/users.md lists them."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What a script is told."""

    GOOD = 0
    FINDINGS = 1
    """Something was found, or could not be done."""
    WRONG_USE = 2
    NEWER_DATABASE = 3
    """The database was made by a newer version of the program."""
    WRONG_PASSWORD = 4
    """Or there is no such user: nobody is told which."""
    WAIT = 5
    """Too many wrong passwords: try later."""
    NOT_ALLOWED = 6
    """The role does not allow it, has not begun or has ended, or the account is disabled."""
    MUST_CHANGE = 7
    """The password was for once."""
    SET_UP_FIRST = 8
    """Nobody has set the database up."""
    WRONG_RECOVERY_KEY = 12


class Stop(Exception):
    """A command ends here: what is said on the error stream, and the exit code."""

    def __init__(self, code: ExitCode, said: str) -> None:
        super().__init__(said)
        self.code = code
