"""The rules that must run after a change."""

from __future__ import annotations

import heapq
from collections.abc import Callable

from kartlegging_tui.domain.rules import Form, Rule


class Pending:
    """The rules that must run, in the order in which they follow from one another."""

    def __init__(self, form: Form, rows: Callable[[str], tuple[int, ...]]) -> None:
        self.form = form
        self.rows = rows
        self.heap: list[tuple[int, int]] = []
        self.waiting: set[tuple[int, int]] = set()

    def name_changed(self, name: str, row: int | None = None) -> None:
        """All that read `name` must run; `row` is the row that it changed in, None for the form itself."""
        for place in self.form.readers.get(name, ()):
            rule = self.form.rules[place]
            if rule.group is None:
                self._push(place, 0)
            elif row is not None and name.startswith(f"{rule.group}.") and not rule.looks_across_rows:
                self._push(place, row)
            else:
                for number in self.rows(rule.group):
                    self._push(place, number)

    def row_added(self, group: str, row: int) -> None:
        """All rules of a new row must run."""
        for place in self.form.rules_of_row.get(group, ()):
            self._push(place, row)

    def add_rule(self, place: int, rows: tuple[int, ...]) -> None:
        """A rule must run, in each of `rows`; 0 is the form itself."""
        for row in rows:
            self._push(place, row)

    def pop(self) -> tuple[Rule, int] | None:
        if not self.heap:
            return None
        place, row = heapq.heappop(self.heap)
        self.waiting.discard((place, row))
        return self.form.rules[place], row

    def _push(self, place: int, row: int) -> None:
        if (place, row) not in self.waiting:
            self.waiting.add((place, row))
            heapq.heappush(self.heap, (place, row))
