"""What never comes: questions that are never shown, scores without a value, needs and urgent words never raised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from kartlegging_tui.definitions.findings import Finding, quote, quote_all
from kartlegging_tui.definitions.lint.walk import columns, items
from kartlegging_tui.definitions.source import At, Source
from kartlegging_tui.domain.presence import Never, Presence
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import AnyItem, Question, Rows
from kartlegging_tui.domain.scope import Scope
from kartlegging_tui.language import _


def never(form: Questionnaire, source: Source, scope: Scope) -> Iterator[Finding]:
    """Findings about what several conditions together keep from ever coming; `scope` as in `conditions`."""
    told = _Told(form, source)
    presence = Presence(form, scope)
    for number, section in enumerate(form.sections):
        at: At = ("sections", number)
        if (why := presence.section(section)) is not None:
            yield told.finding("never-shown", _("The section is never shown."), (*at, "visible_if"), why)
            continue
        for place, item in enumerate(section.questions):
            yield from _of_item(told, presence, (*at, "questions", place), item)
    for number, score in enumerate(form.scores):
        if (why := presence.score(score)) is not None:
            at = ("scores", number, "value")
            yield told.finding("score-never-known", _("The score never gets a value."), at, why)
    for number, need in enumerate(form.needs):
        if (why := presence.need(need)) is not None:
            yield told.finding("need-never-raised", _("The need is never raised."), ("needs", number, "when"), why)


def _of_item(told: _Told, presence: Presence, at: At, item: AnyItem, group: str = "") -> Iterator[Finding]:
    name = f"{group}.{item.id}" if group else item.id
    why = presence.item(name) if item.visible_if is not None else None
    if why is not None:
        message = _("The question is never shown.")
        if isinstance(item, Question) and item.required:
            message += " " + _("Yet it is `required`.")
        yield told.finding("never-shown", message, (*at, "visible_if"), why)
        return
    if (why := presence.urgent(name, item)) is not None:
        yield told.finding("never-urgent", _("The answer is never urgent."), (*at, "urgent", "when"), why)
    for column_at, column in columns(item, at) if isinstance(item, Rows) else ():
        yield from _of_item(told, presence, column_at, column, item.id)


class _Told:
    """Findings with their reason, and with the other places that the reason lies in."""

    def __init__(self, form: Questionnaire, source: Source) -> None:
        self._form, self._source = form, source

    @cached_property
    def _shown_by(self) -> Mapping[tuple[str, str], At]:
        """By what is shown and the condition that shows it: where that stands."""
        places: dict[tuple[str, str], At] = {}
        for number, section in enumerate(self._form.sections):
            places[section.id, section.visible_if or ""] = ("sections", number, "visible_if")
        for at, item in items(self._form):
            places[item.id, item.visible_if or ""] = (*at, "visible_if")
            for column_at, column in columns(item, at) if isinstance(item, Rows) else ():
                places[f"{item.id}.{column.id}", column.visible_if or ""] = (*column_at, "visible_if")
        return places

    def finding(self, code: str, message: str, at: At, why: Never) -> Finding:
        """What never comes, and why."""
        if why.absent:
            because = _("It depends on what itself never comes: {names}.").format(names=quote_all(why.absent))
        else:
            because = _("These cannot all be true: {conditions}. Change one of them.")
            because = because.format(conditions=quote_all(why.together))
        related = []
        for name, condition in zip(why.shows, why.together, strict=True):
            place = self._shown_by.get((name, condition), at)
            if place != at:
                related.append(self._source.related(place, _("shows {name}").format(name=quote(name))))
        text = self._source.value(at)
        length = len(text) if isinstance(text, str) else 1
        return self._source.finding(code, f"{message} {because}", at, offset=0, length=length, related=related)
