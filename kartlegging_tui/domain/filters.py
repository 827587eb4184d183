"""Filters of the worklist: which of all pathways somebody wants to see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from kartlegging_tui.domain.diagnosis_groups import DiagnosisGroup
from kartlegging_tui.domain.worklist import Due


class Whose(StrEnum):
    """Who is responsible, without saying which user."""

    ME = "me"
    """Whoever looks."""
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which pathways are wanted. What is empty does not narrow; several of one kind are alternatives."""

    states: frozenset[Due] = frozenset()
    municipalities: frozenset[str] = frozenset()
    """The patient's, by number."""
    units: frozenset[str] = frozenset()
    """Of whoever is responsible."""
    responsible: frozenset[int | Whose] = frozenset()
    """By the id of the user."""
    diagnoses: frozenset[DiagnosisGroup] = frozenset()
    children: bool = False
    """The patient has children under 18."""
    urgent: bool = False
    """An answer called for something at once, and nothing is recorded as done (an open safety path)."""
    late: bool = False
    """An open action is past its deadline."""

    @property
    def narrows(self) -> bool:
        """True if it asks for anything but a state."""
        return replace(self, states=frozenset()) != EVERYTHING

    def seen_by(self, user_id: int) -> Filter:
        """The same filter with the user themselves for `ME`."""
        if Whose.ME not in self.responsible:
            return self
        return replace(self, responsible=self.responsible - {Whose.ME} | {user_id})

    def with_changed(self, field: str, key: object) -> Filter:
        """With a key of a field put in, or taken out where it was in; a yes-or-no is turned."""
        now: Any = getattr(self, field)
        changed: Any = now ^ {key} if isinstance(now, frozenset) else not now
        return replace(self, **{field: changed})

    def without(self, field: str) -> Filter:
        """With a field that does not narrow."""
        return replace(self, **{field: getattr(EVERYTHING, field)})


EVERYTHING = Filter()


@dataclass(frozen=True, slots=True)
class Facets:
    """How many pathways each choice of a filter would show."""

    municipalities: Mapping[str, int]
    units: Mapping[str, int]
    responsible: Mapping[int | None, int]
    """By the id of the user; None for nobody."""
    diagnoses: Mapping[DiagnosisGroup, int]
    children: int
    urgent: int
    late: int


FIELDS = tuple(field.name for field in fields(Filter))
