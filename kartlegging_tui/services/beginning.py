"""Beginning a form: a new one, or a local variant of one that there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kartlegging_tui.definitions.beginning import NotAnId, checked_id, new_form
from kartlegging_tui.definitions.findings import one_line
from kartlegging_tui.definitions.library import Library
from kartlegging_tui.definitions.reader import questionnaire_from_source, questionnaire_from_text
from kartlegging_tui.definitions.variants import remember, reworded, variant
from kartlegging_tui.definitions.yaml_reader import read_source
from kartlegging_tui.domain.questionnaire import Area, Questionnaire
from kartlegging_tui.domain.texts import LANGUAGES
from kartlegging_tui.language import _


class NotBegun(Exception):
    """Nothing was written; the message says why."""


@dataclass(frozen=True)
class Begun:
    """A form that was written."""

    file: Path
    told: tuple[str, ...]
    """What there is to know about it, in sentences."""


def begin_new(
    identifier: str, folder: Path, known: Library, title: str | None, area: Area, languages: Sequence[str] = LANGUAGES
) -> Begun:
    """A new form in a folder: a draft that is right from the first moment. Raises NotBegun."""
    file = folder / f"{free_id(identifier, folder, known)}.yaml"
    _write(new_form(identifier, title, area, languages), file)
    return Begun(file, ())


def begin_variant(
    identifier: str, folder: Path, known: Library, original: Path, title: str | None = None, area: Area | None = None
) -> Begun:
    """A copy of a form under a name of its own, that remembers what it was made from. Raises NotBegun."""
    file = folder / f"{free_id(identifier, folder, known)}.yaml"
    source = read_source(original)
    reading = questionnaire_from_source(source)
    if reading.value is None:
        raise NotBegun("\n".join(str(finding) for finding in reading.findings))
    text = variant(source.text, reading.value, identifier, title, area)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        told = _remembered(reading.value, original, folder)
    except OSError as error:
        raise _not_written(folder, error) from None
    _write(text, file)
    return Begun(file, tuple(told))


def free_id(identifier: str, folder: Path, known: Library) -> str:
    """The id, if a form can be called so and none is yet. Raises NotBegun."""
    try:
        checked_id(one_line(identifier))
    except NotAnId as error:
        raise NotBegun(str(error)) from None
    for library in (Library([folder]), known):
        taken = library.questionnaire_files.get(identifier)
        if taken is not None:
            message = _("There is a form called `{id}` already: {file}. Choose another id.")
            raise NotBegun(message.format(id=identifier, file=one_line(str(taken))))
    return identifier


def _remembered(original: Questionnaire, file: Path, folder: Path) -> list[str]:
    """Keeps the original beside the variant where it is not kept elsewhere; what there is to tell about the variant."""
    told = []
    copy = remember(original, file, folder)
    if copy is not None:
        told.append(_("The original is kept as {path}, to compare with.").format(path=copy))
    languages = reworded(original)
    if languages:
        message = _("What you change is no longer the owner's text: `wording` is now `unofficial` for {languages}.")
        told.append(message.format(languages=", ".join(languages)))
    told.append(_("Read `licence` and `source` in the file: they say whether the text may be changed."))
    return told


def _write(text: str, file: Path) -> None:
    """Writes a form where nothing is yet; one that would have errors is not begun."""
    reading = questionnaire_from_text(text, file)
    if reading.value is None:
        raise NotBegun("\n".join(str(finding) for finding in reading.findings))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(_with_schema(text, file.parent))
    except FileExistsError:
        raise NotBegun(_("{file} exists already.").format(file=one_line(str(file)))) from None
    except OSError as error:
        raise _not_written(file, error) from None


def _not_written(path: Path, error: OSError) -> NotBegun:
    message = _("{path} cannot be written: {reason}")
    return NotBegun(message.format(path=one_line(str(path)), reason=error.strerror or ""))


def _with_schema(text: str, folder: Path) -> str:
    """With the line that tells an editor where the schema is, where it is in the folder."""
    has_schema = (folder / "schema" / "questionnaire.json").is_file()
    return f"# yaml-language-server: $schema=schema/questionnaire.json\n{text}" if has_schema else text
