"""Tables that follow from the others, and can be made anew from them: what is to be found quickly is kept twice.

`projecting.py` keeps them up to date.
"""

from __future__ import annotations

from datetime import date
from enum import IntEnum

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, text
from sqlmodel import Field

from kartlegging_tui.domain.plan import ActionStatus
from kartlegging_tui.records.columns import Day, Flag, Number
from kartlegging_tui.records.record import CLUSTERED, METADATA, STRICT, Record, words


class Standing(IntEnum):
    """How far a pathway has come, whatever the day: with the days beside it, `Due` follows."""

    ONGOING = 0
    PLANNED = 1
    DECLINED = 2
    DONE = 3
    ENDED = 4
    """Nothing more will be held, and the last contact point was not."""


_FILTERED = ("municipality", "unit", "responsible_id", "diagnosis", "children_until", "urgent", "act_by", "follows")
"""In each index of the worklist, so that any filters together are a walk along it (`wanted.py`)."""

SEVERAL = "\n"
"""No unit is called so."""

_BY_END = ("standing", "ends", "starts", "pathway_id")
_IS_URGENT = text("urgent > 0")
"""The few in which something is left that cannot wait are found at once.

On a server the migration says so (`v0003`): said here, each start on a file would load what speaks with servers.
"""


class WorklistRow(Record, table=True):
    """What comes next in each pathway, and what it can be filtered by. Follows from the other tables.

    Stored, so that the worklist is a walk along an index at 200,000 patients.
    """

    __tablename__ = "worklist"
    __table_args__ = (
        Index("ix_worklist_by_end", *_BY_END, "patient_id", *_FILTERED),
        Index("ix_worklist_by_start", "standing", "starts", "pathway_id", "patient_id", "ends", *_FILTERED),
        Index("ix_worklist_by_patient", "patient_id", "standing", "starts", "ends", *_FILTERED),
        Index("ix_worklist_urgent", *_BY_END, sqlite_where=_IS_URGENT),
        STRICT,
    )

    pathway_id: int = Field(primary_key=True, foreign_key="pathway.id")
    patient_id: int = Field(foreign_key="patient.id")
    contact_point_id: int | None = Field(default=None, foreign_key="contact_point.id")
    standing: int
    starts: date = Field(sa_type=Day)
    """When it becomes due: the window opens, or the day to ask again; the last of all days for never."""
    ends: date = Field(sa_type=Day)
    """When it becomes overdue."""
    municipality: str = Field(sa_type=Text)
    """The patient's."""
    unit: str = Field(sa_type=Text)
    """Of whoever is responsible; empty where nobody is."""
    responsible_id: int | None = Field(default=None, foreign_key="staff.id")
    diagnosis: str = Field(sa_type=Text)
    """The first three characters of the ICD-10 code: C50."""
    children_until: date = Field(sa_type=Day)
    """The last day on which one of the patient's children is under 18; the first of all days where there are none."""
    urgent: int
    """How many answers called for something at once, with nothing recorded as done."""
    open_actions: int
    act_by: date = Field(sa_type=Day)
    """The earliest deadline of an open action; the last of all days where there is none."""
    talks: int
    """Bit 2 is set where a conversation has begun at contact point 2, and so on: the highest is the latest."""
    follows: str = Field(sa_column=Column(Text, nullable=False, server_default=""))
    """The unit that follows the patient; empty where none does, and `SEVERAL` where more than one does."""


class StaleRow(Record, table=True):
    """Pathways in which something has happened that the other tables here do not know of yet."""

    __tablename__ = "stale"
    __table_args__ = CLUSTERED

    pathway_id: int = Field(primary_key=True, foreign_key="pathway.id")


class NameRow(Record, table=True):
    """What conditions call the questions, columns and scores of forms: `smerte` of `esas_r`, `barn.alder`."""

    __tablename__ = "name"
    __table_args__ = (UniqueConstraint("form", "name"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    form: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)


_HAS_AMOUNT = text("amount IS NOT NULL")
_HAS_WORD = text("word <> ''")


class SaidRow(Record, table=True):
    """What conditions see of a talk (`domain.said`): a row for each value, and for each of several options chosen."""

    __tablename__ = "said"
    __table_args__ = (
        Index(None, "name_id", "latest", "amount", sqlite_where=_HAS_AMOUNT),
        Index(None, "name_id", "latest", "word", sqlite_where=_HAS_WORD),
        CLUSTERED,
    )

    name_id: int = Field(primary_key=True, foreign_key="name.id")
    pathway_id: int = Field(primary_key=True, foreign_key="pathway.id")
    contact_point: int = Field(primary_key=True)
    line: int = Field(primary_key=True)
    """The number of the row, for a column of a group; 0 for the form itself."""
    word: str = Field(primary_key=True, sa_type=Text)
    amount: float | None = Field(default=None, sa_type=Number)
    latest: bool = Field(sa_type=Flag)
    """At no later contact point the question is answered, or the group that it is a column of."""


class NeedRow(Record, table=True):
    """A need that a form sees, or that was weighed with the patient."""

    __tablename__ = "need"
    __table_args__ = (Index(None, "left_open", "pathway_id"), CLUSTERED)

    pathway_id: int = Field(primary_key=True, foreign_key="pathway.id")
    contact_point: int = Field(primary_key=True)
    form: str = Field(primary_key=True, sa_type=Text)
    """Empty for a need that the nurse has added."""
    rule: str = Field(primary_key=True, sa_type=Text)
    found: bool = Field(sa_type=Flag)
    """The answers show it."""
    theme: str = Field(sa_type=Text)
    area: str = Field(sa_type=Text)
    priority: str = Field(sa_type=Text)
    lasting: bool = Field(sa_type=Flag)
    left_open: bool = Field(sa_type=Flag)
    """Lasting, neither settled nor ruled out by later answers."""
    follow_up: str = Field(sa_type=Text)
    """Whether the patient wants it followed up; empty while nobody has asked."""
    placed: bool = Field(sa_type=Flag)
    """An action for it that is not dropped has somebody who does it, and a day."""
    acted: bool = Field(sa_type=Flag)
    """There is an action for it that is not dropped."""


class UrgentRow(Record, table=True):
    """An answer that called for something at once."""

    __tablename__ = "urgent"
    __table_args__ = (Index(None, "handled", "pathway_id"), CLUSTERED)

    pathway_id: int = Field(primary_key=True, foreign_key="pathway.id")
    contact_point: int = Field(primary_key=True)
    form: str = Field(primary_key=True, sa_type=Text)
    path: str = Field(primary_key=True, sa_type=Text)
    answer: str = Field(sa_type=Text)
    """As JSON: another answer calls for something again."""
    handled: bool = Field(sa_type=Flag)


class ActionRow(Record, table=True):
    """An action as it stands. What it says is in the event."""

    __tablename__ = "action"
    __table_args__ = (Index(None, "status", "due", "pathway_id"), Index(None, "closed_on"), CLUSTERED)

    pathway_id: int = Field(primary_key=True, foreign_key="pathway.id")
    path: str = Field(primary_key=True, sa_type=Text)
    event: int
    """The number of the newest event of the action."""
    contact_point: int
    status: ActionStatus = Field(sa_column=words(ActionStatus))
    due: date = Field(sa_type=Day)
    """The last of all days where no day was agreed."""
    who: str = Field(sa_type=Text)
    service: str = Field(sa_type=Text)
    agreed_on: date = Field(sa_type=Day)
    closed_on: date | None = Field(default=None, sa_type=Day)
    helped: str = Field(sa_type=Text)


class OutcomeRow(Record, table=True):
    """What has been said of a contact point beside its status. No row where nothing has been."""

    __tablename__ = "outcome"
    __table_args__ = CLUSTERED

    pathway_id: int = Field(primary_key=True, foreign_key="pathway.id")
    contact_point: int = Field(primary_key=True)
    offered: bool = Field(sa_type=Flag)
    """The patient was asked: a letter, or what they answered; not taken back since."""
    reason: str = Field(sa_type=Text)
    """Why it is put off or cancelled, as it was said last; of a death, what was said before it."""
    before_death: str = Field(sa_type=Text)
    """What it was when the patient died; empty where the patient's death did not end it."""


class HandoverRow(Record, table=True):
    """Something that was sent on."""

    __tablename__ = "handover"
    __table_args__ = (Index(None, "sent_on"), CLUSTERED)

    pathway_id: int = Field(primary_key=True, foreign_key="pathway.id")
    path: str = Field(primary_key=True, sa_type=Text)
    contact_point: int
    recipient: str = Field(sa_type=Text)
    sent_on: date = Field(sa_type=Day)


class FollowUpRow(Record, table=True):
    """What has to be done (`domain.follow_up`), once on each list that it stands on: a list is a stretch of the key."""

    __tablename__ = "follow_up"
    __table_args__ = (Index(None, "pathway_id"), CLUSTERED)

    whose: str = Field(primary_key=True, sa_type=Text)
    """`Whose.key`."""
    kind: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    """`Kind`."""
    day: date = Field(primary_key=True, sa_type=Day)
    pathway_id: int = Field(sa_column=Column(Integer, ForeignKey("pathway.id"), primary_key=True))
    path: str = Field(primary_key=True, sa_type=Text)


class PassageRow(Record, table=True):
    """What is written in words: notes, free text, plans. Searched through `passage_words` (`fulltext.py`)."""

    __tablename__ = "passage"
    __table_args__ = (Index(None, "pathway_id", "contact_point"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    pathway_id: int = Field(foreign_key="pathway.id")
    contact_point: int
    """0 for what belongs to the plan."""
    form: str = Field(sa_type=Text)
    path: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)


_TABLES = METADATA.tables

worklist: Table = _TABLES["worklist"]
stale: Table = _TABLES["stale"]
name: Table = _TABLES["name"]
said: Table = _TABLES["said"]
need: Table = _TABLES["need"]
urgent: Table = _TABLES["urgent"]
action: Table = _TABLES["action"]
outcome: Table = _TABLES["outcome"]
handover: Table = _TABLES["handover"]
passage: Table = _TABLES["passage"]
follow_up: Table = _TABLES["follow_up"]
