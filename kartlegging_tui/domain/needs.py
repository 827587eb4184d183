"""Needs that the answers show, and what each of them is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kartlegging_tui.domain.answers import cell
from kartlegging_tui.domain.questionnaire import NeedRule
from kartlegging_tui.domain.questions import Rows
from kartlegging_tui.domain.values import Words, shown_value

if TYPE_CHECKING:
    from kartlegging_tui.domain.sheet import Sheet


def need_key(need: str, row: int | None) -> str:
    """What a found need is known by in its form: the rule's id, for a need of a row with the row's number: `id/2`."""
    return need if row is None else f"{need}/{row}"


@dataclass(frozen=True)
class FoundNeed:
    """A need that the answers show."""

    rule: NeedRule
    row: int | None = None
    """The number of the row that it is about, where the rule is for each row."""

    @property
    def key(self) -> str:
        """The same for ever, since a row's number is never used twice: `smerte`, `uten_oppfolging/2`."""
        return need_key(self.rule.id, self.row)


def need_title(found: FoundNeed, sheet: Sheet, language: str, words: Words) -> str:
    """What a found need is called: the rule's title, and the name of its row behind a colon."""
    title = found.rule.title.to(language)
    if found.rule.each is None or found.row is None:
        return title
    return f"{title}: {row_name(sheet, found.rule.each, found.row, language, words)}"


def row_name(sheet: Sheet, group: str, row: int, language: str, words: Words) -> str:
    """What a row is called: the value of its first column as it is shown, else what a row is called and its place.

    A confidential value is no name: what is named stands on lists, and in what the patient is given.
    Raises KeyError for what is not a group, ValueError for a row that it does not have.
    """
    form, column = sheet.form, next(iter(sheet.form.columns[group].values()))
    item, path, place = form.items[group], cell(group, row, column.id), sheet.rows(group).index(row) + 1
    confidential = column.confidential or item.confidential or form.section_of[group].confidential
    if sheet.is_shown(path) and sheet.answer(path).value is not None and not confidential:
        name = shown_value(column, form.questionnaire, sheet.answer(path), language, words)
        if name.strip():
            return name
    return f"{item.row_title.to(language)} {place}" if isinstance(item, Rows) and item.row_title else str(place)
