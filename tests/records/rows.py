"""Many patients with much to do, made by SQL: what a list costs is measured where there is much of it."""

from __future__ import annotations

from datetime import date, timedelta

from kartlegging_tui.domain.follow_up import Kind
from kartlegging_tui.records.database import Database

_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"
_TABLES = (
    """INSERT INTO patient (id, identifier, identifier_kind, name, birth_date, language, municipality, contact_person)
    {numbers} SELECT i, NULL, NULL, 'Kari Nordmann ' || i, '1960-01-01', 'nb', '11' || printf('%02d', i % 90), ''
    FROM n""",
    """INSERT INTO pathway (id, patient_id, definition, diagnosed, icd10, relapse)
    {numbers} SELECT i, i, 'hjem', '2026-01-01', 'C50.9', 0 FROM n""",
    """INSERT INTO pathway_event (pathway_id, number, path, content, author_id, at, undoes)
    {numbers} SELECT i, 1, 'action/1',
    '{{"need":"need/1//1","contact_point":1,"text":"Ringe fastlegen","who":"NAV","service":"nav"}}', 1, 0, NULL
    FROM n""",
)
_SERVICES = ("nav", "fastlege", "kreftkoordinator", "fysioterapeut")


def insert_follow_ups(database: Database, count: int, today: date) -> None:
    """Two actions, an urgent answer in ten, a child in five, two needs in three; a unit has a twentieth of them."""
    with database.write() as unit:
        run = unit._connection.exec_driver_sql
        run("INSERT INTO staff (id, name, role) VALUES (1, 'Kari Lunde', 'nurse')")
        numbers = _NUMBERS.format(count=count)
        for statement in _TABLES:
            run(statement.format(numbers=numbers))
        for kind, path, of, rest in (
            (Kind.ACTION, "action/1", 1, 0),
            (Kind.ACTION, "action/2", 1, 0),
            (Kind.URGENT, "urgent/1/phq9/selvskading", 10, 3),
            (Kind.CHILD, "need/1/barn/uten_oppfolging/1", 5, 1),
            (Kind.NEED, "need/1//1", 3, 0),
            (Kind.NEED, "need/1//2", 3, 1),
            (Kind.CLOSING, "action/3", 50, 7),
        ):
            start = today - timedelta(days=90)
            day = f"date('{start}', '+' || (i * 7919 % 200) || ' days')"
            services = " ".join(f"WHEN {place} THEN 'service:{name}'" for place, name in enumerate(_SERVICES))
            for whose in (
                "'all:'",
                "'municipality:11' || printf('%02d', i % 90)",
                "'unit:' || CASE i % 20 WHEN 0 THEN 'Nord' ELSE 'Enhet ' || (i % 20) END",
                "'person:Sykepleier ' || (i % 400)",
                f"CASE i % 4 {services} END",
            ):
                run(
                    f"INSERT INTO follow_up (whose, kind, day, pathway_id, path) {numbers}"
                    f" SELECT {whose}, {int(kind)}, {day}, i, '{path}' FROM n WHERE i % {of} = {rest}"
                )
        run("ANALYZE")
        unit.commit()
