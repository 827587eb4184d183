"""Commands on other keys: which commands there are, where they work, and what is wrong with the keys a user wants.

Loads every screen, so it is imported only where keys are looked at or remapped.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType

from textual.screen import Screen

from kartlegging_tui.definitions.findings import quote
from kartlegging_tui.definitions.shape import did_you_mean
from kartlegging_tui.language import N_, _
from kartlegging_tui.tui import key_names, screens
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.everywhere import EVERYWHERE
from kartlegging_tui.tui.screens.house import HELP, HouseScreen

EVERYWHERE_NAME = N_("Everywhere")


@dataclass(frozen=True)
class Place:
    """A screen, and what can be done on it."""

    name: str
    """What users call it (a message)."""
    commands: tuple[Command, ...]
    """Its own and those of its widgets."""
    taken: frozenset[str] = frozenset()
    """Keys that its widgets take for themselves."""

    @property
    def title(self) -> str:
        """The name in the language spoken."""
        return _(self.name)

    @property
    def bound(self) -> list[Command]:
        """The commands that are on a key of their own, each once."""
        return list({command.id: command for command in reversed(self.commands) if command.keys}.values())[::-1]


@dataclass(frozen=True)
class Mistake:
    """Something wrong with the keys that a user wants."""

    command: str
    """The id it is said about, as written."""
    text: str


def places() -> list[Place]:
    """Every screen of the program, and last what can be done on all of them."""
    found = [place for module in _screen_modules() for place in _places_in(module)]
    order = {name: at for at, name in enumerate(("Conversation", "Worklist", "Patient", "Summary"))}
    found.sort(key=lambda place: order.get(place.name, len(order)))
    return [*found, Place(EVERYWHERE_NAME, (HELP, *EVERYWHERE))]


def _screen_modules() -> Iterator[ModuleType]:
    for module in pkgutil.iter_modules(screens.__path__):
        yield importlib.import_module(f"{screens.__name__}.{module.name}")


def _places_in(module: ModuleType) -> Iterator[Place]:
    """The screens that a module declares commands for: in their class, or beside it where they are not of the house."""
    for value in vars(module).values():
        if not (isinstance(value, type) and issubclass(value, Screen) and value.__module__ == module.__name__):
            continue
        if issubclass(value, HouseScreen) and not value.COMMANDS:  # what others stand on, not a place
            continue
        name = str(vars(value).get("PLACE", "")) or _words(value.__name__)
        if issubclass(value, HouseScreen):
            yield Place(name, (*value.BESIDE, *value.COMMANDS, HELP), frozenset(value.TAKEN))
        elif isinstance(commands := vars(module).get("COMMANDS"), tuple):
            yield Place(name, commands)


def _words(class_name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", " ", class_name.removesuffix("Screen")).capitalize()


def sentence(place: Place, command: Command) -> str:
    """What a command does; for one without a sentence of its own, that of the command that goes the other way."""
    other = next((other for other in place.commands if other.other_way == command), command)
    return command.help_text or other.help_text


def commands_by_id(where: Iterable[Place] | None = None) -> dict[str, Command]:
    """Every command that is on a key."""
    found: dict[str, Command] = {}
    for place in where if where is not None else places():
        for command in place.commands:
            if command.keys and (command.id not in found or not found[command.id].help):
                found[command.id] = command
    return found


def keymap(wanted: Mapping[str, str]) -> tuple[dict[str, str], list[Mistake]]:
    """The keys that a user wants as Textual names them, by command id; and all that is wrong with them, at once.

    `wanted` has keys as Textual or the screen writes them, with commas between. What has a mistake is left out.
    """
    where = places()
    known = commands_by_id(where)
    read: dict[str, str] = {}
    mistakes: list[Mistake] = []
    for name, written in wanted.items():
        if name not in known:
            text = _("There is no command {name}.").format(name=quote(name)) + did_you_mean(name, known)
            mistakes.append(Mistake(name, text + " " + _("`kartlegging keys` lists them.")))
            continue
        keys, problems = _keys(written)
        mistakes += [Mistake(name, problem) for problem in problems]
        read[name] = "" if problems else ",".join(keys)  # without a key that is known, it stands in nobody's way
    clashes = _clashes(read, where)
    return {name: keys for name, keys in read.items() if keys}, [*mistakes, *clashes]


def _keys(written: str) -> tuple[list[str], list[str]]:
    """The keys as Textual names them, and what is wrong with how they are written."""
    keys: list[str] = []
    problems: list[str] = []
    for part in written.split(","):
        key = key_names.key_named(part)
        if not part.strip():
            problems.append(_("A key is missing here; the key of the sign , is called comma."))
        elif key is None:
            near = did_you_mean(part.strip().lower(), key_names.key_names())
            problems.append(_("There is no key {key}.").format(key=quote(part.strip())) + near)
        elif key in key_names.NEVER_COME:
            sent = key_names.shown(key_names.NEVER_COME[key])
            problems.append(_("A terminal sends {key} as {other}.").format(key=key_names.shown(key), other=sent))
        elif key in key_names.KEPT:
            problems.append(_("{key} cannot be given away.").format(key=key_names.shown(key)))
        elif key not in keys:
            keys.append(key)
    return keys, problems


def _share_a_key(place: Place, ids: Sequence[str]) -> bool:
    """True for commands that are declared on one key of a screen: it is never time for more than one of them."""
    keys = [{key.strip() for key in command.keys.split(",")} for command in place.commands if command.id in ids]
    return len({command.id for command in place.commands if command.id in ids}) == len(ids) > 1 and bool(
        set.intersection(*keys)
    )


def _clashes(read: Mapping[str, str], where: Iterable[Place]) -> Iterator[Mistake]:
    """Where two commands, or a command and a widget, would be on one key of one screen."""
    said: set[tuple[str, ...]] = set()
    for place in where:
        on: dict[str, list[str]] = {}
        for command in (*place.commands, *EVERYWHERE):
            for key in read.get(command.id, command.keys).split(","):
                ids = on.setdefault(key.strip(), [])
                if key.strip() and command.id not in ids:
                    ids.append(command.id)
        for key, ids in on.items():
            changed = [name for name in ids if name in read]
            if _share_a_key(place, ids):
                continue
            if changed and key in place.taken and (key, changed[0]) not in said:
                said.add((key, changed[0]))
                text = _("{key} is needed to answer or to write: {place}.")
                yield Mistake(changed[0], text.format(key=key_names.shown(key), place=place.title))
            if changed and len(ids) > 1 and (key, *sorted(ids)) not in said:
                said.add((key, *sorted(ids)))
                text = _("{key} would be both {one} and {other}: {place}.")
                other = next(name for name in ids if name != changed[0])
                words = text.format(
                    key=key_names.shown(key), one=quote(changed[0]), other=quote(other), place=place.title
                )
                yield Mistake(changed[0], words)
