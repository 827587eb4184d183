"""What stands in for the parts of a file that are wrong, so that all the rest can be checked in the same round.

A form without `source` has conditions all the same, and its author wants to hear about them now. The model that comes
of it is for checking alone. What is said about a name whose question is not right is not believed (`Source.doubtful`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from kartlegging_tui.definitions.source import At, Source

ROUNDS = 8
"""Taking one thing out can leave another incomplete; what is not whole by then is not checked further."""
_TEXTS = ("title", "text", "low", "high", "name", "how")
_ROOT = {"version": "0", "area": "physical", "source": "Own text", "licence": "MIT"}
_LISTS_TO_LEAVE_OUT = ("bands", "suggest", "formerly", "codes", "themes")
_WHICH_TYPE = ("union_tag_invalid", "union_tag_not_found")
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")


class _GiveUp(Exception):
    """There is too little to check."""


def stand_in(source: Source, errors_of: Callable[[Any], Mapping[At, str] | None]) -> Any:
    """The data of a file with stand-ins for what is wrong; None where too little is left.

    `errors_of` gives what is wrong with data, by place, as pydantic names it; None where nothing is.
    """
    repair = _Repair(source)
    try:
        for _round in range(ROUNDS):
            errors = errors_of(repair.data)
            if errors is None:
                return repair.data
            for at, error in sorted(errors.items(), key=lambda each: -len(each[0])):
                repair.one(at, error)
    except _GiveUp:
        pass
    return None


class _Repair:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.data = json.loads(json.dumps(source.data))
        self._given = 0

    def one(self, at: At, error: str) -> None:
        if not at:
            raise _GiveUp
        if error in _WHICH_TYPE:
            self.element(at)
        elif error == "missing":
            self.missing(at)
        else:
            self.without(at)

    def value(self, at: At) -> Any:
        data = self.data
        for step in at:
            try:
                data = data[step]
            except (KeyError, IndexError, TypeError):  # taken out already, with what is around it
                return None
        return data

    def without(self, at: At) -> None:
        """Takes out what is wrong. An element leaves something in its place: the others keep theirs."""
        container, step = self.value(at[:-1]), at[-1]
        if isinstance(step, int):
            self.element(at)
        elif isinstance(container, dict):
            gone = container.pop(step, None)
            if step == "id" and isinstance(gone, str):
                self.source.doubtful |= {gone, gone.lower()}  # `Smerte` is called `smerte` by those who know better

    def missing(self, at: At) -> None:
        container, key = self.value(at[:-1]), at[-1]
        if not isinstance(container, dict):
            return
        if key in _TEXTS:
            container[key] = self.text()
        elif key == "id":
            self.doubt_words(container.values())  # `idd: smerte`: conditions name it all the same
            container["id"] = self.name() if len(at) > 1 else self.file_name()
            self.source.stood_in.add(at)
        elif len(at) == 1 and key in _ROOT:
            container[key] = _ROOT[key]
        else:
            self.around(at[:-1])

    def around(self, at: At) -> None:
        """What is not whole without something that is missing."""
        if not at:
            raise _GiveUp
        if isinstance(at[-1], int):
            self.element(at)
        else:
            self.without(at)

    def element(self, at: At) -> None:
        """Puts something harmless in the place of an element of a list."""
        siblings, number = self.value(at[:-1]), at[-1]
        if not isinstance(siblings, list) or not isinstance(number, int):
            raise _GiveUp
        there = siblings[number] if isinstance(siblings[number], dict) else {}
        self.doubt_words([siblings[number]])
        name = there.get("id")
        name = name if isinstance(name, str) and _IDENTIFIER.fullmatch(name) else self.name()
        if at[-2] in ("questions", "row"):
            kept = {key: there[key] for key in ("text", "visible_if") if key in there}
            siblings[number] = {"id": name, "type": "text", "text": self.text()} | kept
            self.source.doubtful.add(name)
        elif at[-2] == "scores":
            siblings[number] = {"id": name, "value": "age"}
            self.source.doubtful.add(name)
        elif at[-2] == "needs":
            siblings[number] = {"id": name, "when": "contact_point == 1", "title": self.text()}
        elif at[-2] == "options" or at[0] == "option_lists":
            words = any(isinstance(other, dict) and isinstance(other.get("value"), str) for other in siblings)
            siblings[number] = {"value": self.name() if words else -1000 - self._given, "text": self.text()}
            self.doubt_options(at)
        elif at[-2] in _LISTS_TO_LEAVE_OUT:
            self.without(at[:-1])
        else:
            raise _GiveUp

    def doubt_words(self, values: Iterable[Any]) -> None:
        """Words that could be the id of something that is not right."""
        self.source.doubtful |= {word for word in values if isinstance(word, str) and _IDENTIFIER.fullmatch(word)}

    def doubt_options(self, at: At) -> None:
        """The questions whose options are not all known."""
        if at[0] == "option_lists":
            self.source.doubtful |= {item["id"] for item in _items(self.data) if item.get("options") == at[1]}
        else:
            question = self.value(at[:-2])
            if isinstance(question, dict) and isinstance(question.get("id"), str):
                self.source.doubtful.add(question["id"])

    def name(self) -> str:
        self._given += 1
        return f"x{self._given}"

    def file_name(self) -> str:
        stem = Path(self.source.path).stem
        return stem if _IDENTIFIER.fullmatch(stem) else self.name()

    def text(self) -> str:
        """Without letters, which would want to be translated."""
        self._given += 1
        return f"{self._given} –"


def _items(data: Any) -> Iterable[dict[str, Any]]:
    """All maps with an id, wherever they are."""
    if isinstance(data, dict):
        if isinstance(data.get("id"), str):
            yield data
        for value in data.values():
            yield from _items(value)
    elif isinstance(data, list):
        for value in data:
            yield from _items(value)
