"""The same text twice, where nobody could tell which of the two is meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kartlegging_tui.definitions.findings import Finding
from kartlegging_tui.definitions.lint.walk import in_language, option_lists
from kartlegging_tui.definitions.source import At, Source
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import AnyItem, Computed, Info, Rows
from kartlegging_tui.domain.texts import Text
from kartlegging_tui.language import _


def repeated(form: Questionnaire, source: Source) -> Iterator[Finding]:
    """Findings about two questions of one section, or two options of one list, with the same text."""
    for number, section in enumerate(form.sections):
        at: At = ("sections", number, "questions")
        yield from _questions(source, at, section.questions)
        for place, item in enumerate(section.questions):
            if isinstance(item, Rows):
                yield from _questions(source, (*at, place, "row"), item.row)
    for at, listed in option_lists(form):
        yield from _twice(source, (((*at, place, "text"), option.text) for place, option in enumerate(listed)))


def _questions(source: Source, at: At, asked: Iterable[AnyItem]) -> Iterator[Finding]:
    """Those that are always asked; two that follow from other answers may well have the same words ("Which?")."""
    yield from _twice(
        source,
        (
            ((*at, place, "text"), item.text)
            for place, item in enumerate(asked)
            if item.text is not None and item.visible_if is None and not isinstance(item, Info | Computed)
        ),
    )


def _twice(source: Source, texts: Iterable[tuple[At, Text]]) -> Iterator[Finding]:
    seen: dict[tuple[str, str], At] = {}
    for at, text in texts:
        for language, words in text.root.items():
            key = language, " ".join(words.casefold().split())
            before = seen.setdefault(key, at)
            if before != at and any(character.isalpha() for character in words):
                first = in_language(source, before, language)
                message = _("The same text stands on line {line} already.").format(line=source.span(first).line)
                also = source.related(first, _("the same text"))
                yield source.finding("duplicate-text", message, in_language(source, at, language), related=[also])
                break
