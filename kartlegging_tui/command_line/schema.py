"""`kartlegging schema`: the JSON Schema of the file format, for editors."""

from __future__ import annotations

import json
from argparse import Namespace
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


def run(arguments: Namespace) -> int:
    from kartlegging_tui.definitions.schema import pathway_schema, questionnaire_schema, services_schema

    schema = questionnaire_schema()
    if arguments.pathway:
        schema = pathway_schema()
    elif arguments.services:
        schema = services_schema()
    print(json.dumps(schema, ensure_ascii=False, indent=2))
    return 0
