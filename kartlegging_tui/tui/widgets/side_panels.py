"""Beside the form on a wide screen: the forms and their sections on the left, needs and hints on the right."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from kartlegging_tui.domain.texts import Text
from kartlegging_tui.services.filling import Filling
from kartlegging_tui.services.talk import Talk
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.column import Column


class Outline(Column):
    """Forms and sections with how far one has come. The current form shows its sections, as many as there is room for
    around the current one.
    """

    DEFAULT_CSS = """
    Outline { width: 28; height: 1fr; padding: 0 1; }
    """

    def show(self, talk: Talk, current: Filling | None, section_id: str, language: str) -> None:
        """Draws the forms as they stand."""
        lines: list[_Line] = []
        middle = 0
        for filling in talk.offered():
            questionnaire = filling.form.questionnaire
            counts = [filling.sheet.progress(section) for section in questionnaire.sections]
            answered, asked = sum(done for done, _ in counts), sum(all_ for _, all_ in counts)
            here = filling is current
            mark = "▸" if here else "✓" if answered == asked else " "
            lines.append((mark, questionnaire.title, answered, asked, "bold" if here else ""))
            if not here:
                continue
            for section, (done, all_) in zip(questionnaire.sections, counts, strict=True):
                if section.id == section_id:
                    middle = len(lines)
                    lines.append(("  ▸", section.title, done, all_, "bold $accent"))
                elif filling.sheet.section_shown(section):
                    lines.append(("  ✓" if done == all_ else "   ", section.title, done, all_, "$text-muted"))
        room = self.size.height or len(lines)
        first = min(max(middle - room // 2, 0), max(len(lines) - room, 0))
        drawn = (
            _row(mark, title.to(language), done, all_, style)
            for mark, title, done, all_, style in lines[first : first + room]
        )
        self.say(Content("\n").join(drawn))


_Line = tuple[str, Text, int, int, str]
"""Mark, title, answered, asked, style."""


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
