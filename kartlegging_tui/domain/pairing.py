"""Which things of two versions belong together: those with the same id, and those that say what they were called."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from kartlegging_tui.domain.definition import former_ids
from kartlegging_tui.domain.questionnaire import Band, Section
from kartlegging_tui.domain.questions import AnyItem, Option, OptionValue
from kartlegging_tui.domain.weights import base_words

T = TypeVar("T")


@dataclass(frozen=True)
class Pair(Generic[T]):
    """A thing before and after, and its place in each list."""

    old: T
    new: T
    before: int
    after: int


@dataclass(frozen=True)
class Pairs(Generic[T]):
    """The things of two lists."""

    both: tuple[Pair[T], ...]
    """In the order that they have now."""
    gone: tuple[T, ...]
    added: tuple[T, ...]

    @property
    def moved(self) -> frozenset[int]:
        """The places, now, of those that must be moved to make the old order the new one; as few as possible."""
        return moved([(pair.before, pair.after) for pair in self.both])


def paired(
    old: Sequence[T],
    new: Sequence[T],
    key: Callable[[T], Hashable],
    formerly: Callable[[T], Iterable[Hashable]],
    called: Mapping[Any, Any] = MappingProxyType({}),
) -> Pairs[T]:
    """Pairs by what versions between say that things are `called` now; by key – the nth with the nth, in a draft that
    has it twice –; and then by the keys that things had."""
    left = dict(zip(_keys(old, key), range(len(old)), strict=True))
    places = {place: after for after, place in enumerate(_keys(new, key))}
    found: dict[int, int] = {}
    for was, now in called.items():
        if (was, 0) in left and (now, 0) in places:
            found[places[now, 0]] = left.pop((was, 0))
    for place, after in places.items():
        if place in left and after not in found:
            found[after] = left.pop(place)
    for after, thing in enumerate(new):
        claimed = next(((former, 0) for former in formerly(thing) if (former, 0) in left), None)
        if claimed is not None and after not in found:
            found[after] = left.pop(claimed)
    both = tuple(Pair(old[before], new[after], before, after) for after, before in sorted(found.items()))
    gone = tuple(old[before] for before in sorted(left.values()))
    return Pairs(both, gone, tuple(thing for after, thing in enumerate(new) if after not in found))


def _keys(things: Sequence[T], key: Callable[[T], Hashable]) -> Iterator[tuple[Hashable, int]]:
    seen: Counter[Hashable] = Counter()
    for thing in things:
        yield key(thing), seen[key(thing)]
        seen[key(thing)] += 1


def moved(places: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Of places before and after, in the order they have now: those after that are not in the longest run kept."""
    ends: list[int] = []
    """The smallest place before at which a run of each length ends; …"""
    last: list[int] = []
    """… which pair that is; …"""
    previous: list[int] = []
    """… and for each pair, the one before it in its run; -1 where it begins one."""
    for number, (before, _after) in enumerate(places):
        length = bisect_left(ends, before)
        previous.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [before]
        last[length : length + 1] = [number]
    kept = set()
    number = last[-1] if last else -1
    while number >= 0:
        kept.add(number)
        number = previous[number]
    return frozenset(after for number, (_before, after) in enumerate(places) if number not in kept)


def by_id(old: Sequence[T], new: Sequence[T], called: Mapping[str, str] = MappingProxyType({})) -> Pairs[T]:
    """Questions, columns, scores or needs."""
    return paired(old, new, lambda thing: thing.id, lambda thing: former_ids(thing.formerly), called)  # type: ignore[attr-defined]


def by_value(
    old: Sequence[Option], new: Sequence[Option], called: Mapping[OptionValue, OptionValue] = MappingProxyType({})
) -> Pairs[Option]:
    """Options of one list."""
    return paired(old, new, lambda option: option.value, former_values, called)


def former_values(option: Option) -> tuple[OptionValue, ...]:
    """The values that an option had in earlier versions."""
    return option.formerly if isinstance(option.formerly, tuple) else (option.formerly,)


def by_limits(old: Sequence[Band], new: Sequence[Band]) -> Pairs[Band]:
    """Bands of one score: with the same limits, or else with the same words."""
    words = {base_words(band.text): (band.from_, band.to) for band in old}
    return paired(old, new, lambda band: (band.from_, band.to), lambda band: [words.get(base_words(band.text))])


def by_content(old: Sequence[Section], new: Sequence[Section], items: Pairs[AnyItem]) -> Pairs[Section]:
    """Sections: with the same id; or else where all that is left of the one before stands in the one now."""
    homes_before = [section.id for section in old for _item in section.questions]
    homes_after = [section.id for section in new for _item in section.questions]
    went: dict[str, set[str]] = {}
    for pair in items.both:
        went.setdefault(homes_before[pair.before], set()).add(homes_after[pair.after])
    was = {next(iter(now)): before for before, now in went.items() if len(now) == 1}
    return paired(old, new, lambda section: section.id, lambda section: [was.get(section.id)])
