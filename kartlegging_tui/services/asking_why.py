"""Why a pathway is found by a question: the condition part by part, with what was answered, where and when."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kartlegging_tui.domain import pathway_terms as terms
from kartlegging_tui.domain.asking import Question
from kartlegging_tui.domain.env import Env
from kartlegging_tui.domain.explain import Joined, Part, Reading, divided
from kartlegging_tui.domain.expressions import compile_tree
from kartlegging_tui.domain.hearing import Hearing
from kartlegging_tui.domain.unknowns import Truth
from kartlegging_tui.services.asking_words import Namer, open_actions, said, said_value


@dataclass(frozen=True)
class WhyValue:
    """What was answered to a name."""

    name: str
    """What it is called."""
    value: str
    """In words; – where nothing is answered."""
    previous: bool
    """It is the answer before."""
    form: str = ""
    """The title of the form that was answered; empty for what is not an answer."""
    contact_point: int | None = None
    """Where it was answered; None for what is not an answer."""
    day: date | None = None
    """When the conversation was held."""


@dataclass(frozen=True)
class WhyPart:
    """A part of the condition."""

    depth: int
    """How many parts it stands inside."""
    text: str
    """As a sentence; empty for one that only joins those that follow."""
    joined: Joined | None
    """How those that follow hang together; None for a part that is not divided."""
    truth: Truth
    values: tuple[WhyValue, ...] = ()


def why(asked: Question, hearing: Hearing, days: Mapping[int, date], namer: Namer) -> tuple[WhyPart, ...]:
    """The parts of a question in the order in which they are read; `days` are those of the conversations."""

    def truth(node: ast.expr) -> Truth:
        scope = asked.vocabulary.scope
        return compile_tree(asked.text, ast.Expression(node), scope).truth(hearing.env)

    def readings(node: ast.expr) -> Iterator[Reading]:
        before = _previous(node)
        for name in _told(asked, node):
            for previous in (False, True) if name in before else (False,):
                env = (hearing.env.previous or Env()) if previous else hearing.env
                yield Reading(name, env.values.get(name), env.points.get(name), None, previous)

    def value(reading: Reading) -> WhyValue:
        name = reading.path
        env = (hearing.env.previous or Env()) if reading.previous else hearing.env
        sources = hearing.before if reading.previous else hearing.now
        source = sources.get(name) or sources.get(name.rpartition(".")[0])
        called, word = namer.text(name), said_value(name, env, namer)
        if source is None:
            return WhyValue(called, word, reading.previous)
        day = days.get(source.contact_point)
        return WhyValue(called, word, reading.previous, namer.title(source.name), source.contact_point, day)

    def lines(part: Part, depth: int) -> Iterator[WhyPart]:
        if part.joined in (None, Joined.NOT) and all(each.joined is None for each in part.parts):
            leaf = part.parts[0] if part.parts else part
            yield WhyPart(depth, part.text, None, part.truth, tuple(map(value, leaf.readings)))
            return
        yield WhyPart(depth, "", part.joined, part.truth)
        for each in part.parts:
            yield from lines(each, depth + 1)

    tree = divided(asked.tree, lambda node: said(node, namer), truth, readings)
    return tuple(lines(tree, 0))


def _told(asked: Question, node: ast.expr) -> list[str]:
    """The names of a part: of a group, its columns that are asked about; of open actions, how many there are."""
    names = asked.names_in(node)
    if any(isinstance(each, ast.expr) and open_actions(each) for each in ast.walk(node)):
        return [name for name in names if name != f"{terms.ACTIONS.symbol.name}.status"]
    owners = {name.rpartition(".")[0] for name in names}
    return [name for name in names if name not in owners]


def _previous(node: ast.expr) -> set[str]:
    """The names of which the answer before is asked for."""
    return {
        part.args[0].id
        for part in ast.walk(node)
        if isinstance(part, ast.Call)
        and isinstance(part.func, ast.Name)
        and part.func.id == "previous"
        and part.args
        and isinstance(part.args[0], ast.Name)
    }
