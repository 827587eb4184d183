"""How to spoil the good files in one place."""

from __future__ import annotations

from kartlegging_tui.definitions.codes.good_files import FORM as FORM
from kartlegging_tui.definitions.codes.good_files import HERE as HERE
from kartlegging_tui.definitions.codes.good_files import PATHWAY as PATHWAY
from kartlegging_tui.definitions.findings import Finding


def spoiled(text: str, old: str, new: str) -> tuple[str, tuple[int, int]]:
    """`text` with `new` for `old`, and the line and column that `new` marks."""
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the text"
    marked = text.replace(old, new)
    assert marked.count(HERE) == 1
    before = marked.partition(HERE)[0]
    return marked.replace(HERE, ""), (before.count("\n") + 1, len(before) - before.rfind("\n"))


def places(findings: tuple[Finding, ...]) -> list[tuple[str, int, int]]:
    """What a test compares: code, line and column."""
    return [(finding.code, finding.line, finding.column) for finding in findings]
