"""What has come up in a pathway over all its contact points, and what is done about it; the children; who was told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kartlegging_tui import language
from kartlegging_tui.domain.answers import Path, cell, read
from kartlegging_tui.domain.history import Event
from kartlegging_tui.domain.names import Names
from kartlegging_tui.domain.needs import need_title, row_name
from kartlegging_tui.domain.pathway import months_and_days
from kartlegging_tui.domain.people import Assessment, ContactPoint, Conversation, Patient
from kartlegging_tui.domain.plan import Action, ActionStatus, Consent, FollowUp, Handover, Need, NeedRef, Plan
from kartlegging_tui.domain.questionnaire import Area
from kartlegging_tui.domain.questions import Rows
from kartlegging_tui.domain.sheet import PRIORITIES, Context, Sheet
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.services.answer_words import answer_words
from kartlegging_tui.services.last_time import last_time_of
from kartlegging_tui.services.lasting import lasting_needs
from kartlegging_tui.services.ready_forms import form_of


@dataclass(frozen=True)
class TalkSeen:
    """A conversation of the pathway, as it is read for the patient's page."""

    point: ContactPoint
    talk: Conversation
    assessments: Sequence[Assessment]
    answers: Mapping[int, Mapping[Path, str]]
    """As JSON, by the assessment's id."""
    is_open: bool
    """It is not signed, or being corrected: what its answers show may still be weighed."""


@dataclass(frozen=True)
class NeedView:
    """A need, with all that was agreed about it at any contact point."""

    path: Path
    need: Need
    """As it was weighed, or as the form sees it."""
    weighed: bool
    """False while nobody has asked the patient about it."""
    actions: tuple[tuple[Path, Action], ...]

    @property
    def contact_point(self) -> int:
        """The number of the contact point at which it came up."""
        return NeedRef.of(self.path).contact_point

    @property
    def left(self) -> bool:
        """True while something is to be done: an action is open, or it is not asked, or wished and nothing agreed."""
        if any(action.status is ActionStatus.OPEN for _path, action in self.actions):
            return True
        wished = self.need.follow_up is FollowUp.YES and not self.need.reason
        return not self.actions and (not self.weighed or wished)


@dataclass(frozen=True)
class ToldView:
    """That somebody was told: what, when, by whom, and on what ground."""

    handover: Handover
    event: Event
    ground: Consent | None
    """None where it was taken back as a mistake."""


@dataclass(frozen=True)
class ChildView:
    """One of the patient's children, or of the brothers and sisters of a patient who is a child."""

    name: str
    born: int | None
    """The year."""
    age_then: int | None
    """In whole years, on the day it was told."""
    told_on: date
    settled: bool
    """Nothing about the child's follow-up is left open.

    Source: helsepersonelloven § 10 a: what a child needs is to be followed up.
    """

    def ages(self, today: date) -> tuple[int, int] | None:
        """The least and the most whole years that the child can have now; None where nothing is known."""
        if self.born is not None:
            return max(today.year - self.born - 1, 0), max(today.year - self.born, 0)
        if self.age_then is None:
            return None
        years = self.age_then + months_and_days(self.told_on, today)[0] // 12
        return years, years + (self.told_on < today)


@dataclass(frozen=True)
class ChildrenView:
    """What is known about children in a pathway."""

    recorded: bool
    """Children were named, whatever else is known of them."""
    named: tuple[ChildView, ...]
    left: tuple[str, ...]
    """What else is not settled, in words: whether there are children, or that they were not talked about."""


class PathwayPlan:
    """Reads it all out of the talks and the plan of one pathway, in the language of the program."""

    def __init__(self, view: Reading, patient: Patient, talks: Sequence[TalkSeen], plan: Plan) -> None:
        self._view = view
        self._patient = patient
        self._talks = talks
        self._plan = plan
        self._language = language.current()
        points = [seen.point for seen in talks]
        last = max((point.number for point in points), default=0)
        self._lasting = lasting_needs(view, points, last + 1, patient.age)
        self._sheets: dict[int, Sheet] = {}

    def needs(self) -> tuple[NeedView, ...]:
        """All of them: where something is left to do first, then the most pressing, then as they came up."""
        found = {path: self._need(path, need, True) for path, need in self._plan.needs.items()}
        for path, need in (*self._left_open(), *self._seen_now()):
            if path not in found:
                found[path] = self._need(path, need, False)
        for action in self._plan.actions.values():
            if action.need not in found:
                found[action.need] = self._need(action.need, Need(title=self._rule_title(action.need) or ""), True)
        order = sorted(found.values(), key=lambda each: (not each.left, PRIORITIES.index(each.need.priority)))
        return tuple(order)

    def _need(self, path: Path, need: Need, weighed: bool) -> NeedView:
        title = self._rule_title(path) or need.title
        actions = tuple(self._plan.actions_for(path))
        return NeedView(path, need.model_copy(update={"title": title}), weighed, actions)

    def _rule_title(self, path: Path) -> str | None:
        """What the form calls the need, in the version that was answered; None for what is called by its row."""
        ref = NeedRef.of(path)
        versions = (
            each.version
            for seen in self._talks
            if seen.point.number == ref.contact_point
            for each in seen.assessments
            if each.form == ref.form
        )
        for version in versions:
            for rule in self._view.questionnaire(ref.form, version).needs:
                if rule.id == ref.rule and rule.each is None:
                    return rule.title.to(self._language)
        return None

    def _left_open(self) -> Iterator[tuple[Path, Need]]:
        for each in self._lasting:
            if not self._plan.is_settled(each.ref.path):
                title = need_title(each.found, each.sheet, self._language, answer_words(self._language))
                yield each.ref.path, Need(title=title, priority=each.rule.priority)

    def _seen_now(self) -> Iterator[tuple[Path, Need]]:
        """What the answers of a talk that is not signed show; of a signed one, all is weighed."""
        for seen in self._talks:
            for assessment in seen.assessments if seen.is_open else ():
                sheet, names = self._sheet(seen, assessment), self._names(assessment)
                for found in sheet.needs():
                    title = need_title(found, sheet, self._language, answer_words(self._language))
                    path = NeedRef(seen.point.number, assessment.form, names.back.need(found.key)).path
                    yield path, Need(title=title, priority=found.rule.priority)

    def _names(self, assessment: Assessment) -> Names:
        then = self._view.questionnaire(assessment.form, assessment.version)
        return self._view.lineage(then.id).names(then)

    def _sheet(self, seen: TalkSeen, assessment: Assessment) -> Sheet:
        """The form as it was answered, with the names of today: what is told twice is told of the same child."""
        if assessment.id not in self._sheets:
            then = self._view.questionnaire(assessment.form, assessment.version)
            form, names = form_of(self._view.lineage(then.id).today(then)), self._names(assessment)
            last = last_time_of(self._view, seen.point, then, self._patient.age)
            previous = names.answers(last.previous(form_of(then)) if last else {})
            age = self._patient.age(seen.talk.held_on)
            context = Context(seen.point.number, age, previous, seen.talk.held_on)
            given = {path: read(json) for path, json in seen.answers[assessment.id].items()}
            self._sheets[assessment.id] = Sheet(form, context, names.answers(given))
        return self._sheets[assessment.id]

    # Children

    def children(self) -> ChildrenView:
        """Those named last; a talk in which nobody asked takes nobody away."""
        left = [each for each in self._lasting if not self._plan.is_settled(each.ref.path)]
        open_rows = {(each.ref.form, each.rule.each, each.found.row) for each in left}
        named: dict[tuple[str, str], list[ChildView]] = {}
        forms, recorded = set(), False
        for seen in self._talks:
            for assessment in seen.assessments:
                if self._view.questionnaire(assessment.form, assessment.version).area is Area.CHILDREN_AS_RELATIVES:
                    forms.add(assessment.form)
                    recorded = recorded or _has_rows(seen.answers[assessment.id])
                    for group, children in self._named(seen, assessment, open_rows):
                        named[assessment.form, group] = children
        words = [
            need_title(each.found, each.sheet, self._language, answer_words(self._language))
            for each in left
            if each.ref.form in forms and each.rule.each is None
        ]
        return ChildrenView(recorded, tuple(child for children in named.values() for child in children), tuple(words))

    def _named(
        self, seen: TalkSeen, assessment: Assessment, open_rows: set[tuple[str, str | None, int | None]]
    ) -> Iterator[tuple[str, list[ChildView]]]:
        sheet = self._sheet(seen, assessment)
        groups = [item for item in sheet.form.items.values() if isinstance(item, Rows)]
        marked = [item for item in groups if item.children is not None]  # an older version marks none: its first
        for item in marked or groups[:1]:
            if not sheet.is_shown(item.id) or not sheet.answer(item.id).given:
                continue
            columns = item.children
            yield (
                item.id,
                [
                    ChildView(
                        name=row_name(sheet, item.id, row, self._language, answer_words(self._language)),
                        born=_number(sheet, item.id, row, columns.born if columns else None),
                        age_then=_number(sheet, item.id, row, columns.age if columns else None),
                        told_on=seen.talk.held_on,
                        settled=(assessment.form, item.id, row) not in open_rows,
                    )
                    for row in sheet.rows(item.id)
                ],
            )


def told(plan: Plan, events: Mapping[Path, Event]) -> tuple[ToldView, ...]:
    """What was sent on, the latest first; `events` are the newest of each path."""
    found = [
        ToldView(handover, events[path], plan.consents.get(handover.consent))
        for path, handover in plan.handovers.items()
    ]
    return tuple(sorted(found, key=lambda each: each.event.at, reverse=True))


def _has_rows(answers: Mapping[Path, str]) -> bool:
    """True if a group of rows has any."""
    groups = {path.partition("/")[0] for path in answers if "/" in path}
    return any(bool(read(answers[group]).value) for group in groups if group in answers)


def _number(sheet: Sheet, group: str, row: int, column: str | None) -> int | None:
    """A column's whole number; None where it is not told, or is hidden."""
    path = cell(group, row, column) if column else ""
    value = sheet.answer(path).value if column and sheet.is_shown(path) else None
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 9999 else None
