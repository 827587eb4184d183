"""Options that rule the others out: fewer than the others, and those that say "none of these"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kartlegging_tui.definitions.findings import Finding
from kartlegging_tui.definitions.lint.walk import items_and_columns
from kartlegging_tui.definitions.source import At, Source
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import Choices, Option
from kartlegging_tui.language import _

_NONE = re.compile(
    r"(?:ingen|ingenting|ikke noe|ikkje noko|none|nothing)"
    r"(?: (?:av|of) (?:disse|desse|dette|delene|delane|these|the above))?\.?",
    re.IGNORECASE,
)


def exclusive(form: Questionnaire, source: Source) -> Iterator[Finding]:
    """Findings about options that rule the others out, and about those that should."""
    seen: set[At] = set()
    for at, question in items_and_columns(form):
        if not isinstance(question, Choices):
            continue
        shared = isinstance(question.options, str)
        place: At = ("option_lists", str(question.options)) if shared else (*at, "options")
        listed = form.options(question)
        others = sum(not option.exclusive for option in listed)
        if question.at_most is not None and 1 < others < question.at_most <= len(listed):
            message = _("So many can never be chosen: only {count} options do not rule the others out.")
            yield source.finding("at-most-too-high", message.format(count=others), (*at, "at_most"))
        if place not in seen:
            seen.add(place)
            yield from _about_list(source, place, listed)


def _about_list(source: Source, at: At, listed: tuple[Option, ...]) -> Iterator[Finding]:
    alone = [number for number, option in enumerate(listed) if option.exclusive]
    if len(listed) > 1 and len(alone) >= len(listed) - 1:
        message = _("No two of the options can be chosen together: make the question a `choice`, or fewer `exclusive`.")
        yield source.finding("mostly-exclusive", message, (*at, alone[0], "exclusive"), key=True)
    for number, option in enumerate(listed):
        if not option.exclusive and any(_NONE.fullmatch(words.strip()) for words in option.text.root.values()):
            message = _("This says that there is nothing to choose, and could be chosen along with others.")
            yield source.finding("none-not-exclusive", message, (*at, number))
