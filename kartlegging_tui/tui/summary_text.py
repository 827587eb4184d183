"""A summary as text: what stands in the way of signing, what matters most, and then what was answered, form by form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from kartlegging_tui import language
from kartlegging_tui.language import N_, _
from kartlegging_tui.services.plan_words import FOLLOW_UP, PRIORITIES, action_line
from kartlegging_tui.services.refusing import COMPLAINT, HEADING, in_words
from kartlegging_tui.services.review import ObstacleKind
from kartlegging_tui.tui.talk_words import PRIORITY_MARKS
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.paper import Block, Line, indented

if TYPE_CHECKING:
    from kartlegging_tui.domain.refused import RefusedRequest
    from kartlegging_tui.services.need_items import NeedItem
    from kartlegging_tui.services.review import Obstacle
    from kartlegging_tui.services.summary import AnswerLine, FormSummary, ScoreLine, Summary, UrgentLine

OBSTACLES = {
    ObstacleKind.ANSWER: N_("“{title}”"),
    ObstacleKind.REQUIRED: "{title}",
    ObstacleKind.URGENT: N_("Urgent – what was done?  {title}"),
    ObstacleKind.UNASKED: N_("To be followed up?  {title}"),
    ObstacleKind.UNPLANNED: N_("Action, or why none?  {title}"),
}
IN = 3
"""Columns that answers stand in from the question's heading."""


def blocks(summary: Summary, is_open: bool) -> Iterator[Block]:
    """What stands in the way (each a place to jump to), what is urgent, needs, scores, what is left, and answers."""
    if not summary.forms:
        yield Block((Line(literal(_("Nothing is answered yet."), "$text-muted")), Line()))
    if is_open:
        yield from _before_signing(summary)
    urgent = [line for form in summary.forms for line in form.urgent]
    yield from refusals(summary.refused)
    yield from _listed(_("At once"), [part for line in urgent for part in _urgent(line)])
    spoken = language.current()
    before = [indented(literal(action_line(action, spoken)), IN, literal(" ·")) for action in summary.from_before]
    yield from _listed(_("Agreed before"), before)
    yield from _listed(_("Needs"), [line for item in summary.needs for line in _need(item)])
    yield from _listed(_("Scores"), [_score(score) for form in summary.forms for score in form.scores])
    yield from _listed(_("Left"), list(_left(summary)))
    for form in summary.forms:
        yield from _form(form)


def refusals(refused: Sequence[RefusedRequest]) -> Iterator[Block]:
    """Requests that were refused, and that the patient can complain."""
    if refused:
        mark = literal(" ■", "$warning")
        lines = [indented(literal(in_words(each, language.current())), IN, mark) for each in refused]
        yield from _listed(_(HEADING), [*lines, indented(literal(_(COMPLAINT), "$text-muted"), IN)])


def _before_signing(summary: Summary) -> Iterator[Block]:
    if not summary.forms:
        return
    if not summary.obstacles:
        yield Block((Line(literal(_("Nothing stands in the way of signing."), "$success")), Line()))
        return
    count = len(summary.obstacles)
    yield Block((Line(literal(_("Before signing ({count})").format(count=count), "bold $primary")),))
    for obstacle in summary.obstacles:
        yield Block((indented(literal(_obstacle(obstacle)), IN, literal(" *", "$warning")),), obstacle)
    yield Block((Line(),))


def _obstacle(obstacle: Obstacle) -> str:
    text = _(OBSTACLES[obstacle.kind]).format(title=obstacle.title)
    return f"{text} {obstacle.text}".strip()


def _listed(heading: str, lines: Iterable[Line]) -> Iterator[Block]:
    lines = list(lines)
    if lines:
        yield Block((Line(literal(heading, "bold $primary")), *lines, Line()))


def _urgent(line: UrgentLine) -> Iterator[Line]:
    yield indented(literal(line.text, "bold"), IN, literal(" !", "bold $error"))
    if line.handled is not None:
        text = _("Done: {done} ({by})").format(done=line.handled.done, by=line.handled.by)
        yield indented(literal(text), IN, literal(" ✓", "$success"))
    else:
        yield indented(literal(line.advice), IN)


def _need(item: NeedItem) -> Iterator[Line]:
    glyph, style = PRIORITY_MARKS[item.need.priority.value]
    text = literal(item.need.title).append(literal(f"  {_(PRIORITIES[item.need.priority])}", style))
    if item.need.follow_up is not None:
        text = text.append(literal(f"  {_(FOLLOW_UP[item.need.follow_up])}", "$text-muted"))
    yield indented(text, IN, literal(f" {glyph}", style))
    if item.need.goal:
        yield indented(literal(_("Goal: {goal}").format(goal=item.need.goal), "italic"), IN)
    if item.need.reason:
        yield indented(literal(_("Reason: {reason}").format(reason=item.need.reason)), IN)
    for _path, action in item.actions:
        yield indented(literal(action_line(action, language.current())), IN + 2, literal(" " * IN + "→"))


def _score(score: ScoreLine) -> Line:
    style = "$error" if score.flagged else ""
    text = literal(f"{score.title}: ").append(literal(score.text or "–", f"bold {style}"))
    if score.band:
        text = text.append(literal(f"  {score.band}", style))
    if not score.complete:
        text = text.append(literal("  " + _("not all answered"), "$text-muted"))
    return indented(text, IN, literal(" ●" if score.flagged else " ·", style))


def _left(summary: Summary) -> Iterator[Line]:
    mark = literal(" ○", "$text-muted")
    if summary.untouched:
        names = ", ".join(summary.untouched)
        yield indented(literal(_("Not begun: {forms}").format(forms=names), "$text-muted"), IN, mark)
    for question in summary.hidden:
        text = _("Hidden now, and dropped at signing: {question}").format(question=question)
        yield indented(literal(text, "$text-muted"), IN, mark)


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
