"""A comparison on paper and in a spreadsheet: what is shown on the screen, and who may read it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kartlegging_tui.domain.compared import Cell, Row, RowKind, Standing
from kartlegging_tui.domain.narrowing import Changes, Narrowing, narrowed
from kartlegging_tui.interchange.document import Block, Bullets, Document, Heading, Paragraph, Size, Table
from kartlegging_tui.language import N_, translate
from kartlegging_tui.services.compare import Column, Comparison
from kartlegging_tui.services.compare_words import (
    CHANGES,
    CONFIDENTIAL,
    FLAG,
    MARKS,
    TRENDS,
    after_diagnosis,
    standing_text,
    state_text,
    trend_text,
)
from kartlegging_tui.services.day_words import day_words
from kartlegging_tui.services.theme_words import theme_words

ACROSS = 6
"""Contact points in one table; more go into another below it."""
UPRIGHT = 3
"""Contact points up to which the paper stands upright."""


@dataclass(frozen=True)
class Export:
    """What is handed out of a comparison."""

    comparison: Comparison
    narrowing: Narrowing
    language: str
    for_others: bool
    """Without what is confidential and without the notes: for the patient, or for those who are not staff."""

    @property
    def rows(self) -> list[Row]:
        """What is in it."""
        return narrowed(self._open(), self.narrowing)

    def _open(self) -> Sequence[Row]:
        if not self.for_others:
            return self.comparison.rows
        kept = (row for row in self.comparison.rows if not row.confidential)
        return [replace(row, cells=tuple(replace(cell, note="", told="") for cell in row.cells)) for row in kept]

    @property
    def left_out(self) -> int:
        """How many rows others are not shown."""
        return sum(row.confidential for row in self.comparison.rows) if self.for_others else 0

    def say(self, message: str) -> str:
        """A message in its language."""
        return translate(message, self.language)


def document(export: Export) -> Document:
    """The comparison as a document: who, the contact points, then a table for each part."""
    comparison = export.comparison
    return Document(
        language=export.language,
        title=export.say(N_("Comparison: {name}")).format(name=comparison.patient.name),
        blocks=(*_about(export), *_tables(export)),
        footer=comparison.patient.name,
        page=export.say(N_("Page {page} of {pages}")),
        size=Size.NORMAL,
        landscape=len(comparison.columns) > UPRIGHT,
    )


def _about(export: Export) -> Iterator[Block]:
    courses = []
    for pathway in export.comparison.pathways:
        text = export.say(N_("{icd10}, diagnosed {day}"))
        text = text.format(icd10=pathway.icd10, day=day_words(pathway.diagnosed, export.language))
        relapse = export.say(N_("relapse"))
        letter = export.comparison.letter(pathway)
        text = f"{letter}: {text}" if letter else text
        courses.append(f"{text} ({relapse})" if pathway.relapse else text)
    yield Paragraph("\n".join(courses))
    yield Bullets(tuple(_told(column, export) for column in export.comparison.columns))
    if export.narrowing != Narrowing():
        yield Paragraph(export.say(N_("Only a part is shown: {what}.")).format(what=narrowed_to(export)))
    if export.for_others:
        text = export.say(N_("Left out: what is confidential ({count} rows), and the notes of those who talked."))
        yield Paragraph(text.format(count=export.left_out))
    signs = []
    if any(row.confidential for row in export.rows):
        signs.append(export.say(N_("{sign} confidential: not for the patient's copy")).format(sign=CONFIDENTIAL))
    if any(row.flagged for row in export.rows):
        signs.append(export.say(N_("{sign} urgent, a score that calls attention, a need")).format(sign=FLAG))
    if signs:
        yield Paragraph(" · ".join(signs))


def _told(column: Column, export: Export) -> str:
    text = export.say(N_("Contact point {number}")).format(number=column.label)
    parts = [
        day_words(column.held_on, export.language),
        after_diagnosis(column, export.language),
        column.conversation.author,
        state_text(column, export.language),
    ]
    return f"{text}: " + ", ".join(part for part in parts if part)


def narrowed_to(export: Export) -> str:
    """What the list is narrowed to, in words."""
    narrowing = export.narrowing
    parts = [] if narrowing.changes is Changes.ALL else [export.say(CHANGES[narrowing.changes])]
    parts += [export.say(N_("flagged"))] if narrowing.flagged else []
    parts += [theme_words(narrowing.theme, export.language)] if narrowing.theme else []
    titles = (row.text for row in export.comparison.rows if row.kind is RowKind.FORM and row.form == narrowing.form)
    parts += [next(titles, narrowing.form)] if narrowing.form else []
    parts += [f"«{narrowing.text}»"] if narrowing.text.strip() else []
    return ", ".join(parts)


def _tables(export: Export) -> Iterator[Block]:
    waiting: list[Row] = []
    for row in [*export.rows, Row(RowKind.PART, "", "", "")]:
        if row.kind.is_heading and row.kind is not RowKind.ENTRY:
            yield from _table(waiting, export)
            waiting = []
            if row.text:
                yield Heading(_heading(row), level=3 if row.kind is RowKind.SECTION else 2)
        else:
            waiting.append(row)


def _heading(row: Row) -> str:
    """A form with the versions that were filled, where there are several."""
    versions = dict.fromkeys(cell.text for cell in row.cells if cell.standing is Standing.GIVEN)
    return f"{row.text} ({' → '.join(versions)})" if len(versions) > 1 else row.text


def _table(rows: Sequence[Row], export: Export) -> Iterator[Block]:
    columns = export.comparison.columns
    for start in range(0, len(columns) if rows else 0, ACROSS):
        part = range(start, min(start + ACROSS, len(columns)))
        yield Table(
            header=(export.say(N_("Question")), *(column_head(columns[place]) for place in part)),
            rows=tuple((_question(row, export), *(_cell(row.cells[place], export) for place in part)) for row in rows),
        )


def column_head(column: Column) -> str:
    """ "2 · 06.06.2025"."""
    return f"{column.label} · {column.held_on:%d.%m.%Y}"


def _question(row: Row, export: Export) -> str:
    marks = ", ".join(export.say(MARKS[mark]) for mark in row.marks)
    sign = f"{CONFIDENTIAL} " if row.confidential else ""
    return sign + row.text + (f" [{marks}]" if marks else "")


def _cell(cell: Cell, export: Export) -> str:
    lines = [(f"{FLAG} " if cell.flagged else "") + standing_text(cell, export.language)]
    lines += [cell.band] if cell.band else []
    lines += [trend] if (trend := trend_text(cell, export.language)) else []
    lines += [f"«{cell.note}»"] if cell.note else []
    lines += [cell.told] if cell.told else []
    return "\n".join(line for line in lines if line.strip())


# For a spreadsheet


def spreadsheet(export: Export) -> Iterator[list[str]]:
    """A line for each row with all that is told of it; for each contact point the answer and what goes with it."""
    say = export.say
    head = [say(N_("Form or part")), say(N_("Section")), say(N_("Question")), say(N_("Id")), say(N_("Theme"))]
    head += [say(N_("Change in the question")), say(N_("Confidential"))]
    asides = [say(N_("change")), say(N_("what it may mean")), say(N_("flagged")), say(N_("note")), say(N_("version"))]
    for column in export.comparison.columns:
        name = column_head(column) + (f" ({state})" if (state := state_text(column, export.language)) else "")
        head += [name, *(f"{name}: {aside}" for aside in asides)]
    yield head
    part, section, versions = "", "", [""] * len(export.comparison.columns)
    for row in export.rows:
        match row.kind:
            case RowKind.PART | RowKind.FORM:
                part, section = row.text, ""
                versions = [cell.text for cell in row.cells] or [""] * len(export.comparison.columns)
            case RowKind.SECTION:
                section = row.text
            case _:
                yield [part, section, *_line(row, export, versions)]


def _line(row: Row, export: Export, versions: Sequence[str]) -> list[str]:
    themes = ", ".join(theme_words(theme, export.language) for theme in sorted(row.themes))
    marks = ", ".join(export.say(MARKS[mark]) for mark in row.marks)
    line = [row.text, f"{row.form}.{row.key}" if row.form else row.key, themes, marks]
    line.append(export.say(N_("Yes")) if row.confidential else "")
    for cell, version in zip(row.cells, versions, strict=True):
        answer = standing_text(cell, export.language)
        flag = export.say(N_("Yes")) if cell.flagged else ""
        note = "\n".join(part for part in (cell.note, cell.told) if part)
        line += [answer, _trend(cell, export), cell.band, flag, note, version]
    return line


def _trend(cell: Cell, export: Export) -> str:
    """ "worse +3": without the sign, since a cell that begins with = or + is a formula."""
    return f"{export.say(TRENDS[cell.trend.trend])} {cell.by}".strip() if cell.trend else ""


# For other programs


def as_json(export: Export) -> str:
    """The comparison as data: the contact points, and each row with what stands at each of them."""
    columns = [
        {
            "contact_point": column.point.number,
            "pathway": column.pathway.id,
            "held_on": column.held_on.isoformat(),
            "months_after_diagnosis": column.since[0],
            "and_days": column.since[1],
            "state": column.state.value,
        }
        for column in export.comparison.columns
    ]
    rows = [_as_data(row) for row in export.rows if not row.kind.is_heading or row.kind is RowKind.ENTRY]
    data = {"patient": export.comparison.patient.id, "contact_points": columns, "rows": rows}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _as_data(row: Row) -> dict[str, object]:
    return {
        "kind": row.kind.value,
        "form": row.form,
        "id": row.key,
        "text": row.text,
        "confidential": row.confidential,
        "themes": sorted(row.themes),
        "answers": [_cell_data(cell) for cell in row.cells],
    }


def _cell_data(cell: Cell) -> dict[str, object]:
    told = {
        "standing": cell.standing.value,
        "text": cell.text,
        "number": cell.number,
        "band": cell.band,
        "note": cell.note,
        "told": cell.told,
        "flagged": cell.flagged,
        "trend": cell.trend.trend.value if cell.trend else None,
        "difference": cell.by,
        "compared_with": cell.since,
        "change_in_question": cell.mark.value if cell.mark else None,
    }
    return {name: value for name, value in told.items() if value is not None and value is not False and value != ""}
