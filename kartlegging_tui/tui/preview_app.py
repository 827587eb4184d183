"""The program for one form alone, without a desk."""

from __future__ import annotations

from collections.abc import Mapping

from kartlegging_tui.services.filling import Filling
from kartlegging_tui.tui.app import KartleggingApp, no_desk
from kartlegging_tui.tui.screens.preview import PreviewScreen


class PreviewApp(KartleggingApp):
    """Shows a form as the nurse will see it."""

    def __init__(self, filling: Filling, light: bool = False, keymap: Mapping[str, str] | None = None) -> None:
        super().__init__(no_desk, light=light, keymap=keymap)
        self._filling = filling

    def begin(self) -> None:
        self.push_screen(PreviewScreen(self._filling), lambda _: self.exit())
