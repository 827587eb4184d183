"""What came of a scenario otherwise than its author expected, in words, at the line of the expectation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kartlegging_tui.definitions.findings import Finding, quote
from kartlegging_tui.definitions.scenarios import ReadScenario
from kartlegging_tui.definitions.source import At, Source
from kartlegging_tui.domain.answers import Path, split
from kartlegging_tui.domain.explain import explain_condition, explain_score, why_hidden
from kartlegging_tui.domain.problems import problems
from kartlegging_tui.domain.questions import Computed, Question
from kartlegging_tui.domain.scenario import NONE, Scenario, bands_called
from kartlegging_tui.domain.scoring import ScoreResult
from kartlegging_tui.domain.sheet import Sheet
from kartlegging_tui.domain.unknowns import Amount, Bounds
from kartlegging_tui.domain.values import shown_number
from kartlegging_tui.language import N_, _, current
from kartlegging_tui.services.scenario_rules import paths
from kartlegging_tui.services.wording import condition_text, hidden_text, parts_text, problem_text

_NOT_FLAGGED = N_("Expected {name} to be flagged, but it is not: {why}.")
_FLAGGED = N_("{name} is flagged, and that was not expected: {why}.")
_NO_NEED = N_("Expected the need {name}, but it is not raised: {why}.")
_NEED = N_("The need {name} is raised, and that was not expected: {why}.")
_NOT_URGENT = N_("Expected {name} to be urgent, but it is not: {why}.")
_URGENT = N_("{name} is urgent, and that was not expected: {why}.")
_NO_PROBLEM = N_("Expected {name} to stand in the way of signing, but it does not.")
_PROBLEM = N_("{name} stands in the way of signing, and that was not expected: {why}")


def differences(sheet: Sheet, read: ReadScenario[Scenario], source: Source) -> Iterator[Finding]:
    """Where the form does otherwise than expected, in the order of the model."""
    teller = _Teller(sheet, read.scenario, source, (*read.at, "expect"))
    yield from teller.shown()
    yield from teller.computed()
    yield from teller.scores()
    yield from teller.bands()
    yield from teller.lists()


def failure(source: Source, scenario: str, message: str, at: At, *, key: bool = False) -> Finding:
    """What did not come out as expected, with the name of the scenario before it."""
    return source.finding("scenario-failed", f"{quote(scenario)}: {message}", at, key=key)


def unlike(at: At, expected: Iterable[str] | None, actual: Iterable[str]) -> Iterator[tuple[str, At, bool]]:
    """Of a list that names all: what is missing, at its place, and then what is too much, at the list.

    Each with True if it was expected.
    """
    if expected is None:
        return
    listed, there = list(expected), list(dict.fromkeys(actual))
    yield from ((name, (*at, place), True) for place, name in enumerate(listed) if name not in there)
    yield from ((name, at, False) for name in there if name not in listed)


class _Teller:
    def __init__(self, sheet: Sheet, scenario: Scenario, source: Source, at: At) -> None:
        self.sheet, self.form, self.expect, self.source, self.at = sheet, sheet.form, scenario.expect, source, at
        self.name, self.language = scenario.name, current()

    def _fails(self, message: str, *at: str | int) -> Finding:
        return failure(self.source, self.name, message, (*self.at, *at))

    # ---- questions -----------------------------------------------------------------------------------------------

    def shown(self) -> Iterator[Finding]:
        for place, name in enumerate(self.expect.visible):
            hidden = [path for path in paths(self.sheet, [name]) if not self.sheet.is_shown(path)]
            if "." in name and not list(paths(self.sheet, [name])):
                message = _("Expected {name} to be shown, but there is no row.").format(name=quote(name))
                yield self._fails(message, "visible", place)
            for path in hidden[:1]:
                message = _("Expected {name} to be shown, but it is hidden. {why}")
                yield self._fails(message.format(name=quote(path), why=self._why_hidden(path)), "visible", place)
        for place, name in enumerate(self.expect.hidden):
            for path in [path for path in paths(self.sheet, [name]) if self.sheet.is_shown(path)][:1]:
                message = _("Expected {name} to be hidden, but it is shown: {why}.")
                yield self._fails(message.format(name=quote(path), why=self._why_shown(path)), "hidden", place)

    def _why_hidden(self, path: Path) -> str:
        why = why_hidden(self.sheet, path)
        return hidden_text(why, self.form, self.language) if why is not None else ""

    def _why_shown(self, path: Path) -> str:
        """The conditions that let it be shown: its own, its group's, its section's."""
        group, row, _column = split(path)
        item, head, section = self.form.item(path), self.form.items[group], self.form.section_of[group]
        said = []
        if item.visible_if is not None:
            said.append(self._condition(item.visible_if, None if row is None else group, row))
        if item is not head and head.visible_if is not None:
            said.append(self._condition(head.visible_if))
        if section.visible_if is not None:
            said.append(self._condition(section.visible_if))
        return "; ".join(said) or _("it has no condition")

    def _condition(self, text: str, group: str | None = None, row: int | None = None) -> str:
        return condition_text(explain_condition(self.sheet, text, group, row), self.form, self.language)

    # ---- numbers -------------------------------------------------------------------------------------------------

    def computed(self) -> Iterator[Finding]:
        for path, expected in self.expect.computed.items():
            shown, item = self.sheet.is_shown(path), self.form.item(path)
            actual = self.sheet.computed(path) if shown else None
            if not _same(expected, actual):
                why = self._why_hidden(path) if not shown else item.value if isinstance(item, Computed) else ""
                yield self._fails(self._unequal(path, expected, actual, why), "computed", path)

    def scores(self) -> Iterator[Finding]:
        for name, expected in self.expect.scores.items():
            actual = self.sheet.scores[name].amount
            if not _same(expected, actual):
                why = parts_text(explain_score(self.sheet, name), self.form, self.language)
                yield self._fails(self._unequal(name, expected, actual, why), "scores", name)

    def _unequal(self, name: str, expected: Any, actual: Amount, why: str) -> str:
        message = _("Expected {name} = {expected}, but it is {actual} ({why}).")
        return message.format(name=quote(name), expected=self._number(expected), actual=self._number(actual), why=why)

    def bands(self) -> Iterator[Finding]:
        for name, words in self.expect.bands.items():
            result = self.sheet.scores[name]
            expected = () if words == NONE else bands_called(self.form.scores[name], words)
            if result.band not in expected and not (words == NONE and result.band is None):
                message = _("Expected {name} in the band {expected}, but it is {actual}.")
                message = message.format(name=quote(name), expected=quote(words), actual=self._with_band(result))
                yield self._fails(message, "bands", name)

    def _with_band(self, result: ScoreResult) -> str:
        band = quote(result.band.text.to(self.language)) if result.band else _("in no band")
        return f"{self._number(result.amount)} ({band})"

    def _number(self, value: Any) -> str:
        if isinstance(value, Bounds):
            value = [value.low, value.high]
        if isinstance(value, list):
            return "[" + ", ".join(shown_number(end, 0, self.language) for end in value) + "]"
        return shown_number(value, 0, self.language) if isinstance(value, int | float) else NONE

    # ---- lists that name all -------------------------------------------------------------------------------------

    def lists(self) -> Iterator[Finding]:
        scores = self.sheet.scores
        flagged = [name for name, result in scores.items() if result.flagged]
        yield from self._list("flagged", self.expect.flagged, flagged, _NOT_FLAGGED, _FLAGGED, self._why_flagged)
        needs = [found.key for found in self.sheet.needs()]
        yield from self._list("needs", self.expect.needs, needs, _NO_NEED, _NEED, self._why_need)
        yield from self._list("urgent", self.expect.urgent, self.sheet.urgent(), _NOT_URGENT, _URGENT, self._why_urgent)
        found = {problem.path: problem_text(problem, self.form, self.language) for problem in problems(self.sheet)}
        yield from self._list(
            "problems", self.expect.problems, found, _NO_PROBLEM, _PROBLEM, lambda path: found.get(path, "")
        )

    def _list(
        self, key: str, expected: Iterable[str] | None, actual: Iterable[str], absent: str, extra: str, why: Any
    ) -> Iterator[Finding]:
        for name, at, was_expected in unlike((*self.at, key), expected, actual):
            message = _(absent if was_expected else extra).format(name=quote(name), why=why(name))
            yield failure(self.source, self.name, message, at, key=not was_expected)

    def _why_flagged(self, name: str) -> str:
        return self._with_band(self.sheet.scores[name])

    def _why_need(self, key: str) -> str:
        identifier, _slash, row = key.partition("/")
        rule = self.form.needs[identifier]
        if rule.each is not None and rule.each not in self.sheet.env.rows:
            return self._why_hidden(rule.each)
        return self._condition(rule.when, rule.each, int(row) if row else None)

    def _why_urgent(self, path: Path) -> str:
        item, (group, row, _column) = self.form.item(path), split(path)
        if not self.sheet.is_shown(path):
            return self._why_hidden(path)
        urgent = item.urgent if isinstance(item, Question) else None
        return self._condition(urgent.when, None if row is None else group, row) if urgent else ""


def _same(expected: Any, actual: Amount) -> bool:
    if isinstance(actual, Bounds):
        return bool(expected == [actual.low, actual.high])
    return actual is None if expected == NONE else bool(expected == actual)
