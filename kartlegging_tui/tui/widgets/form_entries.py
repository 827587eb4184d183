"""What stands in a section of a form, in order: questions, rows with their headings, and where a row is added."""

from __future__ import annotations

from collections.abc import Iterator

from kartlegging_tui.domain.answers import cell, split
from kartlegging_tui.domain.questionnaire import Section
from kartlegging_tui.domain.questions import Info, Rows
from kartlegging_tui.domain.values import shown_value
from kartlegging_tui.services.filling import Filling
from kartlegging_tui.tui.widgets.form_lines import Entry, Manner, Part


def entries_of(filling: Filling, section: Section, manner: Manner, heading: bool) -> Iterator[Entry]:
    """The entries of a section as it stands now; `heading` puts its title above them."""
    if heading:
        yield Entry(Part.HEADING, "", Info(id="heading", type="info", text=section.title))
    group: Entry | None = None
    row_before: tuple[str, int | None] | None = None
    for path, asked in filling.sheet.drawn_in(section):
        item = filling.form.item(path)
        name, row, _ = split(path)
        if group is not None and name != group.path:
            yield Entry(Part.ADD, group.path, group.item)
            group = None
        if not asked:
            yield Entry(Part.KEPT, path, item, in_row=row is not None)
        elif isinstance(item, Rows):
            group = Entry(Part.GROUP, path, item)
            yield group
        elif row is not None:
            above = _row_heading(filling, manner, name, row) if row_before != (name, row) else ""
            row_before = (name, row)
            yield Entry(Part.QUESTION, path, item, above, in_row=True)
        else:
            yield Entry(Part.INFO if isinstance(item, Info) else Part.QUESTION, path, item)
    if group is not None:
        yield Entry(Part.ADD, group.path, group.item)


def _row_heading(filling: Filling, manner: Manner, group: str, row: int) -> str:
    """ "Barn 2": which row it is, and its first answer; last time's, until there is one now."""
    item = filling.form.items[group]
    title = item.row_title.to(manner.language) if isinstance(item, Rows) and item.row_title else ""
    heading = f"{title} {filling.sheet.rows(group).index(row) + 1}".strip()
    first = next(iter(filling.form.columns[group].values()))
    answer = filling.sheet.answer(cell(group, row, first.id))
    shown = shown_value(first, manner.questionnaire, answer, manner.language, manner.words)
    if not shown and manner.beside is not None:
        shown = manner.beside.row_name(group, row)
    return f"── {heading}: {shown}" if shown else f"── {heading}"
