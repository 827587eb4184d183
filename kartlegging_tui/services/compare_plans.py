"""Needs and actions over the contact points: where each was seen, how it was weighed, and what has become of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from kartlegging_tui.domain.compared import NO_FORM, Cell, Row, RowKind, Standing
from kartlegging_tui.domain.confidential import confidential_needs
from kartlegging_tui.domain.definition import Theme
from kartlegging_tui.domain.needs import FoundNeed, need_key, need_title
from kartlegging_tui.domain.plan import Action, ActionStatus, Need, NeedRef, urgent_path
from kartlegging_tui.domain.questionnaire import NeedRule
from kartlegging_tui.domain.rules import Decides, Form
from kartlegging_tui.domain.sheet import PRIORITIES as BY_PRIORITY
from kartlegging_tui.domain.side_by_side import themes_of
from kartlegging_tui.language import N_, translate
from kartlegging_tui.services.answer_words import answer_words
from kartlegging_tui.services.day_words import day_words
from kartlegging_tui.services.plan_words import FOLLOW_UP, HELPED, PRIORITIES, STATUS, action_line

if TYPE_CHECKING:
    from kartlegging_tui.services.compare import Column


@dataclass(frozen=True)
class _Seen:
    """A need that a form sees, over all contact points of a pathway."""

    pathway: int
    form: str
    rule: NeedRule
    row: int | None

    @property
    def key(self) -> str:
        return need_key(self.rule.id, self.row)


def need_rows(columns: Sequence[Column], forms: Sequence[str], spoken: str) -> Iterator[Row]:
    """The needs that the forms have seen at any contact point, the most pressing first, and then the nurse's own."""
    rows = []
    for form in forms:
        for seen in _needs_of(columns, form):
            cells = tuple(_compared([_cell(column, seen, spoken) for column in columns]))
            rows.append((seen.rule, _row(columns, seen, cells, spoken)))
    rows.sort(key=lambda each: BY_PRIORITY.index(each[0].priority))
    yield from (row for _rule, row in rows)
    yield from _own(columns, spoken)


def _needs_of(columns: Sequence[Column], form: str) -> Iterator[_Seen]:
    """What the form sees; of one that is not for each row, the pathway does not matter."""
    known: dict[tuple[int, str], _Seen] = {}
    for column in reversed(columns):
        sheet = column.sheets.get(form)
        for found in sheet.needs() if sheet else ():
            pathway = column.pathway.id if found.row is not None else 0
            known.setdefault((pathway, found.key), _Seen(pathway, form, found.rule, found.row))
    yield from known.values()


def _cell(column: Column, seen: _Seen, spoken: str) -> Cell:
    sheet = column.sheets.get(seen.form)
    if sheet is None:
        return NO_FORM
    if seen.pathway not in (0, column.pathway.id):
        return Cell(Standing.NO_ROW)
    rule = sheet.form.needs.get(seen.rule.id)
    if rule is None:
        return Cell(Standing.NOT_IN_FORM)
    there = any(found.key == seen.key for found in sheet.needs())
    weighed = column.plan.needs.get(NeedRef(column.point.number, seen.form, seen.key).path)
    if there:
        return _weighed(weighed or Need(title="", priority=rule.priority), spoken)
    if sheet.shows(rule, seen.row) is None:
        return Cell(Standing.UNANSWERED)
    return replace(_weighed(weighed, spoken), standing=Standing.ABSENT, flagged=False) if weighed else _ABSENT


_ABSENT = Cell(Standing.ABSENT)


def _weighed(need: Need, spoken: str) -> Cell:
    """A need as it was weighed: whether it is to be followed up, how pressing it is; and goal and reason."""
    parts = [translate(FOLLOW_UP[need.follow_up], spoken)] if need.follow_up else []
    parts.append(translate(PRIORITIES[need.priority], spoken))
    said = []
    if need.goal:
        said.append(translate(N_("Goal: {goal}"), spoken).format(goal=need.goal) + ".")
    if need.reason:
        said.append(translate(N_("Reason: {reason}"), spoken).format(reason=need.reason) + ".")
    return Cell(Standing.GIVEN, ", ".join(parts), told=" ".join(said), flagged=True)


def _compared(cells: list[Cell]) -> Iterator[Cell]:
    """Each with whether it was otherwise when it was asked last."""
    last: int | None = None
    for place, each in enumerate(cells):
        if each.standing not in (Standing.GIVEN, Standing.ABSENT):
            yield each
            continue
        if last is None:
            yield each
        else:
            before = cells[last]
            yield replace(each, since=last, differs=(before.standing, before.text) != (each.standing, each.text))
        last = place


def _row(columns: Sequence[Column], seen: _Seen, cells: tuple[Cell, ...], spoken: str) -> Row:
    latest = next(
        column
        for column in reversed(columns)
        if seen.pathway in (0, column.pathway.id)
        and (sheet := column.sheets.get(seen.form))
        and any(found.key == seen.key for found in sheet.needs())
    )
    sheet = latest.sheets[seen.form]
    title = need_title(FoundNeed(seen.rule, seen.row), sheet, spoken, answer_words(spoken))
    return Row(
        kind=RowKind.NEED,
        form=seen.form,
        key=f"{seen.pathway}/{seen.key}",
        text=title,
        cells=cells,
        themes=_themes(sheet.form, seen.rule),
        confidential=_confidential(columns, seen.form, seen.rule.id),
        level=1,
    )


def _confidential(columns: Sequence[Column], form: str, rule: str) -> bool:
    sheets = (column.sheets.get(form) for column in columns)
    return any(rule in confidential_needs(sheet.form) for sheet in sheets if sheet)


def _themes(form: Form, need: NeedRule) -> frozenset[Theme]:
    """The theme that the form says, else those of the questions that it follows from."""
    if need.theme is not None:
        return frozenset({need.theme})
    rule = next(rule for rule in form.rules if rule.decides is Decides.NEED and rule.target == need.id)
    found: frozenset[Theme] = frozenset()
    for name in rule.compiled.references:
        found |= themes_of(form, name)
    return found


def _own(columns: Sequence[Column], spoken: str) -> Iterator[Row]:
    """The needs that nurses have added: each belongs to the contact point where it came up."""
    for owner in columns:
        for path, need in owner.plan.needs.items():
            ref = NeedRef.of(path)
            if ref.form or ref.contact_point != owner.point.number:
                continue
            cells = tuple(_weighed(need, spoken) if column is owner else Cell(Standing.NOT_YET) for column in columns)
            yield Row(RowKind.NEED, "", f"{owner.pathway.id}/{path}", need.title, cells, level=1)


# What was done at once


def with_handled(rows: Iterable[Row], columns: Sequence[Column], spoken: str) -> Iterator[Row]:
    """Questions, with what was done about an answer that was urgent."""
    for row in rows:
        if row.flagged and row.kind is RowKind.QUESTION:
            cells = (_handled(row, cell, column, spoken) for cell, column in zip(row.cells, columns, strict=True))
            yield replace(row, cells=tuple(cells))
        else:
            yield row


def _handled(row: Row, cell: Cell, column: Column, spoken: str) -> Cell:
    sheet = column.sheets.get(row.form)
    if not cell.flagged or sheet is None:
        return cell
    path = row.key if row.key in sheet.answers else row.key.partition("/")[2]  # an entry's has its pathway before it
    where, answer = urgent_path(column.point.number, row.form, path), sheet.answer(path)
    if column.plan.is_handled(where, answer):
        done = column.plan.handled[where]
        text = translate(N_("Done: {done} ({by})"), spoken).format(done=done.done, by=done.by)
    else:
        text = translate(N_("It is not recorded what was done."), spoken)
    return replace(cell, told=text)


# Actions

_SIGNS = {ActionStatus.OPEN: "○", ActionStatus.DONE: "✓", ActionStatus.DROPPED: "✗"}


def action_rows(columns: Sequence[Column], spoken: str, today: date) -> Iterator[Row]:
    """What was agreed, in the order in which it was agreed, with how it stood at each contact point after."""
    plans = {column.pathway.id: column.plan for column in columns}
    for pathway, plan in plans.items():
        for path, action in plan.actions.items():
            ref, sheet = _need_of(columns, pathway, action)
            rule = sheet.needs.get(ref.rule.partition("/")[0]) if sheet else None
            unknown = bool(ref.form) and rule is None  # nobody can say that it is not confidential
            yield Row(
                kind=RowKind.ACTION,
                form=ref.form,
                key=f"{pathway}/{path}",
                text=f"{_SIGNS[action.status]} {action.text}",
                cells=tuple(_action_cells(columns, pathway, action, spoken, today)),
                themes=_themes(sheet, rule) if sheet and rule else frozenset(),
                confidential=unknown or (rule is not None and _confidential(columns, ref.form, rule.id)),
                level=1,
                about=_about(plan.needs.get(action.need), action, spoken),
            )


def _need_of(columns: Sequence[Column], pathway: int, action: Action) -> tuple[NeedRef, Form | None]:
    """The need that an action is for, and the form that saw it."""
    ref = NeedRef.of(action.need)
    for column in columns:
        if (column.pathway.id, column.point.number) == (pathway, ref.contact_point):
            sheet = column.sheets.get(ref.form)
            return ref, sheet.form if sheet else None
    return ref, None


def _about(need: Need | None, action: Action, spoken: str) -> str:
    line = action_line(action, spoken)
    return f"{need.title}: {line}" if need and need.title else line


def _action_cells(columns: Sequence[Column], pathway: int, action: Action, spoken: str, today: date) -> Iterator[Cell]:
    """Where it was agreed, by whom and by when it is to be done; later, how it stood then."""
    agreed = next((column for column in columns if _is(column, pathway, action.contact_point)), None)
    closed = False
    for column in columns:
        if column.pathway.id != pathway or column.point.number < action.contact_point:
            yield Cell(Standing.NOT_YET)
        elif column is agreed:
            yield Cell(Standing.GIVEN, _promised(action, spoken), flagged=_is_late(action, today))
        elif action.closed_on is not None and action.closed_on <= column.held_on:
            told = "" if closed else action.outcome
            yield Cell(Standing.GIVEN, _outcome(action, spoken), told=told, differs=not closed)
            closed = True
        else:
            yield Cell(Standing.GIVEN, translate(STATUS[ActionStatus.OPEN], spoken))


def _is(column: Column, pathway: int, number: int) -> bool:
    return (column.pathway.id, column.point.number) == (pathway, number)


def _is_late(action: Action, today: date) -> bool:
    return action.status is ActionStatus.OPEN and action.by is not None and action.by < today


def _promised(action: Action, spoken: str) -> str:
    parts = [action.who] if action.who else []
    if action.by is not None:
        parts.append(translate(N_("by {day}"), spoken).format(day=day_words(action.by, spoken)))
    return ", ".join(parts) or translate(N_("agreed"), spoken)


def _outcome(action: Action, spoken: str) -> str:
    parts = [translate(STATUS[action.status], spoken)]
    parts += [translate(HELPED[action.helped], spoken)] if action.helped else []
    return ", ".join(parts)
