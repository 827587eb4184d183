"""`kartlegging users`: who may log in to a database."""

from __future__ import annotations

import argparse
import json
import sys
from argparse import ArgumentParser, Namespace
from datetime import date
from typing import TYPE_CHECKING, Any

from kartlegging_tui.command_line.parsers import add_command
from kartlegging_tui.command_line.records import add_database
from kartlegging_tui.language import _

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands
    from kartlegging_tui.domain.accounts import Account
    from kartlegging_tui.services.users import Users

ROLES = ("nurse", "coordinator", "admin", "auditor")


def add_parser(commands: Commands) -> None:
    parser = add_command(commands, "users", run, _("who may log in; let people in, and shut them out"))
    actions = parser.add_subparsers(dest="action", required=True, metavar=_("ACTION"))
    listing = _action(actions, "list", _("everybody who has or has had an account"))
    listing.add_argument("--json", action="store_true", help=_("as JSON"))
    first = _action(actions, "set-up", _("the first user of a new database; prints the recovery key"))
    first.add_argument("--name", required=True, metavar="NAME", help=_("the full name"))
    add = _named(actions, "add", _("let somebody in; prints a password for their first login"))
    add.add_argument("--name", required=True, metavar="NAME", help=_("the full name"))
    add.add_argument("--role", choices=ROLES, default="nurse", help=_("what they do; nurse if left out"))
    add.add_argument("--unit", default="", metavar="UNIT", help=_("where they work"))
    _add_until(add)
    role = _named(actions, "role", _("another role, or another last day"))
    role.add_argument("role", choices=ROLES)
    role.add_argument("--from", dest="since", type=_day, metavar="DAY", help=_("the first day; today if left out"))
    _add_until(role)
    unit = _named(actions, "unit", _("another unit"))
    unit.add_argument("unit", metavar="UNIT")
    _named(actions, "disable", _("they log in no more; nothing of theirs is deleted"))
    _named(actions, "enable", _("they may log in again; prints a password for once"))
    _named(actions, "reset", _("somebody has forgotten their password; prints one for once"))


def run(arguments: Namespace) -> int:
    """0; 1 where it cannot be done. Raises Stop."""
    from kartlegging_tui.command_line.asking import stopping
    from kartlegging_tui.command_line.records import desk_for
    from kartlegging_tui.records.errors import Conflict, NotFound, Refused
    from kartlegging_tui.services.desk import NotAllowed
    from kartlegging_tui.services.login_words import in_words

    if arguments.action == "set-up":
        return _set_up(arguments)
    with desk_for(arguments) as desk:
        try:
            with stopping():
                return _do(desk.users, arguments)
        except NotAllowed:
            print(_("The demo has no users: nobody logs in."), file=sys.stderr)
        except NotFound:
            print(_("There is no user {name}.").format(name=arguments.whom), file=sys.stderr)
        except Conflict:
            print(_("There is a user {name} already.").format(name=arguments.whom), file=sys.stderr)
        except Refused as error:
            print(in_words(error) or error, file=sys.stderr)
    return 1


def _do(users: Users, arguments: Namespace) -> int:
    from kartlegging_tui.domain.people import Role

    match arguments.action:
        case "list":
            _list(users.all(), arguments.json)
        case "add":
            role, unit, until = Role(arguments.role), arguments.unit, arguments.until
            _show_once(users.add(arguments.name, arguments.whom, role, unit, until))
        case "role":
            users.give_role(arguments.whom, Role(arguments.role), arguments.until, arguments.since)
        case "unit":
            users.move(arguments.whom, arguments.unit)
        case "disable":
            users.disable(arguments.whom)
        case "enable":
            _show_once(users.enable(arguments.whom))
        case "reset":
            _show_once(users.reset_password(arguments.whom))
    return 0


def _set_up(arguments: Namespace) -> int:
    from kartlegging_tui.command_line.asking import ask_new_password, ask_user_name, stopping
    from kartlegging_tui.command_line.exit_codes import ExitCode, Stop
    from kartlegging_tui.command_line.key import show_recovery_key
    from kartlegging_tui.records.errors import RecordsError
    from kartlegging_tui.services.doors import Need
    from kartlegging_tui.services.login import set_up, what_is_needed

    try:
        with stopping():
            if what_is_needed(arguments.database) not in (Need.SET_UP, Need.ENCRYPT):
                raise Stop(ExitCode.WRONG_USE, _("The database is set up already."))
            user_name = ask_user_name(arguments)
            desk, recovery_key = set_up(arguments.database, user_name, arguments.name, ask_new_password(arguments, 0))
            desk.close()
    except RecordsError as error:
        print(error, file=sys.stderr)
        return 1
    if recovery_key:
        show_recovery_key(recovery_key)
    return 0


def _list(accounts: list[Account], as_json: bool) -> None:
    from kartlegging_tui.definitions.findings import one_line
    from kartlegging_tui.services.clock import today

    rows = [_as_dict(account, today()) for account in accounts]
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        until = _("until {day}").format(day=row["until"]) if row["until"] else ""
        standing = "" if row["standing"] == "good" else row["standing"]
        owner = _("set the database up") if row["owner"] else ""
        parts = (row["user"], row["name"], row["role"], row["unit"], until, owner, standing)
        print(one_line(" · ".join(part for part in parts if part)))


def _as_dict(account: Account, today: date) -> dict[str, Any]:
    return {
        "user": account.user_name,
        "name": account.user.name,
        "role": account.grant.role.value,
        "unit": account.unit,
        "from": account.grant.from_day.isoformat(),
        "until": account.grant.until_day.isoformat() if account.grant.until_day else None,
        "standing": account.standing(today).value,
        "must_change": account.must_change,
        "owner": account.owner,
    }


def _show_once(password: str) -> None:
    print(password)
    print(_("Give it to them in person. They choose one of their own at the first login."), file=sys.stderr)


def _action(actions: Any, name: str, summary: str) -> ArgumentParser:
    parser: ArgumentParser = actions.add_parser(name, help=summary, description=summary)
    add_database(parser)
    return parser


def _named(actions: Any, name: str, summary: str) -> ArgumentParser:
    parser = _action(actions, name, summary)
    parser.add_argument("whom", metavar="USER", help=_("the user name"))
    return parser


def _add_until(parser: ArgumentParser) -> None:
    parser.add_argument("--until", type=_day, metavar="DAY", help=_("the last day, as 2026-12-31; else no end"))


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(_("a day is written as 2026-12-31")) from None
