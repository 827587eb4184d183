"""Reads answers from a file: a map from question id to answer, as `docs/questionnaire-format.md` describes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from kartlegging_tui.definitions.findings import Finding, has_errors, quote, quote_all
from kartlegging_tui.definitions.shape import did_you_mean
from kartlegging_tui.definitions.source import At, Source
from kartlegging_tui.definitions.yaml_reader import parse, read_source
from kartlegging_tui.domain.answers import Answer, Missing, cell
from kartlegging_tui.domain.answers import Path as AnswerPath
from kartlegging_tui.domain.dates import parse_date
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import (
    AnyItem,
    Choice,
    Choices,
    Computed,
    Date,
    Info,
    Integer,
    Question,
    Rows,
    Scale,
    TextQuestion,
    YesNo,
)
from kartlegging_tui.domain.sheet import Context
from kartlegging_tui.domain.values import fits
from kartlegging_tui.language import N_, _

CONTEXT = "context"
_YES_NO = {"ja": True, "yes": True, "nei": False, "no": False}


@dataclass(frozen=True)
class AnswersReading:
    """What came of reading answers."""

    answers: Mapping[AnswerPath, Answer] = field(default_factory=dict)
    context: Context = field(default_factory=Context)
    findings: tuple[Finding, ...] = ()
    """All of them, in the order of the file. With errors, the answers are those that could be read."""

    @property
    def good(self) -> bool:
        """True if the answers can be used."""
        return not has_errors(self.findings)


def read_answers(path: Path, questionnaire: Questionnaire, today: date | None = None) -> AnswersReading:
    """The answers in a YAML or JSON file. Never raises for what is in the file, or for there being none."""
    source = read_source(path)
    if path.suffix.lower() == ".json" and "\t" in source.text:  # JSON may be indented with tabs, YAML may not
        source = parse(source.text.replace("\t", " "), str(path))
    return _reading(source, questionnaire, today)


def answers_from_text(text: str, path: str, questionnaire: Questionnaire, today: date | None = None) -> AnswersReading:
    """The answers in a text; `path` is what the findings call it."""
    return _reading(parse(text, path), questionnaire, today)


def _reading(source: Source, questionnaire: Questionnaire, today: date | None) -> AnswersReading:
    if not source.readable:
        return AnswersReading(findings=tuple(source.findings))
    reader = _Reader(source, questionnaire)
    found = reader.answers((), beside=(CONTEXT,))
    context = reader.context((CONTEXT,), today)
    return AnswersReading(found, context, tuple(sorted({*source.findings, *reader.findings})))


def answers_at(
    source: Source, at: At, questionnaire: Questionnaire
) -> tuple[dict[AnswerPath, Answer], tuple[Finding, ...]]:
    """The answers in the map that stands at a place of a larger file, and what is wrong with them."""
    reader = _Reader(source, questionnaire)
    return reader.answers(at), tuple(reader.findings)


class _Reader:
    """Makes answers of the data, and findings of what is no answer."""

    def __init__(self, source: Source, questionnaire: Questionnaire) -> None:
        self.source = source
        self.questionnaire = questionnaire
        self.items = {item.id: item for item in questionnaire.items()}
        self.findings: list[Finding] = []

    def answers(self, at: At, beside: tuple[str, ...] = ()) -> dict[AnswerPath, Answer]:
        """The answers in the map at a place; the keys `beside` are not questions."""
        found: dict[AnswerPath, Answer] = {}
        for name in self.keys_of(at):
            if name in beside:
                continue
            item = self.item(name, self.items, (*at, name))
            if isinstance(item, Rows) and isinstance(self.source.value((*at, name)), list):
                self.rows(item, (*at, name), found)
            elif item is not None:
                self.put(found, name, item, (*at, name))
        return found

    def rows(self, group: Rows, at: At, found: dict[AnswerPath, Answer]) -> None:
        columns = {column.id: column for column in group.row}
        count = len(self.source.value(at))
        found[group.id] = Answer(value=tuple(range(1, count + 1)))
        for index in range(count):
            for name in self.keys_of((*at, index)):
                column = self.item(name, columns, (*at, index, name))
                if column is not None:
                    self.put(found, cell(group.id, index + 1, name), column, (*at, index, name))

    def put(self, found: dict[AnswerPath, Answer], path: AnswerPath, item: AnyItem, at: At) -> None:
        answer = self.answer(item, at)
        if answer is not None:
            found[path] = answer

    def context(self, at: At, today: date | None) -> Context:
        """What stands beside the answers."""
        if self.source.value(at) is None and at not in self.source.keys:
            return Context(today=today)
        known = ("contact_point", "age", "previous")
        previous: dict[AnswerPath, Answer] = {}
        numbers: dict[str, int | None] = {}
        for name in self.keys_of(at):
            place = (*at, name)
            if name == "previous":
                previous = self.answers(place)
            elif name in known:
                numbers[name] = self.whole_number(place)
            else:
                message = _("{key} is not a key here.").format(key=quote(name)) + did_you_mean(name, known)
                self.report("unknown-key", message, place, key=True)
        return Context(numbers.get("contact_point"), numbers.get("age"), previous, today)

    def whole_number(self, at: At) -> int | None:
        value = self.source.value(at)
        if type(value) is int and value >= 0:
            return value
        self.wrong(N_("a whole number"), at)
        return None

    def keys_of(self, at: At) -> list[str]:
        """The keys of the map at a place; a finding where it is none."""
        data = self.source.value(at)
        if isinstance(data, dict):
            return list(data)
        self.wrong(N_("a map"), at)
        return []

    def item(self, name: str, known: Mapping[str, AnyItem], at: At) -> AnyItem | None:
        """The question of this name; None after a finding."""
        item = known.get(name)
        if isinstance(item, Question):
            return item
        if isinstance(item, Info | Computed):
            self.report("not-a-question", _("{key} is not answered.").format(key=quote(name)), at, key=True)
            return None
        message = _("There is no question called {name}.").format(name=quote(name)) + did_you_mean(name, known)
        self.report("unknown-name", message, at, key=True)
        return None

    def answer(self, item: AnyItem, at: At) -> Answer | None:
        """The answer at a place; None where there is none, or after a finding."""
        data = self.source.value(at)
        if data is None:
            if at not in self.source.spoiled:
                message = _("Here nothing is written: write a value, or delete the line.")
                self.report("empty-value", message, at, key=True)
            return None
        if isinstance(data, dict) and "missing" in data:
            return self.missing(data, at)
        match item:
            case Choice():
                option, words = self.option(item, at)
                return None if option is None else Answer(value=option, other=words)
            case Choices():
                return self.options(item, at)
            case YesNo() if isinstance(data, str):
                data = _YES_NO.get(data.lower(), data)
            case Integer() | Scale() if isinstance(data, float) and data.is_integer():
                data = int(data)
        if isinstance(data, dict | list) or not fits(item, data):
            self.wrong(_kind(item), at)
            return None
        if isinstance(item, Date) and parse_date(data) is None:
            message = _("{value} is not a date. Write it as {example}.")
            self.report("not-a-date", message.format(value=quote(data), example=quote("2026-05-17")), at)
            return None
        return Answer(value=data)

    def missing(self, data: dict[str, Any], at: At) -> Answer | None:
        for key in data:
            if key != "missing":
                self.report("unknown-key", _("{key} is not a key here.").format(key=quote(key)), (*at, key), key=True)
        reason, place = data["missing"], (*at, "missing")
        known = [missing.value for missing in Missing]
        if reason in known:
            return Answer(missing=Missing(reason))
        message = _("{value} cannot stand here. Use one of: {known}.")
        message = message.format(value=quote(reason), known=quote_all(known)) + did_you_mean(str(reason), known)
        self.report("unknown-value", message, place)
        return None

    def options(self, item: Choices, at: At) -> Answer | None:
        data = self.source.value(at)
        if not isinstance(data, list):
            self.wrong(N_("a list"), at)
            return None
        chosen = [self.option(item, (*at, index)) for index in range(len(data))]
        values = tuple(value for value, _words in chosen if value is not None)
        words = ", ".join(words for _value, words in chosen if words)
        return Answer(value=values, other=words) if values else None

    def option(self, item: Choice | Choices, at: At) -> tuple[int | float | str | None, str]:
        """The option at a place and the words behind it; None after a finding."""
        data, words, place = self.source.value(at), "", at
        if isinstance(data, dict) and len(data) == 1:
            (data, said), place = next(iter(data.items())), (*at, next(iter(data)))
            words = said if isinstance(said, str) else ""
            if not words:
                self.wrong(N_("a text"), place)
        options = {option.value: option for option in self.questionnaire.options(item)}
        if isinstance(data, bool | list | dict) or data not in options:
            self.report("unknown-option", self.no_such_option(item, data, list(options)), place, key=place != at)
            return None, ""
        if words and not options[data].other:
            message = _("{option} takes no words: it is not marked `other`.").format(option=quote(data))
            self.report("words-not-wanted", message, place, key=True)
        return options[data].value, words

    def no_such_option(self, item: Choice | Choices, data: Any, options: list[int | float | str]) -> str:
        known = [str(option) for option in options]
        message = _("{name} has no option {option}. It has: {options}.")
        message = message.format(name=quote(item.id), option=_shown(data), options=quote_all(known))
        if isinstance(data, bool) or str(data) not in known:
            return message + did_you_mean(str(data), known)
        advice = (
            _("Numbers stand without quotation marks.") if isinstance(data, str) else _("Put it in quotation marks.")
        )
        return f"{message} {advice}"

    def wrong(self, kind: str, at: At) -> None:
        message = _("Expected {kind}, but this is {value}.")
        self.report("wrong-type", message.format(kind=_(kind), value=_shown(self.source.value(at))), at)

    def report(self, code: str, message: str, at: At, *, key: bool = False) -> None:
        if not any(at[:length] in self.source.spoiled for length in range(len(at) + 1)):
            self.findings.append(self.source.finding(code, message, at, key=key))


def _kind(item: AnyItem) -> str:
    """What an answer to a question is."""
    match item:
        case YesNo():
            return N_("true or false")
        case Integer() | Scale():
            return N_("a whole number")
        case TextQuestion():
            return N_("a text")
        case Date():
            return N_("a date in quotation marks")
        case Rows():
            return N_("a list of maps, one for each row")
    return N_("a number")


def _shown(value: Any) -> str:
    """A value of the file as a message shows it."""
    if isinstance(value, dict):
        return _("a map")
    if isinstance(value, list):
        return _("a list")
    if isinstance(value, bool):
        return quote(str(value).lower())
    return _("the text {text}").format(text=quote(value)) if isinstance(value, str) else quote(value)
