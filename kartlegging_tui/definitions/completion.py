"""Help while a file is being written: what can stand at the cursor, and what stands there.

Works on the text as it is, broken or not: see `cursor` and `names_in_text`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import Enum
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from kartlegging_tui.definitions.candidates import Candidate, Completion, Possible, narrowed
from kartlegging_tui.definitions.condition_completion import CONTEXT_WORDS, FUNCTION_WORDS, Word, in_condition
from kartlegging_tui.definitions.cursor import Cursor, cursor_at
from kartlegging_tui.definitions.documentation import is_condition, key_doc, kinds_of, member_docs, type_docs
from kartlegging_tui.definitions.model_keys import alternatives, keys, kinds_at, models
from kartlegging_tui.definitions.names_in_text import Named, Names
from kartlegging_tui.definitions.scenario_completion import NamedThere, named_there
from kartlegging_tui.definitions.vocabulary import names_in, words_in_text, words_of_forms
from kartlegging_tui.domain.pathway import PathwayDefinition
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.scenario import FormScenarios, PathwayScenarios
from kartlegging_tui.domain.services import ServiceList
from kartlegging_tui.domain.texts import LANGUAGES, Text
from kartlegging_tui.language import N_, _, current

__all__ = ["Candidate", "Completion", "complete", "describe"]

Forms = Mapping[str, Questionnaire]
_LANGUAGE_NAMES = {"nb": N_("bokmål"), "nn": N_("nynorsk"), "en": N_("English")}
_WORD = re.compile(r"[\w.]*")
_QUESTIONS = (Names.QUESTION, Names.COLUMN)


def complete(text: str, index: int, forms: Forms | None = None, language: str | None = None) -> Completion:
    """What can be put in at a place of the text of a questionnaire, a pathway, a list of services or scenarios.

    `forms`, by id, are those that a pathway can offer, or that the scenarios are about. `language` is that of the
    details: else the one spoken.
    """
    cursor = cursor_at(text, index)
    if cursor is None:
        return Completion(index, index)
    return _Help(text, cursor, forms or {}, language or current()).completion()


def describe(text: str, index: int, forms: Forms | None = None, language: str | None = None) -> str | None:
    """What the key or name at a place of the text means; None where there is nothing to say."""
    start, end = _word_around(text, index)
    cursor = cursor_at(text, end) if start < end else None
    if cursor is None:
        return None
    return _Help(text, cursor, forms or {}, language or current()).description(text[start:end]) or None


def _word_around(text: str, index: int) -> tuple[int, int]:
    start = index
    while start and (text[start - 1].isalnum() or text[start - 1] in "_."):
        start -= 1
    match = _WORD.match(text, index)
    return start, match.end() if match else index


def _model(text: str) -> type[BaseModel]:
    """What the text is going to be, by the keys at its root."""
    whole = "\n" + text
    if "\ncontact_points:" in whole:
        return PathwayDefinition
    if "\npathway:" in whole:
        return PathwayScenarios
    if "\nscenarios:" in whole or "\nform:" in whole:
        return FormScenarios
    return ServiceList if "\nservices:" in whole else Questionnaire


class _Help:
    """What can be said about one place of one text."""

    def __init__(self, text: str, cursor: Cursor, forms: Forms, language: str) -> None:
        self.text, self.cursor, self.forms, self.language = text, cursor, forms, language
        self.model = _model(text)
        if cursor.key == "type":
            cursor.beside.pop("type", None)  # half written, it would rule every type out
        self.kinds = _inside(kinds_at(self.model, cursor.data, cursor.at))
        self.models = self._models()

    def _models(self) -> list[type[BaseModel]]:
        beside = self.cursor.beside
        found = [model for kind in self.kinds for model in models(kind, beside)]
        if found or "type" not in beside:
            return found or [model for kind in self.kinds for model in _any_type(kind)]
        return [model for kind in self.kinds for model in _any_type(kind)]

    def completion(self) -> Completion:
        there = self._named_there()
        if there.possible:
            return self._names(there)
        if self.cursor.key is None:
            return self._keys()
        if self._in_condition():
            return self._condition()
        start = self.cursor.start
        if self.text[start : start + 1] in ('"', "'") and start < self.cursor.index:
            start += 1
        end = _word_end(self.text, self.cursor.index)
        return Completion(start, end, narrowed(self._values(), self.text[start : self.cursor.index]))

    # Names in scenarios

    def _named_there(self) -> NamedThere:
        return named_there(self.cursor, self.forms, self.language) if self._in_scenarios() else NamedThere()

    def _in_scenarios(self) -> bool:
        return self.model in (FormScenarios, PathwayScenarios)

    def _names(self, there: NamedThere) -> Completion:
        cursor = self.cursor
        end = _word_end(self.text, cursor.index)
        behind = ": " if there.are_keys and not re.match(r" *:", self.text[end : end + 20]) else ""
        dash = "- " if cursor.key is None and not cursor.in_flow and not there.are_keys and cursor.at[-1] != 0 else ""
        left = [one for one in there.possible if cursor.key is not None or one.label not in cursor.beside]
        possible = [Possible(one.label, one.detail, dash + (one.text or one.label) + behind) for one in left]
        return Completion(cursor.start, end, narrowed(possible, self.text[cursor.start : cursor.index]))

    # Keys

    def _keys(self) -> Completion:
        cursor = self.cursor
        end = _word_end(self.text, cursor.index)
        written = re.match(r"[ ]*:", self.text[end : end + 20]) is not None
        wants_dash = not cursor.in_flow and (cursor.in_list or self._is_list())
        if cursor.in_flow and cursor.in_list:
            return Completion(cursor.start, end, narrowed(self._items(), self.text[cursor.start : cursor.index]))
        column = cursor.start - (self.text.rfind("\n", 0, cursor.start) + 1) + 2 * wants_dash
        dash = "- " if wants_dash else ""
        possible = []
        for key, detail in self._known_keys():
            ending = "" if written else ": " if cursor.in_flow else self._ending(key, column)
            possible.append(Possible(key, detail, dash + key + ending))
        return Completion(cursor.start, end, narrowed(possible, self.text[cursor.start : cursor.index]))

    def _is_list(self) -> bool:
        """True where the key above has a list for its value, and the first dash is not there yet."""
        kinds = kinds_at(self.model, self.cursor.data, self.cursor.at)
        return any(get_origin(kind) is tuple for kind in kinds)

    def _known_keys(self) -> list[tuple[str, str]]:
        """The keys that may come, those that must be there first, and what they mean."""
        beside = self.cursor.beside
        must: dict[str, str] = {}
        may: dict[str, str] = {}
        for key in _common_keys(self.models):
            if key not in beside:
                required = any(_is_required(model, key) for model in self.models)
                (must if required else may)[key] = self._key_words(key)
        if not self._in_scenarios() and any(kind is Text or _is_by_language(kind) for kind in self.kinds):
            may |= {language: _(_LANGUAGE_NAMES[language]) for language in LANGUAGES if language not in beside}
        return [*must.items(), *may.items()]

    def _key_words(self, key: str) -> str:
        if key == "type":
            return _("What is asked for: a choice, a number, a text …")
        return next((key_doc(model, key) for model in self.models if key in keys(model)), "")

    def _ending(self, key: str, column: int) -> str:
        kinds = [kind for model in self.models for kind in kinds_of(model, key)]
        below = "\n" + " " * (column + 2)
        if any(kind is str for kind in kinds) or any(get_origin(kind) is None and not _is_map(kind) for kind in kinds):
            return ": "
        if any(get_origin(kind) is tuple for kind in kinds):
            return f":{below}- "
        return f":{below}" if any(_is_map(kind) or get_origin(kind) is dict for kind in kinds) else ": "

    def _items(self) -> list[Possible]:
        """What stands between brackets: maps, or words."""
        return self._values_of(self.kinds)

    # Values

    def _values(self) -> list[Possible]:
        cursor = self.cursor
        assert cursor.key is not None
        named = self._names_for(cursor.key)
        if named is not None:
            return named
        if cursor.key == "type":
            return [Possible(tag, words) for tag, words in type_docs(tuple(self.models)).items()]
        cursor.beside.setdefault(cursor.key, "")
        return self._values_of(kinds_at(self.model, cursor.data, (*cursor.at, cursor.key)))

    def _values_of(self, kinds: Iterable[Any]) -> list[Possible]:
        found: dict[str, Possible] = {}
        for kind in kinds:
            if isinstance(kind, type) and issubclass(kind, Enum):
                found |= {value: Possible(value, words) for value, words in member_docs(kind).items()}
            elif kind is bool:
                found |= {word: Possible(word) for word in ("true", "false")}
            elif get_origin(kind) is Literal:
                found |= {word: Possible(word) for word in get_args(kind)}
        return list(found.values())

    def _names_for(self, key: str) -> list[Possible] | None:
        """The names that a key refers to; None for a key that refers to none."""
        names = names_in(self.text) if key in ("options", "each", "born", "age") else None
        match key:
            case "options" if names is not None:
                return [self._named(named) for named in names.of(Names.OPTION_LIST)]
            case "each" if names is not None:
                return [self._named(named) for named in names.of(Names.QUESTION) if named.type == "rows"]
            case "born" | "age" if names is not None and "children" in self.cursor.at:
                group = names.at(self.cursor.index, Names.QUESTION)
                columns = names.of(Names.COLUMN)
                return [self._named(column) for column in columns if group is not None and column.group == group.id]
            case "form":
                return [Possible(form.id, form.title.to(self.language)) for form in self.forms.values()]
            case "question":
                words = words_of_forms(self.forms, self.language)
                return [Possible(word.name, word.detail) for word in words.values() if _is_question(word)]
            case "system":
                return [Possible("loinc"), Possible("snomed")]
        return None

    def _named(self, named: Named) -> Possible:
        if named.names is not Names.OPTION_LIST:
            return Possible(named.id, lambda: named.words(self.language))
        return Possible(named.id, lambda: self._options_in_words(named))

    def _options_in_words(self, named: Named) -> str:
        return ", ".join(text for _value, text in named.options(names_in(self.text), self.language))

    # Conditions

    def _in_condition(self) -> bool:
        key = self.cursor.key
        return key is not None and any(is_condition(model, key) for model in self.models)

    def _words(self) -> tuple[dict[str, Word], dict[str, Word]]:
        if self.model is PathwayDefinition:
            return words_of_forms(self.forms, self.language), {}
        return words_in_text(self.text, self.cursor, self.language)

    def _condition(self) -> Completion:
        cursor, text = self.cursor, self.text
        written = text[cursor.start : cursor.index]
        words, columns = self._words()
        behind = text[cursor.index :].partition("\n")[0]
        if re.fullmatch(r'"\w*', written):
            whole = self._in_quotes(written, behind, words)
            if whole.candidates:
                return whole
        if written[:1] in ('"', "'"):
            quote, written = written[0], written[1:]
            written = written.replace("\\" + quote, quote) if quote == '"' else written
        found = in_condition(written, behind, words, columns)
        typed = text[cursor.index - found.before : cursor.index]
        return Completion(cursor.index - found.before, cursor.index + found.behind, narrowed(found.possible, typed))

    def _in_quotes(self, written: str, behind: str, words: dict[str, Word]) -> Completion:
        """Options, for a condition that begins with `"`: YAML takes that for its own, unless all stands in others."""
        found = in_condition(written, "", words, {})
        closing = re.match(r'\w*"?', behind)
        end = self.cursor.index + (closing.end() if closing else 0)
        quoted = [replace(one, text=f"'{one.label}'") for one in found.possible]
        return Completion(self.cursor.start, end, narrowed(quoted, written))

    # What stands there

    def description(self, word: str) -> str:
        """What a word means, at the end of which the cursor stands."""
        named = self._named_there().possible
        if named:
            return next((one.candidate().detail for one in named if one.label == word), "")
        if self.cursor.key is None:
            return next((words for key, words in self._described_keys() if key == word), "")
        if self._in_condition():
            return self._described_name(word)
        return next((one.candidate().detail for one in self._values() if one.label == word), "")

    def _described_keys(self) -> list[tuple[str, str]]:
        self.cursor.beside.clear()
        return self._known_keys()

    def _described_name(self, word: str) -> str:
        words, columns = self._words()
        found = words.get(word) or columns.get(word)
        if word in CONTEXT_WORDS or (found is None and word in FUNCTION_WORDS):
            return _((CONTEXT_WORDS | FUNCTION_WORDS)[word])
        if found is None:
            return self._described_option(word, words | columns)
        options = [f"{value} {text}" for value, text in found.options()]
        return " · ".join([found.detail(), *options])

    def _described_option(self, word: str, words: dict[str, Word]) -> str:
        """A value between quotation marks: the options that are called so."""
        before = self.text[: self.cursor.index - len(word)]
        if before[-1:] != '"':
            return ""
        texts = [text for known in words.values() for value, text in known.options() if value == f'"{word}"']
        return " · ".join(dict.fromkeys(texts))


def _inside(kinds: list[Any]) -> list[Any]:
    """The types themselves, and those in a list."""
    inner = [kind for outer in kinds if get_origin(outer) is tuple for kind in alternatives(get_args(outer)[0])]
    return [kind for kind in kinds if get_origin(kind) is not tuple] + inner


def _any_type(kind: Any) -> list[type[BaseModel]]:
    """The models of a place where the type of the question is not written yet."""
    if not isinstance(kind, type) or not issubclass(kind, BaseModel) or "type" not in kind.model_fields:
        return []
    return [kind]


def _common_keys(found: list[type[BaseModel]]) -> list[str]:
    """The keys that all of the models have; `type` first where it is what decides between them."""
    if not found:
        return []
    common = [key for key in keys(found[0]) if all(key in keys(other) for other in found[1:])]
    return sorted(common, key=lambda key: key != "type") if len(found) > 1 else common


def _is_required(model: type[BaseModel], key: str) -> bool:
    return any(key == (field.alias or name) and field.is_required() for name, field in model.model_fields.items())


def _is_map(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel) and kind is not Text


def _is_by_language(kind: Any) -> bool:
    """True for a map of something else by language, as `wording` is."""
    return get_origin(kind) is dict and get_args(kind)[0] is str


def _is_question(word: Word) -> bool:
    return word.type not in ("score", "context")


def _word_end(text: str, index: int) -> int:
    match = re.compile(r"\w*").match(text, index)
    return match.end() if match else index
