"""Everything that whoever keeps the forms should know about one of them. Counts alone are said of patients."""

from __future__ import annotations

from dataclasses import dataclass

from kartlegging_tui.definitions.library import Library
from kartlegging_tui.domain.form_use import FormUse
from kartlegging_tui.domain.publication import Publication
from kartlegging_tui.services.form_use import FormUses
from kartlegging_tui.services.listed_forms import ListedForm, listed_form
from kartlegging_tui.services.publishing import Plan, Publishing
from kartlegging_tui.services.scenario_trials import TriedFile, tried


@dataclass(frozen=True)
class FormPage:
    """One form."""

    listed: ListedForm
    plan: Plan
    """What publishing it as it is now would mean."""
    tried: TriedFile
    """What came of its scenarios."""
    history: tuple[Publication, ...]
    """Who published what of it, when and why; the latest first."""
    use: FormUse | None
    """Where it is used; None where nobody has looked."""


def form_page(library: Library, publishing: Publishing, uses: FormUses | None, identifier: str) -> FormPage:
    """What is known about a form; `uses` where it should be counted how it is used, which takes longest.

    Reads files and records, so for a worker. Raises KeyError where there is no such form, and NotRead.
    """
    listed, plan = listed_form(library, identifier), publishing.plan(identifier)
    return FormPage(
        listed,
        plan,
        tried(listed.path, plan.questionnaire, plan.findings, plan.scenarios),
        tuple(reversed(publishing.history(identifier))),
        uses.one(identifier) if uses is not None else None,
    )
