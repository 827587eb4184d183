"""The rules of Norwegian identifiers. Published examples, invented numbers and wrong ones."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kartlegging_tui.domain.people import IdentifierKind
from kartlegging_tui.services.identifiers import (
    NEW_CHECK_DIGITS_FROM,
    WrongIdentifier,
    WrongIdentifierReason,
    check_identifier,
    synthetic_identifier,
)

TODAY = date(2026, 11, 21)
FNR, DNR, HNR, FHN = IdentifierKind.FNR, IdentifierKind.DNR, IdentifierKind.HNR, IdentifierKind.FHN
FIRST, SECOND = (3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def complete(start: str, remainder: int = 0) -> str:
    """Nine digits with check digits of which the first leaves `remainder`; the serial number counts up until it can."""
    for serial in range(int(start[6:]), 1000):
        digits = f"{start[:6]}{serial:03}"
        first = (remainder - sum(weight * int(digit) for weight, digit in zip(FIRST, digits, strict=True))) % 11
        digits += str(first)
        if first < 10:
            second = -sum(weight * int(digit) for weight, digit in zip(SECOND, digits, strict=True)) % 11
            if second < 10:
                return digits + str(second)
    raise ValueError(start)


@pytest.mark.parametrize(
    ("number", "kind", "born", "test"),
    [
        ("31129956715", FNR, date(1899, 12, 31), False),
        ("13527248013", HNR, date(1972, 12, 13), False),
        ("10915596784", FNR, date(1955, 11, 10), True),
        ("68467038838", HNR, date(1970, 6, 28), False),
        (complete("120569001"), FNR, date(1969, 5, 12), False),
        (complete("520569001"), DNR, date(1969, 5, 12), False),
        (complete("528569001"), DNR, date(1969, 5, 12), True),
        (complete("124569001"), HNR, date(1969, 5, 12), False),
        (complete("290200501"), FNR, date(2000, 2, 29), False),
        (complete("010170900"), FNR, date(1970, 1, 1), False),
        (complete("010154500"), FNR, date(1854, 1, 1), False),
        (complete("812345678"), FHN, None, False),
        (complete("999999000"), FHN, None, False),
    ],
)
def test_a_number_says_its_kind_and_birth_date(
    number: str, kind: IdentifierKind, born: date | None, test: bool
) -> None:
    found = check_identifier(number, TODAY)
    assert (found.kind, found.birth_date, found.test, found.digits) == (kind, born, test, number)


@pytest.mark.parametrize(
    "written", ["109155 96784", " 10 91 55 967 84 ", "109155-96784", "109155\u00a096784", "10915596784\n"]
)
def test_spaces_do_not_matter(written: str) -> None:
    assert check_identifier(written, TODAY).digits == "10915596784"


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("", WrongIdentifierReason.NOT_DIGITS),
        ("1091559678", WrongIdentifierReason.LENGTH),
        ("109155967840", WrongIdentifierReason.LENGTH),
        ("1091559678x", WrongIdentifierReason.NOT_DIGITS),
        ("١٠٩١٥٥٩٦٧٨٤", WrongIdentifierReason.NOT_DIGITS),
        ("10915596785", WrongIdentifierReason.CHECK_DIGITS),
        ("00000000000", WrongIdentifierReason.DATE),
        (complete("310269001"), WrongIdentifierReason.DATE),
        (complete("290201500"), WrongIdentifierReason.DATE),
        (complete("123369001"), WrongIdentifierReason.DATE),
        (complete("010145600"), WrongIdentifierReason.DATE),
        (complete("011350500"), WrongIdentifierReason.DATE),
        (complete("010130500"), WrongIdentifierReason.FUTURE),
        (complete("221126600"), WrongIdentifierReason.FUTURE),
    ],
)
def test_a_wrong_number_says_why(number: str, reason: WrongIdentifierReason) -> None:
    with pytest.raises(WrongIdentifier) as caught:
        check_identifier(number, TODAY)
    assert caught.value.reason is reason
    assert not number or number not in str(caught.value)


@pytest.mark.parametrize("number", ["31129956715", "13527248013", "10915596784", "68467038838", complete("812345678")])
def test_one_wrong_digit_or_two_swapped_are_found(number: str) -> None:
    wrong = {number[:at] + digit + number[at + 1 :] for at in range(11) for digit in "0123456789"}
    wrong |= {number[:at] + number[at + 1] + number[at] + number[at + 2 :] for at in range(10)}
    for other in wrong - {number}:
        with pytest.raises(WrongIdentifier):
            check_identifier(other, TODAY)


@pytest.mark.parametrize("remainder", [1, 2, 3])
@pytest.mark.parametrize("start", ["120569001", "520569001", "128569001"])
def test_the_new_check_digits_count_from_2032(start: str, remainder: int) -> None:
    number = complete(start, remainder)
    with pytest.raises(WrongIdentifier):
        check_identifier(number, NEW_CHECK_DIGITS_FROM - timedelta(days=1))
    found = check_identifier(number, NEW_CHECK_DIGITS_FROM)
    assert found.birth_date is None  # the serial number no longer tells the century


def test_the_old_check_digits_count_for_ever() -> None:
    assert check_identifier("10915596784", date(2050, 1, 1)).birth_date == date(1955, 11, 10)


@pytest.mark.parametrize("number", [complete("120569001", 4), complete("124569001", 1), complete("812345678", 1)])
def test_from_2032_other_remainders_and_other_kinds_are_still_wrong(number: str) -> None:
    with pytest.raises(WrongIdentifier):
        check_identifier(number, NEW_CHECK_DIGITS_FROM)


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 10_000))
def test_synthetic_numbers_are_valid_and_known_as_such(born: date, seed: int) -> None:
    found = check_identifier(synthetic_identifier(born, Random(seed)), TODAY)
    assert (found.kind, found.birth_date, found.test) == (FNR, born, True)
