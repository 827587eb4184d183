"""Files that are gone or changed while records refer to them: what was said stays readable, and the rest is told."""

from __future__ import annotations

import pytest

from kartlegging_tui.definitions.library import Library
from kartlegging_tui.domain.people import ConversationDetails, Place, Respondent
from kartlegging_tui.domain.worklist import Due
from kartlegging_tui.services.browse import WorklistQuery
from kartlegging_tui.services.conduct import NothingOffered
from kartlegging_tui.services.desk import Desk
from tests.conftest import TODAY


@pytest.fixture
def no_pathway_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(self: Library, identifier: str) -> object:
        raise KeyError(identifier)

    monkeypatch.setattr(Library, "pathway", gone)


def first(desk: Desk, due: Due) -> int:
    return desk.browse.worklist(WorklistQuery(states=frozenset({due})), TODAY).rows[0].contact_point_id or 0


@pytest.mark.usefixtures("no_pathway_file")
def test_without_the_pathways_file_a_conversation_goes_on_with_the_forms_that_were_begun(desk: Desk) -> None:
    talk = desk.conduct.conversation(first(desk, Due.ONGOING))
    assert talk is not None
    opened = desk.conduct.open(talk.id)
    assert opened.fillings and all(filling.sheet.answers for filling in opened.fillings.values())
    summary = desk.conduct.summary(talk.id)
    assert summary.contact_point_title == f"Samhandlingspunkt {opened.contact_point.number}" and summary.forms


@pytest.mark.usefixtures("no_pathway_file")
def test_without_the_pathways_file_a_new_conversation_says_that_nothing_is_offered(desk: Desk) -> None:
    details = ConversationDetails(held_on=TODAY, place=Place.OFFICE, respondent=Respondent.PATIENT, present="")
    talk = desk.conduct.start(first(desk, Due.OPEN), details)
    with pytest.raises(NothingOffered) as caught:
        desk.conduct.open(talk.id)
    assert caught.value.pathway == "pakkeforlop_hjem"


@pytest.mark.usefixtures("no_pathway_file")
def test_lists_and_pages_need_no_pathway_file(desk: Desk) -> None:
    for row in desk.browse.worklist(WorklistQuery(), TODAY).rows:
        assert desk.browse.patient_page(row.patient_id, TODAY).pathways
