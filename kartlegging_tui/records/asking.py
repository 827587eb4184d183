"""A question about all pathways, answered by seeks in the indexes of `said`.

Each simple condition becomes the set of pathways for which it is true and the set for which it is false; `and`, `or`
and `not` join them. What has no such sets – arithmetic, two answers compared, `previous` – is left to the engine, which
is asked about those that the rest of the question leaves over.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, true

from kartlegging_tui.domain.asking import Question
from kartlegging_tui.domain.expressions import compile_tree
from kartlegging_tui.domain.worklist import Due
from kartlegging_tui.records import asking_engine
from kartlegging_tui.records import worklist as urgency
from kartlegging_tui.records.derived import worklist
from kartlegging_tui.records.question_sets import Translator
from kartlegging_tui.records.said_sets import ForTheEngine
from kartlegging_tui.records.units import EVERYBODY as ALL
from kartlegging_tui.records.units import Sight


@dataclass
class Plan:
    """How a question is answered."""

    found: ColumnElement[bool]
    """On rows of the worklist: for which pathways all that the index can tell is true."""
    rest: list[ast.expr] = field(default_factory=list)
    """The conditions that the engine must be asked about."""


def plan(connection: Connection, question: Question, at: int | None, today: date) -> Plan:
    """How to answer it: the parts of the outermost `and` that the index can tell, and the others."""
    translator = Translator(connection, question, at, today)
    made = Plan(_talked(at))
    for part in _parts(question.tree):
        try:
            made.found = and_(made.found, translator.sides(part).true)
        except ForTheEngine:
            made.rest.append(part)
    return made


def _parts(tree: ast.expr) -> Iterator[ast.expr]:
    if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And):
        for value in tree.values:
            yield from _parts(value)
    else:
        yield tree


def find(
    connection: Connection, question: Question, at: int | None, today: date, sight: Sight = ALL
) -> list[tuple[int, Due]]:
    """The pathways of which the question is true, with what they wait for, the most urgent first."""
    made = plan(connection, question, at, today)
    found = _in_order(connection, and_(made.found, *sight.rows()), today)
    for part in made.rest:
        found = list(_asked_of_the_engine(connection, question, part, found, at, today))
    return found


def by_the_engine(connection: Connection, question: Question, at: int | None, today: date) -> list[tuple[int, Due]]:
    """The same as `find`, every pathway asked about: slow, for what is to be compared with it."""
    everybody = _in_order(connection, _talked(at), today)
    return list(_asked_of_the_engine(connection, question, question.tree, everybody, at, today))


def _in_order(connection: Connection, condition: ColumnElement[bool], today: date) -> list[tuple[int, Due]]:
    """The pathways of whose row a condition is true, the most urgent first. Tens of thousands: no row is an object."""
    due = {state.value: state for state in Due}
    return [(pathway, due[word]) for pathway, word in connection.execute(urgency.in_order(condition, today))]


def _talked(at: int | None) -> ColumnElement[bool]:
    """A conversation was begun at the contact point that is asked about."""
    return true() if at is None else worklist.c.talks.op("&")(1 << at) > 0


def _asked_of_the_engine(
    connection: Connection,
    question: Question,
    part: ast.expr,
    pathways: Sequence[tuple[int, Due]],
    at: int | None,
    today: date,
) -> Iterator[tuple[int, Due]]:
    compiled = compile_tree(question.text, ast.Expression(part), question.vocabulary.scope)
    names = question.names_in(part)
    seen = asking_engine.envs(connection, question.vocabulary, names, [each for each, _due in pathways], at, today)
    for pathway, (_id, hearing) in zip(pathways, seen, strict=True):
        if compiled.truth(hearing.env) is True:
            yield pathway
