"""A few options of which one is chosen: a digit chooses, arrows step. What is chosen shows without colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from kartlegging_tui.language import _
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.flow import rows

T = TypeVar("T")
GAP = 3


class Picked(Message):
    """A digit was pressed: the option is chosen, and one may move on."""


class Choice(Widget, Generic[T], can_focus=True):
    """Options side by side, on as many lines as they need. At most nine, because digits choose them."""

    DEFAULT_CSS = """
    Choice {
        width: 1fr;
        height: auto;
        &:focus { background: $panel; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", show=False),
        Binding("right", "step(1)", show=False),
    ]

    place: reactive[int] = reactive(0)
    """Which option is chosen, from 0; -1 while none is."""

    def __init__(self, options: Sequence[tuple[T, str]], chosen: T, id: str | None = None) -> None:
        super().__init__(id=id)
        self._options = tuple(options)
        """Values, and the messages that word them."""
        self.set_reactive(Choice.place, [value for value, _word in options].index(chosen))

    @property
    def value(self) -> T:
        """What is chosen. Raises IndexError while nothing is."""
        if self.place < 0:
            raise IndexError(self.place)
        return self._options[self.place][0]

    def offer(self, options: Sequence[tuple[T, str]], place: int = 0) -> None:
        """Offers these from now on, with one of them chosen, or none."""
        self._options = tuple(options)
        self.place = place
        self.refresh(layout=True)

    def validate_place(self, place: int) -> int:
        return max(-1, min(place, len(self._options) - 1))

    def action_step(self, step: int) -> None:
        """To the next option, or the previous one."""
        self.place = max(self.place + step, 0)

    def on_key(self, event: events.Key) -> None:
        if event.character and event.character in "123456789"[: len(self._options)]:
            event.stop()
            self.place = int(event.character) - 1
            self.post_message(Picked())

    def on_click(self, event: events.Click) -> None:
        parts = self._parts()
        lines = rows(parts, self.size.width, GAP)
        x = 0
        for number in lines[event.y] if event.y < len(lines) else ():
            if x <= event.x < x + parts[number].cell_length:
                self.place = number
            x += parts[number].cell_length + GAP

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(rows(self._parts(), width, GAP))

    def render(self) -> Content:
        parts = self._parts()
        gap = Content(" " * GAP)
        return Content("\n").join(
            gap.join(parts[number] for number in line) for line in rows(parts, self.size.width, GAP)
        )

    def _parts(self) -> list[Content]:
        parts = []
        for number, (_value, word) in enumerate(self._options):
            chosen = number == self.place
            text = f" {'(●)' if chosen else '( )'} {_(word)}"
            parts.append(literal(str(number + 1), "bold $accent").append(literal(text, "bold" if chosen else "")))
        return parts
