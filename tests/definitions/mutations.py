"""Files that are right, and then not quite: for all that must hold whatever is in a file."""

from __future__ import annotations

import re

from hypothesis import strategies as st

from kartlegging_tui.definitions.files import definition_files
from kartlegging_tui.definitions.library import shipped_folder
from tests.definitions.good_files import FORM, PATHWAY

SHIPPED = list(definition_files(shipped_folder()))
SCENARIOS = """\
form: god
scenarios:
  - name: Mye vondt
    age: 57
    given: {smerte: 8, sted: [rygg], uro: 1, har_barn: ja, barn: [{navn: Ola, alder: 9}], annet: {missing: declined}}
    expect: {visible: [uro], hidden: [yrke], scores: {plage: 9}, needs: [lindring]}
"""
GOOD = [FORM, PATHWAY, SCENARIOS, SCENARIOS, *(path.read_text(encoding="utf-8") for path in SHIPPED)]
SYNTAX = ["&a ", "*a", "!t ", "<<: {}", "\n", "\t", ": ", "- ", "? ", "|\n", ">-\n", "|2\n", *"{}[]\"'|>#,?%@"]
CHARACTERS = ["\x00", "\x1b", "\u202e", "\ud800", "\u2028", "\r", "\ufeff", "\uffff", "å", "a\u030a", "\u0338", "😀"]
FORMAT = ["null", "no", "3.5", "9" * 20, "visible_if", "type: rows", "options: x", "id: id", "min: 9", "sum(", ")"]
CONDITION = [" and ", " not ", '"x" in ', "age", "barn.alder", " == ", "1j", "...", 'b"x"', "\\d", "(" * 50, "-" * 50]
SNIPPETS = st.sampled_from([*SYNTAX, *CHARACTERS, *FORMAT, *CONDITION])
VALUES = st.recursive(
    st.sampled_from(["x", "1", "-1", "2.5", "true", '""', "~", "[]", "{}", '"1"', "no", "2026-01-02", "a b", "1e400"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: f"[{', '.join(parts)}]"),
        st.lists(st.tuples(st.sampled_from(["nb", "id", "type", "text", "x"]), inner), max_size=3).map(
            lambda parts: "{" + ", ".join(f"{key}: {value}" for key, value in parts) + "}"
        ),
    ),
    max_leaves=6,
)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A good file with parts taken out, put in, doubled or exchanged: characters, lines, indentation, keys, values."""
    text = draw(st.sampled_from(GOOD))
    for _ in range(draw(st.integers(1, 4))):
        text = draw(st.sampled_from([_characters, _lines, _indented, _renamed, _revalued]))(draw, text)
    return text


def _characters(draw: st.DrawFn, text: str) -> str:
    start = draw(st.integers(0, len(text)))
    end = min(len(text), start + draw(st.integers(0, 40)))
    inserted = draw(st.one_of(SNIPPETS, st.just(""), st.just(text[start:end] * 2), st.text(max_size=5)))
    return text[:start] + inserted + text[end:]


def _lines(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    place, other = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
    match draw(st.sampled_from(["delete", "double", "exchange", "move"])):
        case "delete":
            del lines[place : place + draw(st.integers(1, 5))]
        case "double":
            lines.insert(place, lines[place])
        case "exchange":
            lines[place], lines[other] = lines[other], lines[place]
        case "move":
            lines.insert(other, lines.pop(place))
    return "\n".join(lines)


def _indented(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    start = draw(st.integers(0, len(lines) - 1))
    more = draw(st.sampled_from([" ", "  ", "    ", "\t", ""]))
    for number in range(start, min(len(lines), start + draw(st.integers(1, 5)))):
        lines[number] = more + lines[number] if more else lines[number][2:]
    return "\n".join(lines)


def _renamed(draw: st.DrawFn, text: str) -> str:
    """Another key in the place of one."""
    lines = text.split("\n")
    place = draw(st.integers(0, len(lines) - 1))
    key = draw(
        st.sampled_from(["id", "type", "text", "options", "row", "value", "no", "1", "true", "x", "nb", "codes"])
    )
    before, colon, after = lines[place].partition(":")
    indent = before[: len(before) - len(before.lstrip(" -"))]
    lines[place] = f"{indent}{key}{colon}{after}"
    return "\n".join(lines)


def _revalued(draw: st.DrawFn, text: str) -> str:
    """Another value in the place of one."""
    lines = text.split("\n")
    place = draw(st.integers(0, len(lines) - 1))
    before, colon, _value = lines[place].partition(":")
    lines[place] = f"{before}{colon} {draw(VALUES)}"
    return "\n".join(lines)


def spread(text: str) -> str:
    """Each line indented twice as far, and three spaces after each dash, as other editors do."""
    lines = (re.match(r"( *)((?:- )*)(.*)", line).groups() for line in text.split("\n"))
    return "\n".join(f"{indent * 2}{dashes.replace('- ', '-   ')}{words}" for indent, dashes, words in lines)
