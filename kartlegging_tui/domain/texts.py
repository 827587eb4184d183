"""Texts in several languages."""

from __future__ import annotations

from typing import Any

from pydantic import RootModel, model_validator

LANGUAGES = ("nb", "nn", "en")
"""The languages of the program itself: bokmål, nynorsk, English. A form may hold others as well."""


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
