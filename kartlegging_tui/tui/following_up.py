"""Asking about an action: is it done, did it help? A digit each; what is said is kept at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from kartlegging_tui.domain.plan import Action, ActionStatus, Helped
from kartlegging_tui.language import _
from kartlegging_tui.tui import plan_words
from kartlegging_tui.tui.screens.choose import ChooseScreen
from kartlegging_tui.tui.screens.pick import Choice
from kartlegging_tui.tui.screens.write import WriteScreen, Written

if TYPE_CHECKING:
    from textual.app import App

    from kartlegging_tui.domain.answers import Path
    from kartlegging_tui.services.planning import Planning


class FollowingUp:
    """Asks about one action."""

    def __init__(
        self,
        app: App[None],
        planning: Planning,
        path: Path,
        today: date,
        changed: Callable[[], None],
        overtaken: Callable[[Action], None] = lambda said: None,
    ) -> None:
        """`overtaken` is told what was said here where somebody else was first: theirs stands, and nothing is kept."""
        self._app, self._planning, self._path = app, planning, path
        self._today, self._changed, self._overtaken = today, changed, overtaken
        self._known = planning.plan.actions.get(path)

    def begin(self) -> None:
        """Is it done?"""
        action = self._planning.plan.actions.get(self._path)
        if action is None:
            return
        choices = [
            Choice(_("Done"), "", ActionStatus.DONE),
            Choice(_("Under way, not done yet"), "", ActionStatus.OPEN),
            Choice(_("Will not be done"), "", ActionStatus.DROPPED),
        ]
        about = f"{action.text} · {plan_words.action_line(action, self._today)}"
        self._app.push_screen(ChooseScreen(_("Is it done?"), choices, about=about), self._answered)

    def write(self) -> None:
        """What came of it, in a few words."""
        action = self._planning.plan.actions.get(self._path)
        if action is not None:
            question, box = _("What came of it?"), self._planning.box(f"{self._path}/outcome")
            WriteScreen(question, action.outcome, action.text, box=box).ask(self._app, self._written)

    def _answered(self, status: object) -> None:
        if not isinstance(status, ActionStatus):
            return
        self._close(status=status, helped=None)
        if status is ActionStatus.DONE:
            choices = [
                Choice(_("Yes"), "", Helped.YES),
                Choice(_("In part"), "", Helped.PARTLY),
                Choice(_("No"), "", Helped.NO),
                Choice(_("Too early to say"), "", Helped.UNKNOWN),
            ]
            self._app.push_screen(ChooseScreen(_("Did it help?"), choices, about=self._text), self._helped)
        elif status is ActionStatus.DROPPED:
            question, box = _("Why will it not be done?"), self._planning.box(f"{self._path}/dropped")
            WriteScreen(question, about=self._text, box=box).ask(self._app, self._written)

    def _helped(self, helped: object) -> None:
        if isinstance(helped, Helped):
            self._close(helped=helped)

    def _written(self, words: Written | None) -> None:
        if words is not None:
            self._close(outcome=words.text)

    @property
    def _text(self) -> str:
        action = self._planning.plan.actions.get(self._path)
        return action.text if action else ""

    def _close(self, **update: object) -> None:
        action = self._planning.plan.actions.get(self._path)
        if action is None:  # taken away meanwhile
            return
        said = action.model_copy(update=update)
        if action != self._known:
            self._overtaken(said)
            return
        self._planning.close(self._path, said.status, self._today, said.helped, said.outcome)
        self._known = self._planning.plan.actions.get(self._path)
        self._changed()
