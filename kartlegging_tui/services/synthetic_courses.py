"""What might be said in the talks of a whole pathway: forms filled by the engine, contact point by contact point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from kartlegging_tui.domain.answers import Answer, Path, written
from kartlegging_tui.domain.env import env_of_forms
from kartlegging_tui.domain.expressions import compile_condition
from kartlegging_tui.domain.pathway import Offer, PathwayDefinition
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.domain.scope import scope_of_forms
from kartlegging_tui.domain.sheet import Context, Sheet
from kartlegging_tui.services.synthetic_answers import Situation, fill
from kartlegging_tui.services.synthetic_people import Household

POOL = 60
"""So many courses are made for each kind of household; patients beyond them share: 100,000 would else take hours."""


@dataclass(frozen=True, slots=True)
class FilledForm:
    form: str
    version: str
    answers: tuple[tuple[Path, str], ...]
    """In the order of the form, with the JSON of each answer."""


Course = tuple[tuple[FilledForm, ...], ...]
"""By contact point, the forms that were filled."""


class Courses:
    """Makes courses, and gives them out again when there are enough of them."""

    def __init__(self, pathway: PathwayDefinition, questionnaires: Mapping[str, Questionnaire]) -> None:
        self._pathway = pathway
        offered = {offer.form for point in pathway.contact_points for offer in point.offers}
        self._forms = {name: Form(form) for name, form in questionnaires.items() if name in offered}
        self._scope = scope_of_forms(form.questionnaire for form in self._forms.values())
        self._pools: dict[str, list[Course]] = {}

    def draw(
        self, household: Household, language: str, years: int, diagnosed: date, talks: int, random: Random
    ) -> Course:
        """A course of so many talks for somebody of that age."""
        family = "parent" if household.children else "work" if household.works else "other"
        band = f"{'child' if years < 18 else family}/{language}/{talks}"
        pool = self._pools.setdefault(band, [])
        if len(pool) >= POOL:
            return random.choice(pool)
        course = self._make(household, language, years, diagnosed, talks, random)
        pool.append(course)
        return course

    def _make(
        self, household: Household, language: str, years: int, diagnosed: date, talks: int, random: Random
    ) -> Course:
        burden = random.betavariate(1.6, 2.6)
        previous: dict[str, dict[Path, Answer]] = {}
        course = []
        for point in self._pathway.contact_points[:talks]:
            day = point.window.dates(diagnosed)[0]
            situation = Situation(burden, household, language, day)
            sheets: dict[str, Sheet] = {}
            for offer in point.offers:
                form = self._forms.get(offer.form)
                if form is None or not self._is_offered(offer, sheets, years, point.number):
                    continue
                context = Context(point.number, years, previous.get(offer.form, {}), day)
                sheets[offer.form] = fill(form, context, situation, random)
            previous |= {name: dict(sheet.answers) for name, sheet in sheets.items()}
            course.append(tuple(_filled(sheet) for sheet in sheets.values() if sheet.answers))
            burden = min(1.0, max(0.0, burden + random.gauss(-0.06, 0.13)))
        return tuple(course)

    def _is_offered(self, offer: Offer, sheets: Mapping[str, Sheet], years: int, number: int) -> bool:
        if offer.offer_if is None:
            return True
        condition = compile_condition(offer.offer_if, self._scope)
        envs = {form: sheet.env for form, sheet in sheets.items()}
        return condition.truth(env_of_forms(envs, condition.references, years, number)) is True


def _filled(sheet: Sheet) -> FilledForm:
    questionnaire = sheet.form.questionnaire
    answers = tuple((path, written(answer)) for path, answer in sheet.answers.items())
    return FilledForm(questionnaire.id, questionnaire.version, answers)
