"""The needs of a contact point as the plan shows them: what the forms see now, and how it was weighed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.plan import Action, FollowUp, Need, NeedRef, Plan
from kartlegging_tui.domain.sheet import PRIORITIES
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
    """The needs of this contact point: as they were ranked, and those not ranked after, the most pressing first."""
    plan, number = talk.planning.plan, talk.contact_point.number
    found = {NeedRef(number, need.form, need.key).path: need for need in talk.needs()}
    weighed = [path for path in plan.needs if NeedRef.of(path).contact_point == number]
    items = [_item(plan, path, found.get(path), talk, language) for path in dict.fromkeys([*found, *weighed])]
    pressing = sorted(items, key=lambda item: (not item.found, PRIORITIES.index(item.need.priority)))
    by_path = {item.path: item for item in pressing}
    return [by_path[path] for path in plan.ranked(number, by_path)]


def _item(plan: Plan, path: Path, found: FormNeed | None, talk: Talk, language: str) -> NeedItem:
    ref = NeedRef.of(path)
    seen = Need(title=found.title(language), priority=found.rule.priority) if found else None
    need = plan.needs.get(path) or seen
    assert need is not None
    if seen is not None:  # in the language spoken now, and of the row as it is called now
        need = need.model_copy(update={"title": seen.title})
    return NeedItem(
        path=path,
        need=need,
        found=found is not None or not ref.form,
        suggestions=tuple(_suggestions(talk, ref, language)),
        actions=tuple(plan.actions_for(path)),
    )


def _suggestions(talk: Talk, ref: NeedRef, language: str) -> Sequence[str]:
    filling = talk.fillings.get(ref.form)
    rule = filling.form.needs.get(ref.rule.partition("/")[0]) if filling else None
    return [text.to(language) for text in rule.suggest] if rule else []
