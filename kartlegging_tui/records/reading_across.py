"""Reading about many patients at once: lists, searches, questions and counts leave out whom the user may not see."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy import func, select

from kartlegging_tui.domain.answer_table import Part
from kartlegging_tui.domain.asking import Question
from kartlegging_tui.domain.children_asked import Name
from kartlegging_tui.domain.filters import EVERYTHING, Facets, Filter
from kartlegging_tui.domain.follow_up import FollowUpRow, Kind, Whose
from kartlegging_tui.domain.form_use import Tallies
from kartlegging_tui.domain.hearing import Hearing
from kartlegging_tui.domain.people import Patient
from kartlegging_tui.domain.report import Asked, Behind, Days, Tally
from kartlegging_tui.domain.worklist import EVERYBODY, Due, Search, WorklistRow
from kartlegging_tui.records import (
    answer_rows,
    asking,
    asking_engine,
    facets,
    follow_up,
    form_use,
    fulltext,
    inbox,
    name_words,
    recount,
    report,
    units,
    worklist,
)
from kartlegging_tui.records.derived import stale
from kartlegging_tui.records.follow_up import Wanted
from kartlegging_tui.records.fulltext import Passage
from kartlegging_tui.records.tables import pathway, patient
from kartlegging_tui.records.view import View
from kartlegging_tui.records.worklist import Look


class Across(View):
    """What is found across patients."""

    def born_on(self, day: date, limit: int = 50) -> list[Patient]:
        """Patients born on a day."""
        return inbox.born_on(self._connection, day, limit, self._sight)

    def named(self, name: str, limit: int = 20) -> list[Patient]:
        """Patients whose name holds all the words of this one."""
        return inbox.named(self._connection, name, limit, self._sight)

    def answer_parts(self, patients: Collection[int] | None = None) -> Iterator[Part]:
        """All answers as they stand, of these patients or of all: read while the view is open. Raises Unreadable."""
        return answer_rows.parts(self._connection, self._sight, patients)

    def stale(self, limit: int) -> list[int]:
        """Pathways of which what is found across patients is not up to date, at most `limit`."""
        return list(self._connection.execute(select(stale.c.pathway_id).limit(limit)).scalars())

    def up_to_date(self, after: int, limit: int) -> list[tuple[int, int]]:
        """The next pathways after a number that are, with their patients."""
        return recount.unmarked(self._connection, after, limit)

    def misnamed(self, after: int, limit: int) -> tuple[list[int], int]:
        """Of the next patients after a number, those who are not found by their names; and the last, 0 at the end."""
        return recount.misnamed(self._connection, after, limit)

    def stale_count(self) -> int:
        """How many such pathways there are."""
        return self._connection.execute(select(func.count()).select_from(stale)).scalar_one()

    def worklist(
        self,
        today: date,
        search: Search = EVERYBODY,
        states: Iterable[Due] = Due,
        limit: int = 50,
        offset: int = 0,
        only: Filter = EVERYTHING,
    ) -> list[WorklistRow]:
        """The pathways in order of urgency."""
        return self.look(today, search, only).page(states, limit, offset)

    def worklist_counts(self, today: date, search: Search = EVERYBODY, only: Filter = EVERYTHING) -> dict[Due, int]:
        """How many pathways wait for what, whatever states the filter asks for."""
        return self.look(today, search, only).counts

    def look(self, today: date, search: Search = EVERYBODY, only: Filter = EVERYTHING) -> Look:
        """Pages and counts of the worklist together, to be used while this view is open."""
        return Look(self._connection, today, search, only, self._sight)

    def facets(self, today: date, search: Search = EVERYBODY, only: Filter = EVERYTHING) -> Facets:
        """How many pathways each choice of a filter would show."""
        return facets.facets(self._connection, today, search, only, self._sight)

    def knows_name(self, beginning: str) -> bool:
        """True if a word of some patient's name begins so (`names.words`)."""
        return name_words.known(self._connection, beginning)

    def words_of_names(self) -> list[str]:
        """All words of the names of patients, each once, in order."""
        return name_words.distinct(self._connection)

    def mark_of_names(self) -> tuple[int, int]:
        """Another one once a name may have come in."""
        return name_words.mark(self._connection)

    def follow_up(self, kind: Kind, wanted: Wanted, limit: int, offset: int = 0) -> list[FollowUpRow]:
        """A page of what has to be done, the earliest day first."""
        return follow_up.page(self._connection, kind, wanted, limit, offset, self._sight)

    def follow_up_counts(self, wanted: Wanted) -> dict[Kind, int]:
        """How much has to be done, by list."""
        return follow_up.count(self._connection, wanted, self._sight)

    def follow_up_count(self, kind: Kind, wanted: Wanted) -> int:
        """How much stands on one list."""
        return follow_up.count_of(self._connection, kind, wanted, self._sight)

    def follow_up_whose(self) -> dict[Whose, int]:
        """Who has anything to do, and how much."""
        return follow_up.whose(self._connection, self._sight)

    def asked(self, question: Question, at: int | None, today: date) -> list[tuple[int, Due]]:
        """The pathways of which a question is true, the most urgent first; `at` a contact point, or by the latest."""
        return asking.find(self._connection, question, at, today, self._sight)

    def asked_rows(
        self, question: Question, pathways: Sequence[tuple[int, Due]], at: int | None, today: date
    ) -> list[tuple[WorklistRow, Hearing]]:
        """These pathways as the worklist shows them, with what the question sees of each; not of whom nobody sees."""
        if self._sight.restricted:
            ids = [pathway_id for pathway_id, _due in pathways]
            left = select(pathway.c.id).where(pathway.c.id.in_(ids), *self._sight.patients(pathway.c.patient_id))
            seen_now = set(self._connection.execute(left).scalars())
            pathways = [each for each in pathways if each[0] in seen_now]
        rows = worklist.rows_of(self._connection, pathways)
        ids = [row.pathway_id for row in rows]
        seen = asking_engine.envs(self._connection, question.vocabulary, question.names, ids, at, today)
        return [(row, hearing) for row, (_pathway, hearing) in zip(rows, seen, strict=True)]

    def last_contact_point(self) -> int:
        """The highest number of a contact point at which a conversation has begun anywhere; 0 for none."""
        return worklist.last_contact_point(self._connection, self._sight)

    def find_words(self, typed: str, limit: int, offset: int) -> tuple[list[Passage], int]:
        """What is written in words and holds all of those typed, the newest first; and how many there are."""
        return fulltext.search(self._connection, typed, limit, offset, self._sight)

    def report_tallies(self, asked: Asked, today: date, children: Collection[Name]) -> tuple[list[Tally], list[Days]]:
        """What the yearly report counts, and how long after the diagnosis talks were held.

        `children` are the questions that ask whether there are children.
        """
        found = list(report.tallies(self._connection, asked, today, children))
        return found, list(report.days(self._connection, asked))

    def report_behind(self, wanted: report.Wanted, limit: int | None = None, offset: int = 0) -> list[Behind]:
        """What a figure of the yearly report counts."""
        return report.behind(self._connection, wanted, limit, offset, self._sight)

    def report_behind_count(self, wanted: report.Wanted) -> int:
        """How many they are, also where the report does not show it."""
        return report.behind_count(self._connection, wanted, self._sight)

    def form_use(self, several: Collection[tuple[str, str]]) -> Tallies:
        """How forms are used, counted over all assessments: seconds, where there are many.

        `several` are the questions, by form and name of today, to which several options can be chosen.
        """
        return form_use.tallies(self._connection, several)

    def elsewhere(self, search: Search) -> list[int]:
        """Patients who are looked for just as they are called or numbered, and left out of lists; two at most."""
        return units.elsewhere(self._connection, search, self._sight)

    def patient_ids(self) -> list[int]:
        """All patients who are not left out of lists, in the order in which they were registered."""
        found = select(patient.c.id).where(*self._sight.patients(patient.c.id)).order_by(patient.c.id)
        return list(self._connection.execute(found).scalars())
