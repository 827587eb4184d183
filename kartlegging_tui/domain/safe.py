"""Text made safe to show on a terminal. Needed before anything else, so it needs nothing itself."""

from __future__ import annotations

import unicodedata


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
