"""What never comes: questions that are never shown, scores without a value, needs and urgent words never raised."""

from __future__ import annotations

from collections.abc import Iterator

from kartlegging_tui.definitions.findings import Finding, quote_all
from kartlegging_tui.definitions.lint.walk import columns
from kartlegging_tui.definitions.source import At, Source
from kartlegging_tui.domain.presence import Never, Presence
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import AnyItem, Question, Rows
from kartlegging_tui.domain.scope import Scope
from kartlegging_tui.language import _


def never(form: Questionnaire, source: Source, scope: Scope) -> Iterator[Finding]:
    """Findings about what several conditions together keep from ever coming; `scope` as in `conditions`."""
    presence = Presence(form, scope)
    for number, section in enumerate(form.sections):
        at: At = ("sections", number)
        if (why := presence.section(section)) is not None:
            message = _("The section is never shown.") + _because(why)
            yield source.finding("never-shown", message, (*at, "visible_if"))
            continue
        for place, item in enumerate(section.questions):
            yield from _of_item(source, presence, (*at, "questions", place), item)
    for number, score in enumerate(form.scores):
        if (why := presence.score(score)) is not None:
            message = _("The score never gets a value.") + _because(why)
            yield source.finding("score-never-known", message, ("scores", number, "value"))
    for number, need in enumerate(form.needs):
        if (why := presence.need(need)) is not None:
            message = _("The need is never raised.") + _because(why)
            yield source.finding("need-never-raised", message, ("needs", number, "when"))


def _of_item(source: Source, presence: Presence, at: At, item: AnyItem, group: str = "") -> Iterator[Finding]:
    name = f"{group}.{item.id}" if group else item.id
    why = presence.item(name) if item.visible_if is not None else None
    if why is not None:
        message = _("The question is never shown.") + _because(why)
        if isinstance(item, Question) and item.required:
            message += " " + _("Yet it is `required`.")
        yield source.finding("never-shown", message, (*at, "visible_if"))
        return
    if (why := presence.urgent(name, item)) is not None:
        message = _("The answer is never urgent.") + _because(why)
        yield source.finding("never-urgent", message, (*at, "urgent", "when"))
    for column_at, column in columns(item, at) if isinstance(item, Rows) else ():
        yield from _of_item(source, presence, column_at, column, item.id)


def _because(why: Never) -> str:
    if why.absent:
        return " " + _("It depends on what itself never comes: {names}.").format(names=quote_all(why.absent))
    conditions = quote_all(why.together)
    return " " + _("These cannot all be true: {conditions}. Change one of them.").format(conditions=conditions)
