"""Needs that no contact point can lose: seen at an earlier one, and not yet ruled out, acted on or explained.

Source of the first of them: helsepersonelloven § 10 a, children as relatives: what a child needs is to be followed up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kartlegging_tui.domain.answers import read
from kartlegging_tui.domain.needs import FoundNeed
from kartlegging_tui.domain.people import Assessment, ContactPoint
from kartlegging_tui.domain.plan import NeedRef
from kartlegging_tui.domain.questionnaire import NeedRule
from kartlegging_tui.domain.sheet import Context, Sheet
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.services.ready_forms import form_of


@dataclass(frozen=True)
class LastingNeed:
    """A need as an earlier contact point saw it."""

    ref: NeedRef
    found: FoundNeed
    sheet: Sheet
    """The form as it was answered there: it names the row."""

    @property
    def rule(self) -> NeedRule:
        """What the form says about it."""
        return self.found.rule


def lasting_needs(
    view: Reading, points: list[ContactPoint], before: int, age: Callable[[date], int | None]
) -> list[LastingNeed]:
    """Those that earlier contact points have left, settled in the plan or not; `points` are all, in order.

    `age` is the patient's, in whole years on a day.
    A later contact point takes a need over where it sees it too, and ends it where its answers rule it out. Where it
    does not ask, the need stays.
    """
    found: dict[tuple[str, str], LastingNeed] = {}
    for point in points:
        talk = view.conversation(point.id) if point.number < before else None
        if talk is None:
            continue
        for assessment in view.assessments(talk.id):
            if any(need.lasting for need in view.questionnaire(assessment.form, assessment.version).needs):
                context = Context(point.number, age(talk.held_on), {}, talk.held_on)
                sheet = _sheet(view, assessment, context)
                found = {key: need for key, need in found.items() if key[0] != assessment.form or not ends(sheet, need)}
                for need in sheet.needs():
                    if need.rule.lasting:
                        ref = NeedRef(point.number, assessment.form, need.key)
                        found[assessment.form, need.key] = LastingNeed(ref, need, sheet)
    return list(found.values())


def _sheet(view: Reading, assessment: Assessment, context: Context) -> Sheet:
    answers = {path: read(json) for path, json in view.answers([assessment.id])[assessment.id].items()}
    return Sheet(form_of(view.questionnaire(assessment.form, assessment.version)), context, answers)


def ends(sheet: Sheet, need: LastingNeed) -> bool:
    """True if answers given later say that the need is no longer there. Not asked again, it stays."""
    rule = sheet.form.needs.get(need.rule.id)
    return rule is not None and sheet.shows(rule, need.found.row) is False
