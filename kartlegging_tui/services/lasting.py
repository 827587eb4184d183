"""Needs that no contact point can lose: seen at an earlier one, and not yet ruled out, acted on or explained.

Source of the first of them: helsepersonelloven § 10 a, children as relatives: what a child needs is to be followed up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from kartlegging_tui.domain.answers import Answer, Path, read
from kartlegging_tui.domain.needs import FoundNeed
from kartlegging_tui.domain.people import Assessment, ContactPoint
from kartlegging_tui.domain.plan import NeedRef
from kartlegging_tui.domain.questionnaire import NeedRule, Questionnaire
from kartlegging_tui.domain.sheet import Context, Sheet
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.services.ready_forms import form_of


@dataclass(frozen=True)
class LastingNeed:
    """A need as an earlier contact point saw it."""

    ref: NeedRef
    """As that contact point's version of the form calls it: what was agreed about it is found there."""
    found: FoundNeed
    """As it is called now."""
    sheet: Sheet
    """The form as it was answered there: it names the row."""

    @property
    def rule(self) -> NeedRule:
        """What the form says about it."""
        return self.found.rule


def lasting_needs(
    view: Reading,
    points: list[ContactPoint],
    before: int,
    age: Callable[[date], int | None],
    asked: Mapping[str, Questionnaire] = MappingProxyType({}),
) -> list[LastingNeed]:
    """Those that earlier contact points have left, settled in the plan or not; `points` are all, in order.

    `age` is the patient's, in whole years on a day. `asked` are the versions, by form, in whose names needs are told;
    of a form that is not there, those of the newest.
    A later contact point takes a need over where it sees it too, and ends it where its answers rule it out. Where it
    does not ask, the need stays.
    """
    found: dict[tuple[str, str], LastingNeed] = {}
    for point in points:
        talk = view.conversation(point.id) if point.number < before else None
        if talk is None:
            continue
        for assessment in view.assessments(talk.id):
            then = view.questionnaire(assessment.form, assessment.version)
            if any(need.lasting for need in then.needs):
                lineage, now = view.lineage(then.id), asked.get(then.id)
                names = lineage.between(then, now) if now else lineage.names(then)
                form = form_of(lineage.seen_as(then, now) if now else lineage.today(then))
                context = Context(point.number, age(talk.held_on), {}, talk.held_on)
                sheet = Sheet(form, context, names.answers(_answers(view, assessment)))
                found = {key: need for key, need in found.items() if key[0] != assessment.form or not ends(sheet, need)}
                for need in sheet.needs():
                    if need.rule.lasting:
                        ref = NeedRef(point.number, assessment.form, names.back.need(need.key))
                        found[assessment.form, need.key] = LastingNeed(ref, need, sheet)
    return list(found.values())


def _answers(view: Reading, assessment: Assessment) -> dict[Path, Answer]:
    return {path: read(json) for path, json in view.answers([assessment.id])[assessment.id].items()}


def ends(sheet: Sheet, need: LastingNeed) -> bool:
    """True if answers given later say that the need is no longer there. Not asked again, it stays."""
    rule = sheet.form.needs.get(need.rule.id)
    return rule is not None and sheet.shows(rule, need.found.row) is False
