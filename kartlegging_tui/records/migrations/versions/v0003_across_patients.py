"""What is asked across patients: filters of the worklist, answers, needs, actions and notes; who has read what."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column, ForeignKeyConstraint, PrimaryKeyConstraint, UniqueConstraint

revision = "0003"
down_revision = "0002"

STRICT = {"sqlite_strict": True}
CLUSTERED = {"sqlite_strict": True, "sqlite_with_rowid": False}


def integer(name: str, nullable: bool = False) -> Column[int]:
    return Column(name, sa.Integer, nullable=nullable, autoincrement=False)


def moment(name: str, nullable: bool = False) -> Column[int]:
    return Column(name, sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=nullable)


def text(name: str, nullable: bool = False) -> Column[str]:
    return Column(name, sa.Text, nullable=nullable)


def number(name: str) -> Column[float]:
    return Column(name, sa.Double().with_variant(sa.REAL, "sqlite"), nullable=True)


def serial() -> Column[int]:
    return Column("id", sa.Integer, nullable=False)


def key(table: str, *columns: str) -> PrimaryKeyConstraint:
    return PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def unique(table: str, *columns: str) -> UniqueConstraint:
    return UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}")


def refers(table: str, column: str, to: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}")


def index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)


def where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    _worklist()
    _people()
    _answers()
    _plans()
    _offices()
    op.execute("INSERT INTO stale (pathway_id) SELECT id FROM pathway")


def _worklist() -> None:
    for columns in ("standing_ends_starts", "standing_starts", "patient_id_standing_starts_ends"):
        op.drop_index(f"ix_worklist_{columns}", "worklist")
    op.rename_table("worklist", "worklist_before")
    if op.get_bind().dialect.name != "sqlite":  # the name of a key is taken, whatever its table is called
        op.drop_constraint("pk_worklist", "worklist_before")
    op.create_table(
        "worklist",
        integer("pathway_id"),
        integer("patient_id"),
        integer("contact_point_id", nullable=True),
        integer("standing"),
        text("starts"),
        text("ends"),
        text("municipality"),
        text("unit"),
        integer("responsible_id", nullable=True),
        text("diagnosis"),
        text("children_until"),
        integer("urgent"),
        integer("open_actions"),
        text("act_by"),
        integer("talks"),
        key("worklist", "pathway_id"),
        refers("worklist", "pathway_id", "pathway"),
        refers("worklist", "patient_id", "patient"),
        refers("worklist", "contact_point_id", "contact_point"),
        refers("worklist", "responsible_id", "staff"),
        **STRICT,
    )
    op.execute(
        "INSERT INTO worklist SELECT pathway_id, worklist_before.patient_id, contact_point_id, standing, starts, ends,"
        " patient.municipality, '', NULL, substr(pathway.icd10, 1, 3), '0001-01-01', 0, 0, '9999-12-31', 0"
        " FROM worklist_before JOIN patient ON patient.id = worklist_before.patient_id"
        " JOIN pathway ON pathway.id = worklist_before.pathway_id"
    )
    op.drop_table("worklist_before")
    filtered = ["municipality", "unit", "responsible_id", "diagnosis", "children_until", "urgent", "act_by"]
    indexes = {
        "by_end": ["standing", "ends", "starts", "pathway_id", "patient_id"],
        "by_start": ["standing", "starts", "pathway_id", "patient_id", "ends"],
        "by_patient": ["patient_id", "standing", "starts", "ends"],
    }
    for name, ordered in indexes.items():
        op.create_index(f"ix_worklist_{name}", "worklist", ordered + filtered)
    by_end = ["standing", "ends", "starts", "pathway_id"]
    op.create_index("ix_worklist_urgent", "worklist", by_end, **where("urgent > 0"))
    last = "(SELECT {} FROM contact_point WHERE pathway_id = worklist.pathway_id ORDER BY number DESC LIMIT 1)"
    op.execute(  # 3 is done, 4 is ended: its last contact point is not held
        f"UPDATE worklist SET standing = 4, contact_point_id = {last.format('id')}"
        f" WHERE standing = 3 AND {last.format('status')} <> 'held'"
    )


def _people() -> None:
    op.create_table(
        "membership",
        integer("staff_id"),
        text("unit"),
        key("membership", "staff_id"),
        refers("membership", "staff_id", "staff"),
        **CLUSTERED,
    )
    op.create_table(
        "access",
        serial(),
        moment("at"),
        integer("staff_id"),
        integer("patient_id", nullable=True),
        text("what"),
        text("details"),
        key("access", "id"),
        refers("access", "staff_id", "staff"),
        refers("access", "patient_id", "patient"),
        **STRICT,
    )
    index("access", "patient_id")


def _answers() -> None:
    op.create_table(
        "stale",
        integer("pathway_id"),
        key("stale", "pathway_id"),
        refers("stale", "pathway_id", "pathway"),
        **CLUSTERED,
    )
    op.create_table(
        "name", serial(), text("form"), text("name"), key("name", "id"), unique("name", "form", "name"), **STRICT
    )
    op.create_table(
        "said",
        integer("name_id"),
        integer("pathway_id"),
        integer("contact_point"),
        integer("line"),
        text("word"),
        number("amount"),
        integer("latest"),
        key("said", "name_id", "pathway_id", "contact_point", "line", "word"),
        refers("said", "name_id", "name"),
        refers("said", "pathway_id", "pathway"),
        **CLUSTERED,
    )
    for column, condition in (("amount", "amount IS NOT NULL"), ("word", "word <> ''")):
        op.create_index(f"ix_said_name_id_latest_{column}", "said", ["name_id", "latest", column], **where(condition))
    op.create_table(
        "passage",
        serial(),
        integer("pathway_id"),
        integer("contact_point"),
        text("form"),
        text("path"),
        text("text"),
        key("passage", "id"),
        refers("passage", "pathway_id", "pathway"),
        **STRICT,
    )
    index("passage", "pathway_id", "contact_point")
    if op.get_bind().dialect.name == "sqlite":  # elsewhere beside the migrations: `postgres_fulltext.py`
        op.execute(
            "CREATE VIRTUAL TABLE passage_words USING fts5(text, content = 'passage', content_rowid = 'id',"
            " tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')"
        )


def _plans() -> None:
    op.create_table(
        "need",
        integer("pathway_id"),
        integer("contact_point"),
        text("form"),
        text("rule"),
        integer("found"),
        text("theme"),
        text("area"),
        text("priority"),
        integer("lasting"),
        integer("left_open"),
        text("follow_up"),
        integer("placed"),
        integer("acted"),
        key("need", "pathway_id", "contact_point", "form", "rule"),
        refers("need", "pathway_id", "pathway"),
        **CLUSTERED,
    )
    index("need", "left_open", "pathway_id")
    op.create_table(
        "urgent",
        integer("pathway_id"),
        integer("contact_point"),
        text("form"),
        text("path"),
        text("answer"),
        integer("handled"),
        key("urgent", "pathway_id", "contact_point", "form", "path"),
        refers("urgent", "pathway_id", "pathway"),
        **CLUSTERED,
    )
    index("urgent", "handled", "pathway_id")
    op.create_table(
        "action",
        integer("pathway_id"),
        text("path"),
        integer("event"),
        integer("contact_point"),
        text("status"),
        text("due"),
        text("who"),
        text("service"),
        text("agreed_on"),
        text("closed_on", nullable=True),
        text("helped"),
        key("action", "pathway_id", "path"),
        refers("action", "pathway_id", "pathway"),
        **CLUSTERED,
    )
    index("action", "status", "due", "pathway_id")
    index("action", "closed_on")
    op.create_table(
        "outcome",
        integer("pathway_id"),
        integer("contact_point"),
        integer("offered"),
        text("reason"),
        text("before_death"),
        key("outcome", "pathway_id", "contact_point"),
        refers("outcome", "pathway_id", "pathway"),
        **CLUSTERED,
    )
    op.create_table(
        "handover",
        integer("pathway_id"),
        text("path"),
        integer("contact_point"),
        text("recipient"),
        text("sent_on"),
        key("handover", "pathway_id", "path"),
        refers("handover", "pathway_id", "pathway"),
        **CLUSTERED,
    )
    index("handover", "sent_on")
    index("contact_point", "closes")
    index("conversation", "held_on")
    op.create_table(
        "follow_up",
        text("whose"),
        integer("kind"),
        text("day"),
        integer("pathway_id"),
        text("path"),
        key("follow_up", "whose", "kind", "day", "pathway_id", "path"),
        refers("follow_up", "pathway_id", "pathway"),
        **CLUSTERED,
    )
    index("follow_up", "pathway_id")


def _offices() -> None:
    op.create_table(
        "registration_code",
        serial(),
        integer("contact_point"),
        text("event"),
        text("outcome"),
        text("code"),
        text("system"),
        text("valid_from"),
        text("valid_to", nullable=True),
        integer("author_id"),
        moment("at"),
        integer("replaces_id", nullable=True),
        key("registration_code", "id"),
        unique("registration_code", "replaces_id"),
        refers("registration_code", "author_id", "staff"),
        refers("registration_code", "replaces_id", "registration_code"),
        **STRICT,
    )
    index("registration_code", "contact_point", "event")
    op.create_table(
        "arrival",
        serial(),
        moment("received_at"),
        integer("received_by_id"),
        text("sender"),
        text("content"),
        text("hash"),
        text("status"),
        moment("decided_at", nullable=True),
        integer("decided_by_id", nullable=True),
        integer("patient_id", nullable=True),
        text("reason"),
        key("arrival", "id"),
        unique("arrival", "hash"),
        refers("arrival", "received_by_id", "staff"),
        refers("arrival", "decided_by_id", "staff"),
        refers("arrival", "patient_id", "patient"),
        **STRICT,
    )
    index("arrival", "status", "received_at")
    op.create_table(
        "outsider",
        integer("staff_id"),
        text("place"),
        key("outsider", "staff_id"),
        refers("outsider", "staff_id", "staff"),
        **CLUSTERED,
    )
    op.create_table(
        "arrived_questionnaire",
        text("content_hash"),
        text("form"),
        text("version"),
        text("content"),
        text("source_text"),
        key("arrived_questionnaire", "content_hash"),
        **CLUSTERED,
    )
    index("arrived_questionnaire", "form", "version")
    op.create_table(
        "guardian",
        integer("patient_id"),
        text("names"),
        key("guardian", "patient_id"),
        refers("guardian", "patient_id", "patient"),
        **CLUSTERED,
    )
    op.create_table(
        "patient_change",
        integer("patient_id"),
        integer("number"),
        text("field"),
        text("before"),
        text("after"),
        integer("author_id"),
        moment("at"),
        key("patient_change", "patient_id", "number"),
        refers("patient_change", "patient_id", "patient"),
        refers("patient_change", "author_id", "staff"),
        **CLUSTERED,
    )
