"""Comparing contact points: all that was said in a pathway, beside each other, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import merge

from kartlegging_tui import language
from kartlegging_tui.domain.answers import read
from kartlegging_tui.domain.compared import NO_FORM, Cell, Row, RowKind, Standing
from kartlegging_tui.domain.history import current
from kartlegging_tui.domain.names import Names
from kartlegging_tui.domain.pathway import PlannedContactPoint, months_and_days
from kartlegging_tui.domain.people import ContactPoint, Conversation, Pathway, Patient
from kartlegging_tui.domain.plan import Plan
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.renamed_plan import renamed_plan
from kartlegging_tui.domain.score_rows import score_rows
from kartlegging_tui.domain.sheet import Context, Sheet
from kartlegging_tui.domain.side_by_side import Filled, question_rows
from kartlegging_tui.domain.signing import SigningState, state_of
from kartlegging_tui.language import N_, _
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import NotFound
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.services.access import Reads
from kartlegging_tui.services.answer_words import answer_words
from kartlegging_tui.services.compare_plans import action_rows, need_rows, with_handled
from kartlegging_tui.services.last_time import LastTime
from kartlegging_tui.services.ready_forms import form_of
from kartlegging_tui.services.saving import Saver

SCORES, NEEDS, ACTIONS = N_("Scores"), N_("Needs"), N_("Actions")


@dataclass(frozen=True, eq=False)
class Column:
    """A contact point at which a conversation was held, or is being held."""

    pathway: Pathway
    point: ContactPoint
    conversation: Conversation
    state: SigningState
    sheets: dict[str, Sheet]
    """The forms that were answered, by id."""
    plan: Plan
    """All that is agreed in its pathway, as of now; the needs and questions of forms by their names of today."""
    label: str
    """Its number; where several pathways are compared, with the letter of its pathway before it: A1, B1."""

    @property
    def held_on(self) -> date:
        """The day of the conversation."""
        return self.conversation.held_on

    @property
    def since(self) -> tuple[int, int]:
        """Whole months after the diagnosis of its pathway, and the days beyond them."""
        return months_and_days(self.pathway.diagnosed, self.held_on)


@dataclass(frozen=True)
class Comparison:
    """The contact points of a pathway, or of several, side by side."""

    patient: Patient
    pathways: tuple[Pathway, ...]
    """Those whose contact points are here, the first diagnosis first."""
    others: tuple[Pathway, ...]
    """The patient's other pathways, the latest first."""
    columns: tuple[Column, ...]
    """Oldest first."""
    rows: tuple[Row, ...]
    """Scores, needs and actions, then the forms."""

    def letter(self, pathway: Pathway) -> str:
        """A, B …: which of several pathways; "" where there is one."""
        return _letter(self.pathways, pathway)

    def months(self, column: Column) -> float:
        """Months from the first of the diagnoses to a conversation, for the axis of a plot."""
        return (column.held_on - self.pathways[0].diagnosed).days / _DAYS_A_MONTH


_DAYS_A_MONTH = 365.25 / 12
Planned = Callable[[Pathway, int], PlannedContactPoint]


class Compare:
    """Reads patients' contact points side by side."""

    def __init__(self, database: Database, saver: Saver, planned: Planned, access: Reads) -> None:
        """`planned` gives a contact point as its pathway plans it, and raises KeyError where it does not any more."""
        self._database = database
        self._saver = saver
        self._planned = planned
        self._access = access

    def pathway_ids(self, patient_id: int, numbers: Sequence[int]) -> list[int]:
        """The ids of a patient's pathways by their numbers, 1 for the first diagnosis. Raises NotFound, NotRead."""
        with self._database.read() as view:
            by_number = dict(enumerate(reversed(view.pathways(patient_id)), start=1))
        for number in numbers:
            if number not in by_number:
                raise NotFound("pathway", number)
        return [by_number[number].id for number in numbers]

    def comparison(self, patient_id: int, pathway_ids: Sequence[int], today: date) -> Comparison:
        """The contact points of these pathways; of the latest where none is named.

        Raises NotFound, NotRead; NotSaved where the reading cannot be logged.
        """
        spoken = language.current()
        self._saver.flush(5)
        self._access.reading("comparison", patient_id, pathway=pathway_ids[0] if pathway_ids else None)
        with self._database.read() as view:
            patient, pathways = view.patient(patient_id), view.pathways(patient_id)
            wanted = [each for each in pathways if each.id in pathway_ids] if pathway_ids else pathways[:1]
            wanted.sort(key=lambda pathway: (pathway.diagnosed, pathway.id))
            found = [_columns(view, patient, pathway, _letter(wanted, pathway)) for pathway in wanted]
        # by their days across pathways, within one by their numbers: a clock may have been wrong
        columns = tuple(merge(*found, key=lambda column: column.held_on))
        return Comparison(
            patient=patient,
            pathways=tuple(wanted),
            others=tuple(each for each in pathways if each not in wanted),
            columns=columns,
            rows=tuple(_rows(columns, self._forms(columns), spoken, today)),
        )

    def _forms(self, columns: Sequence[Column]) -> list[str]:
        """The forms that were answered: as the latest contact points offer them, then as they were opened."""
        offered: list[str] = []
        for column in reversed(columns):
            try:
                offered += [offer.form for offer in self._planned(column.pathway, column.point.number).offers]
            except KeyError:  # the pathway's file is gone, or has no such number any more
                continue
        answered = dict.fromkeys(form for column in columns for form in column.sheets)
        return [form for form in dict.fromkeys([*offered, *answered]) if form in answered]


def _letter(pathways: Sequence[Pathway], pathway: Pathway) -> str:
    return chr(ord("A") + list(pathways).index(pathway)) if len(pathways) > 1 else ""


def _columns(view: Reading, patient: Patient, pathway: Pathway, letter: str) -> list[Column]:
    """The contact points of a pathway that have a conversation; each form in its version, with the names of today."""
    plan = Plan.of({path: event.content for path, event in current(view.pathway_events(pathway.id)).items()})
    before: dict[str, LastTime] = {}
    names: dict[tuple[int, str], Names] = {}
    columns: list[Column] = []
    for point in view.contact_points(pathway.id):
        talk = view.conversation(point.id)
        if talk is None:
            continue
        assessments = view.assessments(talk.id)
        answers = view.answers(assessment.id for assessment in assessments)
        for assessment in assessments:
            said = {path: read(json) for path, json in answers[assessment.id].items()}
            if said:
                asked, lineage = view.questionnaire(assessment.form, assessment.version), view.lineage(assessment.form)
                called = names[point.number, assessment.form] = lineage.names(asked)
                before[assessment.form] = LastTime(
                    contact_point=point.number,
                    held_on=talk.held_on,
                    author=talk.author,
                    questionnaire=lineage.today(asked),
                    answers=called.answers(said),
                    context=_context(patient, point, talk, before.get(assessment.form), lineage.today(asked)),
                )
        here = {form: filled for form, filled in before.items() if filled.contact_point == point.number}
        columns.append(
            Column(
                pathway=pathway,
                point=point,
                conversation=talk,
                state=state_of(view.signings(talk.id)),
                sheets={form: filled.sheet for form, filled in here.items() if filled.sheet.answers},
                plan=plan,
                label=f"{letter}{point.number}",
            )
        )
    today = renamed_plan(plan, names)
    return [replace(column, plan=today) for column in columns]


def _context(
    patient: Patient, point: ContactPoint, talk: Conversation, earlier: LastTime | None, asked: Questionnaire
) -> Context:
    previous = earlier.previous(form_of(asked)) if earlier else {}
    return Context(point.number, patient.age(talk.held_on), previous, talk.held_on)


def _rows(columns: Sequence[Column], forms: list[str], spoken: str, today: date) -> Iterator[Row]:
    """Every part under its heading; parts with nothing in them are left out."""
    courses = [column.pathway.id for column in columns]
    filled = {
        form: Filled([column.sheets.get(form) for column in columns], courses, spoken, answer_words(spoken))
        for form in forms
    }
    titles = {form: each.versions[0].questionnaire.title.to(spoken) for form, each in filled.items()}
    scores = [row for each in filled.values() for row in score_rows(each)]
    parts = (
        (SCORES, [replace(row, about=titles[row.form]) for row in scores]),
        (NEEDS, [replace(row, about=titles.get(row.form, "")) for row in need_rows(columns, forms, spoken)]),
        (ACTIONS, list(action_rows(columns, spoken, today))),
    )
    for title, rows in parts:
        if rows:
            yield Row(RowKind.PART, "", title, _(title))
            yield from rows
    for form, each in filled.items():
        questions = list(with_handled(question_rows(each), columns, spoken))
        if questions:
            yield Row(RowKind.FORM, form, form, titles[form], tuple(_versions(each)))
            yield from questions


def _versions(filled: Filled) -> Iterator[Cell]:
    for sheet in filled.columns:
        yield NO_FORM if sheet is None else Cell(Standing.GIVEN, sheet.form.questionnaire.version)
