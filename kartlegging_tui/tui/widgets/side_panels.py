"""Beside the form on a wide screen: the forms and their sections on the left, needs and hints on the right."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from kartlegging_tui.services.filling import Filling
from kartlegging_tui.services.talk import Talk
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.column import Column


class Outline(Column):
    """Forms and sections with how far one has come. The current form shows its sections."""

    DEFAULT_CSS = """
    Outline { width: 28; height: 1fr; padding: 0 1; }
    """

    def show(self, talk: Talk, current: Filling | None, section_id: str, language: str) -> None:
        """Draws the forms as they stand."""
        lines: list[Content] = []
        for filling in talk.offered():
            questionnaire = filling.form.questionnaire
            counts = [filling.sheet.progress(section) for section in questionnaire.sections]
            answered, asked = sum(done for done, _ in counts), sum(all_ for _, all_ in counts)
            here = filling is current
            mark = "▸" if here else "✓" if answered == asked else " "
            lines.append(_row(mark, questionnaire.title.to(language), answered, asked, "bold" if here else ""))
            if not here:
                continue
            for section, (done, all_) in zip(questionnaire.sections, counts, strict=True):
                if filling.sheet.section_shown(section):
                    is_current = section.id == section_id
                    mark = "  ▸" if is_current else "  ✓" if done == all_ else "   "
                    style = "bold $accent" if is_current else "$text-muted"
                    lines.append(_row(mark, section.title.to(language), done, all_, style))
        self.say(Content("\n").join(lines))


def _row(mark: str, title: str, done: int, all_: int, style: str) -> Content:
    count = f"{done}/{all_}" if all_ else ""
    room = 25 - cell_len(mark) - cell_len(count) - 2
    name = title if cell_len(title) <= room else set_cell_size(title, room - 1) + "…"
    return literal(f"{mark} {set_cell_size(name, room)} {count}", style)


class Aside(Column):
    """The hint for the one who asks, and what has come out of the talk so far; b shows all of it."""

    DEFAULT_CSS = """
    Aside { width: 34; height: 1fr; padding: 0 1; }
    """

    def show(self, parts: Sequence[Content]) -> None:
        """Draws these, with a blank line between."""
        self.say(Content("\n\n").join(part for part in parts if part.plain))
