"""The rows of the log of who has seen what."""

from __future__ import annotations

from textual.content import Content

from kartlegging_tui.domain.access import Ground, Outcome
from kartlegging_tui.language import _
from kartlegging_tui.services import access_words
from kartlegging_tui.services.access_log import LoggedLine
from kartlegging_tui.services.day_words import moment_words
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.row_list import RowList, fitted

ROOMY = 100
"""Columns from which there is room for why somebody may."""
REFUSED = "✗"
EMERGENCY = "!"


class AccessList(RowList[LoggedLine]):
    """One row for each time that somebody has seen something, or was refused."""

    def show(self, pages: dict[int, tuple[LoggedLine, ...]], total: int, empty: str) -> None:
        """Shows these rows from now on."""
        self.fill(pages, total, empty)

    def key(self, row: LoggedLine) -> object:
        return row.row.number

    def header(self, width: int) -> Content:
        names = {"when": _("When"), "who": _("Who"), "patient": _("Patient"), "what": _("What was seen")}
        names["why"] = _("Why they may")
        return self._joined(width, {"mark": literal(""), **{key: literal(name) for key, name in names.items()}})

    def line(self, row: LoggedLine, width: int, chosen: bool) -> Content:
        logged = row.row
        refused, emergency = logged.outcome is Outcome.DENIED, logged.ground is Ground.EMERGENCY
        sign = literal(REFUSED, "$error") if refused else literal(EMERGENCY if emergency else " ", "$warning")
        cells = {
            "mark": literal("▸ " if chosen else "  ") + sign,
            "when": literal(moment_words(logged.at)),
            "who": literal(logged.name),
            "patient": literal(str(logged.patient_id) if logged.patient_id is not None else access_words.listed(row)),
            "what": literal(access_words.what(row)),
            "why": literal(_("refused") if refused else access_words.told(access_words.GROUND, logged.ground)),
        }
        return self._joined(width, cells)

    @staticmethod
    def _joined(width: int, cells: dict[str, Content]) -> Content:
        widths = {"mark": 4, "when": 18, "who": 18, "patient": 14}
        why = 34 if width >= ROOMY else 0
        widths["what"] = max(width - sum(widths.values()) - why, 10)
        widths |= {"why": why} if why else {}
        return Content("").join(fitted(cells[key], room) for key, room in widths.items())
