"""`kartlegging codebook`: every question, option, code and condition of a form, as a document."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.parsers import add_command
from kartlegging_tui.language import _, current

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands
    from kartlegging_tui.interchange.document import Document

FORMATS = {"md": "markdown", "html": "html", "htm": "html", "pdf": "pdf", "txt": "text"}
"""What a file's name says about its format."""


def add_parser(commands: Commands) -> None:
    summary = _("every question, option, code and condition of a form, as a document")
    parser = add_command(commands, "codebook", run, summary)
    parser.add_argument("form", metavar="FORM", help=_("a file, or the id of a shipped form"))
    formats = tuple(dict.fromkeys(FORMATS.values()))
    parser.add_argument("--format", choices=formats, help=_("as what; what the file is called decides, else markdown"))
    parser.add_argument("--output", type=Path, metavar="FILE", help=_("where to; else to the screen"))
    parser.add_argument("--force", action="store_true", help=_("replace the file if it is there already"))


def run(arguments: Namespace) -> int:
    """0, or 1 where the form has errors (they are printed), or 2 where nothing can be written."""
    from kartlegging_tui.command_line.forms import form_file
    from kartlegging_tui.definitions.reader import read_questionnaire

    output: Path | None = arguments.output
    named = FORMATS.get(output.suffix.lower().removeprefix(".")) if output else None
    form = arguments.format or named or "markdown"
    if form == "pdf" and output is None:
        print(_("A PDF needs a file: name it with --output."), file=sys.stderr)
        return 2
    path = form_file(arguments.form)
    if path is None:
        return 2
    reading = read_questionnaire(path)
    if reading.value is None:
        for finding in reading.findings:
            print(finding)
        return 1
    from kartlegging_tui.services.codebook import codebook

    content = _written(codebook(reading.value, current()), form)
    if output is None:
        print(content.decode(), end="")
        return 0
    return _put(content, output, arguments.force)


def _written(document: Document, form: str) -> bytes:
    if form == "markdown":
        from kartlegging_tui.interchange.markdown import markdown

        return markdown(document).encode()
    from kartlegging_tui.interchange.formats import in_format

    return in_format(document, {"html": ".html", "pdf": ".pdf", "text": ".txt"}[form])


def _put(content: bytes, output: Path, force: bool) -> int:
    from kartlegging_tui.definitions.text_file import put_in_place

    if os.path.lexists(output) and not force:
        print(_("{path} is there already; --force replaces it.").format(path=output), file=sys.stderr)
        return 2
    try:
        put_in_place(output, content)
    except OSError as error:
        print(f"{output}: {error.strerror}", file=sys.stderr)
        return 2
    return 0
