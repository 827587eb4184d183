"""The words around the form: who and when, what is saved, what has come out, what is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from textual.content import Content

from kartlegging_tui import language
from kartlegging_tui.domain.answers import Path, split
from kartlegging_tui.domain.problems import problems
from kartlegging_tui.domain.questionnaire import Score
from kartlegging_tui.domain.questions import Question, Rows
from kartlegging_tui.domain.scoring import ScoreResult
from kartlegging_tui.domain.trend import Trend
from kartlegging_tui.language import _, plural
from kartlegging_tui.services.summary import score_line
from kartlegging_tui.services.talk import needs_of, urgent_in
from kartlegging_tui.tui import words
from kartlegging_tui.tui.days import clock
from kartlegging_tui.tui.form_words import text_of
from kartlegging_tui.tui.last_words import TRENDS
from kartlegging_tui.tui.screens.pick import Choice as PickChoice
from kartlegging_tui.tui.text import literal

if TYPE_CHECKING:
    from kartlegging_tui.services.filling import Filling
    from kartlegging_tui.services.saving import SaveState
    from kartlegging_tui.services.talk import Talk

PRIORITY_MARKS = {
    "urgent": ("!!", "bold $error"),
    "high": ("!", "$error"),
    "medium": ("●", "$warning"),
    "low": ("○", ""),
}
TREND_STYLES = {Trend.WORSE: "$error", Trend.BETTER: "$success", Trend.ABOUT_THE_SAME: ""}
"""What is told of a score beside the numbers themselves."""
# The top of the screen


def who(talk: Talk) -> str:
    """The patient: name and age."""
    age = talk.patient.age(talk.conversation.held_on)
    years = "" if age is None else " · " + plural("{count} year", "{count} years", age).format(count=age)
    return f"{talk.patient.name}{years}"


def point(talk: Talk) -> str:
    """Which contact point, and how long after the diagnosis."""
    after = words.after_diagnosis(talk.pathway.diagnosed, talk.conversation.held_on)
    return _("Contact point {number}").format(number=talk.contact_point.number) + f" · {after}"


def saved(state: SaveState) -> Content:
    """How it stands with saving. "Saved" only once everything is durable."""
    if state.trouble is not None:
        return literal("! " + _("NOT SAVED ({count})").format(count=state.waiting), "bold $error")
    if not state.all_saved:
        return literal(_("Saving …"), "$text-muted")
    if state.saved_at is None:
        return literal("")
    return literal("✓ " + _("Saved {time}").format(time=clock(state.saved_at)), "$success")


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


# What has come out


def results(
    fillings: Sequence[Filling], spoken: str, needs: Sequence[Content] | None = None, room: int | None = None
) -> list[Content]:
    """Needs and scores so far, for the panel at the side; `needs` where it is known how they were weighed.

    With `room`, no more scores than there are lines to draw them on.
    """
    if needs is None:
        needs = list(_needs(fillings, spoken))
    none = literal(_("None yet"), "$text-muted")
    parts = [Content("\n").join([literal(_("Needs so far"), "bold"), *(needs or [none])])]
    scores = list(islice(_scores(fillings, spoken), room))
    if scores:
        parts.append(Content("\n").join([literal(_("Scores"), "bold"), *scores]))
    return parts


def _needs(fillings: Sequence[Filling], spoken: str) -> Iterator[Content]:
    for need in needs_of(fillings):
        mark, style = PRIORITY_MARKS[need.rule.priority.value]
        yield literal(f"{mark} ", style) + literal(need.title(spoken))


def _scores(fillings: Sequence[Filling], spoken: str) -> Iterator[Content]:
    for filling in fillings:
        for score in filling.form.questionnaire.scores:
            result = filling.sheet.scores[score.id]
            line = score_line(score, result, spoken)
            if line.text:
                mark = "! " if line.flagged else "  "
                band = f" {line.band}" if line.band else ""
                missing = plural("{count} answer missing", "{count} answers missing", len(result.missing))
                rest = f" ({missing.format(count=len(result.missing))})" if result.missing else ""
                style = "$warning" if line.flagged else ""
                now = literal(f"{mark}{line.title}: {line.text}{band}{rest}", style)
                yield now + _last_score(filling, score, result, spoken)


def _last_score(filling: Filling, score: Score, result: ScoreResult, spoken: str) -> Content:
    """ " (last time 9 ▲ worse)"; empty where the score could not be told last time."""
    last = filling.last_time.score(filling.form, score.id, result) if filling.last_time else None
    if filling.last_time is None or last is None:
        return literal("")
    then = score_line(filling.last_time.form.scores[score.id], last.result, spoken).text
    said = _("last time {score}").format(score=then)
    if not last.counts_alike:
        said += ", " + _("worked out in another way then")
        return literal(f" ({said})")
    if last.difference is None or last.difference.trend not in TREND_STYLES:
        return literal(f" ({said})")
    trend = last.difference.trend
    outcome = literal(f"{last.difference.sign} {_(TRENDS[trend])}", TREND_STYLES[trend])
    return literal(f" ({said} ") + outcome + literal(")")


def results_text(fillings: Sequence[Filling], spoken: str) -> str:
    """The same as plain text, with what is urgent first, for a page of its own."""
    parts = []
    for filling, path in urgent_in(fillings):
        item = filling.form.item(path)
        if isinstance(item, Question) and item.urgent is not None:
            parts.append(f"! {text_of(filling, path, spoken)}\n  {item.urgent.text.to(spoken)}")
    parts += [content.plain for content in results(fillings, spoken)]
    return "\n\n".join(parts)


# Lists to jump from


def questions(talk: Talk) -> list[PickChoice]:
    """Every question asked now, in every form."""
    return [
        PickChoice(text_of(filling, path, _asked_in(talk, filling)), _place(filling, path), (filling.id, path))
        for filling in talk.offered()
        for path in filling.sheet.visible()
        if isinstance(filling.form.item(path), Question)
    ]


def _asked_in(talk: Talk, filling: Filling) -> str:
    wanted = talk.patient.language
    return wanted if wanted in filling.form.questionnaire.title.languages else language.current()


def _place(filling: Filling, path: Path) -> str:
    spoken = language.current()
    group, row, _column = split(path)
    section = filling.form.section_of[group].title.to(spoken)
    number = f" {filling.sheet.rows(group).index(row) + 1}" if row is not None else ""
    return f"{filling.form.questionnaire.title.to(spoken)} · {section}{number}"


def left(talk: Talk) -> list[PickChoice]:
    """What is urgent, what is put aside, what must be answered, what is not answered; in this order."""
    found: list[tuple[int, PickChoice]] = []
    for filling in talk.offered():
        stopping = {problem.path for problem in problems(filling.sheet)}
        for path in filling.sheet.visible():
            item, answer = filling.form.item(path), filling.sheet.answer(path)
            if isinstance(item, Rows) and not (item.required or path in stopping or answer.parked):
                continue
            urgent = path in filling.sheet.urgent_paths
            done = answer.given and not answer.parked and path not in stopping and not urgent
            if not isinstance(item, Question) or done:
                continue
            rank, sign = (
                (0, "!") if urgent else (1, "»") if answer.parked else (2, "*") if path in stopping else (3, "·")
            )
            text = f"{sign} {text_of(filling, path, _asked_in(talk, filling))}"
            found.append((rank, PickChoice(text, _place(filling, path), (filling.id, path))))
    return [choice for _rank, choice in sorted(found, key=lambda pair: pair[0])]


def outline(talk: Talk) -> list[PickChoice]:
    """Every section of every form, with how far it is filled."""
    spoken = language.current()
    choices = []
    for filling in talk.offered():
        title = filling.form.questionnaire.title.to(spoken)
        for section in filling.form.questionnaire.sections:
            if filling.sheet.section_shown(section):
                done, asked = filling.sheet.progress(section)
                sign = "✓" if done == asked else " "
                text = f"{sign} {title} · {section.title.to(spoken)}"
                choices.append(PickChoice(text, f"{done}/{asked}", (filling.id, section.id)))
    return choices
