"""Which forms a contact point offers and what it requires, as the answers to its forms are now."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from kartlegging_tui.domain.env import Env, env_of_forms
from kartlegging_tui.domain.expressions import Compiled, compile_condition
from kartlegging_tui.domain.pathway import PlannedContactPoint, Requirement
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.scope import Scope, scope_of_forms
from kartlegging_tui.domain.syntax import ConditionError
from kartlegging_tui.domain.unknowns import Truth

Envs = Mapping[str, Env]
"""By form: what conditions see of its answers."""


class Offers:
    """The conditions of a contact point, compiled against the forms of a conversation.

    `number` is what they see as `contact_point`.
    """

    def __init__(self, planned: PlannedContactPoint, questionnaires: Collection[Questionnaire], number: int) -> None:
        asks = bool(planned.required) or any(offer.offer_if for offer in planned.offers)
        scope = scope_of_forms(questionnaires if asks else ())  # naming all that is in large forms takes a while
        there = {questionnaire.id for questionnaire in questionnaires}
        self._number = number
        self._offers = {
            offer.form: _condition(offer.offer_if, scope) if offer.offer_if else None
            for offer in planned.offers
            if offer.form in there
        }
        required = ((requirement, _condition(requirement.that, scope)) for requirement in planned.required)
        self._required = [(requirement, condition) for requirement, condition in required if condition is not None]

    def offers(self, form: str, envs: Envs, age: int | None) -> Truth:
        """Whether a form is offered by its condition; a form without one always is. None while that is unknown."""
        condition = self._offers.get(form)
        return True if condition is None else self._truth(condition, envs, age)

    def requires(self, envs: Envs, age: int | None) -> list[tuple[Requirement, Truth]]:
        """What must be so before the conversation is signed, and whether it is."""
        return [(requirement, self._truth(condition, envs, age)) for requirement, condition in self._required]

    def _truth(self, condition: Compiled, envs: Envs, age: int | None) -> Truth:
        return condition.truth(env_of_forms(envs, condition.references, age, self._number))


def _condition(text: str, scope: Scope) -> Compiled | None:
    """None for one that asks what the forms of this conversation do not have: they may be older than the pathway."""
    try:
        return compile_condition(text, scope)
    except ConditionError:
        return None
