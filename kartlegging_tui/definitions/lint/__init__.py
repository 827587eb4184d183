"""What is wrong with a form or a pathway beyond its shape: names, texts, options, numbers, conditions."""

from __future__ import annotations

from collections.abc import Mapping

from kartlegging_tui.definitions.findings import Finding
from kartlegging_tui.definitions.lint.children import children
from kartlegging_tui.definitions.lint.conditions import conditions
from kartlegging_tui.definitions.lint.exclusive import exclusive
from kartlegging_tui.definitions.lint.formerly import formerly
from kartlegging_tui.definitions.lint.letters import letters
from kartlegging_tui.definitions.lint.likeness import similar_ids
from kartlegging_tui.definitions.lint.names import names
from kartlegging_tui.definitions.lint.needs import needs
from kartlegging_tui.definitions.lint.never import never
from kartlegging_tui.definitions.lint.numbers import numbers
from kartlegging_tui.definitions.lint.options import options
from kartlegging_tui.definitions.lint.pathways import contact_points
from kartlegging_tui.definitions.lint.placeholders import placeholders
from kartlegging_tui.definitions.lint.reading import reading
from kartlegging_tui.definitions.lint.repeated import repeated
from kartlegging_tui.definitions.lint.scores import scores
from kartlegging_tui.definitions.lint.since_published import since_published
from kartlegging_tui.definitions.lint.texts import texts
from kartlegging_tui.definitions.lint.walk import texts_in
from kartlegging_tui.definitions.source import Source
from kartlegging_tui.domain.pathway import PathwayDefinition
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.ranges import scope_with_ranges


def lint_questionnaire(form: Questionnaire, source: Source, before: Questionnaire | None = None) -> list[Finding]:
    """All findings about a form; `before` is the published version that it is compared with, where there is one."""
    scope = scope_with_ranges(form)
    written = list(texts_in(form))
    return [
        *names(form, source),
        *formerly(form, source),
        *texts(form, source, written),
        *options(form, source),
        *numbers(form, source),
        *needs(form, source),
        *children(form, source),
        *conditions(form, source, scope),
        *never(form, source, scope),
        *scores(form, source, scope),
        *exclusive(form, source),
        *repeated(form, source),
        *similar_ids(form, source),
        *letters(form, source, written),
        *reading(form, source),
        *placeholders(form, source, written),
        *since_published(form, source, before),
    ]


def lint_pathway(
    pathway: PathwayDefinition, source: Source, forms: Mapping[str, Questionnaire] | None
) -> list[Finding]:
    """All findings about a pathway; what it offers is checked where the forms are known."""
    return [*texts(pathway, source, texts_in(pathway)), *contact_points(pathway, source, forms)]
