"""Texts that attack: a terminal, a markup, a spreadsheet, a search, a page; and records in which all text is such.

The program cleans what is typed; here it is put past that, as a file from another place or another tool would.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from kartlegging_tui.domain.safe import is_unsafe
from kartlegging_tui.records.driver import sqlite3

ACTION = "[@click=app.quit]klikk[/]"
PAYLOADS = (
    "[/] [/b]",
    "\x1b]0;PWNED\x07",
    "=HYPERLINK(\"http://x\";\"y\")",
    "\x1b]52;c;UFdORUQ=\x1b\\",
    ACTION,
    "\u202egnik\u2066hei\u2069",
    "\x9b31mrødt\x9d0;PWNED\x9c",
    "[b]fet [bold red]rød $error {name}",
    "\x1bP1$tPWNED\x1b\\",
    "@SUM(A1:A9)",
    "\x00null\x07\x08\x7f",
    "+47 22 22 22 22",
    "a\u200bb\u200d\ufeffc",
    "\uff1d1+1",
    "\U000e0041\U000e0042merke",
    "\" AND NEAR( * 100% _ ' -x nosuch:x",
    "<script>alert(1)</script> ](javascript:alert(1))",
    "\t=1+1",
    '{"value": "x", "a": [1]} \\u001b]0;',
    "e" + "\u0301\u0316" * 12,
    "👨\u200d👩\u200d👧 🏳\ufe0f\u200d🌈",
    "\x1b[2J\x1b[8m\x1b[31mborte",
    "https://" + "langtord" * 15,
    "\r\nto\u2028linjer\u2029",
    "e: !!python/object [a, *b] # %TAG",
)  # fmt: skip
"""What a text can be."""

AT_ONCE = 5

MARKS = tuple(
    sign.encode()
    for sign in ("\x1b]0;", "\x1b]52;", "\x1bP1$t", "\x9b", "\x9d", "\x9c", "\x00", "\u202e", "\u2066", "\u2069")
) + tuple(sign.encode() for sign in ("\u200b", "\u200d", "\ufeff", "\U000e0041", "\x1b[8m\x1b[31m", "\u2028", "\u2029"))
"""Bytes of them that no terminal may be sent; the program itself sends none of these."""


def said(turn: int) -> str:
    """Some of them in one text, each in its turn the first: what is shown is often only the beginning."""
    turn %= len(PAYLOADS)
    return " ".join((PAYLOADS[turn:] + PAYLOADS[:turn])[:AT_ONCE])


def reaches_terminal(sent: bytes) -> list[bytes]:
    """Which of them were sent as they are."""
    return [mark for mark in MARKS if mark in sent]


def unsafe_in(text: str) -> set[str]:
    """Characters that a terminal could act on, or a reader be fooled by."""
    return {character for character in text if is_unsafe(character)}


COLUMNS = {
    "staff": ("name",),
    "patient": ("name", "contact_person", "language", "municipality"),
    "pathway": ("icd10",),
    "conversation": ("present",),
    "signing": ("reason",),
    "membership": ("unit",),
    "guardian": ("names",),
    "passage": ("text",),
    "worklist": ("unit",),
    "action": ("who",),
    "handover": ("recipient",),
    "arrival": ("sender",),
    "questionnaire_version": ("source_text",),
}
"""Where text of people stands in the records as text; those that are not there under this name are passed over."""

ROWS = {
    "typing": "INSERT INTO typing SELECT min(id), 'viktigst', :text, 1 FROM assessment WHERE form = 'apning'",
    "box_text": "INSERT INTO box_text SELECT 1, 1, 'pathway/' || min(id) || '/need/new', :text FROM pathway"
    " WHERE patient_id = 1",
    "access": "INSERT INTO access (at, staff_id, patient_id, what, details, role, unit, ground, purpose, workstation,"
    " outcome) VALUES (1788867000000, 1, 1, :text, '{}', 'nurse', :text, 'unit', '', :text, 'denied')",
    "emergency_access": "INSERT INTO emergency_access (staff_id, patient_id, reason_kind, reason, opened_at, until,"
    " review) VALUES (1, 1, :text, :text, 1788867000000, 4888867000000, :text)",
    "patient_unit": "INSERT INTO patient_unit SELECT 1, unit, 1, 1788867000000 FROM membership WHERE staff_id = 1",
    "refused_correction": "INSERT INTO refused_correction (conversation_id, received_on, request, reason, author_id,"
    " at) VALUES (1, '2026-11-01', :text, :text, 1, 1788867000000)",
    "registration_code": "INSERT INTO registration_code (contact_point, event, outcome, code, system, valid_from,"
    " author_id, at) VALUES (1, 'held', '', :text, :text, '2026-01-01', 1, 1788867000000)",
    "patient_change": "INSERT INTO patient_change VALUES (1, 1, 'name', :text, :text, 1, 1788867000000)",
    "outsider": "INSERT INTO outsider VALUES (5, :text)",
}
"""What the demo has none of."""

_CODED = ("need", "service", "by", "kind", "status", "assessment", "form", "path", "day", "on", "at", "day_given")
"""Keys of what is agreed under which there is no text of people."""


def poison(file: Path) -> None:
    """Makes every text in a demo's records such a text, past everything that would clean or refuse it."""
    turns = iter(range(1 << 30))
    with closing(sqlite3.connect(str(file), isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("BEGIN")
        for table, columns in COLUMNS.items():
            there = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
            for column in there & set(columns):
                keys = [row[0] for row in connection.execute(f"SELECT DISTINCT {column} FROM {table}")]
                changes = [(said(next(turns)), key) for key in keys]
                connection.executemany(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", changes)
        _poison_json(connection, "answer_event", ("assessment_id", "number"), "answer", turns, _answer)
        _poison_json(connection, "pathway_event", ("pathway_id", "number"), "content", turns, _agreed)
        _poison_json(connection, "questionnaire_version", ("id",), "content", turns, _form)
        _poison_json(connection, "arrival", ("id",), "content", turns, _arrived)
        for statement in ROWS.values():
            connection.execute(statement, {"text": said(next(turns))})
        connection.execute("COMMIT")


def _poison_json(
    connection: sqlite3.Connection, table: str, key: tuple[str, ...], column: str, turns: Iterator[int], change: Any
) -> None:
    where = " AND ".join(f"{name} = ?" for name in key)
    rows = connection.execute(f"SELECT {', '.join(key)}, {column} FROM {table}").fetchall()
    changed = [(json.dumps(change(json.loads(row[-1]), turns)), *row[:-1]) for row in rows if row[-1]]
    connection.executemany(f"UPDATE {table} SET {column} = ? WHERE {where}", changed)


def _answer(answer: dict[str, Any], turns: Iterator[int]) -> dict[str, Any]:
    """Notes, and what was written in words: a chosen option has no space in it."""
    written = {"note", *(["value"] if isinstance(answer.get("value"), str) and " " in answer["value"] else ())}
    return {key: said(next(turns)) if key in written else value for key, value in answer.items()}


def _agreed(content: Any, turns: Iterator[int]) -> Any:
    if not isinstance(content, dict):
        return content
    free = [key for key, value in content.items() if isinstance(value, str) and key not in _CODED]
    return {key: said(next(turns)) if key in free and _is_words(content[key]) else content[key] for key in content}


def _is_words(value: str) -> bool:
    """No number, day or word of the program's own."""
    return " " in value or value[:1].isupper()


def _arrived(content: Any, turns: Iterator[int]) -> Any:
    """Names, notes and what was written in words, of somebody from another place."""
    if isinstance(content, list):
        return [_arrived(each, turns) for each in content]
    if not isinstance(content, dict):
        return content
    free = ("name", "contact_person", "note", "present", "reason", "recipient", "said_by", "limits", "who", "text")
    return {
        key: said(next(turns)) if key in free and isinstance(each, str) else _arrived(each, turns)
        for key, each in content.items()
    }


def _form(content: Any, turns: Iterator[int]) -> Any:
    """Every text of a form in every language, and where it is from."""
    if isinstance(content, list):
        return [_form(each, turns) for each in content]
    if not isinstance(content, dict):
        return content
    if content and set(content) <= {"nb", "nn", "en"} and all(isinstance(each, str) for each in content.values()):
        if set(content.values()) <= {"official", "transcribed", "unofficial", "own"}:
            return content  # how the wording came about: words of the format
        return {spoken: said(next(turns)) for spoken in content}
    plain = ("source", "licence")
    return {key: said(next(turns)) if key in plain else _form(each, turns) for key, each in content.items()}


def texts_of(values: Iterable[Any]) -> Iterator[str]:
    """Every text in what was read from JSON."""
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, (list, dict)):
            yield from texts_of(value.values() if isinstance(value, dict) else value)
