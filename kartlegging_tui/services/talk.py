"""A conversation while it is held: its forms, which of them are offered, what has come out of it so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.env import Env
from kartlegging_tui.domain.needs import FoundNeed, need_title
from kartlegging_tui.domain.offers import Offers
from kartlegging_tui.domain.pathway import PlannedContactPoint, Requirement
from kartlegging_tui.domain.people import ContactPoint, Conversation, Pathway, Patient
from kartlegging_tui.domain.questionnaire import NeedRule
from kartlegging_tui.domain.refused import RefusedRequest
from kartlegging_tui.domain.sheet import PRIORITIES
from kartlegging_tui.domain.signing import Signing, SigningState, state_of
from kartlegging_tui.services.answer_words import answer_words
from kartlegging_tui.services.filling import Filling
from kartlegging_tui.services.lasting import LastingNeed
from kartlegging_tui.services.planning import Planning
from kartlegging_tui.services.saving import Saver


@dataclass(frozen=True)
class FormNeed:
    """A need that one of the forms sees in its answers."""

    filling: Filling
    found: FoundNeed

    @property
    def form(self) -> str:
        """The id of the form."""
        return self.filling.id

    @property
    def rule(self) -> NeedRule:
        """What the form says about it."""
        return self.found.rule

    @property
    def key(self) -> str:
        """What it is known by in its form: `id`, for a need of a row `id/row`."""
        return self.found.key

    def title(self, language: str) -> str:
        """What it is called; a need of a row with the row's name."""
        return need_title(self.found, self.filling.sheet, language, answer_words(language))


class Talk:
    """One conversation, with all its forms in memory."""

    def __init__(
        self,
        patient: Patient,
        pathway: Pathway,
        contact_point: ContactPoint,
        planned: PlannedContactPoint,
        conversation: Conversation,
        fillings: dict[str, Filling],
        planning: Planning,
        signings: Sequence[Signing],
        lasting: Sequence[LastingNeed],
        saver: Saver,
        refused: Sequence[RefusedRequest] = (),
    ) -> None:
        self.patient = patient
        self.pathway = pathway
        self.contact_point = contact_point
        self.planned = planned
        self.conversation = conversation
        self.fillings = fillings
        """By the form's id, in the order in which they are offered."""
        self.planning = planning
        self.signings = tuple(signings)
        self.refused = tuple(refused)
        """Signatures and corrections so far."""
        self.lasting = tuple(lasting)
        """What earlier contact points have left, settled or not."""
        self.saver = saver
        forms = [filling.form.questionnaire for filling in fillings.values()]
        self._offers = Offers(planned, forms, contact_point.number)

    @property
    def state(self) -> SigningState:
        """Whether it can be changed."""
        return state_of(self.signings)

    def is_offered(self, form: str) -> bool:
        """True if the form is asked in this conversation, as it stands now. What has answers is never taken away."""
        return bool(self.fillings[form].sheet.answers) or self._offers.offers(form, self._envs(), self._age) is True

    def offered(self) -> list[Filling]:
        """The forms that are asked now, in order."""
        return [filling for form, filling in self.fillings.items() if self.is_offered(form)]

    def last_done(self, otherwise: Filling) -> Filling:
        """The form in which this user did something last, so that undoing goes back step by step across the forms."""
        done = [(filling.undoable_since, filling) for filling in self.fillings.values()]
        return max(
            ((at, filling) for at, filling in done if at is not None),
            key=lambda each: each[0],
            default=(None, otherwise),
        )[1]

    def unmet(self) -> list[Requirement]:
        """What the pathway requires before the conversation is signed, and that is not so yet."""
        required = self._offers.requires(self._envs(), self._age)
        return [requirement for requirement, truth in required if truth is not True]

    def still_open(self) -> list[LastingNeed]:
        """What earlier contact points have left: not settled, and neither seen nor ruled out by the answers of now."""
        plan = self.planning.plan
        left = [need for need in self.lasting if not plan.is_settled(need.ref.path)]
        return [need for need in left if self._says_nothing(need)]

    def _says_nothing(self, need: LastingNeed) -> bool:
        filling = self.fillings.get(need.ref.form)
        rule = filling.form.needs.get(need.rule.id) if filling else None
        return filling is None or rule is None or filling.sheet.shows(rule, need.found.row) is None

    def needs(self) -> list[FormNeed]:
        """Needs from all forms, the most pressing first."""
        return needs_of(self.offered())

    def urgent(self) -> list[tuple[Filling, Path]]:
        """Answers that call for something at once."""
        return urgent_in(self.offered())

    def _envs(self) -> dict[str, Env]:
        return {form: filling.sheet.env for form, filling in self.fillings.items()}

    @property
    def _age(self) -> int | None:
        return self.patient.age(self.conversation.held_on)


def needs_of(fillings: Sequence[Filling]) -> list[FormNeed]:
    """The needs that some forms see in their answers, the most pressing first."""
    needs = [FormNeed(filling, found) for filling in fillings for found in filling.sheet.needs()]
    return sorted(needs, key=lambda need: PRIORITIES.index(need.rule.priority))


def urgent_in(fillings: Sequence[Filling]) -> list[tuple[Filling, Path]]:
    """The answers in some forms that call for something at once."""
    return [(filling, path) for filling in fillings for path in filling.sheet.urgent()]
