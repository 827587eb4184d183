"""The page of keys: `python -m tests.keys_page > docs/keys.md` writes it from the commands themselves."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from kartlegging_tui import language
from kartlegging_tui.language import _
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.conversation_commands import FORM_COMMANDS, TALK_COMMANDS
from kartlegging_tui.tui.everywhere import EVERYWHERE
from kartlegging_tui.tui.plan_commands import PLAN_COMMANDS

HEAD = """\
# Keys

One set of keys for all forms, within reach on a Norwegian keyboard, in tmux and over ssh. What works at the moment
stands at the foot of the screen; `F1` shows the rest. Where text is being typed, letters are text, and Enter or Esc
leaves the box: nothing that was typed is lost. This page is written from the program's own commands.
"""
PARTS = (
    ("Answering", FORM_COMMANDS),
    ("The conversation", TALK_COMMANDS),
    ("The plan", PLAN_COMMANDS),
    ("Everywhere", EVERYWHERE),
)


def page() -> str:
    """The page, in English."""
    language.use("en")
    return HEAD + "".join(f"\n## {title}\n\n" + "\n".join(_table(commands)) + "\n" for title, commands in PARTS)


def _table(commands: Iterable[Command]) -> Iterator[str]:
    yield "| key | | what it does |"
    yield "|---|---|---|"
    for command in commands:
        if command.help:
            keys = " ".join(f"`{key}`" for key in command.key_text.split(" "))
            yield f"| {keys} | {_(command.name)} | {_(command.help)} |"


if __name__ == "__main__":
    sys.stdout.write(page())
