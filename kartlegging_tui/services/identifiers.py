"""Norwegian personal identifiers: which kind a number is, and whether it can be right.

python-stdnum has the check digits and the centuries. It refuses test numbers, and knows neither the common help numbers
(FH) nor the check digits of numbers issued from 2032; that is added here. Sources: Skatteetaten (check digits,
test numbers, the rule from 2032), Norsk helsenett (common help numbers), HL7 Norway (kinds).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from random import Random

from stdnum.exceptions import ValidationError
from stdnum.no import fodselsnummer

from kartlegging_tui.domain.people import IdentifierKind

NEW_CHECK_DIGITS_FROM = date(2032, 1, 1)
"""From this day numbers are issued whose first check digit leaves 0, 1, 2 or 3; before, it leaves 0.

Source: Skatteetaten. Both rules hold side by side for ever: nobody changes number.
"""

_FIRST_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_D_DAYS, _H_MONTHS, _TEST_MONTHS = 40, 40, 80


class WrongIdentifierReason(StrEnum):
    LENGTH = "length"
    NOT_DIGITS = "not_digits"
    CHECK_DIGITS = "check_digits"
    DATE = "date"
    """No such day, or none in the century that the serial number stands for."""
    FUTURE = "future"
    """Born after today."""


class WrongIdentifier(ValueError):
    """The number cannot be right. The number itself is not in the message: it is about a patient."""

    def __init__(self, reason: WrongIdentifierReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number that can be right."""

    kind: IdentifierKind
    digits: str
    birth_date: date | None
    """As the number says; None where it does not say: FH-numbers, and those issued from 2032."""
    test: bool
    """Synthetic for certain (the tax administration's test numbers, month + 80)."""


def check_identifier(text: str, on: date) -> Identifier:
    """The identifier that was written, spaces or not, as it is judged on a day. Raises WrongIdentifier."""
    digits = compact(text)
    if not (digits.isascii() and digits.isdigit()):
        raise WrongIdentifier(WrongIdentifierReason.NOT_DIGITS)
    if len(digits) != 11:
        raise WrongIdentifier(WrongIdentifierReason.LENGTH)
    kind, month = kind_of(digits), int(digits[2:4])
    remainder = _first_remainder(digits)
    issued_by_state = kind in (IdentifierKind.FNR, IdentifierKind.DNR)
    allowed = 3 if issued_by_state and on >= NEW_CHECK_DIGITS_FROM else 0
    if remainder > allowed or fodselsnummer.calc_check_digit2(digits) != digits[10]:
        raise WrongIdentifier(WrongIdentifierReason.CHECK_DIGITS)
    if kind is IdentifierKind.FHN:  # what stands where a date would is random
        return Identifier(kind, digits, None, test=False)
    test = month > _TEST_MONTHS
    return Identifier(kind, digits, _birth_date(digits, month - _TEST_MONTHS if test else month, remainder, on), test)


def compact(text: str) -> str:
    """The digits alone: spaces, hyphens and the like are how people write it."""
    return fodselsnummer.compact("".join(text.split()))


def kind_of(digits: str) -> IdentifierKind:
    """The kind, as the digits themselves show it: FH begins with 8 or 9, H adds 40 to the month, D 40 to the day."""
    if digits[0] in "89":
        return IdentifierKind.FHN
    if _H_MONTHS < int(digits[2:4]) <= _TEST_MONTHS:
        return IdentifierKind.HNR
    return IdentifierKind.DNR if int(digits[0:2]) > _D_DAYS else IdentifierKind.FNR


def _first_remainder(digits: str) -> int:
    return sum(weight * int(digit) for weight, digit in zip(_FIRST_WEIGHTS, digits, strict=False)) % 11


def _birth_date(digits: str, month: int, remainder: int, on: date) -> date | None:
    """The date in the number; `month` has lost what marks a test number."""
    try:
        born = fodselsnummer.get_birth_date(f"{digits[:2]}{month:02}{digits[4:]}")
    except ValidationError:
        if on >= NEW_CHECK_DIGITS_FROM and _day_exists(digits, month):
            return None
        raise WrongIdentifier(WrongIdentifierReason.DATE) from None
    if remainder != 0:  # issued from 2032: the serial number no longer tells the century
        return None
    if born > on:
        raise WrongIdentifier(WrongIdentifierReason.FUTURE)
    return born


def _day_exists(digits: str, month: int) -> bool:
    """True if the day exists in one of the centuries."""
    day, month = int(digits[:2]) % _D_DAYS, month % _H_MONTHS
    for century in (1900, 2000):
        try:
            date(century + int(digits[4:6]), month, day)
        except ValueError:
            continue
        return True
    return False


def synthetic_identifier(birth_date: date, random: Random) -> str:
    """A test number (month + 80) with valid check digits, which nobody has or will have."""
    start = f"{birth_date.day:02}{birth_date.month + _TEST_MONTHS:02}{birth_date.year % 100:02}"
    while True:
        digits = start + f"{random.randint(*_series(birth_date.year)):03}"
        first = fodselsnummer.calc_check_digit1(digits)
        second = fodselsnummer.calc_check_digit2(digits + first)
        if len(first + second) == 2:  # a check digit would be 10 in one number of six
            return digits + first + second


def _series(year: int) -> tuple[int, int]:
    """The serial numbers that stand for the century of a year of birth."""
    if 1900 <= year <= 1999:
        return 0, 499
    if 2000 <= year <= 2039:
        return 500, 999
    if 1854 <= year <= 1899:
        return 500, 749
    raise ValueError(f"no series for {year}")
