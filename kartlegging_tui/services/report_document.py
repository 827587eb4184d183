"""The yearly report on paper: its figures in tables, and under them what each figure means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kartlegging_tui.domain.figures import COUNTED, THEMES, Figure
from kartlegging_tui.domain.report import EVERYTHING, Dimension, Group, Report
from kartlegging_tui.interchange.document import Block, Bullets, Document, Heading, Paragraph, Size, Table
from kartlegging_tui.language import N_, translate
from kartlegging_tui.services import report_words as words
from kartlegging_tui.services.day_words import day_words

POINTS = (Figure.DUE, Figure.OFFERED, Figure.HELD, Figure.DECLINED, Figure.POSTPONED, Figure.NO_CAPACITY)
TALKS = (Figure.HELD, Figure.INSIDE, Figure.DAYS, Figure.CHILDREN_ASKED, Figure.SIGNED)
ASIDE = (Figure.MINORS, Figure.RELAPSES, Figure.TO_COME, Figure.DIED, Figure.MOVED, Figure.AHEAD)
NEEDS = (Figure.NEEDS, Figure.NEEDS_WANTED, Figure.NEEDS_PLACED)
ACTIONS = (Figure.ACTIONS, Figure.ACTIONS_CLOSED, Figure.ACTIONS_DONE, Figure.ACTIONS_LATE, Figure.HANDOVERS)
BY_THEME = tuple(THEMES.values())
CHAPTERS: tuple[tuple[str, tuple[Figure, ...]], ...] = (
    (N_("The contact points"), POINTS),
    (N_("The conversations held"), TALKS),
    (N_("Patients under 18, relapse, and what stands aside"), ASIDE),
    (N_("Needs"), NEEDS),
    (N_("Actions and handovers"), ACTIONS),
    (N_("Needs by theme"), BY_THEME),
)
"""All figures, in the order in which they are told."""


def title(report: Report, language: str) -> str:
    """`Yearly report 2026`."""
    return translate(N_("Yearly report {year}"), language).format(year=report.asked.year)


def document(report: Report, language: str) -> Document:
    """The report, in a language."""
    return Document(
        language=language,
        title=title(report, language),
        blocks=tuple(_blocks(report, language)),
        footer=title(report, language),
        page=translate(N_("Page {page} of {pages}"), language),
        size=Size.NORMAL,
        landscape=True,
    )


def _blocks(report: Report, language: str) -> Iterator[Block]:
    def say(message: str) -> str:
        return translate(message, language)

    made = say(N_("Made on {day}.")).format(day=day_words(report.made_on, language))
    narrowed = words.scope(report, language)
    yield Paragraph(f"{made} {narrowed}".strip())
    if report.is_empty:
        nothing = say(N_("There is nothing to count in {year}: no contact point, need, action or handover."))
        yield Paragraph(nothing.format(year=report.asked.year))
        return
    yield Paragraph(say(words.UNSUPPRESSED if report.small_numbers else words.SUPPRESSION))
    points = report.by(Dimension.CONTACT_POINT)
    for heading, figures in CHAPTERS:
        yield Heading(say(heading))
        yield _across(report, figures, points, language)
    for dimension in (Dimension.MUNICIPALITY, Dimension.UNIT):
        groups = report.by(dimension)
        yield Heading(say(words.DIMENSIONS[dimension]))
        for figures in (POINTS, TALKS, (*NEEDS, Figure.ACTIONS, Figure.ACTIONS_CLOSED, Figure.HANDOVERS)):
            yield _down(report, figures, groups, language, say(words.DIMENSIONS[dimension]))
    yield Heading(say(N_("What the figures mean")))
    yield Paragraph("\n".join(say(ground) for ground in words.GROUNDS))
    yield Bullets(tuple(_meanings(language)))


def _across(report: Report, figures: Sequence[Figure], groups: Sequence[Group], language: str) -> Table:
    """Figures down, contact points across."""
    shown = (EVERYTHING, *groups)
    rows = (
        (_name(figure, language), *(words.told(report.cell(figure, group), language) for group in shown))
        for figure in figures
    )
    return Table(("", *(words.group_name(group, language) for group in shown)), tuple(rows))


def _down(report: Report, figures: Sequence[Figure], groups: Sequence[Group], language: str, corner: str) -> Table:
    """Groups down, figures across."""
    rows = (
        (words.group_name(group, language), *(_short(report, figure, group, language) for figure in figures))
        for group in groups
    )
    return Table((corner, *(_name(figure, language) for figure in figures)), tuple(rows))


def _short(report: Report, figure: Figure, group: Group, language: str) -> str:
    cell = report.cell(figure, group)
    share = words.percent(cell, language)
    return words.number(cell, language) + (f" ({share})" if share else "")


def _name(figure: Figure, language: str) -> str:
    return translate(words.NAMES[figure], language)


def _meanings(language: str) -> Iterator[str]:
    told: set[str] = set()
    for figure in (*COUNTED, Figure.DAYS):
        meaning = words.MEANINGS[figure]
        if figure in BY_THEME and meaning in told:
            continue
        told.add(meaning)
        name = translate(N_("Needs by theme"), language) if _is_theme(figure) else _name(figure, language)
        yield f"{name}: {translate(meaning, language)}"


def _is_theme(figure: Figure) -> bool:
    return figure in BY_THEME and figure is not Figure.NO_THEME
