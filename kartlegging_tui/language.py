"""The language that the program speaks: message catalogues of gettext, chosen once at the start.

Messages stand in English in the code; `locale/` holds bokmål and nynorsk. `_` looks a message up when it is shown, so
that a constant, a class attribute or a key binding declares its message with `N_` and translates late.
"""

from __future__ import annotations

import gettext as _gettext
import os
from functools import lru_cache
from pathlib import Path

DOMAIN = "kartlegging"
FOLDER = Path(__file__).parent / "locale"
DEFAULT = "nb"

_catalogue: _gettext.NullTranslations = _gettext.NullTranslations()
_current = "en"


def use(language: str | None = None) -> str:
    """Speak `language` (nb, nn, en), or what KARTLEGGING_LANGUAGE says, or bokmål. Returns the language spoken."""
    global _catalogue, _current
    wanted = (language or os.environ.get("KARTLEGGING_LANGUAGE") or DEFAULT).lower()[:2]
    _current = wanted if wanted in ("nb", "nn", "en") else DEFAULT
    _catalogue = _gettext.translation(DOMAIN, FOLDER, [_current], fallback=True)
    return _current


def current() -> str:
    """The language spoken now."""
    return _current


def _(message: str) -> str:
    """`message` in the language spoken."""
    return _catalogue.gettext(message)


def plural(one: str, many: str, count: int) -> str:
    """The form of the message that fits `count`, in the language spoken."""
    return _catalogue.ngettext(one, many, count)


def translate(message: str, language: str) -> str:
    """`message` in a language of its own: what the patient reads follows the patient's language."""
    return _catalogue_of(language).gettext(message)


@lru_cache(maxsize=32)
def _catalogue_of(language: str) -> _gettext.NullTranslations:
    """Kept: gettext would look for the file at every message."""
    return _gettext.translation(DOMAIN, FOLDER, [language], fallback=True)


def N_(message: str) -> str:
    """Marks a message for the catalogues without translating it yet."""
    return message
