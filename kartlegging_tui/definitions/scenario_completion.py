"""What a scenario can name where the cursor is: questions, answers, scores and needs of the form it is about."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kartlegging_tui.definitions.candidates import Possible
from kartlegging_tui.definitions.cursor import Cursor
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import AnyItem, Choice, Choices, Computed, Info, Rows, YesNo
from kartlegging_tui.domain.scenario import NONE
from kartlegging_tui.domain.texts import Text

_PLAIN = re.compile(r"[^\W\d][\w /()–-]*")
"""A text that YAML reads as it stands …"""
_WORDS_OF_YAML = frozenset({"none", "null", "true", "false", "yes", "no", "on", "off", "y", "n"})
"""… unless it is one of these. `none` is our own."""


@dataclass(frozen=True)
class NamedThere:
    """What may be named at a place."""

    possible: tuple[Possible, ...] = ()
    are_keys: bool = False
    """True where each is a key, with its own value behind it."""


def named_there(cursor: Cursor, forms: Mapping[str, Questionnaire], language: str) -> NamedThere:
    """What may be named at the cursor; nothing where that is free, or the form is not known."""
    match cursor.at:
        case ("scenarios", 0, ("given" | "previous" | "expect") as part, *below):
            pass
        case _:
            return NamedThere()
    words = _Words(forms, language)
    steps = [str(step) for step in below if step != 0]
    if "pathway" in cursor.data:
        if part == "expect":
            return words.of_pathway(steps, cursor.key)
        if not steps:
            return NamedThere(tuple(words.forms_named()), True) if cursor.key is None else NamedThere()
        name, *steps = steps
    else:
        name = str(cursor.data.get("form"))
    form = forms.get(name)
    if form is None:
        return NamedThere()
    return words.expected(form, steps, cursor.key) if part == "expect" else words.answers(form, steps, cursor.key)


class _Words:
    """Names with what they are called, in one language."""

    def __init__(self, forms: Mapping[str, Questionnaire], language: str) -> None:
        self.forms, self.language = forms, language

    def forms_named(self) -> Iterator[Possible]:
        for form in self.forms.values():
            yield Possible(form.id, self._said(form.title))

    def of_pathway(self, steps: list[str], key: str | None) -> NamedThere:
        if key is not None or len(steps) != 1:
            return NamedThere()
        if steps[0] in ("offered", "not_offered"):
            return NamedThere(tuple(self.forms_named()))
        forms = self.forms.values() if steps[0] == "problems" else ()
        return NamedThere(tuple(one for form in forms for one in self._items(_asked(form.items()), f"{form.id}.")))

    def answers(self, form: Questionnaire, steps: list[str], key: str | None) -> NamedThere:
        """In the answers: questions, the columns of rows, and what can be answered."""
        items: Iterable[AnyItem] = form.items()
        if steps:
            item = _called(steps[0], items)
            if isinstance(item, Choices) and key is None:
                return NamedThere(tuple(self._options(form, item)))
            if not isinstance(item, Rows) or len(steps) > 1:
                return NamedThere()
            items = item.row
        if key is None:
            return NamedThere(tuple(self._items(_asked(items))), True)
        return NamedThere(tuple(self._options(form, _called(key, items))))

    def expected(self, form: Questionnaire, steps: list[str], key: str | None) -> NamedThere:
        """In what is expected: what the form can show, compute and raise."""
        if len(steps) != 1:
            return NamedThere()
        if key is not None:
            return NamedThere(tuple(self._values(form, steps[0], key)))
        return NamedThere(tuple(self._expected(form, steps[0])), steps[0] in ("computed", "scores", "bands"))

    def _expected(self, form: Questionnaire, what: str) -> Iterator[Possible]:
        match what:
            case "visible" | "hidden":
                for item in form.items():
                    yield from self._items([item])
                    yield from self._items(item.row, f"{item.id}.") if isinstance(item, Rows) else ()
            case "computed":
                yield from self._items(item for item in form.items() if isinstance(item, Computed))
            case "scores" | "bands" | "flagged":
                for score in form.scores:
                    if what == "scores" or score.bands:
                        yield Possible(score.id, self._said(score.title))
            case "needs":
                for need in form.needs:
                    yield Possible(need.id, self._said(need.title))
            case "urgent":
                yield from self._items(item for item in form.items() if getattr(item, "urgent", None) is not None)
            case "problems":
                yield from self._items(_asked(form.items()))

    def _values(self, form: Questionnaire, what: str, key: str) -> Iterator[Possible]:
        if what == "bands":
            bands = (band for score in form.scores if score.id == key for band in score.bands)
            for text in (band.text.to(self.language) for band in bands):
                yield Possible(text, text=_as_written(text))
        if what in ("bands", "scores", "computed"):
            yield Possible(NONE)

    def _items(self, items: Iterable[AnyItem], before: str = "") -> Iterator[Possible]:
        for item in items:
            yield Possible(before + item.id, self._said(item.text))

    def _options(self, form: Questionnaire, item: AnyItem | None) -> Iterator[Possible]:
        if isinstance(item, YesNo):
            yield from (Possible("true"), Possible("false"))
        elif isinstance(item, Choice | Choices):
            for option in form.options(item):
                yield Possible(str(option.value), self._said(option.text))

    def _said(self, text: Text | None) -> str:
        return text.to(self.language) if text is not None else ""


def _called(name: str, items: Iterable[AnyItem]) -> AnyItem | None:
    return next((item for item in items if item.id == name), None)


def _asked(items: Iterable[AnyItem]) -> Iterator[AnyItem]:
    """Those that somebody answers."""
    return (item for item in items if not isinstance(item, Info | Computed))


def _as_written(text: str) -> str:
    """A text as it stands in a file, in quotation marks where YAML would read something else."""
    plain = _PLAIN.fullmatch(text) is not None and text.casefold() not in _WORDS_OF_YAML
    return text if plain else json.dumps(text, ensure_ascii=False)
