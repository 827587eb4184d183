"""Reads on with what was clearly meant, so that a misspelt key or type does not hide what is wrong behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kartlegging_tui.definitions.source import At, Source


def read_as_meant(source: Source, keys: Mapping[At, str], values: Mapping[At, str]) -> None:
    """Puts other keys and values in the data of a source. Each keeps its place in the text.

    The file stays as it is, with its findings about them: what is read so is checked, and never used.
    """
    for at, value in values.items():
        source.value(at[:-1])[at[-1]] = value
    for parent in sorted({at[:-1] for at in keys}, key=len, reverse=True):  # what is within, under its name so far
        siblings = source.value(parent)
        renamed = {keys.get((*parent, key), key): value for key, value in siblings.items()}
        siblings.clear()
        siblings.update(renamed)
    source.values = dict(zip(_moved(source.values, keys), source.values.values(), strict=True))
    source.keys = dict(zip(_moved(source.keys, keys), source.keys.values(), strict=True))
    source.empty = set(_moved(source.empty, keys))
    source.spoiled = set(_moved(source.spoiled, keys))


def _moved(places: Iterable[At], keys: Mapping[At, str]) -> Iterator[At]:
    """The places under the keys as they are called now."""
    names = {at[-1] for at in keys}
    for at in places:
        if names.isdisjoint(at):
            yield at
        else:
            yield tuple(keys.get(at[: number + 1], step) for number, step in enumerate(at))
