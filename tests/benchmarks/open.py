"""Opening a form, from Enter on the patient's page to the form painted, in the real program; and the peers' ways."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.figures import Figure, Skipped, figure, ratio
from tests.benchmarks.peers import forms
from tests.benchmarks.peers.installed import NotHere, browser, node
from tests.benchmarks.stage import Stage, furnish
from tests.domain.large_forms import large_form

SIZES = (20, 1_000, 10_000)
LIKE_A_SMALL_ONE = 1_000
TIMES = 12
PAINTED = "high"
"""What stands under each question, answered or not: on the screen when the form is."""


def run() -> Iterator[Figure | Skipped]:
    if os.name != "posix":
        yield Skipped("opening", "needs a pseudo-terminal")
        return
    opened: dict[int, Figure] = {}
    for size in SIZES:
        small = opened.get(SIZES[0])
        with tempfile.TemporaryDirectory(prefix="open-") as folder:
            stage = furnish(Path(folder), large_form(size))
            first, again = _opened(stage, TIMES)
            budget = ratio(1.2) if size == LIKE_A_SMALL_ONE else None
            opened[size] = figure(f"{size} questions: to painted", again, small, budget)
            yield opened[size]
            yield figure(f"{size} questions: the first time since the program's start", first)
        with tempfile.TemporaryDirectory(prefix="open-") as folder:
            stage = furnish(Path(folder), large_form(size), answered=True)
            _first, again = _opened(stage, TIMES)
            yield figure(f"{size} questions, all answered: to painted", again, opened[size], ratio(1.2))
    for size in SIZES[:2]:
        yield from _survey(size, opened[size])
        yield from _lforms(size, opened[size])


def _opened(stage: Stage, times: int) -> tuple[list[float], list[float]]:
    """Milliseconds: the first time in a program, of two programs; and the times after."""
    first: list[float] = []
    again: list[float] = []
    for _ in range(2):
        with stage.program() as terminal:
            terminal.wait_for("Ola Nordmann")
            terminal.send("enter")
            terminal.wait_for("Samhandlingspunkt 1")
            terminal.settle(1.0)
            for number in range(times // 2 + 1):
                (again if number else first).append(terminal.seconds_until("enter", PAINTED) * 1000)
                terminal.settle(0.5)
                terminal.send("esc")
                terminal.wait_for("Samhandlingspunkt 1", absent=PAINTED)
                terminal.settle(0.3)
    return first, again


def _survey(size: int, ours: Figure) -> Iterator[Figure | Skipped]:
    try:
        took = node("survey_core.mjs", {"form": forms.surveyjs(large_form(size)), "values": [], "builds": 7})
    except NotHere as error:
        yield Skipped(f"{size} questions: survey-core, the model alone", str(error))
        return
    peer = figure(f"survey-core, {size} questions, the model alone", took["open"])
    yield peer
    yield Figure(f"{size} questions: ours, painted", ours.median, ours.p95, ours.runs, beside=peer)


def _lforms(size: int, ours: Figure) -> Iterator[Figure | Skipped]:
    try:
        given = {"form": forms.fhir(large_form(size)), "opens": 5, "clicks": 0, "browser": browser()}
        took = node("lforms.mjs", given)
    except NotHere as error:
        yield Skipped(f"{size} questions: lforms in Chromium", str(error))
        return
    peer = figure(f"lforms in Chromium, {size} questions, painted", took["open"])
    budget = ratio(0.1) if size == LIKE_A_SMALL_ONE else None
    yield peer
    yield Figure(f"{size} questions: ours, painted", ours.median, ours.p95, ours.runs, beside=peer, budget=budget)
