"""What a command prints on a terminal, the terminal does not act on."""

from __future__ import annotations

import json

import pytest

from kartlegging_tui.command_line.paint import PAINT
from kartlegging_tui.command_line.safe_terminal import harmless
from tests.hostile import PAYLOADS, said, unsafe_in


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_a_terminal_acts_on_is_left(payload: str) -> None:
    assert not unsafe_in(harmless(payload))


def test_json_on_a_terminal_is_still_the_same_json() -> None:
    values = {said(turn): [said(turn + 1)] for turn in range(len(PAYLOADS))}
    assert json.loads(harmless(json.dumps(values, ensure_ascii=False, indent=2))) == values


def test_words_lines_and_the_colours_of_findings_stand_as_they_are() -> None:
    text = "Åse – ✓ æøå\n\tlinje\n" + "".join(sorted(PAINT))
    assert harmless(text) == text
