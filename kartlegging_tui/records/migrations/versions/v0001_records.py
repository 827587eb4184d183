"""Patients, pathways, conversations, published questionnaires and answers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column, ForeignKeyConstraint, PrimaryKeyConstraint, UniqueConstraint

revision = "0001"
down_revision = None

STRICT = {"sqlite_strict": True}
CLUSTERED = {"sqlite_strict": True, "sqlite_with_rowid": False}


def integer(name: str, nullable: bool = False) -> Column[int]:
    return Column(name, sa.Integer, nullable=nullable, autoincrement=False)


def moment(name: str, nullable: bool = False) -> Column[int]:
    return Column(name, sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=nullable)


def text(name: str, nullable: bool = False) -> Column[str]:
    return Column(name, sa.Text, nullable=nullable)


def key(table: str, *columns: str) -> PrimaryKeyConstraint:
    return PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def unique(table: str, *columns: str) -> UniqueConstraint:
    return UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}")


def refers(table: str, column: str, to: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}")


def index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)


def serial() -> Column[int]:
    return Column("id", sa.Integer, nullable=False)


def upgrade() -> None:
    op.create_table("setting", text("name"), text("value"), key("setting", "name"), **CLUSTERED)
    op.create_table("staff", serial(), text("name"), text("role"), key("staff", "id"), **STRICT)
    op.create_table(
        "patient",
        serial(),
        text("identifier", nullable=True),
        text("identifier_kind", nullable=True),
        text("name"),
        text("birth_date", nullable=True),
        text("language"),
        text("municipality"),
        text("contact_person"),
        key("patient", "id"),
        unique("patient", "identifier"),
        **STRICT,
    )
    index("patient", "birth_date")
    op.create_table(
        "name_word",
        text("word"),
        integer("patient_id"),
        key("name_word", "word", "patient_id"),
        refers("name_word", "patient_id", "patient"),
        **CLUSTERED,
    )
    op.create_table(
        "pathway",
        serial(),
        integer("patient_id"),
        text("definition"),
        text("diagnosed"),
        text("icd10"),
        integer("relapse"),
        key("pathway", "id"),
        refers("pathway", "patient_id", "patient"),
        **STRICT,
    )
    index("pathway", "patient_id")
    op.create_table(
        "contact_point",
        serial(),
        integer("pathway_id"),
        integer("number"),
        text("status"),
        text("opens"),
        text("closes"),
        text("ask_again_on", nullable=True),
        key("contact_point", "id"),
        unique("contact_point", "pathway_id", "number"),
        sa.CheckConstraint("opens <= closes", name="ck_contact_point_window"),
        refers("contact_point", "pathway_id", "pathway"),
        **STRICT,
    )
    op.create_table(
        "conversation",
        serial(),
        integer("contact_point_id"),
        integer("author_id"),
        text("held_on"),
        text("place"),
        text("respondent"),
        text("present"),
        moment("started_at"),
        moment("ended_at", nullable=True),
        key("conversation", "id"),
        unique("conversation", "contact_point_id"),
        refers("conversation", "contact_point_id", "contact_point"),
        refers("conversation", "author_id", "staff"),
        **STRICT,
    )
    op.create_table(
        "questionnaire_version",
        serial(),
        text("form"),
        text("version"),
        text("content_hash"),
        text("content"),
        text("source_text"),
        moment("published_at"),
        key("questionnaire_version", "id"),
        unique("questionnaire_version", "form", "version"),
        **STRICT,
    )
    op.create_table(
        "assessment",
        serial(),
        integer("conversation_id"),
        integer("questionnaire_version_id"),
        text("form"),
        text("status"),
        key("assessment", "id"),
        unique("assessment", "conversation_id", "form"),
        refers("assessment", "conversation_id", "conversation"),
        refers("assessment", "questionnaire_version_id", "questionnaire_version"),
        **STRICT,
    )
    op.create_table(
        "answer_event",
        integer("assessment_id"),
        integer("number"),
        text("path"),
        text("answer"),
        integer("author_id"),
        moment("at"),
        integer("undoes", nullable=True),
        key("answer_event", "assessment_id", "number"),
        refers("answer_event", "assessment_id", "assessment"),
        refers("answer_event", "author_id", "staff"),
        **CLUSTERED,
    )
    op.create_table(
        "typing",
        integer("assessment_id"),
        text("path"),
        text("text"),
        integer("author_id"),
        key("typing", "assessment_id", "path"),
        refers("typing", "assessment_id", "assessment"),
        refers("typing", "author_id", "staff"),
        **CLUSTERED,
    )
    op.create_table(
        "worklist",
        integer("pathway_id"),
        integer("patient_id"),
        integer("contact_point_id", nullable=True),
        integer("standing"),
        text("starts"),
        text("ends"),
        key("worklist", "pathway_id"),
        refers("worklist", "pathway_id", "pathway"),
        refers("worklist", "patient_id", "patient"),
        refers("worklist", "contact_point_id", "contact_point"),
        **STRICT,
    )
    index("worklist", "standing", "ends", "starts")
    index("worklist", "standing", "starts")
    index("worklist", "patient_id", "standing", "starts", "ends")
