"""The archive of published versions: what it gives out, and what it says when it is no longer whole."""

from __future__ import annotations

import shutil
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kartlegging_tui.definitions import publishing
from kartlegging_tui.definitions.check import check
from kartlegging_tui.definitions.library import Library, shipped, shipped_folder
from kartlegging_tui.definitions.published import HISTORY, Published
from kartlegging_tui.definitions.publishing import LOCK, CopyInTheWay, add_copy, alone, append
from kartlegging_tui.definitions.reader import questionnaire_from_text
from kartlegging_tui.domain.publication import Event, Publication, says_the_same
from kartlegging_tui.domain.questionnaire import Status
from tests.definitions.good_files import FORM

DAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


def keep(archive: Published, text: str, event: Event = Event.PUBLISHED, why: str = "A try") -> None:
    """Puts a form's text into an archive as published (or retired)."""
    form = questionnaire_from_text(text, "god.yaml").value
    assert form is not None
    if event is Event.PUBLISHED:
        add_copy(archive.file(form.id, form.version), text.encode())
    line = {"form": form.id, "version": form.version, "event": event, "hash": form.content_hash()}
    append(archive.folder, Publication(**line, by="Kari Nordmann", at=DAY, why=why))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a form, of which 1.0, 1.9 and 1.10 are published, the lines of the history in another order."""
    (tmp_path / "god.yaml").write_text(FORM, encoding="utf-8")
    archive = Published.beside(tmp_path / "god.yaml")
    for version in ("1.10", "1.9", "1.0"):
        keep(archive, f"# My own remark\n{FORM}".replace('version: "1.0"', f'version: "{version}"'))
    return tmp_path


def archive(folder: Path) -> Published:
    return Published.beside(folder / "god.yaml")


def found(folder: Path) -> list[tuple[str, str, int]]:
    return [(Path(finding.path).name, finding.code, finding.line) for finding in check([folder])]


def test_the_versions_of_a_form_come_oldest_first_with_who_when_and_why(folder):
    versions = archive(folder).versions("god")
    assert [each.version for each in versions] == ["1.0", "1.9", "1.10"]
    first = versions[0]
    assert (first.by, first.at, first.why, first.status) == ("Kari Nordmann", DAY, "A try", Status.ACTIVE)
    assert archive(folder).latest("god").version == "1.10"


def test_a_published_version_is_given_as_its_author_wrote_it(folder):
    assert archive(folder).questionnaire("god", "1.9").version == "1.9"
    assert archive(folder).text("god", "1.9").startswith("# My own remark\n")
    with pytest.raises(KeyError):
        archive(folder).questionnaire("god", "2.0")


def test_a_form_in_a_subfolder_has_its_archive_in_the_folder_above(folder):
    (folder / "slots").mkdir()
    assert Published.beside(folder / "slots" / "god.yaml").latest("god").version == "1.10"
    assert archive(folder).folder == folder / "published"


def test_where_nothing_is_published_there_is_an_empty_archive(tmp_path):
    empty = Published.beside(tmp_path / "god.yaml")
    assert (empty.versions("god"), empty.latest("god"), empty.findings(), bool(empty)) == ((), None, [], False)


def test_an_archive_in_order_has_no_findings_and_is_no_part_of_the_library(folder):
    assert found(folder) == []
    assert list(Library([folder]).questionnaire_files) == ["god"]


def test_a_copy_whose_content_has_changed_is_an_error_and_is_not_given_out(folder):
    copy = folder / "published" / "god-1.9.yaml"
    copy.write_text(copy.read_text("utf-8").replace("max: 10", "max: 9"), encoding="utf-8")
    assert found(folder) == [("god-1.9.yaml", "published-altered", 3)]
    assert archive(folder).latest("god").version == "1.10"
    with pytest.raises(KeyError):
        archive(folder).questionnaire("god", "1.9")
    with pytest.raises(KeyError):
        archive(folder).text("god", "1.9")


def test_comments_and_layout_of_a_copy_are_not_its_content(folder):
    copy = folder / "published" / "god-1.9.yaml"
    copy.write_text(copy.read_text("utf-8").replace("# My own remark", "\n# Another\n"), encoding="utf-8")
    assert found(folder) == []


def test_a_copy_that_is_gone_is_an_error_at_its_line_of_the_history(folder):
    (folder / "published" / "god-1.9.yaml").unlink()
    assert found(folder) == [(HISTORY, "published-missing", 10)]


def test_a_copy_that_the_history_does_not_know_counts_as_not_published(folder):
    (folder / "published" / "god-2.0.yaml").write_text(FORM, encoding="utf-8")
    assert found(folder) == [("god-2.0.yaml", "published-unlisted", 2)]
    assert archive(folder).latest("god").version == "1.10"


def test_copies_without_any_history_are_all_reported(folder):
    (folder / "published" / HISTORY).unlink()
    assert [code for _file, code, _line in found(folder)] == ["published-unlisted"] * 3


def test_a_line_that_cannot_be_read_is_a_finding_and_the_other_lines_still_count(folder):
    history = folder / "published" / HISTORY
    history.write_text(history.read_text("utf-8").replace("event: published", "event: publisert", 1), encoding="utf-8")
    assert (HISTORY, "unknown-value", 4) in found(folder)
    assert [each.version for each in archive(folder).versions("god")] == ["1.0", "1.9"]


@pytest.mark.parametrize("text", ["", "just words\n", "{}\n", "- \n", "- 1\n", "- [\n", "[]\n- x", "\x00"])
def test_a_history_that_is_none_is_findings_and_never_a_crash(folder, text):
    (folder / "published" / HISTORY).write_text(text, encoding="utf-8")
    assert archive(folder).versions("god") == ()
    assert HISTORY in {file for file, _code, _line in found(folder)}


def test_a_misspelt_key_of_the_history_is_told_with_the_right_one(folder):
    history = folder / "published" / HISTORY
    history.write_text(history.read_text("utf-8").replace("  why:", "  whi:", 1), encoding="utf-8")
    assert any("`why`" in finding.message for finding in check([folder]) if finding.code == "unknown-key")


def test_a_version_with_two_hashes_and_one_retired_before_it_was_published_are_errors(folder):
    keep(archive(folder), FORM.replace("max: 10", "max: 9"), Event.RETIRED)
    keep(archive(folder), FORM.replace('version: "1.0"', 'version: "3.0"'), Event.RETIRED)
    assert [code for _file, code, _line in found(folder)] == ["history-broken"] * 2


def test_a_retired_version_is_still_there_and_says_so(folder):
    keep(archive(folder), FORM, Event.RETIRED)
    (folder / "god.yaml").write_text(FORM.replace("status: active", "status: retired"), encoding="utf-8")
    assert found(folder) == []
    assert archive(folder).versions("god")[0].status is Status.RETIRED
    assert archive(folder).questionnaire("god", "1.0").version == "1.0"


def test_a_file_of_the_archive_can_be_named_alone(folder):
    assert check([folder / "published" / HISTORY, folder / "published", folder / "published" / "god-1.0.yaml"]) == []
    (folder / "published" / "god-1.0.yaml").unlink()
    assert [finding.code for finding in check([folder / "published" / HISTORY])] == ["published-missing"]
    assert [finding.code for finding in check([folder / "god.yaml"])] == ["published-missing"]


def test_with_a_form_named_alone_only_its_own_copies_are_looked_at(folder):
    """An archive of years may hold hundreds, and editors check at every pause."""
    other = FORM.replace("id: god\n", "id: annet_skjema\n")
    (folder / "published" / "annet_skjema-1.0.yaml").write_text(other, encoding="utf-8")
    assert check([folder / "god.yaml"]) == []
    assert [finding.code for finding in check([folder])] == ["published-unlisted"]


def test_the_history_is_only_added_to_and_keeps_what_people_wrote_in_it(folder):
    history = folder / "published" / HISTORY
    history.write_text(history.read_text("utf-8") + "# A remark at the end", encoding="utf-8")
    before = history.read_text("utf-8")
    keep(archive(folder), FORM, Event.RETIRED, why='Says "no": # - {x}\nand more \x1b[31m')
    assert history.read_text("utf-8").startswith(before)
    last = archive(folder).history[-1]
    assert (last.event, last.why) == (Event.RETIRED, 'Says "no": # - {x}\nand more \ufffd[31m')


def test_what_is_offered_by_its_file_alone_is_told_with_what_to_do(folder):
    file = folder / "god.yaml"
    assert "status: active" in FORM and found(folder) == []
    file.write_text(FORM.replace('version: "1.0"', 'version: "2.0"'), encoding="utf-8")
    assert found(folder) == [("god.yaml", "active-not-published", 3)]
    assert found(file) == [("god.yaml", "active-not-published", 3)]
    [finding] = check([folder])
    assert "kartlegging publish god" in finding.message and "status: draft" in finding.message
    assert "1.10" in finding.message  # is what is asked meanwhile
    file.write_text(file.read_text("utf-8").replace("status: active", "status: draft"), encoding="utf-8")
    assert found(folder) == []


def test_a_new_form_beside_published_ones_that_says_itself_that_it_is_in_use_is_told(folder):
    (folder / "ny.yaml").write_text(FORM.replace("id: god\n", "id: ny\n"), encoding="utf-8")
    assert found(folder) == [("ny.yaml", "active-not-published", 3)]


def test_what_is_retired_by_the_history_and_in_use_by_its_file_is_told(folder):
    keep(archive(folder), FORM, Event.RETIRED)
    assert found(folder) == [("god.yaml", "active-not-published", 3)]
    assert "status: retired" in check([folder])[0].message


def test_where_nothing_is_published_or_the_history_cannot_be_read_nothing_is_said_of_it(folder):
    (folder / "god.yaml").write_text(FORM.replace('version: "1.0"', 'version: "2.0"'), encoding="utf-8")
    history = folder / "published" / HISTORY
    history.write_text(history.read_text("utf-8").replace("event: published", "event: publisert", 1), encoding="utf-8")
    assert "active-not-published" not in {code for _file, code, _line in found(folder)}
    shutil.rmtree(folder / "published")
    assert found(folder) == []


def test_of_two_who_add_to_the_history_at_once_neither_line_is_lost(folder, monkeypatch):
    history = folder / "published"
    inside, waiting = threading.Event(), threading.Event()
    monkeypatch.setattr(publishing.time, "sleep", lambda _seconds: waiting.set())

    def other() -> None:
        inside.wait(60)
        with alone(history):
            keep(archive(folder), FORM, Event.RETIRED, "The other")

    thread = threading.Thread(target=other)
    thread.start()
    with alone(history):
        inside.set()
        assert waiting.wait(60)
        keep(archive(folder), FORM, Event.RETIRED, "The one")
    thread.join(60)
    assert [each.why for each in archive(folder).history][-2:] == ["The one", "The other"]
    assert not (history / LOCK).exists()


def test_what_somebody_left_behind_who_was_killed_is_taken_away(folder, monkeypatch):
    lock = folder / "published" / LOCK
    lock.write_text("another", encoding="utf-8")
    monkeypatch.setattr(publishing, "PATIENCE", 0.01)
    with alone(lock.parent):
        assert lock.read_bytes() != b"another"
    assert not lock.exists() and found(folder) == []


def test_where_others_publish_without_end_one_is_told_instead_of_waiting(folder, monkeypatch):
    lock = folder / "published" / LOCK
    lock.write_text("0", encoding="utf-8")
    clock = iter(range(10_000))
    monkeypatch.setattr(publishing.time, "monotonic", lambda: float(next(clock)))
    monkeypatch.setattr(publishing.time, "sleep", lambda _seconds: lock.write_text(str(next(clock))))
    with pytest.raises(TimeoutError), alone(lock.parent):
        pass
    assert lock.exists()


def test_a_copy_is_never_written_over(folder):
    file = archive(folder).file("god", "1.0")
    before = file.read_bytes()
    add_copy(file, before)
    with pytest.raises(CopyInTheWay):
        add_copy(file, b"something else")
    assert file.read_bytes() == before


@pytest.mark.parametrize("form", sorted(form.id for form in shipped().questionnaires() if form.status is Status.ACTIVE))
def test_a_shipped_form_says_what_was_published_under_its_version(form):
    """Whoever changes a shipped form gives it a new version and publishes it: answers may hang on the old one."""
    published = Published(shipped_folder() / "published")
    current = shipped().questionnaire(form)
    assert says_the_same(current, published.questionnaire(form, current.version))


def test_every_version_that_was_ever_shipped_is_as_it_was():
    """To be added to when a version is published; a line is never changed."""
    published = Published(shipped_folder() / "published")
    known = {(line.form, line.version): line.hash for line in published.history}
    assert known.items() >= SHIPPED.items()
    assert published.findings() == []


SHIPPED = {
    ("apning", "1.0"): "71cea6b1674fbf2b086d1487c367f367441f5df92099e366b61867818f037f90",
    ("arbeid", "1.0"): "1bd06e42e3ba917725956c2cb090bce82035a4ed907072153c7239c2bca4c4f4",
    ("arbeidsevne", "1.0"): "1069170422e5f76e2240d187e907fac5b6b9de8cecae203fc58b82c63392c8f3",
    ("audit_c", "1.0"): "c4e7b89deb5af0b6f9b3b2b0e7de0faca23e4efb52aee41514aea953e1d5f8e7",
    ("barn_som_parorende", "1.0"): "4943776095425a67d66a5a72e0a5d16a30930ab54efe6da7af9b27f225d9f9dc",
    ("barn_som_parorende", "1.1"): "4069c56bdd8296fc5a70df97b1f33e0a3d0acd2c8321798fe488e028af3baf87",
    ("barn_som_parorende", "1.2"): "5805ddcf1c44e247dcf739d44848610627c9a0ffadc78d9b95834f4e2eeec7a0",
    ("ecog", "1.0"): "65ac178b6208df916a4617778741c07a92f4da1e0cef7774379651273f3d077b",
    ("esas_r", "1.0"): "829fea46c11e087d61c2ef941711357f5b2d634155e5005cdf5a564e85751d96",
    ("fysisk", "1.0"): "5df5ba5931a33197bac22136b0860c2b3e27626bd24a673daf11294c315f5972",
    ("gad7", "1.0"): "ca4dea5126641d32792cfb8dff056e41002ab4598c4958ee3dad47022597fcbe",
    ("mst", "1.0"): "1856a99bba7de96e0cb8e3b6f6fdf7efd3aa4df826cbe60409315d1da2c9462e",
    ("pakjenning", "1.0"): "2a92efbdba97501b961fd85f778bcba68866767ca4b3e04a73538ad2d719bed7",
    ("parorende", "1.0"): "a03514055173e3aa55b730ac114608ce0cfbe72a6802e638ffb35475756794b5",
    ("phq9", "1.0"): "28380c1b60b382b674e4faaa191d7b33b6de01a9deb35b2a2749d1d241a96612",
    ("psykososial", "1.0"): "40a4424a4fedc5a873ffdc69fc06dd574c6d562986ee6084e58d99dd49fd1176",
    ("who5", "1.0"): "9323b866e07c570ca25b29edbdb7504448f6e8c7fae51c16a43d550da2bb211e",
}
