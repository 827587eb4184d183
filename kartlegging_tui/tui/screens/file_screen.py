"""What a screen does on which a file is edited: saves it, loses nothing, and notices when others change it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from typing import ClassVar

from textual import on, work
from textual.widgets import TextArea
from textual.worker import Worker, WorkerState

from kartlegging_tui.definitions.text_file import NotWritten, TextFile
from kartlegging_tui.language import _
from kartlegging_tui.services.editing import ChangedOutside, Edited
from kartlegging_tui.tui import edit_commands as commands
from kartlegging_tui.tui import edit_words
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.screens.choose import ChooseScreen
from kartlegging_tui.tui.screens.difference import DifferenceScreen
from kartlegging_tui.tui.screens.house import HouseScreen
from kartlegging_tui.tui.widgets.banner import Banner
from kartlegging_tui.tui.widgets.yaml_editor import YamlEditor

KEEP_WITHIN = 0.5
"""Seconds after a key until what was typed is on the disk."""
LOOK_EVERY = 1.5
"""Seconds between looks at whether others have changed the file."""


class FileScreen(HouseScreen[None]):
    """The text of one file in a `YamlEditor`. Screens like this say what else there is."""

    COMMANDS: ClassVar[tuple[Command, ...]] = ()
    HOLDS = True

    def __init__(self, edited: Edited) -> None:
        super().__init__()
        self.edited = edited
        self._keeping = False
        self._journal_fails = False
        self._gone = False

    @property
    def editor(self) -> YamlEditor:
        """Where the text is written."""
        return self.query_one(YamlEditor)

    def show_standing(self) -> None:
        """Says whether the text is saved."""
        raise NotImplementedError

    def begin_keeping(self) -> None:
        """To be called once the screen is there."""
        self.set_interval(LOOK_EVERY, self._look_outside)
        if self.edited.on_disk.recoded:
            self.announce(_("The file is not in UTF-8. Saved here, it is; look at the letters æ, ø and å first."))
        elif why := self.edited.why_not_writable:
            variant = _(
                "What you write cannot be saved here; `kartlegging new --from {form}` begins a variant of your own."
            )
            self.announce(why + " " + variant.format(form=self.edited.path.stem))
        if self.edited.left is not None:
            self._ask_about_left()

    def announce(self, text: str) -> None:
        """Says something that stays until it is no longer so."""
        self.query_one(Banner).say(text)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Unlike elsewhere, work that succeeds takes back nothing that was said: it may be about something else."""
        event.prevent_default()
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.failed(event.worker.error)

    # What is typed is kept

    @on(TextArea.Changed)
    def _text_changed(self) -> None:
        text = self.editor.kept_text
        if text == self.edited.text:
            return
        self.edited.text = text
        if not self._keeping:
            self._keeping = True
            self.set_timer(KEEP_WITHIN, self._keep)
        self.text_changed()

    def text_changed(self) -> None:
        """The text is another now, and known to be."""

    @work(group="keep", exit_on_error=False)
    async def _keep(self) -> None:
        self._keeping = False
        await self._kept(again=False)

    async def _kept(self, again: bool = True) -> bool:
        """Keeps what is typed. Where it cannot be, that is said: each time, or once, where it is tried at every key."""
        try:
            await asyncio.to_thread(self.edited.keep)
        except OSError as error:
            if again or not self._journal_fails:
                self._journal_fails = True
                reason = error.strerror or type(error).__name__
                self.announce(_("What you type cannot be kept in case of a crash: {reason}.").format(reason=reason))
            return False
        return True

    def on_unmount(self) -> None:
        """The window was closed, or the program ends: no time to wait for a timer."""
        with suppress(OSError):
            self.edited.keep()

    @work(exit_on_error=False)
    async def _ask_about_left(self) -> None:
        question = edit_words.left_question(self.edited, datetime.now(UTC).astimezone())
        while True:
            answer = await self.app.push_screen_wait(ChooseScreen(question, edit_words.left_choices()))
            left = self.edited.left
            if answer != edit_words.DIFFERENCE or left is None:
                break
            await self.app.push_screen_wait(DifferenceScreen(left.text, self.edited.on_disk.text))
        if answer == edit_words.THROW_AWAY:
            self.edited.throw_away()
        else:
            self.editor.show_text(self.edited.take_up())
            if self.edited.outside is not None:
                self._tell_of_outside()
        self.text_changed()
        self.show_standing()

    # Saving

    @work(group="save", exit_on_error=False)
    async def action_save_file(self) -> None:
        """Saves the file."""
        await self.save()

    async def save(self) -> bool:
        """Saves; asks where others have changed the file. False where it is not saved."""
        self.edited.text = self.editor.kept_text
        try:
            await asyncio.to_thread(self.edited.save)
        except NotWritten as error:
            self.announce(_("Not saved. {reason} What you wrote is kept here.").format(reason=error))
            return False
        except ChangedOutside as error:
            self.edited.stand_by(error.file)
            return await self._settle_with_others()
        self.query_one(Banner).clear()
        self.show_standing()
        return True

    async def _settle_with_others(self) -> bool:
        """True where the text was saved, or theirs was taken."""
        question = _("The file was changed from outside while you were editing it.")
        theirs = self.edited.outside
        while theirs is not None:
            answer = await self.app.push_screen_wait(ChooseScreen(question, edit_words.outside_choices()))
            if answer == edit_words.DIFFERENCE:
                await self.app.push_screen_wait(DifferenceScreen(self.edited.text, theirs.text))
                continue
            if answer == edit_words.THEIRS:
                self._take_over(theirs)
                return True
            if answer == edit_words.MINE:
                self.edited.overwrite_theirs()
                return await self.save()
            self._tell_of_outside()
            return False
        return False

    # Others

    @work(exclusive=True, group="look", exit_on_error=False)
    async def _look_outside(self) -> None:
        file = await asyncio.to_thread(self.edited.look_outside)
        gone = await asyncio.to_thread(lambda: self.edited.gone)
        if self._gone and not gone:
            self.query_one(Banner).clear()
        self._gone = gone
        if self.edited.left is not None or file is None:
            if gone:
                self.announce(_("The file is not there any more. Saving writes it anew."))
            return
        if file is self.edited.outside:
            return
        self.edited.text = self.editor.kept_text
        if not self.edited.unsaved or file.text == self.edited.text:
            said = not self.edited.unsaved and file.text != self.edited.text
            self._take_over(file)
            if said:
                self.notify(_("The file was changed from outside, and is read again."), markup=False)
        else:
            self.edited.stand_by(file)
            self._tell_of_outside()

    def _tell_of_outside(self) -> None:
        text = _("The file was changed from outside. {key} asks which text is to count.")
        self.announce(text.format(key=commands.SAVE.key_text))

    def _take_over(self, file: TextFile) -> None:
        self.editor.show_text(self.edited.take_over(file))
        self.query_one(Banner).clear()
        self.text_changed()
        self.show_standing()

    # Leaving

    @work(exclusive=True, group="leave", exit_on_error=False)
    async def leave(self) -> None:
        """Leaves the screen; asks where something is not saved."""
        if await self._settled():
            self.dismiss(None)

    def asks_before_the_end(self) -> bool:
        self.edited.text = self.editor.kept_text
        if self.edited.unsaved:
            self._end()
        return self.edited.unsaved

    @work(exclusive=True, group="leave", exit_on_error=False)
    async def _end(self) -> None:
        if await self._settled():
            await self.house.end()

    async def _settled(self) -> bool:
        """Asks what becomes of what is not saved. False where one stays."""
        self.edited.text = self.editor.kept_text
        if not self.edited.unsaved:
            return True
        question = _("What you have typed is not saved.")
        answer = await self.app.push_screen_wait(ChooseScreen(question, edit_words.leave_choices()))
        if answer == edit_words.SAVE:
            return await self.save()
        if answer == edit_words.LATER:
            return await self._kept()
        if answer == edit_words.THROW_AWAY:
            self.edited.throw_away()
        return answer is not None
