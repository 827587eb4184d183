"""`kartlegging keys`: the commands, and the keys that they are on now."""

from __future__ import annotations

import json
from argparse import Namespace
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.parsers import add_command
from kartlegging_tui.language import _

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands
    from kartlegging_tui.tui.remapping import Place


def add_parser(commands: Commands) -> None:
    parser = add_command(commands, "keys", run, _("the commands, and the keys that they are on"), opens=True)
    parser.add_argument("--json", action="store_true", help=_("as JSON"))


def run(arguments: Namespace) -> int:
    """0. What is wrong with the configuration is told before."""
    from kartlegging_tui.tui.commands import use_keys
    from kartlegging_tui.tui.remapping import places

    use_keys(arguments.keymap)
    if arguments.json:
        print(json.dumps(_as_data(places()), ensure_ascii=False, indent=2))
    else:
        print("\n\n".join(_as_text(place) for place in places() if place.bound))
    return 0


def _as_text(place: Place) -> str:
    """A screen with its commands: id, keys, what each does."""
    from kartlegging_tui.tui.remapping import sentence

    rows = [(command.id, _keys(command.keys_now), sentence(place, command)) for command in place.bound]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    lines = [f"  {name:{widths[0]}}  {keys:{widths[1]}}  {text}".rstrip() for name, keys, text in rows]
    return "\n".join([place.title, *lines])


def _keys(keys: tuple[str, ...]) -> str:
    from kartlegging_tui.tui.key_names import shown

    return ", ".join(shown(key) for key in keys)


def _as_data(found: list[Place]) -> list[dict[str, object]]:
    from kartlegging_tui.tui.remapping import sentence

    return [
        {
            "place": place.title,
            "id": command.id,
            "keys": list(command.keys_now),
            "default": [key.strip() for key in command.keys.split(",")],
            "does": sentence(place, command),
        }
        for place in found
        for command in place.bound
    ]
