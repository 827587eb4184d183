"""A form through its versions: what was asked, chosen, counted and needed under older ids, by its id of today.

The author says it with `formerly`, in the version that brings the new id or in any later one. Ids are brought over from
each version to the next that says something, so that a chain holds where only its last link is written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

from kartlegging_tui.domain.definition import former_ids
from kartlegging_tui.domain.names import SAME, Names
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import Choice, Choices, OptionValue, Rows
from kartlegging_tui.domain.renamed import named_beside, renamed
from kartlegging_tui.domain.side_by_side import version_key

_Key = TypeVar("_Key", bound=OptionValue)
"""An id, or the value of an option."""


def renames(form: Questionnaire) -> bool:
    """True if the version says that anything was called otherwise before."""
    for item in form.items():
        if item.formerly or (isinstance(item, Rows) and any(column.formerly for column in item.row)):
            return True
    if any(each.formerly for each in form.scores) or any(each.formerly for each in form.needs):
        return True
    return any(option.formerly != () for _name, question in _choices(form) for option in form.options(question))


class Lineage:
    """The versions of one form, and what each calls the same thing.

    The newest version made here decides what things are called; one that came from elsewhere says only what its own
    answers are called here.
    """

    def __init__(self, ours: Iterable[Questionnaire], theirs: Iterable[Questionnaire] = ()) -> None:
        """`theirs` came with patients from other places and are not asked here. Without `ours` nothing is followed."""
        self._ours = sorted(ours, key=_order)
        self._all = [*self._ours, *theirs]
        self._told = [form for form in self._ours if renames(form)]
        self._alike = not self._ours or not any(renames(form) for form in self._all)
        self._called: dict[str, _Called] = {}
        self._between: dict[tuple[str, str], Names] = {}
        self._renamed: dict[tuple[str, str], Questionnaire] = {}

    def names(self, then: Questionnaire) -> Names:
        """From the names of a version to those of the newest."""
        return SAME if self._alike else self.between(then, self._ours[-1])

    def between(self, then: Questionnaire, now: Questionnaire) -> Names:
        """From the names of a version to those of another, older or newer."""
        if self._alike or then.version == now.version:
            return SAME
        key = then.version, now.version
        if key not in self._between:
            self._between[key] = _names(self._as_of_today(then), self._as_of_today(now))
        return self._between[key]

    def seen_as(self, then: Questionnaire, now: Questionnaire) -> Questionnaire:
        """A version with the names of another; its words, and what its conditions say, stay as they were."""
        names = self.between(then, now)
        if names.alike:
            return then
        key = then.version, now.version
        if key not in self._renamed:
            self._renamed[key] = renamed(then, names)
        return self._renamed[key]

    def today(self, then: Questionnaire) -> Questionnaire:
        """A version with the names of the newest."""
        return then if self._alike else self.seen_as(then, self._ours[-1])

    def ever(self, now: Questionnaire, path: str) -> tuple[str, ...]:
        """What a question of a version has been called in any, itself first."""
        if self._alike:
            return (path,)
        return tuple(dict.fromkeys([path, *(self.between(form, now).back.path(path) for form in self._all)]))

    def aliases(self) -> dict[str, str]:
        """By a name that is no longer in use – a question, a score, a column – what it is called today."""
        if self._alike:
            return {}
        newest = set(_Called.of(self._ours[-1]).everything)
        found: dict[str, str] = {}
        for form in self._all:
            names = self.names(form)
            found |= {old: new for old in _Called.of(form).everything if (new := names.name(old)) != old}
        return {old: new for old, new in found.items() if old not in newest}

    def need_today(self, key: str) -> str:
        """What a need is called today, whichever version saw it."""
        if self._alike or key.partition("/")[0] in {need.id for need in self._ours[-1].needs}:
            return key
        return next((new for form in self._all if (new := self.names(form).need(key)) != key), key)

    def _as_of_today(self, form: Questionnaire) -> _Called:
        """What the things of a version are called in the newest."""
        if form.version not in self._called:
            called = _Called.of(form)
            for later in self._told:
                if _order(later) > _order(form):
                    called.follow(later)
            if form not in self._ours and _order(form) > _order(self._ours[-1]):
                ours = _Called.of(self._ours[-1])
                ours.follow(form)
                called.back_along(ours)
            self._called[form.version] = called
        return self._called[form.version]


def _order(form: Questionnaire) -> tuple[int, ...]:
    return version_key(form.version)


def _choices(form: Questionnaire) -> Iterator[tuple[str, Choice | Choices]]:
    for item in form.items():
        if isinstance(item, Choice | Choices):
            yield item.id, item
        for column in item.row if isinstance(item, Rows) else ():
            if isinstance(column, Choice | Choices):
                yield f"{item.id}.{column.id}", column


@dataclass
class _Called:
    """What the things of a version are called, after some later versions; each by what it was called itself."""

    items: dict[str, str]
    scores: dict[str, str]
    columns: dict[str, dict[str, str]]
    values: dict[str, dict[OptionValue, OptionValue]]
    needs: dict[str, str]
    beside: frozenset[str]
    """Questions whose values the conditions compare with more than an option: they keep their values."""

    @classmethod
    def of(cls, form: Questionnaire) -> _Called:
        """As the version calls them itself."""
        groups = [item for item in form.items() if isinstance(item, Rows)]
        choices = dict(_choices(form))
        return cls(
            items={item.id: item.id for item in form.items()},
            scores={score.id: score.id for score in form.scores},
            columns={group.id: {column.id: column.id for column in group.row} for group in groups},
            values={name: {each.value: each.value for each in form.options(item)} for name, item in choices.items()},
            needs={need.id: need.id for need in form.needs},
            beside=named_beside(form),
        )

    @property
    def everything(self) -> Iterator[str]:
        """All names that conditions could use, as the version called them itself."""
        yield from self.items
        yield from self.scores
        yield from (f"{group}.{column}" for group, columns in self.columns.items() for column in columns)

    def name(self, name: str) -> str:
        """What a question, score or column is called by now."""
        group, _, column = name.partition(".")
        new = self.items.get(group) or self.scores.get(group, group)
        return f"{new}.{self.columns[group][column]}" if column else new

    def follow(self, later: Questionnaire) -> None:
        """One version further. An id that something else still has is not given away."""
        taken = {*self.items.values(), *self.scores.values()}
        taken.update(column for columns in self.columns.values() for column in columns.values())
        items = {item.id: item for item in later.items()}
        _follow(self.items, ((item.id, former_ids(item.formerly)) for item in items.values()), taken)
        _follow(self.scores, ((score.id, former_ids(score.formerly)) for score in later.scores), taken)
        for group, columns in self.columns.items():
            there = items.get(self.items[group])
            if isinstance(there, Rows):
                _follow(columns, ((column.id, former_ids(column.formerly)) for column in there.row), taken)
        _follow(self.needs, ((need.id, former_ids(need.formerly)) for need in later.needs), set(self.needs.values()))
        choices = dict(_choices(later))
        for name, values in self.values.items():
            question = choices.get(self.name(name))
            if question is not None and name not in self.beside:
                options = [(option.value, option.former_values) for option in later.options(question)]
                _follow_values(values, options)

    def back_along(self, ours: _Called) -> None:
        """To what is called here what this version calls as it does; `ours` says what of ours it calls how."""
        there = {ours.name(name): name for name in ours.everything}
        for name, values in self.values.items():
            if name in there and there[name] in ours.values:
                _turn(values, ours.values[there[name]])
        for group, columns in self.columns.items():
            if group in there and there[group] in ours.columns:
                _turn(columns, ours.columns[there[group]])
        _turn(self.items, ours.items)
        _turn(self.scores, ours.scores)
        _turn(self.needs, ours.needs)


def _follow(names: dict[str, str], later: Iterable[tuple[str, tuple[str, ...]]], taken: set[str]) -> None:
    by_current = {current: own for own, current in names.items()}
    for new, former in later:
        old = next((each for each in former if each in by_current), None)
        if old is not None and new not in taken:
            names[by_current.pop(old)] = new
            taken.add(new)


def _follow_values(
    values: dict[OptionValue, OptionValue], later: Iterable[tuple[OptionValue, tuple[OptionValue, ...]]]
) -> None:
    """Numbers stay numbers and texts texts: where that would be mixed, all values stay as they were."""
    followed = dict(values)
    by_current = {current: own for own, current in values.items()}
    taken = set(by_current)
    for new, former in later:
        old = next((each for each in former if each in by_current), None)
        if old is not None and new not in taken:
            followed[by_current.pop(old)] = new
            taken.add(new)
    if len({isinstance(value, str) for value in followed.values()}) <= 1:
        values.update(followed)


def _turn(theirs: dict[_Key, _Key], ours: Mapping[_Key, _Key]) -> None:
    """Back to what `ours` is called here, from what it would be called there."""
    back = {there: here for here, there in ours.items() if here != there and here not in theirs}
    theirs.update({own: back[own] for own in theirs if own in back})


def _names(then: _Called, now: _Called) -> Names:
    """From what a version calls things to what another does, by what both are called today."""
    to = {now.name(name): name for name in now.everything}
    ids = _over({**then.items, **then.scores}, {today: own for today, own in to.items() if "." not in today})
    columns, values = {}, {}
    for group, each in then.columns.items():
        there = to.get(then.name(group), "")
        columns[group] = _over(each, {today: own for own, today in now.columns.get(there, {}).items()})
    for name, options in then.values.items():
        there = to.get(then.name(name), "")
        values[name] = _over(options, {today: own for own, today in now.values.get(there, {}).items()})
    return Names(
        ids=ids,
        columns={group: each for group, each in columns.items() if each},
        values={name: each for name, each in values.items() if each},
        needs=_over(then.needs, {today: own for own, today in now.needs.items()}),
    )


def _over(then: Mapping[_Key, _Key], to: Mapping[_Key, _Key]) -> dict[_Key, _Key]:
    """What changes its name. What the other version does not have is called as today, or by a name of its own."""
    found = {own: to.get(today, today) for own, today in then.items()}
    known = {own for own, today in then.items() if today in to}
    used = {found[own] for own in known} | set(to.values())
    for own in found:
        if own not in known:
            found[own] = _unused(found[own], used)
            used.add(found[own])
    return {own: new for own, new in found.items() if own != new}


def _unused(name: _Key, used: Collection[object]) -> _Key:
    """The name itself, unless the other version calls something else so."""
    tried: OptionValue = name
    further = 1
    while tried in used:
        further += 1
        tried = f"{name}_{further}" if isinstance(name, str) else name + 1000 * further
    return cast(_Key, tried)
