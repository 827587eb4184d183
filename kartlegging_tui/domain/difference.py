"""What is different between two versions of a form: thing by thing, not line by line.

Things are known by their ids, and by `formerly` where they have got another. There is no difference if, and only if,
the content hashes are equal.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from kartlegging_tui.domain.changes import Change, Thing, Weight, What
from kartlegging_tui.domain.definition import former_ids
from kartlegging_tui.domain.lineage import Lineage
from kartlegging_tui.domain.names import SAME, Names
from kartlegging_tui.domain.pairing import Pair, Pairs, by_content, by_id, by_limits, by_value, former_values, moved
from kartlegging_tui.domain.questionnaire import Band, Questionnaire, Section
from kartlegging_tui.domain.questions import AnyItem, Choice, Choices, Info, Option, OptionValue, Rows
from kartlegging_tui.domain.renaming import Renames
from kartlegging_tui.domain.weights import ADDED, REMOVED, value_of, weigh

_PARTS = frozenset({"option_lists", "sections", "scores", "needs", "questions", "row", "bands"})
"""Keys under which things stand that are compared one by one."""


def difference(old: Questionnaire, new: Questionnaire, between: Iterable[Questionnaire] = ()) -> tuple[Change, ...]:
    """All that is different, the heaviest first; within one weight in the order of the form.

    The versions `between` the two, as far as they are at hand, tell what was called otherwise step by step.
    """
    steps = list(between)
    names = Lineage([old, *steps, new]).between(old, new) if steps else SAME
    return tuple(sorted(_Comparison(old, new, names).changes(), key=lambda change: change.weight))


def name_of(thing: Any) -> str:
    """What a thing is known by in its list: its id, an option's value, a band's limits."""
    if isinstance(thing, Option):
        return str(thing.value)
    if isinstance(thing, Band):
        return f"{'' if thing.from_ is None else thing.from_}–{'' if thing.to is None else thing.to}"
    return str(thing.id)


class _Comparison:
    def __init__(self, old: Questionnaire, new: Questionnaire, names: Names) -> None:
        self.old, self.new, self.names = old, new, names
        self.items: Pairs[AnyItem] = by_id(tuple(old.items()), tuple(new.items()), names.ids)
        self.columns = {
            pair.after: by_id(pair.old.row, pair.new.row, names.columns.get(pair.old.id, {}))
            for pair in self.items.both
            if isinstance(pair.old, Rows) and isinstance(pair.new, Rows)
        }
        self.scores = by_id(old.scores, new.scores, names.ids)
        self.needs = by_id(old.needs, new.needs, names.needs)
        self.sections = by_content(old.sections, new.sections, self.items)
        self.renames = Renames()
        self._note_renames()

    def _note_renames(self) -> None:
        columns = [pair for columns in self.columns.values() for pair in columns.both]
        named: list[Pair[Any]] = [*self.items.both, *columns, *self.scores.both]
        for pair in named:
            if pair.old.id != pair.new.id:
                self.renames.names[pair.old.id] = pair.new.id
            if isinstance(pair.old, Choice | Choices) and isinstance(pair.new, Choice | Choices):
                options = self._options(pair.old, pair.new)
                values = {each.old.value: each.new.value for each in options.both if each.old.value != each.new.value}
                if values:
                    self.renames.values[pair.old.id] = values

    def _options(self, old: Choice | Choices, new: Choice | Choices) -> Pairs[Option]:
        return by_value(self.old.options(old), self.new.options(new), self._values_of(old))

    def _values_of(self, *questions: AnyItem) -> Mapping[OptionValue, OptionValue]:
        """What the options of the first of these that has any by another value are now, by the versions between."""
        groups = {id(column): item.id for item in self.old.items() if isinstance(item, Rows) for column in item.row}
        names = (f"{groups[id(each)]}.{each.id}" if id(each) in groups else each.id for each in questions)
        return next((self.names.values[name] for name in names if name in self.names.values), {})

    def changes(self) -> Iterator[Change]:
        yield from self._fields(Thing.FORM, (), self.old, self.new)
        yield from self._lists()
        yield from self._sections()
        yield from self._things(Thing.SCORE, (), self.scores)
        for pair in self.scores.both:
            yield from self._things(Thing.BAND, (pair.new.id,), by_limits(pair.old.bands, pair.new.bands))
        yield from self._things(Thing.NEED, (), self.needs)

    # What all things have in common

    def _things(self, thing: Thing, inside: tuple[str, ...], found: Pairs[Any], of: Any = None) -> Iterator[Change]:
        """Those of one list, which may be the parts `of` something: removed, changed, moved, added."""
        for old in found.gone:
            yield Change(_removed(thing, old), thing, What.REMOVED, (*inside, name_of(old)), old=old, of=of)
        places = found.moved
        for pair in found.both:
            yield from (replace(change, of=of) for change in self._pair(thing, inside, pair))
            if pair.after in places:
                at = *inside, name_of(pair.new)
                yield Change(Weight.HARMLESS, thing, What.MOVED, at, old=pair.old, new=pair.new)
        for new in found.added:
            yield Change(ADDED[thing], thing, What.ADDED, (*inside, name_of(new)), new=new)

    def _pair(self, thing: Thing, inside: tuple[str, ...], pair: Pair[Any]) -> Iterator[Change]:
        old, new, at = pair.old, pair.new, (*inside, name_of(pair.new))
        if _renamed(old, new):
            weight = Weight.HARMLESS if thing is Thing.SECTION else Weight.CAREFUL
            yield Change(weight, thing, What.RENAMED, at, "", _key(old), _key(new), old, new)
        yield from self._fields(thing, at, old, new)

    def _fields(self, thing: Thing, at: tuple[str, ...], old: BaseModel, new: BaseModel) -> Iterator[Change]:
        """The keys whose values differ. Of two types of question, the keys that both have."""
        befores, afters = _dumped(old), _dumped(new)
        for key in [key for key in _keys_of(old) if key in _keys_of(new)]:
            if _canonical(befores.get(key)) == _canonical(afters.get(key)) or self._told_elsewhere(key, old, new):
                continue
            weight = weigh(thing, key, old, new, self.renames)
            yield Change(weight, thing, What.CHANGED, at, key, value_of(old, key), value_of(new, key), old, new)

    def _told_elsewhere(self, key: str, old: Any, new: Any) -> bool:
        """True for what is compared one by one, and for the lines by which something is renamed."""
        match key:
            case "options":
                return not isinstance(old.options, str) and not isinstance(new.options, str)
            case "id" if not isinstance(old, Questionnaire):
                return True
            case "value" if isinstance(old, Option):
                return _renamed(old, new)
            case "formerly" if _renamed(old, new):
                # told by a version between, where it is not told here
                return _key(old) not in _formers(new) or set(_formers(new)) == {*_formers(old), _key(old)}
        return key in _PARTS

    # The parts of a form

    def _lists(self) -> Iterator[Change]:
        """Shared lists of options. What is different in one that no question goes on using weighs nothing."""
        used = {
            pair.new.options
            for pair in self._all_pairs()
            if isinstance(pair.new, Choice | Choices) and pair.new.options == getattr(pair.old, "options", None)
        }
        choices = [pair.old for pair in self._all_pairs() if isinstance(pair.old, Choice | Choices)]
        for name, old in self.old.option_lists.items():
            if name not in self.new.option_lists:
                yield Change(REMOVED[Thing.LIST], Thing.LIST, What.REMOVED, (name,), old=old)
        for name, new in self.new.option_lists.items():
            if name not in self.old.option_lists:
                yield Change(ADDED[Thing.LIST], Thing.LIST, What.ADDED, (name,), new=new)
                continue
            called = self._values_of(*(item for item in choices if item.options == name))
            for change in self._things(Thing.LISTED, (name,), by_value(self.old.option_lists[name], new, called)):
                yield change if name in used else _weightless(change)

    def _all_pairs(self) -> Iterator[Pair[Any]]:
        yield from self.items.both
        for columns in self.columns.values():
            yield from columns.both

    def _sections(self) -> Iterator[Change]:
        yield from self._things(Thing.SECTION, (), self.sections)
        homes_before = [section for section in self.old.sections for _item in section.questions]
        homes_after = [section for section in self.new.sections for _item in section.questions]
        same_home = {(pair.old.id, pair.new.id) for pair in self.sections.both}
        staying: dict[str, list[tuple[int, int]]] = {}
        for pair in self.items.both:
            was, now = homes_before[pair.before], homes_after[pair.after]
            if (was.id, now.id) in same_home:
                staying.setdefault(now.id, []).append((pair.before, pair.after))
        places = {place for kept in staying.values() for place in moved(kept)}
        for old in self.items.gone:
            yield Change(_removed(Thing.QUESTION, old), Thing.QUESTION, What.REMOVED, (old.id,), old=old)
        for pair in self.items.both:
            was, now = homes_before[pair.before], homes_after[pair.after]
            yield from self._pair(Thing.QUESTION, (), pair)
            if (was.id, now.id) not in same_home:
                weight = Weight.HARMLESS if _means_the_same(was, now) else Weight.CAREFUL
                at = (pair.new.id,)
                yield Change(weight, Thing.QUESTION, What.MOVED, at, "", was.id, now.id, pair.old, pair.new)
            elif pair.after in places:
                yield Change(Weight.HARMLESS, Thing.QUESTION, What.MOVED, (pair.new.id,), old=pair.old, new=pair.new)
            yield from self._inside(pair, (pair.new.id,))
            if pair.after in self.columns:
                columns = self.columns[pair.after]
                yield from self._things(Thing.COLUMN, (pair.new.id,), columns, pair.old)
                for column in columns.both:
                    yield from self._inside(column, (pair.new.id, column.new.id))
        for new in self.items.added:
            yield Change(ADDED[Thing.QUESTION], Thing.QUESTION, What.ADDED, (new.id,), new=new)

    def _inside(self, pair: Pair[Any], at: tuple[str, ...]) -> Iterator[Change]:
        """The options of a question, unless they are a list that it goes on sharing."""
        if isinstance(pair.old, Choice | Choices) and isinstance(pair.new, Choice | Choices):
            shared = isinstance(pair.old.options, str) and pair.old.options == pair.new.options
            if not shared:
                yield from self._things(Thing.OPTION, at, self._options(pair.old, pair.new), pair.old)


def _means_the_same(one: Section, other: Section) -> bool:
    """True if it makes no difference to a question which of two sections it stands in."""
    return (one.visible_if, one.confidential) == (other.visible_if, other.confidential)


def _removed(thing: Thing, old: Any) -> Weight:
    return Weight.CAREFUL if isinstance(old, Info) else REMOVED[thing]


def _weightless(change: Change) -> Change:
    return replace(change, weight=Weight.HARMLESS)


def _key(thing: Any) -> Any:
    return thing.value if isinstance(thing, Option) else None if isinstance(thing, Band) else thing.id


def _renamed(old: Any, new: Any) -> bool:
    return not isinstance(old, Questionnaire) and bool(_key(old) != _key(new))


def _formers(thing: Any) -> tuple[Any, ...]:
    return former_values(thing) if isinstance(thing, Option) else former_ids(thing.formerly)


def _keys_of(model: BaseModel) -> list[str]:
    return [field.alias or name for name, field in type(model).model_fields.items()]


def _dumped(model: BaseModel) -> dict[str, Any]:
    """As the content hash sees it."""
    fields = type(model).model_fields
    return model.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude=set(_PARTS & fields.keys()))


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
