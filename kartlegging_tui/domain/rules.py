"""A form made ready to be filled: its conditions and formulas compiled, and which of them follows from which.

A `Form` is made once for a questionnaire and shared by all who fill it. What changes while filling is in `sheet`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from graphlib import CycleError, TopologicalSorter

from kartlegging_tui.domain.expressions import Compiled, compile_condition, compile_formula
from kartlegging_tui.domain.questionnaire import NeedRule, Questionnaire, Score, Section
from kartlegging_tui.domain.questions import AnyItem, Computed, Info, Rows
from kartlegging_tui.domain.scope import Kind, Scope, scope_of
from kartlegging_tui.domain.scoring import decimals_of
from kartlegging_tui.domain.syntax import ConditionError


class Decides(Enum):
    """What a rule decides."""

    SECTION_SHOWN = auto()
    SHOWN = auto()
    VALUE = auto()
    SCORE = auto()
    NEED = auto()
    URGENT = auto()


@dataclass(frozen=True)
class Rule:
    """One condition or formula of a form."""

    decides: Decides
    target: str
    """The id of what it decides: a section, a question or column, a score, a need."""
    compiled: Compiled
    group: str | None = None
    """The group in whose rows it runs, once for each row."""

    @property
    def looks_across_rows(self) -> bool:
        """True for a rule in a row that also reads the other rows of its group."""
        return self.group is not None and self.group in self.compiled.references

    @property
    def name(self) -> str:
        """The name that conditions know the target by."""
        return f"{self.group}.{self.target}" if self.group else self.target

    @property
    def reads(self) -> frozenset[str]:
        """The names it must run again for: an urgent answer is urgent only while it is given and shown."""
        references = self.compiled.references
        return references | {self.name} if self.decides is Decides.URGENT else references


class CyclicForm(ValueError):
    """Questions whose conditions follow from one another in a circle."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(" → ".join(names))
        self.names = names


class Form:
    """A questionnaire with its rules in the order in which they follow from one another.

    Raises ConditionError or CyclicForm for a questionnaire that the check would have refused.
    """

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.scope: Scope = scope_of(questionnaire)
        self.items: dict[str, AnyItem] = {item.id: item for item in questionnaire.items()}
        """By id, the items of the sections."""
        self.columns: dict[str, dict[str, AnyItem]] = {
            item.id: {column.id: column for column in item.row}
            for item in self.items.values()
            if isinstance(item, Rows)
        }
        """By group and id, the columns of its rows."""
        self.section_of: dict[str, Section] = {
            item.id: section for section in questionnaire.sections for item in section.questions
        }
        self.sections: dict[str, Section] = {section.id: section for section in questionnaire.sections}
        self.places: dict[str, int] = {name: place for place, name in enumerate(_names(self.items))}
        """By name, the place of a question or column among all."""
        self.scores: dict[str, Score] = {score.id: score for score in questionnaire.scores}
        self.needs: dict[str, NeedRule] = {need.id: need for need in questionnaire.needs}
        self.rules: tuple[Rule, ...] = _in_order(list(_rules(questionnaire, self.scope)), self.section_of)
        """Each after all whose results it reads."""
        self.readers: dict[str, list[int]] = defaultdict(list)
        """By name, the places in `rules` of those that read it."""
        for place, rule in enumerate(self.rules):
            for name in rule.reads:
                self.readers[name].append(place)
        self.rules_of_row: dict[str, list[int]] = defaultdict(list)
        """By group, the places in `rules` of those that run in each of its rows."""
        self.decimals: dict[str, int] = {}
        """By score, how many decimals it has."""
        for place, rule in enumerate(self.rules):
            if rule.group is not None:
                self.rules_of_row[rule.group].append(place)
            if rule.decides is Decides.SCORE:
                score = self.scores[rule.target]
                self.decimals[score.id] = decimals_of(score, rule.compiled, self.scope, self.decimals)

    def item(self, path: str) -> AnyItem:
        """The question that a path belongs to. Raises KeyError for a path that is not in the form."""
        group, _, rest = path.partition("/")
        if not rest:
            return self.items[path]
        return self.columns[group][rest.partition("/")[2]]


def _names(items: Mapping[str, AnyItem]) -> Iterator[str]:
    for item in items.values():
        yield item.id
        for column in item.row if isinstance(item, Rows) else ():
            yield f"{item.id}.{column.id}"


def find_cycle(questionnaire: Questionnaire, scope: Scope) -> tuple[str, ...]:
    """Names whose conditions follow from one another in a circle, the first again at the end; empty if there is none.

    `scope` are the names of the form. Conditions that do not compile are passed over: they are reported for themselves.
    """
    rules = list(_rules(questionnaire, scope, lenient=True))
    sections = {item.id: section for section in questionnaire.sections for item in section.questions}
    try:
        _in_order(rules, sections)
    except CyclicForm as error:
        return error.names
    return ()


def _rules(questionnaire: Questionnaire, scope: Scope, lenient: bool = False) -> Iterator[Rule]:
    def rule(decides: Decides, target: str, text: str | None, kind: Kind, group: str | None = None) -> Iterator[Rule]:
        if text is None:
            return
        names = scope.within(group) if group else scope
        try:
            compiled = (compile_condition if kind is Kind.TRUTH else compile_formula)(text, names)
        except ConditionError:
            if not lenient:
                raise
        else:
            yield Rule(decides, target, compiled, group)

    def of_item(item: AnyItem, group: str | None) -> Iterator[Rule]:
        yield from rule(Decides.SHOWN, item.id, item.visible_if, Kind.TRUTH, group)
        if isinstance(item, Computed):
            yield from rule(Decides.VALUE, item.id, item.value, Kind.NUMBER, group)
        elif not isinstance(item, Info) and item.urgent is not None:
            yield from rule(Decides.URGENT, item.id, item.urgent.when, Kind.TRUTH, group)

    for section in questionnaire.sections:
        yield from rule(Decides.SECTION_SHOWN, section.id, section.visible_if, Kind.TRUTH)
        for item in section.questions:
            yield from of_item(item, None)
            for column in item.row if isinstance(item, Rows) else ():
                yield from of_item(column, item.id)
    for score in questionnaire.scores:
        yield from rule(Decides.SCORE, score.id, score.value, Kind.NUMBER)
    for need in questionnaire.needs:
        yield from rule(Decides.NEED, need.id, need.when, Kind.TRUTH, need.each)


def _in_order(rules: list[Rule], section_of: dict[str, Section]) -> tuple[Rule, ...]:
    """The rules, each after those that decide what it reads. Raises CyclicForm."""
    deciders: dict[str, list[int]] = defaultdict(list)
    of_section = {rule.target: place for place, rule in enumerate(rules) if rule.decides is Decides.SECTION_SHOWN}
    for place, rule in enumerate(rules):
        if rule.decides in (Decides.SHOWN, Decides.VALUE, Decides.SCORE):
            deciders[rule.name].append(place)

    def before(rule: Rule) -> Iterator[int]:
        for name in rule.reads:
            yield from deciders.get(name, ())
            group = name.partition(".")[0]
            if group != name:
                yield from deciders.get(group, ())
            if group in section_of and (section := of_section.get(section_of[group].id)) is not None:
                yield section

    graph = {place: set(before(rule)) for place, rule in enumerate(rules)}
    try:
        return tuple(rules[place] for place in TopologicalSorter(graph).static_order())
    except CycleError as error:
        places: list[int] = error.args[1]
        raise CyclicForm(tuple(rules[place].name for place in reversed(places))) from None
