"""Accounts, who may see whom, the chained logs, deletion by decision, unfinished texts."""

import secrets

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column, ForeignKeyConstraint, PrimaryKeyConstraint, UniqueConstraint

revision = "0004"
down_revision = "0003"

STRICT = {"sqlite_strict": True}
CLUSTERED = {"sqlite_strict": True, "sqlite_with_rowid": False}


def integer(name: str, nullable: bool = False) -> Column[int]:
    return Column(name, sa.Integer, nullable=nullable, autoincrement=False)


def moment(name: str, nullable: bool = False) -> Column[int]:
    return Column(name, sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=nullable)


def text(name: str, nullable: bool = False, default: str | None = None) -> Column[str]:
    return Column(name, sa.Text, nullable=nullable, server_default=default)


def mac() -> Column[bytes]:
    return Column("mac", sa.LargeBinary, nullable=True)


def serial() -> Column[int]:
    return Column("id", sa.Integer, nullable=False)


def key(table: str, *columns: str) -> PrimaryKeyConstraint:
    return PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def refers(table: str, column: str, to: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}")


def upgrade() -> None:
    _accounts()
    _logs()
    _who_may_see()
    _decisions()
    _unfinished()


def _accounts() -> None:
    op.create_table(
        "account",
        integer("staff_id"),
        text("user_name"),
        text("password"),
        integer("must_change"),
        moment("created_at"),
        moment("disabled_at", nullable=True),
        integer("failures"),
        moment("wait_until", nullable=True),
        key("account", "staff_id"),
        UniqueConstraint("user_name", name="uq_account_user_name"),
        refers("account", "staff_id", "staff"),
        **CLUSTERED,
    )
    op.create_table(
        "role_grant",
        serial(),
        integer("staff_id"),
        text("role"),
        text("from_day"),
        text("until_day", nullable=True),
        integer("author_id"),
        moment("at"),
        key("role_grant", "id"),
        refers("role_grant", "staff_id", "staff"),
        refers("role_grant", "author_id", "staff"),
        **STRICT,
    )
    op.create_index("ix_role_grant_staff_id", "role_grant", ["staff_id"])


def _logs() -> None:
    for name in ("role", "unit", "ground", "purpose", "workstation"):
        op.add_column("access", text(name, default=""))
    op.add_column("access", text("outcome", default="shown"))
    for table in ("access", "answer_event", "pathway_event"):
        op.add_column(table, mac())
    op.create_table(
        "seal",
        integer("access_id"),
        text("stream"),
        integer("stream_id"),
        integer("number"),
        mac(),
        key("seal", "access_id", "stream", "stream_id"),
        refers("seal", "access_id", "access"),
        **CLUSTERED,
    )
    setting = sa.table("setting", sa.column("name"), sa.column("value"))
    if op.get_bind().dialect.name == "sqlite":  # elsewhere each organisation gets its own when it is added
        op.execute(setting.insert().values(name="seal_key", value=secrets.token_hex(32)))


def _who_may_see() -> None:
    op.create_table(
        "patient_unit",
        integer("patient_id"),
        text("unit"),
        integer("author_id"),
        moment("at"),
        key("patient_unit", "patient_id", "unit"),
        refers("patient_unit", "patient_id", "patient"),
        refers("patient_unit", "author_id", "staff"),
        **CLUSTERED,
    )
    op.create_index("ix_patient_unit_unit_patient_id", "patient_unit", ["unit", "patient_id"])
    op.add_column("worklist", text("follows", default=""))
    filtered = ["municipality", "unit", "responsible_id", "diagnosis", "children_until", "urgent", "act_by", "follows"]
    indexes = {
        "by_end": ["standing", "ends", "starts", "pathway_id", "patient_id"],
        "by_start": ["standing", "starts", "pathway_id", "patient_id", "ends"],
        "by_patient": ["patient_id", "standing", "starts", "ends"],
    }
    for name, ordered in indexes.items():
        op.drop_index(f"ix_worklist_{name}", "worklist")
        op.create_index(f"ix_worklist_{name}", "worklist", ordered + filtered)
    op.create_index("ix_conversation_author_id", "conversation", ["author_id"])
    op.create_table(
        "emergency_access",
        serial(),
        integer("staff_id"),
        integer("patient_id"),
        text("reason_kind"),
        text("reason"),
        moment("opened_at"),
        moment("until"),
        moment("reviewed_at", nullable=True),
        integer("reviewed_by_id", nullable=True),
        text("review"),
        key("emergency_access", "id"),
        refers("emergency_access", "staff_id", "staff"),
        refers("emergency_access", "patient_id", "patient"),
        refers("emergency_access", "reviewed_by_id", "staff"),
        **STRICT,
    )
    op.create_index("ix_emergency_access_staff_id_patient_id", "emergency_access", ["staff_id", "patient_id"])


def _decisions() -> None:
    op.create_index("ix_arrival_patient_id", "arrival", ["patient_id"])  # what other places have told of somebody
    op.create_table(
        "refused_correction",
        serial(),
        integer("conversation_id"),
        text("received_on"),
        text("request"),
        text("reason"),
        integer("author_id"),
        moment("at"),
        key("refused_correction", "id"),
        refers("refused_correction", "conversation_id", "conversation"),
        refers("refused_correction", "author_id", "staff"),
        **STRICT,
    )
    op.create_index("ix_refused_correction_conversation_id", "refused_correction", ["conversation_id"])
    op.create_table(
        "erasure",
        serial(),
        integer("patient_id"),
        integer("conversation_id", nullable=True),
        text("decided_by"),
        text("decided_on"),
        text("ground"),
        text("reference"),
        text("removed"),
        integer("author_id"),
        moment("at"),
        key("erasure", "id"),
        refers("erasure", "patient_id", "patient"),
        refers("erasure", "author_id", "staff"),
        **STRICT,
    )
    op.create_index("ix_erasure_patient_id", "erasure", ["patient_id"])


def _unfinished() -> None:
    op.create_table(
        "box_text",
        integer("patient_id"),
        integer("author_id"),
        text("place"),
        text("text"),
        key("box_text", "patient_id", "author_id", "place"),
        refers("box_text", "patient_id", "patient"),
        refers("box_text", "author_id", "staff"),
        **CLUSTERED,
    )
