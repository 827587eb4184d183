"""What may be written at the cursor of a question about the records: names, columns, options, functions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kartlegging_tui.domain.asking import plain
from kartlegging_tui.domain.expressions import FUNCTIONS
from kartlegging_tui.services.asking_words import Namer

MOST = 50
_WORD = re.compile(r"[\w.]*$")
_OPTION = re.compile(r"([\w.]+)\s*(?:==|!=|in)\s*\(?(?:[^()]*,)?\s*(\"[^\"]*|'[^']*|\w*)$")


def suggested(text: str, cursor: int, namer: Namer) -> tuple[int, list[tuple[str, str]]]:
    """Where the word at the cursor begins, and what may stand there, with its meaning; the nearest first."""
    before = text[:cursor]
    if (option := _OPTION.search(before)) and (found := list(_options(option.group(1), option.group(2), namer))):
        return option.start(2), found[:MOST]
    word = _WORD.search(before)
    begun = word.group() if word else ""
    if not begun:
        return cursor, []
    return cursor - len(begun), _names(plain(begun), namer)[:MOST]


def _names(begun: str, namer: Namer) -> list[tuple[str, str]]:
    vocabulary = namer.vocabulary
    ranked: list[tuple[int, str, str]] = []

    def add(written: str, full: str) -> None:
        last = written.rpartition(".")[2]
        meaning = namer.quoted(full) if full in vocabulary.shared else namer.text(full)
        if written.startswith(begun) or last.startswith(begun):
            ranked.append((0 if written.startswith(begun) else 1, written, meaning))
        elif len(begun) > 2 and begun in plain(meaning):
            ranked.append((2, written, meaning))

    for full in vocabulary.scope.symbols:
        short = full.partition(".")[2]
        alone = len(vocabulary.called.get(short, ())) == 1
        add(short if alone and full in vocabulary.terms else full, full)
    for group, columns in vocabulary.scope.groups.items():
        short = group.partition(".")[2]
        written = short if len(vocabulary.called.get(short, ())) == 1 else group
        for column in columns:
            add(f"{written}.{column}", f"{group}.{column}")
    ranked += [(3, f"{function}(", "") for function in FUNCTIONS if function.startswith(begun)]
    return [(written, meaning) for _rank, written, meaning in sorted(ranked)]


def _options(name: str, begun: str, namer: Namer) -> Iterator[tuple[str, str]]:
    """The options of the question before the sign that begin so, or whose text does."""
    vocabulary = namer.vocabulary
    written = plain(name)
    full = written if written in vocabulary.scope.symbols else next(iter(vocabulary.called.get(written, ())), "")
    symbol = vocabulary.scope.symbols.get(full)
    if symbol is None:
        head, _, column = written.rpartition(".")
        group = next(iter(vocabulary.called.get(head, (head,))), head)
        symbol, full = vocabulary.scope.groups.get(group, {}).get(column), f"{group}.{column}"
    if symbol is None or symbol.options is None:
        return
    letters = plain(begun.strip("\"'"))
    for option in symbol.options:
        meaning = namer.value(full, option)
        if plain(str(option)).startswith(letters) or plain(meaning).startswith(letters):
            yield (f'"{option}"' if isinstance(option, str) else str(option)), meaning
