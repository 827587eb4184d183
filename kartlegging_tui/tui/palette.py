"""Everything that can be done now, and where one can go, as a list to choose from; and doing what was chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.dom import DOMNode
from textual.screen import Screen

from kartlegging_tui.language import _
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.everywhere import EVERYWHERE, GO_TO, PALETTE
from kartlegging_tui.tui.places import Place, places_for
from kartlegging_tui.tui.screens.house import HouseScreen
from kartlegging_tui.tui.screens.palette import Entry, PaletteScreen

if TYPE_CHECKING:
    from kartlegging_tui.tui.app import KartleggingApp


@dataclass(frozen=True)
class Doable:
    """A command, and what its key would run it on."""

    command: Command
    node: DOMNode


def doable(screen: Screen[object]) -> Iterator[Doable]:
    """What the keys do on a screen as it stands, in the order of its key bar; then what they do everywhere.

    What has no name is the other half of what has one. What has no key of its own is done with many: it is an answer.
    """
    here = screen.commands_now() if isinstance(screen, HouseScreen) else ()
    seen = {PALETTE.id, GO_TO.id}
    for command in (*here, *EVERYWHERE):
        node = _bound_on(screen, command)
        if command.name and command.id not in seen and node is not None:
            seen.add(command.id)
            yield Doable(command, node)


def _bound_on(screen: Screen[object], command: Command) -> DOMNode | None:
    """The widget, screen or app on which the command's key works; None where it does not.

    From where the cursor is outwards, as Textual looks for a key. Where something is typed, letters are text, and yet
    what they do elsewhere can be done from the palette.
    """
    inner = screen.focused.ancestors_with_self if screen.focused is not None else (screen, screen.app)
    for node in inner:
        if any(binding.id == command.id and binding.action == command.action for _key, binding in node._bindings):
            return node if screen.app._check_action_state(command.action, node) else None
    return None


def places_from(app: KartleggingApp) -> list[Place]:
    """Where one can go now: nowhere before the records are open, nor from what is half written and would be lost."""
    held = any(isinstance(screen, HouseScreen) and screen.HOLDS for screen in app.screen_stack)
    desk = app.opened
    return [] if desk is None or held else places_for(desk.user.role, desk.alone)


def show_palette(app: KartleggingApp) -> None:
    """All of it; what is chosen is done as if its key had been pressed."""
    below = app.screen
    if not isinstance(below, HouseScreen):  # a short question is answered first
        return
    entries = [_entry(each) for each in doable(below)]
    last = [entry for entry in entries if isinstance(entry.key, Doable) and entry.key.node is app]
    first = [entry for entry in entries if entry not in last]
    _choose(app, _("What do you want to do?"), [*first, *_place_entries(places_from(app)), *last])


def show_places(app: KartleggingApp) -> None:
    """Only where one can go."""
    if not isinstance(app.screen, HouseScreen) or app.user is None:
        return
    if places := places_from(app):
        _choose(app, _("Go to"), _place_entries(places))
    else:
        app.notify(_("First keep or cancel what is being filled in here."), markup=False)


def _choose(app: KartleggingApp, title: str, entries: Iterable[Entry]) -> None:
    def chosen(key: object) -> None:
        if isinstance(key, Place):
            go_to(app, key)
        elif isinstance(key, Doable):
            if isinstance(app.screen, HouseScreen):
                app.screen.step_aside()
            app.call_later(app.run_action, key.command.action, key.node)

    app.push_screen(PaletteScreen(title, tuple(entries)), chosen)


def _entry(each: Doable) -> Entry:
    name = each.command.name_text
    return Entry(name[:1].upper() + name[1:], each.command.help_text, each, each.command.key_text)


def _place_entries(places: Iterable[Place]) -> list[Entry]:
    return [Entry(_("→ {place}").format(place=place.name_text), place.help_text, place, "") for place in places]


def go_to(app: KartleggingApp, place: Place) -> None:
    """Goes there: back, where it is open already and just as it was left; else it is laid over, and Esc comes back."""
    open_ = [screen for screen in app.screen_stack if isinstance(screen, HouseScreen) and screen.place_id == place.id]
    if not open_:
        app.push_screen(place.made(app.desk))
    while open_ and app.screen is not open_[-1]:
        app.pop_screen()
