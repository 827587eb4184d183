"""How commands are declared on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from kartlegging_tui.language import _

if TYPE_CHECKING:  # what `add_subparsers` gives: argparse has no public name for it, and it is generic for mypy alone
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]


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
