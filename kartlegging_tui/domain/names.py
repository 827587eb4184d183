"""What the things of one version of a form are called in another: paths, values, scores and needs brought over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kartlegging_tui.domain.answers import Answer, Path, Value, cell, split
from kartlegging_tui.domain.needs import need_key
from kartlegging_tui.domain.questions import OptionValue


@dataclass(frozen=True, eq=False)
class Names:
    """From the names of one version to those of another. What is not here is called the same in both.

    No two things of a version get the same name, so that there is a way back.
    """

    ids: Mapping[str, str] = field(default_factory=dict)
    """Of questions, groups and scores."""
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Of the columns of groups; by the id that the group had."""
    values: Mapping[str, Mapping[OptionValue, OptionValue]] = field(default_factory=dict)
    """Of options; by the name that the question had: `sivilstand`, `barn.skole`."""
    needs: Mapping[str, str] = field(default_factory=dict)
    """Of the rules of needs."""

    @property
    def alike(self) -> bool:
        """True if everything is called the same."""
        return not (self.ids or self.columns or self.values or self.needs)

    def name(self, name: str) -> str:
        """A question, score or column as conditions name it: `smerte`, `barn.alder`."""
        group, _, column = name.partition(".")
        new = self.ids.get(group, group)
        return f"{new}.{self.column(group, column)}" if column else new

    def column(self, group: str, column: str) -> str:
        """A column of a group; `group` is called as it was."""
        return self.columns.get(group, {}).get(column, column)

    def path(self, path: Path) -> Path:
        """Where an answer belongs: the number of a row stays what it is."""
        group, row, column = split(path)
        new = self.ids.get(group, group)
        return new if row is None or column is None else cell(new, row, self.column(group, column))

    def value(self, name: str, value: Value) -> Value:
        """What was answered to a question: an option by its new value, each of several."""
        options = self.values.get(name)
        if not options:
            return value
        if isinstance(value, tuple):
            return tuple(options.get(each, each) for each in value)
        return value if isinstance(value, bool) else options.get(value, value)

    def answer(self, path: Path, answer: Answer) -> Answer:
        """An answer to the question that was at `path`: its value; other words and notes stay as they were written."""
        group, _, column = split(path)
        name = f"{group}.{column}" if column else group
        if answer.value is None or name not in self.values:
            return answer
        return answer.model_copy(update={"value": self.value(name, answer.value)})

    def answers(self, answers: Mapping[Path, Answer]) -> dict[Path, Answer]:
        """All answers to a form."""
        if self.alike:
            return dict(answers)
        return {self.path(path): self.answer(path, answer) for path, answer in answers.items()}

    def need(self, key: str) -> str:
        """A need, by its rule or – `rule/2` – that of a row."""
        rule, _, row = key.partition("/")
        return need_key(self.needs.get(rule, rule), int(row) if row else None)

    @cached_property
    def back(self) -> Names:
        """The way back."""
        return Names(
            ids={new: old for old, new in self.ids.items()},
            columns={
                self.ids.get(group, group): {new: old for old, new in columns.items()}
                for group, columns in self.columns.items()
            },
            values={self.name(name): {new: old for old, new in each.items()} for name, each in self.values.items()},
            needs={new: old for old, new in self.needs.items()},
        )


SAME = Names()
"""Everything is called as it was."""
