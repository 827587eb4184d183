"""What is different between two versions of a form, in words: the most severe first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any

from pydantic import BaseModel

from kartlegging_tui.domain.changes import Change, Thing, Weight, What
from kartlegging_tui.domain.questions import Ends, Urgent
from kartlegging_tui.domain.suppression import FEW
from kartlegging_tui.domain.texts import Text
from kartlegging_tui.domain.touched import Count, Counts, Effect, Touch
from kartlegging_tui.language import N_, _, current, plural
from kartlegging_tui.services.key_words import KEYS

WEIGHTS: Mapping[Weight, str] = {
    Weight.BREAKING: N_("Breaks with answers that are stored"),
    Weight.CAREFUL: N_("The answers keep, but what is asked, or what it means, may have shifted"),
    Weight.HARMLESS: N_("Changes nothing for the answers"),
}
_THINGS: Mapping[Thing, str] = {
    Thing.FORM: N_("The form"),
    Thing.SECTION: N_("The section {name}"),
    Thing.QUESTION: N_("The question {name}"),
    Thing.COLUMN: N_("The column {name} of {above}"),
    Thing.OPTION: N_("The option {name} of {above}"),
    Thing.LIST: N_("The list of options {name}"),
    Thing.LISTED: N_("The option {name} of the list {above}"),
    Thing.SCORE: N_("The score {name}"),
    Thing.BAND: N_("The band {name} of {above}"),
    Thing.NEED: N_("The need {name}"),
}
_HAPPENED: Mapping[What, str] = {
    What.ADDED: N_("is new"),
    What.REMOVED: N_("is gone"),
    What.RENAMED: N_("was called {before} before"),
    What.MOVED: N_("has another place in the order"),
}
_VERSION = (Thing.FORM, "version")
_LONGEST = 32
"""Characters of a value that stands on a line with the one before it; longer ones get a line each."""
_TITLE = 60


@dataclass(frozen=True)
class Part:
    """One thing that is said about a change."""

    words: str
    """What happened, or what is otherwise."""
    before: str = ""
    after: str = ""
    """Both empty where the words say it all."""

    @property
    def short(self) -> bool:
        """True where before and after have room on one line."""
        return max(len(self.before), len(self.after)) <= _LONGEST and "\n" not in self.before + self.after


@dataclass(frozen=True)
class Told:
    """What is said about one thing of the form."""

    weight: Weight
    about: str
    """Which thing: `The question smerte “How much pain?”`."""
    parts: tuple[Part, ...]
    stored: tuple[str, ...] = ()
    """What it means for the stored answers, where they were counted."""


def told(
    changes: Sequence[Change], touches: Mapping[int, Touch] | None = None, counts: Counts | None = None
) -> list[Told]:
    """All changes in words, in the language spoken; what concerns one thing, under one head.

    Another version number is not among them: whoever shows them says from which version to which.
    """
    found = []
    numbered = [(place, each) for place, each in enumerate(changes) if (each.thing, each.field) != _VERSION]
    for _same, group in groupby(numbered, key=lambda each: (each[1].weight, each[1].thing, each[1].at)):
        of_thing = list(group)
        first = of_thing[0][1]
        parts = tuple(part for _place, change in of_thing for part in _parts(change))
        stored = dict.fromkeys(
            stored_words(touches[place], counts[place])
            for place, _change in of_thing
            if touches and counts is not None and place in touches and place in counts
        )
        found.append(Told(first.weight, about(first), parts, tuple(stored)))
    return found


def about(change: Change) -> str:
    """Which thing a change is about: its id, and what it is called."""
    name = quoted(change.at[-1]) if change.at else ""
    above = quoted(".".join(change.at[:-1]))
    if change.thing is Thing.BAND:
        name = change.at[-1]
    words = _(_THINGS[change.thing]).format(name=name, above=above)
    if change.thing is Thing.FORM:
        return words
    thing = change.new if change.new is not None else change.old
    title = next((text for key in ("text", "title") if isinstance(text := getattr(thing, key, None), Text)), None)
    return f"{words} {_title(title)}" if title is not None else words


def _title(text: Text) -> str:
    line = " ".join(text.to(current()).split())
    return _("“{text}”").format(text=line if len(line) <= _TITLE else line[: _TITLE - 1].rstrip() + "…")


def quoted(value: object) -> str:
    """A word of the file."""
    return f"`{value}`"


def _parts(change: Change) -> Iterator[Part]:
    if change.what is What.MOVED and change.before:
        message = _("has moved from the section {before} to {after}")
        yield Part(message.format(before=quoted(change.before), after=quoted(change.after)))
    elif change.what is not What.CHANGED:
        yield Part(_(_HAPPENED[change.what]).format(before=quoted(change.before)))
    else:
        of_option = change.field == "value" and change.thing in (Thing.OPTION, Thing.LISTED)
        yield from _values(_("the value") if of_option else _(KEYS[change.field]), change.before, change.after)


def _values(words: str, before: Any, after: Any) -> Iterator[Part]:
    """One part, or one for each language of a text that is otherwise, or for each part of what has parts."""
    if isinstance(before, Text) or isinstance(after, Text):
        yield from _texts(words, before, after)
    elif isinstance(before, Ends | Urgent) and isinstance(after, Ends | Urgent):
        for key in type(before).model_fields:
            was, now = getattr(before, key), getattr(after, key)
            if was != now:
                yield from _values(_("{words}, {part}").format(words=words, part=_(KEYS[key])), was, now)
    else:
        yield Part(words, shown(before), shown(after))


def _texts(words: str, before: Text | None, after: Text | None) -> Iterator[Part]:
    was, now = (text.root if text is not None else {} for text in (before, after))
    for language in dict.fromkeys([*was, *now]):
        if was.get(language) != now.get(language):
            where = words if language == "nb" else _("{words} ({language})").format(words=words, language=language)
            yield Part(where, shown(was.get(language)), shown(now.get(language)))


def shown(value: Any) -> str:
    """A value of the file, as one who writes the file knows it."""
    if value is None or value == () or value == "":
        return _("not set")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Text):
        return value.to("nb")
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, BaseModel):
        pairs = value.model_dump(mode="json", by_alias=True, exclude_defaults=True).items()
        return ", ".join(f"{key}: {shown(_plain(each))}" for key, each in pairs)
    if isinstance(value, tuple | list):
        return ", ".join(shown(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {shown(each)}" for key, each in value.items())
    return str(value)


def _plain(value: Any) -> Any:
    """A text by language in the language spoken; anything else as it is."""
    return value.get("nb", value) if isinstance(value, dict) else value


def stored_words(touch: Touch, count: Count) -> str:
    """What a change means for the answers that are stored: how many, or that they are few."""
    if count.number == 0:
        if touch.effect is Effect.SCORED_OTHERWISE:
            return _("No form has been signed yet.")
        return _("No signed answer is touched.")
    number = count.number if count.number is not None else FEW  # so that the grammar does not tell
    words = str(count.number) if count.number is not None else _("fewer than 5") if count.few else _("some")
    if count.at_least:
        words = _("at least {count}").format(count=count.at_least)
    sentence = _sentence(touch.effect, number).format(count=words)
    return sentence[:1].upper() + sentence[1:]


def _sentence(effect: Effect, number: int) -> str:
    match effect:
        case Effect.HOMELESS:
            return plural(
                "{count} stored answer has lost its question.",
                "{count} stored answers have lost their question.",
                number,
            )
        case Effect.MISFIT:
            return plural(
                "{count} stored answer no longer fits the question.",
                "{count} stored answers no longer fit the question.",
                number,
            )
        case Effect.OUTSIDE:
            return plural(
                "{count} answer falls outside the new range.", "{count} answers fall outside the new range.", number
            )
        case Effect.OPTION_GONE:
            return plural("{count} answer has chosen it.", "{count} answers have chosen it.", number)
        case Effect.TOO_MANY:
            return plural("{count} answer holds more than that.", "{count} answers hold more than that.", number)
        case Effect.TOO_LONG:
            return plural("{count} answer is longer than that.", "{count} answers are longer than that.", number)
        case Effect.NOT_A_DAY:
            return plural("{count} answer is no whole date.", "{count} answers are no whole dates.", number)
        case Effect.SCORED_OTHERWISE:
            return plural(
                "{count} filled form was scored the old way: what was scored then and now cannot be compared.",
                "{count} filled forms were scored the old way: what was scored then and now cannot be compared.",
                number,
            )


def filled_words(count: Count) -> str:
    """How many forms have been signed in earlier versions."""
    if count.number is not None:
        message = plural(
            "{count} form has been signed in earlier versions.",
            "{count} forms have been signed in earlier versions.",
            count.number,
        )
        return message.format(count=count.number)
    if count.few:
        return _("Fewer than 5 forms have been signed in earlier versions.")
    return _("Some forms have been signed in earlier versions.")


def lines(found: Sequence[Told]) -> Iterator[str]:
    """As it is printed: what weighs the same under one heading."""
    for weight, group in groupby(found, key=lambda each: each.weight):
        yield _(WEIGHTS[weight])
        for each in group:
            alone = len(each.parts) == 1 and not each.parts[0].before and not each.stored
            if alone:
                yield f"  {each.about}: {each.parts[0].words}"
                continue
            yield f"  {each.about}"
            for part in each.parts:
                yield from _part_lines(part)
            for sentence in each.stored:
                yield f"    → {sentence}"


def _part_lines(part: Part) -> Iterator[str]:
    if not part.before and not part.after:
        yield f"    {part.words}"
    elif part.short:
        yield f"    {part.words}: {part.before} → {part.after}"
    else:
        yield f"    {part.words}:"
        yield from (f"      − {line}" for line in part.before.splitlines())
        yield from (f"      + {line}" for line in part.after.splitlines())
