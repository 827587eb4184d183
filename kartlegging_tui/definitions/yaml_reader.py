"""The strict YAML reader: text to plain data and positions, with every finding about how the text is written.

It works on the parser's events, not on its nodes: composing recurses (the C loader crashes the process at some
thousand brackets) and resolves aliases (a bomb of 400 bytes becomes gigabytes). Events come one by one, so reading
stops at the limits.
"""

from __future__ import annotations

import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml import events

from kartlegging_tui.definitions.commas import NO_VALUE
from kartlegging_tui.definitions.findings import MAX_FINDINGS, Finding, Fix, quote
from kartlegging_tui.definitions.source import At, Source, Span, visible_indices
from kartlegging_tui.definitions.syntax import syntax_message
from kartlegging_tui.domain.safe import is_unsafe
from kartlegging_tui.language import _

MAX_BYTES = 1_000_000
MAX_VALUES = 100_000
MAX_DEPTH = 30
MAX_DIGITS = 15
"""More digits than this do not survive in a floating-point number, nor in other programs' JSON."""

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?")
_NUMBER_STARTS = "-0123456789"
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
NO_CHARACTERS = "\ufffe\uffff"
_LINE_ENDS = "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
ODD_SPACES = "\u00a0\u2002\u2003\u2007\u2009\u202f"
_ODD_INDENTATION = re.compile(f"^[ {ODD_SPACES}]*[{ODD_SPACES}][ {ODD_SPACES}]*(?=\\S)", re.MULTILINE)


def read_source(path: Path) -> Source:
    """The file as data with positions. What keeps it from being read is among the findings."""
    source = Source(str(path))
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # opening a pipe would wait for ever, /dev/zero never ends
            return _unreadable(source, "unreadable", _("This is not a file."))
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
        return _unreadable(source, "unreadable", _("Cannot be read: {reason}.").format(reason=reason))
    return read_content(content, str(path))


def read_content(content: bytes, path: str) -> Source:
    """The bytes of a file as data with positions; `path` is what the findings call it."""
    source = Source(path)
    if len(content) > MAX_BYTES:
        return _unreadable(source, "too-large", _too_large())
    try:
        text = content.decode("utf-8-sig")
        wrong = content.find(b"\0") if content.count(b"\0") * 4 > len(content) else -1  # UTF-16 can look like UTF-8
    except UnicodeDecodeError as error:
        wrong = error.start
    if wrong >= 0:
        source.text = content.decode("latin-1")
        place = source.position(wrong)
        message = _("The file is not written in UTF-8. Save it as UTF-8 in the editor.")
        source.findings.append(source.finding_at(place, "encoding", message))
        return source
    return parse(text, path)


def parse(text: str, path: str) -> Source:
    """The text as data with positions; `path` is what the findings call it."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    source = Source(path, unicodedata.normalize("NFC", text))
    if len(text) > MAX_BYTES:
        return _unreadable(source, "too-large", _too_large())
    _replace_unsafe(source)
    _replace_odd_indentation(source)
    before = list(source.findings)
    _Builder(source).build()
    if any(finding.code == "syntax" for finding in source.findings):
        source = _read_on(source, before)
    source.findings.sort()
    return source


def _read_on(source: Source, before: list[Finding]) -> Source:
    """A source that is no YAML, with what can be read all the same; `before` was found before it was read."""
    from kartlegging_tui.definitions.left_out import put_together
    from kartlegging_tui.definitions.reading_on import read_on

    result = read_on(source.text, LOADER)
    other = Source(source.path, result.text)
    _Builder(other).build()
    return put_together(source, other, result, before)


def _replace_odd_indentation(source: Source) -> None:
    """Finds the spaces of Word and web pages at the beginning of lines, which are no indentation, and reads on."""
    if not any(space in source.text for space in ODD_SPACES):
        return
    for match in _ODD_INDENTATION.finditer(source.text):
        if len(source.findings) > MAX_FINDINGS:
            break
        place = source.position(match.start())
        message = _("Lines are indented with ordinary spaces; this is another kind, as Word and web pages have them.")
        fix = Fix(match.start(), match.end(), " " * len(match[0]))
        source.findings.append(source.finding_at(place, "unsafe-character", message, length=len(match[0]), fix=fix))
    source.text = _ODD_INDENTATION.sub(lambda match: " " * len(match[0]), source.text)
    source.forget_lines()


def _too_large() -> str:
    return _("The file is larger than {limit} bytes.").format(limit=MAX_BYTES)


def _unreadable(source: Source, code: str, message: str) -> Source:
    source.findings.append(source.finding_at((1, 1), code, message))
    return source


def _replace_unsafe(source: Source) -> None:
    """Finds what a terminal would act upon, and takes it out, so that the rest can be read and checked as well."""
    unsafe = {character for character in set(source.text) if is_unsafe(character) or character in NO_CHARACTERS}
    if not unsafe:
        return
    found = re.compile("[" + re.escape("".join(unsafe)) + "]")
    for match in found.finditer(source.text):
        if len(source.findings) > MAX_FINDINGS:
            break
        place, character = source.position(match.start()), match.group()
        # what ends a line elsewhere would, taken out, join two lines into one
        fix = None if character in _LINE_ENDS else Fix(match.start(), match.end(), "")
        source.findings.append(source.finding_at(place, "unsafe-character", unsafe_message(character), fix=fix))
    source.text = found.sub("\ufffd", source.text)
    source.forget_lines()


def unsafe_message(character: str) -> str:
    """Names the character, since it cannot be seen."""
    name = f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()
    return _("Invisible or control character: {name}. Delete it.").format(name=name)


class _Stop(Exception):
    """Reading ends here; the finding about it is made."""


@dataclass(slots=True)
class _Container:
    """A list or a map that is being filled."""

    at: At
    data: Any
    under: At | None = None
    """Of a map: the last key, as the place of the value that comes next; None while a key comes next."""

    @property
    def awaits_key(self) -> bool:
        return self.under is None and type(self.data) is dict

    @property
    def no_key(self) -> At:
        """Where the value of a key belongs that is no good."""
        return (*self.at, _NO_KEY)


_NO_KEY = "\0"
"""Stands for a key that is no good. Its value is read, so that what is wrong in it is found, and let go."""


class _Builder:
    """Builds the data from the events."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.stack: list[_Container] = []
        self.count = 0
        self.documents = 0

    def build(self) -> None:
        source = self.source
        try:
            for event in _events(source.text):
                self.take(event)
        except _Stop:
            return
        except yaml.MarkedYAMLError as error:
            mark, message = syntax_message(error, source.text)
            self.report(mark, "syntax", message)
            return
        except (yaml.YAMLError, UnicodeError, ValueError):
            self.report(None, "syntax", _("This is not YAML."))
            return
        if self.documents == 0:
            self.report(None, "empty-file", _("The file is empty."))
            return
        source.readable = True

    def take(self, event: Any) -> None:
        kind = type(event)
        if kind is events.ScalarEvent:
            self.scalar(event)
        elif kind is events.MappingStartEvent:
            self.open(event, {})
        elif kind is events.SequenceStartEvent:
            self.open(event, [])
        elif kind is events.MappingEndEvent or kind is events.SequenceEndEvent:
            self.close(event)
        elif kind is events.AliasEvent:
            self.alias(event)
        elif kind is events.DocumentStartEvent:
            self.documents += 1
            if self.documents > 1:
                message = _("A file holds one document; here `---` begins another.")
                self.stop(event.start_mark, "several-documents", message)

    def scalar(self, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self.check_properties(event)
        span = _span(event)
        value = event.value
        if span.style and not value.isprintable():
            self.check_escapes(span, value)
        container = self.stack[-1] if self.stack else None
        if container is not None and container.awaits_key:
            self.key(container, span, value)
        else:
            at = self.at()
            self.put(at, span, value if span.style or event.tag else self.typed(span, value, at))

    def open(self, event: Any, data: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self.check_properties(event)
        if len(self.stack) >= MAX_DEPTH:
            message = _("More than {limit} levels inside one another.").format(limit=MAX_DEPTH)
            self.stop(event.start_mark, "too-deep", message)
        container = self.stack[-1] if self.stack else None
        if container is not None and container.awaits_key:
            self.report(event.start_mark, "key-not-text", _("A key is a word, not a list or a map."))
            container.under = container.no_key
            self.stack.append(_Container(container.under, data))
            return
        at = self.at()
        self.put(at, _span(event), data)
        self.stack.append(_Container(at, data))

    def close(self, event: Any) -> None:
        at = self.stack.pop().at
        end = event.end_mark.index
        between_braces = end > event.start_mark.index
        if between_braces and (span := self.source.values.get(at)) is not None:
            self.source.values[at] = Span(span.start, end, span.line, span.column, span.style)

    def alias(self, event: Any) -> None:
        self.report(event.start_mark, "anchor", _("References (`*name`) are not part of the format: write it out."))
        container = self.stack[-1] if self.stack else None
        if container is not None and container.awaits_key:
            container.under = container.no_key
            return
        at = self.at()
        self.source.spoiled.add(at)
        self.put(at, _span(event), None)

    def key(self, container: _Container, span: Span, text: str) -> None:
        """Takes a key; what is no key leaves its value without a place."""
        at = (*container.at, text)
        if not span.style and text == "<<":
            self.report(span, "merge-key", _("Merge keys (`<<`) are not part of the format: write it out."))
            container.under = container.no_key
        elif text in container.data:
            message = _("{key} is there already, on line {line}. Delete one of them.")
            message = message.format(key=quote(text), line=self.source.keys[at].line)
            self.report(span, "duplicate-key", message)
            container.under = container.no_key
        else:
            if not span.style and not isinstance(typed(text), str) and not self.is_cut_off(container, span):
                message = _("{key} is not a text. A key that is one goes in quotation marks.")
                fix = Fix(span.start, span.end, f'"{text}"') if text else None
                self.report(span, "key-not-text", message.format(key=quote(text)), fix)
                self.source.spoiled.add(at)
            container.under = at
            self.source.keys[at] = span

    def is_cut_off(self, container: _Container, span: Span) -> bool:
        """True in `{text: 3,5}`: the 5 is no key, but the rest of a text, which is told of as such."""
        return bool(container.data) and NO_VALUE.match(self.source.text, span.end) is not None

    def at(self) -> At:
        """Where the value that comes now belongs."""
        if not self.stack:
            return ()
        container = self.stack[-1]
        return (*container.at, len(container.data)) if container.under is None else container.under

    def put(self, at: At, span: Span, value: Any) -> None:
        self.count += 1
        if self.count > MAX_VALUES:
            message = _("More than {limit} values in the file.").format(limit=MAX_VALUES)
            self.stop(span, "too-large", message)
        self.source.values[at] = span
        if value is None and _NO_KEY not in at:
            self.source.empty.add(at)
        if not self.stack:
            self.source.data = value
            return
        container = self.stack[-1]
        if container.under is None:
            container.data.append(value)
        else:
            if at[-1] != _NO_KEY:
                container.data[at[-1]] = value
            container.under = None

    def typed(self, span: Span, text: str, at: At) -> Any:
        if len(text) > MAX_DIGITS and _NUMBER.fullmatch(text) and sum(map(str.isdigit, text)) > MAX_DIGITS:
            message = _("A number of more than {limit} digits. If it is a text, put it in quotation marks.")
            self.report(span, "number-too-long", message.format(limit=MAX_DIGITS))
            self.source.spoiled.add(at)
            return 0
        return typed(text)

    def check_properties(self, event: Any) -> None:
        """No anchors and no tags."""
        if event.anchor is not None:
            self.report(event.start_mark, "anchor", _("Anchors (`&name`) are not part of the format: delete it."))
        if event.tag is not None:
            message = _("Tags (`!name`) are not part of the format: delete it, or put the text in quotation marks.")
            self.report(event.start_mark, "tag", message)

    def check_escapes(self, span: Span, value: str) -> None:
        """What a quoted text spells out (`"\\e"`) is as unsafe as what stands there in the open."""
        visible = visible_indices(self.source.text, span)
        before = 0
        for character in value:
            if is_unsafe(character):
                index = visible[before] if before < len(visible) else span.end
                self.add(self.source.position(index), "unsafe-character", unsafe_message(character))
            before += not character.isspace()

    def report(self, mark: Any, code: str, message: str, fix: Fix | None = None) -> None:
        """A finding at a mark of the parser, or at a span."""
        if isinstance(mark, Span):
            place, length = (mark.line, mark.column), mark.end - mark.start
        else:
            place, length = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1), 1
        self.add(place, code, message, length, fix)

    def add(self, place: tuple[int, int], code: str, message: str, length: int = 1, fix: Fix | None = None) -> None:
        if len(self.source.findings) <= MAX_FINDINGS:
            self.source.findings.append(self.source.finding_at(place, code, message, length=length, fix=fix))

    def stop(self, mark: Any, code: str, message: str) -> None:
        self.report(mark, code, message)
        raise _Stop


def _events(text: str) -> Iterator[Any]:
    """As `yaml.parse` gives them, without asking twice for each. Raises what YAML's loaders raise."""
    loader = LOADER(text)
    try:
        yield from iter(loader.get_event, None)
    finally:
        loader.dispose()


def _span(event: Any) -> Span:
    start = event.start_mark
    style = getattr(event, "style", None) or ""
    # there is one for every key and value: made directly, they take half the time of `Span(…)`
    return tuple.__new__(Span, (start.index, event.end_mark.index, start.line + 1, start.column + 1, style))


def typed(text: str) -> Any:
    """A plain scalar as YAML 1.2 means it, and no more than JSON knows: `no`, `1:30` and `010` are texts."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_STARTS:
        return text
    match = _NUMBER.fullmatch(text)
    if match is None:
        return text
    return float(text) if match.group(1) else int(text)
