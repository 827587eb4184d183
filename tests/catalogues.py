"""The message catalogues: `python -m tests.catalogues` takes the messages from the code and compiles the translations.

Exits with 1 when a message is not translated, and lists it.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from kartlegging_tui.definitions.documentation import all_texts

PACKAGE = Path(__file__).parents[1] / "kartlegging_tui"
LANGUAGES = ("nb", "nn")
KEYWORDS = {"_": None, "N_": None, "plural": (1, 2), "translate": None}
WIDTH = 110
WHEN = datetime(2026, 11, 22, tzinfo=UTC)
"""In the header, fixed: else every run would change every file."""


def catalogue_file(language: str) -> Path:
    """Where translators work. The compiled one lies beside it."""
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "kartlegging.po"


def messages_in_code() -> Catalog:
    """Every message of the package, with the files it stands in. No line numbers: they change with every edit.

    What explains the keys of the files is found in the models, not in the code.
    """
    found = Catalog(fuzzy=False, creation_date=WHEN)
    for file, _line, message, _comments, context in extract_from_dir(PACKAGE, keywords=KEYWORDS):
        found.add(message, locations=[(file, None)], context=context)
    for text in filter(None, all_texts()):
        found.add(text, locations=[("definitions/documentation.py", None)])
    return found


def read(language: str) -> Catalog:
    """The catalogue as it stands in the file; an empty one where there is none."""
    file = catalogue_file(language)
    if not file.exists():
        return headed(Catalog(locale=language, fuzzy=False))
    with file.open("rb") as stream:
        return headed(read_po(stream, locale=language))


def headed(catalogue: Catalog) -> Catalog:
    """With a header that says nothing that changes by itself."""
    catalogue.project, catalogue.version = "kartlegging_tui", "1"
    catalogue.creation_date = catalogue.revision_date = WHEN
    catalogue.last_translator = catalogue.language_team = catalogue.msgid_bugs_address = "kartlegging_tui"
    catalogue.header_comment = f"# The messages of kartlegging_tui in {catalogue.locale}."
    return catalogue


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as the program reads it."""
    stream = io.BytesIO()
    write_mo(stream, catalogue)
    return stream.getvalue()


def untranslated(catalogue: Catalog) -> Iterator[Message]:
    """Messages without a translation, or with a doubtful one."""
    for message in catalogue:
        texts = message.string if isinstance(message.string, list | tuple) else (message.string,)
        if message.id and (message.fuzzy or not all(texts)):
            yield message


def update() -> int:
    """Brings both catalogues up to date; returns how many messages are not translated."""
    code = messages_in_code()
    missing = 0
    for language in LANGUAGES:
        catalogue = read(language)
        catalogue.update(code, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        file = catalogue_file(language)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as stream:
            write_po(stream, catalogue, width=WIDTH, sort_output=True, include_previous=False, omit_header=False)
        file.with_suffix(".mo").write_bytes(compiled(catalogue))
        for message in untranslated(catalogue):
            missing += 1
            print(f"{language}: {message.id}")
    return missing


if __name__ == "__main__":
    sys.exit(1 if update() else 0)
