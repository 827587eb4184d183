"""The page of roles: `python -m tests.roles_page > docs/roles.md` writes it from the rights and the commands."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from textual.screen import Screen

from kartlegging_tui import language
from kartlegging_tui.domain.people import Role
from kartlegging_tui.services.rights import COMMANDS, OWNERS, SCREENS, Right, allowed
from kartlegging_tui.tui import remapping

HEAD = """\
# Who may do what

Everybody has one role. It is given with `kartlegging users`, from a day and, where that is wanted, until a day. This
page is written from the table that the program itself asks (`services/rights.py`), and a test gives every command and
opens every screen in every role.

| role | who that is |
|---|---|
| nurse | holds the talks: sees patients and works with them |
| coordinator | as a nurse; sees how forms are used, and small numbers in the report |
| admin | keeps the forms and the users; sees no patient, no answer, no name |
| auditor | reads the log of who has read what, and reviews emergency access; nothing else |

\\* Whoever sets a database up is its first user: a nurse who also keeps its users and its key. So a laptop needs one
person, and a department gives these to an admin with `kartlegging users add --role admin`. Nobody disables
themselves or gives themselves a role. Whoever is alone in a database also reads its log, which is about themselves.

The demo has one invented person in each role, and nobody logs in: `kartlegging demo --as auditor`. Its commands work
as the nurse's; `publish`, `retire` and `codes --import` as the administrator's.

With a file on one machine these are guard rails and a log, no walls: whoever can open the database with another tool
and their own password gets past them. On a server they are walls (`docs/security.md`).
"""


def page() -> str:
    """The page, in English."""
    language.use("en")
    return "\n".join([HEAD, "## Screens\n", *_screens(), "", "## Commands\n", *_commands()]) + "\n"


def screens() -> dict[str, type[Screen[object]]]:
    """Every screen that is shown, by its class, without those that others stand on."""
    found: dict[str, type[Screen[object]]] = {}
    for module in remapping._screen_modules():
        for name, value in vars(module).items():
            here = isinstance(value, type) and issubclass(value, Screen) and value.__module__ == module.__name__
            if here and (vars(value).get("PLACE") or name in SCREENS):
                found[name] = value
    return found


def _screens() -> Iterator[str]:
    named = {name: str(vars(screen).get("PLACE", "")) for name, screen in screens().items()}
    order = list(Right)
    asked = [name for name, right in SCREENS.items() if right is not None and name in named]
    asked.sort(key=lambda name: (order.index(SCREENS[name] or Right.PATIENTS), named[name]))
    yield from _table("screen", ((named[name], SCREENS[name]) for name in asked))
    yield ""
    yield "Everybody sees what comes before the records are open, the lock, the help, and what is about a form's file."


def _commands() -> Iterator[str]:
    order = list(Right)
    asked = sorted(
        (name for name, right in COMMANDS.items() if right),
        key=lambda name: order.index(COMMANDS[name] or Right.PATIENTS),
    )
    yield from _table("command", ((f"`{name}`", COMMANDS[name]) for name in asked))
    free = ", ".join(f"`{name}`" for name, right in COMMANDS.items() if right is None)
    yield f"\nAbout files, or about oneself, and so for everybody: {free}."
    yield "`codes` reads the table; `codes --import` changes it, which is for the admin alone."


def _table(what: str, rows: Iterable[tuple[str, Right | None]]) -> Iterator[str]:
    yield f"| {what} | " + " | ".join(role.value for role in Role) + " |"
    yield "|---|" + ":-:|" * len(Role)
    for name, right in rows:
        owners = "\\*" if right in OWNERS else ""
        yield f"| {name}{owners} | " + " | ".join("✓" if allowed(role, right) else "–" for role in Role) + " |"


if __name__ == "__main__":
    sys.stdout.write(page())
