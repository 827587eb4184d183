"""Contact points side by side, as values: a row for each question, score, need and action, a cell for each column."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kartlegging_tui.domain.definition import Theme
from kartlegging_tui.domain.questionnaire import Band
from kartlegging_tui.domain.trend import Difference, Trend


class Standing(StrEnum):
    """How a question stands at a contact point."""

    GIVEN = "given"
    """It has a value."""
    DECLINED = "declined"
    UNKNOWN = "unknown"
    NOT_RELEVANT = "not_relevant"
    UNANSWERED = "unanswered"
    """It was to be asked, and nothing is noted."""
    INCOMPLETE = "incomplete"
    """A score or a computed value that cannot be told: something that it is made of is missing."""
    HIDDEN = "hidden"
    """The other answers did not lead to it."""
    NO_ROW = "no_row"
    """The group did not have this entry."""
    NOT_IN_FORM = "not_in_form"
    """That version of the form does not have it."""
    NO_FORM = "no_form"
    """The form was not filled."""
    ABSENT = "absent"
    """A need that the answers did not show."""
    NOT_YET = "not_yet"
    """An action that was not agreed yet."""

    @property
    def said(self) -> bool:
        """True if there is an answer: a value, or why there is none."""
        return self in (Standing.GIVEN, Standing.DECLINED, Standing.UNKNOWN, Standing.NOT_RELEVANT)


class Mark(StrEnum):
    """What has changed in a question from one version of its form to the next that was filled."""

    NEW = "new"
    RETIRED = "retired"
    """The newer version no longer has it."""
    REWORDED = "reworded"
    OPTIONS = "options"
    SCALE = "scale"
    FORMULA = "formula"
    UNIT = "unit"
    KIND = "kind"


@dataclass(frozen=True)
class Cell:
    """One row at one contact point."""

    standing: Standing
    text: str = ""
    """The value as it is shown, in the words of the version that was filled; "" where there is none."""
    note: str = ""
    """The nurse's remark, in the words in which it was written."""
    told: str = ""
    """What else there is to tell: what was done about an urgent answer, the goal of a need, what came of an action."""
    flagged: bool = False
    """Urgent, a band that its form calls attention to, or a need."""
    asked_as: str = ""
    """The question as it was worded."""
    options: tuple[str, ...] = ()
    """What could be chosen, in words."""
    mark: Mark | None = None
    """What has changed in the question since the form was filled before."""
    trend: Difference | None = None
    """How the value differs from the nearest earlier one, where the two can be compared."""
    by: str = ""
    """That difference as a number: "+3"; "" where there is none."""
    since: int | None = None
    """The place of the column whose answer it is compared with; None where nothing came before."""
    differs: bool = False
    """Another answer than the nearest earlier one."""
    confirmed: bool = False
    """Asked again, and found to be as it was."""
    number: float | None = None
    """The value as a number, for a plot."""
    band: str = ""
    """What a score may mean."""


NO_FORM = Cell(Standing.NO_FORM)


class RowKind(StrEnum):
    """What a row shows."""

    PART = "part"
    """A heading: scores, needs, actions."""
    FORM = "form"
    """A heading: a form, with the version of each column."""
    SECTION = "section"
    """A heading: a part of a form."""
    ENTRY = "entry"
    """A heading: one entry of a group, such as one child."""
    QUESTION = "question"
    GROUP = "group"
    """A repeating group as a whole: who is in it."""
    COMPUTED = "computed"
    SCORE = "score"
    NEED = "need"
    ACTION = "action"

    @property
    def is_heading(self) -> bool:
        """True for what only stands above other rows."""
        return self in (RowKind.PART, RowKind.FORM, RowKind.SECTION, RowKind.ENTRY)


@dataclass(frozen=True)
class Measure:
    """What a plot of a row needs to know."""

    low: float | None
    """The lowest value that there can be; None where nobody knows."""
    high: float | None
    bands: tuple[Band, ...] = ()
    """What the stretches of a score may mean, as the newest version says."""


@dataclass(frozen=True)
class Row:
    """One line of the comparison."""

    kind: RowKind
    form: str
    """The id of the form; "" for what belongs to none."""
    key: str
    """What it is known by within its kind and form: a path, the id of a score, the path of a need."""
    text: str
    """The question, or what else it is called."""
    cells: tuple[Cell, ...] = ()
    """As many as there are columns; none for a heading without."""
    themes: frozenset[Theme] = frozenset()
    confidential: bool = False
    """Not for the patient's copy, nor for others: what a relative has said alone."""
    level: int = 0
    """How far it stands in: of headings, those with a higher level stand under those with a lower."""
    measure: Measure | None = None
    """For what can be drawn as a line over time; None for all else."""
    about: str = ""
    """What else there is to tell of it as a whole."""

    @property
    def identity(self) -> tuple[str, str, str]:
        """The same row in another reading of the same pathway."""
        return self.kind, self.form, self.key

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What has changed in the question, in the order in which it happened; each once."""
        return tuple(dict.fromkeys(each.mark for each in self.cells if each.mark is not None))

    @property
    def changed(self) -> bool:
        """The answer has become another, or the question has."""
        return any(each.differs or each.mark is not None for each in self.cells)

    @property
    def moved(self) -> bool:
        """Something has become better or worse: by more than chance, where the form says how much that is."""
        return any(each.trend is not None and each.trend.trend in (Trend.BETTER, Trend.WORSE) for each in self.cells)

    @property
    def flagged(self) -> bool:
        """Urgent at any of the contact points, a score in a band that calls attention, a need."""
        return any(each.flagged for each in self.cells)
