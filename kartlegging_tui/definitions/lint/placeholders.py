"""What was to be filled in later, and was not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kartlegging_tui.definitions.findings import Finding, quote
from kartlegging_tui.definitions.lint.walk import in_language
from kartlegging_tui.definitions.source import At, Source
from kartlegging_tui.domain.questionnaire import Questionnaire, Status
from kartlegging_tui.domain.texts import Text
from kartlegging_tui.language import _

_LATER = re.compile(r"\b(?:TODO|TBD|FIXME|XXX+|[Ll]orem ipsum)\b")
_NOTHING_SAID = re.compile(r"[\s.…?\-–—_*xX]*|ukjent|ukjend|unknown|n/?a|todo|tbd|fixme", re.IGNORECASE)


def placeholders(form: Questionnaire, source: Source, written: Iterable[tuple[At, Text]]) -> Iterator[Finding]:
    """Findings about a source or licence that says nothing, and about texts that still say TODO.

    `written` are the texts of the form.
    """
    unread = {finding.line for finding in source.findings}  # what is wrong there may have left nothing of the value
    for key, words in (("source", form.source), ("licence", form.licence)):
        if source.span((key,)).line in unread:
            continue
        if _NOTHING_SAID.fullmatch(words.strip()) or _LATER.search(words):
            yield _finding(source, (key,), words)
    if form.slot is not None and _NOTHING_SAID.fullmatch(form.slot.holder.strip()):
        yield _finding(source, ("slot", "holder"), form.slot.holder)
    for at, text in written:
        for language, words in text.root.items():
            if words.strip() in ("…", "...") or _LATER.search(words):
                yield _finding(source, in_language(source, at, language), words)
    if form.status is Status.ACTIVE and form.slot is not None:
        yield from _without_text(form, source)


def _finding(source: Source, at: At, words: str) -> Finding:
    message = _("{words} says nothing yet: fill it in before the form is used.")
    return source.finding("placeholder", message.format(words=quote(words.strip() or '""')), at)


def _without_text(form: Questionnaire, source: Source) -> Iterator[Finding]:
    missing = [item.id for item in form.items() if item.text is None]
    if missing:
        message = _("The form is `active`, but {name} has no text, so it is not offered: it needs the licensed texts.")
        yield source.finding("active-without-text", message.format(name=quote(missing[0])), ("status",))
