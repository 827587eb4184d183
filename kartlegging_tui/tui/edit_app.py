"""The program for editing one file alone, without a desk."""

from __future__ import annotations

from collections.abc import Mapping

from kartlegging_tui.services.editing import Edited
from kartlegging_tui.tui.app import KartleggingApp, no_desk
from kartlegging_tui.tui.screens.edit_form import EditScreen


class EditApp(KartleggingApp):
    """The editor, and nothing beside it."""

    def __init__(self, edited: Edited, light: bool = False, keymap: Mapping[str, str] | None = None) -> None:
        super().__init__(no_desk, light=light, keymap=keymap)
        self._edited = edited

    def begin(self) -> None:
        self.push_screen(EditScreen(self._edited, self.today), lambda _: self.exit())
