"""Where in the text of a form its questions stand."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from kartlegging_tui.definitions.source import At, Source


@dataclass(frozen=True)
class Places:
    """The lines where something begins, and which question it is."""

    lines: tuple[int, ...] = ()
    """From 1, in order."""
    questions: tuple[tuple[str, ...], ...] = ()
    """Beside each: the id of a question; of a group and a column of it; nothing where no question begins."""

    def question_at(self, line: int) -> tuple[str, ...]:
        """What a line is part of: a question, or a group and its column. Empty where it is part of neither."""
        place = bisect_right(self.lines, line) - 1
        return self.questions[place] if place >= 0 else ()

    def line_of(self, question: str) -> int | None:
        """The line where a question begins; None where there is none."""
        found = [line for line, ids in zip(self.lines, self.questions, strict=True) if ids == (question,)]
        return found[0] if found else None


def places_of(source: Source) -> Places:
    """The questions of what was read; none where that is no form."""
    found: dict[int, tuple[str, ...]] = {}
    for at, span in sorted(source.keys.items(), key=lambda pair: pair[1].start):
        if len(at) == 1:
            found[span.line] = ()
    for at, span in source.values.items():
        if _is_item(at):
            found[span.line] = _ids(source, at)
        elif len(at) == 2 and at[0] == "sections":
            found.setdefault(span.line, ())
    lines = tuple(sorted(found))
    return Places(lines, tuple(found[line] for line in lines))


def _is_item(at: At) -> bool:
    """True for where a question or a column of a group stands."""
    question = len(at) >= 4 and at[0] == "sections" and at[2] == "questions"
    return question and (len(at) == 4 or (len(at) == 6 and at[4] == "row"))


def _ids(source: Source, at: At) -> tuple[str, ...]:
    ids = [source.value((*at[:length], "id")) for length in (4, 6) if length <= len(at)]
    return tuple(str(each) for each in ids) if all(isinstance(each, str) for each in ids) else ()
