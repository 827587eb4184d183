"""Checking, formatting and writing a file of many questions, beside what YAML's own C library takes for the text."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml

from kartlegging_tui.definitions.check import check
from kartlegging_tui.definitions.formatting import format_text
from kartlegging_tui.definitions.library import shipped_folder
from kartlegging_tui.definitions.writer import to_yaml
from kartlegging_tui.definitions.yaml_reader import LOADER, parse
from kartlegging_tui.domain import syntax
from tests.benchmarks.figures import Figure, timed
from tests.domain.large_forms import large_form


def run() -> list[Figure]:
    return [*_rows(100), *_rows(1_000), *_rows(5_000), *_shipped()]


def _rows(size: int) -> Iterator[Figure]:
    form = large_form(size)
    text = to_yaml(form)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "form.yaml"
        file.write_text(text, encoding="utf-8")
        loaded = timed(f"{size} questions, {len(text) // 1000} kB: yaml.load, in C", lambda _: _load(text), 5)
        yield loaded
        yield timed(f"{size} questions: yaml.parse alone, in C", lambda _: list(yaml.parse(text, LOADER)), 5)
        yield timed(f"{size} questions: data with positions", lambda _: parse(text, "form.yaml"), 5, loaded)
        yield timed(f"{size} questions: check, nothing parsed before", lambda _: _cold(file), 5, loaded)
        yield timed(f"{size} questions: format", lambda _: format_text(text), 5, loaded)
        yield timed(f"{size} questions: written as YAML", lambda _: to_yaml(form), 5, loaded)


def _shipped() -> Iterator[Figure]:
    folder = shipped_folder()
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.yaml"))]
    loaded = timed("the shipped forms: yaml.load, in C", lambda _: [_load(text) for text in texts], 5)
    yield loaded
    yield timed("the shipped forms: check", lambda _: _cold(folder), 5, loaded)


def _load(text: str) -> object:
    return yaml.load(text, Loader=LOADER)


def _cold(path: Path) -> None:
    syntax.parse.cache_clear()
    check([path])
