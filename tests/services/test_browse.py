"""The worklist as it is asked for, and the patient's page."""

from __future__ import annotations

from datetime import date

import pytest

from kartlegging_tui.domain.pathway import WindowState
from kartlegging_tui.domain.worklist import Due
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import NotFound
from kartlegging_tui.services.browse import Browse, WorklistQuery, read_search
from tests.records.cases import NOW, TODAY, form, world
from tests.services.reading import unlogged

DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "words", "identifier", "dates"),
    [
        ("", (), "", []),
        ("nordmann kari", ("nordmann", "kari"), "", []),
        ("128569 12345", (), "12856912345", []),
        ("12.5.1969", (), "1251969", [date(1969, 5, 12)]),
        ("12.05.69", (), "120569", [date(1969, 5, 12)]),
        ("kari 1969-05-12", ("kari",), "19690512", [date(1969, 5, 12)]),
        ("120569", (), "120569", [date(1969, 5, 12)]),
        ("12051969", (), "12051969", [date(1969, 5, 12)]),
        ("12 05 69", (), "120569", [date(1969, 5, 12)]),
        ("120520", (), "120520", [date(1920, 5, 12), date(2020, 5, 12)]),
        ("310269", (), "310269", []),
        ("1205", (), "1205", []),
    ],
)
def test_what_is_typed_is_read_as_names_numbers_and_dates(
    typed: str, words: tuple[str, ...], identifier: str, dates: list[date]
) -> None:
    search = read_search(typed, DAY)
    assert (search.words, search.identifier, list(search.birth_dates)) == (words, identifier, dates)


def test_a_page_of_the_worklist(database: Database) -> None:
    for name in ("Kari Nordmann", "Ola Nordmann", "Per Vik"):
        with database.write() as unit:
            patient = unit.add_patient(name=name, birth_date=date(1969, 5, 12))
            pathway = unit.add_pathway(patient.id, "hjem", DAY, "C50", relapse=False)
            unit.add_contact_points(pathway.id, [(1, DAY, DAY)])
            unit.commit()
    browse = Browse(database, unlogged)
    page = browse.worklist(WorklistQuery("nordmann", limit=1), DAY)
    assert (len(page.rows), page.total, page.counts[Due.OPEN]) == (1, 2, 2)
    page = browse.worklist(WorklistQuery("12.5.69", frozenset({Due.DONE})), DAY)
    assert (page.rows, page.total, page.counts[Due.OPEN]) == ((), 0, 3)
    assert browse.worklist(WorklistQuery("per 120569"), DAY).rows[0].age(DAY) == 57


def test_the_patients_page_has_all_there_is(database: Database) -> None:
    made = world(database)
    with database.write() as unit:
        unit.append(made.assessment.id, "a", '{"value":true}', made.nurse.id, NOW)
        unit.append(made.assessment.id, "b", '{"note":"bare en merknad om \\"value\\""}', made.nurse.id, NOW)
        unit.append(made.assessment.id, "barn/1/navn", '{"value":"Emma"}', made.nurse.id, NOW)
        unit.append(made.assessment.id, "c", '{"missing":"declined"}', made.nurse.id, NOW)
        unit.append(made.assessment.id, "c", "{}", made.nurse.id, NOW, undoes=4, seen=4)
        unit.commit()
    page = Browse(database, unlogged).patient_page(made.patient.id, TODAY)
    assert page.patient == made.patient
    (pathway,) = page.pathways
    first, second, third = pathway.contact_points
    assert (first.due, first.window, first.conversation) == (Due.ONGOING, WindowState.PAST, made.conversation)
    assert (second.due, second.window, second.conversation) == (Due.OPEN, WindowState.OPEN, None)
    assert (third.due, third.window) == (Due.COMING, WindowState.COMING)
    (assessment,) = first.assessments
    assert (assessment.assessment, assessment.title.to("nb"), assessment.answered) == (made.assessment, "Skjema", 1)


def test_a_patient_that_is_not_there(database: Database) -> None:
    with pytest.raises(NotFound):
        Browse(database, unlogged).patient_page(7, TODAY)


def test_the_patients_page_tells_what_is_signed_and_what_is_not_done(database: Database) -> None:
    from datetime import timedelta

    from kartlegging_tui.domain.signing import SigningState
    from kartlegging_tui.services.planning import open_planning
    from kartlegging_tui.services.saving import Saver

    made = world(database)
    saver = Saver(database, lambda: NOW)
    planning = open_planning(database, saver, made.nurse, made.pathway.id, lambda: NOW, unlogged)
    need = planning.add_need("Søvn")
    for by in (TODAY - timedelta(days=1), TODAY, None):
        planning.agree(need, "Ringe", "Fastlege", by=by)
    saver.close()
    first, second, _third = Browse(database, unlogged).patient_page(made.patient.id, TODAY).pathways[0].contact_points
    assert (first.signing, first.signed) == (SigningState.DRAFT, None)
    assert (first.open_actions, first.overdue_actions) == (3, 1)
    assert (second.signing, second.open_actions) == (None, 0)
    with database.write() as unit:
        unit.end_conversation(made.conversation.id, NOW)
        signed = unit.sign(made.conversation.id, "{}", made.nurse.id, NOW)
        unit.commit()
    view = Browse(database, unlogged).patient_page(made.patient.id, TODAY).pathways[0].contact_points[0]
    assert (view.signing, view.signed) == (SigningState.SIGNED, signed)


def test_children_count_while_they_stand_in_a_form_about_children(database: Database) -> None:
    from kartlegging_tui.domain.questionnaire import Area

    made = world(database)
    children = form("barn_som_parorende").model_copy(update={"area": Area.CHILDREN_AS_RELATIVES})
    with database.write() as unit:
        unit.publish(children, "id: barn_som_parorende", NOW)
        about = unit.open_assessment(made.conversation.id, "barn_som_parorende", "1.0")
        unit.commit()

    def has_children(assessment: int, rows: str) -> bool:
        with database.write() as unit:
            unit.append(assessment, "barn", f'{{"value":{rows}}}', made.nurse.id, NOW, seen=99)
            unit.append(assessment, "barn/1/navn", '{"value":"Emma"}', made.nurse.id, NOW, seen=99)
            unit.commit()
        return Browse(database, unlogged).patient_page(made.patient.id, TODAY).has_children

    assert not has_children(made.assessment.id, "[1]")  # rows of something else
    assert has_children(about.id, "[1]")
    assert not has_children(about.id, "[]")
