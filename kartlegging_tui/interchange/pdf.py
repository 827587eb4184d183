"""A document as a tagged PDF (PDF/UA-1), with its fonts inside.

The texts go to typst as data (JSON), never into its markup: what looks like a command is printed as it stands.
"""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any, Literal

from kartlegging_tui.interchange.document import Document, as_data

_FOLDER = files(__package__) / "templates"
_LONG_WORD = re.compile(r"\S{25,}")
_BREAK = "\N{ZERO WIDTH SPACE}"
_STEP = 12


_ATTEMPTS: tuple[tuple[bool, list[Literal["ua-1"]]], ...] = ((True, ["ua-1"]), (False, ["ua-1"]), (False, []))
"""Without or with the machine's fonts, and to which standard."""


def pdf(document: Document) -> bytes:
    """The document as PDF/UA-1: tagged, in its language, readable by a screen reader.

    The same on every machine, but for letters that the fonts inside lack (Latin with Sámi, Greek, Cyrillic and Arabic
    are there): these come from the machine's fonts. Where no font has them, as with an emoji, a box stands in their
    place; the PDF is tagged then too, but is no PDF/UA, which forbids that.
    """
    import typst  # late: a large library, and only those who print need it

    *attempts, last = _ATTEMPTS
    for own_fonts, standards in attempts:
        try:
            return _compiled(document, own_fonts, standards)
        except typst.TypstError:
            continue
    return _compiled(document, *last)


def _compiled(document: Document, own_fonts: bool, standards: list[Literal["ua-1"]]) -> bytes:
    import typst

    made = typst.compile(
        (_FOLDER / "document.typ").read_bytes(),
        format="pdf",
        pdf_standards=[*standards],
        ignore_system_fonts=own_fonts,
        sys_inputs=_inputs(document),
    )
    assert isinstance(made, bytes)
    return made


def pictures(document: Document, ppi: float = 72) -> list[bytes]:
    """The pages as PNG, to be looked at."""
    import typst

    made = typst.compile(
        (_FOLDER / "document.typ").read_bytes(),
        format="png",
        ppi=ppi,
        ignore_system_fonts=True,
        sys_inputs=_inputs(document),
    )
    assert made is not None
    return made if isinstance(made, list) else [made]


def _inputs(document: Document) -> dict[str, str]:
    return {"document": json.dumps(_breakable(as_data(document)), ensure_ascii=False)}


def _breakable(data: Any) -> Any:
    """The same with places where very long words may be broken: typst would let them run off the paper."""
    match data:
        case str():
            return _LONG_WORD.sub(_with_breaks, data)
        case list():
            return [_breakable(part) for part in data]
        case dict():
            return {name: _breakable(part) for name, part in data.items()}
    return data


def _with_breaks(word: re.Match[str]) -> str:
    text = word[0]
    return _BREAK.join(text[start : start + _STEP] for start in range(0, len(text), _STEP))
