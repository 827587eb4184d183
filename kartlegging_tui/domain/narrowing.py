"""Which rows of a comparison are shown: what has changed, what is flagged, one theme, one form, words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kartlegging_tui.domain.compared import Row, RowKind
from kartlegging_tui.domain.definition import Theme


class Changes(StrEnum):
    """How much must have happened in a row."""

    ALL = "all"
    CHANGED = "changed"
    """Another answer, or another question."""
    MOVED = "moved"
    """Better or worse, by more than chance where the form says how much that is."""


@dataclass(frozen=True)
class Narrowing:
    """What a row must be to be shown; all of it together."""

    changes: Changes = Changes.ALL
    flagged: bool = False
    """Urgent, in a band that its form calls attention to, or a need; an action past its day."""
    theme: Theme | None = None
    form: str | None = None
    """The id of a form; its scores and needs are shown as well."""
    text: str = ""
    """Each of these words must stand in the question, in its headings, in an answer or in a note."""

    def keeps(self, row: Row, above: str = "") -> bool:
        """True if the row is shown; `above` are the headings that it stands under."""
        if self.flagged and not row.flagged:
            return False
        if self.theme is not None and self.theme not in row.themes:
            return False
        if self.form is not None and row.form != self.form:
            return False
        if self.changes is Changes.CHANGED and not row.changed:
            return False
        if self.changes is Changes.MOVED and not row.moved:
            return False
        if not self.text.strip():
            return True
        said = (part for cell in row.cells for part in (cell.text, cell.note, cell.told, cell.asked_as))
        hay = " ".join((above, row.text, *said)).casefold()
        return all(word in hay for word in self.text.casefold().split())


def narrowed(rows: Iterable[Row], narrowing: Narrowing) -> list[Row]:
    """The rows that are shown, each under its headings; a heading with nothing under it is left out.

    An entry of a group that has come or gone is shown for its own sake.
    """
    if narrowing == Narrowing():
        return list(rows)
    kept: list[Row] = []
    headings: list[Row] = []
    waiting: list[Row] = []  # headings that stand above here and are not shown yet
    for row in rows:
        if row.kind.is_heading:
            headings = [*(heading for heading in headings if heading.level < row.level), row]
            waiting = [*(heading for heading in waiting if heading.level < row.level), row]
        own = row.kind is RowKind.ENTRY or not row.kind.is_heading
        if own and narrowing.keeps(row, " ".join(heading.text for heading in headings)):
            kept += [heading for heading in waiting if heading is not row]
            kept.append(row)
            waiting = []
    return kept
