"""What a form can never show, reckon or raise, because conditions that stand in different places rule each other out.

A hidden question counts as unanswered. So what is asked only where `a == 2` is true can come only where `a` is asked,
and under what shows `a`: all these conditions must be true at once. Where that is certain not to be, it never comes.
What one condition alone can never be is told where it stands, and is known here as a reason for what follows.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from kartlegging_tui.domain.expressions import Compiled, compile_condition, compile_tree
from kartlegging_tui.domain.questionnaire import MissingRule, NeedRule, Questionnaire, Score, Section
from kartlegging_tui.domain.questions import AnyItem, Computed, Info, Question, Rows
from kartlegging_tui.domain.satisfiability import can_be_tried, never_true
from kartlegging_tui.domain.scope import Scope
from kartlegging_tui.domain.syntax import ConditionError, parse

_MOST_AT_ONCE = 12
"""Conditions that are looked at together; more are left out, which only leaves something unsaid."""
_MOST_NEEDED = 50
"""Conditions of one score that are known, …"""
_DEEPEST = 40
"""… and how many things that follow from one another are looked through: as above, and no form has nearly as many."""


@dataclass(frozen=True)
class Gate:
    """A condition that must be true."""

    text: str
    compiled: Compiled = field(compare=False)
    shows: str = field(default="", compare=False)
    """The section, question or column that it shows; none for what a need or an urgent answer asks for."""


@dataclass(frozen=True)
class Never:
    """Why something never comes."""

    together: tuple[str, ...] = ()
    """Conditions that cannot all be true."""
    shows: tuple[str, ...] = field(default=(), compare=False)
    """What each of them shows; "" for its own."""
    absent: tuple[str, ...] = ()
    """What it needs and what itself never comes."""


class Presence:
    """Which parts of a form can never come. `scope` are its names, with the ranges of its scores.

    Conditions that do not compile say nothing here. Nothing is claimed that is not certain.
    """

    def __init__(self, questionnaire: Questionnaire, scope: Scope) -> None:
        self._scope = scope
        self._gates: dict[str, tuple[Gate, ...]] = {}
        """By name: the conditions under which it is asked."""
        self._parts: dict[str, frozenset[str]] = {}
        """By score that needs all its parts: those parts."""
        self._of_section: dict[str, tuple[Gate, ...]] = {}
        self._dead: dict[tuple[str, str | None], bool] = {}
        self._known: dict[str, Never | None] = {}
        self._needed: dict[str, tuple[Gate, ...]] = {}
        """By score: the conditions of all its parts."""
        self._depth = 0
        self._scores = {score.id: score for score in questionnaire.scores}
        for section in questionnaire.sections:
            around = self._of_section[section.id] = tuple(self._gate(section.visible_if, None, section.id))
            for item in section.questions:
                gates = self._gates[item.id] = (*around, *self._gate(item.visible_if, None, item.id))
                for column in item.row if isinstance(item, Rows) else ():
                    name = f"{item.id}.{column.id}"
                    self._gates[name] = (*gates, *self._gate(column.visible_if, item.id, name))
        counted_hidden = {
            item.id for item in questionnaire.items() if isinstance(item, Question) and item.score_if_hidden is not None
        }
        for score in questionnaire.scores:
            self._take_score(score, counted_hidden)

    # ---- what is asked of it -------------------------------------------------------------------------------------

    def section(self, section: Section) -> Never | None:
        """Why a section is never shown; None also where its own condition alone says so."""
        return self._why(self._of_section[section.id], None)

    def item(self, name: str) -> Never | None:
        """Why a question or column (`group.column`) is never shown, though no condition alone forbids it."""
        return self._why(self._gates[name], _group_of(name))

    def need(self, need: NeedRule) -> Never | None:
        """Why a need is never raised, though its own condition could be true."""
        around = self._gates.get(need.each, ()) if need.each else ()
        return self._why((*around, *self._gate(need.when, need.each)), need.each)

    def urgent(self, name: str, item: AnyItem) -> Never | None:
        """Why a question or column is never urgent where it is shown."""
        if isinstance(item, Info | Computed) or item.urgent is None:
            return None
        group = _group_of(name)
        return self._why((*self._gates[name], *self._gate(item.urgent.when, group)), group)

    def score(self, score: Score) -> Never | None:
        """Why a score never gets a value: parts of it never come, or never together."""
        parts = self._parts.get(score.id)
        if parts is None:
            return None
        if never := tuple(sorted(name for name in parts if self._absent(name))):
            return Never(absent=never)
        return self._why(self._gates_of(score.id), None)

    # ---- how it is found -----------------------------------------------------------------------------------------

    def _gate(self, text: str | None, group: str | None, shows: str = "") -> Iterator[Gate]:
        if text is not None and (group is None or group in self._scope.groups):
            scope = self._scope if group is None else self._scope.within(group)
            try:
                yield Gate(text, compile_condition(text, scope), shows)
            except ConditionError:
                return  # told where it stands

    def _take_score(self, score: Score, counted_hidden: set[str]) -> None:
        if score.missing is MissingRule.NONE_ALLOWED:
            try:
                tree = parse(score.value)
            except ConditionError:
                return
            names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
            self._parts[score.id] = frozenset(
                name for name in names - counted_hidden if name in self._gates or name in self._scores
            )

    def _gates_of(self, name: str, depth: int = 0) -> tuple[Gate, ...]:
        """The conditions that must be true where a name has a value; of very many, some."""
        if name not in self._parts:
            return self._gates.get(name, ())
        if name not in self._needed and depth < _DEEPEST:
            self._needed[name] = ()  # circles are told elsewhere, and prove nothing
            gates = (gate for part in sorted(self._parts[name]) for gate in self._gates_of(part, depth + 1))
            self._needed[name] = tuple(islice(dict.fromkeys(gates), _MOST_NEEDED))
        return self._needed.get(name, ())

    def _absent(self, name: str) -> bool:
        """True for a name that never has a value."""
        if name not in self._known and self._depth < _DEEPEST:
            self._known[name] = None  # circles are told elsewhere, and prove nothing
            self._depth += 1
            if name in self._scores:
                self._known[name] = self.score(self._scores[name])
            elif gates := self._gates.get(name, ()):
                dead = [gate for gate in gates if self._is_dead(gate, _group_of(name))]
                self._known[name] = _never(dead) if dead else self._why(gates, _group_of(name))
            self._depth -= 1
        return self._known.get(name) is not None

    def _is_dead(self, gate: Gate, group: str | None) -> bool:
        """True for a condition that can never be true, whatever else there is."""
        if (gate.text, group) not in self._dead:
            self._dead[gate.text, group] = self._never([gate], group, ())
        return self._dead[gate.text, group]

    def _why(self, gates: Collection[Gate], group: str | None) -> Never | None:
        references = {name for gate in gates for name in gate.compiled.references}
        absent = {name for name in references if self._gates_of(name) and self._absent(name)}
        together = self._together(gates, group, absent)
        if len(together) < 2 and not absent:
            return None
        if any(self._is_dead(gate, group) for gate in gates) or not self._never(together, group, absent):
            return None
        if absent and not self._never(together, group, ()):
            return Never(absent=tuple(sorted(absent)))
        core = self._core(together, group)
        return _never(core) if len(core) > 1 else None

    def _together(self, gates: Iterable[Gate], group: str | None, absent: Collection[str]) -> list[Gate]:
        """The conditions, and those of what they cannot do without."""
        left, found = list(dict.fromkeys(gates)), list[Gate]()
        while left and len(found) < _MOST_AT_ONCE:
            gate = left.pop(0)
            found.append(gate)
            for name in sorted(gate.compiled.references - set(absent)):
                before = [each for each in self._gates_of(name) if each not in found and each not in left]
                if before and self._never([gate], group, {*absent, name}):
                    left += before
        return found

    def _core(self, gates: list[Gate], group: str | None) -> list[Gate]:
        """As few of them as still cannot all be true."""
        core = list(gates)
        for gate in gates:
            without = [each for each in core if each is not gate]
            if without and self._never(without, group, ()):
                core = without
        return core

    def _never(self, gates: Collection[Gate], group: str | None, absent: Collection[str]) -> bool:
        """True where it is certain that the conditions cannot all be true."""
        scope = self._scope if group is None else self._scope.within(group)
        if len(gates) > 1:
            if any(self._never([gate], group, absent) for gate in gates if gate.compiled.references <= set(absent)):
                return True
            gates = [gate for gate in gates if can_be_tried(parse(gate.text), scope, gate.compiled.references)]
        if not gates:
            return False
        tree = _all_of([parse(gate.text) for gate in gates])
        try:
            compiled = compile_tree("", tree, scope)
        except ConditionError:  # a name means something else within the row: told as an id that is used twice
            return False
        return never_true(compiled.evaluate, tree, scope, compiled.references, absent)


def _never(gates: Collection[Gate]) -> Never:
    return Never(tuple(gate.text for gate in gates), tuple(gate.shows for gate in gates))


def _all_of(trees: list[ast.Expression]) -> ast.Expression:
    if len(trees) == 1:
        return trees[0]
    return ast.Expression(ast.BoolOp(ast.And(), [tree.body for tree in trees]))


def _group_of(name: str) -> str | None:
    return name.partition(".")[0] if "." in name else None
