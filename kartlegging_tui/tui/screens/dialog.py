"""What all dialogs over a screen have in common: what stands in the way of saving is said on them, too."""

from __future__ import annotations

from typing import Generic

from textual.screen import ModalScreen, ScreenResultType

from kartlegging_tui.tui.widgets.standing import show_standing


class Dialog(ModalScreen[ScreenResultType], Generic[ScreenResultType]):
    """A question, a box or a page of help over the screen that it is about."""

    DEFAULT_CSS = """
    Dialog > Standing { dock: top; }
    """

    def on_mount(self) -> None:
        """What it says while it is open is told by the app, as to every other screen."""
        if standing := getattr(self.app, "standing", ""):  # a program about a file saves nothing in the records
            self.show_trouble(standing)

    def show_trouble(self, text: str) -> None:
        """Tells what stands in the way of all saving; an empty text takes it away. What is typed stays."""
        show_standing(self, text)
