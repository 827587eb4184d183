"""The words around a form that is read: which version, signed or not, who answered when, what stood there before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from kartlegging_tui.domain.answers import Path, read
from kartlegging_tui.domain.history import NOTHING, Event
from kartlegging_tui.domain.values import shown_value
from kartlegging_tui.language import _, plural
from kartlegging_tui.services.answer_words import answer_words
from kartlegging_tui.services.summary import score_line
from kartlegging_tui.tui import form_words
from kartlegging_tui.tui.days import clock, near_day
from kartlegging_tui.tui.widgets.form_lines import Manner

if TYPE_CHECKING:
    from kartlegging_tui.services.opening import ReadForm

MOST_EARLIER = 4
"""Earlier answers that are told below a question; there are hardly ever more."""


def manner(form: ReadForm, spoken: str, today: date) -> Manner:
    """How the form is drawn: as it was asked, without last time, without keys, and with who answered when."""

    def told(path: Path) -> Sequence[str]:
        return answered(form, path, spoken, today)

    drawn = form_words.manner(form.filling, spoken)
    return replace(drawn, beside=None, type_here=_("not answered"), told=told)


def answered(form: ReadForm, path: Path, spoken: str, today: date) -> list[str]:
    """Who gave the answer and when, and below it what stood there before, the latest first."""
    events = form.history(path)
    if not events:
        return []
    lines = [_said(events[-1], today)] if events[-1].content != NOTHING else [_taken_back(events[-1], today)]
    earlier = [event for event in reversed(events[:-1]) if event.content != NOTHING]
    for event in earlier[:MOST_EARLIER]:
        said = _("before: {answer} ({who})")
        lines.append(said.format(answer=_worded(form, event, spoken), who=_said(event, today)))
    if (more := len(earlier) - MOST_EARLIER) > 0:
        lines.append(plural("and {count} more before that", "and {count} more before that", more).format(count=more))
    return lines


def _said(event: Event, today: date) -> str:
    return f"{event.author} {near_day(event.day, today)} {clock(event.at)}"


def _taken_back(event: Event, today: date) -> str:
    return _("taken back: {who}").format(who=_said(event, today))


def _worded(form: ReadForm, event: Event, spoken: str) -> str:
    """An earlier answer in words; what can no longer be read is shown as it is kept."""
    answer, filling = read(event.content), form.filling
    shown = shown_value(filling.form.item(event.path), filling.form.questionnaire, answer, spoken, answer_words(spoken))
    parts = [shown, f"«{answer.note}»" if answer.note else ""]
    return " ".join(part for part in parts if part) or _("put aside")


def heading(form: ReadForm, spoken: str) -> str:
    """`PHQ-9 · versjon 1.0`."""
    questionnaire = form.filling.form.questionnaire
    version = _("version {version}").format(version=questionnaire.version)
    return f"{questionnaire.title.to(spoken)} · {version}"


def scores(form: ReadForm, spoken: str) -> str:
    """`PHQ-9 12: moderat`: those that can be told, also roughly."""
    sheet = form.filling.sheet
    found = []
    for score in form.filling.form.questionnaire.scores:
        line = score_line(score, sheet.scores[score.id], spoken)
        if line.text:
            told = f"{line.title} {line.text}" + (f": {line.band}" if line.band else "")
            found.append(f"! {told}" if line.flagged else told)
    return " · ".join(found)
