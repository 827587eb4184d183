"""`kartlegging export --format csv|parquet`: all answers as a table, written while it is read."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, cast

from kartlegging_tui.command_line.exit_codes import ExitCode, Stop
from kartlegging_tui.language import _

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk

FORMATS = ("csv", "parquet")
PURPOSES = ("administration", "quality")


def add_purpose(parser: ArgumentParser) -> None:
    """`--purpose`, which a table asks for."""
    parser.add_argument("--purpose", choices=PURPOSES, help=_("what a table is for; the log of access tells it"))


def check(arguments: Namespace) -> None:
    """Raises Stop where the table cannot be written as it was asked for, before anybody logs in."""
    if arguments.purpose is None:
        raise Stop(ExitCode.WRONG_USE, _("Say what the table is for: --purpose administration, or --purpose quality."))
    if arguments.to:
        raise Stop(ExitCode.WRONG_USE, _("A recipient is sent what is signed, as JSON: leave out --format."))
    if arguments.format == "parquet":
        if arguments.output is None:
            raise Stop(ExitCode.WRONG_USE, _("Parquet needs a file: name it with --output."))
        from kartlegging_tui.interchange.answer_files import ParquetMissing, require_parquet

        try:
            require_parquet()
        except ParquetMissing:
            text = _("Parquet is written by a library that is not installed: pip install 'kartlegging-tui[parquet]'")
            raise Stop(ExitCode.WRONG_USE, text) from None
    if arguments.output is not None and os.path.lexists(arguments.output):
        raise Stop(ExitCode.WRONG_USE, _("{file} exists already.").format(file=arguments.output))


def write(desk: Desk, patient_ids: list[int] | None, arguments: Namespace) -> int:
    """0, or 2 where the file cannot be written. It is logged, and the logs are sealed, before anything is written.

    Raises NoGround, NotRead, NotSaved, Unreadable.
    """
    from kartlegging_tui.domain.access import Purpose
    from kartlegging_tui.interchange.answer_files import csv_parts, parquet_file
    from kartlegging_tui.services.verifying import head_words

    with desk.conduct.exporting.answers(patient_ids, Purpose(arguments.purpose)) as parts:
        head = head_words(desk.seal("export"))
        try:
            with _opened(arguments) as stream:
                if arguments.format == "parquet":
                    parquet_file(parts, stream)
                else:
                    stream.writelines(csv_parts(parts))
        except BrokenPipeError:  # whoever reads it has had enough
            raise
        except OSError as error:
            print(f"{arguments.output or ''}: {error.strerror}", file=sys.stderr)
            return ExitCode.WRONG_USE
    print(head, file=sys.stderr)
    return ExitCode.GOOD


@contextmanager
def _opened(arguments: Namespace) -> Iterator[BinaryIO]:
    """The file, which has its name when it is whole; or standard output."""
    if arguments.output is None:
        yield cast(BinaryIO, _Printed())
        return
    from kartlegging_tui.interchange.private_file import private_stream

    with private_stream(arguments.output) as stream:
        yield stream


class _Printed:
    """Standard output, harmless where that is a terminal."""

    def writelines(self, parts: Iterator[bytes]) -> None:
        """Prints them one after the other, without the mark that files begin with."""
        from kartlegging_tui.command_line.safe_terminal import put_out

        for part in parts:
            put_out(part.removeprefix("\ufeff".encode()))
