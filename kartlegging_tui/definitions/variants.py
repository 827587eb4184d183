"""Local variants of a form: a copy with a name of its own, that remembers what it was made from.

The text is edited, not written anew: comments, order and layout stay as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from kartlegging_tui.definitions.beginning import FIRST_VERSION
from kartlegging_tui.definitions.files import ORIGINALS
from kartlegging_tui.definitions.library import shipped_folder
from kartlegging_tui.definitions.published import Published
from kartlegging_tui.definitions.reader import read_questionnaire
from kartlegging_tui.definitions.source import Source
from kartlegging_tui.definitions.yaml_reader import parse
from kartlegging_tui.domain.questionnaire import Area, Origin, Questionnaire, Wording
from kartlegging_tui.language import _

_MODELINE = re.compile(r"# yaml-language-server:[^\n]*\n")
_OWNERS_WORDS = (Wording.OFFICIAL, Wording.TRANSCRIBED)


@dataclass(frozen=True)
class Change:
    """A stretch of a text and what comes in its place."""

    start: int
    end: int
    text: str


def variant(
    text: str, original: Questionnaire, identifier: str, title: str | None = None, area: Area | None = None
) -> str:
    """The text of a draft that is a variant of `original`, whose text is `text`.

    What is an instrument's own wording is so no more: `official` and `transcribed` become `unofficial`.
    """
    source = parse(text, original.id)
    changes = [
        _value(source, "id", identifier),
        _value(source, "version", f'"{FIRST_VERSION}"'),
        _status_and_origin(source, original),
    ]
    if "status" in source.data:
        changes.append(_value(source, "status", "draft"))
    if "derived_from" in source.data:
        changes.append(_line(source, "derived_from"))
    if area is not None:
        changes.append(_value(source, "area", area.value))
    if title is not None:
        by_language = ", ".join(f"{language}: {_quoted(title)}" for language in original.title.root)
        changes.append(_value(source, "title", f"{{{by_language}}}"))
    for language, wording in (original.wording or {}).items():
        if wording in _OWNERS_WORDS:
            changes.append(_value(source, "wording", Wording.UNOFFICIAL.value, language))
    return _head(original) + _MODELINE.sub("", _applied(source.text, changes), count=1)


def reworded(original: Questionnaire) -> list[str]:
    """The languages whose wording is the owner's, and in a variant no longer counts as that."""
    return [language for language, wording in (original.wording or {}).items() if wording in _OWNERS_WORDS]


def remember(original: Questionnaire, file: Path, folder: Path) -> Path | None:
    """Keeps the original's file for a variant in `folder`, unless it is kept as a published version already.

    The path of the copy; None where none was needed. Raises OSError.
    """
    if original_of(Origin(form=original.id, version=original.version), folder, file) is not None:
        return None
    copy = folder / ORIGINALS / f"{original.id}-{original.version}.yaml"
    copy.parent.mkdir(exist_ok=True)
    with copy.open("xb") as stream:
        stream.write(file.read_bytes())
    return copy


def original_of(origin: Origin, folder: Path, file: Path | None = None) -> Questionnaire | None:
    """The form that a variant in `folder` was made from, as it was then; None where it is not kept.

    Looked for among the published versions beside `file`, in the folder and among the shipped ones; then among the
    copies that were kept for variants.
    """
    beside = [file] if file is not None else []
    for form in (*beside, folder / "form.yaml", shipped_folder() / "form.yaml"):
        try:
            return Published.beside(form).questionnaire(origin.form, origin.version)
        except KeyError:
            continue
    copy = folder / ORIGINALS / f"{origin.form}-{origin.version}.yaml"
    return read_questionnaire(copy).draft if copy.is_file() else None


def _head(original: Questionnaire) -> str:
    message = _("A variant of `{form}` {version}. What is said below about the wording is about the original.")
    return "# " + message.format(form=original.id, version=original.version) + "\n"


def _value(source: Source, *rest: str) -> Change:
    key, text, *below = rest
    span = source.values[(key, *below)]
    return Change(span.start, span.end, text)


def _status_and_origin(source: Source, original: Questionnaire) -> Change:
    """The lines behind that of the version: what the variant was made from, and a status where none is written."""
    end = source.text.find("\n", source.values[("version",)].end)
    origin = f'\nderived_from: {{form: {original.id}, version: "{original.version}"}}'
    return Change(end, end, ("" if "status" in source.data else "\nstatus: draft") + origin)


def _line(source: Source, key: str) -> Change:
    """Takes a key at the root away with its lines."""
    start = source.keys[(key,)].start
    later = [span.start for at, span in source.keys.items() if len(at) == 1 and span.start > start]
    return Change(start, min(later, default=len(source.text)), "")


def _applied(text: str, changes: list[Change]) -> str:
    for change in sorted(changes, key=lambda change: change.start, reverse=True):
        text = text[: change.start] + change.text + text[change.end :]
    return text


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
