"""Reads the file of an example as the check would: beside the good files, among which its pathways find their forms."""

from __future__ import annotations

from functools import cache

from kartlegging_tui.definitions.codes.code import Example
from kartlegging_tui.definitions.codes.good_files import FORM, PATHWAY, SERVICES
from kartlegging_tui.definitions.findings import Finding
from kartlegging_tui.definitions.reader import pathway_from_text, questionnaire_from_text
from kartlegging_tui.definitions.services import services_from_text
from kartlegging_tui.domain.questionnaire import Questionnaire


def findings_in(example: Example, text: str) -> tuple[Finding, ...]:
    """The findings in the good or the bad file of an example."""
    if example.file == PATHWAY:
        return pathway_from_text(text, "forlop.yaml", _forms()).findings
    if example.file == SERVICES:
        return services_from_text(text, "kommune.yaml").findings
    return questionnaire_from_text(text, "god.yaml").findings


@cache
def _forms() -> dict[str, Questionnaire]:
    """Those that the good pathway offers."""
    texts = {"god": FORM, "mer": FORM.replace("id: god", "id: mer")}
    forms = {name: questionnaire_from_text(text, f"{name}.yaml").questionnaire for name, text in texts.items()}
    return {name: form for name, form in forms.items() if form is not None}
