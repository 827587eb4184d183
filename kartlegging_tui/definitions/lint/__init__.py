"""What is wrong with a form or a pathway beyond its shape: names, texts, options, numbers, conditions."""

from __future__ import annotations

from collections.abc import Mapping

from kartlegging_tui.definitions.findings import Finding
from kartlegging_tui.definitions.lint.children import children
from kartlegging_tui.definitions.lint.conditions import conditions
from kartlegging_tui.definitions.lint.formerly import formerly
from kartlegging_tui.definitions.lint.names import names
from kartlegging_tui.definitions.lint.needs import needs
from kartlegging_tui.definitions.lint.numbers import numbers
from kartlegging_tui.definitions.lint.options import options
from kartlegging_tui.definitions.lint.pathways import contact_points
from kartlegging_tui.definitions.lint.texts import texts
from kartlegging_tui.definitions.source import Source
from kartlegging_tui.domain.pathway import PathwayDefinition
from kartlegging_tui.domain.questionnaire import Questionnaire


def lint_questionnaire(form: Questionnaire, source: Source) -> list[Finding]:
    """All findings about a form."""
    return [
        *names(form, source),
        *formerly(form, source),
        *texts(form, source),
        *options(form, source),
        *numbers(form, source),
        *needs(form, source),
        *children(form, source),
        *conditions(form, source),
    ]


def lint_pathway(
    pathway: PathwayDefinition, source: Source, forms: Mapping[str, Questionnaire] | None
) -> list[Finding]:
    """All findings about a pathway; what it offers is checked where the forms are known."""
    return [*texts(pathway, source), *contact_points(pathway, source, forms)]
