"""What one key means for a question: an option picked or taken away, yes or no, a number on a scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kartlegging_tui.domain.answers import Answer, Value
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import AnyItem, Choice, Choices, Option, OptionValue, Scale, YesNo

MOST_SCALE_STEPS = 11
"""A scale with more is typed, not picked."""
YES_KEYS, NO_KEYS = ("j", "y"), ("n",)
TEN_KEY = "t"


@dataclass(frozen=True)
class Pick:
    """What a key has picked."""

    answer: Answer
    moves_on: bool
    """The question is answered: on to the next. False while several options may be picked."""
    asks_words: bool = False
    """An "other: …" option was picked: its words are asked for."""


def option_keys(options: Sequence[Option]) -> list[str]:
    """The key of each option: its own, or else its place among those that have none; "" beyond the ninth."""
    keys, place = [], 0
    for option in options:
        if option.key:
            keys.append(option.key)
            continue
        place += 1
        keys.append(str(place) if place <= 9 else "")
    return keys


def is_picked(item: AnyItem) -> bool:
    """True for questions that are answered by picking, not by typing."""
    if isinstance(item, Scale):
        return item.max - item.min < MOST_SCALE_STEPS and item.min >= 0 and item.max <= 10
    return isinstance(item, YesNo | Choice | Choices)


def values(questionnaire: Questionnaire, item: AnyItem) -> list[OptionValue]:
    """What can be picked, in the order in which it is drawn."""
    match item:
        case YesNo():
            return [True, False]
        case Choice() | Choices():
            return [option.value for option in questionnaire.options(item)]
        case Scale() if is_picked(item):
            numbers = list(range(item.min, item.max + 1))
            return [*reversed(numbers)] if item.descending else [*numbers]
    return []


def value_of_key(questionnaire: Questionnaire, item: AnyItem, key: str) -> OptionValue | None:
    """What a key stands for in a question; None for nothing."""
    match item:
        case YesNo():
            return True if key in YES_KEYS else False if key in NO_KEYS else None
        case Choice() | Choices():
            options = questionnaire.options(item)
            found = [option.value for key_, option in zip(option_keys(options), options, strict=True) if key_ == key]
            return found[0] if found else None
        case Scale() if is_picked(item):
            number = 10 if key == TEN_KEY else int(key) if len(key) == 1 and key in "0123456789" else -1
            return number if item.min <= number <= item.max else None
    return None


def pick(questionnaire: Questionnaire, item: AnyItem, answer: Answer, value: OptionValue) -> Pick:
    """The answer once `value` is picked: the only one, or in `choices` one more, or one less if it was there."""
    if not isinstance(item, Choices):
        option = _option(questionnaire, item, value)
        asks = option is not None and option.other
        return Pick(_answered(answer, value, keep_words=asks), moves_on=not asks, asks_words=asks)
    chosen = answer.value if isinstance(answer.value, tuple) else ()
    option = _option(questionnaire, item, value)
    if value in chosen:
        left = tuple(other for other in chosen if other != value)
        return Pick(_answered(answer, left or None, keep_words=True), moves_on=False)
    if option is not None and option.exclusive:
        return Pick(_answered(answer, (value,), keep_words=False), moves_on=True)
    exclusive = {other.value for other in questionnaire.options(item) if other.exclusive}
    order = [other.value for other in questionnaire.options(item)]
    more = {other for other in chosen if other not in exclusive} | {value}
    unknown = [other for other in more if other not in order]
    several = (*(other for other in order if other in more), *unknown)
    asks = option is not None and option.other
    return Pick(_answered(answer, several, keep_words=True), moves_on=False, asks_words=asks)


def _option(questionnaire: Questionnaire, item: AnyItem, value: OptionValue) -> Option | None:
    options = questionnaire.options(item) if isinstance(item, Choice | Choices) else ()
    return next((option for option in options if option.value == value), None)


def _answered(answer: Answer, value: Value | None, keep_words: bool) -> Answer:
    return Answer(value=value, other=answer.other if keep_words else "", note=answer.note)
