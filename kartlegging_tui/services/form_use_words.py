"""Where forms are used, in words, and for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from kartlegging_tui.domain.form_use import PAUSE, FormUse, Offered, Open, QuestionUse
from kartlegging_tui.domain.report import Cell
from kartlegging_tui.domain.suppression import Mark
from kartlegging_tui.language import N_, current, translate
from kartlegging_tui.services.report_words import number, told

OPEN = {
    Open.SKIPPED: N_("left unanswered"),
    Open.DECLINED: N_("would not answer"),
    Open.UNKNOWN: N_("does not know"),
    Open.NOT_RELEVANT: N_("not relevant"),
}
GROUNDS = (
    N_("Numbers from 1 to 4 are shown as “<5”, and “:” stands for what would give one away."),
    N_(
        "The time is the median of signed assessments, from the first answer to the last, without pauses of more than "
        "{pause} minutes."
    ),
    N_("Questions are counted in signed assessments, under the ids that they have today."),
    N_(
        "“Left unanswered” is known only of questions that are shown to everybody: asked in the form, and with nothing "
        "noted at signing."
    ),
)


def grounds() -> list[str]:
    """How it is counted."""
    return [_(ground).format(pause=PAUSE) for ground in GROUNDS]


def lines(use: FormUse, most: int) -> Iterator[str]:
    """One form; of its questions at most so many, those that most often have no value."""
    title = f"{use.form} {use.version}: {use.title.to(current())}"
    yield title
    yield from (f"  {offer}" for offer in _offers(use.offered))
    if not use.offered:
        yield "  " + _("No pathway offers it.")
    for version in (each for each in use.versions if not _is_nothing(each.signed) or not _is_nothing(each.drafts)):
        text = _("Version {version}: {signed} signed, {drafts} not signed yet")
        words = {"signed": number(version.signed, current()), "drafts": number(version.drafts, current())}
        yield "  " + text.format(version=version.version, **words)
    if use.minutes.number is not None:
        yield "  " + _("Time to fill: {minutes} minutes").format(minutes=number(use.minutes, current()))
    left = [each for each in use.questions if each.share]
    if left:
        yield "  " + _("Most often without a value:")
    for question in left[:most]:
        yield f"    {_text(question)}: {_open(question)}"


def _is_nothing(cell: Cell) -> bool:
    return cell.mark is Mark.SHOWN and not cell.number


def _offers(offered: Iterable[Offered]) -> Iterator[str]:
    """One line for all contact points of a pathway at which it is offered on the same condition."""
    points: dict[tuple[str, str], list[str]] = {}
    for each in offered:
        points.setdefault((each.pathway.to(current()), each.condition), []).append(str(each.contact_point))
    for (pathway, condition), numbers in points.items():
        where = _("{pathway}, contact point {number}").format(pathway=pathway, number=", ".join(numbers))
        yield _("{where}, if {condition}").format(where=where, condition=condition) if condition else where


def _text(question: QuestionUse) -> str:
    return f"{question.name} ({question.text.to(current())})" if question.text else question.name


def _open(question: QuestionUse) -> str:
    parts = [
        f"{_(OPEN[each])} {told(cell, current())}"
        for each, cell in question.open.items()
        if cell.mark is not Mark.SHOWN or cell.number
    ]
    return ", ".join(parts)


def as_json(uses: Iterable[FormUse]) -> str:
    """All of it; a number that is not shown is null, and `suppressed` says why."""
    content = {"counted": grounds(), "forms": [_form(use) for use in uses]}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _form(use: FormUse) -> dict[str, Any]:
    return {
        "form": use.form,
        "version": use.version,
        "title": use.title.to(current()),
        "status": use.status.value,
        "offered": [
            {"pathway": each.pathway.to(current()), "contact_point": each.contact_point, "if": each.condition or None}
            for each in use.offered
        ],
        "assessments": {"signed": _cell(use.signed), "drafts": _cell(use.drafts)},
        "versions": [
            {"version": each.version, "signed": _cell(each.signed), "drafts": _cell(each.drafts)}
            for each in use.versions
        ],
        "minutes": _cell(use.minutes),
        "questions": [
            {
                "question": each.name,
                "text": each.text.to(current()) if each.text else None,
                "asked": _cell(each.asked),
                **{why.value: _cell(cell) for why, cell in each.open.items()},
            }
            for each in use.questions
        ],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    whole = cell.number is not None and cell.number == int(cell.number)
    found: dict[str, Any] = {"number": int(cell.number or 0) if whole else cell.number}
    if cell.mark is not Mark.SHOWN:
        found["suppressed"] = cell.mark.value
    return found


def _(message: str) -> str:
    return translate(message, current())
