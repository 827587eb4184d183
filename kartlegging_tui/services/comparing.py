"""Two sides compared, form by form; and whether the one may follow the other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from kartlegging_tui.definitions.findings import has_errors
from kartlegging_tui.definitions.published import Published
from kartlegging_tui.domain.changes import Change
from kartlegging_tui.domain.difference import difference
from kartlegging_tui.domain.publication import says_the_same
from kartlegging_tui.domain.publishing_rules import Refusal, Why, next_version, refusals, was_in_use
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.side_by_side import version_key
from kartlegging_tui.domain.touched import Count, Touch, touches
from kartlegging_tui.services.refusal_words import refusal_words
from kartlegging_tui.services.versions import Couple, Side, couples

if TYPE_CHECKING:
    from kartlegging_tui.records.database import Database


@dataclass(frozen=True)
class Compared:
    """One form on two sides."""

    form: str
    old: Questionnaire | None
    new: Questionnaire | None
    changes: tuple[Change, ...] = ()
    touches: Mapping[int, Touch] = field(default_factory=dict)
    counts: Mapping[int, Count] | None = None
    """None where the stored answers were not counted."""
    filled: Count | None = None
    """How many forms were signed in earlier versions; None where they were not counted."""
    refusals: tuple[Refusal, ...] = ()
    """Why the new one may not follow the old one; none where that was not asked."""

    def as_dict(self) -> dict[str, Any]:
        """For scripts; in English, as the code has it."""
        return {
            "form": self.form,
            "old": self.old.version if self.old else None,
            "new": self.new.version if self.new else None,
            "changes": [self._change(place, change) for place, change in enumerate(self.changes)],
            "refusals": [
                {"why": each.why.value, "ids": list(each.names), "message": refusal_words(each)}
                for each in self.refusals
            ],
        }

    def _change(self, place: int, change: Change) -> dict[str, Any]:
        told = {
            "weight": change.weight.word,
            "thing": change.thing.value,
            "what": change.what.value,
            "name": change.name,
            "field": change.field or None,
            "before": _plain(change.before),
            "after": _plain(change.after),
        }
        count = self.counts.get(place) if self.counts is not None else None
        if count is not None:
            effect = self.touches[place].effect.value
            told["stored"] = {
                "effect": effect,
                "count": count.number,
                "few": count.few,
                "at_least": count.at_least or None,
            }
        return told


def compared(
    old: Side, new: Side, database: Database | None = None, check: bool = False, accepted: Collection[str] = ()
) -> list[Compared]:
    """The forms of both sides that differ. With `check`, also why the new side may not follow the old one."""
    archives = [*new.archives.values(), *old.archives.values()]
    found = [_couple(couple, archives, database) for couple in couples(old, new)]
    if check:
        found = [replace(each, refusals=tuple(_refusals(each, new, accepted))) for each in found]
    return [each for each in found if each.changes or each.refusals or each.old is None or each.new is None]


def archive_refused(old: Side, new: Side) -> bool:
    """True where published versions of the old side are not, or not unchanged, on the new one."""
    if old.single or new.single:
        return False
    before = [line for archive in old.archives.values() for line in archive.history]
    after = [line for archive in new.archives.values() for line in archive.history]
    altered = any(has_errors(archive.findings()) for archive in new.archives.values())
    return altered or any(line not in after for line in before)


def compare(
    old: Questionnaire, new: Questionnaire, between: Iterable[Questionnaire] = (), database: Database | None = None
) -> Compared:
    """Two versions of a form. `between`: those between them that are at hand, which tell what was renamed step by step.

    With a database, also how many stored answers it touches. Raises what the records raise where they cannot be read.
    """
    changes = difference(old, new, between)
    touched = touches(old, changes)
    found = Compared(new.id, old, new, changes, touched)
    if database is None:
        return found
    with database.read() as view:
        counts = view.touched(old, new.version, touched)
        return replace(found, counts=counts, filled=view.filled(old.id, old.version, new.version))


def versions_between(old: Questionnaire, new: Questionnaire, archives: Iterable[Published]) -> list[Questionnaire]:
    """The published versions of a form that lie between two others, as far as their copies are there."""
    first, last = sorted((version_key(old.version), version_key(new.version)))
    found: dict[str, Questionnaire] = {}
    for archive in archives:
        for each in archive.versions(new.id):
            if first < version_key(each.version) < last and each.version not in found:
                with suppress(KeyError):  # a spoilt copy: `kartlegging check` tells
                    found[each.version] = archive.questionnaire(new.id, each.version)
    return list(found.values())


def _couple(couple: Couple, archives: Iterable[Published], database: Database | None) -> Compared:
    if couple.old is None or couple.new is None:
        return Compared(couple.form, couple.old, couple.new)
    between = versions_between(couple.old, couple.new, archives)
    return replace(compare(couple.old, couple.new, between, database), form=couple.form)


def _refusals(each: Compared, new: Side, accepted: Collection[str]) -> list[Refusal]:
    if each.old is not None and was_in_use(each.old):
        if each.new is None:
            return [Refusal(Why.GONE, version=each.old.version)]
        return refusals(each.old, each.new, each.changes, accepted)
    if each.new is None:
        return []
    for archive in new.archives.values():
        try:
            published = archive.questionnaire(each.form, each.new.version)
        except KeyError:
            continue
        if not says_the_same(published, each.new):
            suggested = next_version(published.version, difference(published, each.new))
            return [Refusal(Why.OTHER_CONTENT, version=published.version, suggested=suggested)]
    return []


def _plain(value: Any) -> Any:
    """As JSON has it."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value
