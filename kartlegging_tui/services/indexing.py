"""Keeping what is found across patients in step with what was said: brought up to date before it is asked for.

An answer or a change of a plan only marks its pathway; the lists bring the marked ones up to date. Saving an answer
stays as quick as it is, and what is found follows from the answers whatever happened in between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kartlegging_tui.domain.answers import read
from kartlegging_tui.domain.said import Indexed, Told, indexed
from kartlegging_tui.domain.sheet import Context, Sheet
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import NotSaved, Unreadable
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.services.last_time import last_time_of
from kartlegging_tui.services.ready_forms import form_of

BATCH = 4
"""Pathways in one transaction: nobody's answer waits longer than for these."""


def bring_up_to_date(
    database: Database, progress: Callable[[int, int], None] | None = None, *, leave_unreadable: bool = False
) -> int:
    """Brings all that is marked up to date; returns how many are left because the disk or a lock stands in the way.

    With `leave_unreadable`, also those that hold what cannot be read: one damaged answer keeps nobody from the other
    patients. Without it, that is raised: a figure that lacks them would be wrong.
    `progress` is told how many are done, of how many: after an upgrade of the records that is all there are.
    Raises NotRead.
    """
    done, of_all, size = 0, 0, BATCH
    unreadable: set[int] = set()
    if progress is not None:
        with database.read() as view:
            of_all = view.stale_count()
    while True:
        with database.read() as view:
            waiting = [each for each in view.stale(size + len(unreadable)) if each not in unreadable][:size]
        if not waiting:
            return len(unreadable)
        try:
            with database.write() as unit:
                for pathway_id in waiting:
                    unit.project(pathway_id, list(told(unit, pathway_id)))
                unit.commit()
        except Unreadable:
            if not leave_unreadable:
                raise
            # from here on one by one, so that only this one is left out
            unreadable.update(waiting if size == 1 else ())
            size = 1
            continue
        except NotSaved:
            with database.read() as view:
                return view.stale_count()
        done += len(waiting)
        if progress is not None and of_all > BATCH:
            progress(done, max(done, of_all))


def told(view: Reading, pathway_id: int) -> Iterator[Told]:
    """What the forms of each talk of a pathway say, in order."""
    patient = view.patient(view.pathway(pathway_id).patient_id)
    for point in view.contact_points(pathway_id):
        talk = view.conversation(point.id)
        if talk is None:
            continue
        forms: list[Indexed] = []
        assessments = view.assessments(talk.id)
        answers = view.answers(each.id for each in assessments)
        for each in assessments:
            form = form_of(view.questionnaire(each.form, each.version))
            last = last_time_of(view, point, form.questionnaire, patient.age)
            previous = last.previous(form) if last else {}
            context = Context(point.number, patient.age(talk.held_on), previous, talk.held_on)
            given = {path: read(json) for path, json in answers[each.id].items()}
            forms.append(indexed(Sheet(form, context, given), view.lineage(each.form).names(form.questionnaire)))
        yield Told(point.number, forms, talk.held_on, talk.ended_at is not None)
