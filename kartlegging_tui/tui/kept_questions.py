"""Questions to the records kept under a name, in the file of filters: to take, to keep, to delete."""

from __future__ import annotations

import asyncio

from kartlegging_tui.definitions.filters_file import (
    RECORDS,
    filters_path,
    read_filters,
    remove_filter,
    save_records_filter,
)
from kartlegging_tui.language import _
from kartlegging_tui.tui.filtering import FORGET, SAVE, Saved, keep, tell
from kartlegging_tui.tui.screens.house import HouseScreen
from kartlegging_tui.tui.screens.pick import Choice, PickScreen


async def choose(screen: HouseScreen[None], condition: str) -> str | None:
    """Lets the user take a kept question, or keep `condition`; None where the question stays. In a worker.

    `condition` is empty where there is nothing to keep.
    """
    path = filters_path()
    saved = await asyncio.to_thread(read_filters, path)
    tell(screen, saved)
    offered = [Choice(name, text, Saved(name)) for name, text in saved.records.items()]
    if condition:
        offered.append(Choice(_("Keep this question under a name …"), condition, SAVE))
    if saved.records:
        offered.append(Choice(_("Delete a kept question …"), "", FORGET))
    if not offered:
        screen.notify(_("No questions are kept yet. Write one first; then it can be kept under a name."), markup=False)
        return None
    named = [Choice(name, text, name) for name, text in saved.records.items()]
    match await screen.app.push_screen_wait(PickScreen(_("Kept questions"), offered)):
        case Saved(name):
            return saved.records[name]
        case "save":
            taken = [Choice(each.text, _("replaces: {filter}").format(filter=each.detail), each.key) for each in named]
            hint = _("A name, such as: Much pain")
            box = PickScreen(_("Save as"), taken, _("Type a name."), lambda text: text, hint=hint)
            written = await screen.app.push_screen_wait(box)
            if isinstance(written, str) and written.strip():
                await keep(screen, lambda: save_records_filter(path, written.strip(), condition))
        case "forget":
            chosen = await screen.app.push_screen_wait(PickScreen(_("Delete which?"), named))
            if isinstance(chosen, str):
                await keep(screen, lambda: remove_filter(path, RECORDS, chosen))
    return None
