"""What all screens of the house have in common: their commands, the key bar, the help page, and how errors are told."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, cast

from textual.await_complete import AwaitComplete
from textual.binding import BindingType
from textual.screen import Screen, ScreenResultType
from textual.worker import Worker, WorkerState

from kartlegging_tui.language import N_
from kartlegging_tui.tui import failures
from kartlegging_tui.tui.commands import Command, bindings
from kartlegging_tui.tui.widgets.banner import Banner
from kartlegging_tui.tui.widgets.key_bar import KeyBar
from kartlegging_tui.tui.widgets.signed_in import SignedIn
from kartlegging_tui.tui.widgets.standing import show_standing

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk
    from kartlegging_tui.services.saving import SaveState

IN_ONE = 0.25
"""Seconds for which a screen that comes waits for what it is about, to be painted once. Then it is painted as it is."""

HELP = Command("help", "f1", N_("Help"), N_("Shows what can be done here."), "show_help")


class House(Protocol):
    """What a screen needs to know of the app it is in."""

    @property
    def today(self) -> Callable[[], date]:
        """The day it is."""

    standing: str
    """What stands in the way of all saving; empty where nothing does."""

    exit_code: int
    """Of a program that could not be opened."""

    @property
    def is_locked(self) -> bool:
        """Nothing but the lock is seen."""

    @property
    def opened(self) -> Desk | None:
        """What the user can do; None before it is open, and in programs about files."""

    async def end(self) -> None:
        """Ends the program."""

    def drop_keys(self) -> None:
        """What was typed for a page that does not come is forgotten."""


class HouseScreen(Screen[ScreenResultType], Generic[ScreenResultType]):
    """A screen that declares what can be done on it in `COMMANDS`, most important first."""

    # Textual keeps those of its palette under this name, and the palette is off
    COMMANDS: ClassVar[tuple[Command, ...]] = ()  # type: ignore[assignment]
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = []
    PLACE: ClassVar[str] = ""
    """What users call the screen (a message), where commands are listed."""
    BESIDE: ClassVar[tuple[Command, ...]] = ()
    """Commands of the widgets on it: what they are on cannot be on another command of the screen."""
    TAKEN: ClassVar[tuple[str, ...]] = ()
    """Keys that its widgets take for themselves: they answer, or are written."""
    HOLDS: ClassVar[bool] = False
    """What is filled in on it is not kept until it is done: nobody is taken elsewhere from here."""
    AWAITED: ClassVar[tuple[str, ...]] = ()
    """Groups of workers that read what the screen is about, or bring the next one: keys wait for them."""

    place_id = ""
    """Which of the places it is, where it is one (`places.Place.id`)."""

    _unpainted = ExitStack()
    """Held while it waits to be painted."""

    def __init_subclass__(cls) -> None:
        """The bindings follow from the commands."""
        cls.BINDINGS = [*bindings((*cls.COMMANDS, HELP))]
        super().__init_subclass__()

    @property
    def house(self) -> House:
        """The app, which knows the day."""
        return cast(House, self.app)

    @property
    def is_opening(self) -> bool:
        """What the screen is about is not read yet: what is typed meanwhile waits, and then acts in order."""
        if not self.AWAITED:
            return False
        mine = (worker for worker in self.workers if worker.node is self and worker.group in self.AWAITED)
        return not self.is_mounted or any(not worker.is_finished for worker in mine)

    def commands_now(self) -> tuple[Command, ...]:
        """The commands that make sense at this moment, for the key bar and the help page."""
        return (*self.COMMANDS, HELP)

    def show_words(self) -> None:
        """Words the screen in the language spoken: when it is shown first, and when the language is switched."""
        for bar in self.query(KeyBar):
            bar.show(self.commands_now())
        for signed_in in self.query(SignedIn):
            signed_in.show_words()

    def step_aside(self) -> None:
        """Something is done from the palette: what is being typed here is kept first."""

    def told_to_end(self) -> None:
        """The program ends, and nobody can be asked: what is typed here and kept nowhere yet is kept."""

    def asks_before_the_end(self) -> bool:
        """True where something is asked before the program ends; the answer ends it, or does not."""
        return False

    def on_mount(self) -> None:
        self.show_words()
        if standing := self.house.standing:
            self.show_trouble(standing)

    def on_screen_resume(self) -> None:
        """Paints once what is read is there: piece by piece it would be five pictures of 12 kB, and take longer."""
        self._unpainted.close()
        self._unpainted = ExitStack()
        self._unpainted.callback(self.refresh)
        self._unpainted.enter_context(self.app.batch_update())
        self.app.set_timer(IN_ONE, self._unpainted.close)  # the app's: this screen may be gone by then
        self.call_after_refresh(self._paint_if_read)

    def on_screen_suspend(self) -> None:
        """What comes over it, or after it, does not wait for it."""
        self._unpainted.close()

    @property
    def is_read(self) -> bool:
        """What it is about is there."""
        return all(worker.is_finished for worker in self.workers if worker.node is self)

    def _paint_if_read(self) -> None:
        if self.is_read:
            self._unpainted.close()

    @property
    def is_open(self) -> bool:
        """It has not been left, and the program goes on: all its widgets are there."""
        return self.app.is_running and self in self.app.screen_stack

    def call_after_refresh(self, callback: Callable[..., object], *args: Any, **kwargs: Any) -> bool:
        """As Textual's, but not once the screen has been left: its widgets go one by one."""
        return super().call_after_refresh(lambda: callback(*args, **kwargs) if self.is_open else None)

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Leaves the screen, once: Textual would take away whatever lies over it instead."""
        return super().dismiss(result) if self.is_active else AwaitComplete()

    def say(self, text: str) -> None:
        """Tells that something went wrong, in the banner or, on a screen without one, in a corner."""
        for banner in self.query(Banner):
            banner.say(text)
            return
        self.notify(text, severity="error", timeout=12, markup=False)

    def show_saved(self, state: SaveState) -> None:
        """Tells how it stands with saving, on a screen with a place for it."""

    def show_trouble(self, text: str) -> None:
        """Tells what stands in the way of all saving, above all else; an empty text takes it away."""
        show_standing(self, text)

    def failed(self, error: BaseException) -> None:
        """Tells what went wrong in a worker; not while the program is locked, and nothing can be read."""
        if self.house.is_locked and not self.is_active:
            return
        patient_id, desk = failures.closed_patient(error), self.house.opened
        if patient_id is not None and desk is not None and not self.place_id:
            from kartlegging_tui.tui.letting_in import offer

            stays = failures.is_unwritten(error)
            if stays:
                self.say(failures.in_words(error))
            offer(self, desk, patient_id, stays)
        else:
            self.say(failures.in_words(error))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Work for the screen is done in workers; what fails there is told in words."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            if event.worker.group in self.AWAITED:
                self.house.drop_keys()
            self.failed(event.worker.error)
        elif event.state is WorkerState.SUCCESS:
            for banner in self.query(Banner):
                banner.clear()
        if event.worker.is_finished:
            self.call_after_refresh(self._paint_if_read)

    def action_show_help(self) -> None:
        """Shows the help page of this screen."""
        from kartlegging_tui.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.commands_now()))
