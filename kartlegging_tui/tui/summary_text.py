"""A summary as text: what matters first, then what was answered, form by form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.content import Content

from kartlegging_tui.domain.questionnaire import Priority
from kartlegging_tui.language import N_, _
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.paper import Block, Line, indented

if TYPE_CHECKING:
    from kartlegging_tui.services.summary import AnswerLine, FormSummary, NeedLine, ScoreLine, Summary

PRIORITIES = {
    Priority.URGENT: ("!", N_("urgent"), "bold $error"),
    Priority.HIGH: ("●", N_("high"), "$error"),
    Priority.MEDIUM: ("◐", N_("medium"), "$warning"),
    Priority.LOW: ("○", N_("low"), "$text-muted"),
}
"""Glyph, word and colour; the most pressing first."""
IN = 3
"""Columns that answers stand in from the question's heading."""


def blocks(summary: Summary) -> Iterator[Block]:
    """Urgent matters, needs, scores, what is left, and then the answers."""
    if not summary.forms:
        yield Block((Line(literal(_("Nothing is answered yet."), "$text-muted")),))
    yield from _listed(
        _("At once"), [indented(literal(text), IN, literal(" !", "bold $error")) for text in _urgent(summary)]
    )
    yield from _listed(_("Needs"), [_need(need) for need in _needs(summary)])
    yield from _listed(_("Scores"), [_score(score) for form in summary.forms for score in form.scores])
    yield from _listed(_("Left"), list(_left(summary)))
    for form in summary.forms:
        yield from _form(form)


def _urgent(summary: Summary) -> Iterator[str]:
    for form in summary.forms:
        yield from form.urgent


def _needs(summary: Summary) -> list[NeedLine]:
    order = list(PRIORITIES)
    return sorted((need for form in summary.forms for need in form.needs), key=lambda need: order.index(need.priority))


def _listed(heading: str, lines: list[Line]) -> Iterator[Block]:
    if lines:
        yield Block((Line(literal(heading, "bold $primary")), *lines, Line()))


def _need(need: NeedLine) -> Line:
    glyph, word, style = PRIORITIES[need.priority]
    text = literal(need.title).append(literal(f"  {_(word)}", style))
    return indented(text, IN, literal(f" {glyph}", style))


def _score(score: ScoreLine) -> Line:
    style = "$error" if score.flagged else ""
    text = literal(f"{score.title}: ").append(literal(score.text or "–", f"bold {style}"))
    if score.band:
        text = text.append(literal(f"  {score.band}", style))
    if not score.complete:
        text = text.append(literal("  " + _("not all answered"), "$text-muted"))
    return indented(text, IN, literal(" ●" if score.flagged else " ·", style))


def _left(summary: Summary) -> Iterator[Line]:
    for form in summary.forms:
        for problem in form.problems:
            yield indented(literal(f"{form.title}: {problem}"), IN, literal(" ○", "$warning"))
    if summary.untouched:
        names = ", ".join(summary.untouched)
        yield indented(
            literal(_("Not begun: {forms}").format(forms=names), "$text-muted"), IN, literal(" ○", "$text-muted")
        )


def _form(form: FormSummary) -> Iterator[Block]:
    count = _("{answered} of {asked} answered").format(answered=form.answered, asked=form.asked)
    yield Block((Line(literal(form.title, "bold $primary").append(literal(f"  {count}", "$text-muted"))),))
    for title, answers in form.sections:
        lines = [line for answer in answers for line in _answer(answer)]
        yield Block((Line(literal(title, "bold")), *lines, Line()))


def _answer(line: AnswerLine) -> Iterator[Line]:
    mark = literal(" !", "bold $error") if line.flagged else Content("")
    text = literal(line.question, "$text-muted").append("  ").append(literal(line.answer, "bold"))
    yield indented(text, IN, mark)
    if line.note:
        yield indented(literal(line.note, "italic"), IN + 2, Content(" " * IN).append("✎"))
