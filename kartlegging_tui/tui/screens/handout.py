"""A paper on the screen: to read, to save as a file for printing, and to copy into another program."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from textual import work
from textual.app import App, ComposeResult
from textual.widgets import Static

from kartlegging_tui.language import N_, _
from kartlegging_tui.tui import document_text
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.screens.ask import AskScreen
from kartlegging_tui.tui.screens.house import HELP, HouseScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.banner import Banner
from kartlegging_tui.tui.widgets.key_bar import KeyBar
from kartlegging_tui.tui.widgets.paper import PAGES, Paper

if TYPE_CHECKING:
    from kartlegging_tui.interchange.document import Document

MakeDocument = Callable[[str | None], "Document"]
"""Makes the document in a language; None for its own."""

UP = Command("up", "up", "", "", "move(-1)", on_bar=False)
LANGUAGE = Command(
    "document_language", "f2", N_("Language"), N_("In the next of bokmål, nynorsk, English."), "next_language_of_paper"
)


class HandoutScreen(HouseScreen[None]):
    """Shows a document as text."""

    PLACE = N_("A paper")
    COMMANDS = (
        Command("save", "l", N_("Save"), N_("Saves it as a file: .pdf, .html or .txt, by its name."), "save"),
        Command("copy", "k", N_("Copy"), N_("Copies the text, to be pasted into the record system."), "copy"),
        LANGUAGE,
        Command("down", "down", N_("Scroll"), N_("A line down or up."), "move(1)", shown_keys="↑↓", other_way=UP),
        UP,
        *PAGES,
        Command("back", "escape", N_("Back"), N_("Back to the summary."), "back"),
    )
    DEFAULT_CSS = """
    HandoutScreen {
        & > #head { height: 1; padding: 0 1; background: $panel; text-style: bold; }
    }
    """

    def __init__(
        self, title: str, name: str, make: MakeDocument, languages: bool, table: Callable[[], bytes] | None = None
    ) -> None:
        """`name` is what the file is called where no name is given; `languages` allows other languages.

        `table` makes the same for a spreadsheet, where there is such a thing: it is saved where the name ends in .csv.
        """
        super().__init__()
        self._title = title
        self._name = name
        self._make = make
        self._languages = languages
        self._table = table
        self._document: Document | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="head")
        yield Banner()
        yield Paper()
        yield KeyBar(self.commands_now())

    def commands_now(self) -> tuple[Command, ...]:
        return tuple(each for each in (*self.COMMANDS, HELP) if each is not LANGUAGE or self._languages)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what the patient reads has languages to choose from."""
        return action != "next_language_of_paper" or self._languages

    def on_mount(self) -> None:
        self._load(None)

    @work(exclusive=True, group="document", exit_on_error=False)
    async def _load(self, language: str | None) -> None:
        self._document = await asyncio.to_thread(self._make, language)
        self.show_words()

    def show_words(self) -> None:
        super().show_words()
        self.query_one("#head", Static).update(literal(_(self._title)))
        if self._document is not None:
            self.query_one(Paper).show(document_text.blocks(self._document))

    def action_move(self, step: int) -> None:
        """A line down, or up."""
        self.query_one(Paper).move(step)

    def action_page(self, step: int) -> None:
        """A page down, or up."""
        self.query_one(Paper).page(step)

    def action_back(self) -> None:
        """To the summary."""
        self.dismiss(None)

    def action_next_language_of_paper(self) -> None:
        """In the next language."""
        if self._document is not None:
            self._load({"nb": "nn", "nn": "en", "en": "nb"}[self._document.language])

    def action_copy(self) -> None:
        """Copies the text. The only thing of a patient that ever goes to the clipboard, and only when asked for."""
        from kartlegging_tui.interchange.plain import plain

        if self._document is not None:
            App.copy_to_clipboard(self.app, plain(self._document))
            self.notify(_("Copied, where the terminal allows it. Else save it as .txt."), markup=False)

    def action_save(self) -> None:
        """Asks where to save it."""
        if self._document is not None:
            suggested = str(Path(platformdirs.user_documents_dir()) / f"{self._name}.pdf")
            question = _("Save as (.pdf, .html, .txt or .csv)") if self._table else _("Save as (.pdf, .html or .txt)")
            self.app.push_screen(AskScreen(question, suggested), self._save_as)

    def _save_as(self, name: str | None) -> None:
        if name is not None:
            self._save(Path(name).expanduser())

    @work(group="save", exit_on_error=False)
    async def _save(self, path: Path) -> None:
        from kartlegging_tui.interchange.formats import SUFFIXES, in_format
        from kartlegging_tui.interchange.private_file import write_private

        assert self._document is not None
        as_table = self._table if path.suffix.lower() == ".csv" else None
        if as_table is None and path.suffix.lower() not in SUFFIXES:
            known = _("The name must end in .pdf, .html, .txt or .csv.")
            self.say(known if self._table else _("The name must end in .pdf, .html or .txt."))
            return
        try:
            if as_table is not None:
                content = await asyncio.to_thread(as_table)
            else:
                content = await asyncio.to_thread(in_format, self._document, path.suffix)
            await asyncio.to_thread(write_private, path, content)
        except FileExistsError:
            self.say(_("{file} exists already.").format(file=path))
        except OSError as error:
            self.say(_("{path} cannot be written: {reason}").format(path=path, reason=error.strerror or ""))
        else:
            text = _("Saved: {file}. Only you can read it; delete it when it is printed.")
            self.notify(text.format(file=path), markup=False)
