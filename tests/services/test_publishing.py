"""Publishing with a database: counted, kept for ever, told when altered, no longer offered when retired."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kartlegging_tui.definitions.library import Library, shipped, shipped_folder
from kartlegging_tui.definitions.published import Published
from kartlegging_tui.domain.lineage import Lineage
from kartlegging_tui.domain.people import ConversationDetails, Place, Respondent, Role
from kartlegging_tui.domain.publishing_rules import Why
from kartlegging_tui.records.database import Database
from kartlegging_tui.services.desk import Desk, NotAllowed
from kartlegging_tui.services.desks import publish_active
from kartlegging_tui.services.publishing import CannotPublish, Publishing
from tests.conftest import TODAY

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped forms in a folder of their own, to be changed."""
    copied = tmp_path / "questionnaires"
    shutil.copytree(shipped_folder(), copied)
    return copied


@pytest.fixture
def demo(demo_place: Path | str) -> Iterator[Database]:
    """Twenty-four patients; the shipped forms are in it."""
    opened = Database.open(demo_place)
    yield opened
    opened.close()


NEW = ('version: "1.0"', 'version: "2.0"')
NARROWER = (("max: 10", "max: 8"),)


def edit(folder: Path, form: str, *changes: tuple[str, str]) -> None:
    file = folder / f"{form}.yaml"
    text = file.read_text("utf-8")
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after, 1)
    file.write_text(text, encoding="utf-8")


def publishing(folder: Path, database: Database | None) -> Publishing:
    return Publishing(folder, database, "Kari Lunde", lambda: NOW)


def test_a_plan_says_how_many_stored_answers_a_change_touches(folder, demo):
    edit(folder, "pakjenning", NEW, *NARROWER)
    plan = publishing(folder, demo).plan("pakjenning")
    assert plan.counts is not None and plan.filled is not None
    assert plan.filled.number and plan.filled.number > 5
    assert len(plan.counts) == 1
    assert publishing(folder, None).plan("pakjenning").counts is None


def test_a_published_version_is_in_the_records_at_once(folder, demo):
    edit(folder, "pakjenning", NEW)
    work = publishing(folder, demo)
    work.publish(work.plan("pakjenning"), "Etter evaluering")
    with demo.read() as view:
        assert view.latest_version("pakjenning") == "2.0"
    assert Published(folder / "published").latest("pakjenning").version == "2.0"


def test_a_plan_that_is_refused_or_out_of_date_cannot_be_carried_out(folder, demo):
    work = publishing(folder, demo)
    edit(folder, "pakjenning", ("licence: ", "licence: Ny. "))
    edit(folder, "ecog", NEW)
    refused = work.plan("pakjenning")
    assert [each.why for each in refused.refusals] == [Why.OTHER_CONTENT]
    assert refused.suggested == "1.1"
    with pytest.raises(CannotPublish):
        work.publish(refused, "x")
    plan = work.plan("ecog")
    edit(folder, "ecog", ('version: "2.0"', 'version: "3.0"'))
    with pytest.raises(CannotPublish):
        work.publish(plan, "x")
    with demo.read() as view:
        assert view.latest_version("ecog") == "1.0"


def test_what_another_has_published_meanwhile_is_looked_at_before(folder):
    edit(folder, "ecog", NEW)
    text = (folder / "ecog.yaml").read_text("utf-8")
    plan = publishing(folder, None).plan("ecog")
    edit(folder, "ecog", ('version: "2.0"', 'version: "2.1"'))
    publishing(folder, None).publish(publishing(folder, None).plan("ecog"), "Før deg")
    (folder / "ecog.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(CannotPublish, match=r"2\.1"):
        publishing(folder, None).publish(plan, "x")
    assert [each.version for each in Published(folder / "published").versions("ecog")] == ["1.0", "2.1"]


def test_the_disk_that_fails_leaves_the_form_as_it_was(folder, demo, monkeypatch):
    edit(folder, "ecog", NEW)
    work = publishing(folder, demo)
    plan = work.plan("ecog")

    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kartlegging_tui.definitions.publishing.put_in_place", full)
    with pytest.raises(CannotPublish, match="No space left"):
        work.publish(plan, "x")
    with demo.read() as view:
        assert view.latest_version("ecog") == "1.0"
    monkeypatch.undo()
    work.publish(work.plan("ecog"), "x")
    with demo.read() as view:
        assert view.latest_version("ecog") == "2.0"


def test_forms_that_came_with_an_installed_program_are_not_published_in_place(folder, monkeypatch):
    edit(folder, "ecog", NEW)
    monkeypatch.setattr("kartlegging_tui.definitions.text_file.PACKAGE", folder)
    work = publishing(folder, None)
    with pytest.raises(CannotPublish, match="kartlegging new"):
        work.publish(work.plan("ecog"), "x")


def test_a_form_whose_text_needs_a_licence_is_not_published_without_it(folder):
    plan = publishing(folder, None).plan("hads")
    assert Why.NO_TEXT in [each.why for each in plan.refusals]


def test_another_forms_spoilt_copy_is_no_hindrance_but_ones_own_is(folder):
    edit(folder, "ecog", NEW)
    copy = folder / "published" / "gad7-1.0.yaml"
    copy.write_text(copy.read_text("utf-8").replace("licence:", "licence: x"), encoding="utf-8")
    assert publishing(folder, None).plan("ecog").allowed
    copy = folder / "published" / "ecog-1.0.yaml"
    copy.write_text(copy.read_text("utf-8").replace("licence:", "licence: x"), encoding="utf-8")
    assert Why.SPOILT in [each.why for each in publishing(folder, None).plan("ecog").refusals]


def test_only_whoever_keeps_the_forms_publishes_and_nobody_sees_answers_by_it(desk, desk_of):
    with pytest.raises(NotAllowed):
        desk.publishing()
    work = desk_of(Role.ADMIN).publishing()
    assert work.plan("ecog").nothing_new
    assert {line.event for line in work.history("ecog")} == {"published"}


def test_a_retired_form_is_no_longer_offered_and_what_was_answered_is_drawn(folder, demo):
    form = "pakjenning"
    nurse = Desk(demo, Library([folder]), _nurse(demo), demo=False)
    filled, new = _filled(demo, form), _unheld(demo)
    details = ConversationDetails(held_on=TODAY, place=Place.HOME, respondent=Respondent.PATIENT, present="")
    talk = nurse.conduct.start(new, details)
    assert form in nurse.conduct.open(talk.id).fillings
    version = publishing(folder, demo).retire(form, "Erstattet")
    assert version == "1.0"
    assert form not in nurse.conduct.open(talk.id).fillings
    assert form in nurse.conduct.open(filled).fillings
    publish_active(demo, Library([folder]))  # the next start says the same
    assert form not in nurse.conduct.open(talk.id).fillings
    work = publishing(folder, demo)
    work.publish(work.plan(form), "Likevel")
    assert form in nurse.conduct.open(talk.id).fillings


def test_a_draft_of_the_next_version_does_not_bring_a_retired_one_back(folder, demo):
    publishing(folder, demo).retire("ecog", "x")
    edit(folder, "ecog", NEW, ("status: retired", "status: draft"))
    publish_active(demo, Library([folder]))
    with demo.read() as view:
        assert view.setting("retired:ecog") == "yes"


def test_an_altered_published_version_is_told_at_every_start_and_the_published_one_counts(folder, database):
    """Also in a database that has never seen it."""
    edit(folder, "ecog", ("licence:", "licence: x"))
    for _start in range(2):
        assert publish_active(database, Library([folder])) == ["ecog"]
    with database.read() as view:
        assert view.questionnaire("ecog", "1.0") == shipped().questionnaire("ecog")


def test_a_version_that_is_being_worked_on_is_not_asked_before_it_is_published(folder, demo):
    edit(folder, "ecog", NEW, ("licence:", "licence: x"))  # and `status: active`, as it was
    library = Library([folder])
    for _start in range(2):
        assert publish_active(demo, library) == ["ecog"]
        with demo.read() as view:
            assert view.latest_version("ecog") == "1.0"
    plan = publishing(folder, demo).plan("ecog")
    assert plan.changes and not plan.as_published
    publishing(folder, None).publish(plan, "Ferdig")  # in the folder alone, as by another program
    assert publish_active(demo, library) == []
    with demo.read() as view:
        assert view.latest_version("ecog") == "2.0"


def test_a_next_version_that_is_being_worked_on_does_not_bring_a_retired_form_back(folder, demo):
    publishing(folder, demo).retire("ecog", "x")
    edit(folder, "ecog", NEW, ("status: retired", "status: active"))
    assert publish_active(demo, Library([folder])) == ["ecog"]
    with demo.read() as view:
        assert view.setting("retired:ecog") == "yes" and view.latest_version("ecog") == "1.0"


def test_a_form_of_which_nothing_was_ever_published_is_asked_as_its_file_says(folder, demo):
    shutil.rmtree(folder / "published")
    edit(folder, "ecog", NEW)
    assert publish_active(demo, Library([folder])) == []
    with demo.read() as view:
        assert view.latest_version("ecog") == "2.0"


@pytest.mark.parametrize("at_start", [True, False])
def test_records_that_skipped_a_version_still_follow_its_renaming(folder, demo, at_start):
    """The program was upgraded after two versions; each says only what it itself has renamed."""
    form, alone = "barn_som_parorende", publishing(folder, None)
    shutil.rmtree(folder / "scenarios")  # they use the old name
    edit(
        folder,
        form,
        ('version: "1.2"', 'version: "2.0"'),
        ("- id: navn\n", "- id: fornavn\n            formerly: navn\n"),
    )
    alone.publish(alone.plan(form), "x")
    before, after = ("fornavn\n            formerly: navn", "kalles\n            formerly: fornavn")
    edit(folder, form, ('version: "2.0"', 'version: "3.0"'), (before, after))
    if at_start:
        alone.publish(alone.plan(form), "x")
        publish_active(demo, Library([folder]))
    else:
        publishing(folder, demo).publish(publishing(folder, demo).plan(form), "x")
    with demo.read() as view:
        known = [view.questionnaire(form, version) for version in ("1.2", "2.0", "3.0")]
        assert view.latest_version(form) == "3.0"
    assert Lineage(known).names(known[0]).path("barn/1/navn") == "barn/1/kalles"


def test_the_history_of_all_forms_is_in_the_order_of_time(folder):
    lines = publishing(folder, None).history()
    assert [line.at for line in lines] == sorted(line.at for line in lines)
    assert len(publishing(folder, None).history("barn_som_parorende")) == 3
    assert publishing(folder, None).history("nobody") == []


def _nurse(database: Database):
    with database.read() as view:
        return next(user for user in view.staff() if user.role is Role.NURSE)


def _filled(database: Database, form: str) -> int:
    with database.read() as view:
        found = view._connection.exec_driver_sql(f"SELECT conversation_id FROM assessment WHERE form = '{form}'")
        return found.scalars().first()


def _unheld(database: Database) -> int:
    with database.read() as view:
        talks = "SELECT contact_point_id FROM conversation"
        found = view._connection.exec_driver_sql(
            f"SELECT id FROM contact_point WHERE number = 1 AND id NOT IN ({talks})"
        )
        return found.scalars().first()


def test_a_file_of_ones_own_in_the_place_of_a_shipped_form_is_compared_with_what_is_published_of_it(tmp_path, demo):
    own = tmp_path / "own"
    own.mkdir()
    shutil.copy(shipped_folder() / "pakjenning.yaml", own)
    edit(own, "pakjenning", *NARROWER)
    for database in (None, demo):
        plan = publishing(own, database).plan("pakjenning")
        assert plan.published is not None and plan.published.version == "1.0"
        assert [refusal.why for refusal in plan.refusals] == [Why.OTHER_CONTENT]
    edit(own, "pakjenning", NEW)
    work = publishing(own, demo)
    assert work.plan("pakjenning").changes
    work.publish(work.plan("pakjenning"), "Kortere skala")
    assert [each.version for each in Published(own / "published").versions("pakjenning")] == ["2.0"]


def test_what_the_records_alone_know_as_published_counts(tmp_path, demo):
    """The folder was begun anew, without the archive; answers in the database were given to version 2.0."""
    first, again = tmp_path / "first", tmp_path / "again"
    for folder, change in ((first, ()), (again, NARROWER)):
        folder.mkdir()
        shutil.copy(shipped_folder() / "pakjenning.yaml", folder)
        edit(folder, "pakjenning", NEW, *change)
    publishing(first, demo).publish(publishing(first, demo).plan("pakjenning"), "Ny")
    plan = publishing(again, demo).plan("pakjenning")
    assert [refusal.why for refusal in plan.refusals] == [Why.OTHER_CONTENT]
