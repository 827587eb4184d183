"""Choosing one of many by typing a part of it: questions, sections, what is left. Typing errors are forgiven."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from kartlegging_tui.domain.safe import safe_text
from kartlegging_tui.language import _
from kartlegging_tui.tui.screens.dialog import Dialog
from kartlegging_tui.tui.text import literal

MOST_SHOWN = 200


@dataclass(frozen=True)
class Choice:
    """Something that can be chosen."""

    text: str
    detail: str
    """Shown after it, dimmed: where it is."""
    key: object
    """What the chooser gets back."""


def folded(text: str) -> str:
    """Lower case without diacritics; æ, ø and å as ae, o and a, so that any keyboard finds them."""
    text = text.casefold().replace("æ", "ae").replace("ø", "o").replace("å", "a")
    return "".join(part for part in unicodedata.normalize("NFD", text) if not unicodedata.combining(part))


def found(choices: Sequence[Choice], typed: str) -> list[Choice]:
    """The choices that fit what was typed, the best first; all of them, in order, for nothing typed.

    A part of the text as it stands comes before words in another order, and both before a likeness with errors.
    """
    from rapidfuzz import fuzz, process

    wanted = folded(typed).strip()
    if not wanted:
        return list(choices)
    names = [folded(f"{choice.text} {choice.detail}") for choice in choices]
    parts = [place for place, name in enumerate(names) if wanted in name]
    words = wanted.split()
    parts += [place for place, name in enumerate(names) if place not in parts and all(word in name for word in words)]
    if len(parts) < 5:
        texts = {place: folded(choice.text) for place, choice in enumerate(choices)}
        like = process.extract(wanted, texts, scorer=fuzz.partial_ratio, score_cutoff=72, limit=20)
        parts += [place for _, _, place in like if place not in parts]
    return [choices[place] for place in parts]


class PickScreen(Dialog[object | None]):
    """A box to type in, and what fits under it. Enter chooses; Esc gives up."""

    DEFAULT_CSS = """
    PickScreen {
        align: center middle;
        & > Vertical { width: 90%; max-width: 96; height: 80%; padding: 1 2; background: $panel; }
        & OptionList { height: 1fr; border: none; padding: 0; background: $panel; }
        & Input { margin: 1 0; }
    }
    """

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        empty: str = "",
        written: Callable[[str], object] | None = None,
        hint: str = "",
    ) -> None:
        """With `written`, what is typed can be chosen too: it makes the key of it. `hint` stands in the empty box."""
        super().__init__()
        self._written = written
        self._hint = hint
        self._title = title
        self._choices = choices
        self._empty = empty
        self._shown: list[Choice] = []
        self._pointed = 0
        self._typed_last = ""

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(literal(self._title, "bold"))
            yield Input(placeholder=self._hint or _("Type a part of it"), compact=True, select_on_focus=False)
            yield OptionList()

    def on_mount(self) -> None:
        box = self.query_one(Input)
        box.cursor_blink = False
        box.focus()
        self._fill("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._fill(event.value)

    def _fill(self, typed: str) -> None:
        self._typed_last = typed
        self._shown = self._found(typed)[:MOST_SHOWN]
        options = self.query_one(OptionList)
        options.clear_options()
        if not self._shown:
            empty = self._empty if self._empty and not self._choices else _("Nothing fits.")
            options.add_option(Option(literal(empty), disabled=True))
            return
        options.add_options(self.prompt(choice, False) for choice in self._shown)
        options.highlighted = self._pointed = 0
        self._point(0)

    def _found(self, typed: str) -> list[Choice]:
        """Where words of one's own count, they come after what holds them, and before what is only like them."""
        choices, own = found(self._choices, typed), " ".join(safe_text(typed).split())
        if self._written is not None and own:
            place = sum(folded(own) in folded(f"{choice.text} {choice.detail}") for choice in choices)
            choices.insert(place, Choice(own, _("as you write it"), self._written(own)))
        return choices

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self._point(event.option_index)

    def _point(self, place: int) -> None:
        """A sign at the one that Enter takes, for those who see no colours."""
        options = self.query_one(OptionList)
        for at, pointed in ((self._pointed, False), (place, True)):
            if at < len(self._shown):
                options.replace_option_prompt_at_index(at, self.prompt(self._shown[at], pointed))
        self._pointed = place

    def on_key(self, event: events.Key) -> None:
        options = self.query_one(OptionList)
        moves: dict[str, Callable[[], None]] = {
            "down": options.action_cursor_down,
            "up": options.action_cursor_up,
            "pagedown": options.action_page_down,
            "pageup": options.action_page_up,
        }
        if event.key in moves:
            event.stop()
            moves[event.key]()
        elif event.key == "escape":
            event.stop()
            self.dismiss(None)

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _choose(self) -> None:
        if self.query_one(Input).value != self._typed_last:  # Enter was quicker than the list
            self._fill(self.query_one(Input).value)
        place = self.query_one(OptionList).highlighted
        if self._shown and place is not None:
            self.dismiss(self._shown[place].key)

    def prompt(self, choice: Choice, pointed: bool) -> Content:
        """One choice as it is listed."""
        detail = literal(f"  {choice.detail}" if choice.detail else "", "$text-muted")
        return literal("▸ " if pointed else "  ", "bold") + literal(choice.text) + detail
