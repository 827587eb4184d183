"""Every code that a finding can have: how grave it is, why it matters, what to do, and an example.

`kartlegging check --explain` and `docs/codes.md` are written from here, and here alone it is decided what is an error
and what a warning. A new code is

1. one `error(…)` or `warning(…)` in the file of its subject: title, why, what to do (marked with `N_`), and an
   `Example`: a part of the good file (`good_files.py`), and the same part with the mistake, in which `¤` stands before
   the place of the finding. That is its test as well: the bad file has just this finding, there; the good one has none;
2. a row in the table "What the check says" of `docs/questionnaire-format.md`, and
   `python -m tests.codes_page > docs/codes.md`.

Tests fail for a code that the sources give and that is not here, for one without an example (but for those that need
more than the text of one file: they are listed in the test, and each has a test of its own), and for one that nothing
gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kartlegging_tui.definitions.codes import (
    answers,
    conditions,
    names,
    never,
    numbers,
    options,
    pathways,
    published,
    scenarios,
    shape,
    texts,
    yaml,
)
from kartlegging_tui.definitions.codes.code import FindingCode
from kartlegging_tui.definitions.findings import Severity
from kartlegging_tui.language import N_

GROUPS: tuple[tuple[str, tuple[FindingCode, ...]], ...] = (
    (N_("The file"), yaml.CODES),
    (N_("Keys and values"), shape.CODES),
    (N_("Names"), names.CODES),
    (N_("Texts"), texts.CODES),
    (N_("Options"), options.CODES),
    (N_("Numbers and bands"), numbers.CODES),
    (N_("Conditions and formulas"), conditions.CODES),
    (N_("What never comes, and what always does"), never.CODES),
    (N_("Pathways"), pathways.CODES),
    (N_("Published versions"), published.CODES),
    (N_("Answers"), answers.CODES),
    (N_("Scenarios"), scenarios.CODES),
)
"""In the order in which they are listed."""


def _all() -> Iterator[FindingCode]:
    for _title, codes in GROUPS:
        yield from codes


CODES: Mapping[str, FindingCode] = {code.name: code for code in _all()}
"""By name."""


def severity_of(name: str) -> Severity:
    """How grave a finding of this code is; an error for a code that is not here, as a test may make one up."""
    return CODES[name].severity if name in CODES else Severity.ERROR
