"""The command line. The one place that wires the layers together."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from kartlegging_tui import __version__, language
from kartlegging_tui.command_line import configuration, parsers, safe_terminal
from kartlegging_tui.command_line import open as bare
from kartlegging_tui.command_line.exit_codes import Stop
from kartlegging_tui.language import _

COMMANDS = (
    *("demo", "edit", "new", "preview", "check", "format", "test", "evaluate", "blank", "codebook"),
    *("diff", "publish", "retire", "history", "usage"),
    *("compare", "ask", "find", "follow-up", "import", "codes", "export", "report"),
    *("users", "password", "key", "access-log", "verify", "erase"),
    *("backup", "restore", "doctor", "migrate"),
    *("schema", "keys"),
)
"""In the order in which `--help` lists them. A new command is a module in `command_line` and a word here."""

MODULES = {"import": "arrivals"}
"""Of commands whose module is not called as they are."""

FOR_AUTHORS = frozenset(
    {"edit", "new", "preview", "check", "format", "test", "blank", "codebook", "diff", "publish", "retire", "history"}
    | {"schema"}
)
"""They write forms, which are shared; whatever another command leaves on the disk is its user's alone."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; the exit code is 0 on success, 1 on findings, 2 on wrong use."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal may lack a letter; that is no reason to stop
    safe_terminal.guard()
    words = list(sys.argv[1:] if arguments is None else arguments)
    configured = configuration.read()
    language.use(_language_wanted(words) or os.environ.get("KARTLEGGING_LANGUAGE") or configured.language)
    given = _parser(words).parse_args(words)
    mistakes = configured.findings(with_keys=given.opens)
    if mistakes:
        from kartlegging_tui.command_line.drawing import show

        show(mistakes, sys.stderr)
        return 2
    configured.complete(given)
    _leave_no_memory()
    if given.command not in FOR_AUTHORS:
        os.umask(0o077)
    try:
        code: int = given.run(given)
        sys.stdout.flush()
    except Stop as stop:
        print(stop, file=sys.stderr)
        return int(stop.code)
    except BrokenPipeError:  # `kartlegging check | head`: nobody reads on, and that is no error
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def _leave_no_memory() -> None:
    """A crash writes no core: it would hold what was on the screen, and the key of the database."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _parser(words: Sequence[str] | None = None) -> argparse.ArgumentParser:
    """What reads these words. Where they begin with a command, that one alone: all of them take four times as long."""
    parsers.speak()
    parser = argparse.ArgumentParser(prog="kartlegging", description=_("Needs assessment in cancer care."))
    parser.add_argument("--version", action="version", version=f"kartlegging {__version__}")
    parser.add_argument("--language", choices=("nb", "nn", "en"), help=_("the language of the program"))
    bare.add_arguments(parser)
    commands = parser.add_subparsers(metavar=_("COMMAND"))
    for name in words[:1] if words and words[0] in COMMANDS else COMMANDS:
        module = import_module(f"kartlegging_tui.command_line.{MODULES.get(name, name.replace('-', '_'))}")
        module.add_parser(commands)
    return parser


def _language_wanted(words: Sequence[str]) -> str | None:
    """The value of `--language`, needed before the help can be written."""
    early = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    early.add_argument("--language")
    try:
        wanted: str | None = early.parse_known_args(words)[0].language
    except argparse.ArgumentError:  # said again, and better, by the parser that knows all
        return None
    return wanted
