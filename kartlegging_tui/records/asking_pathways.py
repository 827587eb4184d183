"""What is asked about a pathway itself, as conditions on its row of the worklist."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, and_, false, literal, or_, select, true, type_coerce

from kartlegging_tui.domain import pathway_terms as terms
from kartlegging_tui.domain.pathway import add_months
from kartlegging_tui.domain.period import days_of
from kartlegging_tui.domain.unknowns import Bounds
from kartlegging_tui.records.derived import action, name, need, worklist
from kartlegging_tui.records.tables import death, pathway, patient, staff
from kartlegging_tui.records.truths import Sides

LAST = "\U0010ffff"
"""After every letter: where the words with a given beginning end."""
_From = Callable[[int], ColumnElement[bool]]
_MOST = 2000
"""More years or months than anybody has lived."""


def name_ids(connection: Connection) -> dict[str, int]:
    """The ids of all names in which something is said: `esas_r.smerte`, `barn_som_parorende.barn.alder`."""
    return {f"{row.form}.{row.name}": row.id for row in connection.execute(select(name))}


class Pathways:
    """The conditions as they are on one day; `at` is the contact point that is asked about, None for the latest."""

    def __init__(self, today: date, at: int | None) -> None:
        self.today = today
        self.at = at

    # Of the pathway

    def number(self, term: str, sign: str, limit: float) -> Sides:
        """`age >= 70`, `maneder_siden_diagnose < 3`, `contact_point == 2`."""
        known, at_least, below = self._numbers()[term]
        whole, ceiling = math.floor(limit), math.ceil(limit)
        match sign:
            case ">=" | "<":
                sides = Sides(at_least(ceiling), below(ceiling))
            case ">" | "<=":
                sides = Sides(at_least(whole + 1), below(whole + 1))
            case _ if whole == limit:
                apart = or_(below(whole), at_least(whole + 1))
                sides = Sides(and_(at_least(whole), below(whole + 1)), apart)
            case _:
                sides = Sides(false(), known)
        return sides if sign in (">=", ">", "==") else sides.swapped()

    def word(self, name: str, word: str) -> Sides:
        """`kommune == "0301"`."""
        w = worklist.c
        if name == terms.RESPONSIBLE.symbol.name:
            known: ColumnElement[bool] = w.responsible_id.is_not(None)
            same: ColumnElement[bool] = w.responsible_id.in_(select(staff.c.id).where(staff.c.name == word))
            return Sides(and_(known, same), and_(known, ~same))
        column = w.municipality if name == terms.MUNICIPALITY.symbol.name else w.unit
        return Sides(and_(column != "", column == word), and_(column != "", column != word))

    def beginning(self, code: str) -> Sides:
        """`"C50" in diagnose`."""
        w = worklist.c
        found = and_(w.diagnosis >= code[:3], w.diagnosis < code[:3] + LAST) if code else false()
        if len(code) > 3:
            exact = select(pathway.c.id).where(pathway.c.icd10 >= code, pathway.c.icd10 < code + LAST)
            found = and_(found, w.pathway_id.in_(exact))
        return Sides(and_(w.diagnosis != "", found), and_(w.diagnosis != "", ~found))

    def truth(self, name: str) -> Sides:
        """`barn_under_18`, `tilbakefall`. Always known."""
        w = worklist.c
        holds: dict[str, ColumnElement[bool]] = {
            terms.CHILDREN.symbol.name: w.children_until >= self.today,
            terms.SAFETY.symbol.name: w.urgent > 0,
            terms.RELAPSE.symbol.name: w.pathway_id.in_(select(pathway.c.id).where(pathway.c.relapse == 1)),
            terms.DIED.symbol.name: w.patient_id.in_(select(death.c.patient_id)),
        }
        return Sides(holds[name], ~holds[name])

    def known(self, name: str) -> Sides:
        """`answered(ansvarlig)`."""
        w = worklist.c
        known: dict[str, ColumnElement[bool]] = {
            terms.RESPONSIBLE.symbol.name: w.responsible_id.is_not(None),
            terms.MUNICIPALITY.symbol.name: w.municipality != "",
            terms.UNIT.symbol.name: w.unit != "",
            terms.DIAGNOSIS.symbol.name: w.diagnosis != "",
        }
        known |= {number: found[0] for number, found in self._numbers().items()}
        holds = known.get(name, true())
        return Sides(holds, ~holds)

    def _numbers(self) -> dict[str, tuple[ColumnElement[bool], _From, _From]]:
        """By name: where the number is known, where it is at least so much, and where it is less. Each is a set of its
        own, so that a stretch of an index is enough, and nobody is sought among all of whom the number is known."""
        w, today = worklist.c, self.today
        born = select(patient.c.id).where(patient.c.birth_date.is_not(None))

        def birthday(years: int) -> Any:
            latest = f"{today.year - years:04}-{today.month:02}-{today.day:02}"  # perhaps no day, but as text in order
            return literal(latest, Text())

        def old(years: int) -> ColumnElement[bool]:
            if not 0 < years < today.year:
                return w.patient_id.in_(born) if years <= 0 else false()
            return w.patient_id.in_(select(patient.c.id).where(patient.c.birth_date <= birthday(years)))

        def young(years: int) -> ColumnElement[bool]:
            if not 0 < years < today.year:
                return false() if years <= 0 else w.patient_id.in_(born)
            return w.patient_id.in_(select(patient.c.id).where(patient.c.birth_date > birthday(years)))

        def since(months: int) -> ColumnElement[bool]:
            if not 0 < months < _MOST:
                return true() if months <= 0 else false()
            latest = add_months(today, -months)
            while add_months(latest + timedelta(1), months) <= today:
                latest += timedelta(1)
            return w.pathway_id.in_(select(pathway.c.id).where(pathway.c.diagnosed <= latest))

        def talked(number: int) -> ColumnElement[bool]:
            if self.at is not None:
                return true() if self.at >= number else false()
            return w.talks >= 1 << min(max(number, 0), 62)

        here = w.talks > 0 if self.at is None else w.talks.op("&")(1 << self.at) > 0
        return {
            terms.AGE.symbol.name: (w.patient_id.in_(born), old, young),
            terms.MONTHS.symbol.name: (true(), since, lambda months: ~since(months)),
            terms.CONTACT_POINT.symbol.name: (
                here,
                lambda number: and_(here, talked(number)),
                lambda number: and_(here, ~talked(number)),
            ),
        }

    # Of its actions and needs

    def columns(self, group: str) -> dict[str, tuple[Any, Any]]:
        """By column: where it is kept, and what stands there for nothing."""
        return _COLUMNS[group]

    def rows(self, group: str) -> tuple[Any, ColumnElement[bool]]:
        """The table with the rows of a group, and which of them are meant."""
        if group == terms.ACTIONS.symbol.name:
            return action, true() if self.at is None else action.c.contact_point == self.at
        if self.at is not None:
            return need, need.c.contact_point == self.at
        newest = (
            select(worklist.c.talks).where(worklist.c.pathway_id == need.c.pathway_id).correlate(need).scalar_subquery()
        )
        return need, or_(need.c.left_open == 1, newest.op(">>")(need.c.contact_point) == 1)

    def in_row(self, group: str, column: str, sign: str, constant: Any) -> Sides:
        """`tiltak.frist < "2026-05-17"`, `behov.tema == "oral_health"`, `tiltak.punkt > 1`."""
        kept, nothing = _COLUMNS[group][column]
        known = kept.is_not(None) if nothing is None else kept != nothing
        if isinstance(constant, bool):
            holds = self._flag(group, column) if constant is (sign == "==") else ~self._flag(group, column)
            return Sides(holds, ~holds)
        term = (terms.ACTIONS if group == terms.ACTIONS.symbol.name else terms.NEEDS).columns[column]
        if isinstance(constant, str) and column in _DAYS:
            holds = _on_day(kept, sign, constant)
        elif isinstance(constant, str):
            stored = {word: english for english, word in term.words.items()}.get(constant, constant)
            holds = _COMPARED[sign](kept, stored)
        else:
            holds = _COMPARED[sign](kept, constant)
        return Sides(and_(known, holds), and_(known, ~holds))

    def known_in_row(self, group: str, column: str) -> Sides:
        """`answered(tiltak.hvem)`."""
        kept, nothing = _COLUMNS[group][column]
        known = kept.is_not(None) if nothing is None else kept != nothing
        return Sides(known, ~known)

    def _flag(self, group: str, column: str) -> ColumnElement[bool]:
        if column == "forsinket":
            return and_(_STATUS == "open", action.c.due < self.today)
        return _COMPARED["=="](_COLUMNS[group][column][0], 1)


def _on_day(column: Any, sign: str, constant: str) -> ColumnElement[bool]:
    """A day compared with a day, a month or a year, as `period.compared_to_period` does."""
    days = days_of(constant)
    low, high = (days.low, days.high) if isinstance(days, Bounds) else (days, days)
    first, last = date.fromordinal(int(low or 1)), date.fromordinal(int(high or 1))
    if sign in ("<", ">="):
        return _COMPARED[sign](column, first)
    if sign in (">", "<="):
        return _COMPARED[sign](column, last)
    inside = and_(column >= first, column <= last)
    return inside if sign == "==" else ~inside


_COMPARED: dict[str, Callable[[Any, Any], ColumnElement[bool]]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
_STATUS = type_coerce(action.c.status, Text())
_DAYS = ("frist", "avtalt", "lukket")
_COLUMNS: dict[str, dict[str, tuple[Any, Any]]] = {
    terms.ACTIONS.symbol.name: {
        "status": (_STATUS, None),
        "frist": (action.c.due, date.max),
        "forsinket": (action.c.due, None),
        "hvem": (action.c.who, ""),
        "tjeneste": (action.c.service, ""),
        "avtalt": (action.c.agreed_on, None),
        "lukket": (action.c.closed_on, None),
        "hjalp": (action.c.helped, ""),
        "punkt": (action.c.contact_point, None),
    },
    terms.NEEDS.symbol.name: {
        "tema": (need.c.theme, ""),
        "omrade": (need.c.area, ""),
        "skjema": (need.c.form, ""),
        "prioritet": (need.c.priority, ""),
        "onsket": (need.c.follow_up, ""),
        "funnet": (need.c.found, None),
        "varig": (need.c.lasting, None),
        "har_tiltak": (need.c.acted, None),
        "har_ansvarlig": (need.c.placed, None),
        "punkt": (need.c.contact_point, None),
    },
}
"""By group and column: where it is kept, and what stands there for nothing."""
