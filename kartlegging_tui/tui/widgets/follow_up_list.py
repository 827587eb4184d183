"""The rows of what has to be done."""

from __future__ import annotations

from datetime import date

from rich.cells import cell_len
from textual.content import Content

from kartlegging_tui.domain.follow_up import Kind
from kartlegging_tui.language import N_, _
from kartlegging_tui.services.follow_up import FollowUpLine
from kartlegging_tui.tui import follow_up_words
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.row_list import RowList, fitted

ROOMY = 70
"""Columns from which there is room for who does it."""
DAYS = {
    Kind.ACTION: N_("Deadline"),
    Kind.URGENT: N_("Talk"),
    Kind.CHILD: N_("Talk"),
    Kind.NEED: N_("Talk"),
    Kind.CLOSING: N_("Why"),
}


class FollowUpList(RowList[FollowUpLine]):
    """One row for each thing."""

    PAGE = 50

    def __init__(self) -> None:
        super().__init__()
        self._today = date.min
        self._kind = Kind.ACTION

    def show(
        self, kind: Kind, pages: dict[int, tuple[FollowUpLine, ...]], total: int, today: date, empty: str, stay: bool
    ) -> None:
        """Shows these rows from now on; the cursor stays in its place where the row there was dealt with."""
        self._today, self._kind = today, kind
        self.fill(pages, total, empty, stay)

    def key(self, row: FollowUpLine) -> object:
        return row.row.pathway_id, row.row.path

    def header(self, width: int) -> Content:
        what = _("Action") if self._kind is Kind.ACTION else _("Answer") if self._kind is Kind.URGENT else _("Need")
        names = {"when": _(DAYS[self._kind]), "name": _("Name"), "what": what, "who": _("Who")}
        return self._joined(width, {"mark": literal(""), **{key: literal(name) for key, name in names.items()}})

    def line(self, row: FollowUpLine, width: int, chosen: bool) -> Content:
        late = row.row.kind is Kind.ACTION and row.row.day < self._today
        mark = literal("▸ " if chosen else "  ") + follow_up_words.mark(row, self._today)
        cells = {
            "mark": mark,
            "when": literal(follow_up_words.when(row, self._today), "$error" if late else ""),
            "name": literal(f"{row.row.name} †" if row.row.died_on else row.row.name),
            "what": self._what(row, width),
            "who": literal(row.who or (_("who?") if row.action else "")),
        }
        return self._joined(width, cells)

    def _what(self, row: FollowUpLine, width: int) -> Content:
        """A long question is cut before its answer, which is what matters."""
        if not row.answer:
            return literal(row.what)
        room = self._widths(width)["what"] - cell_len(row.answer) - 2
        question = literal(row.what).truncate(max(room, 12), ellipsis=True)
        return question + literal(f" {row.answer}", "bold")

    def _joined(self, width: int, cells: dict[str, Content]) -> Content:
        widths = self._widths(width)
        return Content("").join(
            fitted(cells[key], widths[key]) for key in ("mark", "when", "name", "what", "who") if key in widths
        )

    def _widths(self, width: int) -> dict[str, int]:
        fixed = {"mark": 5, "when": 17 if self._kind is Kind.CLOSING else 14, "name": 17}
        if width >= ROOMY and self._kind in (Kind.ACTION, Kind.CLOSING):
            fixed["who"] = 14
        return fixed | {"what": max(width - sum(fixed.values()), 12)}
