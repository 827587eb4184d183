"""The yearly report once more, slowly: every patient is read as a screen would read them, and counted one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from statistics import median

from kartlegging_tui.domain.answers import EMPTY
from kartlegging_tui.domain.contact_points import Reason
from kartlegging_tui.domain.figures import THEMES, Figure
from kartlegging_tui.domain.history import current
from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.domain.people import ContactPoint, Pathway, Patient
from kartlegging_tui.domain.plan import ActionStatus, FollowUp, NeedRef, Plan
from kartlegging_tui.domain.report import Dimension, Group
from kartlegging_tui.domain.responsible import RESPONSIBLE, Responsible
from kartlegging_tui.domain.signing import SigningKind
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.services.contact_points import history
from kartlegging_tui.services.desk import Desk

CHILDREN = (("parorende", "har_barn"), ("barn_som_parorende", "barn_avklart"))
PLANNED, OFFERED = ContactPointStatus.PLANNED, ContactPointStatus.OFFERED
DECLINED, POSTPONED = ContactPointStatus.DECLINED, ContactPointStatus.POSTPONED
HELD, CANCELLED = ContactPointStatus.HELD, ContactPointStatus.CANCELLED

Numbers = dict[tuple[Group, Figure], float]


def recount(desk: Desk, year: int, today: date) -> Numbers:
    """What each figure of each group is; a figure that is not there is 0."""
    counts: Numbers = defaultdict(int)
    days: dict[Group, list[int]] = defaultdict(list)
    with desk.database.read() as view:
        everybody = [view.patient(patient_id) for patient_id in view.patient_ids()]
        for patient in everybody:
            for pathway in view.pathways(patient.id):
                events = view.pathway_events(pathway.id)
                contents = {path: event.content for path, event in current(events).items()}
                unit = ""
                if contents.get(RESPONSIBLE, "{}") != "{}":
                    unit = Responsible.model_validate_json(contents[RESPONSIBLE]).unit
                for number, figure, lasted in _counted(desk, view, patient, pathway, year, today):
                    for group in _groups(number, patient.municipality, unit):
                        if lasted is not None:
                            days[group].append(lasted)
                        else:
                            counts[group, figure] += 1
    for group, lasted_each in days.items():
        counts[group, Figure.DAYS] = median(lasted_each)
    return counts


def _groups(number: int, municipality: str, unit: str) -> list[Group]:
    return [
        Group(Dimension.ALL),
        Group(Dimension.CONTACT_POINT, str(number)),
        Group(Dimension.MUNICIPALITY, municipality),
        Group(Dimension.UNIT, unit),
    ]


def _counted(
    desk: Desk, view: Reading, patient: Patient, pathway: Pathway, year: int, today: date
) -> Iterator[tuple[int, Figure, int | None]]:
    """The number of a contact point, a figure, and for the median, the days."""
    plan = Plan.of({path: event.content for path, event in current(view.pathway_events(pathway.id)).items()})
    died_on = view.died_on(patient.id)
    for point in view.contact_points(pathway.id):
        for figure in _of_point(desk, view, patient, pathway, point, year, today):
            yield point.number, figure, None
        talk = view.conversation(point.id)
        if point.status is HELD and talk is not None and talk.held_on.year == year:
            yield point.number, Figure.DAYS, (talk.held_on - pathway.diagnosed).days
            for figure in _of_needs(desk, plan, point, talk.id):
                yield point.number, figure, None
    events = view.pathway_events(pathway.id)
    for path, action in plan.actions.items() if date(year, 1, 1) <= today else ():
        agreed_on = next(event.day for event in events if event.path == path)
        if agreed_on > date(year, 12, 31) or (action.closed_on and action.closed_on < date(year, 1, 1)):
            continue
        yield action.contact_point, Figure.ACTIONS, None
        if action.closed_on and action.closed_on.year == year:
            yield action.contact_point, Figure.ACTIONS_CLOSED, None
            if action.status is ActionStatus.DONE:
                yield action.contact_point, Figure.ACTIONS_DONE, None
        end = min(today, date(year, 12, 31))
        is_open = action.closed_on is None or action.closed_on > end
        dead = died_on is not None and died_on <= end
        if is_open and action.by is not None and action.by < end and not dead:
            yield action.contact_point, Figure.ACTIONS_LATE, None
    newest = current(events)
    for path, sent in plan.handovers.items():
        if newest[path].day.year == year:
            yield sent.contact_point, Figure.HANDOVERS, None


def _of_point(
    desk: Desk, view: Reading, patient: Patient, pathway: Pathway, point: ContactPoint, year: int, today: date
) -> Iterator[Figure]:
    talk = view.conversation(point.id)
    held = point.status is HELD
    day = talk.held_on if held and talk else point.closes
    if day.year != year:
        return
    said = []
    for event in history(view.pathway_events(pathway.id), point.number):
        if event.takes_back:
            said.pop()
        else:
            assert event.change is not None
            said.append(event.change)
    status = point.status
    if status is CANCELLED and said and said[-1].reason is Reason.DIED:
        status = said[-1].status_before
    if said and said[-1].reason is Reason.DIED:
        said.pop()
    reason = said[-1].reason if said else None
    asked = talk is not None or status in (OFFERED, DECLINED, POSTPONED, HELD)
    for change in said:
        if change.status is PLANNED:
            asked = talk is not None or status in (OFFERED, DECLINED, POSTPONED, HELD)
        elif change.status in (OFFERED, DECLINED, POSTPONED):
            asked = True

    died_on = view.died_on(patient.id)
    if not held and died_on is not None and died_on <= point.closes:
        yield Figure.DIED
        return
    if not held and status is CANCELLED and reason is Reason.MOVED:
        yield Figure.MOVED
        return
    if status is PLANNED and not asked and today <= point.closes:
        yield Figure.TO_COME
        return
    yield Figure.DUE
    if asked:
        yield Figure.OFFERED
    if status is DECLINED:
        yield Figure.DECLINED
    if status is POSTPONED:
        yield Figure.POSTPONED
    if status in (POSTPONED, CANCELLED) and reason is Reason.NO_CAPACITY:
        yield Figure.NO_CAPACITY
    years = patient.age(day)
    if years is not None and years < 18:
        yield Figure.MINORS
    if pathway.relapse:
        yield Figure.RELAPSES
    if held:
        yield Figure.HELD
        assert talk is not None
        if point.opens <= talk.held_on <= point.closes:
            yield Figure.INSIDE
        if any(each.kind is SigningKind.SIGNED for each in view.signings(talk.id)):
            yield Figure.SIGNED
        if talk.held_on > today:
            yield Figure.AHEAD
        fillings = desk.conduct.open(talk.id).fillings
        if any(
            fillings[form].sheet.is_shown(question) and fillings[form].sheet.answer(question) != EMPTY
            for form, question in CHILDREN
        ):
            yield Figure.CHILDREN_ASKED


def _of_needs(desk: Desk, plan: Plan, point: ContactPoint, talk_id: int) -> Iterator[Figure]:
    themes: dict[str, str] = {}
    for filling in desk.conduct.open(talk_id).fillings.values():
        if filling.assessment is not None:
            for found in filling.sheet.needs():
                themes[NeedRef(point.number, filling.id, found.key).path] = found.rule.theme or ""
    for path in plan.needs:
        if NeedRef.of(path).contact_point == point.number:
            themes.setdefault(path, "")
    for path, theme in themes.items():
        yield Figure.NEEDS
        yield THEMES[theme]
        if path in plan.needs and plan.needs[path].follow_up is FollowUp.NO:
            continue
        yield Figure.NEEDS_WANTED
        standing = [action for _, action in plan.actions_for(path) if action.status is not ActionStatus.DROPPED]
        if any(action.who and action.by for action in standing):
            yield Figure.NEEDS_PLACED
