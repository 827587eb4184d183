"""Every command, with every text of people and files being an attack: a terminal, a spreadsheet, a page get text."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from kartlegging_tui import cli
from kartlegging_tui.command_line.paint import PAINT
from kartlegging_tui.definitions.library import shipped_folder
from kartlegging_tui.domain.people import Role
from kartlegging_tui.interchange.spreadsheet import csv_file, harmless
from kartlegging_tui.records.database import Database
from kartlegging_tui.services import rights
from kartlegging_tui.services.rights import COMMANDS, Right
from tests.hostile import PAYLOADS, poison, texts_of, unsafe_in

SCREENS_OR_PASSWORDS = {"demo", "edit", "preview", "password", "key"}
"""They open screens, which are toured in `tests/tui`, or ask for a password and print nothing of anybody."""


class Terminal(io.StringIO):
    """A stream to somebody's terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def records(demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    file = Path(shutil.copy(demo_file, tmp_path / "demo.sqlite3"))
    poison(file)
    monkeypatch.setattr(rights, "RIGHTS", {right: frozenset(Role) for right in Right})
    return str(file)


@pytest.fixture
def give(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Gives a command at a terminal; what the terminal got, of both streams."""

    def given(*words: str) -> str:
        screen = Terminal()
        with monkeypatch.context() as here:
            here.setattr(sys, "stdout", screen)
            here.setattr(sys, "stderr", screen)
            cli.main(["--language", "nb", *words])
        return screen.getvalue()

    return given


def tour(records: str, folder: Path) -> dict[str, list[list[str]]]:
    """What is given of each command."""
    form = folder / "phq9.yaml"
    form.write_text(
        (shipped_folder() / "phq9.yaml").read_text("utf-8") + f'\nugyldig: "{PAYLOADS[0]} \x9b\u202e"\n', "utf-8"
    )
    good = Path(shutil.copy(shipped_folder() / "esas_r.yaml", folder / "esas_r.yaml"))
    answers = folder / "svar.yaml"
    answers.write_text('smerte: "\x9b [/] \u202e"\n"\x1b]0;x": 1\n', "utf-8")
    arrived = folder / "kommet.json"
    arrived.write_text(
        json.dumps({"format": PAYLOADS[6], "patients": [{"\x9b\u202e": PAYLOADS[1]}]}, ensure_ascii=False)
    )
    backup, where = str(folder / "kopi.sqlite3"), ["--database", records]
    table = ["export", "--format", "csv", "--purpose", "quality", *where]
    nowhere = f"{folder}/\x9b\u202e[/].yaml"
    return {
        "new": [["new", "\x9b\u202e"]],
        "check": [["check", str(form)], ["check", str(form), "--json"], ["check", nowhere]],
        "format": [["format", "--check", str(form)], ["format", nowhere]],
        "test": [["test", str(form)], ["test", nowhere]],
        "evaluate": [["evaluate", str(good), str(answers)], ["evaluate", str(good), str(answers), "--json"]],
        "blank": [["blank", str(good), "--output", "-"], ["blank", nowhere]],
        "codebook": [["codebook", str(good)], ["codebook", str(good), "--format", "html"], ["codebook", str(form)]],
        "diff": [["diff", str(form), *where], ["diff", nowhere, *where]],
        "publish": [["publish", str(good), "--why", PAYLOADS[6], "--by", PAYLOADS[1], "--yes", *where]],
        "history": [["history", str(good)], ["history", str(good), "--json"]],
        "retire": [["retire", "\x9b\u202e", "--why", PAYLOADS[5], *where]],
        "usage": [["usage", *where], ["usage", "--json", *where], ["usage", "\x9b\u202e", *where]],
        "compare": [["compare", "7", "--format", form, *where] for form in ("text", "html", "csv", "json")],
        "ask": [["ask", "esas_r.smerte >= 0", *how, *where] for how in ([], ["--json"], ["--csv"])]
        + [["ask", '"\x9b AND NEAR(', *where]],
        "find": [
            ["find", "http", *where],
            ["find", "http", "--json", *where],
            ["find", *where, "--", *PAYLOADS[15].split()],
        ],
        "follow-up": [["follow-up", *where], ["follow-up", "--json", *where], ["follow-up", "--who", "\x9b%", *where]],
        "import": [["import", str(arrived), *where], ["import", nowhere, *where]],
        "codes": [["codes", *where], ["codes", "--json", *where], ["codes", "--csv", "--history", *where]],
        "export": [["export", *where], ["export", "--patient", "\x9b\u202e", *where], table],
        "report": [["report", "--format", form, *where] for form in ("md", "html", "csv", "json")],
        "users": [["users", "list", *where]],
        "access-log": [["access-log", "--format", form, *where] for form in ("text", "csv", "json")]
        + [["access-log", "--patient", "1", *where], ["access-log", "--who", "\x9b\u202e", *where]],
        "verify": [["verify", *where], ["verify", "--json", *where]],
        "backup": [["backup", backup, *where]],
        "restore": [["restore", "--check", backup, *where]],
        "erase": [["erase", "--list", *where]],
        "doctor": [["doctor", *where], ["doctor", "--json", *where]],
        "migrate": [["migrate", *where]],
        "schema": [["schema"]],
        "keys": [["keys"]],
    }


def test_every_command_is_toured(tmp_path: Path) -> None:
    assert set(tour("", tmp_path)) | SCREENS_OR_PASSWORDS == set(COMMANDS)


def test_no_command_lets_a_terminal_act(records: str, tmp_path: Path, give: Callable[..., str]) -> None:
    silent, found = [], []
    for name, ways in tour(records, tmp_path).items():
        for words in ways:
            printed = give(*words)
            left = unsafe_in(re.sub("|".join(map(re.escape, PAINT)), "", printed))
            found += [f"{words}: {left}"] if left else []
            if "--json" in words or (words[0] == "export" and len(words) == 3):
                start = re.search(r"^[\[{]", printed, re.M)
                assert start is not None, (words, printed)
                json.JSONDecoder().raw_decode(printed[start.start() :])
            if not printed:
                silent.append(name)
    assert not found
    assert set(silent) <= {"format"}


def test_what_is_exported_as_json_is_exactly_what_stands_in_the_records(records: str, give: Callable[..., str]) -> None:
    printed = give("export", "--database", records)  # also that some patients are others'
    whole = json.JSONDecoder().raw_decode(printed[printed.index("{") :])[0]
    database = Database.open(records)
    with database.read() as view:
        kept = [view.patient(number) for number in view.patient_ids()]
    database.close()
    told = [each["patient"] for each in whole["patients"]]
    exported = Counter((each["name"], each["contact_person"]) for each in told)
    assert exported.total() > 20  # one or two are followed by another unit
    assert not exported - Counter((each.name, each.contact_person) for each in kept)
    assert any(unsafe_in(text) for text in texts_of(told))


def test_no_cell_of_any_table_is_run(records: str, give: Callable[..., str]) -> None:
    for words in (
        ["compare", "7", "--format", "csv"],
        ["ask", "esas_r.smerte >= 0", "--csv"],
        ["report", "--format", "csv"],
        ["access-log", "--format", "csv"],
        ["codes", "--csv"],
        ["export", "--format", "csv", "--purpose", "quality"],
    ):
        printed = give(*words, "--database", records)
        rows = list(csv.reader(io.StringIO(printed, newline=""), delimiter=";"))
        assert rows, words
        for cell in (cell for row in rows for cell in row):
            assert harmless(cell) == cell, (words, cell)


def test_a_page_holds_no_tag_of_anybodys(records: str, give: Callable[..., str]) -> None:
    for words in (["compare", "7", "--format", "html"], ["report", "--format", "html"]):
        page = give(*words, "--database", records)
        assert "<script" not in page, words
        assert not re.search(r"""(?:href|src)=["']?javascript:""", page), words
    assert html.escape("<script>") in give("compare", "7", "--format", "html", "--database", records)


@pytest.mark.parametrize(
    "sign", ["=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\u200b=", "\xa0="]
)
def test_a_formula_is_text_also_at_full_width_and_behind_what_is_not_seen(sign: str) -> None:
    cell = f"{sign}HYPERLINK(1)"
    assert f"'{cell}" in csv_file([[cell, "b"]]).decode("utf-8-sig").replace('"', "")
