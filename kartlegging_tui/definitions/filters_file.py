"""Filters under a name, in a file of the user's own that can be read, edited and kept with others.

    worklist:                                # of the worklist
      "Mine forfalte":
        status: ["overdue", "open"]
        responsible: ["me"]
    records:                                 # of all that was answered: conditions
      "Mye smerte": "smerte >= 7 and not any(tiltak)"

In the platform's folder for configuration, or where `KARTLEGGING_FILTERS` says. What is saved goes in between what is
there, comments and all; a file in which something is wrong is told about and never written to.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

from kartlegging_tui.definitions.findings import Finding
from kartlegging_tui.definitions.shape import to_model
from kartlegging_tui.definitions.source import At, Source
from kartlegging_tui.definitions.yaml_reader import parse, read_source
from kartlegging_tui.domain.definition import Condition, Definition
from kartlegging_tui.domain.diagnosis_groups import DiagnosisGroup
from kartlegging_tui.domain.filters import Filter, Whose
from kartlegging_tui.domain.worklist import Due

VARIABLE = "KARTLEGGING_FILTERS"
WORKLIST, RECORDS = "worklist", "records"
"""The sections of the file."""


class WrittenFilter(Definition):
    """A filter of the worklist as the file says it. What is left out does not narrow."""

    status: tuple[Due, ...] = ()
    municipality: tuple[str, ...] = ()
    """Municipality numbers."""
    unit: tuple[str, ...] = ()
    responsible: tuple[int | Whose, ...] = ()
    """me, nobody, or the number of a user."""
    diagnosis: tuple[DiagnosisGroup, ...] = ()
    children: bool = False
    urgent: bool = False
    late: bool = False


class FiltersFile(Definition):
    """The whole file."""

    worklist: dict[str, WrittenFilter] = {}
    records: dict[str, Condition] = {}


@dataclass(frozen=True)
class SavedFilters:
    """What a file says, as far as it can be read."""

    worklist: Mapping[str, Filter]
    """By name, in the order of the file."""
    records: Mapping[str, str]
    """Conditions by name. Whether they are conditions is seen where they are used."""
    findings: tuple[Finding, ...] = ()
    """What is wrong, with its place. While there is any, nothing is saved."""


class NotKept(Exception):
    """A filter could not be saved; the file is as it was."""

    def __init__(self, path: Path, reason: str = "", findings: Iterable[Finding] = ()) -> None:
        self.path = path
        self.reason = reason
        """What the system says; empty where something is wrong with the file itself."""
        self.findings = tuple(findings)
        super().__init__(f"{path}: {reason or ', '.join(map(str, self.findings))}")


def filters_path() -> Path:
    """Where the file is, or will be."""
    named = os.environ.get(VARIABLE)
    return Path(named).expanduser() if named else _usual_path()


def _usual_path() -> Path:
    return Path(platformdirs.user_config_dir("kartlegging", appauthor=False)) / "filters.yaml"


def read_filters(path: Path) -> SavedFilters:
    """The filters of a file; none where there is no file. Never raises for what is in it."""
    return _saved(_source(path))[0]


def save_worklist_filter(path: Path, name: str, only: Filter) -> None:
    """Keeps a filter of the worklist under a name, in the place of one that has it. Raises NotKept."""
    fields = {key: value for key, value in _written(only).items() if value}
    lines = [f"    {key}: {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items()]
    _change(path, WORKLIST, name, [f"  {_quoted(name)}:{'' if lines else ' {}'}", *lines])


def save_records_filter(path: Path, name: str, condition: str) -> None:
    """Keeps a condition under a name, in the place of one that has it. Raises NotKept."""
    _change(path, RECORDS, name, [f"  {_quoted(name)}: {_quoted(condition)}"])


def remove_filter(path: Path, section: str, name: str) -> None:
    """Takes one out of a section; nothing where there is none. Raises NotKept."""
    _change(path, section, name, [])


def _source(path: Path) -> Source:
    return read_source(path) if os.path.lexists(path) else parse("", str(path))


def _saved(source: Source) -> tuple[SavedFilters, bool]:
    """What was read, and whether nothing is wrong with it."""
    findings = list(source.findings)
    written: FiltersFile | None = FiltersFile()
    if source.readable and not _is_empty(source):
        written, about_shape = to_model(source, FiltersFile)
        findings += about_shape
    elif _is_empty(source):
        findings = []
    written = written or FiltersFile()
    filters = {name: _read(each) for name, each in written.worklist.items()}
    return SavedFilters(filters, dict(written.records), tuple(sorted(set(findings)))), not findings


def _is_empty(source: Source) -> bool:
    """Nothing but comments."""
    return all(not line.strip() or line.lstrip().startswith("#") for line in source.lines)


def _read(written: WrittenFilter) -> Filter:
    return Filter(
        states=frozenset(written.status),
        municipalities=frozenset(written.municipality),
        units=frozenset(written.unit),
        responsible=frozenset(written.responsible),
        diagnoses=frozenset(written.diagnosis),
        children=written.children,
        urgent=written.urgent,
        late=written.late,
    )


def _written(only: Filter) -> dict[str, Any]:
    return {
        "status": [state for state in Due if state in only.states],
        "municipality": sorted(only.municipalities),
        "unit": sorted(only.units),
        "responsible": sorted(only.responsible, key=lambda whose: (isinstance(whose, int), str(whose))),
        "diagnosis": [group for group in DiagnosisGroup if group in only.diagnoses],
        "children": only.children,
        "urgent": only.urgent,
        "late": only.late,
    }


def _quoted(text: str) -> str:
    """As a text between quotation marks, on one line: of both JSON and YAML."""
    return json.dumps(text, ensure_ascii=False)


def _change(path: Path, section: str, name: str, lines: list[str]) -> None:
    """Puts these lines where the entry stands, or at the end of its section. The rest stays as it is, to the letter."""
    try:
        source = _source(path)
        saved, sound = _saved(source)
        if not sound:
            raise NotKept(path, findings=saved.findings)
        text = [] if source.lines == [""] else source.lines
        changed = "\n".join(_put(source, text, section, name, lines)).rstrip("\n") + "\n"
        again = parse(changed, str(path))
        if not _saved(again)[1]:  # written in a way that lines cannot be put into, such as all between braces
            raise NotKept(path, findings=_saved(again)[0].findings)
        _write(path, changed)
    except OSError as error:
        raise NotKept(path, error.strerror or type(error).__name__) from None


def _put(source: Source, text: list[str], section: str, name: str, lines: list[str]) -> list[str]:
    entries = source.value((section,))
    if not entries:  # no such section, or `{}`
        kept = [line for number, line in enumerate(text, 1) if not _is_header(source, section, number)]
        return [*kept, *([f"{section}:", *lines] if lines else [])]
    at = (section, name)
    if name in entries:
        first, last = source.span(at, key=True).line, _last_line(source, at)
        if not lines and len(entries) == 1:
            first = source.span((section,), key=True).line
        return [*text[: first - 1], *lines, *text[last:]]
    end = _last_line(source, (section,))
    return [*text[:end], *lines, *text[end:]]


def _is_header(source: Source, section: str, number: int) -> bool:
    return (section,) in source.keys and source.span((section,), key=True).line == number


def _last_line(source: Source, at: At) -> int:
    """The number of the last line of what stands at a place and under it."""
    inside = (span for where, span in source.values.items() if where[: len(at)] == at)
    ends = (source.position(max(span.end - 1, span.start))[0] for span in inside)
    return max(ends, default=source.span(at, key=True).line)


def _write(path: Path, text: str) -> None:
    """All of it or nothing, for this user alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    place = path.resolve()  # a link stays a link
    handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=".filters-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(place)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
