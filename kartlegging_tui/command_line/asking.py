"""Asking who somebody is: on the terminal without showing what is typed, or from a file for scripts."""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kartlegging_tui.command_line.exit_codes import ExitCode, Stop
from kartlegging_tui.language import _


@contextmanager
def stopping() -> Iterator[None]:
    """Whoever does not get in is told why, and a script by the exit code. Raises Stop."""
    from kartlegging_tui.records import errors
    from kartlegging_tui.services import login, server_words
    from kartlegging_tui.services.login_words import in_words

    codes: dict[type[BaseException], ExitCode] = {
        errors.NewerSchema: ExitCode.NEWER_DATABASE,
        errors.WrongPassword: ExitCode.WRONG_PASSWORD,
        errors.Throttled: ExitCode.WAIT,
        login.MustChange: ExitCode.MUST_CHANGE,
        login.CannotLogIn: ExitCode.NOT_ALLOWED,
        login.BadPassword: ExitCode.WRONG_USE,
        login.BadUserName: ExitCode.WRONG_USE,
        errors.KeysError: ExitCode.FINDINGS,
        errors.UnsafePlace: ExitCode.FINDINGS,
        errors.ServerProblem: ExitCode.FINDINGS,
    }
    try:
        yield
    except tuple(codes) as error:
        code = next(code for kind, code in codes.items() if isinstance(error, kind))
        hint = " " + _("Change it with `kartlegging password`.") if code is ExitCode.MUST_CHANGE else ""
        raise Stop(code, (in_words(error) or server_words.in_words(error) or str(error)) + hint) from None


def ask_user_name(arguments: Namespace) -> str:
    """Who logs in: `--user`, or what is typed; without an answer, the name on this machine."""
    usual = getpass.getuser()
    if arguments.user or not sys.stdin.isatty():
        return str(arguments.user or usual)
    return ask(_("User name [{usual}]: ").format(usual=usual)) or usual


def ask(question: str) -> str:
    """A line that is typed. What is asked stands on the error stream: the other may go to a file."""
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()


def ask_password(arguments: Namespace, question: str, line: int = 0) -> str:
    """What is typed, unseen; or a line of `--password-file`. Raises Stop where nobody can be asked."""
    if arguments.password_file:
        lines = _lines(arguments)
        if line < len(lines):
            return lines[line]
        raise Stop(ExitCode.WRONG_USE, _("The password file has too few lines."))
    if not sys.stdin.isatty():
        told = _("The database asks for a password: run this in a terminal, or give it with --password-file.")
        raise Stop(ExitCode.WRONG_USE, told)
    try:
        return getpass.getpass(question, sys.stderr)
    except EOFError:
        raise Stop(ExitCode.WRONG_PASSWORD, _("No password was given.")) from None


def ask_new_password(arguments: Namespace, line: int) -> str:
    """A new password, typed twice on a terminal. Raises Stop."""
    from kartlegging_tui.services.login_words import about_passwords

    if not arguments.password_file and sys.stdin.isatty():
        print(about_passwords(), file=sys.stderr)
    new = ask_password(arguments, _("New password: "), line)
    if not arguments.password_file and ask_password(arguments, _("The same again: ")) != new:
        raise Stop(ExitCode.WRONG_USE, _("The two are not the same."))
    return new


def _lines(arguments: Namespace) -> list[str]:
    """The lines of the password file; read once, as a pipe gives them once."""
    if not hasattr(arguments, "password_lines"):
        try:
            file = arguments.password_file
            text = sys.stdin.read() if file == "-" else Path(file).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise Stop(ExitCode.WRONG_USE, f"{arguments.password_file}: {error}") from None
        arguments.password_lines = text.split("\n")
        if arguments.password_lines[-1] == "":
            arguments.password_lines.pop()
        arguments.password_lines = [each.removesuffix("\r") for each in arguments.password_lines]
    return list(arguments.password_lines)
