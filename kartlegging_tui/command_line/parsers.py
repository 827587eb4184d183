"""How commands are declared on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from kartlegging_tui.language import N_, _

if TYPE_CHECKING:  # what `add_subparsers` gives: argparse has no public name for it, and it is generic for mypy alone
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]


WORDS = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("show program's version number and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("ignored explicit argument %r"),
    N_("invalid %(type)s value: %(value)r"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("not allowed with argument %s"),
    N_("one of the arguments %s is required"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
)
"""What argparse says itself, as far as users of these commands can come across it."""


def speak() -> None:
    """argparse speaks the language of the program.

    It asks the catalogues of the system otherwise, and looks for a file there at each word: a fifth of `--help`.
    """
    argparse._ = _  # type: ignore[attr-defined]


def add_command(
    commands: Commands, name: str, run: Callable[[argparse.Namespace], int], summary: str, opens: bool = False
) -> argparse.ArgumentParser:
    """A command with its help; `run` returns the exit code. `opens` says that it opens screens, or speaks of them."""
    parser = commands.add_parser(name, help=summary, description=summary)
    parser.set_defaults(run=run, opens=opens, command=name)
    return parser


def add_look(parser: argparse.ArgumentParser, default: object = argparse.SUPPRESS) -> None:
    """`--light` and `--dark`; where neither is said, the configuration file decides."""
    either = parser.add_mutually_exclusive_group()
    help_light, help_dark = _("dark text on a light ground"), _("light text on a dark ground")
    either.add_argument("--light", action="store_true", default=default, help=help_light)
    either.add_argument("--dark", dest="light", action="store_false", default=default, help=help_dark)
