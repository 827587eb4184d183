"""What stands on each side of a comparison: a file, a folder, a form of the library, or a published version of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kartlegging_tui.definitions.check import is_pathway, is_services
from kartlegging_tui.definitions.files import definition_files
from kartlegging_tui.definitions.findings import Finding
from kartlegging_tui.definitions.library import Library
from kartlegging_tui.definitions.published import Published
from kartlegging_tui.definitions.reader import questionnaire_from_source
from kartlegging_tui.definitions.yaml_reader import read_source
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.language import _


class NotThere(Exception):
    """There is no such file, form or version; the message says so, to the user."""


@dataclass
class Side:
    """The forms of one side."""

    name: str
    """As it was asked for."""
    forms: dict[str, Questionnaire] = field(default_factory=dict)
    """By id; those without errors."""
    broken: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    """By file name, what is wrong with the others."""
    archives: Mapping[Path, Published] = field(default_factory=dict)
    """The published versions beside them."""
    single: bool = True
    """It was one form that was asked for, not a folder."""


def side(named: str, library: Library) -> Side:
    """A folder, a file, `form@version` or the id of a form. Raises NotThere."""
    path = Path(named)
    if path.is_dir():
        found = Side(named, single=False)
        for file in definition_files(path):
            _read(file, found)
        found.archives = {each.folder: each for each in map(Published.beside, definition_files(path))}
        return found
    if path.exists():
        return _of_file(path, named)
    form, at, version = named.partition("@")
    file_of_form = library.questionnaire_files.get(form)
    if file_of_form is None:
        raise NotThere(_("There is no file, folder or form {name}.").format(name=named))
    return published_side(file_of_form, version, named) if at else _of_file(file_of_form, named)


def published_side(file: Path, version: str = "", named: str = "") -> Side:
    """A published version of the form in a file; without a version, the latest. Raises NotThere."""
    archive, form = Published.beside(file), file.stem
    versions = [each.version for each in archive.versions(form)]
    if not versions:
        raise NotThere(_("No version of {form} is published.").format(form=form))
    wanted = version or versions[-1]
    try:
        found = archive.questionnaire(form, wanted)
    except KeyError:
        if wanted in versions:
            raise NotThere(spoilt_copy(archive, form, wanted)) from None
        message = _("There is no version {version} of {form}. Published are: {versions}.")
        raise NotThere(message.format(version=version, form=form, versions=", ".join(versions))) from None
    return Side(named or f"{form}@{found.version}", {form: found}, archives={archive.folder: archive})


def spoilt_copy(archive: Published, form: str, version: str) -> str:
    """Says of a published version that it cannot be had, to the user."""
    message = _(
        "The copy of {form} {version} is gone, or not what was published: {file}. "
        "Get it back from a backup, or from git."
    )
    return message.format(form=form, version=version, file=archive.file(form, version))


def _of_file(file: Path, named: str) -> Side:
    found = Side(named)
    _read(file, found)
    if not found.forms and not found.broken:
        raise NotThere(_("{file} is no questionnaire.").format(file=file))
    found.archives = {archive.folder: archive for archive in [Published.beside(file)]}
    return found


def _read(file: Path, into: Side) -> None:
    source = read_source(file)
    if is_services(file, source) or is_pathway(file, source):
        return
    reading = questionnaire_from_source(source)
    if reading.value is None:
        into.broken[file.stem] = reading.findings
    else:
        into.forms[reading.value.id] = reading.value


@dataclass(frozen=True)
class Couple:
    """The same form on both sides."""

    form: str
    old: Questionnaire | None
    """None where it is new."""
    new: Questionnaire | None
    """None where it is gone."""


def couples(old: Side, new: Side) -> list[Couple]:
    """The forms of two sides: by id, but two single forms belong together whatever they are called."""
    if old.single and new.single and old.forms and new.forms:
        before, after = next(iter(old.forms.values())), next(iter(new.forms.values()))
        return [Couple(after.id, before, after)]
    skipped = {*old.broken, *new.broken}
    names = sorted({*old.forms, *new.forms} - skipped)
    if old.single or new.single:
        one = old if old.single else new
        names = [name for name in names if name in one.forms]
    return [Couple(name, old.forms.get(name), new.forms.get(name)) for name in names]
