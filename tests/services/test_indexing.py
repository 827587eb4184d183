"""What is found across patients follows from what was said and agreed, whenever it is asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kartlegging_tui.domain.answers import Answer
from kartlegging_tui.domain.plan import ActionStatus, Handled, urgent_path
from kartlegging_tui.domain.responsible import RESPONSIBLE, Responsible
from kartlegging_tui.records.errors import NotSaved, Reason
from kartlegging_tui.services.browse import WorklistQuery
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.indexing import bring_up_to_date
from tests import raw
from tests.conftest import TODAY

TABLES = ("said", "need", "urgent", "action", "passage", "worklist")


def rows(desk: Desk, table: str) -> list[dict[str, object]]:
    """Without the numbers that are given anew."""
    told = raw.found(desk.database, "SELECT id, form, name FROM name")
    names = {name["id"]: f"{name['form']}.{name['name']}" for name in told}
    found = raw.found(desk.database, f"SELECT * FROM {table}")
    for each in found:
        if table == "said":
            each["name_id"] = names[each["name_id"]]
        if table == "passage":
            del each["id"]
    return sorted(found, key=repr)


def row(desk: Desk, table: str, pathway_id: int) -> list[dict[str, object]]:
    bring_up_to_date(desk.database)
    return raw.found(desk.database, f"SELECT * FROM {table} WHERE pathway_id = :pathway", pathway=pathway_id)


def ongoing(desk: Desk) -> tuple[int, int]:
    """A pathway with a talk that goes on, and the talk."""
    listed = desk.browse.worklist(WorklistQuery(), TODAY).rows[0]
    talk = desk.conduct.conversation(listed.contact_point_id or 0)
    assert talk is not None and talk.ended_at is None
    return listed.pathway_id, talk.id


def test_made_anew_it_is_what_it_was(desk: Desk) -> None:
    bring_up_to_date(desk.database)
    before = {table: rows(desk, table) for table in TABLES}
    assert all(before.values())
    raw.run(
        desk.database,
        *(f"DELETE FROM {table}" for table in ("said", "need", "urgent", "action", "passage")),
        "UPDATE worklist SET urgent = 99, unit = '?', open_actions = 99, children_until = '2999-01-01'",
        "INSERT INTO stale (pathway_id) SELECT id FROM pathway",
    )
    assert bring_up_to_date(desk.database) == 0
    assert {table: rows(desk, table) for table in TABLES} == before


def test_an_answer_is_found_once_it_is_saved_and_no_longer_when_it_is_undone(desk: Desk) -> None:
    pathway_id, talk_id = ongoing(desk)
    talk = desk.conduct.open(talk_id)
    filling = talk.fillings["phq9"]
    filling.answer("selvskading", Answer(value=2, note="Kona vet det"))
    desk.saver.flush(5)
    number = talk.contact_point.number

    def urgent() -> list[object]:
        here = (each for each in row(desk, "urgent", pathway_id) if each["contact_point"] == number)
        return [each["handled"] for each in here if (each["form"], each["path"]) == ("phq9", "selvskading")]

    def left() -> int:
        return int(str(row(desk, "worklist", pathway_id)[0]["urgent"]))

    assert urgent() == [0]
    before = left()
    assert "Kona vet det" in [each["text"] for each in row(desk, "passage", pathway_id)]
    where = urgent_path(number, "phq9", "selvskading")
    talk.planning.handle(where, Handled(answer=Answer(value=2), done="Ringte legevakten", by="Kari Lunde"))
    desk.saver.flush(5)
    assert urgent() == [1] and left() == before - 1
    filling.undo()
    desk.saver.flush(5)
    assert urgent() == []


def test_an_action_follows_its_plan_and_a_need_tells_whether_somebody_is_to_do_something(desk: Desk) -> None:
    pathway_id, _ = ongoing(desk)
    planning = desk.planning(pathway_id)
    need = planning.add_need("Vil ut på tur igjen")
    desk.saver.flush(5)

    def now() -> dict[str, object]:
        return next(each for each in row(desk, "need", pathway_id) if each["form"] == "")

    assert (now()["follow_up"], now()["acted"], now()["placed"]) == ("yes", 0, 0)
    action = planning.agree(need, "Turgruppe", "Frisklivssentralen")
    desk.saver.flush(5)
    assert (now()["acted"], now()["placed"]) == (1, 0), "nobody has set a day"
    planning.change(action, planning.plan.actions[action].model_copy(update={"by": date(2026, 12, 1)}))
    desk.saver.flush(5)
    assert (now()["acted"], now()["placed"]) == (1, 1)
    (found,) = (each for each in row(desk, "action", pathway_id) if each["path"] == action)
    assert (found["status"], found["due"], found["who"]) == ("open", "2026-12-01", "Frisklivssentralen")
    planning.close(action, ActionStatus.DROPPED, TODAY, outcome="Flyttet")
    desk.saver.flush(5)
    assert (now()["acted"], now()["placed"]) == (0, 0)
    (found,) = (each for each in row(desk, "action", pathway_id) if each["path"] == action)
    assert (found["status"], found["closed_on"]) == ("dropped", TODAY.isoformat())


def test_who_is_responsible_can_be_filtered_by(desk: Desk) -> None:
    pathway_id, _ = ongoing(desk)
    who = Responsible(user_id=desk.user.id, name=desk.user.name, unit="Kreftteamet nord")
    at = datetime(2026, 11, 22, 8, tzinfo=UTC)
    with desk.database.write() as unit:
        seen = max(event.number for event in unit.pathway_events(pathway_id))
        unit.append_to_pathway(pathway_id, RESPONSIBLE, who.model_dump_json(), desk.user.id, at, seen=seen)
        unit.commit()
    (found,) = row(desk, "worklist", pathway_id)
    assert (found["responsible_id"], found["unit"]) == (desk.user.id, "Kreftteamet nord")


def test_what_cannot_be_brought_up_to_date_is_counted_and_nothing_stops(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw.run(desk.database, "INSERT INTO stale (pathway_id) SELECT id FROM pathway")

    def locked() -> object:
        raise NotSaved(Reason.LOCKED, "database is locked")

    with monkeypatch.context() as full:
        full.setattr(desk.database, "write", locked)
        assert bring_up_to_date(desk.database) == 24
    monkeypatch.setattr("kartlegging_tui.services.browse.bring_up_to_date", lambda _: 24)  # the log has room again
    assert len(desk.browse.worklist(WorklistQuery(), TODAY).rows) == 24


def test_after_an_upgrade_it_is_told_how_far_it_has_come(desk: Desk) -> None:
    raw.run(desk.database, "INSERT INTO stale (pathway_id) SELECT id FROM pathway")
    told: list[tuple[int, int]] = []
    assert bring_up_to_date(desk.database, lambda done, of: told.append((done, of))) == 0
    assert told[-1] == (24, 24) and [done for done, _ in told] == sorted({done for done, _ in told}) and len(told) > 2
    assert bring_up_to_date(desk.database, lambda done, of: told.append((done, of))) == 0 and told[-1] == (24, 24)
