"""What all tables share."""

from __future__ import annotations

from pydantic import ConfigDict
from sqlalchemy import Column, MetaData
from sqlmodel import SQLModel

from kartlegging_tui.records.columns import Word

STRICT = {"sqlite_strict": True}
CLUSTERED = {"sqlite_strict": True, "sqlite_with_rowid": False}
"""Rows lie in the order of their key, and no second index is needed to find them."""


class Record(SQLModel):
    """What all tables share. The names of constraints are fixed, so that a migration can speak of them."""

    # a row is never validated, so what would be built for that is never built; SQLModel's own type is not public
    model_config = ConfigDict(defer_build=True)  # type: ignore[assignment]

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        }
    )


def words(kind: type, nullable: bool = False) -> Column[object]:
    """A column for a member of an enumeration."""
    return Column(Word(kind), nullable=nullable)


METADATA = Record.metadata
