"""The needs of a contact point as the plan shows them: what the forms see now, and how it was weighed."""

from __future__ import annotations

from dataclasses import dataclass

from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.needs import need_title
from kartlegging_tui.domain.plan import Action, FollowUp, Need, NeedRef, Plan
from kartlegging_tui.domain.questionnaire import NeedRule
from kartlegging_tui.domain.sheet import PRIORITIES
from kartlegging_tui.services.answer_words import answer_words
from kartlegging_tui.services.lasting import LastingNeed
from kartlegging_tui.services.talk import FormNeed, Talk


@dataclass(frozen=True)
class NeedItem:
    """One need in the plan."""

    path: Path
    need: Need
    """As it was weighed, or as the form sees it where nobody has weighed it yet."""
    found: bool
    """True while the answers show it; always true for the nurse's own."""
    suggestions: tuple[str, ...]
    """What the form suggests to do."""
    actions: tuple[tuple[Path, Action], ...]

    @property
    def ref(self) -> NeedRef:
        """Which need it is."""
        return NeedRef.of(self.path)

    @property
    def own(self) -> bool:
        """True if the nurse has added it."""
        return not self.ref.form

    @property
    def counts(self) -> bool:
        """False for what the answers no longer show and nothing was agreed about."""
        return self.found or bool(self.actions)

    @property
    def unasked(self) -> bool:
        """True if nobody has asked the patient whether it should be followed up."""
        return self.counts and self.need.follow_up is None and not self.actions

    @property
    def unplanned(self) -> bool:
        """True if the patient wants it followed up, and there is neither an action nor a reason why not."""
        return self.counts and self.need.follow_up is FollowUp.YES and not self.actions and not self.need.reason


def need_items(talk: Talk, language: str) -> list[NeedItem]:
    """The needs of this contact point and those that earlier ones have left, as they were ranked.

    Those not ranked come after: what was left first, then the most pressing.
    """
    plan, number = talk.planning.plan, talk.contact_point.number
    left = {need.ref.path: _left(plan, need, language) for need in talk.still_open()}
    found = {NeedRef(number, need.form, need.key).path: _found(plan, need, number, language) for need in talk.needs()}
    weighed = [path for path in plan.needs if NeedRef.of(path).contact_point == number]
    others = {path: _weighed(plan, path, talk, language) for path in weighed if path not in found}
    pressing = sorted(
        (found | others).values(), key=lambda item: (not item.found, PRIORITIES.index(item.need.priority))
    )
    items = left | {item.path: item for item in pressing}
    return [items[path] for path in plan.ranked(number, items)]


def _found(plan: Plan, seen: FormNeed, number: int, language: str) -> NeedItem:
    path = NeedRef(number, seen.form, seen.key).path
    return _item(plan, path, seen.rule, seen.title(language), language)


def _left(plan: Plan, left: LastingNeed, language: str) -> NeedItem:
    title = need_title(left.found, left.sheet, language, answer_words(language))
    return _item(plan, left.ref.path, left.rule, title, language)


def _item(plan: Plan, path: Path, rule: NeedRule, title: str, language: str) -> NeedItem:
    """A need that a form sees: in the language spoken now, and of the row as it is called now."""
    weighed = plan.needs.get(path) or Need(title=title, priority=rule.priority)
    return NeedItem(
        path=path,
        need=weighed.model_copy(update={"title": title}),
        found=True,
        suggestions=tuple(text.to(language) for text in rule.suggest),
        actions=tuple(plan.actions_for(path)),
    )


def _weighed(plan: Plan, path: Path, talk: Talk, language: str) -> NeedItem:
    """The nurse's own, or what the answers no longer show."""
    ref = NeedRef.of(path)
    filling = talk.fillings.get(ref.form)
    rule = filling.form.needs.get(ref.rule.partition("/")[0]) if filling else None
    return NeedItem(
        path=path,
        need=plan.needs[path],
        found=not ref.form,
        suggestions=tuple(text.to(language) for text in rule.suggest) if rule else (),
        actions=tuple(plan.actions_for(path)),
    )
