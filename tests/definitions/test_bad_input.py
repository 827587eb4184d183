"""What must never take `kartlegging check` down: each is said at its place, in little time and memory.

The list is that of the hazards measured for YAML and for files; what a hazard means to the reader itself is in
`test_reader.py`. Where a value only looks dangerous to YAML 1.1, it is a text here, or a typed field says so.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from kartlegging_tui.cli import main
from kartlegging_tui.definitions.check import check
from kartlegging_tui.definitions.reader import questionnaire_from_text
from kartlegging_tui.definitions.schema import pathway_schema, questionnaire_schema, services_schema
from kartlegging_tui.definitions.writer import to_yaml
from kartlegging_tui.domain.expressions import FUNCTIONS
from tests.definitions.good_files import FORM, HERE, PATHWAY, spoiled
from tests.domain.forms import form_of, integer, sheet_of, yes_no

PLACE = re.compile(
    r"^(?P<path>.+):(?P<line>\d+):(?P<column>\d+): (error|warning)\[(?P<code>[a-z-]+)\]: \S", re.MULTILINE
)
SERVICES = """\
id: liste
title: {nb: Liste, nn: Liste, en: List}
source: Own
services:
  - id: lege
    name: {nb: Lege, nn: Lege, en: Doctor}
    kind: role
"""
ANSWERS = "smerte: 4\nsted: [rygg]\ncontext: {age: 57}\n"

LAUGHS = "a0: ¤&a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{number}: &a{number} [{', '.join([f'*a{number - 1}'] * 9)}]\n" for number in range(1, 12)
)
MERGES = "a0: ¤&a0 {k0: 1}\n" + "".join(
    f"a{number}: &a{number} {{<<: [{', '.join([f'*a{number - 1}'] * 9)}], k{number}: 1}}\n" for number in range(1, 12)
)

IN_A_FORM = [
    ("wrong-type", "confidential", "flag: true", "flag: ¤no"),
    ("wrong-type", "yes", "flag: true", "flag: ¤YES"),
    ("wrong-type", "off", "flag: true", "flag: ¤off"),
    ("wrong-type", "time of day", "max: 120", "max: ¤12:30"),
    ("wrong-type", "time with seconds", "max: 120", "max: ¤23:59:59"),
    ("wrong-type", "octal", "max: 120", "max: ¤0150"),
    ("wrong-type", "identity number", "max: 120", "max: ¤01010012345"),
    ("wrong-type", "underscores", "max: 120", "max: ¤1_000"),
    ("wrong-type", "exponent", "max: 120", "max: ¤1e3"),
    ("wrong-type", "hexadecimal", "max: 120", "max: ¤0x1F"),
    ("wrong-type", "no number", "max: 120", "max: ¤.nan"),
    ("wrong-type", "infinity", "max: 120", "max: ¤-.inf"),
    ("wrong-type", "date", "max: 120", "max: ¤2026-11-21"),
    ("wrong-type", "no date", "max: 120", "max: ¤2026-13-41"),
    ("wrong-type", "default key", "max: 120", "max: ¤="),
    ("wrong-type", "version", 'version: "1.0"', "version: ¤3.10"),
    ("wrong-type", "null byte", "max: 120", 'max: ¤"120"'),
    ("number-too-long", "5000 digits", "max: 120", "max: ¤" + "1" * 5000),
    ("unknown-key", "key of YAML 1.1", "at_most: 2", "¤no: 2"),
    ("duplicate-key", "duplicate", "at_most: 2", "at_most: 2\n        ¤at_most: 3"),
    ("merge-key", "merge", "at_most: 2", "¤<<: {at_most: 2}"),
    ("anchor", "itself", "options: svar", "options: ¤&x [*x]"),
    ("tag", "python", "source: Own", "source: ¤!!python/object/apply:os.system [ls]"),
    ("tag", "binary", "source: Own", "source: ¤!!binary aGVp"),
    ("tag", "set", "source: Own", "source: ¤!!set {a, b}"),
    ("unsafe-character", "raw null", "source: Own", "source: Own¤\0"),
    ("unsafe-character", "spelled null", "source: Own", 'source: "Own¤\\x00"'),
    ("unsafe-character", "escape", "source: Own", 'source: "Own¤\\e[31m"'),
    ("unsafe-character", "raw escape", "source: Own", "source: Own¤\x1b[31m"),
    ("unsafe-character", "bidi", "source: Own", "source: Own¤\u202e"),
    ("unsafe-character", "spelled bidi", "source: Own", 'source: "Own¤\\u202E"'),
    ("unsafe-character", "byte order mark inside", "source: Own", "source: Own¤\ufeff"),
    ("syntax", "spelled half character", "source: Own", 'source: "Own\\u¤d800"'),
    ("syntax", "tab", "  svar:", "¤\tsvar:"),
    ("out-of-range", "rows", "max_rows: 20", "max_rows: ¤1000000000"),
    ("out-of-range", "no rows", "min_rows: 1", "min_rows: ¤-1"),
    ("out-of-range", "scale", "max: 10\n", "max: ¤1000000000\n"),
    ("out-of-range", "10,000 terms", "when: plage >= 4", "when: ¤" + " or ".join(["plage >= 4"] * 10_000)),
    ("condition-too-long", "parentheses", "when: plage >= 4", "when: ¤" + "(" * 900 + "plage >= 4" + ")" * 900),
    ("condition-too-long", "minus signs", "when: plage >= 4", "when: ¤4 < " + "-" * 1900 + "plage"),
    ("condition-not-allowed", "a long number", "when: plage >= 4", "when: plage >= ¤" + "4" * 1500),
    ("condition-not-allowed", "infinity in a condition", "when: plage >= 4", "when: plage >= ¤1e999"),
    ("condition-not-allowed", "powers", "when: plage >= 4", "when: ¤10**10**10 > plage"),
    ("condition-not-allowed", "code", "when: plage >= 4", "when: '¤[x for x in (1, 2)]'"),
]  # fmt: skip
ALONE = [
    ("too-deep", "nesting 500", "[" * 30 + "¤[" + "[" * 470 + "]" * 501),
    ("too-deep", "nesting 100,000", "[" * 30 + "¤[" + "[" * 100_000),
    ("too-deep", "nesting of maps", "a: " + "{a: " * 29 + "¤{a: " + "{a: " * 100_000),
    ("too-deep", "nesting by dashes", "- " * 30 + "¤- " + "- " * 100_000),
    ("anchor", "billion laughs", LAUGHS),
    ("anchor", "merge bomb", MERGES),
    ("too-large", "values", "[" + "a," * 99_999 + "¤a" + ",a" * 100_000 + "]"),
    ("missing-key", "YAML 1.2 by name", "%YAML 1.2\n---\n¤id: no\n"),
    ("empty-file", "empty", "¤"),
    ("empty-file", "blank", "¤\n\n"),
    ("several-documents", "two documents", "id: god\n¤---\nid: god\n"),
    ("wrong-type", "no map", "¤- a\n- b\n"),
    ("wrong-type", "one word", "¤form\n"),
    ("syntax", "binary", "¤]\x7f[{"),
]
BYTES = [
    ("encoding", "UTF-16", FORM.encode("utf-16"), (1, 1)),
    ("encoding", "UTF-16 without a mark", FORM.encode("utf-16-le"), (1, 2)),
    ("encoding", "UTF-32", FORM.encode("utf-32-be"), (1, 1)),
    ("encoding", "latin-1", FORM.replace("God", "Sår", 1).encode("latin-1"), (5, 14)),
    ("encoding", "half a letter", FORM.encode() + "#å".encode()[:2], (FORM.count("\n") + 1, 2)),
    ("encoding", "a half of a pair", b"id: a\nb: \xed\xa0\x80\n", (2, 4)),
    ("empty-file", "a mark alone", b"\xef\xbb\xbf", (1, 1)),
    ("too-large", "too large", b"#" * 1_000_001, (1, 1)),
    ("unsafe-character", "zeros", b"a: b\nc: d\n" * 9 + b"\0" * 3, (19, 1)),
]


@dataclass(frozen=True)
class Hazard:
    """A file, and what must be said about it."""

    name: str
    content: bytes
    code: str
    place: tuple[int, int]


def _hazards() -> list[Hazard]:
    made = [Hazard(name, content, code, place) for code, name, content, place in BYTES]
    for code, name, old, new in IN_A_FORM:
        text, place = spoiled(FORM, old, new)
        made.append(Hazard(name, text.encode(), code, place))
    for code, name, marked in ALONE:
        text, place = spoiled(marked, marked, marked)
        made.append(Hazard(name, text.encode(), code, place))
    return made


HAZARDS = _hazards()


def said(output: str) -> list[tuple[str, int, int]]:
    """What the lines of the check say: code, line and column."""
    return [(each["code"], int(each["line"]), int(each["column"])) for each in PLACE.finditer(output)]


@pytest.mark.parametrize("hazard", HAZARDS, ids=lambda hazard: hazard.name)
def test_each_hazard_is_said_at_its_place(hazard, tmp_path, capsys):
    file = tmp_path / "god.yaml"
    file.write_bytes(hazard.content)
    assert main(["check", str(file)]) == 1
    assert (hazard.code, *hazard.place) in said(capsys.readouterr().out)


def test_the_hazards_are_those_of_files_that_are_good_otherwise(tmp_path, capsys):
    for name, text in (("god.yaml", FORM), ("liste.yaml", SERVICES)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert main(["check", str(tmp_path / name)]) == 0
        assert said(capsys.readouterr().out) == []


OTHER_KINDS = [
    ("anchor", "source: Own", "source: ¤&x Own"),
    ("tag", "source: Own", "source: ¤!!binary aGVp"),
    ("unsafe-character", "source: Own", 'source: "Own¤\\u202e"'),
    ("duplicate-key", "source: Own", "source: Own\n¤source: Own"),
    ("merge-key", "source: Own", "source: Own\n¤<<: {a: b}"),
    ("unknown-key", "source: Own", "source: Own\n¤no: Own"),
    ("wrong-type", "source: Own", "source: ¤010"),
    ("wrong-type", "source: Own", "source: ¤true"),
    ("too-deep", "source: Own", "source: " + "[" * 29 + "¤[" + "[" * 1000),
    ("syntax", "source: Own", "source: ¤]"),
]


@pytest.mark.parametrize(("folder", "name", "good"), [("pathways", "forlop", PATHWAY), ("services", "liste", SERVICES)])
@pytest.mark.parametrize(("code", "old", "new"), OTHER_KINDS)
def test_pathways_and_services_have_the_same_hazards(folder, name, good, code, old, new, tmp_path, capsys):
    text, place = spoiled(good, old, new.replace("010", "10") if "010" in new else new)
    file = tmp_path / folder / f"{name}.yaml"
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    assert main(["check", str(file)]) == 1
    assert (code, *place) in said(capsys.readouterr().out)


OF_ANSWERS = [
    ("anchor", "age: 57", "age: ¤&x 57"),
    ("wrong-type", "age: 57", "age: ¤057"),
    ("wrong-type", "smerte: 4", "smerte: ¤0x4"),
    ("wrong-type", "smerte: 4", "smerte: ¤12:30"),
    ("number-too-long", "smerte: 4", "smerte: ¤" + "4" * 5000),
    ("unknown-option", "[rygg]", "[¤no]"),
    ("unknown-name", "sted: [", "¤no: ["),
    ("duplicate-key", "sted: [", "¤smerte: ["),
    ("too-deep", "[rygg]", "[" * 29 + "¤[" + "[" * 1000),
    ("unsafe-character", "[rygg]", '["rygg¤\\x00"]'),
]


@pytest.mark.parametrize(("code", "old", "new"), OF_ANSWERS)
def test_answers_have_them_too(code, old, new, tmp_path, capsys):
    text, place = spoiled(ANSWERS, old, new)
    (tmp_path / "god.yaml").write_text(FORM, encoding="utf-8")
    (tmp_path / "svar.yaml").write_text(text, encoding="utf-8")
    assert main(["evaluate", str(tmp_path / "god.yaml"), str(tmp_path / "svar.yaml")]) == 1
    assert (code, *place) in said("".join(capsys.readouterr()))


def test_what_only_looks_dangerous_is_a_text(tmp_path, capsys):
    text = FORM.replace("source: Own", "source: =").replace("licence: MIT", "licence: 12:30")
    text = text.replace("{value: ja,", "{value: no,").replace("{value: nei,", "{value: 2026-13-41,")
    (tmp_path / "god.yaml").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert main(["check", str(tmp_path / "god.yaml")]) == 0
    assert said(capsys.readouterr().out) == []


# The real program, in a process of its own


@dataclass(frozen=True)
class Run:
    code: int
    output: str
    errors: str
    megabytes: float
    """The most memory that the process had, of its own."""


LAUNCHER = """
import resource, subprocess, sys
resource.setrlimit(resource.RLIMIT_CPU, (5, 5))
code = subprocess.call(sys.argv[1:], stdin=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""
"""In a small process between: Linux counts the memory of whoever starts a process as the process's own."""


def checked(*words: str | Path) -> Run:
    """`kartlegging check` with five seconds of the processor, which is ten times what it needs."""
    check = [sys.executable, "-m", "kartlegging_tui", "--language", "en", "check", *map(str, words)]
    run = subprocess.run([sys.executable, "-c", LAUNCHER, *check], capture_output=True, check=False)
    errors, _, kilobytes = run.stderr.decode().rstrip("\n").rpartition("\n")
    assert "Traceback" not in errors, errors
    return Run(run.returncode, run.stdout.decode(), errors, int(kilobytes) / 1024)


HEAVY = [
    "nesting 100,000",
    "nesting by dashes",
    "billion laughs",
    "merge bomb",
    "values",
    "5000 digits",
    "10,000 terms",
]


@pytest.mark.parametrize("name", HEAVY)
def test_a_bomb_costs_little(name, tmp_path):
    hazard = next(hazard for hazard in HAZARDS if hazard.name == name)
    good, bad = tmp_path / "good" / "god.yaml", tmp_path / "bad" / "god.yaml"
    for file, content in ((good, FORM.encode()), (bad, hazard.content)):
        file.parent.mkdir()
        file.write_bytes(content)
    usual, run = checked(good), checked(bad)
    assert (usual.code, run.code) == (0, 1)
    assert (hazard.code, *hazard.place) in said(run.output)
    assert run.megabytes - usual.megabytes < 200


def test_all_hazards_at_once_are_said_file_by_file(tmp_path):
    for number, hazard in enumerate(HAZARDS):
        (tmp_path / f"h{number}.yaml").write_bytes(hazard.content)
    run = checked(tmp_path)
    assert run.code == 1
    assert {Path(each["path"]).name for each in PLACE.finditer(run.output)} >= {
        f"h{n}.yaml" for n in range(len(HAZARDS))
    }


def test_what_is_no_file_to_read_is_said_and_never_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "round.yaml").symlink_to("round.yaml")
    (tmp_path / "gone.yaml").symlink_to("absent.yaml")
    with (tmp_path / "sparse.yaml").open("wb") as file:
        file.truncate(5 * 1024**3)
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "up").symlink_to("..")
    run = checked(tmp_path, "/dev/zero", tmp_path / "folder.yaml", tmp_path / "empty")
    found = {(Path(each["path"]).name, each["code"]) for each in PLACE.finditer(run.output)}
    assert found >= {
        ("pipe.yaml", "unreadable"),
        ("round.yaml", "unreadable"),
        ("gone.yaml", "unreadable"),
        ("sparse.yaml", "too-large"),
        ("zero", "unreadable"),
        ("folder.yaml", "no-files"),
    }
    assert run.code == 1
    assert run.megabytes < 200


@contextmanager
def as_somebody_else() -> Iterator[None]:
    """The administrator of the machine, who can read everything, is somebody else for a while."""
    administrator = os.geteuid() == 0
    if administrator:
        os.seteuid(65534)
    try:
        yield
    finally:
        if administrator:
            os.seteuid(0)


def test_a_file_or_folder_that_may_not_be_read_is_said():
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)
        for name in ("god", "outer/mer"):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / f"{name}.yaml").write_text(FORM, encoding="utf-8")
        (folder / "inner").mkdir()
        for path, mode in ((folder / "god.yaml", 0), (folder / "inner", 0), (folder / "outer", 0o444)):
            path.chmod(mode)
        with as_somebody_else():
            found = [(Path(finding.path).name, finding.code) for finding in check([folder])]
            absent = check([folder / "inner" / "x.yaml"])
        for path in (folder / "inner", folder / "outer"):
            path.chmod(0o755)
    assert found == [("god.yaml", "unreadable"), ("inner", "unreadable"), ("mer.yaml", "unreadable")]
    assert [finding.code for finding in absent] == ["unreadable"]


@pytest.mark.parametrize("named", ["a" * 5000, "a\ud800b", "x/" * 2000])
def test_a_name_that_no_file_can_have_is_no_file(named):
    assert main(["check", named]) == 2


LONG = 1100
CHAINS = {
    "each shown by the next": form_of(
        *[yes_no(f"q{n}", visible_if=f"q{n + 1}") for n in range(LONG)], yes_no(f"q{LONG}")
    ),
    "each computed from the next": form_of(
        integer("q"),
        *[
            {"id": f"c{n}", "type": "computed", "value": "q" if n == 0 else f"c{n - 1} + 1"}
            for n in reversed(range(LONG))
        ],
    ),
    "each score of the one before": form_of(
        integer("q"), scores=[{"id": f"s{n}", "value": f"s{n - 1} + 1" if n else "sum(q)"} for n in range(LONG)]
    ),
    "each score of two before": form_of(
        integer("q"),
        scores=[{"id": f"s{n}", "value": f"s{n - 1} + s{n - 2}" if n > 1 else "sum(q)"} for n in range(200)],
    ),
}


@pytest.mark.parametrize("chain", CHAINS)
def test_a_long_chain_is_checked_like_any_other(chain):
    reading = questionnaire_from_text(to_yaml(CHAINS[chain]), "form.yaml")
    assert reading.findings == ()
    assert reading.value == CHAINS[chain]


def test_squares_of_squares_are_unknown_before_they_are_too_large_to_reckon_with():
    squares = [{"id": f"c{n}", "type": "computed", "value": f"c{n - 1} * c{n - 1}" if n else "q"} for n in range(40)]
    form = form_of(integer("q"), *squares, scores=[{"id": "s", "value": "c39 / 0.000001"}])
    assert questionnaire_from_text(to_yaml(form), "form.yaml").findings == ()
    sheet = sheet_of(form, q=9)
    assert sheet.computed("c3") == 9**8
    assert sheet.computed("c39") is None


def test_a_long_circle_is_one_finding():
    ring = form_of(*[yes_no(f"q{n}", visible_if=f"q{(n + 1) % LONG}") for n in range(LONG)])
    assert [finding.code for finding in questionnaire_from_text(to_yaml(ring), "form.yaml").findings] == ["cycle"]


def test_no_key_of_a_file_and_no_function_of_a_condition_is_a_pattern():
    """A pattern can take for ever to look for; where one is wanted some day, it must be one that cannot."""
    schemas = json.dumps([questionnaire_schema(), pathway_schema(), services_schema()])
    keys = set(re.findall(r'"([a-z_]+)": \{', schemas))
    assert "max_length" in keys
    assert not {word for word in keys | set(FUNCTIONS) if re.search("regex|pattern|match|like|glob|format", word)}


def test_a_condition_does_not_write_on_the_screen_of_those_who_check(tmp_path):
    (tmp_path / "god.yaml").write_text(
        FORM.replace("when: plage >= 4", "when: 'plage >= 4 and yrke != \"\\d\"'"), "utf-8"
    )
    assert "\n" not in checked(tmp_path / "god.yaml").errors


def test_a_mark_is_left_in_no_hazard():
    assert not any(HERE.encode() in hazard.content for hazard in HAZARDS)
