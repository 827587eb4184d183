"""`kartlegging diff`, `publish`, `retire` and `history`, as an admin with a text editor uses them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kartlegging_tui import language
from kartlegging_tui.cli import main
from kartlegging_tui.command_line.exit_codes import ExitCode
from kartlegging_tui.definitions.library import FOLDER_VARIABLE
from kartlegging_tui.definitions.published import Published
from kartlegging_tui.domain.questionnaire import Status
from kartlegging_tui.records.database import Database
from tests.definitions.good_files import FORM

Run = subprocess.CompletedProcess[str]
DRAFT = FORM.replace("status: active", "status: draft   # not yet")
AGE = "{id: alder, type: integer, min: 0, max: 120,"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of an admin's own, with one form."""
    own = tmp_path / "skjemaer"
    own.mkdir()
    (own / "god.yaml").write_text(DRAFT, encoding="utf-8")
    monkeypatch.setenv(FOLDER_VARIABLE, str(own))
    return own


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]):
    """Runs a command in English; its exit code and what it printed."""

    def all_of(*words: object) -> tuple[int, str]:
        try:
            code = main(["--language", "en", *map(str, words)])
        except SystemExit as error:
            code = int(error.code or 0)
        finally:
            language.use("nb")
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return all_of


def edit(folder: Path, *changes: tuple[str, str]) -> None:
    """The admin changes the form in a text editor."""
    file = folder / "god.yaml"
    text = file.read_text("utf-8")
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after, 1)
    file.write_text(text, encoding="utf-8")


def publish(say, why: str = "First", *more: str) -> tuple[int, str]:
    return say("publish", "god", "--why", why, "--by", "Kari Lunde", "--yes", *more)


def test_the_story_of_a_form_from_its_first_version_to_its_retirement(folder, say):
    assert publish(say) == (
        0,
        "god 1.0 is the first version to be published.\ngod 1.0 is published.\n",
    )
    assert "status: active   # not yet" in (folder / "god.yaml").read_text("utf-8")
    copy = folder / "published" / "god-1.0.yaml"
    assert copy.read_bytes() == (folder / "god.yaml").read_bytes()

    edit(folder, ("id: uro\n", "id: bekymring\n"), ("value: sum(smerte, uro)", "value: sum(smerte, bekymring)"))
    code, text = publish(say, "Clearer")
    assert code == 1
    assert "✗ Version 1.0 is published" in text and '`version: "2.0"`' in text
    assert "✗ `uro` is gone" in text and "write `formerly: uro` under it" in text

    edit(folder, ("id: bekymring\n", "id: bekymring\n        formerly: uro\n"), ('version: "1.0"', 'version: "1.1"'))
    assert say("diff", "god") == (
        0,
        "god 1.0 → 1.1\n"
        "The answers keep, but what is asked, or what it means, may have shifted\n"
        "  The question `bekymring` “Worry”: was called `uro` before\n"
        "Changes nothing for the answers\n"
        "  The score `plage` “Trouble”\n"
        "    the formula: sum(smerte, uro) → sum(smerte, bekymring)\n",
    )
    code, text = publish(say, "Clearer")
    assert code == 0 and text.endswith("god 1.1 is published.\n")

    code, text = say("history", "god")
    assert [line.split("  ", 1)[1] for line in text.splitlines()] == [
        "god 1.0  published by Kari Lunde: First",
        "god 1.1  published by Kari Lunde: Clearer",
    ]
    assert say("retire", "god", "--why", "Not used", "--by", "Kari Lunde") == (0, "god 1.1 is retired.\n")
    assert "status: retired" in (folder / "god.yaml").read_text("utf-8")
    assert say("history", "god", "--json")[1].count('"event": "retired"') == 1
    assert say("check", folder)[0] == 0


def test_what_is_published_already_is_not_published_again(folder, say):
    publish(say)
    history = (folder / "published" / "history.yaml").read_bytes()
    code, text = publish(say)
    assert (code, text) == (0, "god 1.0 is published already, and nothing has changed since.\n")
    assert (folder / "published" / "history.yaml").read_bytes() == history


def test_publishing_that_was_interrupted_can_be_done_again(folder, say):
    publish(say)
    whole = {path.name: path.read_bytes() for path in (folder / "published").iterdir()}
    edit(folder, ("status: active", "status: draft"))  # the file was never reached
    assert publish(say)[0] == 0
    assert {path.name for path in (folder / "published").iterdir()} == set(whole)
    assert (folder / "published" / "history.yaml").read_bytes() == whole["history.yaml"]
    (folder / "published" / "history.yaml").unlink()  # nor the history
    edit(folder, ("status: active", "status: draft"))
    code, text = publish(say)
    assert code == 0, text
    assert say("check", folder)[0] == 0


def test_a_copy_that_says_something_else_is_never_written_over(folder, say):
    (folder / "published").mkdir()
    copy = folder / "published" / "god-1.0.yaml"
    copy.write_text("id: god\n", encoding="utf-8")
    code, text = publish(say)
    assert code == 1 and "published-unlisted" in text
    assert copy.read_text("utf-8") == "id: god\n"
    assert "status: draft" in (folder / "god.yaml").read_text("utf-8")


def test_a_lower_version_and_one_with_errors_are_refused(folder, say):
    edit(folder, ('version: "1.0"', 'version: "1.5"'))
    publish(say)
    edit(folder, ('version: "1.5"', 'version: "1.4"'), ("max: 120", "max: 110"))
    code, text = publish(say)
    assert code == 1 and "Version 1.5 is published; the version of the file is lower" in text
    assert '`version: "1.6"`' in text
    edit(folder, ("flag: true", "flagg: true"))
    code, text = publish(say)
    assert code == 1 and "unknown-key" in text and "✗ The file has errors." in text


def test_answers_are_only_lost_from_view_where_somebody_says_so(folder, say):
    publish(say)
    edit(folder, ('version: "1.0"', 'version: "2.0"'), ("      - id: annet\n", "      - id: fritt\n"))
    edit(folder, ("{value: kne, ", "{value: ankel, "))
    assert "--accept-loss annet --accept-loss sted.kne" in publish(say)[1]
    assert publish(say, "x", "--accept-loss", "annet")[0] == 1
    assert publish(say, "x", "--accept-loss", "annet", "--accept-loss", "sted.kne")[0] == 0


def test_a_failing_scenario_keeps_a_form_from_being_published(folder, say):
    (folder / "scenarios").mkdir()
    scenario = folder / "scenarios" / "god.yaml"
    scenario.write_text(SCENARIO.format(score=5), encoding="utf-8")
    code, text = publish(say)
    assert code == 1 and "✗ A scenario does not come out as expected." in text
    scenario.write_text(SCENARIO.format(score=6), encoding="utf-8")
    code, text = publish(say)
    assert code == 0 and "1 scenario as expected." in text


SCENARIO = """\
form: god
scenarios:
  - name: Litt
    given: {{smerte: 5, sted: [rygg], uro: 1}}
    expect:
      scores: {{plage: {score}}}
"""


def test_without_a_terminal_somebody_must_say_yes_and_why(folder, say):
    assert say("publish", "god", "--why", "x")[0] == 2
    assert say("publish", "god", "--why", "  ", "--yes")[0] == 2
    assert say("publish", "nobody", "--why", "x", "--yes")[0] == 2
    assert not (folder / "published").exists()


def test_the_editor_who_has_no_status_line_or_an_odd_one_is_told_or_helped(folder, say):
    edit(folder, ("status: draft   # not yet\n", ""))
    assert publish(say)[0] == 0
    assert 'version: "1.0"\nstatus: active\n' in (folder / "god.yaml").read_text("utf-8")
    edit(folder, ('version: "1.0"\nstatus: active', "{a: b}"[:0] + 'version: "1.1"\n"status": draft'))
    code, text = publish(say, "x")
    assert code == 1 and "Write `status: active`" in text


def test_line_ends_and_comments_of_the_file_stay_as_they_are(folder, say):
    file = folder / "god.yaml"
    file.write_bytes(("\ufeff# æøå\n" + DRAFT).replace("\n", "\r\n").encode())
    assert publish(say)[0] == 0
    assert (
        file.read_bytes()
        == ("\ufeff# æøå\n" + DRAFT).replace("status: draft", "status: active").replace("\n", "\r\n").encode()
    )
    assert say("check", folder)[0] == 0


def test_a_retired_form_can_be_taken_into_use_again_as_it_was(folder, say):
    publish(say)
    say("retire", "god", "--why", "x")
    assert say("retire", "god", "--why", "x")[0] == 1
    assert publish(say, "Again")[0] == 0
    assert [line["event"] for line in json.loads(say("history", "god", "--json")[1])] == [
        *("published", "retired", "published"),
    ]
    assert "status: active" in (folder / "god.yaml").read_text("utf-8")


def test_retiring_that_was_interrupted_can_be_done_again(folder, say):
    publish(say)
    retire = ("retire", "god", "--why", "Not used", "--by", "Kari Lunde")
    assert say(*retire)[0] == 0
    history = (folder / "published" / "history.yaml").read_bytes()
    edit(folder, ("status: retired", "status: active"))  # the file was never reached
    assert say("check", folder)[1].count("active-not-published") == 1
    assert say(*retire) == (0, "god 1.0 is retired.\n")
    assert (folder / "published" / "history.yaml").read_bytes() == history
    assert "status: retired" in (folder / "god.yaml").read_text("utf-8")
    code, text = say(*retire)
    assert code == 1 and "No version of god is published and in use." in text


KILLED = """
import os, sys
from pathlib import Path
from kartlegging_tui.cli import main
replace, left, after = Path.replace, int(sys.argv[1]), sys.argv[2] == "after"
def replaced(self, target):
    global left
    left -= 1
    if not left and not after:
        os._exit(9)
    replace(self, target)
    if not left:
        os._exit(9)
Path.replace = replaced
main(["publish", "god", "--why", "First", "--by", "Kari Lunde", "--yes"])
"""


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", [1, 2, 3])
def test_whoever_is_killed_while_publishing_publishes_again_and_nothing_is_half(folder, say, monkeypatch, step, when):
    killed = subprocess.run([sys.executable, "-c", KILLED, str(step), when], check=False)
    assert killed.returncode == 9
    monkeypatch.setattr("kartlegging_tui.definitions.publishing.PATIENCE", 0.01)
    assert publish(say)[0] == 0
    assert say("check", folder)[0] == 0
    [version] = Published(folder / "published").versions("god")
    assert (version.version, version.status) == ("1.0", Status.ACTIVE)
    assert len(Published(folder / "published").history) == 1
    assert (folder / "published" / "god-1.0.yaml").read_bytes() == (folder / "god.yaml").read_bytes()


def test_the_status_that_a_form_is_about_to_lose_is_no_change(folder, say):
    publish(say)
    edit(folder, ('version: "1.0"', 'version: "1.1"'), ("max: 120", "max: 110"), ("status: active", "status: draft"))
    text = publish(say, "Less")[1]
    assert "the highest number: 120 → 110" in text and "draft" not in text
    say("retire", "god", "--why", "Not used")
    assert publish(say, "After all") == (0, "god 1.1 is as it was published.\ngod 1.1 is published.\n")


def test_a_published_version_whose_copy_is_spoilt_is_neither_unknown_nor_the_first(folder, say):
    publish(say)
    copy = folder / "published" / "god-1.0.yaml"
    copy.write_text(copy.read_text("utf-8").replace("max: 120", "max: 12"), encoding="utf-8")
    for words in (("diff", "god"), ("diff", "god@1.0", "god"), ("retire", "god", "--why", "x")):
        code, text = say(*words)
        assert code and "The copy of god 1.0 is gone, or not what was published" in text and str(copy) in text
    code, text = publish(say)
    assert code == 1 and "first version" not in text and "✗ The archive of published versions" in text


def test_what_has_been_changed_cannot_be_retired_before_that_is_settled(folder, say):
    publish(say)
    edit(folder, ("max: 120", "max: 110"))
    code, text = say("retire", "god", "--why", "x")
    assert code == 1 and "is not version 1.0 as it was published" in text


def asks_nobody(where: Path | str) -> str:
    """A database without patients that nobody logs in to, as a demo's."""
    database = Database.open(where)
    with database.write() as unit:
        unit.set("demo", "0 patients")
        unit.commit()
    database.close()
    return str(where)


def test_in_a_database_only_whoever_keeps_the_forms_publishes(folder, say, empty_place):
    """Without one, whoever may write in the folder does."""
    words = ("god", "--why", "x", "--database", asks_nobody(empty_place))
    for command in (("publish", *words, "--yes"), ("retire", *words)):
        code, text = say(*command)
        assert code == ExitCode.NOT_ALLOWED and "Your role does not let you do this." in text
    assert not (folder / "published").exists()


def test_stored_answers_are_counted_in_the_database_that_is_named(folder, say, empty_place):
    publish(say)
    edit(folder, ("max: 120", "max: 110"), ('version: "1.0"', 'version: "1.1"'))
    database = asks_nobody(empty_place)
    assert say("diff", "god", "--database", database)[1].endswith("    → No signed answer is touched.\n")
    change = json.loads(say("diff", "god", "--database", database, "--json")[1])["forms"][0]["changes"][0]
    assert change["stored"] == {"effect": "outside", "count": 0, "few": False, "at_least": None}


# diff


def test_what_was_renamed_step_by_step_is_followed_through_the_versions_between(folder, say):
    """A question and an option are renamed twice; each version tells only of its own step."""
    publish(say)
    ja, formerly = "{value: ja,", "      - id: {now}\n        formerly: {was}\n"
    for version, was, now, before, after in (
        ("1.0", "uro", "bekymring", ja, "{value: jo, formerly: ja,"),
        ("1.1", "bekymring", "engstelse", "{value: jo, formerly: ja,", "{value: jada, formerly: jo,"),
    ):
        stood = "      - id: uro\n" if was == "uro" else formerly.format(now=was, was="uro")
        edit(
            folder,
            (f'version: "{version}"', f'version: "1.{int(version[-1]) + 1}"'),
            (stood, formerly.format(now=now, was=was)),
            (f"value: sum(smerte, {was})", f"value: sum(smerte, {now})"),
            (before, after),
        )
        assert publish(say, "Other name")[0] == 0
    code, text = say("diff", "god@1.0", "god@1.2")
    assert code == 0 and "is gone" not in text, text
    assert "`engstelse` “Worry”: was called `uro` before" in text
    assert "option `jada` of `yrke` “Yes”: was called `ja` before" in text
    changes = json.loads(say("diff", "--json", "god@1.0", "god")[1])["forms"][0]["changes"]
    renamed = {(each["before"], each["after"]) for each in changes if each["what"] == "renamed"}
    assert renamed == {("uro", "engstelse"), ("ja", "jada")}
    assert not [each for each in changes if each["what"] in ("removed", "added")]
    back = json.loads(say("diff", "--json", "god", "god@1.0")[1])["forms"][0]["changes"]
    assert ("engstelse", "uro") in {(each["before"], each["after"]) for each in back if each["what"] == "renamed"}
    (folder / "published" / "god-1.1.yaml").unlink()
    assert "removed" in say("diff", "--json", "god@1.0", "god")[1]  # nothing tells of the step between


def test_two_files_two_folders_and_versions_are_compared(folder, say, tmp_path):
    publish(say)
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    assert say("diff", folder, other) == (0, "No difference.\n")
    edit(other, ('version: "1.0"', 'version: "1.1"'), ("max: 120", "max: 110"))
    expected = (
        "god 1.0 → 1.1\n"
        "The answers keep, but what is asked, or what it means, may have shifted\n"
        "  The column `alder` of `barn` “Age”\n"
        "    the highest number: 120 → 110\n"
    )
    assert say("diff", folder, other) == (0, expected)
    assert say("diff", folder / "god.yaml", other / "god.yaml") == (0, expected)
    assert say("diff", "god@1.0", other / "god.yaml") == (0, expected)
    assert say("diff", "god", other) == (0, expected)
    assert say("diff", other / "god.yaml") == (0, expected)
    assert say("diff", other, folder, "--json")[0] == 0
    change = json.loads(say("diff", folder, other, "--json")[1])["forms"][0]["changes"][0]
    assert change == {
        "weight": "careful",
        "thing": "column",
        "what": "changed",
        "name": "barn.alder",
        "field": "max",
        "before": 120,
        "after": 110,
    }


@pytest.mark.parametrize("named", ["nobody", "god@9.9", "nobody@1.0", "published/nobody.yaml"])
def test_what_is_not_there_is_told(folder, say, named):
    publish(say)
    code, text = say("diff", named, "god")
    assert code == 2 and text.count("\n") == 1


def test_a_form_never_published_and_three_sides_are_wrong_use(folder, say):
    assert say("diff", "god") == (2, "No version of god is published.\n")
    assert say("diff", "god", "god", "god")[0] == 2


def test_a_broken_file_is_findings_and_exit_code_2(folder, say, tmp_path):
    (tmp_path / "god.yaml").write_text(FORM.replace("flag: true", "flagg: true"), encoding="utf-8")
    code, text = say("diff", folder / "god.yaml", tmp_path / "god.yaml")
    assert code == 2 and "unknown-key" in text and "No difference" not in text


def test_a_merge_is_refused_where_a_form_in_use_would_lose_answers(folder, say, tmp_path):
    publish(say)
    base = tmp_path / "base"
    shutil.copytree(folder, base)
    assert say("diff", "--check", base, folder) == (0, "No difference.\n")
    edit(folder, ("max: 120", "max: 110"))
    code, text = say("diff", "--check", base, folder)
    assert code == 1 and "✗ Version 1.0 is published" in text
    assert say("diff", base, folder)[0] == 0
    edit(folder, ('version: "1.0"', 'version: "1.1"'))
    assert say("diff", "--check", base, folder)[0] == 0
    edit(folder, ("      - id: annet\n", "      - id: fritt\n"))
    assert say("diff", "--check", base, folder)[0] == 1
    assert say("diff", "--check", base, folder, "--accept-loss", "annet")[0] == 0
    (folder / "god.yaml").unlink()
    code, text = say("diff", "--check", base, folder)
    assert code == 1 and "retire the form" in text


def test_a_merge_is_refused_where_the_archive_is_not_as_it_was(folder, say, tmp_path):
    publish(say)
    base = tmp_path / "base"
    shutil.copytree(folder, base)
    history = folder / "published" / "history.yaml"
    history.write_text(history.read_text("utf-8").replace("First", "Other"), encoding="utf-8")
    code, text = say("diff", "--check", base, folder)
    assert code == 1 and "published on the old side" in text


def test_a_draft_may_change_as_it_likes(folder, say, tmp_path):
    base = tmp_path / "base"
    shutil.copytree(folder, base)
    edit(folder, ("      - id: annet\n", "      - id: fritt\n"))
    assert say("diff", "--check", base, folder)[0] == 0


def test_an_active_form_changed_without_a_new_version_is_refused_also_where_the_base_does_not_know_it(
    folder, say, tmp_path
):
    publish(say)
    empty = tmp_path / "base"
    empty.mkdir()
    edit(folder, ("max: 120", "max: 110"))
    assert say("diff", "--check", empty, folder)[0] == 1


def test_what_a_file_says_does_not_drive_the_terminal(folder, say, tmp_path):
    (tmp_path / "god.yaml").write_text(FORM.replace("nb: Smerte,", 'nb: "A\\u0041 B",'), encoding="utf-8")
    assert "\x1b" not in say("diff", folder / "god.yaml", tmp_path / "god.yaml")[1]


# git


@pytest.fixture
def repository(folder: Path, tmp_path: Path) -> Path:
    """The folder under git, with the program as its diff for forms."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    git(folder, "init", "-q")
    (folder / ".gitattributes").write_text("*.yaml diff=kartlegging\n", encoding="utf-8")
    git(folder, "config", "diff.kartlegging.command", f"'{sys.executable}' -m kartlegging_tui --language en diff")
    (folder / "pathways").mkdir()
    (folder / "pathways" / "p.yaml").write_text("contact_points: 1\n", encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Base")
    return folder


def git(folder: Path, *words: str) -> Run:
    names = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@b"}
    environment = {**os.environ, **names, "PYTHONPATH": str(Path(__file__).parents[2]), "GIT_CONFIG_GLOBAL": os.devnull}
    ran = subprocess.run(["git", *words], cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr
    return ran


def test_git_shows_forms_in_words_and_everything_else_line_by_line(repository):
    edit(repository, ("max: 120", "max: 110"))
    (repository / "pathways" / "p.yaml").write_text("contact_points: 2\n", encoding="utf-8")
    (repository / "ny.yaml").write_text(FORM.replace("id: god", "id: ny"), encoding="utf-8")
    git(repository, "add", "-N", ".")
    text = git(repository, "diff").stdout
    assert "The column `alder` of `barn` “Age”\n    the highest number: 120 → 110\n" in text
    assert "-contact_points: 1\n+contact_points: 2\n" in text
    assert "+id: ny\n" in text


def test_nothing_is_hidden_in_a_broken_form_or_where_only_comments_differ(repository):
    edit(repository, ("# not yet", "# soon"))
    text = git(repository, "diff").stdout
    assert "Only comments or layout are different:" in text and "+status: draft   # soon" in text
    edit(repository, ("flag: true", "flagg: true"))
    assert "flagg: true" in git(repository, "diff").stdout
    git(repository, "rm", "-qf", "god.yaml")
    assert "-id: god\n" in git(repository, "diff", "--cached").stdout


def test_a_form_with_another_name_is_compared_all_the_same(repository):
    git(repository, "mv", "god.yaml", "bra.yaml")
    file = repository / "bra.yaml"
    file.write_text(file.read_text("utf-8").replace("max: 120", "max: 110"), encoding="utf-8")
    text = git(repository, "diff", "-M", "HEAD").stdout
    assert "bra.yaml" in text and "the highest number: 120 → 110" in text


def test_a_form_that_has_only_another_name_or_other_rights_says_so(repository):
    git(repository, "mv", "god.yaml", "bra.yaml")
    text = git(repository, "diff", "-M", "HEAD").stdout
    assert text.endswith("god.yaml → bra.yaml\nWhat is in the file is the same.\n")


# what is loaded


def test_comparing_and_publishing_load_neither_the_screens_nor_the_records(folder, tmp_path):
    code = (
        "import sys; from kartlegging_tui.cli import main; "
        f"main(['publish', {str(folder / 'god.yaml')!r}, '--why', 'x', '--yes']); "
        f"main(['diff', 'god@1.0', {str(folder / 'god.yaml')!r}]); main(['history']); "
        "print([name for name in ('textual', 'sqlmodel', 'sqlalchemy', 'ruamel') if name in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=120)
    assert ran.stdout.splitlines()[-1] == "[]", ran.stdout + ran.stderr
