"""The page of codes: `python -m tests.codes_page > docs/codes.md` writes it from the registry of codes."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from kartlegging_tui import language
from kartlegging_tui.command_line.drawing import Look, draw
from kartlegging_tui.command_line.explaining import good_part
from kartlegging_tui.definitions.codes import GROUPS
from kartlegging_tui.definitions.codes.code import FindingCode
from kartlegging_tui.definitions.codes.example import findings_in

HEAD = """\
# What the check says

Every code of a finding, as `kartlegging check --explain CODE` tells it, in Norwegian too. The codes stay the same from
version to version. An error keeps a form from being used; a warning is worth a look. This page is written from the
program's own registry, whose examples are its tests.
"""


def page() -> str:
    """The page, in English."""
    language.use("en")
    parts = [HEAD]
    for title, codes in GROUPS:
        parts.append(f"\n## {title}\n")
        parts += ["\n".join(_entry(code)) for code in codes]
    return "\n".join(parts)


def _entry(code: FindingCode) -> Iterator[str]:
    yield f"### `{code.name}`\n"
    yield f"{code.title} ({code.severity}). {code.why} {code.what_to_do}\n"
    if code.example is None:
        return
    yield "```text"
    for finding in findings_in(code.example, code.example.bad):
        yield "\n".join(draw(finding, Look(110))).rstrip()
    yield "```\n"
    if right := good_part(code.example):
        yield "\n".join(["Right:\n", "```text", *right, "```\n"])


if __name__ == "__main__":
    sys.stdout.write(page())
