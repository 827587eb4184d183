"""How last time's answer looks in its question's row: when and who, what, the note, and what has become of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rich.cells import cell_len

from kartlegging_tui.domain.answers import Answer, Path, cell
from kartlegging_tui.domain.comparison import Asked, QuestionChange, question_change
from kartlegging_tui.domain.comparison import asked as asked_in
from kartlegging_tui.domain.questions import Computed, Rows
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.domain.trend import Difference, Trend
from kartlegging_tui.domain.values import Words, shown_quantity, shown_value
from kartlegging_tui.services.last_time import LastTime
from kartlegging_tui.tui.widgets.spans import Ink, Line, wrapped

INKS = {Trend.WORSE: Ink.WORSE, Trend.BETTER: Ink.BETTER}
_FIRM = "\N{BRAILLE PATTERN BLANK}"
"""Looks like a space, and no line is broken at it. A no-break space would count as unprintable: slow to wrap."""


@dataclass(frozen=True)
class Beside:
    """Last time beside the form being filled, and in what words."""

    last_time: LastTime
    form: Form
    """The version being filled."""
    language: str
    """The language of the questions: the patient's."""
    words: Words
    head: str
    """ "last time 15.05.26, Kari Lunde", in the language of the program."""
    changes: Mapping[QuestionChange, str]
    """What has changed in the question, for the changes that are told."""
    trends: Mapping[Trend, str]
    confirmed: str
    """The sign and the word of an answer that was asked again and found unchanged."""

    def difference(self, difference: Difference | None) -> str:
        """ "▲ worse": the arrow goes the way the number went, the word says what that means."""
        return f"{difference.sign} {self.trends[difference.trend]}" if difference else ""

    @property
    def room(self) -> int:
        """Cells held free for what becomes of the answer, so that answering moves nothing."""
        longest = max((cell_len(word) + 2 for word in self.trends.values()), default=0)
        return max(longest, cell_len(self.confirmed)) + 2

    def row_name(self, group: str, row: int) -> str:
        """What was answered first in a row last time: the child's name; "" where nothing was."""
        columns = self.last_time.form.columns.get(group, {})
        return self.said(cell(group, row, next(iter(columns)))) if columns else ""

    def said(self, path: Path) -> str:
        """What was answered, in the words of the version that was filled then; "" where nothing was."""
        then = self.last_time.asked(path)
        if then is None:
            return ""
        if isinstance(then.item, Computed):
            amount = self.last_time.computed(path)
            return "" if amount is None else shown_quantity(then.item, amount, self.language)
        answer = self.last_time.answer(path)
        if isinstance(then.item, Rows) and answer.value is not None:
            return self._rows(then, path)
        return shown_value(then.item, then.questionnaire, answer, self.language, self.words)

    def _rows(self, then: Asked, group: str) -> str:
        """The rows by their names; by their places those that have none."""
        title = then.item.row_title.to(self.language) if isinstance(then.item, Rows) and then.item.row_title else ""
        rows = enumerate(self.last_time.rows(group), start=1)
        return ", ".join(self.row_name(group, row) or f"{title} {place}".strip() for place, row in rows)


def last_lines(beside: Beside, path: Path, answer: Answer, computed: float | None, width: int) -> Iterator[Line]:
    """The lines of last time's answer. Their number does not depend on what is answered now."""
    said, note = beside.said(path), beside.last_time.answer(path).note
    now = asked_in(beside.form, path)
    if now is None or not (said or note):
        return
    text = f"{beside.head}: {said}" if said else beside.head
    if note:
        text += f" «{note}»"
    if mark := beside.changes.get(question_change(beside.last_time.asked(path), now, beside.language)):
        text += f" ({mark})"
    outcome, ink = _outcome(beside, path, now, answer, computed)
    parts = [part.rstrip(_FIRM) for part in wrapped(text + _FIRM * beside.room, width - 2)]
    for place, part in enumerate(parts):
        lead = ("↺ " if place == 0 else "  ", Ink.LAST)
        last = place == len(parts) - 1
        if last and outcome:
            yield lead, (f"{part}  " if part else "", Ink.LAST), (outcome, ink)
        else:
            yield lead, (part, Ink.LAST)


def _outcome(beside: Beside, path: Path, now: Asked, answer: Answer, computed: float | None) -> tuple[str, Ink]:
    if answer.confirmed:
        return beside.confirmed, Ink.LAST
    if isinstance(now.item, Computed):
        difference = beside.last_time.computed_difference(beside.form, path, computed)
    else:
        difference = beside.last_time.difference(beside.form, path, answer)
    return beside.difference(difference), INKS.get(difference.trend, Ink.LAST) if difference else Ink.LAST
