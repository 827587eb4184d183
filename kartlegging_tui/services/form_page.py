"""Everything that whoever keeps the forms should know about one of them. Counts alone are said of patients."""

from __future__ import annotations

from dataclasses import dataclass

from kartlegging_tui.definitions.files import scenarios_beside
from kartlegging_tui.definitions.library import Library
from kartlegging_tui.definitions.published import Published
from kartlegging_tui.domain.publication import Publication
from kartlegging_tui.services.listed_forms import ListedForm, listed_form
from kartlegging_tui.services.scenario_trials import TriedFile, try_file


@dataclass(frozen=True)
class FormPage:
    """One form."""

    listed: ListedForm
    tried: TriedFile
    """What came of its scenarios."""
    history: tuple[Publication, ...]
    """Who published what of it, when and why; the latest first."""


def form_page(library: Library, identifier: str) -> FormPage:
    """What is known about a form; reads files, so for a worker. Raises KeyError where the library has no such file."""
    listed = listed_form(library, identifier)
    happened = Published.beside(listed.path).history
    return FormPage(
        listed,
        try_file(listed.path, scenarios_beside(listed.path)),
        tuple(each for each in reversed(happened) if each.form == identifier),
    )
