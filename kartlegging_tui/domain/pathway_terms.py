"""What can be asked about a pathway itself, beside the answers: who the patient is, needs and actions.

Each name is Norwegian as the ids of questions are, and has an English one: the word of the code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kartlegging_tui.domain.definition import Theme
from kartlegging_tui.domain.questionnaire import Area
from kartlegging_tui.domain.scope import CONTEXT, Kind, Symbol

PATHWAY = ("forlop", "pathway")
"""What stands before a name of the pathway where a form has the same name: `forlop.kommune`."""


@dataclass(frozen=True)
class Term:
    """A name of the pathway."""

    symbol: Symbol
    """Named in full: `forlop.kommune`; a column of a group by its own name."""
    english: str
    words: Mapping[str, str] = field(default_factory=dict)
    """For options: what else each may be called, and which option that is."""
    columns: Mapping[str, Term] = field(default_factory=dict)
    """For a group: what can be asked about its rows, by name."""
    prefix: bool = False
    """Compared by its beginning: `diagnose == "C50"` also finds C50.9."""

    @property
    def name(self) -> str:
        """The name alone, without what may stand before it."""
        return self.symbol.name.rpartition(".")[2]


def _options(pairs: Iterable[tuple[str, str]]) -> tuple[dict[str | int | float, None], dict[str, str]]:
    pairs = tuple(pairs)
    return dict.fromkeys(norwegian for norwegian, _english in pairs), {english: word for word, english in pairs}


def _column(name: str, english: str, kind: Kind, pairs: Iterable[tuple[str, str]] = ()) -> Term:
    options, words = _options(pairs)
    return Term(Symbol(name, kind, points=kind is Kind.NUMBER, options=options or None, derived=True), english, words)


def _term(name: str, english: str, kind: Kind, prefix: bool = False) -> Term:
    symbol = Symbol(f"{PATHWAY[0]}.{name}", kind, points=kind in (Kind.NUMBER, Kind.TRUTH), derived=True)
    return Term(symbol, english, prefix=prefix)


def _group(name: str, english: str, *columns: Term) -> Term:
    return Term(
        Symbol(f"{PATHWAY[0]}.{name}", Kind.GROUP, derived=True),
        english,
        columns={column.name: column for column in columns},
    )


STATUSES = (("apen", "open"), ("utfort", "done"), ("droppet", "dropped"))
HELPED = (("ja", "yes"), ("delvis", "partly"), ("nei", "no"), ("vet_ikke", "unknown"))
PRIORITIES = (("haster", "urgent"), ("hoy", "high"), ("middels", "medium"), ("lav", "low"))
WANTED = (("ja", "yes"), ("nei", "no"), ("kanskje", "maybe"))
THEMES = tuple((theme.value, theme.value) for theme in Theme)
AREAS = tuple((area.value, area.value) for area in Area)

ACTIONS = _group(
    "tiltak",
    "action",
    _column("status", "status", Kind.TEXT, STATUSES),
    _column("frist", "due", Kind.DATE),
    _column("forsinket", "overdue", Kind.TRUTH),
    _column("hvem", "who", Kind.TEXT),
    _column("tjeneste", "service", Kind.TEXT),
    _column("avtalt", "agreed", Kind.DATE),
    _column("lukket", "closed", Kind.DATE),
    _column("hjalp", "helped", Kind.TEXT, HELPED),
    _column("punkt", "at", Kind.NUMBER),
)
"""Actions; alone (`any(tiltak)`), those that are open."""
NEEDS = _group(
    "behov",
    "need",
    _column("tema", "theme", Kind.TEXT, THEMES),
    _column("omrade", "area", Kind.TEXT, AREAS),
    _column("skjema", "form", Kind.TEXT),
    _column("prioritet", "priority", Kind.TEXT, PRIORITIES),
    _column("onsket", "wanted", Kind.TEXT, WANTED),
    _column("funnet", "found", Kind.TRUTH),
    _column("varig", "lasting", Kind.TRUTH),
    _column("har_tiltak", "has_action", Kind.TRUTH),
    _column("har_ansvarlig", "placed", Kind.TRUTH),
    _column("punkt", "at", Kind.NUMBER),
)
"""Needs: those of the latest conversation, and lasting ones from before that are not settled."""

AGE = Term(CONTEXT["age"], "age")
CONTACT_POINT = Term(CONTEXT["contact_point"], "contact_point")
MUNICIPALITY = _term("kommune", "municipality", Kind.TEXT)
UNIT = _term("enhet", "unit", Kind.TEXT)
RESPONSIBLE = _term("ansvarlig", "responsible", Kind.TEXT)
DIAGNOSIS = _term("diagnose", "diagnosis", Kind.SET, prefix=True)
MONTHS = _term("maneder_siden_diagnose", "months_since_diagnosis", Kind.NUMBER)
CHILDREN = _term("barn_under_18", "children_under_18", Kind.TRUTH)
SAFETY = _term("apen_sikkerhet", "open_safety", Kind.TRUTH)
RELAPSE = _term("tilbakefall", "relapse", Kind.TRUTH)
DIED = _term("dod", "died", Kind.TRUTH)

TERMS = (
    *(AGE, CONTACT_POINT, MUNICIPALITY, UNIT, RESPONSIBLE, DIAGNOSIS, MONTHS),
    *(CHILDREN, SAFETY, RELAPSE, DIED, ACTIONS, NEEDS),
)
OPEN = "apen"
"""The status of an action that is to be done."""
