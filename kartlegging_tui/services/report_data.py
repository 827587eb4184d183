"""The yearly report for other programs: one line, or one object, for each figure of each group."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kartlegging_tui.domain.figures import PART_OF, Figure
from kartlegging_tui.domain.report import Cell, Dimension, Group, Report
from kartlegging_tui.domain.suppression import Mark
from kartlegging_tui.language import translate
from kartlegging_tui.services import report_words as words

COLUMNS = ("year", "contact_point", "municipality", "unit", "figure", "number", "of", "suppressed")
"""A group is named in its own column, or else the three are empty: then all are counted together. A contact point that
belongs to no known municipality, or to no unit, is in the line where that column says `-`."""
NOBODY = "-"


def rows(report: Report) -> Iterator[tuple[str, ...]]:
    """The report as a table, its header first. A number that is not shown is empty, and `suppressed` says why."""
    yield COLUMNS
    for group in report.groups:
        for figure in Figure:
            cell = report.cell(figure, group)
            of = "" if cell.of is None else str(cell.of)
            yield (str(report.asked.year), *_places(group), figure.value, _number(cell), of, _why(cell))


def as_json(report: Report, language: str) -> str:
    """The report as JSON, with the meaning of each figure in a language."""
    content = {
        "year": report.asked.year,
        "made_on": report.made_on.isoformat(),
        "municipality": report.asked.municipality,
        "unit": report.asked.unit,
        "small_numbers": report.small_numbers,
        "empty": report.is_empty,
        "grounds": [translate(ground, language) for ground in words.GROUNDS],
        "definitions": {
            figure.value: {
                "name": translate(words.NAMES[figure], language),
                "meaning": translate(words.MEANINGS[figure], language),
                "share_of": PART_OF.get(figure),
            }
            for figure in Figure
        },
        "figures": [_object(report, group, figure) for group in report.groups for figure in Figure],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _object(report: Report, group: Group, figure: Figure) -> dict[str, Any]:
    cell = report.cell(figure, group)
    point, municipality, unit = _places(group)
    number = cell.number if cell.number is None or cell.number % 1 else int(cell.number)
    return {
        "contact_point": int(point) if point else None,
        "municipality": municipality or None,
        "unit": unit or None,
        "figure": figure.value,
        "number": number,
        "of": cell.of,
        "suppressed": _why(cell) or None,
    }


def _places(group: Group) -> tuple[str, str, str]:
    key = group.key or NOBODY
    match group.dimension:
        case Dimension.CONTACT_POINT:
            return key, "", ""
        case Dimension.MUNICIPALITY:
            return "", key, ""
        case Dimension.UNIT:
            return "", "", key
    return "", "", ""


def _number(cell: Cell) -> str:
    if cell.number is None:
        return ""
    return str(int(cell.number)) if cell.number % 1 == 0 else str(cell.number).replace(".", ",")


def _why(cell: Cell) -> str:
    """`few` for a number from 1 to 4, `hidden` for another that is not told; empty where it is shown."""
    return "" if cell.mark is Mark.SHOWN else cell.mark.value
