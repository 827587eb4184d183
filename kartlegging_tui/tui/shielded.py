"""Characters that no editor on a terminal can hold, and signs that stand in for them.

A terminal would act on some, the text area would break the line at others, and some have no width. In the editor each
is one sign of Unicode's private area, shown as U+FFFD; in the file it stays what it is until its author deletes it.
"""

from __future__ import annotations

import re
import unicodedata

from kartlegging_tui.domain.safe import is_unsafe

_FIRST, _LAST = 0xE000, 0xF8FF
_PRIVATE = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]")
_stand_ins: dict[str, str] = {}
_meant: dict[int, str] = {}
SHOWN = "\ufffd"


def shielded(text: str) -> str:
    """The text with stand-ins, in Unicode's composed form."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    return "".join(_stand_in(each) if _is_shielded(each) else each for each in text) if _needs(text) else text


def unshielded(text: str) -> str:
    """The text as it is meant."""
    return text.translate(_meant) if _meant and _PRIVATE.search(text) else text


def shown(text: str) -> str:
    """What is drawn in the place of each stand-in."""
    return _PRIVATE.sub(SHOWN, text)


def _needs(text: str) -> bool:
    return any(_is_shielded(each) for each in set(text))


def _is_shielded(character: str) -> bool:
    """Signs of the private area too: what stands for another is never mistaken for itself."""
    return is_unsafe(character) or _PRIVATE.match(character) is not None


def _stand_in(character: str) -> str:
    if character not in _stand_ins:
        sign = chr(_FIRST + len(_stand_ins) % (_LAST - _FIRST + 1))
        _stand_ins[character] = sign
        _meant[ord(sign)] = character
    return _stand_ins[character]
