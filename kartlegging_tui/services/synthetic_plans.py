"""The plan of an invented pathway, told from talk to talk: weighed, agreed, followed up, handed over.

Nothing in it contradicts what signing asks for: every need is weighed, what is wanted has an action or a reason, and
what is urgent is recorded as handled (`review.obstacles`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.contact_points import on_weekday
from kartlegging_tui.domain.definition import Theme
from kartlegging_tui.domain.people import Person, User
from kartlegging_tui.domain.plan import (
    Action,
    ActionStatus,
    Consent,
    FollowUp,
    Ground,
    Handled,
    Handover,
    Helped,
    Manner,
    Need,
    NeedRef,
    Order,
    order_path,
    urgent_path,
)
from kartlegging_tui.domain.questionnaire import Priority
from kartlegging_tui.domain.responsible import RESPONSIBLE, Responsible
from kartlegging_tui.domain.services import Service
from kartlegging_tui.domain.sheet import PRIORITIES
from kartlegging_tui.domain.transcript import Agreed
from kartlegging_tui.records.loading import WholeEvent
from kartlegging_tui.services.synthetic_clock import Clock
from kartlegging_tui.services.synthetic_courses import SeenNeed, UrgentAnswer
from kartlegging_tui.services.synthetic_plan_words import plan_words, service_for
from kartlegging_tui.services.weighing import deadlines, usual_deadline

RECIPIENTS = ("fastlege", "kreftkoordinator")
"""The services that most patients agree may be sent what was found: the GP and the municipality."""


TREATED = (
    Theme.PHYSICAL_FUNCTION,
    Theme.REHABILITATION,
    Theme.NUTRITION,
    Theme.OWN_HEALTH,
    Theme.MENTAL_HEALTH,
    Theme.ORAL_HEALTH,
    Theme.SEXUAL_HEALTH,
)
"""What hospital and GP follow up of themselves."""


class PlanStory:
    """What is agreed in one pathway, in the order in which it happens."""

    def __init__(self, language: str, services: Sequence[Service], coordinator: User, minor: bool, random: Random):
        self._language = language
        self._services = {service.id: service.name.to(language) for service in services}
        self._coordinator = coordinator
        self._minor = minor
        self._random = random
        self._words = plan_words(language)
        self._newest: dict[Path, tuple[WholeEvent, str]] = {}
        self._actions: dict[Path, Action] = {}
        self._consents: dict[Path, Consent] = {}
        self.events: list[WholeEvent] = []

    def agreed(self) -> tuple[Agreed, ...]:
        """All that is agreed by now."""
        return tuple(
            Agreed(path=path, content=json.loads(event.content), author=author, at=event.at)
            for path, (event, author) in self._newest.items()
        )

    def entrust(self, responsible: Responsible, at: datetime) -> None:
        """Somebody is responsible from now on; the coordinator has said so."""
        self._put(RESPONSIBLE, responsible, self._coordinator, at)

    def weigh(
        self, number: int, needs: Sequence[SeenNeed], author: User, clock: Clock, next_opens: date | None
    ) -> None:
        """Needs are weighed with the patient and ranked; those that weigh most get actions."""
        ranked = sorted(needs, key=lambda need: PRIORITIES.index(need.rule.priority) + self._random.gauss(0, 0.5))
        most = self._random.randint(2, 5)
        wanted = [place for place, need in enumerate(ranked) if place < most or need.rule.lasting]
        taken = {action.text for action in self._actions.values() if action.status is ActionStatus.OPEN}
        for place, need in enumerate(ranked):
            path = NeedRef(number, need.form, need.key).path
            steps = self._steps(need, taken) if place in wanted else []
            taken |= {text for text, _ in steps}
            self._put(path, self._weighed(need, bool(steps), place < 2), author, clock.tick(5_000, 40_000))
            for text, service in steps:
                self._agree(number, path, need, text, service, author, clock, next_opens)
        if ranked:
            order = Order(needs=tuple(NeedRef(number, need.form, need.key).path for need in ranked))
            self._put(order_path(number), order, author, clock.tick(5_000, 40_000))

    def handle(self, number: int, urgent: Iterable[UrgentAnswer], author: User, clock: Clock) -> None:
        """It is recorded what was done about urgent answers."""
        for answer in urgent:
            parts = self._words.handled
            part = next((part for part in parts if part and part in answer.question), "")
            handled = Handled(answer=answer.answer, done=self._random.choice(parts[part]), by=author.name)
            self._put(urgent_path(number, answer.form, answer.question), handled, author, clock.tick(20_000, 90_000))

    def follow_up(self, number: int, author: User, clock: Clock) -> None:
        """The talk begins with what was agreed before: was it done, did it help?"""
        for path in self._open():
            at = clock.tick(10_000, 60_000)
            closed = self._closed(path, at.date(), 0.56, 0.18)
            self._put_action(path, closed.model_copy(update={"followed_up": number}), author, at)

    def between(self, until: date) -> None:
        """The coordinator rings about some of what is due, before the day of the next talk."""
        calls = []
        for path in self._open():
            by = self._actions[path].by
            day = on_weekday(by + timedelta(days=self._random.randint(0, 12))) if by else None
            if day is not None and self._last < day < until and self._random.random() < 0.6:
                moment = datetime.combine(day, time(8), UTC)
                calls.append((Clock(moment, self._random).tick(0, 6 * 3_600_000), path))
        for at, path in sorted(calls):
            self._put_action(path, self._closed(path, at.date(), 0.78, 0.1), self._coordinator, at)

    def consent(self, day: date, author: User, clock: Clock) -> None:
        """Most patients agree that the GP and the municipality are sent what was found."""
        words, random = self._words, self._random
        for service in RECIPIENTS:
            if random.random() > 0.87:
                continue
            said_by = words.said_by_parents if self._minor else words.said_by
            at = clock.tick(10_000, 60_000)
            consent = Consent(
                recipient=self._services.get(service, service.capitalize()),
                service=service if service in self._services else "",
                ground=random.choice((Ground.CONSENT, Ground.NO_OBJECTION)),
                manner=Manner.WRITTEN if random.random() < 0.3 else Manner.SPOKEN,
                said_by=said_by,
                given_on=day,
                limits=random.choice(words.limits) if random.random() < 0.1 else "",
            )
            self._put_consent(_numbered("consent", at), consent, author, at)

    def withdraw(self, until: date) -> None:
        """A few take back that they agreed, before the day of the next talk."""
        for path, consent in list(self._consents.items()):
            day = on_weekday(self._last + timedelta(days=self._random.randint(7, 40)))
            if consent.holds and day < until and self._random.random() < 0.06:
                at = datetime.combine(day, time(9, self._random.randrange(60)), UTC)
                self._put_consent(path, consent.model_copy(update={"withdrawn_on": day}), self._coordinator, at)

    def hand_over(self, number: int, author: User, clock: Clock) -> None:
        """What was found is sent to those whom the patient has agreed to."""
        for path, consent in self._consents.items():
            if consent.holds:
                at, what = clock.tick(60_000, 300_000), self._random.choice(self._words.sent)
                sent = Handover(consent=path, recipient=consent.recipient, contact_point=number, what=what)
                self._put(_numbered("handover", at), sent, author, at)

    @property
    def _last(self) -> date:
        return self.events[-1].at.date() if self.events else date.min

    def _open(self) -> list[Path]:
        return [path for path, action in self._actions.items() if action.status is ActionStatus.OPEN]

    def _weighed(self, need: SeenNeed, acted_on: bool, among_the_first: bool) -> Need:
        words, random, goal, reason = self._words, self._random, "", ""
        if acted_on:
            follow_up = FollowUp.YES
            goals = words.goals.get(need.rule.theme, ()) if need.rule.theme else ()
            goal = random.choice(goals) if goals and random.random() < (0.8 if among_the_first else 0.25) else ""
        else:
            follow_up = random.choices((FollowUp.NO, FollowUp.MAYBE, FollowUp.YES), (50, 30, 20))[0]
            if follow_up is FollowUp.YES:
                reason = random.choice(words.treated if need.rule.theme in TREATED else words.no_action)
            elif follow_up is FollowUp.NO and random.random() < 0.4:
                reason = random.choice(words.not_wanted)
        return Need(title=need.title, priority=need.rule.priority, follow_up=follow_up, goal=goal, reason=reason)

    def _steps(self, need: SeenNeed, taken: set[str]) -> list[tuple[str, str]]:
        """What will be done, in the patient's language and as it says which service does it."""
        known = [(text.to(self._language), text.to("nb")) for text in need.rule.suggest]
        left = [each for each in known if each[0] not in taken]
        if not left:
            text = self._words.talk_again
            return [] if text in taken else [(text, "")]
        number = 2 if need.rule.priority is Priority.URGENT or self._random.random() < 0.2 else 1
        chosen = self._random.sample(left[:3], min(number, len(left[:3])))
        return [(text, service_for(in_bokmaal)) for text, in_bokmaal in chosen]

    def _agree(
        self,
        number: int,
        path: Path,
        need: SeenNeed,
        text: str,
        service: str,
        author: User,
        clock: Clock,
        next_opens: date | None,
    ) -> None:
        at = clock.tick(10_000, 60_000)
        days = deadlines(at.date(), next_opens)
        place = usual_deadline(need.rule.priority) + self._random.choice((0, 0, 1))
        by = on_weekday(days[min(place, len(days) - 1)]) if self._random.random() < 0.92 else None
        known = service in self._services
        who = self._services[service] if known else author.name
        action = Action(need=path, contact_point=number, text=text, who=who, service=service if known else "", by=by)
        self._put_action(_numbered("action", at), action, author, at)

    def _closed(self, path: Path, day: date, done: float, dropped: float) -> Action:
        """What has become of an action by a day: done or dropped with these chances, else still open."""
        random, words, action = self._random, self._words, self._actions[path]
        chance = random.random()
        if chance < done:
            helped = random.choices(tuple(Helped), (50, 25, 10, 15))[0]
            outcome = random.choice(words.came_of_it[helped]) if random.random() < 0.6 else ""
            return action.model_copy(
                update={"status": ActionStatus.DONE, "helped": helped, "outcome": outcome, "closed_on": day}
            )
        if chance < done + dropped:
            outcome = random.choice(words.dropped)
            return action.model_copy(update={"status": ActionStatus.DROPPED, "outcome": outcome, "closed_on": day})
        return action.model_copy(update={"outcome": random.choice(words.not_yet)})

    def _put_action(self, path: Path, action: Action, author: User, at: datetime) -> None:
        self._actions[path] = action
        self._put(path, action, author, at)

    def _put_consent(self, path: Path, consent: Consent, author: User, at: datetime) -> None:
        self._consents[path] = consent
        self._put(path, consent, author, at)

    def _put(self, path: Path, kept: Person, author: User, at: datetime) -> None:
        event = WholeEvent(path, kept.model_dump_json(exclude_defaults=True), author.id, at)
        self.events.append(event)
        self._newest[path] = (event, author.name)


def _numbered(kind: str, at: datetime) -> Path:
    """Numbered by the moment, as `Planning` does."""
    return f"{kind}/{int(at.timestamp() * 1000)}"
