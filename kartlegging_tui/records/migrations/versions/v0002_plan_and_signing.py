"""Plans, signatures, deaths."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column, ForeignKeyConstraint, PrimaryKeyConstraint

revision = "0002"
down_revision = "0001"

STRICT = {"sqlite_strict": True}
CLUSTERED = {"sqlite_strict": True, "sqlite_with_rowid": False}


def integer(name: str, nullable: bool = False) -> Column[int]:
    return Column(name, sa.Integer, nullable=nullable, autoincrement=False)


def moment(name: str) -> Column[int]:
    return Column(name, sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False)


def text(name: str) -> Column[str]:
    return Column(name, sa.Text, nullable=False)


def key(table: str, *columns: str) -> PrimaryKeyConstraint:
    return PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def refers(table: str, column: str, to: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}")


def upgrade() -> None:
    op.create_table(
        "death",
        integer("patient_id"),
        text("died_on"),
        key("death", "patient_id"),
        refers("death", "patient_id", "patient"),
        **CLUSTERED,
    )
    op.create_table(
        "pathway_event",
        integer("pathway_id"),
        integer("number"),
        text("path"),
        text("content"),
        integer("author_id"),
        moment("at"),
        integer("undoes", nullable=True),
        key("pathway_event", "pathway_id", "number"),
        refers("pathway_event", "pathway_id", "pathway"),
        refers("pathway_event", "author_id", "staff"),
        **CLUSTERED,
    )
    op.create_table(
        "signing",
        Column("id", sa.Integer, nullable=False),
        integer("conversation_id"),
        integer("version"),
        text("kind"),
        integer("author_id"),
        moment("at"),
        text("reason"),
        text("document"),
        text("hash"),
        key("signing", "id"),
        refers("signing", "conversation_id", "conversation"),
        refers("signing", "author_id", "staff"),
        **STRICT,
    )
    op.create_index("ix_signing_conversation_id", "signing", ["conversation_id"])
