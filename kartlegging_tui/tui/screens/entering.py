"""What the screens before the records have in common: fields to fill in, a thread that opens, and why it did not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.widgets import Input, Static

from kartlegging_tui.language import N_, _
from kartlegging_tui.tui import failures
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.screens.fields import FieldsScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.banner import Banner
from kartlegging_tui.tui.widgets.field import Field

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk

GO_ON = Command("go_on", "enter", N_("Go on"), N_("To the next field, and from the last one on."), "go_on")
END = Command("end_here", "escape", N_("Quit"), N_("Ends the program."), "cancel")


def password_input() -> Input:
    """A line on which nobody sees what is written."""
    return Input(password=True, compact=True, select_on_focus=False, max_length=256)


class EnteringScreen(FieldsScreen["Desk | None"]):
    """Gives the desk once it is open, or None where one has given up."""

    COMMANDS: ClassVar[tuple[Command, ...]] = ()
    DEFAULT_CSS = """
    EnteringScreen {
        & Input { max-width: 50; }
        & > Banner { margin: 0 0 1 0; }
    }
    """

    @property
    def is_opening(self) -> bool:
        """The thread is at work: what is pressed meanwhile does nothing."""
        return any(worker.group == "enter" and not worker.is_finished for worker in self.workers)

    def written(self, name: str) -> str:
        """What stands in a field; a password just as it was typed."""
        box = self.query_one(f"#{name} Input", Input)
        return box.value if box.password else box.value.strip()

    def show_title(self, title: str, line: str = "") -> None:
        """What is asked, in the head."""
        text = literal(title, "bold")
        self.query_one("#head", Static).update(text.append(literal(f"\n\n{line}")) if line else text)

    def go(self) -> None:
        """All is filled in: opens, with `enter`."""
        raise NotImplementedError

    @on(Input.Submitted)
    def action_go_on(self) -> None:
        """To the next empty field; from the last one on."""
        empty = [field for field in self.query(Field) if not self.written(field.id or "")]
        if empty:
            empty[0].control.focus()
        elif not self.is_opening:
            for field in self.query(Field):
                field.tell("")
            self.go()

    def tell(self, name: str, text: str) -> None:
        """What is wrong with a field, and to it; a password is written anew."""
        field = self.query_one(f"#{name}", Field)
        field.tell(text, problem=True)
        if isinstance(field.control, Input) and field.control.password:
            field.control.value = ""
        field.control.focus()

    def new_password_stands(self, user_name: str, before: str = "") -> bool:
        """Whether the fields `new` and `again` say the same, and it will do; says what is wrong."""
        from kartlegging_tui.domain.accounts import password_problem
        from kartlegging_tui.services.login_words import problem_words

        new = self.written("new")
        problem = password_problem(new, user_name, before)
        if problem is not None:
            self.query_one("#again Input", Input).value = ""
            self.tell("new", problem_words(problem))
        elif new != self.written("again"):
            self.tell("again", _("This is not the same as above."))
        else:
            return True
        return False

    @work(group="enter", exit_on_error=False)
    async def enter(self, opened: Callable[[Callable[[int, int], None]], Desk]) -> None:
        """Opens in a thread, and gives the desk."""
        self.query_one(Banner).clear()
        self.show_about(_("Opening …"))
        self.came_in(await asyncio.to_thread(opened, self._progress))

    def came_in(self, desk: Desk) -> None:
        """The desk is open."""
        self.dismiss(desk)

    def _progress(self, done: int, total: int) -> None:
        """Called in the thread that opens."""
        text = _("Making patients ready: {done} of {total} …").format(done=done, total=total)
        self.app.call_from_thread(self.show_about, text)

    def failed(self, error: BaseException) -> None:
        self.show_words()
        self.say(failures.in_words(error))
