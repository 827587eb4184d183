"""Forms and pathways with one rule spoiled: what their scenarios must notice."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from kartlegging_tui.definitions.source import At
from kartlegging_tui.services.scenario_rules import RuleKind, RuleToTry

CONDITIONS = (RuleKind.SECTION, RuleKind.QUESTION, RuleKind.URGENT, RuleKind.NEED, RuleKind.OFFER, RuleKind.REQUIREMENT)
KEYS = {"from": "from_"}
IDLE = re.compile(r"count\(\w+\) >= 1|answered\(\w+\)")
Mutant = tuple[str, At, Any]
"""What was done, the rule it was done to, and the form or pathway with it."""


def value_at(model: Any, at: At) -> Any:
    for step in at:
        model = getattr(model, KEYS.get(step, step)) if isinstance(model, BaseModel) else model[step]
    return model


def replaced(model: Any, at: At, value: Any) -> Any:
    """The same with another value at a place."""
    if not at:
        return value
    step, rest = at[0], at[1:]
    if isinstance(model, tuple):
        return (*model[:step], replaced(model[step], rest, value), *model[step + 1 :])
    name = KEYS.get(step, step)
    return model.model_copy(update={name: replaced(getattr(model, name), rest, value)})


def mutants(document: Any, rules: list[RuleToTry]) -> Iterator[Mutant]:
    """Each rule turned round: a condition negated, a border of a band moved, a formula one more."""
    for rule in rules:
        if rule.kind in CONDITIONS:
            text = value_at(document, rule.at)
            yield f"{rule.name}: not ({text})", rule.at, replaced(document, rule.at, f"not ({text})")
        elif rule.kind in (RuleKind.SCORE, RuleKind.COMPUTED):
            yield f"{rule.name}: + 1", rule.at, replaced(document, rule.at, f"({value_at(document, rule.at)}) + 1")
        elif rule.kind is RuleKind.MISSING:
            yield f"{rule.name}: none allowed", rule.at, replaced(document, rule.at, "none_allowed")


def border_mutants(form: Any) -> Iterator[Mutant]:
    """Each border between two bands moved by the smallest step of the score, to either side; each flag turned."""
    for number, score in enumerate(form.scores):
        step = int(found[1]) if (found := re.search(r"\) \* (\d+)$", score.value)) else 1
        for place, (band, after) in enumerate(zip(score.bands, score.bands[1:], strict=False)):
            for shift in (step, -step):
                moved = replaced(form, ("scores", number, "bands", place, "to"), band.to + shift)
                moved = replaced(moved, ("scores", number, "bands", place + 1, "from"), after.from_ + shift)
                yield f"{score.id}: border after {band.to} moved by {shift}", ("scores", number, "bands", place), moved
        for place, band in enumerate(score.bands):
            at = ("scores", number, "bands", place, "flag")
            yield f"{score.id}: flag of band {place} turned", at[:-1], replaced(form, at, not band.flag)


def limit_mutants(document: Any, rules: list[RuleToTry]) -> Iterator[Mutant]:
    """Each whole number in a condition one more and one less, each part of `and` and `or` left out."""
    for rule in rules:
        if rule.kind in CONDITIONS:
            text = value_at(document, rule.at)
            for spoiled in dict.fromkeys(spoiled_conditions(text)):
                yield f"{rule.name}: {spoiled}", rule.at, replaced(document, rule.at, spoiled)


def spoiled_conditions(text: str) -> Iterator[str]:
    """The condition with one number moved, one value of a list left out, one part of `and` or `or` left out.

    Not spoiled is `count(x) >= 1` and `answered(x)` beside something else that must be so: what is not answered is
    unknown there anyway, so they say no more, but for the one who reads them.
    """
    tree = ast.parse(text.strip(), mode="eval")
    idle: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
            idle |= {part for part in node.values if IDLE.fullmatch(ast.unparse(part))}
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and node not in idle:
            for constant in [node.left, *node.comparators]:
                if isinstance(constant, ast.Constant) and type(constant.value) in (int, float):
                    for shift in (1, -1) if isinstance(constant.value, int) else (0.01, -0.01):
                        yield _with(tree, constant, shift)
            for each in node.comparators:
                if isinstance(each, ast.Tuple) and len(each.elts) > 1:
                    for place, element in enumerate(list(each.elts)):
                        each.elts.remove(element)
                        yield ast.unparse(tree)
                        each.elts.insert(place, element)
        if isinstance(node, ast.BoolOp):
            for part in [part for part in node.values if part not in idle]:
                place = node.values.index(part)
                node.values.remove(part)
                yield ast.unparse(tree)
                node.values.insert(place, part)


def _with(tree: ast.AST, constant: ast.Constant, shift: float) -> str:
    constant.value += shift
    text = ast.unparse(tree)
    constant.value -= shift
    return text
