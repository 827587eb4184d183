"""Texts: there, not empty, and in every language of the form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kartlegging_tui.definitions.findings import Finding, quote, quote_all
from kartlegging_tui.definitions.lint.walk import in_language, items_and_columns
from kartlegging_tui.definitions.source import At, Source
from kartlegging_tui.domain.pathway import PathwayDefinition
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.services import ServiceList
from kartlegging_tui.domain.texts import LANGUAGES, Text
from kartlegging_tui.language import _

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")


def texts(
    document: Questionnaire | PathwayDefinition | ServiceList, source: Source, written: Iterable[tuple[At, Text]]
) -> Iterator[Finding]:
    """Findings about the texts of a form, a pathway or a list of services; `written` are those texts."""
    for at, text in written:
        yield from _about_text(source, at, text, document.title.languages)
    if isinstance(document, Questionnaire) and document.slot is None:
        for at, item in items_and_columns(document):
            if item.text is None:
                message = _("{key} is missing. Only a form with a `slot` may leave it out.").format(key=quote("text"))
                yield source.finding("missing-key", message, at)


def _about_text(source: Source, at: At, text: Text, languages: frozenset[str]) -> Iterator[Finding]:
    for language, words in text.root.items():
        if language not in LANGUAGES and _LANGUAGE.fullmatch(language) is None:
            message = _("{word} is not a language code, such as nb, nn or en.").format(word=quote(language))
            yield source.finding("unknown-language", message, (*at, language), key=True)
        elif not words.strip():
            yield source.finding("empty-text", _("The text is empty."), in_language(source, at, language))
    if not text.root:
        yield source.finding("empty-text", _("The text is empty."), at)
        return
    absent = languages - text.languages
    if absent and any(character.isalpha() for words in text.root.values() for character in words):
        message = _("The text is missing in {languages}.").format(languages=quote_all(sorted(absent)))
        yield source.finding("missing-translation", message, at)
