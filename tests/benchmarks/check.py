"""Checking forms, beside what YAML's C library and pydantic take to read them without a place or a rule; and what the
editor works out after a key.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import yaml

from kartlegging_tui.definitions.check import check
from kartlegging_tui.definitions.formatting import format_text
from kartlegging_tui.definitions.library import shipped_folder
from kartlegging_tui.definitions.writer import to_yaml
from kartlegging_tui.definitions.yaml_reader import LOADER, parse
from kartlegging_tui.domain import syntax
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.services.editing import Edited
from kartlegging_tui.services.preview import Trial
from tests.benchmarks.figures import Figure, Skipped, figure, p95, ratio, timed
from tests.benchmarks.peers.forms import xlsform
from tests.benchmarks.peers.installed import NotHere, python
from tests.domain.large_forms import large_form

TIMES = 7
KEYS = 25
BESIDE = ratio(3)


def run() -> Iterator[Figure | Skipped]:
    yield from _rows("50 forms of 100 questions", [_called(f"form{number}") for number in range(50)])
    yield from _rows("one form of 5000 questions", [large_form(5_000)])
    yield from _shipped()
    for size in (100, 1_000):
        yield _preview(size)


def _rows(what: str, forms: list[Questionnaire]) -> Iterator[Figure | Skipped]:
    texts = [(to_yaml(form), form.model_dump_json(exclude_defaults=True)) for form in forms]
    with tempfile.TemporaryDirectory(prefix="check-") as folder:
        for form, (text, _json) in zip(forms, texts, strict=True):
            (Path(folder) / f"{form.id}.yaml").write_text(text, encoding="utf-8")
        alone = timed(f"{what}: yaml.load in C, and pydantic", lambda _: [_alone(*each) for each in texts], TIMES)
        yield alone
        ours = timed(f"{what}: check", lambda _: _cold(Path(folder)), TIMES, alone, BESIDE)
        yield ours
        yield from _pyxform(what, forms, ours)
    if len(texts) == 1:
        (text, _json) = texts[0]
        yield timed(f"{what}: yaml.parse in C", lambda _: list(yaml.parse(text, LOADER)), TIMES, alone)
        yield timed(f"{what}: data with positions", lambda _: parse(text, "form.yaml"), TIMES, alone)
        yield timed(f"{what}: format", lambda _: format_text(text), TIMES, alone)


def _pyxform(what: str, forms: list[Questionnaire], ours: Figure) -> Iterator[Figure | Skipped]:
    try:
        took = python("pyxform_convert.py", {"forms": [xlsform(form) for form in forms], "times": TIMES})
    except NotHere as error:
        yield Skipped(f"{what}: pyxform", str(error))
        return
    peer = figure(f"{what}: pyxform, from tables that are read", took)
    yield peer
    yield Figure(ours.what, ours.median, ours.p95, ours.runs, beside=peer)


def _shipped() -> Iterator[Figure]:
    folder = shipped_folder()
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.yaml"))]
    loaded = timed("the shipped forms: yaml.load in C alone", lambda _: [yaml.load(each, LOADER) for each in texts], 5)
    yield loaded
    yield timed("the shipped forms: check", lambda _: _cold(folder), 5, loaded)


def _preview(size: int) -> Figure:
    """What is worked out once the keys rest: what is wrong, and the form with the answers so far."""
    text = to_yaml(large_form(size))
    with tempfile.TemporaryDirectory(prefix="check-") as folder:
        file = Path(folder) / "form.yaml"
        file.write_text(text, encoding="utf-8")
        edited, trial = Edited(file), Trial(1, 57, date(2026, 11, 22))

        def key(number: int) -> None:
            checked = edited.check(text.replace("nb: Form,", f"nb: Form {number},", 1))
            assert checked.questionnaire is not None
            trial.filled(checked.questionnaire, {})

        return timed(f"{size} questions: the preview after a key", key, KEYS, None, p95(50))


def _called(name: str) -> Questionnaire:
    return large_form(100).model_copy(update={"id": name})


def _alone(text: str, as_json: str) -> None:
    yaml.load(text, Loader=LOADER)
    Questionnaire.model_validate_json(as_json)


def _cold(path: Path) -> None:
    syntax.parse.cache_clear()
    check([path])
