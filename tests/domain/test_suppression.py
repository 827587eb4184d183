"""No small number is shown, and none follows from what is shown."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from kartlegging_tui.domain.suppression import Mark, Sum, ranges, suppressed

SHOWN, FEW, HIDDEN = Mark.SHOWN, Mark.FEW, Mark.HIDDEN
Row = Sum[str]


def one_row(*numbers: int) -> tuple[dict[str, int], list[Row]]:
    parts = {f"part {place}": number for place, number in enumerate(numbers)}
    return {"all": sum(numbers)} | parts, [Sum("all", tuple(parts))]


def shown(*numbers: int) -> list[Mark]:
    values, sums = one_row(*numbers)
    marks = suppressed(values, sums)
    return [marks[name] for name in values]


def test_numbers_from_one_to_four_are_hidden_and_zero_is_shown() -> None:
    assert shown(3, 2, 0, 40, 50) == [SHOWN, FEW, FEW, SHOWN, SHOWN, SHOWN]


def test_a_single_small_number_takes_the_smallest_of_the_others_with_it() -> None:
    assert shown(3, 20, 11, 0) == [SHOWN, FEW, SHOWN, HIDDEN, SHOWN]


def test_where_no_other_is_left_the_sum_is_hidden() -> None:
    assert shown(4, 4) == [HIDDEN, FEW, FEW]
    assert shown(3, 2) == [SHOWN, FEW, FEW]  # 5 may be 1 and 4, too
    assert shown(7) == [SHOWN, SHOWN]
    assert shown(3) == [FEW, FEW]


def test_small_numbers_that_must_all_be_one_or_all_be_four_are_not_given_away_by_their_sum() -> None:
    assert shown(1, 1, 1, 1, 1)[0] is HIDDEN  # five parts that are not 0, and five in all
    assert shown(4, 4)[0] is HIDDEN
    assert FEW not in shown(1, 1, 1, 1)  # "below five" in all, and four that are not 0: each would be 1


def test_large_numbers_about_few_people_are_hidden_too() -> None:
    values, sums = one_row(34, 20, 11)
    marks = suppressed(values, sums, {"part 0"})
    assert marks == {"all": SHOWN, "part 0": HIDDEN, "part 1": SHOWN, "part 2": HIDDEN}


SMALL = st.integers(0, 9)


@settings(max_examples=300, deadline=None)
@given(st.lists(SMALL, min_size=1, max_size=4))
def test_in_a_row_every_hidden_number_could_be_another(numbers: list[int]) -> None:
    """By trying everything that a reader may think of."""
    values, sums = one_row(*numbers)
    assert_safe(values, sums, most=16)


@settings(max_examples=40, deadline=None)
@given(st.lists(SMALL, min_size=4, max_size=4))
def test_in_a_table_with_sums_both_ways_every_hidden_number_could_be_another(numbers: list[int]) -> None:
    a, b, c, d = numbers
    values = {"a": a, "b": b, "c": c, "d": d, "ab": a + b, "cd": c + d, "ac": a + c, "bd": b + d, "all": sum(numbers)}
    sums = [Sum("ab", ("a", "b")), Sum("cd", ("c", "d")), Sum("ac", ("a", "c")), Sum("bd", ("b", "d"))]
    sums += [Sum("all", ("ab", "cd")), Sum("all", ("ac", "bd"))]
    assert_safe(values, sums, most=12)


def assert_safe(values: dict[str, int], sums: list[Row], most: int) -> None:
    marks = suppressed(values, sums)
    assert all(marks[name] is not SHOWN for name, number in values.items() if 0 < number < 5)
    assert all(marks[name] is SHOWN for name, number in values.items() if number == 0)
    hidden = [name for name in values if marks[name] is not SHOWN]
    parts = [name for name in hidden if name not in {each.whole for each in sums}]
    possible: dict[str, set[int]] = {name: set() for name in hidden}
    choices = [range(1, 5) if marks[name] is FEW else range(1, most) for name in parts]
    for guess in product(*choices):
        tried = values | dict(zip(parts, guess, strict=True))
        for each in sums:
            if marks[each.whole] is not SHOWN:
                tried[each.whole] = sum(tried[part] for part in each.parts)
        fits = all(tried[each.whole] == sum(tried[part] for part in each.parts) for each in sums)
        if fits and all(0 < tried[name] < 5 for name in hidden if marks[name] is FEW):
            for name in hidden:
                possible[name].add(tried[name])
    assert all(len(found) > 1 for found in possible.values()), (values, marks, possible)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 30), min_size=4, max_size=4), min_size=1, max_size=5))
def test_in_larger_tables_no_range_closes_on_a_number(rows: list[list[int]]) -> None:
    """As a reader would who goes on reckoning from sum to sum."""
    values = {f"{r}/{c}": number for r, row in enumerate(rows) for c, number in enumerate(row)}
    values |= {f"row {r}": sum(row) for r, row in enumerate(rows)}
    values |= {f"column {c}": sum(row[c] for row in rows) for c in range(4)} | {"all": sum(map(sum, rows))}
    sums = [Sum(f"row {r}", tuple(f"{r}/{c}" for c in range(4))) for r in range(len(rows))]
    sums += [Sum(f"column {c}", tuple(f"{r}/{c}" for r in range(len(rows)))) for c in range(4)]
    sums += [
        Sum("all", tuple(f"row {r}" for r in range(len(rows)))),
        Sum("all", tuple(f"column {c}" for c in range(4))),
    ]
    marks = suppressed(values, sums)
    bounds, _ = ranges(values, marks, sums)
    assert all(low <= values[name] <= high and low < high for name, (low, high) in bounds.items())
