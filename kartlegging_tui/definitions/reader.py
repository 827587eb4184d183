"""Reads forms and pathways from their files, with everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel

from kartlegging_tui.definitions.findings import MAX_FINDINGS, Finding, has_errors
from kartlegging_tui.definitions.left_out import follows
from kartlegging_tui.definitions.lint import lint_pathway, lint_questionnaire
from kartlegging_tui.definitions.shape import to_model
from kartlegging_tui.definitions.source import Source
from kartlegging_tui.definitions.standing_in import names_in_doubt
from kartlegging_tui.definitions.yaml_reader import parse, read_source
from kartlegging_tui.domain.pathway import PathwayDefinition
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.language import _

Value = TypeVar("Value", bound=BaseModel)
Forms = Mapping[str, Questionnaire]
Before = Callable[[Questionnaire], Questionnaire | None]
"""The published version that a form is compared with."""


@dataclass(frozen=True)
class Reading(Generic[Value]):
    """What came of reading a file."""

    value: Value | None
    """The form or pathway; None if there are errors."""
    findings: tuple[Finding, ...]
    """All of them, in the order of the file."""
    draft: Value | None = None
    """What could be made of a file with errors: enough for checking other files against it, never for use."""

    @property
    def questionnaire(self) -> Value | None:
        """The value, of the reading of a questionnaire."""
        return self.value


def read_questionnaire(path: Path) -> Reading[Questionnaire]:
    """The form in a file. Never raises for what is in the file, or for there being none."""
    return questionnaire_from_source(read_source(path))


def questionnaire_from_text(text: str, path: str | Path, before: Before | None = None) -> Reading[Questionnaire]:
    """The form in a text; `path` is what the findings call it."""
    return questionnaire_from_source(parse(text, str(path)), before)


def questionnaire_from_source(source: Source, before: Before | None = None) -> Reading[Questionnaire]:
    """The form in what was read; with `before` (`Published.before`), compared with what has been published of it."""
    return read_as(
        source,
        Questionnaire,
        lambda form, source: lint_questionnaire(form, source, before(form) if before is not None else None),
    )


def read_pathway(path: Path, forms: Forms | None = None) -> Reading[PathwayDefinition]:
    """The pathway in a file; with `forms`, by id, what it offers is checked against them."""
    return pathway_from_source(read_source(path), forms)


def pathway_from_text(text: str, path: str | Path, forms: Forms | None = None) -> Reading[PathwayDefinition]:
    """The pathway in a text; `path` is what the findings call it."""
    return pathway_from_source(parse(text, str(path)), forms)


def pathway_from_source(source: Source, forms: Forms | None = None) -> Reading[PathwayDefinition]:
    """The pathway in what was read."""
    return read_as(source, PathwayDefinition, lambda pathway, source: lint_pathway(pathway, source, forms))


_OF_THE_WHOLE = ("unused-option-list",)
"""What can be said only of a form in which all the rest is right."""

_OF_THE_NAME = ("duplicate-id", "reserved-name")
"""What is wrong with a name whatever else is wrong with what is called so."""


def _in_doubt(finding: Finding, source: Source, names: Collection[str]) -> bool:
    """True for what is said about something that only stands in for what is wrong, or follows from it.

    `names` are those of questions and scores of which something is wrong.
    """
    if not source.stand_ins or finding.at is None:
        return False
    within = any(finding.at[:length] in source.stand_ins for length in range(len(finding.at) + 1))
    value = source.value(finding.at)
    about_one = isinstance(value, str) and value in names and finding.code not in _OF_THE_NAME
    return within or about_one or finding.code in _OF_THE_WHOLE


def read_as(source: Source, model: type[Value], lint: Callable[[Value, Source], Collection[Finding]]) -> Reading[Value]:
    """What was read, as a value of this model; `lint` finds what is wrong beyond its shape."""
    findings = set(source.findings)
    value = None
    if source.readable or source.left_out:
        value, about_shape = to_model(source, model)
        findings.update(finding for finding in about_shape if not follows(finding, source))
        if value is not None:
            names = names_in_doubt(source)
            about_rest = (finding for finding in lint(value, source) if not _in_doubt(finding, source, names))
            findings.update(finding for finding in about_rest if not follows(finding, source))
    if source.left_out:  # what others refer to in this file may be what was left out, and nothing is mended on a guess
        value = None
        findings = {*source.findings, *(replace(each, fix=None) for each in findings - set(source.findings))}
    in_order = sorted(findings)
    if len(in_order) > MAX_FINDINGS:
        last = in_order[MAX_FINDINGS - 1]
        message = _("There is more after this; only the first {count} findings are shown.").format(count=MAX_FINDINGS)
        in_order[MAX_FINDINGS:] = [source.finding_at((last.line, last.column), "more-findings", message)]
    return Reading(None if has_errors(in_order) else value, tuple(in_order), value)
