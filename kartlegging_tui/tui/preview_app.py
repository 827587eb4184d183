"""The program for one form alone, without a desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from kartlegging_tui.services.filling import Filling
from kartlegging_tui.tui.app import KartleggingApp
from kartlegging_tui.tui.screens.preview import PreviewScreen

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk


class PreviewApp(KartleggingApp):
    """Shows a form as the nurse will see it."""

    def __init__(self, filling: Filling, light: bool = False, keymap: Mapping[str, str] | None = None) -> None:
        super().__init__(_no_desk, light=light, keymap=keymap)
        self._filling = filling

    def begin(self) -> None:
        self.push_screen(PreviewScreen(self._filling), lambda _: self.exit())


def _no_desk(_progress: Callable[[int, int], None]) -> Desk:
    raise NotImplementedError("a preview has no desk")
