"""`kartlegging erase`: deletes from the record, once somebody who may has decided it."""

from __future__ import annotations

import sys
from argparse import Namespace
from datetime import date
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.parsers import add_command
from kartlegging_tui.command_line.records import add_database
from kartlegging_tui.language import _

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands
    from kartlegging_tui.domain.erasure import Decision, Ground
    from kartlegging_tui.services.erasing import Erasing


def add_parser(commands: Commands) -> None:
    parser = add_command(commands, "erase", run, _("delete from the record, by a decision that is kept elsewhere"))
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--patient", type=int, metavar="NUMBER", help=_("the patient's number in this database"))
    which.add_argument("--list", action="store_true", help=_("what was deleted so far, and by whose decision"))
    which.add_argument("--clean", action="store_true", help=_("clean the file again, after others have closed it"))
    parser.add_argument(
        "--conversation",
        type=int,
        metavar="NUMBER",
        help=_("only this conversation; else everything about the patient"),
    )
    add_database(parser)
    parser.set_defaults(role="admin")


def run(arguments: Namespace) -> int:
    """0; 1 where nothing was deleted; 2 for wrong use. Raises Stop."""
    from kartlegging_tui.command_line.records import desk_for
    from kartlegging_tui.records.errors import NotFound
    from kartlegging_tui.services.erasing import ChangedSince, NothingLeft, UnderWay, WasSigned

    with desk_for(arguments) as desk:
        try:
            if arguments.list:
                return _list(desk.erasing)
            if arguments.clean:
                return _clean(desk.erasing)
            return _erase(desk.erasing, arguments)
        except NotFound:
            said = _("There is no such patient, or the conversation is not this patient's.")
        except UnderWay:
            said = _("A conversation with the patient goes on, or is being corrected. It has to be ended first.")
        except WasSigned:
            said = _("It was signed: it is no draft. Another ground is needed.")
        except ChangedSince:
            said = _("Something has changed since this was counted. Nothing was deleted; begin again.")
        except NothingLeft:
            said = _("Everything about this patient was deleted before.")
    print(said, file=sys.stderr)
    return 1


def _erase(erasing: Erasing, arguments: Namespace) -> int:
    from kartlegging_tui.command_line.asking import ask
    from kartlegging_tui.services.erasing import UnderWay
    from kartlegging_tui.services.erasing_words import counted, elsewhere, tombstone

    going = erasing.going(arguments.patient, arguments.conversation)
    if going.under_way:
        raise UnderWay(f"Patient {arguments.patient}")
    _tell(_("This will be deleted for good:"), *(f"  {line}" for line in counted(going.counts)))
    _tell(_("What a deletion does not reach:"), *(f"  {line}" for line in elsewhere(going)))
    decision = _ask_decision()
    if decision is None:
        return 2
    word = _("erase {number}").format(number=arguments.patient)
    if ask(_("Write “{word}” to delete it: ").format(word=word)) != word:
        _tell(_("Nothing was deleted."))
        return 1
    print(tombstone(erasing.erase(going, decision)))
    return _clean(erasing)


def _ask_decision() -> Decision | None:
    """None where an answer is missing: what is missing has been said."""
    from kartlegging_tui.command_line.asking import ask
    from kartlegging_tui.domain.erasure import Decision

    who = ask(_("Who decided it (the one responsible for the record)? "))
    day = _day(ask(_("On which day, as 2026-12-31? ")))
    ground = _ask_ground()
    words = ask(_("The ground in a few words, without what is deleted: "))
    reference = ask(_("Case reference: "))
    if day is None or ground is None or not (who and words and reference):
        _tell(_("A decision says who decided, when, on what ground, and where it is kept. Nothing was deleted."))
        return None
    return Decision(decided_by=who, decided_on=day, ground=ground, words=words, reference=reference)


def _ask_ground() -> Ground | None:
    from kartlegging_tui.command_line.asking import ask
    from kartlegging_tui.services.erasing_words import GROUNDS

    grounds = list(GROUNDS)
    _tell(*(f"  {number}. {_(GROUNDS[ground])}" for number, ground in enumerate(grounds, 1)))
    typed = ask(_("Which of these grounds? "))
    if not (typed.isascii() and typed.isdigit()) or not 1 <= int(typed) <= len(grounds):
        return None
    return grounds[int(typed) - 1]


def _day(typed: str) -> date | None:
    from kartlegging_tui.services.clock import today

    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if day <= today() else None


def _clean(erasing: Erasing) -> int:
    if erasing.sweep():
        _tell(_("The file was cleaned of it."))
    else:
        _tell(
            _("The file was not cleaned to the end. Where another program has it open, close that, and run")
            + " kartlegging erase --clean.",
            _("On a server, its own cleaning does it later; whoever runs it can ask for VACUUM FULL."),
        )
    return 0


def _list(erasing: Erasing) -> int:
    from kartlegging_tui.definitions.findings import one_line
    from kartlegging_tui.services.erasing_words import tombstone

    carried_out = erasing.carried_out()
    for each in carried_out:
        print(one_line(tombstone(each)))
    if not carried_out:
        _tell(_("Nothing has been deleted by decision."))
    return 0


def _tell(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr)
