"""The scores of one form over the contact points: what they came to, what that may mean, and how they have moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kartlegging_tui.domain.compared import NO_FORM, Cell, Mark, Measure, Row, RowKind, Standing
from kartlegging_tui.domain.definition import Theme
from kartlegging_tui.domain.expressions import Compiled
from kartlegging_tui.domain.questionnaire import Score
from kartlegging_tui.domain.rules import Decides, Form
from kartlegging_tui.domain.scoring import score_range
from kartlegging_tui.domain.sheet import Sheet
from kartlegging_tui.domain.side_by_side import Filled, difference_text, merged, themes_of
from kartlegging_tui.domain.trend import Trend, counts_alike, score_difference
from kartlegging_tui.domain.values import shown_number


def score_rows(filled: Filled) -> Iterator[Row]:
    """One row for each score, in the order of the newest version; those that could never be told are left out."""
    versions = filled.versions
    for score_id in merged(form.scores for form in versions):
        form = next(form for form in versions if score_id in form.scores)
        cells = tuple(_cells(filled, score_id))
        if any(each.standing is Standing.GIVEN for each in cells):
            yield Row(
                kind=RowKind.SCORE,
                form=form.questionnaire.id,
                key=score_id,
                text=_title(form.scores[score_id], filled.language),
                cells=cells,
                themes=_themes(form, score_id),
                confidential=score_id in filled.confidential,
                level=1,
                measure=_measure(form, score_id),
            )


def _title(score: Score, language: str) -> str:
    return score.title.to(language) if score.title else score.id


def _themes(form: Form, score_id: str) -> frozenset[Theme]:
    """The themes of all that it is made of."""
    found: frozenset[Theme] = frozenset()
    for name in _formula(form, score_id).references:
        found |= _themes(form, name) if name in form.scores else themes_of(form, name)
    return found


def _measure(form: Form, score_id: str) -> Measure:
    """Its bands say between what it lies; where they are open, the formula does."""
    score = form.scores[score_id]
    if score.bands and score.bands[0].from_ is not None and score.bands[-1].to is not None:
        return Measure(score.bands[0].from_, score.bands[-1].to, score.bands)
    low, high = score_range(_formula(form, score_id), form.scope) or (None, None)
    return Measure(low, high, score.bands)


def _cells(filled: Filled, score_id: str) -> Iterator[Cell]:
    told: list[tuple[int, Sheet, Cell]] = []
    before: list[Form] = []
    for place, sheet in enumerate(filled.columns):
        if sheet is None:
            yield NO_FORM
            continue
        mark = _mark(before, sheet.form, score_id)
        before.append(sheet.form)
        if score_id not in sheet.form.scores:
            yield Cell(Standing.NOT_IN_FORM, mark=mark)
            continue
        made = replace(_cell(filled, sheet, score_id), mark=mark)
        if made.standing is Standing.GIVEN:
            if told:
                made = _beside(made, told[-1], sheet, score_id, filled.language)
            told.append((place, sheet, made))
        yield made


def _mark(before: list[Form], now: Form, score_id: str) -> Mark | None:
    if not before:
        return None
    if score_id not in now.scores:
        return Mark.RETIRED if score_id in before[-1].scores else None
    then = next((form for form in reversed(before) if score_id in form.scores), None)
    if then is None:
        return Mark.NEW
    return None if counts_alike(then, now, score_id) else Mark.FORMULA


def _cell(filled: Filled, sheet: Sheet, score_id: str) -> Cell:
    score, result = sheet.form.scores[score_id], sheet.scores[score_id]
    decimals = sheet.form.decimals[score_id]
    made = Cell(Standing.INCOMPLETE, asked_as=_title(score, filled.language))
    if result.value is not None:
        text = shown_number(result.value, decimals, filled.language)
    elif result.bounds is not None and len(result.missing) < len(_formula(sheet.form, score_id).references):
        text = "–".join(shown_number(end, decimals, filled.language) for end in result.bounds)
    else:
        return made
    return replace(
        made,
        standing=Standing.GIVEN,
        text=text,
        number=result.value,
        flagged=result.flagged,
        band=result.band.text.to(filled.language) if result.band else "",
    )


def _formula(form: Form, score_id: str) -> Compiled:
    return next(rule.compiled for rule in form.rules if rule.decides is Decides.SCORE and rule.target == score_id)


def _beside(made: Cell, last: tuple[int, Sheet, Cell], sheet: Sheet, score_id: str, language: str) -> Cell:
    place, other, before = last
    trend = score_difference(other.form, other.scores[score_id], sheet.form, sheet.scores[score_id], score_id)
    differs = trend.trend is not Trend.UNCHANGED if trend else made.text != before.text
    return replace(made, since=place, trend=trend, differs=differs, by=difference_text(trend, before, made, language))
