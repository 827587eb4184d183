"""What could not be read of a file, and what is not said because of it.

A file in which some places are no YAML is read without them, so that all else that is wrong is told in the same round.
What only seems wrong because something is left out is let go: it is no mistake of the author's.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from operator import itemgetter

from kartlegging_tui.definitions.codes.never import CODES as NEVER
from kartlegging_tui.definitions.codes.options import CODES as OPTIONS
from kartlegging_tui.definitions.codes.published import CODES as PUBLISHED
from kartlegging_tui.definitions.findings import Finding
from kartlegging_tui.definitions.reading_on import ReadOn
from kartlegging_tui.definitions.source import At, Source, Span
from kartlegging_tui.language import _

_OF_THE_WHOLE = {code.name for code in (*NEVER, *PUBLISHED)} | {
    "unreachable-band",
    "real-change-too-large",
    "unused-option-list",
}
"""What nobody knows of a form of which something is missing."""
_AMONG_OTHERS = {code.name for code in OPTIONS} | {"band-gap", "band-overlap"}
"""What is said about an item because of those beside it."""
_OF_OPTIONS = ("unknown-option-list", "unknown-option", "option-without-score", "at-most-too-high")
"""What is said because of the options there are."""
_WORD = re.compile(r"[^\W\d]\w*")


def put_together(source: Source, other: Source, result: ReadOn, before: Iterable[Finding]) -> Source:
    """The source that is no YAML, with the data of `other`, which was read from what stands in for its text.

    `before` are the findings about the text itself. It stays not readable: what is read so is checked, and never used.
    """
    whole = Source(source.path, source.text, other.data, left_out=result.changed)
    broken = [source.finding_at((each.line, each.column), "syntax", each.message) for each in result.broken]
    # what an indentation may have meant is a guess, so nothing is mended by it
    later = [replace(each, fix=None) for each in other.findings if each.line not in result.changed]
    whole.findings = [*before, *broken, *later]
    if not other.readable:  # too much of it is broken
        whole.data, whole.left_out = None, set()
        if not broken:
            return source
        if any(each.code == "syntax" for each in other.findings):
            last = max(broken)
            message = _("There is more after this; only the first {count} findings are shown.")
            more = source.finding_at((last.line, last.column), "more-findings", message.format(count=len(broken)))
            whole.findings = [*before, *broken, more]
        return whole
    whole.values = {at: _moved(span, other, whole) for at, span in other.values.items()}
    whole.keys = {at: _moved(span, other, whole) for at, span in other.keys.items()}
    whole.spoiled = other.spoiled
    _doubt(whole, result.emptied)
    return whole


def follows(finding: Finding, source: Source) -> bool:
    """True for what may be said only because something was left out."""
    if not source.left_out:
        return False
    if finding.line in source.left_out or finding.at in source.around or finding.code in _OF_THE_WHOLE:
        return True
    if finding.code in _OF_OPTIONS:
        return any("options" in at or "option_lists" in at for at in (*source.around, *source.stand_ins))
    return finding.code in _AMONG_OTHERS and _item(finding.at or ())[:-1] in source.around


def words_left_out(source: Source) -> Iterator[str]:
    """What may be a name, on the lines that were left out."""
    for line in source.left_out:
        yield from _WORD.findall(source.lines[line - 1])


def _moved(span: Span, read: Source, whole: Source) -> Span:
    """A span in the text of the file; on lines that were left out, no further than they go."""
    start, end = (whole.index(*read.position(index)) for index in span[:2])
    return span._replace(start=start, end=end)


def _doubt(source: Source, emptied: set[int]) -> None:
    """Notes what stands in for something that was left out, and the maps and lists that it is missing from."""
    places = [*source.keys.items(), *source.values.items()]
    starts = sorted(((span.line, span.column, len(at), at) for at, span in places), key=itemgetter(0, 1, 2))
    lines = [start[0] for start in starts]
    for line in source.left_out:
        first, end = bisect_left(lines, line), bisect_right(lines, line)
        here = {start[-1] for start in starts[first:end] if start[-1]}
        above = starts[first - 1][-1] if first else ()
        for at in (*here, above):
            source.around.update(at[:length] for length in range(len(at)))
            if isinstance(source.value(at), dict | list):
                source.around.add(at)
        if line in emptied:
            gone = {at for at in here if not source.value(at)}
            item = _item(above)
            source.spoiled |= gone
            source.stand_ins |= gone or ({item} if item else set())


def _item(at: At) -> At:
    """The item of a list that a place is in."""
    while at and not isinstance(at[-1], int):
        at = at[:-1]
    return at
