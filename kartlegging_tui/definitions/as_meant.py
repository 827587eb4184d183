"""Reads on with what was clearly meant, so that a misspelt key or type does not hide what is wrong behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kartlegging_tui.definitions.source import At, Source


def read_as_meant(source: Source, keys: Mapping[At, str], values: Mapping[At, str]) -> None:
    """Puts other keys and values in the data of a source. Each keeps its place in the text.

    The file stays as it is, with its findings about them: what is read so is checked, and never used.
    """
    source.data = _renamed(source.data, (), keys, values)
    source.values = {_moved(at, keys): span for at, span in source.values.items()}
    source.keys = {_moved(at, keys): span for at, span in source.keys.items()}
    source.spoiled = {_moved(at, keys) for at in source.spoiled}


def _renamed(data: Any, at: At, keys: Mapping[At, str], values: Mapping[At, str]) -> Any:
    if at in values:
        return values[at]
    if isinstance(data, dict):
        return {keys.get((*at, key), key): _renamed(value, (*at, key), keys, values) for key, value in data.items()}
    if isinstance(data, list):
        return [_renamed(value, (*at, number), keys, values) for number, value in enumerate(data)]
    return data


def _moved(at: At, keys: Mapping[At, str]) -> At:
    return tuple(keys.get(at[: number + 1], step) for number, step in enumerate(at))
