"""The keys of a keyboard: what Textual calls them, how they are shown, and how people write them."""

from __future__ import annotations

import re

from textual.keys import REPLACED_KEYS, _character_to_key, key_to_character

from kartlegging_tui.language import N_, _, translate

SHOWN = {
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "space": N_("Space"),
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "backspace": "⌫",
    "delete": "Del",
    "insert": "Ins",
}
"""How keys are shown. Letters, signs and function keys are shown as they are."""
_ALSO = {
    "return": "enter",
    "pgup": "pageup",
    "pgdown": "pagedown",
    "pgdn": "pagedown",
    "del": "delete",
    "ins": "insert",
}
_MODIFIERS = {"ctrl": "ctrl", "control": "ctrl", "shift": "shift", "⇧": "shift", "alt": "alt"}
_PLAIN = re.compile(r"f([1-9]|1[0-9]|2[0-4])")
LAST_TYPED = "\u0100"
"""From here on, Unicode has names for thousands of signs that no keyboard types: `sun`, `comet`."""
NEVER_COME = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+h": "backspace",
    "ctrl+left_square_bracket": "escape",
    "ctrl+j": "enter",
}
"""Keys that a terminal sends as another one."""
KEPT = frozenset({"ctrl+c"})
"""Keys that the program cannot give away: everybody knows what they do in a terminal."""


def shown(key: str) -> str:
    """The key as a user reads it: `F3`, `Esc`, `/`, `Ctrl+S`."""
    if key in SHOWN:
        return _(SHOWN[key])
    if "+" in key:
        modifiers, _plus, last = key.rpartition("+")
        if modifiers == "shift":
            return f"⇧{shown(last)}"
        return f"{modifiers.title()}+{shown(last).upper() if len(last) == 1 else shown(last)}"
    if _PLAIN.fullmatch(key):
        return key.upper()
    return character(key) or key


def character(key: str) -> str | None:
    """What the key writes; None for one that writes nothing."""
    if len(key) == 1:
        return key
    return " " if key == "space" else key_to_character(REPLACED_KEYS.get(key, key))


def key_named(written: str) -> str | None:
    """Textual's name of a key that is written as Textual does or as it is shown; None where there is no such key."""
    text = written.strip()
    if len(text) == 1 and text not in _by_name():
        return _character_to_key(text) if text.isprintable() and not text.isspace() else None
    if text.startswith("⇧") and len(text) > 1:
        text = f"shift+{text[1:]}"
    *modifiers, last = text.rsplit("+", text.count("+")) if not text.endswith("+") else [text]
    if modifiers:
        return _with_modifiers([part.strip().lower() for part in modifiers], last)
    name = text.lower()
    if name in _by_name():
        return _by_name()[name]
    if _PLAIN.fullmatch(name):
        return name
    sign = character(name)
    return _character_to_key(sign) if sign and sign < LAST_TYPED else None


def _with_modifiers(modifiers: list[str], last: str) -> str | None:
    plain = key_named(last.lower())
    if plain is None or not set(modifiers) <= set(_MODIFIERS):
        return None
    held = {_MODIFIERS[modifier] for modifier in modifiers}
    if held == {"shift"} and len(plain) == 1:
        return plain.upper()
    return "+".join((*(name for name in ("alt", "ctrl", "shift") if name in held), plain))


def key_names() -> list[str]:
    """How keys with names can be written, to suggest the nearest."""
    return [*_by_name(), *(f"f{number}" for number in range(1, 13))]


def _by_name() -> dict[str, str]:
    """What people write, in lower case, and what Textual calls it."""
    names = {key: key for key in SHOWN} | _ALSO
    for key, word in SHOWN.items():
        names |= {translate(word, spoken).lower(): key for spoken in ("nb", "nn", "en")}
    return names
