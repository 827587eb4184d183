"""Checks files and folders: the forms and services first, then the pathways and scenarios against the forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from kartlegging_tui.definitions.collecting import without_collecting
from kartlegging_tui.definitions.file_names import about_folder, about_names, leads_out_finding, same_ids
from kartlegging_tui.definitions.files import (
    BESIDE,
    definition_files,
    in_pathways,
    in_questionnaires,
    in_scenarios,
    in_services,
    is_folder,
    leads_out,
    library_folder,
    scenario_files,
)
from kartlegging_tui.definitions.findings import Finding, Severity
from kartlegging_tui.definitions.published import Published, in_published, published_findings
from kartlegging_tui.definitions.reader import Reading, pathway_from_source, questionnaire_from_source
from kartlegging_tui.definitions.scenario_subjects import scenario_findings
from kartlegging_tui.definitions.services import services_from_source
from kartlegging_tui.definitions.source import Source
from kartlegging_tui.definitions.yaml_reader import read_source
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.language import _


@without_collecting()
def check(paths: Iterable[Path], instead: Mapping[Path, Source] | None = None) -> list[Finding]:
    """All findings about the files and the folders, in order; `instead` holds files that are to be read otherwise."""
    findings: list[Finding] = []
    forms: dict[Path, Reading[Questionnaire]] = {}
    pathways: list[tuple[Path, Source]] = []
    archives: dict[Path, Published] = {}
    paths = list(paths)
    for path in paths:
        if in_published(path) or in_scenarios(path) or path.name in BESIDE:
            continue
        files, about_place = _files_at(path)
        findings += [*about_place, *about_names(files)]
        read: dict[str, dict[Path, Source]] = {"services": {}, "pathway": {}, "form": {}}
        for file in files:
            source = (instead or {}).get(file) or read_source(file)
            if is_services(file, source):
                read["services"][file] = source
                findings += services_from_source(source).findings
            elif is_pathway(file, source):
                read["pathway"][file] = source
                pathways.append((file, source))
            else:
                read["form"][file] = source
                archive = Published.beside(file)
                archive = archives.setdefault(archive.folder, archive)
                forms[file] = questionnaire_from_source(source, archive.before)
                findings += forms[file].findings
                if (form := forms[file].value) is not None:
                    findings += archive.by_hand(form, source)
        for sources in read.values():
            findings += same_ids(sources)
    not_read = {file.stem for file, reading in forms.items() if reading.draft is None}
    for file, source in pathways:
        offered = forms_for(file, forms)
        for finding in pathway_from_source(source, offered).findings:
            # a form that cannot be read is there all the same; it is told of where it stands
            if finding.code != "unknown-form" or source.value(finding.at or ()) not in not_read:
                findings.append(finding)
    findings += published_findings(paths)
    for path in paths:
        for file in scenario_files(path):
            findings += scenario_findings(file, (instead or {}).get(file), forms)
    return sorted(set(findings))


def _files_at(path: Path) -> tuple[list[Path], list[Finding]]:
    """The files to read of a file or folder, and what is wrong with those that are not read."""
    if not is_folder(path):
        outside = leads_out(path, library_folder(path))
        return ([], [leads_out_finding(path)]) if outside else ([path], [])
    files, findings = list(definition_files(path)), list(about_folder(path))
    if not files and not findings:
        message = _("There is no YAML file in this folder. `kartlegging new` begins a form.")
        findings.append(Finding(str(path), 1, 1, Severity.ERROR, "no-files", message))
    return files, findings


def is_services(file: Path, source: Source) -> bool:
    """True for what says so by its keys, wherever it is; else for what is in a folder of services."""
    if isinstance(source.data, dict) and not source.data.keys().isdisjoint(("services", "sections", "contact_points")):
        return "services" in source.data
    return in_services(file)


def is_pathway(file: Path, source: Source) -> bool:
    """True for what says so by its keys, wherever it is; else for what is in a folder of pathways."""
    if isinstance(source.data, dict) and ("sections" in source.data) != ("contact_points" in source.data):
        return "contact_points" in source.data
    return in_pathways(file)


def forms_for(pathway: Path, checked: dict[Path, Reading[Questionnaire]]) -> dict[str, Questionnaire] | None:
    """By id, the forms that were checked along with a pathway, or else those in the library it is part of.

    None where there are none: a pathway on its own is checked for itself.
    """
    readings = list(checked.values())
    if not readings and in_pathways(pathway):
        library = pathway.absolute().parent.parent
        files = (file for file in definition_files(library) if in_questionnaires(file))
        readings = [questionnaire_from_source(read_source(file)) for file in files]
    drafts = [reading.draft for reading in readings if reading.draft is not None]
    return {draft.id: draft for draft in drafts} or None
