"""What an admin is told in counts, put together two and two: no number from 1 to 4 can be reckoned."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations_with_replacement, product

import pytest

from kartlegging_tui.domain.answers import Missing
from kartlegging_tui.domain.form_use import FormUse, Open, Tallies, form_use
from kartlegging_tui.domain.names import SAME
from kartlegging_tui.domain.report import Cell
from kartlegging_tui.domain.suppression import FEW, Mark
from kartlegging_tui.domain.touched import Count, counted_answers, counted_forms
from tests.domain.forms import form_of
from tests.domain.test_comparison import scale

Told = dict[str, tuple[float, float]]
"""By name of a number: between what it lies, as somebody reads who is told it."""
ANY = float("inf")
MANY = 1000
"""Patients: each has answered once."""


def read_cell(cell: Cell) -> tuple[float, float]:
    if cell.number is not None:
        return cell.number, cell.number
    return (1, FEW - 1) if cell.mark is Mark.FEW else (1, ANY)


def read_count(count: Count, of_few: int = 1) -> tuple[float, float]:
    """`of_few`: the lowest that "fewer than 5" can be."""
    if count.number is not None:
        return count.number, count.number
    return (of_few, FEW - 1) if count.few else (max(count.at_least, 1), ANY)


def reckoned(told: Told, sums: list[tuple[str, tuple[str, ...]]]) -> Told:
    """The narrowest ranges that follow."""
    found = {name: (0.0, ANY) for whole, parts in sums for name in (whole, *parts)} | told
    for _ in range(20):
        before = dict(found)
        for whole, parts in sums:
            low, high = (sum(found[part][end] for part in parts) for end in (0, 1))
            found[whole] = max(found[whole][0], low), min(found[whole][1], high)
            for part in parts:
                others = [found[each] for each in parts if each != part]
                least = found[whole][0] - sum(high for _low, high in others)
                most = found[whole][1] - sum(low for low, _high in others)
                found[part] = max(found[part][0], least), min(found[part][1], most)
        if found == before:
            break
    return found


def give_away(outputs: list[Told], sums: list[tuple[str, tuple[str, ...]]]) -> Iterator[tuple[str, float]]:
    """The small numbers that can be had from any two outputs."""
    for one, other in combinations_with_replacement(outputs, 2):
        both = dict(one)
        for name, (low, high) in other.items():
            was = both.get(name, (0, ANY))
            both[name] = max(was[0], low), min(was[1], high)
        for name, (low, high) in reckoned(both, sums).items():
            if low == high and 0 < low < FEW:
                yield name, low


# Forms


def used(versions: dict[str, tuple[int, int]], said: dict[str, int] | None = None) -> FormUse:
    """As `kartlegging usage` tells it; by version, drafts and signed."""
    forms = [form_of(scale("smerte"), version=version) for version in sorted(versions, reverse=True)]
    tallies = Tallies({("form", each): count for each, count in versions.items()}, {}, {("form", "smerte"): said or {}})
    return form_use(forms[0], [(form, SAME) for form in forms], (), tallies)


@pytest.mark.parametrize("signed", list(product((0, 1, 4, 6, 20), repeat=3)))
def test_how_many_forms_are_filled_tells_nothing_that_is_not_told_otherwise(signed: tuple[int, ...]) -> None:
    names = ("1.0", "1.1", "2.0")
    for drafts in product((0, 1, 3, 7), repeat=3):
        use = used(dict(zip(names, zip(drafts, signed, strict=True), strict=True)))
        outputs: list[Told] = [
            {"signed": read_cell(use.signed), "drafts": read_cell(use.drafts)}
            | {f"signed {each.version}": read_cell(each.signed) for each in use.versions}
            | {f"drafts {each.version}": read_cell(each.drafts) for each in use.versions}
        ]
        sums = [(kind, tuple(f"{kind} {name}" for name in names)) for kind in ("signed", "drafts")]
        for count in (1, 2, 3):
            found = counted_forms(dict(zip(names, signed, strict=True)), names[:count], MANY)
            outputs.append({f"first {count}": read_count(found)})
            sums.append((f"first {count}", tuple(f"signed {name}" for name in names[:count])))
        assert list(give_away(outputs, sums)) == []


# Answers

REASONS = tuple(reason.value for reason in Missing)


@pytest.mark.parametrize("values", list(product((0, 1, 4, 5, 21), repeat=3)))
def test_how_many_answers_are_touched_tells_nothing_that_is_not_told_otherwise(values: tuple[int, ...]) -> None:
    """`values`: how often 0, 1 and 2 was answered. Options of them are taken away, and limits set among them."""
    given = sum(values)
    for others in product((0, 1, 4, 9), (0, 2), (0,), (0, 1, 6)):
        shown = given + sum(others)
        use = used({"1.0": (0, shown)}, {"": given, **dict(zip(REASONS, others, strict=False))})
        (question,) = use.questions if use.questions else (None,)
        names = [Open(reason) for reason in REASONS] + [Open.SKIPPED]
        sums = [
            ("asked", ("given", *(each.value for each in names))),
            ("given", ("0", "1", "2")),
            ("low", ("0", "1")),
            ("high", ("1", "2")),
        ]
        outputs: list[Told] = []
        if question is not None:
            cells = {each.value: read_cell(question.open[each]) for each in names}
            outputs.append({"asked": read_cell(question.asked)} | cells)

        def told(count: int, given: int = given, others: tuple[int, ...] = others) -> tuple[float, float]:
            return read_count(counted_answers(count, MANY, given, others), of_few=int(count == given))

        outputs += [
            {"given": told(given)},  # the question is gone
            {"low": told(values[0] + values[1])},  # the lowest may now be 2 …
            {"high": told(values[1] + values[2])},  # … or the highest 0
            {str(value): told(count) for value, count in enumerate(values)},  # all options are gone
        ]
        assert list(give_away(outputs, sums)) == [], (values, others)
