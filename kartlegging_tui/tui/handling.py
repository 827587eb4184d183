"""Recording what was done about an urgent answer, and by whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kartlegging_tui import language
from kartlegging_tui.domain.plan import Handled
from kartlegging_tui.language import _
from kartlegging_tui.tui import urgent_words
from kartlegging_tui.tui.screens.choose import ChooseScreen
from kartlegging_tui.tui.screens.pick import Choice
from kartlegging_tui.tui.screens.write import WriteScreen, Written

if TYPE_CHECKING:
    from textual.app import App

    from kartlegging_tui.services.planning import Planning
    from kartlegging_tui.services.urgent import UrgentItem

WRITE = "write"


class Handling:
    """Asks about one urgent answer; which, where there are several."""

    def __init__(self, app: App[None], planning: Planning, changed: Callable[[], None]) -> None:
        self._app, self._planning, self._changed = app, planning, changed

    def begin(self, items: Sequence[UrgentItem]) -> None:
        """The likely one first."""
        if len(items) == 1:
            self._ask(items[0])
        elif items:
            choices = [
                Choice(urgent_words.said(item, language.current()), "", number) for number, item in enumerate(items)
            ]

            def chosen(number: object) -> None:
                if isinstance(number, int):
                    self._ask(items[number])

            self._app.push_screen(ChooseScreen(_("About which answer?"), choices), chosen)

    def _ask(self, item: UrgentItem) -> None:
        spoken = language.current()
        about = f"{urgent_words.said(item, spoken)}\n{item.to_do(spoken)}"
        question = _("What was done?")

        def chosen(done: object) -> None:
            if done == WRITE:
                box = self._planning.box(f"{item.path}/done")
                WriteScreen(question, about=about, box=box).ask(self._app, written)
            elif isinstance(done, str):
                self._record(item, done)

        def written(words: Written | None) -> None:
            if words is not None and words.text:
                self._record(item, words.text, words.on)

        texts = [_(text) for text in urgent_words.QUICK]
        choices = [*(Choice(text, "", text) for text in texts), Choice(_("Something else …"), "", WRITE)]
        self._app.push_screen(ChooseScreen(question, choices, about=about), chosen)

    def _record(self, item: UrgentItem, done: str, goes_on: bool = True) -> None:
        """Kept at once as done by the user; who it was is asked after."""
        me = self._planning.user.name
        said = item.answer
        self._planning.handle(item.path, Handled(answer=said, done=done, by=me))
        self._changed()
        if not goes_on:
            return

        def chosen(who: object) -> None:
            if who == WRITE:
                box = self._planning.box(f"{item.path}/by")
                WriteScreen(_("Who did it?"), about=done, box=box).ask(self._app, written)

        def written(words: Written | None) -> None:
            if words is not None and words.text:
                self._planning.handle(item.path, Handled(answer=said, done=done, by=words.text))
                self._changed()

        choices = [Choice(me, "", me), Choice(_("Somebody else …"), "", WRITE)]
        self._app.push_screen(ChooseScreen(_("By whom?"), choices, about=done), chosen)
