"""A question on paper: which answers it can have, and how some of them are named in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kartlegging_tui.domain.picking import MOST_SCALE_STEPS
from kartlegging_tui.domain.questions import AnyItem, Choice, Option, OptionValue, Scale, YesNo
from kartlegging_tui.language import N_, translate
from kartlegging_tui.services.answer_words import answer_words

AND, OR = N_("{first} and {last}"), N_("{first} or {last}")


@dataclass(frozen=True)
class Asked:
    """A question that stands on the paper."""

    number: str
    item: AnyItem
    options: tuple[Option, ...] = ()
    form: str = ""
    """The title of its form, where the condition stands outside of it."""


def listed(parts: Sequence[str], message: str, language: str) -> str:
    """`a, b or c`."""
    if len(parts) == 1:
        return parts[0]
    return translate(message, language).format(first=", ".join(parts[:-1]), last=parts[-1])


def possible_answers(question: Asked) -> list[OptionValue]:
    """All answers in the order of the paper; none where they are too many, or several can be chosen together."""
    match question.item:
        case YesNo():
            return [True, False]
        case Choice():
            return [option.value for option in question.options]
        case Scale() as scale if scale.max - scale.min < MOST_SCALE_STEPS:
            return list(range(scale.min, scale.max + 1))
    return []


def said_answers(question: Asked, values: Sequence[OptionValue], language: str) -> tuple[str, ...]:
    """Some of the possible answers, in their order, as briefly as can be: `“Some days” or something further down`."""
    possible, values = possible_answers(question), list(values)
    if isinstance(question.item, Scale):
        return _said_numbers([int(value) for value in values], question.item, language)
    rest = [value for value in possible if value not in values]
    texts = tuple(quoted(question, value, language) for value in values)
    if len(values) <= 2:
        return texts
    if len(rest) == 1:
        only = quoted(question, rest[0], language)
        return (translate(N_("something other than {answer}"), language).format(answer=only),)
    if possible[-len(values) :] == values:
        return (translate(N_("{answer} or something further down"), language).format(answer=texts[0]),)
    if possible[: len(values)] == values:
        return (translate(N_("{answer} or something further up"), language).format(answer=texts[-1]),)
    return texts


def _said_numbers(numbers: list[int], scale: Scale, language: str) -> tuple[str, ...]:
    if len(numbers) > 1 and numbers == list(range(numbers[0], scale.max + 1)):
        return (translate(N_("{number} or more"), language).format(number=numbers[0]),)
    if len(numbers) > 1 and numbers == list(range(scale.min, numbers[-1] + 1)):
        return (translate(N_("{number} or less"), language).format(number=numbers[-1]),)
    return tuple(str(number) for number in numbers)


def quoted(question: Asked, value: object, language: str) -> str:
    """An answer as it stands on the paper, in quotation marks."""
    words = answer_words(language)
    if isinstance(question.item, YesNo):
        text = words.yes if value else words.no
    else:
        text = next(option.text.to(language) for option in question.options if option.value == value)
    return translate(N_("“{text}”"), language).format(text=text)
