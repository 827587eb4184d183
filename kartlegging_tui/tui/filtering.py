"""Putting a filter of the worklist together, and keeping it under a name: the same key opens one list for it all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kartlegging_tui.definitions.filters_file import (
    WORKLIST,
    NotKept,
    SavedFilters,
    filters_path,
    read_filters,
    remove_filter,
    save_worklist_filter,
)
from kartlegging_tui.domain.filters import EVERYTHING, Filter
from kartlegging_tui.domain.safe import safe_text
from kartlegging_tui.language import _
from kartlegging_tui.tui import filter_words
from kartlegging_tui.tui.filter_words import Change, Known
from kartlegging_tui.tui.screens.pick import Choice, PickScreen

if TYPE_CHECKING:
    from kartlegging_tui.definitions.findings import Finding
    from kartlegging_tui.services.browse import WorklistQuery
    from kartlegging_tui.services.desk import Desk
    from kartlegging_tui.tui.screens.house import HouseScreen


@dataclass(frozen=True)
class Saved:
    """A filter with a name."""

    name: str


SAVE, FORGET = "save", "forget"
"""What else can be chosen."""


def known(desk: Desk) -> Known:
    """What filters are told with. Raises NotRead."""
    return Known(tuple(desk.staff()), desk.user, desk.library.municipality)


async def choose(screen: HouseScreen[None], desk: Desk, query: WorklistQuery, now: Filter) -> Filter | None:
    """Lets the user change a filter, take one with a name, or keep it; None where it stays. In a worker.

    `query` asks for the rows on the screen; `now` is its filter as it was chosen. Raises NotRead.
    """
    path = filters_path()
    facets, saved, names = await asyncio.to_thread(
        lambda: (desk.browse.facets(query, screen.house.today()), read_filters(path), known(desk))
    )
    tell(screen, saved)
    offered = [
        Choice(_("Saved: {name}").format(name=name), _about(only, names), Saved(name))
        for name, only in saved.worklist.items()
    ]
    offered += filter_words.choices(now, facets, names)
    if now != EVERYTHING:
        offered.append(Choice(_("Save this filter under a name …"), "", SAVE))
    if saved.worklist:
        offered.append(Choice(_("Delete a saved filter …"), "", FORGET))
    match await screen.app.push_screen_wait(PickScreen(_("Show only"), offered)):
        case Change(field, key):
            return now.with_changed(field, key)
        case Saved(name):
            return saved.worklist[name]
        case "save":
            await _save(screen, saved, now, names)
        case "forget":
            await _forget(screen, saved, names)
    return None


def tell(screen: HouseScreen[None], saved: SavedFilters) -> None:
    """Says what is wrong with the file, at its line; nothing where it is right."""
    if saved.findings:
        _say(screen, _about_finding(saved.findings[0]))


def _say(screen: HouseScreen[None], text: str) -> None:
    """In a corner: it is about the file, also while the list of filters lies over the screen."""
    screen.app.notify(text, severity="error", timeout=12, markup=False)


def _about_finding(finding: Finding) -> str:
    text = _("Filters with a name: {message} Line {line} of {path}. Nothing is saved there until that is put right.")
    return text.format(message=safe_text(finding.message), line=finding.line, path=safe_text(finding.path))


def _about(only: Filter, names: Known) -> str:
    return " · ".join(part for part in (filter_words.states(only), filter_words.told(only, names)) if part)


async def _save(screen: HouseScreen[None], saved: SavedFilters, now: Filter, names: Known) -> None:
    taken = [
        Choice(name, _("replaces: {filter}").format(filter=_about(only, names)), name)
        for name, only in saved.worklist.items()
    ]
    box = PickScreen(_("Save as"), taken, _("Type a name."), lambda text: text, hint=_("A name, such as: Mine overdue"))
    name = await screen.app.push_screen_wait(box)
    if isinstance(name, str) and name.strip():
        await keep(screen, lambda: save_worklist_filter(filters_path(), name.strip(), now))


async def _forget(screen: HouseScreen[None], saved: SavedFilters, names: Known) -> None:
    named = [Choice(name, _about(only, names), name) for name, only in saved.worklist.items()]
    name = await screen.app.push_screen_wait(PickScreen(_("Delete which?"), named))
    if isinstance(name, str):
        await keep(screen, lambda: remove_filter(filters_path(), WORKLIST, name))


async def keep(screen: HouseScreen[None], write: Callable[[], None]) -> None:
    """Writes to the file of filters; says why where that fails."""
    try:
        await asyncio.to_thread(write)
    except NotKept as problem:
        if problem.findings:
            _say(screen, _about_finding(problem.findings[0]))
        else:
            text = _("The filter is not saved: {reason}. The file is {path}.")
            _say(screen, text.format(reason=safe_text(problem.reason), path=safe_text(str(problem.path))))
