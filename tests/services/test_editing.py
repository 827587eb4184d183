"""A form that is tried while it is written keeps the answers that fit; a file that is edited loses nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kartlegging_tui.definitions.published import Published
from kartlegging_tui.definitions.reader import questionnaire_from_text
from kartlegging_tui.domain.answers import Answer
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.services.editing import ChangedOutside, Edited, Kind
from kartlegging_tui.services.preview import Trial

HEAD = "id: prove\nversion: '1.0'\narea: other\ntitle: Prøve\nsource: test\nlicence: MIT\n"
YES_NO = "{id: x, type: yes_no, text: Ja?}"
CHOICE = "{id: x, type: choice, text: Hva?, options: [{value: a, text: A}, {value: b, text: B}]}"


def form(*questions: str) -> Questionnaire:
    lines = "".join(f"      - {line}\n" for line in questions)
    text = f"{HEAD}sections:\n  - id: s\n    title: S\n    questions:\n{lines}"
    reading = questionnaire_from_text(text, "prove.yaml")
    assert reading.value is not None, reading.findings
    return reading.value


def tried(trial: Trial, questionnaire: Questionnaire) -> None:
    answers = trial.answers()
    trial.show(trial.filled(questionnaire, answers), answers)


@pytest.fixture
def trial() -> Trial:
    trial = Trial(2, 57, date(2026, 11, 22))
    tried(trial, form(YES_NO))
    assert trial.filling is not None
    trial.filling.answer("x", Answer(value=True, note="sagt"))
    return trial


def answer(trial: Trial) -> Answer:
    assert trial.filling is not None
    return trial.filling.sheet.answer("x")


def test_an_answer_that_fits_the_next_version_stays_and_can_be_undone(trial: Trial) -> None:
    tried(trial, form("{id: x, type: yes_no, text: Nei?}", "{id: y, type: text, text: Y}"))
    assert answer(trial) == Answer(value=True, note="sagt")
    assert trial.filling is not None and trial.filling.undo() is not None
    assert answer(trial).empty


def test_a_text_that_is_not_yaml_is_no_form_however_much_is_said_about_it(tmp_path: Path) -> None:
    file = tmp_path / "prove.yaml"
    file.write_text(f"{HEAD}sections:\n  - id: s\n    title: S\n    questions:\n      - {YES_NO}\n", encoding="utf-8")
    edited = Edited(file, tmp_path / "journals")
    assert edited.check(edited.text).questionnaire is not None
    broken = edited.check(edited.text.replace("source: test", 'source: "test').replace("area: other", "area: annet"))
    assert [finding.code for finding in broken.findings] == ["unknown-value", "syntax"]
    assert broken.questionnaire is None and broken.places is None
    assert edited.formatted(broken.text)[0] is None


def test_an_answer_that_does_not_fit_comes_back_with_the_question_it_fits(trial: Trial) -> None:
    tried(trial, form(CHOICE))
    assert answer(trial).empty
    tried(trial, form(YES_NO))
    assert answer(trial).value is True


def test_an_answer_taken_back_stays_taken_back(trial: Trial) -> None:
    assert trial.filling is not None
    trial.filling.undo()
    tried(trial, form(CHOICE))
    tried(trial, form(YES_NO))
    assert answer(trial).empty


def test_an_option_that_is_gone_takes_its_answer_with_it() -> None:
    trial = Trial(2, 57, date(2026, 11, 22))
    tried(trial, form(CHOICE))
    assert trial.filling is not None
    trial.filling.answer("x", Answer(value="b"))
    tried(trial, form(CHOICE.replace("{value: b", "{value: c")))
    assert answer(trial).empty
    tried(trial, form(CHOICE.replace("text: B", "text: Be")))
    assert answer(trial).value == "b"


def edited(tmp_path: Path, text: str = HEAD, name: str = "prove.yaml") -> Edited:
    folder = tmp_path / "skjemaer"
    folder.mkdir(exist_ok=True, parents=True)
    (folder / name).write_text(text, "utf-8")
    return Edited(folder / name, tmp_path / "editing")


def test_what_is_wrong_is_found_in_the_text_and_not_in_the_file(tmp_path: Path) -> None:
    file = edited(tmp_path)
    checked = file.check(HEAD + "sections: []\nnoe: annet\n")
    assert checked.kind is Kind.FORM and checked.questionnaire is None
    assert {finding.code for finding in checked.findings} >= {"unknown-key"}


@pytest.mark.parametrize(
    ("folder", "text", "kind", "code"),
    [
        ("pathways", "id: prove\ncontact_points: nei\n", Kind.PATHWAY, "wrong-type"),
        ("services", "services: nei\n", Kind.SERVICES, "wrong-type"),
        ("scenarios", "form: finnes_ikke\nscenarios: []\n", Kind.SCENARIOS, "unknown-form"),
    ],
)
def test_other_files_are_checked_as_what_they_are(
    tmp_path: Path, folder: str, text: str, kind: Kind, code: str
) -> None:
    file = edited(tmp_path / folder, text)
    file.path = file.path.rename(tmp_path / folder / file.path.name)
    checked = file.check(text)
    assert checked.kind is kind and code in {finding.code for finding in checked.findings}


def test_scenarios_are_completed_with_the_names_of_their_form_also_while_they_cannot_be_read(tmp_path: Path) -> None:
    text = "form: phq9\nscenarios:\n  - name: a\n    given:\n      nedst"
    file = edited(tmp_path / "scenarios", text)
    file.path = file.path.rename(tmp_path / "scenarios" / file.path.name)
    file.check(text.removesuffix("nedst") + "interesse: 1\n    expect: {}\n")
    broken = text + "\n   : ["
    file.check(broken)
    offered = file.complete(broken, len(text))
    assert offered is not None and [one.text for one in offered.candidates] == ["nedstemt: "]
    assert file.describe(text + "emt: 1\n", len(text)).startswith("Følt deg nedfor")


def test_saving_what_has_not_changed_leaves_the_file_alone(tmp_path: Path) -> None:
    file = edited(tmp_path)
    before = file.path.stat()
    file.save()
    assert (file.path.stat().st_ino, file.path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_saving_over_what_others_wrote_is_refused(tmp_path: Path) -> None:
    file = edited(tmp_path)
    file.text = "min\n"
    file.path.write_text("deres\n", "utf-8")
    with pytest.raises(ChangedOutside) as raised:
        file.save()
    assert raised.value.file.text == "deres\n" and file.path.read_text("utf-8") == "deres\n"
    file.stand_by(raised.value.file)
    with pytest.raises(ChangedOutside):
        file.save()
    file.overwrite_theirs()
    file.save()
    assert file.path.read_text("utf-8") == "min\n" and not file.unsaved


def test_a_file_that_was_only_touched_is_not_changed(tmp_path: Path) -> None:
    file = edited(tmp_path)
    file.path.write_text(HEAD, "utf-8")
    assert file.look_outside() is None


def test_a_file_that_is_gone_is_written_anew(tmp_path: Path) -> None:
    file = edited(tmp_path)
    file.text = "min\n"
    file.path.unlink()
    assert file.look_outside() is None and file.gone
    file.save()
    assert file.path.read_text("utf-8") == "min\n"


def test_a_late_keeping_does_not_bring_back_what_is_saved(tmp_path: Path) -> None:
    file = edited(tmp_path)
    file.text = "min\n"
    file.keep()
    file.save()
    file.keep()
    assert Edited(file.path, tmp_path / "editing").left is None


def test_what_is_published_under_this_version_is_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"{HEAD}sections:\n  - id: s\n    title: S\n    questions:\n      - {YES_NO}\n"
    file = edited(tmp_path, text)
    monkeypatch.setattr(Published, "versions", lambda _self, _form: (_Version(form(YES_NO).content_hash()),))
    assert file.check(text).published == ""
    assert file.check(text.replace("Ja?", "Nei?")).published == "1.0"


class _Version:
    version = "1.0"

    def __init__(self, content_hash: str) -> None:
        self.content_hash = content_hash


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_survives_the_editor(text: str) -> None:
    import unicodedata

    from kartlegging_tui.tui.shielded import shielded, unshielded

    meant = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    held = shielded(text)
    assert unshielded(held) == meant
    assert len(held.splitlines()) <= meant.count("\n") + 1, "the text area breaks lines where the file does"
