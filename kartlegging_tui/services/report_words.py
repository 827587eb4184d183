"""The yearly report in words: what each figure is called, and exactly what counts in it."""

from __future__ import annotations

from collections.abc import Mapping

from kartlegging_tui.domain.figures import THEMES, Figure
from kartlegging_tui.domain.report import Cell, Dimension, Group, Report
from kartlegging_tui.domain.suppression import FEW, Mark
from kartlegging_tui.language import N_, translate
from kartlegging_tui.services import theme_words
from kartlegging_tui.services.municipality_names import municipality_name

NAMES: Mapping[Figure, str] = {
    Figure.DUE: N_("Contact points due"),
    Figure.OFFERED: N_("Offered"),
    Figure.HELD: N_("Held"),
    Figure.DECLINED: N_("Declined"),
    Figure.POSTPONED: N_("Put off"),
    Figure.NO_CAPACITY: N_("Not held for want of capacity"),
    Figure.INSIDE: N_("Inside the window"),
    Figure.DAYS: N_("Median days from diagnosis"),
    Figure.CHILDREN_ASKED: N_("Asked about children (§ 10 a)"),
    Figure.SIGNED: N_("Signed"),
    Figure.MINORS: N_("Patient under 18"),
    Figure.RELAPSES: N_("After a relapse"),
    Figure.TO_COME: N_("Still to come"),
    Figure.DIED: N_("Died before the window closed"),
    Figure.MOVED: N_("Moved"),
    Figure.AHEAD: N_("Dated ahead in time"),
    Figure.NEEDS: N_("Needs that came up"),
    Figure.NEEDS_WANTED: N_("Needs to be followed up"),
    Figure.NEEDS_PLACED: N_("With someone responsible and a deadline"),
    **{THEMES[theme]: name for theme, name in theme_words.THEMES.items()},
    Figure.NO_THEME: N_("Without a theme"),
    Figure.ACTIONS: N_("Actions under way in the year"),
    Figure.ACTIONS_CLOSED: N_("Actions closed"),
    Figure.ACTIONS_DONE: N_("Closed as done"),
    Figure.ACTIONS_LATE: N_("Past the deadline"),
    Figure.HANDOVERS: N_("Handovers sent"),
}

MEANINGS: Mapping[Figure, str] = {
    Figure.DUE: N_(
        "Contact points of the year: those held in it, and of those not held, those whose window closes in it and has "
        "closed, or of which the patient has been told. Extra contact points count with their own number. Those that "
        "are still to come, and those of patients who died or moved, are counted for themselves and not here."
    ),
    Figure.OFFERED: N_(
        "The patient was asked: there is a letter, an answer (also “no” or “later”) or a conversation. One that was "
        "planned again, as if nothing had been said, was not offered."
    ),
    Figure.HELD: N_(
        "The conversation is ended, signed or not. It counts in the year in which it was held, also when the window "
        "closes in another. One that is under way or was left aside is not held."
    ),
    Figure.DECLINED: N_(
        "Stands as declined on the day of the report. Who declined and was asked again counts as held when it was "
        "held. Patients who no longer want to take part stand here."
    ),
    Figure.POSTPONED: N_(
        "Stands as put off to another day. The year is that of the window, also when the day is later."
    ),
    Figure.NO_CAPACITY: N_("Put off or cancelled because there was nobody to hold it."),
    Figure.INSIDE: N_("Held from the first to the last day of the window, both included."),
    Figure.DAYS: N_(
        "Half of the conversations were held so many days after the diagnosis, or sooner. Each pathway counts from its "
        "own diagnosis."
    ),
    Figure.CHILDREN_ASKED: N_(
        "In the conversation it was asked whether there are children or siblings under 18. “Does not know” and “does "
        "not want to answer” are answers (helsepersonelloven § 10 a)."
    ),
    Figure.SIGNED: N_("The conversation is signed, also where it is being corrected."),
    Figure.MINORS: N_(
        "The patient was under 18 on the day of the conversation, or else on the last day of the window. They count "
        "in all figures as everybody else does."
    ),
    Figure.RELAPSES: N_(
        "The pathway is after a relapse. It is a pathway of its own, counted from its own diagnosis: a patient with "
        "two counts with the contact points of both."
    ),
    Figure.TO_COME: N_("Nothing has been said of it yet, and its window closes later in the year."),
    Figure.DIED: N_(
        "Not held, and the patient died before the window closed. Where the patient died later, the contact point "
        "counts as it stood before."
    ),
    Figure.MOVED: N_("Cancelled because the patient moved: another municipality is responsible."),
    Figure.AHEAD: N_(
        "The conversation is dated after the day of the report: a clock or a date is wrong. It counts as held."
    ),
    Figure.NEEDS: N_(
        "Needs that the answers show, or that were noted, in conversations held in the year. The same need counts "
        "again at each contact point at which it comes up."
    ),
    Figure.NEEDS_WANTED: N_("Needs of which the patient has not said that they do not want them followed up."),
    Figure.NEEDS_PLACED: N_("An action for the need says who does it and by when, and was not dropped."),
    **dict.fromkeys(THEMES.values(), N_("Needs by the theme of the national guideline that the form gives them.")),
    Figure.NO_THEME: N_("Needs that were noted in own words, or to which the form gives no theme."),
    Figure.ACTIONS: N_(
        "Actions agreed by the end of the year, and not closed before it began. They belong to the contact point at "
        "which they were agreed."
    ),
    Figure.ACTIONS_CLOSED: N_("Closed in the year: done, or dropped with a reason."),
    Figure.ACTIONS_DONE: N_("Of those closed in the year, those that were done."),
    Figure.ACTIONS_LATE: N_(
        "Not closed at the end of the year, or on the day of the report, with the deadline behind them. Not those of "
        "patients who have died."
    ),
    Figure.HANDOVERS: N_("Each time something was sent to somebody in the year, on consent or no objection."),
}

DIMENSIONS: Mapping[Dimension, str] = {
    Dimension.ALL: N_("All together"),
    Dimension.CONTACT_POINT: N_("By contact point"),
    Dimension.MUNICIPALITY: N_("By municipality"),
    Dimension.UNIT: N_("By unit"),
}

GROUNDS = (
    N_(
        "A contact point belongs to one year only: that in which the conversation was held, or else that in which its "
        "window closes."
    ),
    N_("Everything is told as it stands on the day of the report: what is held or changed later changes the figures."),
    N_("The municipality is the patient's today. The unit is that of whoever is responsible for the pathway today."),
)
"""What holds for all figures."""

SUPPRESSION = N_(
    "Numbers from 1 to 4 stand as <5. A colon (:) stands for numbers that are hidden because another could be reckoned "
    "from them, or because fewer than five conversations are behind them. Zero is shown."
)
UNSUPPRESSED = N_("Small numbers are shown: for internal use only.")


def group_name(group: Group, language: str) -> str:
    """`Contact point 2`, `Sandnes`, `Kreftteamet`."""
    match group.dimension:
        case Dimension.ALL:
            return translate(DIMENSIONS[Dimension.ALL], language)
        case Dimension.CONTACT_POINT:
            return translate(N_("Contact point {number}"), language).format(number=group.key)
        case Dimension.MUNICIPALITY:
            return municipality_name(group.key) or translate(N_("Municipality not known"), language)
        case Dimension.UNIT:
            return group.key or translate(N_("Nobody responsible"), language)


def number(cell: Cell, language: str) -> str:
    """`17`, `<5`, `:`, `23,5`; a dash for the median of nothing."""
    if cell.mark is not Mark.SHOWN:
        return f"<{FEW}" if cell.mark is Mark.FEW else ":"
    if cell.number is None:
        return "–"
    if cell.number == int(cell.number):
        return str(int(cell.number))
    return f"{cell.number:.1f}" if language == "en" else f"{cell.number:.1f}".replace(".", ",")


def percent(cell: Cell, language: str) -> str:
    """`85 %`; nothing where there is no share to be told."""
    return "" if cell.share is None else translate(N_("{share} %"), language).format(share=round(100 * cell.share))


def told(cell: Cell, language: str) -> str:
    """`17 of 20 (85 %)`, or the number alone."""
    text = number(cell, language)
    if cell.share is None:
        return text
    of = translate(N_("{number} of {whole}"), language).format(number=text, whole=cell.of)
    return f"{of} ({percent(cell, language)})"


def scope(report: Report, language: str) -> str:
    """What the report is narrowed to: `Municipality 0301 · unit Kreftteamet`; nothing for all."""
    parts = []
    if report.asked.municipality is not None:
        text = translate(N_("Municipality {name}"), language)
        parts.append(text.format(name=municipality_name(report.asked.municipality) or "–"))
    if report.asked.unit is not None:
        parts.append(translate(N_("Unit {name}"), language).format(name=report.asked.unit or "–"))
    return " · ".join(parts)
