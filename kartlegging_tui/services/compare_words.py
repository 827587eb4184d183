"""The words of a comparison: how a question stands, what has become of an answer, what has changed in a question."""

from __future__ import annotations

from kartlegging_tui.domain.compared import Cell, Mark, Standing
from kartlegging_tui.domain.narrowing import Changes
from kartlegging_tui.domain.signing import SigningState
from kartlegging_tui.domain.trend import Trend
from kartlegging_tui.language import N_, translate
from kartlegging_tui.services.compare import Column, Comparison

CONFIDENTIAL, FLAG = "◆", "!"
"""What stands before a row that is not for the patient's copy, and before an answer that calls attention."""

STANDINGS = {
    Standing.UNANSWERED: N_("not answered"),
    Standing.INCOMPLETE: N_("incomplete"),
    Standing.HIDDEN: N_("hidden"),
    Standing.NO_ROW: N_("not listed"),
    Standing.NOT_IN_FORM: N_("not in the form"),
    Standing.NO_FORM: N_("not used"),
    Standing.ABSENT: N_("not seen"),
    Standing.NOT_YET: "",
}
"""Why a cell has no answer. A reason that the patient gave is an answer, and is said in the answer's own words."""
MARKS = {
    Mark.NEW: N_("new"),
    Mark.RETIRED: N_("retired"),
    Mark.REWORDED: N_("reworded"),
    Mark.OPTIONS: N_("other options"),
    Mark.SCALE: N_("another scale"),
    Mark.FORMULA: N_("worked out otherwise"),
    Mark.UNIT: N_("another unit"),
    Mark.KIND: N_("asked otherwise"),
}
TRENDS = {
    Trend.BETTER: N_("better"),
    Trend.WORSE: N_("worse"),
    Trend.UNCHANGED: N_("unchanged"),
    Trend.ABOUT_THE_SAME: N_("about the same"),
    Trend.CHANGED: N_("changed"),
}
CHANGES = {
    Changes.ALL: N_("everything"),
    Changes.CHANGED: N_("only what has changed"),
    Changes.MOVED: N_("only better or worse"),
}
STATES = {
    SigningState.DRAFT: N_("draft, not signed"),
    SigningState.CORRECTING: N_("being corrected, not signed"),
}
"""Of a conversation whose answers may still change; one that is signed needs no word."""


SHORT_STATES = {SigningState.DRAFT: N_("draft"), SigningState.CORRECTING: N_("correcting")}
"""The same where there is little room."""


def standing_text(cell: Cell, language: str) -> str:
    """The answer, or why there is none."""
    if cell.text or cell.standing.said:
        return cell.text
    if cell.mark is Mark.RETIRED:
        return translate(MARKS[Mark.RETIRED], language)
    message = STANDINGS[cell.standing]
    return translate(message, language) if message else ""


def trend_text(cell: Cell, language: str) -> str:
    """ "▲ +3 worse"; "" where nothing can be compared."""
    if cell.trend is None:
        return ""
    return " ".join(part for part in (cell.trend.sign, cell.by, translate(TRENDS[cell.trend.trend], language)) if part)


def pathways_text(comparison: Comparison, language: str) -> str:
    """ "A C50.9 01.11.2025 + B C50.9 01.10.2026 relapse"; without a letter where there is one alone."""
    told = []
    for pathway in comparison.pathways:
        relapse = translate(N_("relapse"), language) if pathway.relapse else ""
        parts = (comparison.letter(pathway), pathway.icd10, f"{pathway.diagnosed:%d.%m.%Y}", relapse)
        told.append(" ".join(part for part in parts if part))
    return " + ".join(told)


def after_diagnosis(column: Column, language: str) -> str:
    """ "3 mo. 12 d. after the diagnosis"."""
    months, days = column.since
    text = translate(N_("{months} mo. {days} d. after the diagnosis"), language)
    return text.format(months=months, days=days)


def state_text(column: Column, language: str) -> str:
    """That its answers may still change; "" where they are signed."""
    message = STATES.get(column.state)
    return translate(message, language) if message else ""
