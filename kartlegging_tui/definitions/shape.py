"""Data to domain: whether a file has the shape of the format, and what to say where it has not.

The models say no in pydantic's words; here they become the words of the file, at the place in the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from kartlegging_tui.definitions import mending
from kartlegging_tui.definitions.as_meant import read_as_meant
from kartlegging_tui.definitions.candidates import folded
from kartlegging_tui.definitions.commas import commas_kept
from kartlegging_tui.definitions.findings import MAX_FINDINGS, Finding, Fix, quote, quote_all
from kartlegging_tui.definitions.model_keys import alternatives, keys, keys_at, kinds_at
from kartlegging_tui.definitions.near import Near
from kartlegging_tui.definitions.near import did_you_mean as did_you_mean
from kartlegging_tui.definitions.other_words import our_key, our_value
from kartlegging_tui.definitions.source import At, Source
from kartlegging_tui.definitions.standing_in import ROUNDS, Fault, stood_in
from kartlegging_tui.domain.questions import Option
from kartlegging_tui.domain.texts import Text
from kartlegging_tui.language import N_, _

Model = TypeVar("Model", bound=BaseModel)
Error = Mapping[str, Any]

_EXPECTED = {
    "string_type": N_("a text"),
    "bool_type": N_("true or false"),
    "int_type": N_("a whole number"),
    "int_from_float": N_("a whole number"),
    "float_type": N_("a number"),
    "dict_type": N_("a map"),
    "model_type": N_("a map"),
    "tuple_type": N_("a list"),
    "list_type": N_("a list"),
}
_ID = r"^[a-z][a-z0-9_]*$"
_PATTERNS = {
    _ID: N_("{value} is no id: small letters a–z, digits and `_`, beginning with a letter (not æ, ø, å, not `-`)."),
    r"^[0-9]+(\.[0-9]+){0,2}$": N_('{value} is no version: one to three numbers with points between, such as "1.0".'),
    r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$": N_(
        "{value} is no question of a form: write the form, a point and the question, such as parorende.har_barn."
    ),
    r"^[0-9a-zæøå]$": N_("{value} is no key: one digit or one small letter."),
}
_LIMITS = {
    "greater_than": ("gt", N_("{value} is too small: it must be more than {limit}.")),
    "greater_than_equal": ("ge", N_("{value} is too small: the least is {limit}.")),
    "less_than": ("lt", N_("{value} is too large: it must be less than {limit}.")),
    "less_than_equal": ("le", N_("{value} is too large: the most is {limit}.")),
    "string_too_long": ("max_length", N_("The text is too long: the most is {limit} characters.")),
    "too_long": ("max_length", N_("The list is too long: the most is {limit}.")),
}
_FAULTS = {"missing": Fault.MISSING, "extra_forbidden": Fault.UNKNOWN}


def to_model(source: Source, model: type[Model]) -> tuple[Model | None, list[Finding]]:
    """The data of a file as `model`, and what is wrong with its shape.

    With findings there may still be a model, of what is right: so that the rest can be checked in the same round.
    """
    read_on = commas_kept(source, model)
    value, errors = _validate(source.data, model)
    for _round in range(ROUNDS if errors else 0):
        found = _read_as_meant(source, model, errors)
        if not found:
            break
        read_on += found
        value, errors = _validate(source.data, model)
    findings = list(islice(_empty_values(source), MAX_FINDINGS + 1))
    spoiled = source.spoiled | {at for at, _finding in findings}
    by_place = _by_place(source.data, errors)
    wrong = {at: error for at, error in by_place.items() if not _within(at, spoiled)}
    findings += [(at, _finding(source, model, at, error)) for at, error in islice(wrong.items(), MAX_FINDINGS + 1)]
    if value is None:
        value = stood_in(source, _without(source.data, (), set(by_place)), model, lambda data: _faults(data, model))
    return value, read_on + [finding for _at, finding in findings]


def _read_as_meant(source: Source, model: type[BaseModel], errors: list[Any]) -> list[Finding]:
    """Findings about keys and types that are clearly misspelt; the source is read as they were meant."""
    renamed: dict[At, str] = {}
    values: dict[At, str] = {}
    findings = []
    for at, error in _by_place(source.data, errors).items():
        if error["type"] == "extra_forbidden":
            meant = _near_key(source, model, at).clear
            if meant and not any(other[:-1] == at[:-1] and renamed[other] == meant for other in renamed):
                findings.append(_finding(source, model, at, error))
                renamed[at] = meant
        elif error["type"] == "union_tag_invalid":
            known = _quoted(error["ctx"]["expected_tags"])
            near = _near_value(str(error["ctx"]["tag"]), known)
            if near.suggestion:
                findings.append(_finding(source, model, at, error))
                values[*at, "type"] = near.suggestion
                if not near.clear:
                    source.stand_ins.add((*at, "type"))
    if findings:
        read_as_meant(source, renamed, values)
    return findings


def _near_key(source: Source, model: type[BaseModel], at: At) -> Near:
    siblings = source.value(at[:-1])
    known = [name for name in keys_at(model, source.data, at[:-1]) if name not in siblings]
    return Near(str(at[-1]), known, certain=our_key(str(at[-1]), known))


def _near_value(value: str, known: list[str]) -> Near:
    return Near(value, known, certain=our_value(value, known))


def _validate(data: Any, model: type[Model]) -> tuple[Model | None, list[Any]]:
    try:
        return model.model_validate_json(json.dumps(data)), []
    except ValidationError as error:
        return None, error.errors(include_input=False, include_url=False)


def _faults(data: Any, model: type[Model]) -> tuple[Model | None, list[tuple[At, Fault]]]:
    value, errors = _validate(data, model)
    found = ((at, str(error["type"])) for at, error in _by_place(data, errors).items())
    return value, [
        ((*at, "type"), Fault.VALUE) if kind.startswith("union_tag") else (at, _FAULTS.get(kind, Fault.VALUE))
        for at, kind in found
    ]


def _within(at: At, places: set[At]) -> bool:
    return any(at[:length] in places for length in range(len(at) + 1))


def _empty_values(source: Source) -> Iterator[tuple[At, Finding]]:
    """Nothing means something by standing empty, and `visible_if:` left empty would show what should be hidden."""
    for at in sorted(source.empty - source.spoiled, key=lambda at: source.span(at).start):
        message = _("Here nothing is written: write a value, or delete the line.")
        yield at, source.finding("empty-value", message, at, key=True)


def _by_place(data: Any, errors: list[Any]) -> dict[At, Error]:
    """One error for each place in the data.

    Where several shapes would do (`int | float | str`, a name or a list) each shape complains. Those who expected
    another kind than what is there have nothing to say, if others complain about the value itself or about its parts.
    """
    found: dict[At, dict[str, Any]] = {}
    for error in errors:
        at = place(data, error["loc"], missing=error["type"] == "missing")
        there = found.setdefault(at, {**error, "expected": []})
        kind = _EXPECTED.get(error["type"])
        if kind is not None:
            there["expected"].append(kind)
        elif there["type"] in _EXPECTED:
            found[at] = {**error, "expected": []}
    parents = {at[:length] for at in found for length in range(len(at))}
    return {at: error for at, error in found.items() if at not in parents}


def place(data: Any, location: tuple[str | int, ...], *, missing: bool = False) -> At:
    """Pydantic's location as a place in the data: without the names of types that it mixes in."""
    at: list[str | int] = []
    for number, step in enumerate(location):
        if isinstance(data, dict):
            type_of_question = len(at) > 1 and at[-2] in ("questions", "row") and isinstance(at[-1], int)
            if type_of_question and step == data.get("type") and location[number - 1] == at[-1]:
                continue
            if step in data:
                at.append(step)
                data = data[step]
            elif missing and number == len(location) - 1:
                at.append(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            at.append(step)
            data = data[step]
    return tuple(at)


def _finding(source: Source, model: type[BaseModel], at: At, error: Error) -> Finding:
    """The error in words of the file."""
    kind: str = error["type"]
    context: Mapping[str, Any] = error.get("ctx", {})
    data = source.value(at)
    if kind == "missing":
        message = _("{key} is missing.").format(key=quote(at[-1]))
        return source.finding("missing-key", message, at[:-1])
    if kind == "union_tag_not_found":
        return source.finding("missing-key", _("{key} is missing.").format(key=quote("type")), at)
    if kind == "extra_forbidden":
        message = _key_not_here(source, model, at)
        near = _near_key(source, model, at)
        return source.finding("unknown-key", message + _write(near), at, key=True, near=near)
    if kind == "union_tag_invalid":
        return _one_of(source, (*at, "type"), str(context["tag"]), _quoted(context["expected_tags"]))
    if kind in ("enum", "literal_error"):
        return _one_of(source, at, data, _quoted(context["expected"]))
    if kind == "string_pattern_mismatch":
        return _pattern(source, at, error)
    if kind in _LIMITS:
        name, limit_message = _LIMITS[kind]
        message = _(limit_message).format(value=quote(data), limit=context[name])
        return source.finding("out-of-range", message, at)
    if kind in ("too_short", "string_too_short"):
        return source.finding("empty-value", _("This may not be empty."), at)
    if error["expected"]:
        expected = _kinds(source, model, at, error)
        message = _wrong_type(data, expected) + _how_it_is_written(source, model, at, data, expected)
        return source.finding("wrong-type", message, at, fix=_mended(source, at, data, expected))
    return source.finding("wrong-value", _("{value} cannot stand here.").format(value=quote(data)), at)


def _key_not_here(source: Source, model: type[BaseModel], at: At) -> str:
    """A key that is not known; or that other types of questions have, and which."""
    kind = source.value((*at[:-1], "type"))
    others = [
        str(get_args(candidate.model_fields["type"].annotation)[0])
        for annotation in kinds_at(model, source.data, at[:-1])
        for candidate in alternatives(annotation)
        if isinstance(kind, str) and "type" in candidate.model_fields and at[-1] in keys(candidate)
    ]
    if not others:
        return _("{key} is not a key here.").format(key=quote(at[-1]))
    message = _("{key} does not belong to a question of type {type}, but to: {types}.")
    return message.format(key=quote(at[-1]), type=quote(kind), types=quote_all(others))


def _kinds(source: Source, model: type[BaseModel], at: At, error: Error) -> list[str]:
    """What may stand there, each once; a text by language is a text."""
    kinds = dict.fromkeys(error["expected"])
    if "a number" in kinds:
        kinds.pop("a whole number", None)
    if Text in kinds_at(model, source.data, at):
        return ["a text"]
    return list(kinds)


def _pattern(source: Source, at: At, error: Error) -> Finding:
    is_key = error["loc"][-1] == "[key]"
    message = _PATTERNS.get(error["ctx"]["pattern"], N_("{value} is not written as it should be."))
    value = at[-1] if is_key else source.value(at)
    said, meant = _(message).format(value=quote(value)), ""
    if error["ctx"]["pattern"] == _ID:
        meant = re.sub(r"\W+", "_", folded(re.sub(r"(?<=[a-zæøå])(?=[A-ZÆØÅ])", "_", str(value)))).strip("_")
        meant = meant if re.fullmatch(_ID, meant) else ""
    said += " " + _("Write {word}.").format(word=quote(meant)) if meant else ""
    return source.finding("wrong-value", said, at, key=is_key, suggestion=meant)


def _one_of(source: Source, at: At, value: Any, known: list[str]) -> Finding:
    message = _("{value} cannot stand here. Use one of: {known}.").format(value=quote(value), known=quote_all(known))
    near = _near_value(str(value), known)
    return source.finding("unknown-value", message + _write(near), at, near=near)


def _write(near: Near) -> str:
    return " " + _("Write {word}.").format(word=quote(near.certain)) if near.certain else ""


def _quoted(expected: str) -> list[str]:
    return re.findall(r"'([^']*)'", expected)


def _wrong_type(data: Any, expected: list[str]) -> str:
    if expected == ["true or false"] and isinstance(data, str):
        return _("Write true or false, not {value}.").format(value=quote(data))
    kinds = _(" or ").join(_(kind) for kind in expected)
    message = _("Expected {kinds}, but this is {value}.").format(kinds=kinds, value=_shown(data))
    if expected == ["a text"] and isinstance(data, (bool, int, float)):
        return message + " " + _("Put it in quotation marks.")
    if expected[-1] in ("a number", "a whole number") and isinstance(data, str) and data.lstrip("-").isdigit():
        return message + " " + _("Numbers stand without quotation marks and leading zeros.")
    return message


def _how_it_is_written(source: Source, model: type[BaseModel], at: At, data: Any, expected: list[str]) -> str:
    """An example, where people write an option as its text alone, or a list without its hyphens."""
    if expected[-1] in ("a number", "a whole number") and re.fullmatch(r"-?\d{1,9},\d{1,6}", str(data)):
        return " " + _("Write {word}.").format(word=quote(str(data).replace(",", ".")))
    kinds = kinds_at(model, source.data, at)
    key = at[-1] if at else ""
    if Option in kinds and isinstance(data, str):
        example = "{value: " + re.sub(r"\W+", "_", folded(data)) + ", text: " + data + "}"
        return " " + _("Write {word}.").format(word=quote(example))
    if key == "options" and isinstance(data, dict):
        return " " + _("Write {word}.").format(word=quote("- {value: 1, text: Litt}"))
    if "a list" in expected and isinstance(data, dict):
        return " " + _("Each part of a list begins with a hyphen: {example}.").format(example=quote("- id: …"))
    return ""


_TRUTHS = {"true": ("true", "yes", "ja", "on"), "false": ("false", "no", "nei", "off")}


def _mended(source: Source, at: At, data: Any, expected: list[str]) -> Fix | None:
    """A text for what looks like something else, and the other way round, where there is no doubt."""
    if expected == ["a text"] and isinstance(data, (bool, int, float)):
        return mending.in_quotation_marks(source, at)
    if not isinstance(data, str):
        return None
    if expected == ["true or false"]:
        truth = next((truth for truth, words in _TRUTHS.items() if data.strip().lower() in words), None)
        return mending.written(source, at, truth) if truth else None
    whole = expected == ["a whole number"]
    if (whole or expected == ["a number"]) and re.fullmatch(
        r"-?(0|[1-9]\d{0,14})" + (r"(\.\d{1,6})?", "")[whole], data
    ):
        return mending.written(source, at, data)
    return None


def _shown(value: Any) -> str:
    """What stands there: a value itself, or what kind of thing it is."""
    if isinstance(value, dict):
        return _("a map")
    if isinstance(value, list):
        return _("a list")
    if value is True or value is False:
        return quote(json.dumps(value))
    return _("the text {text}").format(text=quote(value)) if isinstance(value, str) else quote(value)


def _without(data: Any, at: At, places: set[At]) -> Any:
    """A copy of the data without what stands at `places`."""
    if isinstance(data, dict):
        return {
            key: _without(value, (*at, key), places)
            for key, value in data.items()
            if (*at, key) not in places and value is not None
        }
    if isinstance(data, list):
        return [_without(value, (*at, index), places) for index, value in enumerate(data)]
    return data
