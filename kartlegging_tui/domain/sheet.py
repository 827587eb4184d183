"""The answers to one form while it is filled: what is shown, scored, needed and urgent, kept up to date step by step.

Setting an answer recomputes only what follows from it. A hidden question counts as unanswered for everything that
depends on it; its answer stays, and counts again when the question comes back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kartlegging_tui.domain.answers import EMPTY, Answer, Missing, Path, cell, split
from kartlegging_tui.domain.env import Env, previous_env, put, value_and_points
from kartlegging_tui.domain.needs import FoundNeed, need_key
from kartlegging_tui.domain.pending import Pending
from kartlegging_tui.domain.questionnaire import NeedRule, Priority, Section
from kartlegging_tui.domain.questions import AnyItem, Computed, Question, Rows
from kartlegging_tui.domain.rules import Decides, Form, Rule
from kartlegging_tui.domain.scoring import NOTHING, ScoreResult, rounded, score_result
from kartlegging_tui.domain.unknowns import Amount, Bounds, Truth, every

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
    rows_used: Mapping[str, int] = field(default_factory=dict)
    """By group, the highest row number that any contact point of the pathway has ever used."""


@dataclass
class Change:
    """What one answer has changed."""

    shown: set[Path] = field(default_factory=set)
    """Questions that have appeared or vanished, or whose computed value is another."""
    sections: set[str] = field(default_factory=set)
    """Sections that have appeared or vanished."""
    scores: set[str] = field(default_factory=set)
    needs: set[str] = field(default_factory=set)
    """The keys of needs that have come or gone."""
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
        self._open: dict[str, Truth] = {
            section.id: None if section.visible_if else True for section in form.questionnaire.sections
        }
        self._shown: dict[Path, Truth] = {}
        self._env = Env()
        self._row_envs: dict[tuple[str, int], Env] = {}
        self._last_row: dict[str, int] = {}
        self._computed: dict[Path, Amount] = {}
        self._progress: dict[str, tuple[int, int]] = {}
        """By section, until something changes in it: who draws all sections after each answer counts one anew."""
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
        return self._asked(path) is True

    def is_section_open(self, section: Section) -> bool:
        """True if the section's own condition lets it be asked."""
        return self._open[section.id] is True

    def section_shown(self, section: Section) -> bool:
        """True if the section is asked now and anything in it is."""
        return self.is_section_open(section) and any(self.is_shown(item.id) for item in section.questions)

    def rows(self, group: str) -> tuple[int, ...]:
        """The numbers of the rows that a group has now."""
        value = self.answer(group).value
        return tuple(row for row in value if isinstance(row, int)) if isinstance(value, tuple) else ()

    def next_row(self, group: str) -> int:
        """The number of the next row to be added: one that was never used, neither here nor at any contact point."""
        before = self.context.previous.get(group, EMPTY).value
        used = [self._last_row.get(group, 0), self.context.rows_used.get(group, 0)]
        used += [row for row in before if isinstance(row, int)] if isinstance(before, tuple) else []
        used += [row for name, row, _ in map(split, self.context.previous) if name == group and row is not None]
        return max(used) + 1

    def shown_in(self, section: Section) -> Iterator[Path]:
        """The paths of what is asked in a section, in order; the cells of a row after its group."""
        return (path for path, asked in self.drawn_in(section) if asked)

    def drawn_in(self, section: Section) -> Iterator[tuple[Path, bool]]:
        """The same, and in its place what is hidden now and has an answer: kept until signing, and counted nowhere."""
        if not self.is_section_open(section):
            return
        for item in section.questions:
            asked = self._passes(item.id, item) is True
            if not asked and (isinstance(item, Rows) or not self.answer(item.id).given):
                continue
            yield item.id, asked
            for row in self.rows(item.id) if isinstance(item, Rows) else ():
                for column in self.form.columns[item.id].values():
                    path = cell(item.id, row, column.id)
                    asked = self._passes(path, column) is True
                    if asked or self.answer(path).given:
                        yield path, asked

    def visible(self) -> Iterator[Path]:
        """The paths of all that is asked now, in order."""
        for section in self.form.questionnaire.sections:
            yield from self.shown_in(section)

    def needs(self) -> list[FoundNeed]:
        """The needs that the answers show, the most pressing first, else in the order of the form and of its rows."""
        found = []
        for need in self.form.needs.values():
            rows = (None,) if need.each is None else self.rows(need.each)
            found += [FoundNeed(need, row) for row in rows if need_key(need.id, row) in self._needs]
        return sorted(found, key=lambda need: PRIORITIES.index(need.rule.priority))

    def shows(self, need: NeedRule, row: int | None = None) -> Truth:
        """Whether the answers show a need, of a row where it is for each row; None while they do not say."""
        env = self._env if need.each is None else self._row_envs.get((need.each, row or 0))
        rule = next(rule for rule in self.form.rules if rule.decides is Decides.NEED and rule.target == need.id)
        return None if env is None else rule.compiled.truth(env)

    @property
    def urgent_paths(self) -> frozenset[Path]:
        """The questions whose answer calls for something at once."""
        return frozenset(self._urgent)

    def urgent(self) -> list[Path]:
        """The questions whose answer calls for something at once, in order."""
        return sorted(self._urgent, key=self._place)

    def progress(self, section: Section) -> tuple[int, int]:
        """How many of the questions asked in a section are answered, and how many there are."""
        if section.id not in self._progress:
            asked = [path for path in self.shown_in(section) if isinstance(self.form.item(path), Question)]
            self._progress[section.id] = sum(self.answer(path).given for path in asked), len(asked)
        return self._progress[section.id]

    # ---- what a nurse does ---------------------------------------------------------------------------------------

    def set(self, path: Path, answer: Answer) -> Change:
        """Sets one answer (`EMPTY` takes it back) and brings all that follows from it up to date.

        Raises KeyError for a path that is not in the form.
        """
        self.form.item(path)
        change = Change()
        urgent, needs = set(self._urgent), set(self._needs)
        self._store(path, answer)
        pending = Pending(self.form, self.rows)
        self._refresh(path, pending)
        self._settle(pending, change)
        change.urgent = urgent ^ self._urgent
        change.needs = needs ^ self._needs
        return change

    # ---- how it is done ------------------------------------------------------------------------------------------

    def _begin(self, answers: Mapping[Path, Answer]) -> None:
        for name in ("age", "contact_point"):
            number = getattr(self.context, name)
            if number is not None:
                self._env.values[name] = self._env.points[name] = number
        self._env.previous = previous_env(self.form.questionnaire, self.context.previous)
        for path, answer in answers.items():
            if self._has(path):
                self._store(path, answer)
        pending = Pending(self.form, self.rows)
        for group in self.form.columns:
            self._refresh(group, pending)
        for path in self.answers:
            self._refresh(path, pending)
        for place, rule in enumerate(self.form.rules):
            pending.add_rule(place, self.rows(rule.group) if rule.group else (0,))
        self._settle(pending, Change())

    def _has(self, path: Path) -> bool:
        """False for an answer to a question that this version does not have: it says nothing here."""
        group, row, column = split(path)
        return group in self.form.items if row is None else column in self.form.columns.get(group, {})

    def _place(self, path: Path) -> tuple[int, int, int]:
        """Where a path stands in the form: paths sort by it."""
        group, row, column = split(path)
        if row is None or column is None:
            return self.form.places[group], -1, -1
        return self.form.places[group], self.rows(group).index(row), self.form.places[f"{group}.{column}"]

    def _store(self, path: Path, answer: Answer) -> None:
        group, row, _ = split(path)
        self._count_anew(group)
        if answer.empty:
            self.answers.pop(path, None)
        else:
            self.answers[path] = answer
        rows = (row,) if row is not None else self.rows(group) if group in self.form.columns else ()
        for number in rows:
            self._last_row[group] = max(self._last_row.get(group, 0), number)

    def _count_anew(self, group: str) -> None:
        """What is asked in the section of an item, or what is answered there, may be other than it was."""
        self._progress.pop(self.form.section_of[group].id, None)

    def _passes(self, path: Path, item: AnyItem) -> Truth:
        return True if item.visible_if is None else self._shown.get(path)

    def _asked(self, path: Path) -> Truth:
        """True if the question is asked now, False if it is not, None while that waits for answers to others."""
        group, row, column = split(path)
        asked = [self._open[self.form.section_of[group].id], self._passes(group, self.form.items[group])]
        if row is not None and column is not None:
            asked += [row in self.rows(group), self._passes(path, self.form.columns[group][column])]
        return every(asked)

    def _refresh(self, path: Path, pending: Pending) -> None:
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
        asked = self._asked(path)
        value, points = (
            self._value(item, path) if asked else (None, _points_if_hidden(item) if asked is False else None)
        )
        reason = self._reason(item, path) if asked else None
        if (env.values.get(name), env.points.get(name), env.reasons.get(name)) == (value, points, reason):
            return
        put(env.values, name, value)
        put(env.points, name, points)
        put(env.reasons, name, reason)
        pending.name_changed(full, row)

    def _value(self, item: AnyItem, path: Path) -> tuple[Any, Amount]:
        if isinstance(item, Computed):
            amount = self._computed.get(path)
            return amount, amount
        return value_and_points(self.form.questionnaire, item, self.answer(path))

    def _reason(self, item: AnyItem, path: Path) -> Missing | None:
        return self.answer(path).missing if isinstance(item, Question) else None

    def _refresh_rows(self, item: Rows, pending: Pending) -> None:
        """A group has got or lost rows, or has appeared or vanished, or it is known why it has none."""
        group = item.id
        shown = self.is_shown(group)
        wanted = self.rows(group) if shown else ()
        answered = shown and isinstance(self.answer(group).value, tuple)
        present = [row for name, row in self._row_envs if name == group]
        before = self._env.values.get(group), self._env.reasons.get(group)
        put(self._env.reasons, group, self._reason(item, group) if shown else None)
        for row in present:
            if row not in wanted:
                self._drop_row(group, row)
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
        if before != (self._env.values.get(group), self._env.reasons.get(group)):
            pending.name_changed(group)

    def _drop_row(self, group: str, row: int) -> None:
        """Nothing is urgent and nothing is needed in a row that is gone."""
        del self._row_envs[group, row]
        for place in self.form.rules_of_row.get(group, ()):
            rule = self.form.rules[place]
            if rule.decides is Decides.URGENT:
                self._urgent.discard(cell(group, row, rule.target))
            elif rule.decides is Decides.NEED:
                self._needs.discard(need_key(rule.target, row))

    def _settle(self, pending: Pending, change: Change) -> None:
        while (next_rule := pending.pop()) is not None:
            rule, row = next_rule
            if row and (rule.group, row) not in self._row_envs:
                continue
            change.rules_run += 1
            self._run(rule, row, pending, change)

    def _run(self, rule: Rule, row: int, pending: Pending, change: Change) -> None:
        path = cell(rule.group, row, rule.target) if rule.group else rule.target
        env = self._row_envs[rule.group, row] if rule.group else self._env
        match rule.decides:
            case Decides.SECTION_SHOWN:
                self._show_section(rule.target, rule.compiled.truth(env), pending, change)
            case Decides.SHOWN:
                before, now = self._shown.get(path), rule.compiled.truth(env)
                if before is not now:
                    self._shown[path] = now
                    self._count_anew(split(path)[0])
                    if True in (before, now):
                        change.shown.add(path)
                    self._refresh(path, pending)
            case Decides.VALUE:
                self._compute(rule, path, env, pending, change)
            case Decides.SCORE:
                self._score(rule, pending, change)
            case Decides.NEED:
                key = need_key(rule.target, row if rule.group else None)
                if (key in self._needs) != (rule.compiled.truth(env) is True):
                    self._needs ^= {key}
            case Decides.URGENT:
                urgent = rule.target in env.values and rule.compiled.truth(env) is True
                if (path in self._urgent) != urgent:
                    self._urgent ^= {path}

    def _show_section(self, section_id: str, now: Truth, pending: Pending, change: Change) -> None:
        before = self._open[section_id]
        if before is now:
            return
        self._open[section_id] = now
        self._progress.pop(section_id, None)
        if True in (before, now):
            change.sections.add(section_id)
        for item in self.form.sections[section_id].questions:
            self._refresh(item.id, pending)

    def _compute(self, rule: Rule, path: Path, env: Env, pending: Pending, change: Change) -> None:
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

    def _score(self, rule: Rule, pending: Pending, change: Change) -> None:
        score, decimals = self.form.scores[rule.target], self.form.decimals[rule.target]
        result = score_result(score, rule.compiled, self._env, self.form.scope, decimals)
        if result == self.scores[rule.target]:
            return
        self.scores[rule.target] = result
        change.scores.add(rule.target)
        put(self._env.values, rule.target, result.amount)
        put(self._env.points, rule.target, result.amount)
        pending.name_changed(rule.target)


def _points_if_hidden(item: AnyItem) -> Amount:
    return item.score_if_hidden if isinstance(item, Question) else None
