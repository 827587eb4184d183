"""What is wrong with a text, one line each; Enter jumps to the place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList

from kartlegging_tui.definitions.findings import Finding, Severity
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.yaml_area import SIGNS

MOST = 200
"""More are not listed: each needs a line, and the next ones come when these are mended."""
STYLES = {Severity.ERROR: "bold $error", Severity.WARNING: "bold $warning"}


class FindingsList(OptionList):
    """The findings in the order of the text. Takes no room while there are none."""

    DEFAULT_CSS = """
    FindingsList, FindingsList:focus {
        display: none; height: auto; max-height: 7; background: $surface; padding: 0;
        &.any { display: block; }
    }
    """

    @dataclass
    class Chosen(Message):
        """One was chosen."""

        finding: Finding

    _findings: tuple[Finding, ...] = ()

    def show(self, findings: Sequence[Finding]) -> None:
        """Lists these; the one pointed at stays so as far as it is still there."""
        if tuple(findings) == self._findings:
            return
        place = self.highlighted
        self._findings = tuple(findings)
        self.set_options(self._line(finding) for finding in self._findings[:MOST])
        self.set_class(bool(findings), "any")
        if findings:
            self.highlighted = min(place or 0, len(findings) - 1, MOST - 1)

    def point_at(self, line: int) -> None:
        """Points at the first finding on a line or after it."""
        places = [place for place, finding in enumerate(self._findings[:MOST]) if finding.line >= line]
        if places:
            self.highlighted = places[0]

    def _line(self, finding: Finding) -> Content:
        width = len(str(self._findings[-1].line))
        sign = literal(f" {SIGNS[finding.severity]} ", STYLES[finding.severity])
        return sign + literal(f"{finding.line:>{width}}  ", "$text-muted") + literal(finding.message)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Chosen(self._findings[event.option_index]))
