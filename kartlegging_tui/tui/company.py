"""Company: somebody else in the same conversation. What they answer is shown, and never overwrites unseen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kartlegging_tui.tui.screens.pick import PickScreen
from kartlegging_tui.tui.two_answers import TwoAnswers, arrived
from kartlegging_tui.tui.widgets.form_pane import FormPane
from kartlegging_tui.tui.widgets.two_answers import TwoAnswersPanel

if TYPE_CHECKING:
    from kartlegging_tui.domain.answers import Path
    from kartlegging_tui.domain.history import Event
    from kartlegging_tui.domain.sheet import Change
    from kartlegging_tui.services.filling import Filling
    from kartlegging_tui.services.news import News


class Company:
    """Keeps the form in step with what others do."""

    def __init__(self, pane: FormPane, panel: TwoAnswersPanel, changed: Callable[[], None]) -> None:
        self._pane, self._panel, self._changed = pane, panel, changed

    def take_in(self, found: News) -> None:
        """Shows what others have answered, wherever nothing of one's own is on its way there."""
        shown = [(filling, event) for filling, event in found.answers if self._take_over(filling, event)]
        if shown:
            self._pane.notify(arrived(shown), markup=False)
        self._changed()

    def meet(self, found: TwoAnswers) -> None:
        """Theirs stands and is shown; one's own is kept beside it, to be chosen with a key. Never a box in the way."""
        self._follow(found.filling, found.path, found.filling.take_over(found.theirs))
        if found.differ:
            self._panel.add(found)
            self._changed()

    def choose(self) -> None:
        """Chooses between somebody else's answer and one's own."""
        found = self._panel.first
        if found is None:
            return

        def chosen(mine: object) -> None:
            if mine is not None:
                self._panel.settle(found)
            if mine is True:
                self._follow(found.filling, found.path, found.filling.answer(found.path, found.mine))
            self._changed()

        self._pane.app.push_screen(PickScreen(found.question, found.choices()), chosen)

    def _take_over(self, filling: Filling, event: Event) -> bool:
        """True if it is shown now; else it meets one's own answer when that is saved, and one is asked."""
        box = self._pane.view.box
        typed_here = filling is self._pane.view.filling and box is not None and box[0] == event.path
        if typed_here or filling.is_waiting(event.path):
            return False
        self._follow(filling, event.path, filling.take_over(event))
        return True

    def _follow(self, filling: Filling, path: Path, change: Change) -> None:
        if filling is self._pane.view.filling:
            self._pane.follow(path, change)
