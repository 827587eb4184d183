"""The scrollbar says where one is, also where the cursor went to the end before anything was drawn."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.content import Content

from kartlegging_tui.tui.widgets.paper import Block, Line, Paper
from kartlegging_tui.tui.widgets.scrolled import Scrolled


class Pages(App[None]):
    def compose(self) -> ComposeResult:
        yield Paper()


async def test_the_bar_is_where_the_page_is_from_the_first() -> None:
    app = Pages()
    async with app.run_test(size=(40, 10)) as pilot:
        paper = app.query_one(Paper)
        paper.show([Block((Line(Content(f"Linje {number}")),), number) for number in range(60)], key=59)
        assert isinstance(paper, Scrolled)
        await pilot.pause()
        assert paper.scroll_y == paper.max_scroll_y > 0
        assert paper.vertical_scrollbar.position == paper.scroll_y
