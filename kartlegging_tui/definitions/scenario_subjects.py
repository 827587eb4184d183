"""Which form or pathway a file of scenarios is about, and where that is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kartlegging_tui.definitions.findings import Finding, has_errors, quote
from kartlegging_tui.definitions.library import Library, library
from kartlegging_tui.definitions.near import Near
from kartlegging_tui.definitions.reader import Reading, read_pathway, read_questionnaire
from kartlegging_tui.definitions.scenarios import about, pathway_scenarios_from_source, scenarios_from_source
from kartlegging_tui.definitions.source import Source
from kartlegging_tui.definitions.yaml_reader import read_source
from kartlegging_tui.domain.pathway import PathwayDefinition
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.language import _


def library_of(file: Path) -> Library:
    """The folder whose `scenarios/` or `pathways/` a file is in, and then the library."""
    return Library([file.absolute().parent.parent, *library().folders])


def subject_of(file: Path, source: Source) -> Path | Finding:
    """The form or pathway that a file of scenarios is about: of the folder it belongs to, or of the library."""
    form, pathway = about(source)
    known = library_of(file)
    if pathway is not None:
        if pathway in known.pathway_files:
            return known.pathway_files[pathway]
        message = _("There is no pathway called {name}.").format(name=quote(pathway))
        return source.finding("unknown-pathway", message, ("pathway",), near=Near(pathway, known.pathway_files))
    if form is None:
        message = _("{key} is missing.").format(key=quote("form"))
        return source.findings[0] if has_errors(source.findings) else source.finding("missing-key", message, ())
    if form in known.questionnaire_files:
        return known.questionnaire_files[form]
    message = _("There is no form called {form}.").format(form=quote(form))
    return source.finding("unknown-form", message, ("form",), near=Near(form, known.questionnaire_files))


def scenario_findings(
    file: Path, source: Source | None = None, read: Mapping[Path, Reading[Questionnaire]] | None = None
) -> tuple[Finding, ...]:
    """All that is wrong with a file of scenarios; about names only where the form or pathway itself can be used.

    `source` is what stands in it, where that is known: in an editor it is not yet saved. `read` are the forms that have
    been read already, by file: reading a large one twice would take its time twice.
    """
    source = source or read_source(file)
    subject = subject_of(file, source)
    misspelt: tuple[Finding, ...] = ()
    if isinstance(subject, Finding):
        meant = library_of(file).questionnaire_files.get(subject.suggestion)
        if subject.code != "unknown-form" or subject.fix is None or meant is None:
            return (*source.findings, subject)
        source.data["form"] = subject.suggestion  # clearly a slip: the rest is read as it was meant
        misspelt, subject = (subject,), meant

    known = {path.absolute(): reading for path, reading in (read or {}).items()}

    def form(path: Path) -> Questionnaire | None:
        return (known.get(path.absolute()) or read_questionnaire(path)).draft

    if about(source)[1] is None:
        draft = form(subject)
        return misspelt if draft is None else (*misspelt, *scenarios_from_source(source, draft).findings)
    pathway = read_pathway(subject).draft
    if pathway is None:
        return ()
    files = _offered_files(file, pathway)
    forms = {name: draft for name, path in files.items() if (draft := form(path)) is not None}
    return pathway_scenarios_from_source(source, pathway, forms).findings


def forms_of(file: Path, source: Source) -> dict[str, Questionnaire]:
    """By id, the form that a file of scenarios is about, or the forms that its pathway offers; those without errors."""
    subject = subject_of(file, source)
    if isinstance(subject, Finding):
        return {}
    files = [subject]
    if about(source)[1] is not None:
        pathway = read_pathway(subject).draft
        files = list(_offered_files(file, pathway).values()) if pathway is not None else []
    drafts = [read_questionnaire(path).draft for path in files]
    return {draft.id: draft for draft in drafts if draft is not None}


def _offered_files(file: Path, pathway: PathwayDefinition) -> dict[str, Path]:
    """By id, the files of the forms that a pathway offers, in its order."""
    files = library_of(file).questionnaire_files
    offered = dict.fromkeys(offer.form for point in pathway.contact_points for offer in point.offers)
    return {form: files[form] for form in offered if form in files}
