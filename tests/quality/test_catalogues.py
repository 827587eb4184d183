"""Every message is said in both forms of Norwegian, and what is compiled is what is written."""

from __future__ import annotations

import ast
import re

import pytest

from tests import catalogues

PLACEHOLDER = re.compile(r"\{[a-z_]*\}")


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_every_message_in_the_code_is_translated(language: str) -> None:
    catalogue = catalogues.read(language)
    code = {message.id for message in catalogues.messages_in_code() if message.id}
    kept = {message.id for message in catalogue if message.id}
    assert code - kept == set(), "run `python -m tests.catalogues`, and translate what is new"
    assert kept - code == set(), "run `python -m tests.catalogues`"
    assert [message.id for message in catalogues.untranslated(catalogue)] == []


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_placeholders_are_the_same_in_the_translation(language: str) -> None:
    for message in catalogues.read(language):
        one = message.id[-1] if isinstance(message.id, list | tuple) else message.id
        texts = message.string if isinstance(message.string, list | tuple) else (message.string,)
        for text in texts if one else ():
            assert set(PLACEHOLDER.findall(one)) == set(PLACEHOLDER.findall(text)), message.id


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_the_compiled_catalogue_is_that_of_the_file(language: str) -> None:
    compiled = catalogues.catalogue_file(language).with_suffix(".mo").read_bytes()
    assert compiled == catalogues.compiled(catalogues.read(language))


def test_no_message_hides_in_an_f_string() -> None:
    """The extraction does not look there: such a message would stay English for ever."""
    hidden = [
        f"{file.name}:{call.lineno}"
        for file in catalogues.PACKAGE.rglob("*.py")
        for text in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("_", "N_", "plural")
        if call.args and isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []
