"""What scrolls."""

from __future__ import annotations

from textual.scroll_view import ScrollView


class Scrolled(ScrollView):
    """A scroll view whose bar says where one is from the first.

    Textual moves the bar only while it is shown: what is scrolled before that would leave it at the top.
    """

    def watch_show_vertical_scrollbar(self, shown: bool) -> None:
        if shown:
            self.vertical_scrollbar.position = self.scroll_y
