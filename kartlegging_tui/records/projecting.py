"""What the derived tables say of a pathway: made whole from its talks and its plan, so that it cannot go astray."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from kartlegging_tui.domain.answers import read
from kartlegging_tui.domain.contact_points import told_of
from kartlegging_tui.domain.follow_up import Course, said_first, waiting
from kartlegging_tui.domain.history import NOTHING, Event, current
from kartlegging_tui.domain.plan import ActionStatus, Need, NeedRef, Plan, urgent_path
from kartlegging_tui.domain.responsible import RESPONSIBLE, Responsible
from kartlegging_tui.domain.said import HIDDEN, Indexed, Told
from kartlegging_tui.records import plain_sql
from kartlegging_tui.records.derived import (
    action,
    follow_up,
    handover,
    name,
    need,
    outcome,
    passage,
    said,
    stale,
    urgent,
    worklist,
)
from kartlegging_tui.records.tables import death, pathway, patient

NAMES = dict[tuple[str, str], int]
"""The ids of names, by form and name."""
TABLES: tuple[Table, ...] = (said, need, urgent, action, outcome, handover, passage, follow_up)
"""What follows from a pathway, beside its row of the worklist."""
FILTERS = {
    "unit": "",
    "responsible_id": None,
    "children_until": date.min,
    "urgent": 0,
    "open_actions": 0,
    "act_by": date.max,
    "talks": 0,
}
"""What the worklist says of a pathway in which nothing has happened yet."""


@dataclass
class Rows:
    """What the tables say of one pathway; `filters` is for its row of the worklist."""

    said: list[dict[str, Any]] = field(default_factory=list)
    need: list[dict[str, Any]] = field(default_factory=list)
    urgent: list[dict[str, Any]] = field(default_factory=list)
    action: list[dict[str, Any]] = field(default_factory=list)
    outcome: list[dict[str, Any]] = field(default_factory=list)
    handover: list[dict[str, Any]] = field(default_factory=list)
    passage: list[dict[str, Any]] = field(default_factory=list)
    follow_up: list[dict[str, Any]] = field(default_factory=list)
    filters: dict[str, Any] = field(default_factory=dict)

    def by_table(self) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
        """The rows to be inserted."""
        for table in TABLES:
            if rows := getattr(self, table.name):
                yield table, rows


def rows_of(
    pathway_id: int,
    talks: Sequence[Told],
    events: Sequence[Event],
    names: NAMES,
    municipality: str = "",
    died_on: date | None = None,
) -> Rows:
    """Everything that follows from the talks of a pathway, in order, and from its events and its patient."""
    standing = current(events)
    contents = {path: event.content for path, event in standing.items()}
    plan = Plan.of(contents)
    rows = Rows()
    latest = _latest(talks)
    for talk in talks:
        for form in talk.forms:
            _answers(rows, pathway_id, talk.contact_point, form, names, latest)
            for path, answer in form.urgent:
                where = urgent_path(talk.contact_point, form.form, path)
                rows.urgent.append(
                    {
                        "pathway_id": pathway_id,
                        "contact_point": talk.contact_point,
                        "form": form.form,
                        "path": path,
                        "answer": answer,
                        "handled": plan.is_handled(where, read(answer)),
                    }
                )
    rows.need = list(_needs(pathway_id, talks, plan))
    rows.action = list(_actions(pathway_id, plan, events, standing))
    rows.outcome = [
        {
            "pathway_id": pathway_id,
            "contact_point": number,
            "offered": told.offered,
            "reason": told.reason or "",
            "before_death": told.before_death or "",
        }
        for number, told in told_of(events).items()
    ]
    rows.handover = [
        {
            "pathway_id": pathway_id,
            "path": path,
            "contact_point": sent.contact_point,
            "recipient": sent.recipient,
            "sent_on": standing[path].day,
        }
        for path, sent in plan.handovers.items()
    ]
    rows.passage += _planned_words(pathway_id, plan)
    said_who = contents.get(RESPONSIBLE, NOTHING)
    responsible = None if said_who == NOTHING else Responsible.model_validate_json(said_who)
    rows.filters = _filters(rows, talks, responsible)
    course = _course(rows, talks, plan, events, municipality, responsible, died_on)
    rows.follow_up += _follow_up(pathway_id, course)
    return rows


def project(connection: Connection, pathway_id: int, talks: Sequence[Told], events: Sequence[Event]) -> None:
    """Writes it all anew, and the pathway is no longer stale."""
    names = names_of(connection, (form for talk in talks for form in talk.forms))
    whose = (
        select(patient.c.municipality, death.c.died_on)
        .join_from(pathway, patient, patient.c.id == pathway.c.patient_id)
        .outerjoin(death, death.c.patient_id == patient.c.id)
        .where(pathway.c.id == pathway_id)
    )
    municipality, died_on = connection.execute(whose).one()
    rows = rows_of(pathway_id, talks, events, names, municipality, died_on)
    forget(connection, pathway_id)
    for table, found in rows.by_table():
        connection.execute(insert(table), found)
    connection.execute(update(worklist).where(worklist.c.pathway_id == pathway_id).values(**rows.filters))


def forget(connection: Connection, pathway_id: int) -> None:
    """Takes out all that the derived tables say of a pathway, but for its row of the worklist."""
    for table in (need, urgent, action, outcome, handover, passage, follow_up, stale):
        connection.execute(delete(table).where(table.c.pathway_id == pathway_id))
    _delete_said(connection, pathway_id)


def make_stale(connection: Connection, pathway_id: int) -> None:
    """Something has happened in a pathway that the derived tables do not know of yet."""
    plain_sql.execute(
        connection, "INSERT INTO stale (pathway_id) VALUES (:id) ON CONFLICT DO NOTHING", {"id": pathway_id}
    )


def known_names(connection: Connection) -> NAMES:
    """The ids of all names that there are."""
    return {(row.form, row.name): row.id for row in connection.execute(select(name))}


def names_of(connection: Connection, forms: Iterable[Indexed]) -> NAMES:
    """The ids of all names, with those that were not there yet."""
    known = known_names(connection)
    wanted = {(form.form, value.name) for form in forms for value in form.values}
    if missing := sorted(wanted - known.keys()):
        last: int = connection.execute(select(func.max(name.c.id))).scalar() or 0
        added: list[dict[str, Any]] = [
            {"id": last + place, "form": form, "name": word} for place, (form, word) in enumerate(missing, 1)
        ]
        connection.execute(insert(name), added)
        known |= {(row["form"], row["name"]): row["id"] for row in added}
    return known


def _delete_said(connection: Connection, pathway_id: int) -> None:
    """Name by name, since the table lies in that order: a seek for each, and no second index over all answers."""
    of_pathway = (said.c.pathway_id == pathway_id) & (said.c.name_id.in_(select(name.c.id)))
    connection.execute(delete(said).where(of_pathway))


def _latest(talks: Sequence[Told]) -> dict[tuple[str, str], int]:
    """By form and question, the last contact point at which it is answered."""
    return {
        (form.form, value.name): talk.contact_point
        for talk in talks
        for form in talk.forms
        for value in form.values
        if value.word != HIDDEN
    }


def _answers(
    rows: Rows,
    pathway_id: int,
    contact_point: int,
    form: Indexed,
    names: NAMES,
    latest: Mapping[tuple[str, str], int],
) -> None:
    for value in form.values:
        question = value.name.partition(".")[0]
        rows.said.append(
            {
                "name_id": names[form.form, value.name],
                "pathway_id": pathway_id,
                "contact_point": contact_point,
                "line": value.line,
                "word": value.word,
                "amount": value.amount,
                "latest": int(latest.get((form.form, question)) == contact_point),
            }
        )
    for path, text in form.passages:
        rows.passage.append(_passage(pathway_id, contact_point, form.form, path, text))


def _passage(pathway_id: int, contact_point: int, form: str, path: str, text: str) -> dict[str, Any]:
    where = {"pathway_id": pathway_id, "contact_point": contact_point, "form": form, "path": path}
    return where | {"text": text}


def _needs(pathway_id: int, talks: Sequence[Told], plan: Plan) -> Iterator[dict[str, Any]]:
    """Those that forms see and those that were weighed, each once. A lasting one is left open until it is settled."""
    found: dict[NeedRef, dict[str, Any]] = {}
    latest: dict[tuple[str, str], NeedRef] = {}
    for talk in talks:
        for form in talk.forms:
            for key in form.ruled_out:
                latest.pop((form.form, key), None)
            for seen in form.needs:
                ref = NeedRef(talk.contact_point, form.form, seen.key)
                found[ref] = {
                    "found": True,
                    "theme": seen.theme or "",
                    "area": form.area,
                    "priority": seen.priority,
                    "lasting": seen.lasting,
                }
                if seen.lasting:
                    latest[form.form, seen.known_as] = ref
    for path, weighed in plan.needs.items():
        ref = NeedRef.of(path)
        unseen = {"found": False, "theme": "", "area": "", "priority": weighed.priority, "lasting": False}
        found.setdefault(ref, unseen)["priority"] = weighed.priority
    left = {ref for ref in latest.values() if not plan.is_settled(ref.path)}
    for ref, row in found.items():
        yield (
            row
            | _agreed(plan, ref)
            | {
                "pathway_id": pathway_id,
                "contact_point": ref.contact_point,
                "form": ref.form,
                "rule": ref.rule,
                "left_open": ref in left,
            }
        )


def _agreed(plan: Plan, ref: NeedRef) -> dict[str, Any]:
    weighed: Need | None = plan.needs.get(ref.path)
    standing = [each for _, each in plan.actions_for(ref.path) if each.status is not ActionStatus.DROPPED]
    return {
        "follow_up": weighed.follow_up or "" if weighed else "",
        "acted": bool(standing),
        "placed": any(each.who and each.by for each in standing),
    }


def _actions(
    pathway_id: int, plan: Plan, events: Sequence[Event], standing: Mapping[str, Event]
) -> Iterator[dict[str, Any]]:
    first: dict[str, Event] = {}
    for event in events:
        first.setdefault(event.path, event)
    for path, agreed in plan.actions.items():
        yield {
            "pathway_id": pathway_id,
            "path": path,
            "event": standing[path].number,
            "contact_point": agreed.contact_point,
            "status": agreed.status,
            "due": agreed.by or date.max,
            "who": agreed.who,
            "service": agreed.service,
            "agreed_on": first[path].day,
            "closed_on": agreed.closed_on,
            "helped": agreed.helped or "",
        }


def _planned_words(pathway_id: int, plan: Plan) -> Iterator[dict[str, Any]]:
    texts = [(path, (each.title, each.goal, each.reason)) for path, each in plan.needs.items()]
    texts += [(path, (each.text, each.outcome, "")) for path, each in plan.actions.items()]
    texts += [(path, (each.done, "", "")) for path, each in plan.handled.items()]
    for path, parts in texts:
        if words := "\n".join(part for part in parts if part):
            yield _passage(pathway_id, 0, "", path, words)


def _course(
    rows: Rows,
    talks: Sequence[Told],
    plan: Plan,
    events: Sequence[Event],
    municipality: str,
    responsible: Responsible | None,
    died_on: date | None,
) -> Course:
    left = {NeedRef(row["contact_point"], row["form"], row["rule"]).path for row in rows.need if row["left_open"]}
    unrecorded = [
        (row["contact_point"], urgent_path(row["contact_point"], row["form"], row["path"]))
        for row in rows.urgent
        if not row["handled"]
    ]
    standing, said = current(events), said_first(events)
    return Course(talks, plan, standing, left, unrecorded, municipality, responsible, died_on, said)


def _follow_up(pathway_id: int, course: Course) -> Iterator[dict[str, Any]]:
    for each in waiting(course):
        kept = {"kind": int(each.kind), "day": each.day, "pathway_id": pathway_id, "path": each.path}
        yield from (kept | {"whose": whose.key} for whose in each.whose)


def _filters(rows: Rows, talks: Sequence[Told], who: Responsible | None) -> dict[str, Any]:
    left = [each for each in rows.action if each["status"] is ActionStatus.OPEN]
    last = {form.form: form.children_until for talk in talks for form in talk.forms if form.children_until}
    return FILTERS | {
        "unit": who.unit if who else "",
        "responsible_id": who.user_id if who else None,
        "children_until": max(last.values(), default=date.min),
        "urgent": sum(not each["handled"] for each in rows.urgent),
        "open_actions": len(left),
        "act_by": min((each["due"] for each in left), default=date.max),
        "talks": sum(1 << talk.contact_point for talk in talks),
    }
