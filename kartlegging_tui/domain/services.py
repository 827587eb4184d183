"""Who can do something about a need: roles, units and persons, in the municipality and beyond."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from kartlegging_tui.domain.definition import Code, Definition, Identifier
from kartlegging_tui.domain.texts import Text


class ServiceKind(StrEnum):
    """What stands behind a name on the list."""

    ROLE = "role"
    """Whoever has a task at the time: the cancer coordinator, the GP."""
    UNIT = "unit"
    """A place with several people in it."""
    PERSON = "person"
    """One person, by name or by who they are to the patient."""


class Service(Definition):
    """One who can be asked to do something, or be sent something."""

    id: Identifier
    """Stable: the plan refers to it."""
    name: Text
    """As the patient would call them."""
    kind: ServiceKind
    """role, unit or person."""
    contact: str | None = None
    """How they are reached: a telephone number, opening hours."""
    codes: tuple[Code, ...] = ()
    """Codes in terminologies, such as the municipal service types (OID 8663): `[{system: "urn:oid:…", code: KX06}]`."""


class Municipality(Definition):
    """What a municipality is called on screens and in reports."""

    number: str = Field(pattern=r"^[0-9]{4}$")
    """Four digits, in quotation marks: "0301"."""
    name: str = Field(min_length=1, max_length=40)
    """As it is said: Sandnes."""


class ServiceList(Definition):
    """Services as their author wrote them: one file."""

    id: Identifier
    """The file is named after it."""
    title: Text
    """What the list is called. Its languages are the languages of the names."""
    source: str
    """Where the list comes from."""
    services: tuple[Service, ...] = Field(min_length=1)
    """In the order in which they are offered: the most usual first."""
    municipalities: tuple[Municipality, ...] = ()
    """Names of the municipalities that one works with; others are shown by their number."""
