"""When somebody else was first with something in the plan: theirs is shown, and one is told of whom and what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kartlegging_tui.domain.plan import Plan
from kartlegging_tui.language import _
from kartlegging_tui.tui.screens.house import HouseScreen

if TYPE_CHECKING:
    from textual.app import App

    from kartlegging_tui.domain.answers import Path
    from kartlegging_tui.domain.history import Event
    from kartlegging_tui.services.planning import Planning


def watch(app: App[None], planning: Planning) -> None:
    """From now on conflicts in this plan are told, on whatever screen one is by then."""

    def tell(path: Path, theirs: Event) -> None:
        app.call_later(_told, app, planning, path, theirs)  # from the saving thread to the screens'

    planning.on_conflict = tell


def _told(app: App[None], planning: Planning, path: Path, theirs: Event) -> None:
    what = _name(planning.plan, path)
    planning.take_over([theirs])
    text = _(
        "{author} has just changed {what}. Theirs is what you see now; yours is not saved."
        " Do it again if it is to count."
    ).format(author=theirs.author, what=what or _name(planning.plan, path) or _("the plan"))
    app.notify(text, timeout=20, markup=False)
    for screen in app.screen_stack:
        if isinstance(screen, HouseScreen) and screen.is_mounted:
            screen.show_words()


def _name(plan: Plan, path: Path) -> str:
    if path in plan.needs:
        return f"«{plan.needs[path].title}»"
    if path in plan.actions:
        return f"«{plan.actions[path].text}»"
    if path.startswith("order/"):
        return _("the ranking of the needs")
    if path.startswith("urgent/"):
        return _("what was done about an urgent answer")
    return ""
