"""What can be said about a registration while it is written, in words for the one who writes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kartlegging_tui.language import N_, _, plural
from kartlegging_tui.tui import words
from kartlegging_tui.tui.days import full_day

if TYPE_CHECKING:
    from kartlegging_tui.services.register import RegistrationProblem

PROBLEMS = {
    "empty": N_("Must be filled in."),
    "too_long": N_("Too long."),
    "unknown": N_("Not known."),
    "length": N_("The number has eleven digits."),
    "not_digits": N_("Digits only."),
    "check_digits": N_("Mistyped: the last two digits do not fit the rest."),
    "date": N_("Mistyped: there is no such date of birth."),
    "future": N_("This day has not come yet."),
    "taken": N_("Another patient has this number."),
    "not_synthetic": N_("The demo takes only test numbers (month + 80), never those of real people."),
    "before_birth": N_("Before the date of birth."),
    "died": N_("The patient has died."),
    "not_a_code": N_("Write an ICD-10 code of cancer, such as C50.9."),
    "differs": N_("Not the date in the identity number. Check that it is right."),
}
"""By the service's code."""

MUNICIPALITY = N_("Four digits, such as 5001.")


def in_words(problem: RegistrationProblem) -> str:
    """What is wrong."""
    if problem.field.value == "municipality":
        return _(MUNICIPALITY)
    return _(PROBLEMS[problem.code.value])


def seen_in(number: str, today: date) -> tuple[str, bool]:
    """What an identity number says while it is typed, and whether it is wrong. Too short is not wrong yet."""
    from kartlegging_tui.services.identifiers import WrongIdentifier, check_identifier, compact

    if not number:
        return "", False
    try:
        found = check_identifier(number, today)
    except WrongIdentifier as error:
        left = 11 - len(compact(number))
        if error.reason.value == "length" and left > 0:
            return plural("{count} digit left", "{count} digits left", left).format(count=left), False
        return _(PROBLEMS[error.reason.value]), True
    kind = _(words.IDENTIFIERS[found.kind])
    text = (
        _("✓ {kind}, born {day}").format(kind=kind, day=full_day(found.birth_date)) if found.birth_date else f"✓ {kind}"
    )
    return (_("{text} (test number)").format(text=text) if found.test else text), False
