"""When somebody else was first with the same thing: theirs stands, one is told what it is, and no word is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kartlegging_tui.domain.plan import Action, Handled, Need, Plan
from kartlegging_tui.language import _
from kartlegging_tui.tui import follow_up_words
from kartlegging_tui.tui.screens.choose import ChooseScreen
from kartlegging_tui.tui.screens.pick import Choice

if TYPE_CHECKING:
    from textual.app import App

    from kartlegging_tui.domain.answers import Path
    from kartlegging_tui.domain.history import Event
    from kartlegging_tui.services.planning import Planning

Thing = Action | Need | Handled
ADD, LEAVE = "add", "leave"


class Overtaken:
    """Watches the plan of one pathway."""

    def __init__(self, app: App[None], planning: Planning, changed: Callable[[], None]) -> None:
        self._app, self._planning, self._changed = app, planning, changed
        self._before: dict[Path, str] = {}
        planning.on_conflict = self._heard

    def begin(self, path: Path) -> None:
        """Something is about to be written here: what stands there already is not lost."""
        thing = thing_at(self._planning.plan, path)
        self._before[path] = written(thing) if thing else ""

    def _heard(self, path: Path, theirs: Event) -> None:
        self._app.call_later(self._told, path, theirs)  # from the saving thread to the screens'

    def _told(self, path: Path, theirs: Event) -> None:
        mine = thing_at(self._planning.plan, path)
        self._planning.take_over([theirs])
        self._changed()
        self._app.notify(first(theirs.author, thing_at(self._planning.plan, path)), timeout=20, markup=False)
        if mine is not None:
            self.offer(path, mine)

    def offer(self, path: Path, mine: Thing) -> None:
        """Asks whether the words that were written here are to be added to theirs."""
        theirs, words = thing_at(self._planning.plan, path), written(mine)
        if theirs is None or words in ("", self._before.get(path)) or words in written(theirs):
            return

        def chosen(what: object) -> None:
            now = thing_at(self._planning.plan, path)
            if what == ADD and now is not None:
                self._add(path, now, words)
                self._changed()

        question = _("You were writing about the same. What is to become of your words?")
        about = _("Yours: «{words}»").format(words=words) + "\n" + _("Theirs: {words}").format(words=told(theirs))
        choices = [Choice(_("Add them to what is there"), "", ADD), Choice(_("Leave what is there"), "", LEAVE)]
        self._app.push_screen(ChooseScreen(question, choices, about=about), chosen)

    def _add(self, path: Path, theirs: Thing, words: str) -> None:
        said = written(theirs)
        both = f"{said} – {self._planning.user.name}: {words}" if said else words
        if isinstance(theirs, Action):
            self._planning.change(path, theirs.model_copy(update={"outcome": both}))
        elif isinstance(theirs, Need):
            self._planning.weigh(path, theirs.model_copy(update={"reason": both}))
        else:
            self._planning.handle(path, theirs.model_copy(update={"done": both}))


def first(author: str, theirs: Thing | None) -> str:
    """That somebody else was first, and with what: `Leyla Demir var først: «Ringe fastlegen» er utført, det hjalp`."""
    return _("{author} was first: {what}. That stands; yours is not saved.").format(author=author, what=told(theirs))


def told(thing: Thing | None) -> str:
    """How something in the plan stands now."""
    if thing is None:
        return _("taken away")
    if isinstance(thing, Action):
        return f"{thing.text} · {thing.who} – {follow_up_words.became(thing)}"
    if isinstance(thing, Need):
        return f"{thing.title} – «{thing.reason}»" if thing.reason else thing.title
    return f"{thing.done} ({thing.by})"


def written(thing: Thing) -> str:
    """The words that somebody wrote about it."""
    if isinstance(thing, Action):
        return thing.outcome or thing.why
    return thing.reason if isinstance(thing, Need) else thing.done


def thing_at(plan: Plan, path: Path) -> Thing | None:
    """What there is in a plan at a path."""
    return plan.actions.get(path) or plan.needs.get(path) or plan.handled.get(path)
