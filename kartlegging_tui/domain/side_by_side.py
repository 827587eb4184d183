"""The questions of one form as rows, the times it was filled as columns, each in the version that was filled then.

Questions of several versions belong together by their id, entries of a group by their number, which means the same for
as long as the pathway lasts. What has become of an answer is for `trend` to say, what has changed in a question for
`comparison`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kartlegging_tui.domain.answers import Answer, Missing, Path, cell, split
from kartlegging_tui.domain.compared import NO_FORM, Cell, Mark, Measure, Row, RowKind, Standing
from kartlegging_tui.domain.comparison import Asked, QuestionChange, asked, question_change
from kartlegging_tui.domain.confidential import confidential_names
from kartlegging_tui.domain.definition import Theme
from kartlegging_tui.domain.env import value_and_points
from kartlegging_tui.domain.needs import row_name
from kartlegging_tui.domain.questions import (
    AnyItem,
    Choice,
    Choices,
    Computed,
    Decimal,
    Info,
    Integer,
    Quantity,
    Rows,
    Scale,
)
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.domain.sheet import Sheet
from kartlegging_tui.domain.trend import Difference, Trend, computed_difference, difference
from kartlegging_tui.domain.values import Words, shown_number, shown_quantity, shown_value

_REASONS = {
    Missing.DECLINED: Standing.DECLINED,
    Missing.UNKNOWN: Standing.UNKNOWN,
    Missing.NOT_RELEVANT: Standing.NOT_RELEVANT,
}
MINUS = "\N{MINUS SIGN}"
_Numeric = Scale | Integer | Decimal | Quantity | Computed


@dataclass(frozen=True)
class Filled:
    """One form over the contact points."""

    columns: Sequence[Sheet | None]
    """The oldest first; None where it was not filled."""
    courses: Sequence[object]
    """The pathway of each column: the number of an entry means the same within one."""
    language: str
    words: Words

    @cached_property
    def versions(self) -> list[Form]:
        """The versions that were filled, the newest first: by number, since an old form may be filled late."""
        forms = {id(sheet.form): sheet.form for sheet in self.columns if sheet is not None}
        return sorted(forms.values(), key=lambda form: version_key(form.questionnaire.version), reverse=True)

    @cached_property
    def confidential(self) -> frozenset[str]:
        """The questions, columns and scores that any of the versions keeps from the patient's copy."""
        return frozenset().union(*(confidential_names(form) for form in self.versions))

    def only(self, course: object) -> Filled:
        """The columns of one pathway; the others as if the form had not been filled."""
        kept = [sheet if other == course else None for sheet, other in zip(self.columns, self.courses, strict=True)]
        return replace(self, columns=kept)


def version_key(version: str) -> tuple[int, ...]:
    """Versions sort by it: 1.10 comes after 1.9."""
    return tuple(int(part) for part in version.split("."))


def merged(newest_first: Iterable[Iterable[str]]) -> list[str]:
    """All names in the order of the newest list; what only an older one has comes after what stood before it there."""
    order: list[str] = []
    for names in newest_first:
        place = 0
        for name in names:
            if name in order:
                place = order.index(name) + 1
            else:
                order.insert(place, name)
                place += 1
    return order


def question_rows(filled: Filled) -> Iterator[Row]:
    """The questions and computed values under the headings of their sections, in the order of the newest version.

    What it no longer has stands where it stood.
    """
    versions = filled.versions
    homes: dict[str, str] = {}
    for form in versions:
        for name, section in form.section_of.items():
            homes.setdefault(name, section.id)
    for section_id in merged(form.sections for form in versions):
        section = next(form.sections[section_id] for form in versions if section_id in form.sections)
        listed = (
            [name for name, item in form.items.items() if homes[name] == section_id and not isinstance(item, Info)]
            for form in versions
        )
        rows = [row for name in merged(listed) for row in _rows_of_item(filled, versions, name)]
        if rows:
            title = section.title.to(filled.language)
            yield Row(RowKind.SECTION, versions[0].questionnaire.id, section_id, title, level=1)
            yield from rows


def _rows_of_item(filled: Filled, versions: list[Form], name: str) -> Iterator[Row]:
    yield _row(filled, versions, name)
    columns = merged(form.columns[name] for form in versions if name in form.columns)
    if not columns:
        return
    for course in dict.fromkeys(filled.courses):
        mine = filled.only(course)
        for number in dict.fromkeys(each for sheet in mine.columns if sheet for each in _entries(sheet, name)):
            yield _not_elsewhere(filled, mine, _entry(mine, name, number, versions[0].questionnaire.id))
            for column in columns:
                yield _not_elsewhere(filled, mine, _row(mine, versions, cell(name, number, column)))


def _entries(sheet: Sheet, group: str) -> tuple[int, ...]:
    """The numbers of the entries that a group had in the end."""
    return sheet.rows(group) if group in sheet.form.columns and sheet.is_shown(group) else ()


def _not_elsewhere(filled: Filled, mine: Filled, row: Row) -> Row:
    """An entry of one pathway is none of another, where the form was filled too."""
    cells = [
        Cell(Standing.NO_ROW) if sheet is not None and own is None else made
        for sheet, own, made in zip(filled.columns, mine.columns, row.cells, strict=True)
    ]
    return replace(row, cells=tuple(cells))


def _entry(filled: Filled, group: str, number: int, form: str) -> Row:
    """One entry by its name at each contact point; as a whole by its latest."""
    cells: list[Cell] = []
    name, there = "", None
    for sheet in filled.columns:
        if sheet is None:
            cells.append(NO_FORM)
            continue
        before, there = there, number in _entries(sheet, group)
        differs = before is not None and before is not there
        if there:
            name = row_name(sheet, group, number, filled.language, filled.words)
            cells.append(Cell(Standing.GIVEN, name, differs=differs))
        else:
            gone = Standing.NO_ROW if group in sheet.form.columns else Standing.NOT_IN_FORM
            cells.append(Cell(gone, differs=differs))
    key = f"{filled.courses[_first(filled)]}/{group}/{number}"
    return Row(RowKind.ENTRY, form, key, name, tuple(cells), level=2)


def _first(filled: Filled) -> int:
    return next(place for place, sheet in enumerate(filled.columns) if sheet is not None)


def _row(filled: Filled, versions: list[Form], path: Path) -> Row:
    form, newest = next((form, found) for form in versions if (found := asked(form, path)) is not None)
    item = newest.item
    group, row, column = split(path)
    name = f"{group}.{column}" if column else group
    kind = RowKind.QUESTION
    if isinstance(item, Rows):
        kind = RowKind.GROUP
    elif isinstance(item, Computed):
        kind = RowKind.COMPUTED
    return Row(
        kind=kind,
        form=newest.questionnaire.id,
        key=path if row is None else f"{filled.courses[_first(filled)]}/{path}",
        text=_wording(newest, filled.language),
        cells=tuple(_cells(filled, path)),
        themes=themes_of(form, name),
        confidential=name in filled.confidential,
        level=2 if row is None else 3,
        measure=_measure(item),
    )


def _wording(question: Asked, language: str) -> str:
    return question.item.text.to(language) if question.item.text else question.item.id


def _measure(item: AnyItem) -> Measure | None:
    match item:
        case Scale():
            return Measure(item.min, item.max)
        case Integer() | Decimal() | Quantity() | Computed():
            return Measure(None, None)
    return None


def themes_of(form: Form, name: str) -> frozenset[Theme]:
    """The theme of a question or column (`barn.alder`): its own, its group's or its section's."""
    group, _, column = name.partition(".")
    item = form.items.get(group)
    if item is None:
        return frozenset()
    own = form.columns[group][column].theme if column else None
    theme = own or item.theme or form.section_of[group].theme
    return frozenset() if theme is None else frozenset({theme})


# One question at each contact point


def _cells(filled: Filled, path: Path) -> Iterator[Cell]:
    said: list[tuple[int, Sheet, Cell]] = []
    before: Sheet | None = None
    for place, sheet in enumerate(filled.columns):
        now = asked(sheet.form, path) if sheet else None
        if sheet is None:
            yield NO_FORM
            continue
        if now is None:
            gone = before is not None and asked(before.form, path) is not None
            yield Cell(Standing.NOT_IN_FORM, mark=Mark.RETIRED if gone else None)
            before = sheet
            continue
        made, mark = _cell(filled, sheet, now, path), _mark(filled, place, now, path)
        made = replace(made, mark=mark) if mark else made
        made = _beside(made, said, sheet, now, path, filled.language)
        if made.standing.said:
            said.append((place, sheet, made))
        before = sheet
        yield made


def _mark(filled: Filled, place: int, now: Asked, path: Path) -> Mark | None:
    """What has changed in the question since it was last in the form; nothing where the form is filled first."""
    earlier = [sheet.form for sheet in filled.columns[:place] if sheet is not None]
    if not earlier:
        return None
    then = next((found for form in reversed(earlier) if (found := asked(form, path)) is not None), None)
    change = question_change(then, now, filled.language)
    return None if change is QuestionChange.SAME else Mark(change.value)


def _cell(filled: Filled, sheet: Sheet, now: Asked, path: Path) -> Cell:
    """The answer as it stands, compared with nothing yet."""
    group, row, _column = split(path)
    empty = Cell(Standing.UNANSWERED, asked_as=_wording(now, filled.language), options=_options(now, filled.language))
    if row is not None and row not in _entries(sheet, group):
        return replace(empty, standing=Standing.NO_ROW)
    if not sheet.is_shown(path):
        return replace(empty, standing=Standing.HIDDEN)
    if isinstance(now.item, Computed):
        amount = sheet.computed(path)
        if not isinstance(amount, int | float):
            return replace(empty, standing=Standing.INCOMPLETE)
        text = shown_quantity(now.item, amount, filled.language)
        return replace(empty, standing=Standing.GIVEN, text=text, number=amount)
    answer = sheet.answer(path)
    noted = replace(empty, note=answer.note)
    if answer.missing is not None:
        text = filled.words.of(answer.missing)
        urgent = path in sheet.urgent_paths
        return replace(noted, standing=_REASONS[answer.missing], text=text, flagged=urgent)
    if answer.value is None:
        return noted
    number = value_and_points(now.questionnaire, now.item, answer)[1] if isinstance(now.item, _Numeric) else None
    return replace(
        noted,
        standing=Standing.GIVEN,
        text=_shown(filled, sheet, now, path, answer),
        flagged=path in sheet.urgent_paths,
        confirmed=answer.confirmed,
        number=number if isinstance(number, int | float) else None,
    )


def _shown(filled: Filled, sheet: Sheet, now: Asked, path: Path, answer: Answer) -> str:
    if isinstance(now.item, Rows):
        names = [row_name(sheet, path, entry, filled.language, filled.words) for entry in sheet.rows(path)]
        return ", ".join(names) or "0"
    return shown_value(now.item, now.questionnaire, answer, filled.language, filled.words)


def _options(now: Asked, language: str) -> tuple[str, ...]:
    """What could be chosen, or the two ends of the scale."""
    match now.item:
        case Choice() | Choices():
            return tuple(option.text.to(language) for option in now.questionnaire.options(now.item))
        case Scale():
            ends = now.item.ends
            return f"{now.item.min} {ends.low.to(language)}", f"{now.item.max} {ends.high.to(language)}"
    return ()


def _beside(
    made: Cell, said: list[tuple[int, Sheet, Cell]], sheet: Sheet, now: Asked, path: Path, language: str
) -> Cell:
    """The cell with what has become of the answer since the nearest earlier one: a value with the nearest value."""
    if not said or not made.standing.said:
        return made
    place, other, before = said[-1]
    differs = made.standing is not before.standing
    if made.standing is not Standing.GIVEN:
        return replace(made, since=place, differs=differs)
    given = [each for each in said if each[2].standing is Standing.GIVEN]
    if not given:
        return replace(made, since=place, differs=differs)
    place, other, before = given[-1]
    then = asked(other.form, path)
    if isinstance(now.item, Computed):
        trend = computed_difference(other.form, before.number, sheet.form, made.number, path)
    else:
        trend = difference(then, other.answer(path), now, sheet.answer(path))
    if trend is not None:
        differs = differs or trend.trend is not Trend.UNCHANGED
    else:
        differs = differs or _other(other.answer(path), sheet.answer(path)) or made.number != before.number
    return replace(made, since=place, trend=trend, differs=differs, by=difference_text(trend, before, made, language))


def _other(then: Answer, now: Answer) -> bool:
    return (then.value, then.other) != (now.value, now.other)


def difference_text(trend: Difference | None, before: Cell, now: Cell, language: str) -> str:
    """ "+3" or "−0,5"; "" where the two cannot be compared or are no numbers."""
    if trend is None or before.number is None or now.number is None:
        return ""
    by = round(now.number - before.number, 6)
    if not by:
        return ""
    whole = int(by) if by == int(by) else by
    return f"{'+' if by > 0 else MINUS}{shown_number(abs(whole), 0, language)}"
