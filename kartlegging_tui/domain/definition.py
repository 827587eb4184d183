"""What all that is read from a definition file shares: strictness, ids, conditions, themes and codes."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
QuestionName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$", max_length=129)]
"""A question of one of several forms: `form.question`."""
FormerIds = Identifier | tuple[Identifier, ...]
"""The ids that something had in earlier versions, one or several: what is stored under them is followed further on."""
Condition = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
"""A condition or a formula in the small language of `expressions`."""
Version = Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+){0,2}$", max_length=32)]


class Definition(BaseModel):
    """What is read from a file: frozen, strict, and without a field that nobody knows.

    Strict as JSON is: a list is a tuple and a word is a member of its enumeration, but `1` is not a text. Validate
    with `model_validate_json`.
    """

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="forbid",
        hide_input_in_errors=True,
        use_attribute_docstrings=True,
        defer_build=True,  # the first file that is read builds them: the program starts without
    )


def former_ids(formerly: FormerIds) -> tuple[str, ...]:
    """The earlier ids, as a list however they were written."""
    return (formerly,) if isinstance(formerly, str) else formerly


class Theme(StrEnum):
    """The 13 themes of the national needs assessment.

    Source: Helsedirektoratet, Pakkeforløp hjem for pasienter med kreft, contact point 1 ("kan omfatte", adapted to
    each patient): what a conversation may cover, not what it must.
    """

    FAMILY_AND_NETWORK = "family_and_network"
    """Family and network."""
    WORK_AND_EDUCATION = "work_and_education"
    """Work and education."""
    ECONOMY_AND_HOUSING = "economy_and_housing"
    """Money and housing."""
    HELP_AT_HOME = "help_at_home"
    """Practical help at home."""
    REHABILITATION = "rehabilitation"
    """Rehabilitation."""
    PHYSICAL_FUNCTION = "physical_function"
    """Physical function and symptoms."""
    NUTRITION = "nutrition"
    """Food and nutrition."""
    OWN_HEALTH = "own_health"
    """The patient's own health and what can be done for it."""
    RESOURCES_AND_COPING = "resources_and_coping"
    """Resources and coping."""
    LEISURE_AND_SOCIAL = "leisure_and_social"
    """Leisure and social life."""
    MENTAL_HEALTH = "mental_health"
    """Mental health."""
    SEXUAL_HEALTH = "sexual_health"
    """Sexual health."""
    ORAL_HEALTH = "oral_health"
    """Teeth and mouth."""


class Worse(StrEnum):
    """Which way a number must move for things to have become worse."""

    HIGHER = "higher"
    """A higher number is worse: pain."""
    LOWER = "lower"
    """A lower number is worse: well-being."""


class Code(Definition):
    """What a question or an option is called in a terminology."""

    system: str
    """The terminology: `loinc`, `snomed`, or an address (urn:oid:…, http://…)."""
    code: str
    """The code in that terminology."""
