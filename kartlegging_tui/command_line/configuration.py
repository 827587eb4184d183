"""The configuration file: what a user, or whoever runs the machine, wants otherwise than it is.

    language = "nn"                       # nb, nn or en
    theme = "light"                       # dark or light
    database = "~/kartlegging.sqlite3"    # a path or a URL
    questionnaires = "skjemaer"           # a folder of forms beside the shipped ones
    lock_minutes = 10                     # 1 to 15: how long without keys until the screen is locked

    [keys]                                # `kartlegging keys` lists the commands
    undo = "ctrl+z"
    next_question = "down,w"

TOML, in the platform's folder for configuration or where `KARTLEGGING_CONFIG` says. What the command line says counts
before the environment, and that before the file. Everything wrong is told at once, and then nothing of it is used.
"""

from __future__ import annotations

import os
import re
from argparse import Namespace
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kartlegging_tui.language import _

if TYPE_CHECKING:
    from kartlegging_tui.definitions.findings import Finding

VARIABLE = "KARTLEGGING_CONFIG"
CHOICES = {"language": ("nb", "nn", "en"), "theme": ("dark", "light")}
TEXTS = ("database", "questionnaires")
SETTINGS = (*CHOICES, *TEXTS, "lock_minutes", "keys")
LOCK_MINUTES, MOST_MINUTES = 5, 15
_PLACE = re.compile(r"\s*\(at line (\d+), column (\d+)\)$|\s*\(at end of document\)$")


def usual_file() -> Path:
    """Where the file is looked for when nothing else is said."""
    import platformdirs

    return Path(platformdirs.user_config_dir("kartlegging", appauthor=False)) / "config.toml"


def read() -> Configuration:
    """The configuration of whoever runs the program; an empty one where there is no file."""
    named = os.environ.get(VARIABLE)
    return Configuration(Path(named).expanduser() if named else usual_file(), must_exist=bool(named))


class Configuration:
    """What the file says. `findings` says what is wrong with it; ask before anything of it is used."""

    def __init__(self, path: Path, must_exist: bool = False) -> None:
        self.path = path
        self._lines: list[str] = []
        self._data: dict[str, Any] = {}
        self._unreadable: tuple[str, int, int] | None = None
        """Why the file cannot be read, and where."""
        try:
            text = path.read_bytes().decode("utf-8-sig")
            self._lines = text.splitlines()
            import tomllib  # most have no such file

            self._data = tomllib.loads(text)
        except FileNotFoundError:
            if must_exist:
                self._unreadable = ("", 1, 1)
        except (OSError, ValueError, RecursionError) as error:
            self._unreadable = self._why(error)

    def _why(self, error: Exception) -> tuple[str, int, int]:
        if isinstance(error, OSError):
            return error.strerror or str(error), 1, 1
        place = _PLACE.search(str(error))
        line, column = (place[1], place[2]) if place else (None, None)
        last = max(len(self._lines), 1)
        return _PLACE.sub("", str(error)), int(line or (last if place else 1)), int(column or 1)

    # What it says

    def _text(self, name: str) -> str | None:
        value = self._data.get(name)
        return value if isinstance(value, str) and value else None

    @property
    def language(self) -> str | None:
        """The language of the program; None where the file does not say, or says none that there is."""
        return wanted if (wanted := self._text("language")) in CHOICES["language"] else None

    @property
    def keys(self) -> Mapping[str, str]:
        """Command ids and the keys they are wanted on, as written."""
        table = self._data.get("keys")
        return {name: keys for name, keys in table.items() if isinstance(keys, str)} if isinstance(table, dict) else {}

    @property
    def _folder(self) -> Path | None:
        """The user's own forms; a relative path counts from the file."""
        named = self._text("questionnaires")
        return self.path.parent / Path(named).expanduser() if named else None

    @cached_property
    def _keymap(self) -> tuple[dict[str, str], list[Finding]]:
        if not self.keys:
            return {}, []
        from kartlegging_tui.tui.remapping import keymap  # loads the screens

        read, mistakes = keymap(self.keys)
        findings = [self._finding("keys", mistake.text, "keys", mistake.command) for mistake in mistakes]
        return read, findings

    def complete(self, given: Namespace) -> None:
        """Fills in what the command line and the environment leave open."""
        if getattr(given, "light", None) is None:
            given.light = self._text("theme") == "light"
        minutes = self._data.get("lock_minutes", LOCK_MINUTES)
        given.lock_after = timedelta(minutes=minutes)
        given.database = getattr(given, "database", None) or self._text("database")
        given.keymap = self._keymap[0] if getattr(given, "opens", False) else {}
        if self._folder is not None:
            from kartlegging_tui.definitions.library import FOLDER_VARIABLE

            os.environ.setdefault(FOLDER_VARIABLE, str(self._folder))

    # What is wrong with it

    def findings(self, with_keys: bool) -> list[Finding]:
        """Everything that is wrong, in the order of the file. Keys are looked at only for a command that uses them."""
        if self._unreadable is not None:
            text, line, column = self._unreadable
            message = (
                _("This cannot be read: {why}.").format(why=text.rstrip(".")) if text else _("There is no such file.")
            )
            return [self._at(line, column, "unreadable", message)]
        found = [*self._wrong_settings(), *(self._keymap[1] if with_keys else ())]
        return sorted(found, key=lambda finding: (finding.line, finding.column))

    def _wrong_settings(self) -> Iterator[Finding]:
        from kartlegging_tui.definitions.findings import quote, quote_all
        from kartlegging_tui.definitions.shape import did_you_mean

        for name, value in self._data.items():
            if name not in SETTINGS:
                message = _("There is no setting {name}.").format(name=quote(name)) + did_you_mean(name, SETTINGS)
                yield self._finding("unknown-setting", message, "", name)
            elif name == "keys":
                if not isinstance(value, dict):
                    message = _("Here goes a table: a line [keys], and under it a line for each command.")
                    yield self._finding("keys", message, "", name)
                    continue
                for command, keys in value.items():
                    if not isinstance(keys, str):
                        message = _("The key is written between quotation marks, with commas where there are several.")
                        yield self._finding("keys", message, "keys", command)
            elif name == "lock_minutes":
                if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_MINUTES:
                    message = _("A whole number from 1 to {most} is wanted here.").format(most=MOST_MINUTES)
                    yield self._finding("lock-minutes", message, "", name)
            elif not isinstance(value, str):
                yield self._finding("not-a-text", _("A text is wanted here, between quotation marks."), "", name)
            elif name in CHOICES and value not in CHOICES[name]:
                message = _("{value} is none of these: {choices}.")
                message = message.format(value=quote(value), choices=quote_all(CHOICES[name]))
                yield self._finding("unknown-value", message + did_you_mean(value, CHOICES[name]), "", name)
        if self._folder is not None and not self._folder.is_dir():
            message = _("There is no folder {path}.").format(path=quote(self._folder))
            yield self._finding("no-folder", message, "", "questionnaires")

    def _finding(self, code: str, message: str, table: str, name: str) -> Finding:
        line, column = _place_of(self._lines, table, name)
        return self._at(line, column, code, message, len(name))

    def _at(self, line: int, column: int, code: str, message: str, length: int = 1) -> Finding:
        from kartlegging_tui.definitions.findings import Finding, Severity

        text = self._lines[line - 1] if line <= len(self._lines) else ""
        end = min(column + length, len(text) + 1)
        return Finding(str(self.path), line, column, Severity.ERROR, code, message, text, end)


def _place_of(lines: list[str], table: str, name: str) -> tuple[int, int]:
    """Line and column of a setting, from 1, which TOML's reader does not keep; 1, 1 where written in a rare way."""
    word = rf"[\"']?{re.escape(name)}[\"']?"
    header = re.compile(rf"\s*\[\s*({word})\s*\]")
    setting = re.compile(rf"\s*(?:{re.escape(table)}\s*\.\s*)?({word})\s*=" if table else rf"\s*({word})\s*[=.]")
    inside = ""
    for number, line in enumerate(lines, 1):
        if begins := re.match(r"\s*\[\s*[\"']?([^\]\"']+?)[\"']?\s*\]", line):
            inside = begins[1]
        found = setting.match(line) if inside in (table, "") else None
        found = found or (None if table else header.match(line))
        if found:
            return number, found.start(1) + 1
    return 1, 1
