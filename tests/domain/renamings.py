"""Versions of a form in which things are called otherwise, for the tests that follow them."""

from __future__ import annotations

from typing import Any

from kartlegging_tui.domain.names import Names
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import Choice, Choices, OptionValue, Rows
from kartlegging_tui.domain.renamed import named_beside, renamed


def choices_of(form: Questionnaire) -> list[tuple[str, Choice | Choices]]:
    found: list[tuple[str, Any]] = [(item.id, item) for item in form.items()]
    found += [
        (f"{item.id}.{column.id}", column) for item in form.items() if isinstance(item, Rows) for column in item.row
    ]
    return [(name, item) for name, item in found if isinstance(item, Choice | Choices)]


def with_former(form: Questionnaire, names: Names) -> Questionnaire:
    """The next version: renamed, and saying so."""
    back = names.back
    later = renamed(form, names)

    def item(each: Any, group: str = "") -> Any:
        name = f"{group}.{each.id}" if group else each.id
        old = back.name(name).rpartition(".")[2]
        changes: dict[str, Any] = {"formerly": old if old != each.id else ()}
        if isinstance(each, Rows):
            changes["row"] = tuple(item(column, each.id) for column in each.row)
        if isinstance(each, Choice | Choices):
            changes["options"] = tuple(
                option.model_copy(update={"formerly": before if before != option.value else ()})
                for option in later.options(each)
                for before in [back.value(name, option.value)]
            )
        return each.model_copy(update=changes)

    def called(each: Any, old: str) -> Any:
        return each.model_copy(update={"formerly": old if old != each.id else ()})

    return later.model_copy(
        update={
            "version": "1.1",
            "sections": tuple(
                section.model_copy(update={"questions": tuple(item(each) for each in section.questions)})
                for section in later.sections
            ),
            "scores": tuple(called(score, back.name(score.id)) for score in later.scores),
            "needs": tuple(called(need, back.need(need.id)) for need in later.needs),
        }
    )


def another(value: OptionValue) -> OptionValue:
    """A value that no option has."""
    return f"z_{value}" if isinstance(value, str) else value + 100


def all_otherwise(form: Questionnaire) -> Names:
    """Everything that can be called otherwise is."""
    groups = [item for item in form.items() if isinstance(item, Rows)]
    beside = named_beside(form)
    return Names(
        ids={each.id: f"z_{each.id}" for each in (*form.items(), *form.scores)},
        columns={group.id: {column.id: f"z_{column.id}" for column in group.row} for group in groups},
        values={
            name: {option.value: another(option.value) for option in form.options(item)}
            for name, item in choices_of(form)
            if name not in beside
        },
        needs={need.id: f"z_{need.id}" for need in form.needs},
    )
