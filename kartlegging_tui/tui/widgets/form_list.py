"""The rows of the forms that are kept: what each is called, its version, and how it stands with it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from kartlegging_tui import language
from kartlegging_tui.language import N_, _, plural
from kartlegging_tui.services.listed_forms import ListedForm, Stand
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.row_list import RowList, fitted

STANDS = {
    Stand.BROKEN: N_("has errors"),
    Stand.LICENCE: N_("needs a licence"),
    Stand.DRAFT: N_("draft"),
    Stand.ACTIVE: N_("in use"),
    Stand.RETIRED: N_("out of use"),
}
GLYPHS = {
    Stand.BROKEN: "!",
    Stand.LICENCE: "§",
    Stand.DRAFT: "○",
    Stand.CHANGED: "◐",
    Stand.ACTIVE: "●",
    Stand.RETIRED: "–",
}
STYLES = {
    Stand.BROKEN: "$text-error",
    Stand.LICENCE: "$text-muted",
    Stand.DRAFT: "",
    Stand.CHANGED: "$text-warning",
    Stand.ACTIVE: "$text-success",
    Stand.RETIRED: "$text-muted",
}
FIXED = (20, 8)
"""Cells of the columns with the id and the version."""
STAND = 18
"""Cells of the column that says how it stands."""


def title_of(listed: ListedForm) -> str:
    """What a form is called; its id where its file does not say."""
    return listed.form.title.to(language.current()) if listed.form is not None else listed.id


def stand_words(listed: ListedForm) -> str:
    """How it stands with a form, in words."""
    if listed.stand is Stand.BROKEN:
        return plural("{count} error", "{count} errors", listed.errors).format(count=listed.errors)
    if listed.stand is Stand.CHANGED:
        return _("changed since {version}").format(version=listed.published)
    return _(STANDS[listed.stand])


class FormList(RowList[ListedForm]):
    """One row for each form."""

    def show(self, forms: Sequence[ListedForm], empty: str) -> None:
        """Shows these forms from now on."""
        pages = {
            start // self.PAGE: tuple(forms[start : start + self.PAGE]) for start in range(0, len(forms), self.PAGE)
        }
        self.fill(pages or {0: ()}, len(forms), empty)

    def key(self, row: ListedForm) -> object:
        return row.id

    def header(self, width: int) -> Content:
        return self._joined(
            width, literal("    "), [literal(_("Form")), literal(_("Id")), literal(_("Version"))], literal("")
        )

    def line(self, row: ListedForm, width: int, chosen: bool) -> Content:
        style = STYLES[row.stand]
        mark = literal("▸ " if chosen else "  ").append(literal(f"{GLYPHS[row.stand]} ", style))
        version = row.form.version if row.form is not None else ""
        cells = [literal(title_of(row)), literal(row.id, "$text-muted"), literal(version)]
        return self._joined(width, mark, cells, literal(stand_words(row), style))

    def _joined(self, width: int, mark: Content, cells: Sequence[Content], stand: Content) -> Content:
        identifier, version = FIXED
        name = max(width - 4 - identifier - version - STAND, 16)
        widths = (name, identifier, version)
        shown = (fitted(cell, room) for cell, room in zip(cells, widths, strict=True))
        return mark + Content("").join(shown) + fitted(stand, STAND)
