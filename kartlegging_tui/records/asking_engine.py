"""What a question sees of some pathways, for the engine: the answers, and what is known of the pathway itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from kartlegging_tui.domain import pathway_terms as terms
from kartlegging_tui.domain.asking import Vocabulary
from kartlegging_tui.domain.env import Env, put
from kartlegging_tui.domain.hearing import Heard, Hearing, heard
from kartlegging_tui.domain.pathway import months_and_days
from kartlegging_tui.domain.people import age
from kartlegging_tui.domain.unknowns import Amount
from kartlegging_tui.records.asking_pathways import Pathways, name_ids
from kartlegging_tui.records.derived import said, worklist
from kartlegging_tui.records.tables import contact_point, conversation, death, pathway, patient, staff

CHUNK = 500
"""Pathways at a time: a statement takes so many numbers, and nobody's memory is filled."""
_OWN = frozenset(term.symbol.name for term in terms.TERMS) - {terms.ACTIONS.symbol.name, terms.NEEDS.symbol.name}
"""What is known of the pathway itself."""


def envs(
    connection: Connection,
    vocabulary: Vocabulary,
    names: Sequence[str],
    pathways: Sequence[int],
    at: int | None,
    today: date,
) -> Iterator[tuple[int, Hearing]]:
    """What is said under these names in each pathway, in the order of `pathways`."""
    shared = {name: vocabulary.shared[name] for name in names if name in vocabulary.shared}
    ids = {key: name for name, key in name_ids(connection).items() if name in wanted(vocabulary, names)}
    for start in range(0, len(pathways), CHUNK):
        chunk = pathways[start : start + CHUNK]
        rows = _heard(connection, ids, chunk)
        own = _own(connection, chunk) if _OWN.intersection(names) else {}
        groups = {
            group: _records(connection, group, Pathways(today, at), chunk, today)
            for group in (terms.ACTIONS.symbol.name, terms.NEEDS.symbol.name)
            if any(name == group or name.startswith(f"{group}.") for name in names)
        }
        for pathway_id in chunk:
            hearing = heard(vocabulary.scope, rows.get(pathway_id, ()), at, shared)
            env = hearing.env
            if pathway_id in own:
                _put_own(env, own[pathway_id], at, today)
            for group, found in groups.items():
                lines = found.get(pathway_id, [])
                env.values[group] = tuple(range(len(lines)))
                env.rows[group] = [_row(env, line) for line in lines]
            yield pathway_id, hearing


def talk_days(connection: Connection, pathway_id: int) -> dict[int, date]:
    """By contact point: the day of its conversation."""
    here = select(contact_point.c.number, conversation.c.held_on).join_from(contact_point, conversation)
    return {row.number: row.held_on for row in connection.execute(here.where(contact_point.c.pathway_id == pathway_id))}


def wanted(vocabulary: Vocabulary, names: Iterable[str]) -> set[str]:
    """The names to be read: with a column, also its group; for a name that forms share, those of all of them."""
    found = {member for name in names for member in vocabulary.members(name)}
    return found | {name.rpartition(".")[0] for name in found if name not in vocabulary.scope.symbols}


def _heard(connection: Connection, ids: dict[int, str], pathways: Sequence[int]) -> dict[int, list[Heard]]:
    found: defaultdict[int, list[Heard]] = defaultdict(list)
    columns = (said.c.pathway_id, said.c.contact_point, said.c.line, said.c.word, said.c.amount)
    for key, name in ids.items():
        rows = select(*columns).where(said.c.name_id == key, said.c.pathway_id.in_(pathways))
        for pathway_id, *rest in connection.execute(rows):
            found[pathway_id].append(Heard(name, *rest))
    return found


def _own(connection: Connection, pathways: Sequence[int]) -> dict[int, Any]:
    found = (
        select(
            worklist.c.pathway_id,
            worklist.c.municipality,
            worklist.c.unit,
            worklist.c.children_until,
            worklist.c.urgent,
            worklist.c.talks,
            patient.c.birth_date,
            pathway.c.diagnosed,
            pathway.c.icd10,
            pathway.c.relapse,
            staff.c.name.label("responsible"),
            death.c.patient_id.label("died"),
        )
        .join_from(worklist, patient, patient.c.id == worklist.c.patient_id)
        .join(pathway, pathway.c.id == worklist.c.pathway_id)
        .outerjoin(staff, staff.c.id == worklist.c.responsible_id)
        .outerjoin(death, death.c.patient_id == worklist.c.patient_id)
        .where(worklist.c.pathway_id.in_(pathways))
    )
    return {row.pathway_id: row for row in connection.execute(found)}


def _put_own(env: Env, row: Any, at: int | None, today: date) -> None:
    talked = row.talks.bit_length() - 1 if at is None else at if row.talks >> at & 1 else 0
    values: tuple[tuple[terms.Term, Any], ...] = (
        (terms.AGE, age(row.birth_date, today)),
        (terms.CONTACT_POINT, talked if talked > 0 else None),
        (terms.MUNICIPALITY, row.municipality or None),
        (terms.UNIT, row.unit or None),
        (terms.RESPONSIBLE, row.responsible),
        (terms.DIAGNOSIS, tuple(row.icd10[:end] for end in range(1, len(row.icd10) + 1)) or None),
        (terms.MONTHS, months_and_days(row.diagnosed, today)[0]),
        (terms.CHILDREN, row.children_until >= today),
        (terms.SAFETY, row.urgent > 0),
        (terms.RELAPSE, bool(row.relapse)),
        (terms.DIED, row.died is not None),
    )
    for term, value in values:
        put(env.values, term.symbol.name, value)
        if term.symbol.points and isinstance(value, int):
            env.points[term.symbol.name] = int(value)


def _records(
    connection: Connection, group: str, pathways: Pathways, chunk: Sequence[int], today: date
) -> dict[int, list[dict[str, Any]]]:
    """The rows of actions or needs, as conditions see them."""
    term = terms.ACTIONS if group == terms.ACTIONS.symbol.name else terms.NEEDS
    table, meant = pathways.rows(group)
    found: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    columns = pathways.columns(group)
    kept = [column.label(name) for name, (column, _nothing) in columns.items()]
    rows = select(table.c.pathway_id, *kept).where(meant, table.c.pathway_id.in_(chunk))
    for pathway_id, *values in connection.execute(rows):
        line: dict[str, Any] = {}
        for (name, (_column, nothing)), value in zip(columns.items(), values, strict=True):
            if value is not None and value != nothing:
                line[name] = term.columns[name].words.get(value, value) if isinstance(value, str) else value
        if group == terms.ACTIONS.symbol.name:
            line["forsinket"] = line["status"] == terms.OPEN and values[list(columns).index("forsinket")] < today
        found[pathway_id].append(line)
    return found


def _row(form: Env, line: dict[str, Any]) -> Env:
    values = {name: value.isoformat() if isinstance(value, date) else value for name, value in line.items()}
    points: dict[str, Amount] = {name: value for name, value in values.items() if isinstance(value, int)}
    return Env(values=values, points=points, form=form)
