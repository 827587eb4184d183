"""Texts in several languages, and text made safe to show on a terminal."""

from __future__ import annotations

import unicodedata
from typing import Any

from pydantic import RootModel, model_validator

LANGUAGES = ("nb", "nn", "en")
"""The languages of the program itself: bokmål, nynorsk, English. A form may hold others as well."""


def is_unsafe(character: str) -> bool:
    """True for what a terminal or a reader could be fooled by: control characters, bidi and invisible marks.

    A terminal acts on C0 and C1 controls (titles, clipboard, cursor); bidi controls and zero-width characters make
    text read differently from what it is. Newline and tab are text. Surrogates cannot be written out at all.
    """
    if character in "\n\t":
        return False
    category = unicodedata.category(character)
    return category in ("Cc", "Cf", "Cs", "Zl", "Zp") and character != "\u00ad"


def safe_text(text: str) -> str:
    """`text` in Unicode's composed form (NFC), with every unsafe character replaced by U+FFFD.

    Composed, so that an `å` typed on one machine equals the `å` of a file written on another.
    """
    text = unicodedata.normalize("NFC", text)
    if text.isprintable():
        return text
    return "".join("\ufffd" if is_unsafe(character) else character for character in text)


class Text(RootModel[dict[str, str]], frozen=True):
    """A text by language code; a plain string in a file is bokmål."""

    @model_validator(mode="before")
    @classmethod
    def _plain_string_is_bokmaal(cls, value: Any) -> Any:
        return {"nb": value} if isinstance(value, str) else value

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.root.items())))

    def to(self, language: str) -> str:
        """The text in `language`, or else in the nearest one there is: bokmål, nynorsk, English, any."""
        texts = self.root
        if language in texts:
            return texts[language]
        return next((texts[other] for other in LANGUAGES if other in texts), next(iter(texts.values()), ""))

    @property
    def languages(self) -> frozenset[str]:
        """The languages that the text is written in."""
        return frozenset(self.root)
