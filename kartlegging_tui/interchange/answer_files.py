"""All answers as a file, written part by part: CSV for a spreadsheet, Parquet for a program that counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, BinaryIO

from kartlegging_tui.domain.answer_table import ANSWER, COLUMNS, QUESTION, TALK, Cell, Cells, Column, Part
from kartlegging_tui.interchange.spreadsheet import harmless

if TYPE_CHECKING:
    import pyarrow

_END = "\r\n"
_QUOTED = re.compile(r'[;"\r\n]')
"""What a cell is put in quotation marks for."""


class ParquetMissing(Exception):
    """The library that writes Parquet is not installed."""


def csv_parts(parts: Iterable[Part]) -> Iterator[bytes]:
    """As `spreadsheet.csv_file` writes it, its header first. Moments in UTC, numbers with a point.

    What lines share is written once and put together: a third of the time of writing every cell.
    """
    yield (_line([column.name for column in COLUMNS]) + _END).encode("utf-8-sig")
    for part in parts:
        talks, questions, answers = (_lines(cells) for cells in (part.talks, part.questions, part.answers))
        lines = [
            f"{talks[talk]};{questions[question]};{answers[answer]};{who};{_minute(at // 60_000)}:{at // 1000 % 60:02}Z"
            for talk, question, answer, who, at in part.lines
        ]
        if lines:
            yield (_END.join(lines) + _END).encode()


def _lines(cells: Sequence[Cells]) -> list[str]:
    return [_line(each) if each else "" for each in cells]


def _line(cells: Iterable[Cell]) -> str:
    return ";".join([_cell(cell) for cell in cells])


@lru_cache(maxsize=50_000, typed=True)
def _cell(cell: Cell) -> str:
    """As it stands in the file. Most are there many times."""
    text = harmless(_text(cell))
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case date():
            return cell.isoformat()
    return str(cell)


@lru_cache(maxsize=50_000)
def _minute(number: int) -> str:
    """A minute since 1970, without its seconds."""
    return datetime.fromtimestamp(number * 60, UTC).strftime("%Y-%m-%dT%H:%M")


def require_parquet() -> None:
    """Raises ParquetMissing."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError:
        raise ParquetMissing from None


def parquet_file(parts: Iterable[Part], stream: BinaryIO) -> None:
    """Writes them as one file, a group of rows for each part. Raises OSError."""
    import pyarrow
    import pyarrow.parquet

    kinds = {int: pyarrow.int64(), str: pyarrow.string(), bool: pyarrow.bool_(), date: pyarrow.date32()}
    moment = pyarrow.timestamp("ms", tz="UTC")
    fields = [pyarrow.field(name, kinds[kind]) for name, kind in COLUMNS[:-1]]
    schema = pyarrow.schema([*fields, pyarrow.field(COLUMNS[-1].name, moment)])
    with pyarrow.parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        for part in parts:
            if part.lines:
                writer.write_table(_table(part, schema))


def _table(part: Part, schema: pyarrow.Schema) -> pyarrow.Table:
    """What lines share becomes a column by taking each from its list: nothing in Python for each line."""
    import pyarrow

    talk, question, answer, who, at = zip(*part.lines, strict=True)
    columns: list[Any] = []
    for shared, places, cells in (
        (TALK, talk, part.talks),
        (QUESTION, question, part.questions),
        (ANSWER, answer, part.answers),
    ):
        columns += _taken(shared, pyarrow.array(places, pyarrow.int32()), cells, schema)
    columns.append(pyarrow.array(who, pyarrow.int64()))
    columns.append(pyarrow.array(at, pyarrow.int64()).cast(schema.field(len(columns)).type))
    return pyarrow.table(columns, schema=schema)


def _taken(shared: Sequence[Column], places: Any, cells: Sequence[Cells], schema: pyarrow.Schema) -> Iterator[Any]:
    import pyarrow

    for number, column in enumerate(shared):
        values = [each[number] if each else None for each in cells]
        yield pyarrow.array(values, schema.field(column.name).type).take(places)
