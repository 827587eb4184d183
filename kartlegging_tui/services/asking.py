"""Asking the records: which pathways a condition is true of, and where some words are written.

The forms that can be asked about are those published in the records, in all their versions: what has become of their
files makes no difference to what was answered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kartlegging_tui.definitions.library import Library
from kartlegging_tui.definitions.wording import problem_message
from kartlegging_tui.domain.answers import split
from kartlegging_tui.domain.asking import Question, Vocabulary, question, vocabulary
from kartlegging_tui.domain.confidential import confidential_names
from kartlegging_tui.domain.hearing import Hearing
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.syntax import ConditionError
from kartlegging_tui.domain.worklist import Due, WorklistRow
from kartlegging_tui.language import current
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.fulltext import Passage, snippet
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.services.access import Reads
from kartlegging_tui.services.asking_suggestions import suggested
from kartlegging_tui.services.asking_why import WhyPart, why
from kartlegging_tui.services.asking_words import Namer, said, said_value
from kartlegging_tui.services.indexing import bring_up_to_date
from kartlegging_tui.services.ready_forms import form_of

SNIPPET = 240
"""Characters of what is written that are shown around the words found."""


@dataclass(frozen=True)
class Mistake:
    """Something wrong with a condition, from character `start` to `end`, in words."""

    start: int
    end: int
    message: str
    code: str


@dataclass(frozen=True)
class Checked:
    """What a text asks, or what is wrong with it."""

    text: str
    question: Question | None
    mistakes: tuple[Mistake, ...] = ()
    never: bool = False
    """No answers within their limits can make it true."""


@dataclass(frozen=True)
class Hit:
    """A pathway of which the question is true."""

    row: WorklistRow
    values: tuple[str, ...]
    """What it says to each name that is asked about (`Found.names`), in words."""
    forms: tuple[str, ...]
    """Beside each value: the id of the form that was answered, where several have the name; else empty."""

    @property
    def shown(self) -> tuple[str, ...]:
        """The values, with the forms that they are from."""
        both = zip(self.values, self.forms, strict=True)
        return tuple(f"{value} ({form})" if form else value for value, form in both)


@dataclass(frozen=True)
class Found:
    """All pathways of which a question is true, as they were when it was asked."""

    question: Question
    at: int | None
    today: date
    pathways: tuple[tuple[int, Due], ...]
    names: tuple[str, ...]
    """What the columns of values are called."""

    @property
    def counts(self) -> Mapping[Due, int]:
        """How many wait for what."""
        return Counter(due for _pathway, due in self.pathways)


@dataclass(frozen=True)
class Written:
    """A place where the words looked for are written."""

    passage: Passage
    question: str
    """The text of the question it was said to, or what part of the plan it is."""
    form: str
    """The title of the form."""
    text: str
    """What is written around the words, on one line."""
    places: tuple[tuple[int, int], ...]
    """Where in `text` the words stand: from and to."""
    confidential: bool
    """Not for the patient's copy, as the form says."""


@dataclass(frozen=True)
class WrittenPage:
    """A part of all places."""

    written: tuple[Written, ...]
    total: int


@dataclass(frozen=True)
class Suggestion:
    """What may be written at the cursor."""

    text: str
    """The whole word: a name, or an option in quotation marks."""
    meaning: str
    """The text of the question, or of the option."""


class Asking:
    """Questions to the records of everybody."""

    def __init__(self, database: Database, library: Library, access: Reads) -> None:
        """The library's pathways say which form comes first where several have a name."""
        self._database = database
        self._library = library
        self._access = access
        self._versions: list[tuple[str, str]] = []
        self._forms: dict[str, Questionnaire] = {}
        """The newest version of each form."""
        self._vocabulary: Vocabulary | None = None

    # Conditions

    def vocabulary(self) -> Vocabulary:
        """All that can be asked about. Raises NotRead."""
        with self._database.read() as view:
            versions = view.versions()
            if self._vocabulary is None or versions != self._versions:
                published = [view.questionnaire(form, version) for form, version in versions]
                forms = [view.lineage(form.id).today(form) for form in published]
                former = {form.id: view.lineage(form.id).aliases() for form in forms}
                self._forms = {form.id: form for form in forms}
                self._vocabulary, self._versions = vocabulary(forms, self._offered(), former), versions
        return self._vocabulary

    def _offered(self) -> list[str]:
        """The ids of forms in the order in which the pathways offer them."""
        points = (point for pathway in self._library.pathways() for point in pathway.contact_points)
        return list(dict.fromkeys(offer.form for point in points for offer in point.offers))

    @property
    def namer(self) -> Namer:
        """What the names are called in words."""
        return Namer(self._forms, self.vocabulary(), current())

    def check(self, text: str) -> Checked:
        """What a text asks, or all that is wrong with it, each at its place. Raises NotRead."""
        names = self.vocabulary()
        try:
            asked = question(text, names)
        except ConditionError as error:
            spoken = names.spoken
            mistakes = (
                Mistake(each.start, each.end, problem_message(each, text, spoken), each.code.value)
                for each in error.problems
            )
            return Checked(text, None, tuple(mistakes))
        return Checked(text, asked, (), asked.never)

    def ask(self, asked: Question, at: int | None, today: date) -> Found:
        """Everybody of whom it is true, by the latest answers or those of a contact point. Raises NotRead, NotSaved."""
        self._access.reading("question", at=at)
        bring_up_to_date(self._database)
        with self._access.view(self._database) as view:
            pathways = view.asked(asked, at, today)
        namer = self.namer
        return Found(asked, at, today, tuple(pathways), tuple(namer.short(name) for name in asked.names))

    def page(self, found: Found, limit: int, offset: int) -> list[Hit]:
        """Some of those found, with what they answered. Raises NotRead, NotSaved."""
        wanted = found.pathways[offset : offset + limit]
        with self._access.view(self._database) as view:
            rows = view.asked_rows(found.question, wanted, found.at, found.today)
        self._access.listing("question", (row.patient_id for row, _ in rows), at=found.at)
        namer = self.namer
        return [_hit(row, hearing, found.question, namer) for row, hearing in rows]

    def why(self, found: Found, row: WorklistRow) -> tuple[WhyPart, ...]:
        """Why a pathway is found: the condition part by part, as it is now. Raises NotRead, NotSaved."""
        self._access.reading("why", row.patient_id)
        with self._access.view(self._database) as view:
            seen = view.asked_rows(found.question, [(row.pathway_id, row.due)], found.at, found.today)
            days = view.talk_days(row.pathway_id)
        return why(found.question, seen[0][1], days, self.namer) if seen else ()

    def in_words(self, asked: Question) -> str:
        """The condition as a sentence."""
        return said(asked.tree, self.namer)

    def suggestions(self, text: str, cursor: int) -> tuple[int, list[Suggestion]]:
        """Where the word at the cursor begins, and what it may be meant to become; the nearest first."""
        start, found = suggested(text, cursor, self.namer)
        return start, [Suggestion(*each) for each in found]

    def contact_points(self) -> int:
        """The highest number of a contact point at which a conversation has begun. Raises NotRead."""
        bring_up_to_date(self._database)
        with self._access.view(self._database) as view:
            return view.last_contact_point()

    # Words

    def find_words(self, typed: str, limit: int, offset: int) -> WrittenPage:
        """Where these words are written in notes and free text, the newest first. Raises NotRead, NotSaved."""
        bring_up_to_date(self._database)
        with self._access.view(self._database) as view:
            passages, total = view.find_words(typed, limit, offset)
            written = tuple(_written(view, each, typed) for each in passages)
        self._access.listing("words", (each.patient_id for each in passages))
        return WrittenPage(written, total)


def _hit(row: WorklistRow, hearing: Hearing, asked: Question, namer: Namer) -> Hit:
    values = tuple(said_value(name, hearing.env, namer) for name in asked.names)
    sources = (hearing.now.get(name) if name in asked.vocabulary.shared else None for name in asked.names)
    return Hit(row, values, tuple(source.name.partition(".")[0] if source else "" for source in sources))


def _written(view: Reading, passage: Passage, typed: str) -> Written:
    text, places = snippet(passage.text, typed, SNIPPET)
    title, asked, confidential = "", "", False
    if passage.version:
        questionnaire = view.questionnaire(passage.form, passage.version)
        form = form_of(questionnaire)
        group, row, column = split(passage.path)
        item = form.item(passage.path)
        title = questionnaire.title.to(current())
        asked = item.text.to(current()) if item.text else item.id
        confidential = (group if row is None else f"{group}.{column}") in confidential_names(form)
    return Written(passage, asked, title, text, tuple(places), confidential)
