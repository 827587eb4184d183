"""What might be said in the talks of a whole pathway: forms filled by the engine, contact point by contact point."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from kartlegging_tui.domain.answers import Answer, Missing, Path, written
from kartlegging_tui.domain.env import env_of_forms
from kartlegging_tui.domain.expressions import Compiled, compile_condition
from kartlegging_tui.domain.needs import need_title
from kartlegging_tui.domain.pathway import PathwayDefinition, PlannedContactPoint
from kartlegging_tui.domain.problems import problems
from kartlegging_tui.domain.questionnaire import NeedRule, Questionnaire
from kartlegging_tui.domain.said import Indexed, indexed
from kartlegging_tui.domain.scope import scope_of_forms
from kartlegging_tui.domain.sheet import PRIORITIES, Context, Sheet
from kartlegging_tui.domain.syntax import ConditionError
from kartlegging_tui.services.answer_words import answer_words
from kartlegging_tui.services.ready_forms import form_of
from kartlegging_tui.services.synthetic_answers import Situation, complete, fill
from kartlegging_tui.services.synthetic_people import Household

POOL = 60
"""So many courses are made for each kind of household; patients beyond them share: 100,000 would else take hours."""
_AGE = re.compile(r"\bage\s*(?:<=|>=|<|>|==|!=)\s*(\d+)")


@dataclass(frozen=True, slots=True)
class FilledForm:
    form: str
    version: str
    answers: tuple[tuple[Path, str], ...]
    """In the order of the form, with the JSON of each answer."""
    sheet: Sheet | None
    """None in a shared course."""
    told: Indexed


@dataclass(frozen=True, slots=True)
class SeenNeed:
    """A need that a form sees in the answers."""

    form: str
    key: str
    rule: NeedRule
    title: str


@dataclass(frozen=True, slots=True)
class UrgentAnswer:
    """An answer that calls for something at once."""

    form: str
    question: Path
    answer: Answer


@dataclass(frozen=True, slots=True)
class FilledTalk:
    """What was said at one contact point."""

    forms: tuple[FilledForm, ...]
    needs: tuple[SeenNeed, ...]
    """The most pressing first."""
    urgent: tuple[UrgentAnswer, ...]
    complete: bool
    """Nothing is left unanswered that signing asks for: neither by the forms nor by the pathway."""


Course = tuple[FilledTalk, ...]
"""By contact point."""


@dataclass(frozen=True, slots=True)
class Talker:
    """Who talks, and when."""

    household: Household
    language: str
    days: Sequence[date]
    """Of the talks."""
    ages: Sequence[int]
    """On those days, in whole years."""


def _turning_ages(definitions: Iterable[Questionnaire | PathwayDefinition]) -> list[int]:
    """The ages with which conditions compare the patient's: below, at and above them, other things are asked."""
    return sorted({int(age) for each in definitions for age in _AGE.findall(each.model_dump_json())})


class Courses:
    """Makes courses, and gives them out again when there are enough of them."""

    def __init__(self, pathway: PathwayDefinition, questionnaires: Mapping[str, Questionnaire]) -> None:
        self._pathway = pathway
        offered = {offer.form for point in pathway.contact_points for offer in point.offers}
        self._forms = {name: form_of(form) for name, form in questionnaires.items() if name in offered}
        self._scope = scope_of_forms(form.questionnaire for form in self._forms.values())
        self._conditions: dict[str, Compiled | None] = {}
        self._pools: dict[str, list[Course]] = {}
        self._turns = _turning_ages([pathway, *questionnaires.values()])

    def own(self, talker: Talker, random: Random) -> Course:
        """A course made for this one, every talk of it complete if the forms let it be."""
        return self._make(talker, random, own=True)

    def shared(self, talker: Talker, random: Random) -> Course:
        """A course of somebody much like this one, of whom the same is asked. Not fit for signing: the days differ."""
        family = "parent" if talker.household.children else "work" if talker.household.works else "other"
        ages = [(bisect_left(self._turns, age), bisect_right(self._turns, age)) for age in talker.ages]
        band = f"{'child' if talker.ages[0] < 18 else family}/{talker.language}/{len(talker.days)}/{ages}"
        pool = self._pools.setdefault(band, [])
        if len(pool) >= POOL:
            return random.choice(pool)
        course = tuple(
            replace(talk, forms=tuple(replace(form, sheet=None) for form in talk.forms))
            for talk in self._make(talker, random, own=False)
        )
        pool.append(course)
        return course

    def _make(self, talker: Talker, random: Random, own: bool) -> Course:
        burden = random.betavariate(1.6, 2.6)
        previous: dict[str, dict[Path, Answer]] = {}
        course = []
        for point, day, years in zip(self._pathway.contact_points, talker.days, talker.ages, strict=False):
            situation = Situation(burden, talker.household, talker.language, day)
            sheets: dict[str, Sheet] = {}
            ready = True
            for offer in point.offers:
                form = self._forms.get(offer.form)
                if form is None or (offer.offer_if and not self._holds(offer.offer_if, sheets, years, point.number)):
                    continue
                context = Context(point.number, years, previous.get(offer.form, {}), day)
                sheets[offer.form] = sheet = fill(form, context, situation, random)
                ready = own and complete(sheet) and ready
            ready = own and ready and self._meets(point, sheets, years)
            sheets = {name: sheet for name, sheet in sheets.items() if sheet.answers}
            course.append(_talk(sheets, talker.language, ready and bool(sheets)))
            previous |= {name: dict(sheet.answers) for name, sheet in sheets.items()}
            burden = min(1.0, max(0.0, burden + random.gauss(-0.06, 0.13)))
        return tuple(course)

    def _meets(self, point: PlannedContactPoint, sheets: Mapping[str, Sheet], years: int) -> bool:
        """Asks what the pathway requires and nobody has asked yet. True if all of it is so then."""
        for requirement in point.required:
            if self._holds(requirement.that, sheets, years, point.number):
                continue
            form, _, question = requirement.question.partition(".")
            if form not in sheets:
                return False
            sheets[form].set(question, Answer(missing=Missing.DECLINED))
            if problems(sheets[form]) or not self._holds(requirement.that, sheets, years, point.number):
                return False
        return True

    def _holds(self, text: str, sheets: Mapping[str, Sheet], years: int, number: int) -> bool:
        """True also for what the forms cannot tell: they may be older than the pathway."""
        if text not in self._conditions:
            try:
                self._conditions[text] = compile_condition(text, self._scope)
            except ConditionError:
                self._conditions[text] = None
        condition = self._conditions[text]
        if condition is None:
            return True
        envs = {form: sheet.env for form, sheet in sheets.items()}
        return condition.truth(env_of_forms(envs, condition.references, years, number)) is True


def _talk(sheets: Mapping[str, Sheet], language: str, complete: bool) -> FilledTalk:
    words = answer_words(language)
    needs = [
        SeenNeed(name, found.key, found.rule, need_title(found, sheet, language, words))
        for name, sheet in sheets.items()
        for found in sheet.needs()
    ]
    return FilledTalk(
        forms=tuple(_filled(sheet) for sheet in sheets.values()),
        needs=tuple(sorted(needs, key=lambda need: PRIORITIES.index(need.rule.priority))),
        urgent=tuple(
            UrgentAnswer(name, path, sheet.answer(path)) for name, sheet in sheets.items() for path in sheet.urgent()
        ),
        complete=complete,
    )


def _filled(sheet: Sheet) -> FilledForm:
    questionnaire = sheet.form.questionnaire
    answers = tuple((path, written(answer)) for path, answer in sheet.answers.items())
    return FilledForm(questionnaire.id, questionnaire.version, answers, sheet, indexed(sheet))
