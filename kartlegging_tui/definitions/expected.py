"""Checks what a scenario expects against its form or pathway: every name is known, every value can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kartlegging_tui.definitions.findings import Finding, quote, quote_all
from kartlegging_tui.definitions.near import Near
from kartlegging_tui.definitions.source import At, Source
from kartlegging_tui.domain.answers import cell
from kartlegging_tui.domain.needs import need_key
from kartlegging_tui.domain.pathway import PathwayDefinition
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import Computed, Question, Rows
from kartlegging_tui.domain.scenario import NONE, Expected, PathwayScenario, bands_called
from kartlegging_tui.language import N_, _

_QUESTION = N_("There is no question called {name}.")
_SCORE = N_("There is no score called {name}.")
_NEED = N_("There is no need called {name}.")
_URGENT = N_("There is no question called {name} that can be urgent.")
_COMPUTED = N_("There is nothing called {name} that is computed.")


def expected_of_form(source: Source, at: At, expect: Expected, form: Questionnaire) -> Iterator[Finding]:
    """Findings about what the scenario at a place expects of a form."""
    given = source.value((*at, "given"))
    check = _Check(source, (*at, "expect"), form, given if isinstance(given, dict) else {})
    yield from check.listed("visible", expect.visible, check.everything | check.columns, _QUESTION)
    yield from check.listed("hidden", expect.hidden, check.everything | check.columns, _QUESTION)
    yield from check.listed("flagged", expect.flagged or (), check.scores, _SCORE)
    yield from check.listed("needs", expect.needs or (), check.needs, _NEED)
    yield from check.listed("urgent", expect.urgent or (), check.urgent, _URGENT)
    yield from check.listed("problems", expect.problems or (), check.questions, _QUESTION)
    yield from check.mapped("computed", expect.computed, check.computed, _COMPUTED)
    yield from check.mapped("scores", expect.scores, check.scores, _SCORE)
    yield from check.bands(expect.bands)


def expected_of_pathway(
    source: Source, at: At, scenario: PathwayScenario, pathway: PathwayDefinition
) -> Iterator[Finding]:
    """Findings about what the scenario at a place expects of a pathway."""
    numbers = [point.number for point in pathway.contact_points]
    if scenario.contact_point not in numbers:
        message = _("{pathway} has no contact point {number}. It has: {known}.").format(
            pathway=quote(pathway.id), number=scenario.contact_point, known=", ".join(map(str, numbers))
        )
        yield source.finding("unknown-value", message, (*at, "contact_point"))
        return
    point = pathway.contact_point(scenario.contact_point)
    forms = [offer.form for offer in point.offers]
    for key, named in (("offered", scenario.expect.offered), ("not_offered", scenario.expect.not_offered)):
        for place, form in enumerate(named):
            if form not in forms:
                message = _("{form} is not offered at this contact point.").format(form=quote(form))
                yield source.finding("form-not-offered", message, (*at, "expect", key, place), near=Near(form, forms))
    questions = [requirement.question for requirement in point.required]
    for place, question in enumerate(scenario.expect.problems or ()):
        if question not in questions:
            message = _("Nothing that is required at this contact point leads to {name}.").format(name=quote(question))
            near = Near(question, questions)
            yield source.finding("unknown-name", message, (*at, "expect", "problems", place), near=near)


class _Check:
    """The names that can be expected of a form, given its answers."""

    def __init__(self, source: Source, at: At, form: Questionnaire, given: Mapping[str, Any]) -> None:
        self.source, self.at = source, at
        self.form_scores = {score.id: score for score in form.scores}
        self.scores = set(self.form_scores)
        self.columns: set[str] = set()
        self.everything: set[str] = set()
        self.questions: set[str] = set()
        self.computed: set[str] = set()
        self.urgent: set[str] = set()
        places: dict[str, range] = {}
        for item in form.items():
            self._add(item, item.id)
            if isinstance(item, Rows):
                rows = given.get(item.id)
                places[item.id] = range(1, 1 + (len(rows) if isinstance(rows, list) else 0))
                self.columns |= {f"{item.id}.{column.id}" for column in item.row}
                for column in item.row:
                    for row in places[item.id]:
                        self._add(column, cell(item.id, row, column.id))
        self.row_needs = {need.id for need in form.needs if need.each is not None}
        self.needs = {
            name
            for need in form.needs
            for name in (
                [need.id] if need.each is None else [need_key(need.id, row) for row in places.get(need.each, ())]
            )
        }

    def _add(self, item: Any, path: str) -> None:
        self.everything.add(path)
        if isinstance(item, Question):
            self.questions.add(path)
            if item.urgent is not None:
                self.urgent.add(path)
        elif isinstance(item, Computed):
            self.computed.add(path)

    def listed(self, key: str, named: Iterable[str], known: set[str], unknown: str) -> Iterator[Finding]:
        """Findings about the names of a list; `unknown` is what to say of a name that is not among `known`."""
        for place, name in enumerate(named):
            if name not in known:
                yield self._unknown(name, known, unknown, (*self.at, key, place))

    def mapped(self, key: str, values: Mapping[str, Any], known: set[str], unknown: str) -> Iterator[Finding]:
        """Findings about numbers by name; a score may also be a range."""
        for name, value in values.items():
            at = (*self.at, key, name)
            if name not in known:
                yield self._unknown(name, known, unknown, at)
            elif not (_is_number(value) or value == NONE or (key == "scores" and _is_range(value))):
                message = _("Write a number here, or {none}.")
                if key == "scores":
                    message = _("Write a number here, {range} where answers are missing, or {none}.")
                message = message.format(range=quote("[3, 6]"), none=quote(NONE))
                yield self.source.finding("wrong-value", message, at)

    def bands(self, bands: Mapping[str, str]) -> Iterator[Finding]:
        """Findings about bands that a score has not, or of which one cannot tell which is meant."""
        for name, words in bands.items():
            at = (*self.at, "bands", name)
            score = self.form_scores.get(name)
            if score is None:
                yield self._unknown(name, self.scores, _SCORE, at)
                continue
            found = () if words == NONE else bands_called(score, words)
            texts = list(dict.fromkeys(band.text.to("nb") for band in found or score.bands))
            if words == NONE or (found and len(texts) == 1):
                continue
            message = _("No band of {score} is called so. It has: {bands}.")
            if found:
                message = _("Several bands of {score} hold these words: {bands}.")
            message = message.format(score=quote(name), bands=quote_all(texts))
            yield self.source.finding("unknown-value", message, at)

    def _unknown(self, name: str, known: set[str], unknown: str, at: At) -> Finding:
        """What to say of a name that is not among `known`: in a list, or the key of a map."""
        example = ""
        if name in self.columns:
            group, _dot, column = name.partition(".")
            example = cell(group, 1, column)
        elif known is self.needs and name in self.row_needs:
            example = need_key(name, 1)
        if example:
            message = _("Say which row is meant: {example}.").format(example=quote(example))
            return self.source.finding("unknown-name", message, at, key=True)
        message = _(unknown).format(name=quote(name))
        return self.source.finding("unknown-name", message, at, key=True, near=Near(name, sorted(known)))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_range(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_is_number, value)) and value[0] < value[1]
