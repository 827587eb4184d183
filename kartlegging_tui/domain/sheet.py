"""The answers to one form while it is filled: what is shown, scored, needed and urgent, kept up to date step by step.

Setting an answer recomputes only what follows from it. A hidden question counts as unanswered for everything that
depends on it; its answer stays, and counts again when the question comes back.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kartlegging_tui.domain.answers import EMPTY, Answer, Path, cell, split
from kartlegging_tui.domain.env import Env
from kartlegging_tui.domain.questionnaire import (
    AnyItem,
    Choice,
    Choices,
    Computed,
    NeedRule,
    Priority,
    Question,
    Questionnaire,
    Rows,
    Section,
    YesNo,
)
from kartlegging_tui.domain.rules import Decides, Form, Rule
from kartlegging_tui.domain.scoring import NOTHING, ScoreResult, rounded, score_result
from kartlegging_tui.domain.unknowns import Amount, Bounds

PRIORITIES = (Priority.URGENT, Priority.HIGH, Priority.MEDIUM, Priority.LOW)


@dataclass(frozen=True)
class Context:
    """What a form knows beside its answers."""

    contact_point: int | None = None
    """The number of the contact point."""
    age: int | None = None
    """The patient's age in whole years on the day of the conversation."""
    previous: Mapping[Path, Answer] = field(default_factory=dict)
    """The answers to the same form at the last contact point."""
    today: date | None = None
    """The day of the conversation; dates after it are questioned where a form says so."""


@dataclass
class Change:
    """What one answer has changed."""

    shown: set[Path] = field(default_factory=set)
    """Questions that have appeared or vanished, or whose computed value is another."""
    sections: set[str] = field(default_factory=set)
    """Sections that have appeared or vanished."""
    scores: set[str] = field(default_factory=set)
    needs: set[str] = field(default_factory=set)
    """Needs that have come or gone."""
    urgent: set[Path] = field(default_factory=set)
    """Questions whose answer has become urgent, or no longer is."""
    rules_run: int = 0
    """How many conditions and formulas were evaluated."""


class Sheet:
    """One form being filled."""

    def __init__(
        self, form: Form, context: Context | None = None, answers: Mapping[Path, Answer] | None = None
    ) -> None:
        self.form = form
        self.context = context or Context()
        self.answers: dict[Path, Answer] = {}
        """Every answer there is, also those of hidden questions and of rows taken away."""
        self.scores: dict[str, ScoreResult] = dict.fromkeys(form.scores, NOTHING)
        self._needs: set[str] = set()
        self._urgent: set[Path] = set()
        self._hidden_sections = {section.id for section in form.questionnaire.sections if section.visible_if}
        self._shown: dict[Path, bool] = {}
        self._env = Env()
        self._row_envs: dict[tuple[str, int], Env] = {}
        self._last_row: dict[str, int] = {}
        self._computed: dict[Path, Amount] = {}
        self._begin(answers or {})

    # ---- what a screen asks ------------------------------------------------------------------------------------

    @property
    def env(self) -> Env:
        """The values that conditions are evaluated with."""
        return self._env

    def answer(self, path: Path) -> Answer:
        """The answer, or `EMPTY`; also of a hidden question."""
        return self.answers.get(path, EMPTY)

    def computed(self, path: Path) -> Amount:
        """The value of a computed item."""
        return self._computed.get(path)

    def is_shown(self, path: Path) -> bool:
        """True if the question is asked now."""
        group, row, column = split(path)
        item = self.form.items[group]
        if self.form.section_of[group].id in self._hidden_sections or not self._passes(group, item):
            return False
        if row is None or column is None:
            return True
        return row in self.rows(group) and self._passes(path, self.form.columns[group][column])

    def section_shown(self, section: Section) -> bool:
        """True if the section is asked now and anything in it is."""
        return section.id not in self._hidden_sections and any(self.is_shown(item.id) for item in section.questions)

    def rows(self, group: str) -> tuple[int, ...]:
        """The numbers of the rows that a group has now."""
        value = self.answer(group).value
        return tuple(int(row) for row in value) if isinstance(value, tuple) else ()

    def next_row(self, group: str) -> int:
        """The number of the next row to be added: one that was never used."""
        return self._last_row.get(group, 0) + 1

    def shown_in(self, section: Section) -> Iterator[Path]:
        """The paths of what is asked in a section, in order; the cells of a row after its group."""
        if section.id in self._hidden_sections:
            return
        for item in section.questions:
            if not self._passes(item.id, item):
                continue
            yield item.id
            for row in self.rows(item.id) if isinstance(item, Rows) else ():
                for column in self.form.columns[item.id].values():
                    path = cell(item.id, row, column.id)
                    if self._passes(path, column):
                        yield path

    def visible(self) -> Iterator[Path]:
        """The paths of all that is asked now, in order."""
        for section in self.form.questionnaire.sections:
            yield from self.shown_in(section)

    def needs(self) -> list[NeedRule]:
        """The needs that the answers show, the most pressing first, else in the form's order."""
        found = [need for need in self.form.needs.values() if need.id in self._needs]
        return sorted(found, key=lambda need: PRIORITIES.index(need.priority))

    def urgent(self) -> list[Path]:
        """The questions whose answer calls for something at once, in order."""
        return [path for path in self.visible() if path in self._urgent] if self._urgent else []

    def progress(self, section: Section) -> tuple[int, int]:
        """How many of the questions asked in a section are answered, and how many there are."""
        asked = [path for path in self.shown_in(section) if isinstance(self.form.item(path), Question)]
        return sum(self.answer(path).given for path in asked), len(asked)

    # ---- what a nurse does ---------------------------------------------------------------------------------------

    def set(self, path: Path, answer: Answer) -> Change:
        """Sets one answer (`EMPTY` takes it back) and brings all that follows from it up to date.

        Raises KeyError for a path that is not in the form.
        """
        self.form.item(path)
        change = Change()
        self._store(path, answer)
        pending = _Pending(self.form, self.rows)
        self._refresh(path, pending)
        self._settle(pending, change)
        return change

    # ---- how it is done ------------------------------------------------------------------------------------------

    def _begin(self, answers: Mapping[Path, Answer]) -> None:
        for name in ("age", "contact_point"):
            number = getattr(self.context, name)
            if number is not None:
                self._env.values[name] = self._env.points[name] = number
        self._env.previous = _previous_env(self.form.questionnaire, self.context.previous)
        for path, answer in answers.items():
            self._store(path, answer)
        pending = _Pending(self.form, self.rows)
        for group in self.form.columns:
            self._refresh(group, pending)
        for path in self.answers:
            self._refresh(path, pending)
        for item in self.form.items.values():
            if isinstance(item, Question) and item.score_if_hidden is not None:
                self._refresh(item.id, pending)
        for place, rule in enumerate(self.form.rules):
            pending.add_rule(place, self.rows(rule.group) if rule.group else (0,))
        self._settle(pending, Change())

    def _store(self, path: Path, answer: Answer) -> None:
        group, row, _ = split(path)
        if answer.empty:
            self.answers.pop(path, None)
        else:
            self.answers[path] = answer
        rows = (row,) if row is not None else self.rows(group) if group in self.form.columns else ()
        for number in rows:
            self._last_row[group] = max(self._last_row.get(group, 0), number)

    def _passes(self, path: Path, item: AnyItem) -> bool:
        return item.visible_if is None or self._shown.get(path, False)

    def _refresh(self, path: Path, pending: _Pending) -> None:
        """Brings the value that conditions see in line with the answer and with whether it is shown."""
        group, row, column = split(path)
        if row is not None and column is not None:
            env = self._row_envs.get((group, row))
            if env is None:
                return
            item, name, full = self.form.columns[group][column], column, f"{group}.{column}"
        else:
            env, item, name, full = self._env, self.form.items[group], group, group
        if isinstance(item, Rows):
            self._refresh_rows(item, pending)
            return
        shown = self.is_shown(path)
        value, points = self._value(item, path) if shown else (None, _points_if_hidden(item))
        if (env.values.get(name), env.points.get(name)) == (value, points):
            return
        _put(env.values, name, value)
        _put(env.points, name, points)
        pending.name_changed(full, row)

    def _value(self, item: AnyItem, path: Path) -> tuple[Any, Amount]:
        if isinstance(item, Computed):
            amount = self._computed.get(path)
            return amount, amount
        return value_and_points(self.form.questionnaire, item, self.answer(path))

    def _refresh_rows(self, item: Rows, pending: _Pending) -> None:
        """A group has got or lost rows, or has appeared or vanished."""
        group = item.id
        wanted = self.rows(group) if self.is_shown(group) else ()
        answered = self.is_shown(group) and isinstance(self.answer(group).value, tuple)
        present = [row for name, row in self._row_envs if name == group]
        before = self._env.values.get(group)
        for row in present:
            if row not in wanted:
                del self._row_envs[group, row]
        for row in wanted:
            if (group, row) not in self._row_envs:
                self._row_envs[group, row] = Env(form=self._env)
                pending.row_added(group, row)
                for column in self.form.columns[group]:
                    self._refresh(cell(group, row, column), pending)
        if answered:
            self._env.values[group] = wanted
            self._env.rows[group] = [self._row_envs[group, row] for row in wanted]
        else:
            self._env.values.pop(group, None)
            self._env.rows.pop(group, None)
        if before != self._env.values.get(group):
            pending.name_changed(group)
            for column in self.form.columns[group]:
                pending.name_changed(f"{group}.{column}")
            for path in [path for path in self._urgent if path.startswith(f"{group}/")]:
                if not self.is_shown(path):
                    self._urgent.discard(path)

    def _settle(self, pending: _Pending, change: Change) -> None:
        while (next_rule := pending.pop()) is not None:
            rule, row = next_rule
            if row and (rule.group, row) not in self._row_envs:
                continue
            change.rules_run += 1
            self._run(rule, row, pending, change)

    def _run(self, rule: Rule, row: int, pending: _Pending, change: Change) -> None:
        path = cell(rule.group, row, rule.target) if rule.group else rule.target
        env = self._row_envs[rule.group, row] if rule.group else self._env
        match rule.decides:
            case Decides.SECTION_SHOWN:
                self._show_section(rule.target, rule.compiled.truth(env) is True, pending, change)
            case Decides.SHOWN:
                shown = rule.compiled.truth(env) is True
                if self._shown.get(path, False) != shown:
                    self._shown[path] = shown
                    change.shown.add(path)
                    self._refresh(path, pending)
            case Decides.VALUE:
                self._compute(rule, path, env, pending, change)
            case Decides.SCORE:
                self._score(rule, pending, change)
            case Decides.NEED:
                if (rule.target in self._needs) != (rule.compiled.truth(env) is True):
                    self._needs ^= {rule.target}
                    change.needs.add(rule.target)
            case Decides.URGENT:
                urgent = (
                    rule.compiled.truth(env) is True and self.is_shown(path) and self.answer(path).value is not None
                )
                if (path in self._urgent) != urgent:
                    self._urgent ^= {path}
                    change.urgent.add(path)

    def _show_section(self, section_id: str, shown: bool, pending: _Pending, change: Change) -> None:
        if (section_id not in self._hidden_sections) == shown:
            return
        self._hidden_sections ^= {section_id}
        change.sections.add(section_id)
        section = next(section for section in self.form.questionnaire.sections if section.id == section_id)
        for item in section.questions:
            self._refresh(item.id, pending)

    def _compute(self, rule: Rule, path: Path, env: Env, pending: _Pending, change: Change) -> None:
        item = self.form.item(path)
        amount = rule.compiled.evaluate(env)
        if isinstance(item, Computed) and isinstance(amount, int | float):
            amount = rounded(amount, item.decimals)
        elif isinstance(amount, Bounds):
            amount = None
        if self._computed.get(path) != amount:
            self._computed[path] = amount
            change.shown.add(path)
            self._refresh(path, pending)

    def _score(self, rule: Rule, pending: _Pending, change: Change) -> None:
        result = score_result(self.form.scores[rule.target], rule.compiled, self._env, self.form.scope)
        if result == self.scores[rule.target]:
            return
        self.scores[rule.target] = result
        change.scores.add(rule.target)
        _put(self._env.values, rule.target, result.amount)
        _put(self._env.points, rule.target, result.amount)
        pending.name_changed(rule.target)


class _Pending:
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
        for place, rule in enumerate(self.form.rules):
            if rule.group == group:
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


def value_and_points(questionnaire: Questionnaire, item: AnyItem, answer: Answer) -> tuple[Any, Amount]:
    """An answer as comparisons see it and as arithmetic does; None where there is none."""
    value = answer.value
    if value is None or value == () or value == "":
        return None, None
    match item:
        case YesNo():
            return value, int(bool(value))
        case Choice():
            option = next((option for option in questionnaire.options(item) if option.value == value), None)
            return value, None if option is None else option.points
        case Choices():
            points = {option.value: option.points for option in questionnaire.options(item)}
            chosen = [points.get(part) for part in value] if isinstance(value, tuple) else []
            total = sum(score for score in chosen if score is not None)
            return value, None if any(score is None for score in chosen) else total
        case _:
            return value, value if isinstance(value, int | float) else None


def _points_if_hidden(item: AnyItem) -> Amount:
    return item.score_if_hidden if isinstance(item, Question) else None


def _previous_env(questionnaire: Questionnaire, previous: Mapping[Path, Answer]) -> Env:
    env = Env()
    for item in questionnaire.items():
        answer = previous.get(item.id)
        if answer is not None and isinstance(item, Question) and not isinstance(item, Rows):
            value, points = value_and_points(questionnaire, item, answer)
            _put(env.values, item.id, value)
            _put(env.points, item.id, points)
    return env


def _put(names: dict[str, Any], name: str, value: Any) -> None:
    if value is None:
        names.pop(name, None)
    else:
        names[name] = value
