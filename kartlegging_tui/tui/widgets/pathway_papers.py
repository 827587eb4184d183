"""The pathway at the left, and at the right what came up in it; the arrows move in one of the two."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from kartlegging_tui.tui import patient_sections, timeline
from kartlegging_tui.tui.timeline import Plans, Stop
from kartlegging_tui.tui.widgets.paper import Paper

if TYPE_CHECKING:
    from kartlegging_tui.services.browse import PatientPage


class PathwayPapers(Horizontal):
    """Two papers with one cursor. Where there is no room for both, the screen hides the one that is `-resting`."""

    DEFAULT_CSS = """
    PathwayPapers {
        height: 1fr;
        & #timeline { width: 55%; }
        & #sections { width: 1fr; }
    }
    """

    def compose(self) -> ComposeResult:
        yield Paper(id="timeline")
        sections = Paper(id="sections")
        sections.add_class("-resting")
        yield sections

    @property
    def timeline(self) -> Paper:
        """The pathway."""
        return self.query_one("#timeline", Paper)

    @property
    def sections(self) -> Paper:
        """Needs, children and who has been told."""
        return self.query_one("#sections", Paper)

    @property
    def moved_in(self) -> Paper:
        """The one in which the arrows move."""
        return self.timeline if self.sections.has_class("-resting") else self.sections

    @property
    def on_timeline(self) -> bool:
        """True while that is the pathway."""
        return not self.is_mounted or self.moved_in is self.timeline

    @property
    def key(self) -> object:
        """What the cursor stands on; None before anything is shown."""
        return self.moved_in.key if self.is_mounted and self.timeline.is_mounted else None

    def show(self, page: PatientPage, plans: Plans, folded: Collection[int], first: Stop | None, today: date) -> None:
        """Shows both, with the cursor on a stop of the pathway or where it was; of `folded` pathways, one line."""
        shown = [way for way in page.pathways if way.pathway.id not in folded]
        self.timeline.show(timeline.blocks(page, plans, folded, today), first)
        self.sections.show(patient_sections.blocks(page, shown, today))

    def switch(self) -> None:
        """From the one to the other."""
        for paper in (self.timeline, self.sections):
            paper.toggle_class("-resting")
            paper.refresh()

    @on(Paper.Moved)
    def _moved(self, message: Paper.Moved) -> None:
        if message.paper is not self.moved_in:  # clicked in
            self.switch()
