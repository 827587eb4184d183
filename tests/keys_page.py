"""The page of keys: `python -m tests.keys_page > docs/keys.md` writes it from the commands and from filling forms."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Iterable, Iterator

from kartlegging_tui import language
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.conversation_commands import FORM_COMMANDS, TALK_COMMANDS
from kartlegging_tui.tui.everywhere import EVERYWHERE
from kartlegging_tui.tui.remapping import places
from kartlegging_tui.tui.screens.house import HELP
from tests.key_counts import counts, forms

HEAD = """\
# Keys

One set of keys for all forms, within reach on a Norwegian keyboard, in tmux and over ssh. What works at the moment
stands at the foot of the screen; `F1` shows the rest. Where text is being typed, letters are text, and Enter or Esc
leaves the box: nothing that was typed is lost. This page is written from the program's own commands.
"""
REMAPPING = """
## Other keys

Commands with an id can be on other keys. Write them in the configuration file, `config.toml` in the platform's folder
for configuration (on Linux `~/.config/kartlegging/config.toml`), or where `KARTLEGGING_CONFIG` says:

```toml
language = "nn"                       # nb, nn or en
theme = "light"                       # dark or light
database = "/srv/kartlegging.sqlite3"
questionnaires = "skjemaer"           # a folder of your own forms; a relative path counts from this file
lock_minutes = 10                     # 1 to 15: minutes without a key until the screen locks; 5 if left out

[keys]
undo = "Ctrl+Z"
next_question = "down,w"              # several keys, with commas; the first is the one that is shown
```

Keys are written as they are shown (`F3`, `Esc`, `Ctrl+S`, `PgDn`, `a`, `/`) or as Textual calls them (`escape`,
`ctrl+s`, `pagedown`, `slash`). The key bar, the help page and every hint name the new key. What answers stays: digits,
`j`, `n`, `y`, `t` and `-`; and so do Enter, Esc and Tab in a box, and the arrows and Esc in a list. `kartlegging keys`
shows every command with its keys as they are now, also as `--json`.

Mistakes are told all at once, each at its line, before the program opens: an id that is not there, a key that is not
there or that no terminal sends, two commands of one screen on one key, a key that answers or writes. What the command
line says counts before the environment, and that before the file.
"""
COUNTED = """
## Keys for each form

From opening the form to its last question, counted by filling it on the screen: with a patient who has little to tell,
and with one who has much. Free text is passed by unless it is required, and then it is one word.

| form | | little to tell | much to tell |
|---|---|---|---|
"""


def page() -> str:
    """The page, in English."""
    return asyncio.run(_page())


async def _page() -> str:
    language.use("en")
    text = HEAD + "".join(f"\n## {title}\n\n" + "\n".join(_table(commands)) + "\n" for title, commands in _parts())
    return text + REMAPPING + COUNTED + "\n".join([line async for line in _counted(forms())]) + "\n"


def _parts() -> Iterator[tuple[str, Iterable[Command]]]:
    """Answering and talking first; then what else there is, by screen."""
    yield "Answering", FORM_COMMANDS
    yield "The conversation", TALK_COMMANDS
    for place in places()[:-1]:
        known = {*FORM_COMMANDS, *TALK_COMMANDS, HELP}
        commands = [command for command in place.commands if command not in known]
        if commands:
            yield place.name, commands
    yield "Everywhere", (HELP, *EVERYWHERE)


def _table(commands: Iterable[Command]) -> Iterator[str]:
    yield "| key | | what it does | id |"
    yield "|---|---|---|---|"
    for command in commands:
        if command.help:
            keys = " ".join(f"`{key}`" for key in command.key_text.split(" "))
            both = (command, command.other_way) if command.other_way else (command,)
            ids = " ".join(f"`{each.id}`" for each in both if each.keys)
            yield f"| {keys} | {command.name_text} | {command.help_text} | {ids} |"


async def _counted(which: Iterable[Questionnaire]) -> AsyncIterator[str]:
    titles = {form.id: form.title.to("nb") for form in which}
    for name, (little, much) in (await counts(which)).items():
        yield f"| `{name}` | {titles[name]} | {little} | {much} |"


if __name__ == "__main__":
    sys.stdout.write(page())
