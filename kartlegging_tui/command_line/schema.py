"""`kartlegging schema`: the JSON Schema of the file format, for editors."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.parsers import add_command
from kartlegging_tui.language import _

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands


def add_parser(commands: Commands) -> None:
    parser = add_command(commands, "schema", run, _("JSON Schema of the file format, for editors"))
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--pathway", action="store_true", help=_("of pathways, not of questionnaires"))
    kind.add_argument("--services", action="store_true", help=_("of lists of services, not of questionnaires"))
    kind.add_argument("--scenario", action="store_true", help=_("of scenarios, not of questionnaires"))
    kind.add_argument("--output", type=Path, metavar="DIR", help=_("write all of them to this folder"))


def run(arguments: Namespace) -> int:
    from kartlegging_tui.definitions.schema import SCHEMAS, written

    if arguments.output is not None:
        try:
            arguments.output.mkdir(parents=True, exist_ok=True)
            for name, schema in SCHEMAS.items():
                (arguments.output / f"{name}.json").write_text(written(schema()), encoding="utf-8", newline="\n")
        except OSError as error:
            print(f"{arguments.output}: {error.strerror}", file=sys.stderr)
            return 2
        return 0
    kinds = [name for name in SCHEMAS if getattr(arguments, name, False)]
    name = kinds[0] if kinds else "questionnaire"
    print(written(SCHEMAS[name]()), end="")
    return 0
