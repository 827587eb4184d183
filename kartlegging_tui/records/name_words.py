"""The words of patients' names, as they are kept to be searched for."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, exists, func, select

from kartlegging_tui.records.office_tables import patient_change
from kartlegging_tui.records.tables import name_word, patient

_LAST = "\U0010ffff"
"""After every letter: where the words with a given beginning end."""


def begins_with(word: str) -> ColumnElement[bool]:
    """That a word of a name begins so."""
    return (name_word.c.word >= word) & (name_word.c.word < word + _LAST)


def known(connection: Connection, beginning: str) -> bool:
    """True if a word of some patient's name begins so."""
    return bool(connection.execute(select(exists().where(begins_with(beginning)))).scalar())


def mark(connection: Connection) -> tuple[int, int]:
    """The newest patient, and how often anything about a patient was changed."""
    newest = connection.execute(select(func.max(patient.c.id))).scalar()
    return newest or 0, connection.execute(select(func.count()).select_from(patient_change)).scalar_one()


def distinct(connection: Connection) -> list[str]:
    """Each word once, in order: a step along the index for each word, not for each patient who has it."""
    first = select(func.min(name_word.c.word).label("word")).cte("each_word", recursive=True)
    following = select(func.min(name_word.c.word)).where(name_word.c.word > first.c.word).scalar_subquery()
    words = first.union_all(select(following).where(first.c.word.is_not(None)))
    return list(connection.execute(select(words.c.word).where(words.c.word.is_not(None))).scalars())
