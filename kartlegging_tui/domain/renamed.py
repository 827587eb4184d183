"""A version of a form with other names in it: the same questions and conditions, told apart by other ids.

So that two versions can be put side by side by everything that puts questions of one id side by side.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kartlegging_tui.domain.names import Names
from kartlegging_tui.domain.questionnaire import NeedRule, Questionnaire, Section
from kartlegging_tui.domain.questions import AnyItem, Choice, Choices, Computed, Info, Option, Rows
from kartlegging_tui.domain.renamed_conditions import beside_others, renamed_condition
from kartlegging_tui.domain.scope import Scope, scope_of
from kartlegging_tui.domain.syntax import ConditionError


def renamed(form: Questionnaire, names: Names) -> Questionnaire:
    """The form with the names that `names` gives; all else as it was. Raises ConditionError for a broken condition."""
    scope = scope_of(form)
    return form.model_copy(
        update={
            "sections": tuple(_section(form, section, scope, names) for section in form.sections),
            "scores": tuple(
                score.model_copy(
                    update={"id": names.name(score.id), "value": renamed_condition(score.value, scope, names)}
                )
                for score in form.scores
            ),
            "needs": tuple(_need(need, scope, names) for need in form.needs),
        }
    )


def named_beside(form: Questionnaire) -> frozenset[str]:
    """The questions whose values some condition compares with more than an option, or by their size.

    Such a condition would not hold for other values: the options keep theirs.
    """
    found: set[str] = set()
    for text, scope in _conditions(form):
        try:
            found |= beside_others(text, scope)
        except ConditionError:  # it decides nothing: the form was never asked with it
            continue
    return frozenset(found)


def _conditions(form: Questionnaire) -> Iterator[tuple[str, Scope]]:
    scope = scope_of(form)
    for section in form.sections:
        if section.visible_if:
            yield section.visible_if, scope
        for item in section.questions:
            yield from ((text, scope) for text in _texts(item))
            for column in item.row if isinstance(item, Rows) else ():
                yield from ((text, scope.within(item.id)) for text in _texts(column))
    yield from ((score.value, scope) for score in form.scores)
    yield from ((need.when, scope.within(need.each) if need.each else scope) for need in form.needs)


def _texts(item: AnyItem) -> Iterator[str]:
    if item.visible_if:
        yield item.visible_if
    if isinstance(item, Computed):
        yield item.value
    elif not isinstance(item, Info) and item.urgent is not None:
        yield item.urgent.when


def _section(form: Questionnaire, section: Section, scope: Scope, names: Names) -> Section:
    questions = tuple(_item(form, item, None, scope, names) for item in section.questions)
    shown = section.visible_if and renamed_condition(section.visible_if, scope, names)
    return section.model_copy(update={"questions": questions, "visible_if": shown})


def _need(need: NeedRule, scope: Scope, names: Names) -> NeedRule:
    within = scope.within(need.each) if need.each else scope
    each = need.each and names.name(need.each)
    when = renamed_condition(need.when, within, names)
    return need.model_copy(update={"id": names.need(need.id), "each": each, "when": when})


def _item(form: Questionnaire, item: AnyItem, group: str | None, scope: Scope, names: Names) -> AnyItem:
    """A question, or a column of `group`."""
    said = partial(renamed_condition, scope=scope.within(group) if group else scope, names=names)
    name = f"{group}.{item.id}" if group else item.id
    changes: dict[str, object] = {"id": names.name(name).rpartition(".")[2]}
    changes["visible_if"] = item.visible_if and said(item.visible_if)
    if isinstance(item, Computed):
        changes["value"] = said(item.value)
    elif not isinstance(item, Info) and item.urgent is not None:
        changes["urgent"] = item.urgent.model_copy(update={"when": said(item.urgent.when)})
    if isinstance(item, Choice | Choices) and name in names.values:
        changes["options"] = tuple(_option(option, name, names) for option in form.options(item))
    if isinstance(item, Rows):
        changes["row"] = tuple(_item(form, column, item.id, scope, names) for column in item.row)
        if item.children is not None:
            born, age = item.children.born, item.children.age
            update = {"born": born and names.column(item.id, born), "age": age and names.column(item.id, age)}
            changes["children"] = item.children.model_copy(update=update)
    return item.model_copy(update=changes)


def _option(option: Option, name: str, names: Names) -> Option:
    """It counts what it counted, whatever its value is now."""
    return option.model_copy(update={"value": names.value(name, option.value), "score": option.points})
