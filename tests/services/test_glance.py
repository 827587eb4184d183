"""A pathway at a glance, and how many each choice of a filter would show."""

from __future__ import annotations

from datetime import date, timedelta

from kartlegging_tui.domain.diagnosis_groups import DiagnosisGroup, group_of
from kartlegging_tui.domain.filters import Filter, Whose
from kartlegging_tui.domain.worklist import Due
from kartlegging_tui.records.database import Database
from kartlegging_tui.services.browse import Browse, WorklistQuery
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.planning import open_planning
from kartlegging_tui.services.saving import Saver
from tests.conftest import TODAY as DEMO_DAY
from tests.records.cases import NOW, TODAY, world
from tests.services.reading import unlogged


def test_the_contact_points_and_the_open_actions_are_seen_at_a_glance(database: Database) -> None:
    made = world(database)
    saver = Saver(database, lambda: NOW)
    planning = open_planning(database, saver, made.nurse, made.pathway.id, lambda: NOW, unlogged)
    need = planning.add_need("Søvn")
    for text, by in (("Uten frist", None), ("Senere", TODAY), ("Først", TODAY - timedelta(days=1))):
        planning.agree(need, text, "Fastlege", by=by)
    saver.close()
    browse = Browse(database, unlogged)
    browse.worklist(WorklistQuery(), TODAY)
    found = browse.glance(made.patient.id, made.pathway.id, TODAY)
    assert [action.text for action in found.actions] == ["Først", "Senere", "Uten frist"]
    assert [(each.due, each.held_on) for each in found.points] == [
        (Due.ONGOING, TODAY),
        (Due.OPEN, None),
        (Due.COMING, None),
    ]
    assert (found.patient, found.pathway, found.responsible) == (made.patient, made.pathway, None)


def test_each_choice_shows_as_many_as_it_says(desk: Desk) -> None:
    def shown(only: Filter) -> int:
        return desk.browse.worklist(WorklistQuery(only=only), DEMO_DAY).total

    for others in (Filter(), Filter(frozenset({Due.OPEN, Due.OVERDUE}), late=True)):
        facets = desk.browse.facets(WorklistQuery(only=others), DEMO_DAY)
        assert sum(facets.diagnoses.values()) == shown(others)
        for group in DiagnosisGroup:
            assert facets.diagnoses.get(group, 0) == shown(others.with_changed("diagnoses", group))
        for field in ("municipalities", "units"):
            for key, number in getattr(facets, field).items():
                assert number == shown(others.with_changed(field, key))
        for user, number in facets.responsible.items():
            assert number == shown(others.with_changed("responsible", Whose.NOBODY if user is None else user))
        assert facets.children == shown(others.with_changed("children", None))
        assert facets.urgent == shown(others.with_changed("urgent", None))
        assert facets.late == shown(others.without("late").with_changed("late", None))


def test_a_choice_of_the_same_kind_is_counted_as_an_alternative(desk: Desk) -> None:
    rows = desk.browse.worklist(WorklistQuery(limit=100), DEMO_DAY).rows
    groups = [group_of(row.icd10) for row in rows]
    chosen = Filter(diagnoses=frozenset({groups[0]}))
    facets = desk.browse.facets(WorklistQuery(only=chosen), DEMO_DAY)
    assert facets.diagnoses == {group: groups.count(group) for group in set(groups)}


def test_a_search_narrows_the_choices_too(desk: Desk) -> None:
    row = desk.browse.worklist(WorklistQuery(limit=100), date(2026, 11, 22)).rows[3]
    facets = desk.browse.facets(WorklistQuery(text=row.name), DEMO_DAY)
    assert facets.diagnoses[group_of(row.icd10)] >= 1
    assert sum(facets.diagnoses.values()) == desk.browse.worklist(WorklistQuery(text=row.name), DEMO_DAY).total
