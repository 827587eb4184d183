"""What may be published: the rules that keep stored answers what they are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from kartlegging_tui.domain.changes import Change, Thing, Weight, What
from kartlegging_tui.domain.questionnaire import Questionnaire, Status
from kartlegging_tui.domain.side_by_side import version_key
from kartlegging_tui.domain.texts import Text
from kartlegging_tui.domain.weights import base_words

_LIKE = 0.6
"""How much alike, from 0 to 1, two texts must be to be taken for the same question. Only ever a suggestion."""


class Why(StrEnum):
    """Why something may not be published."""

    ERRORS = "errors"
    """The file has errors."""
    SCENARIOS = "scenarios"
    """A scenario does not come out as its author expects."""
    OTHER_CONTENT = "other-content"
    """The version is published already, and says something else."""
    NOT_HIGHER = "not-higher"
    """The version is lower than one that is published."""
    LOST = "lost"
    """Ids are gone, and nothing says what they are called now."""
    GONE = "gone"
    """The form itself is gone. It should be retired."""
    SPOILT = "spoilt"
    """The archive of published versions is not as it was."""
    NO_TEXT = "no-text"
    """The text needs a licence and is not filled in."""


@dataclass(frozen=True)
class Refusal:
    """Why something may not be published, and what about."""

    why: Why
    names: tuple[str, ...] = ()
    """The ids that are lost."""
    perhaps: tuple[tuple[str, str], ...] = ()
    """Of lost ids, what each may be called now."""
    version: str = ""
    """The published version that it is about."""
    suggested: str = ""
    """A version that it could have."""


def content(changes: Sequence[Change]) -> list[Change]:
    """Those that are more than another version number or status."""
    return [change for change in changes if change.thing is not Thing.FORM or change.field not in ("version", "status")]


def lost(changes: Sequence[Change]) -> list[Change]:
    """Ids, and values of options, that answers refer to and that are gone."""
    return [change for change in changes if change.what is What.REMOVED and change.weight is Weight.BREAKING]


def refusals(
    published: Questionnaire, new: Questionnaire, changes: Sequence[Change], accepted: Collection[str] = ()
) -> list[Refusal]:
    """Why `new` may not come after the latest published version, from which it has these changes.

    `accepted`: names of ids whose answers may be lost.
    """
    then, now = version_key(published.version), version_key(new.version)
    version, suggested = published.version, next_version(published.version, changes)
    found = []
    if now < then:
        found.append(Refusal(Why.NOT_HIGHER, version=version, suggested=suggested))
    elif now == then and content(changes):
        found.append(Refusal(Why.OTHER_CONTENT, version=version, suggested=suggested))
    gone = [change for change in lost(changes) if change.name not in accepted]
    if gone:
        perhaps = tuple((change.name, name) for change in gone if (name := likely(change, changes)))
        found.append(Refusal(Why.LOST, tuple(change.name for change in gone), perhaps, version))
    return found


def next_version(version: str, changes: Sequence[Change]) -> str:
    """The version to give a form with these changes: a new first number where they break, else a new second one."""
    first, second = (*version_key(version), 0)[:2]
    breaks = any(change.weight is Weight.BREAKING for change in changes)
    return f"{first + 1}.0" if breaks else f"{first}.{second + 1}"


def likely(gone: Change, changes: Sequence[Change]) -> str:
    """The name of what is new and could be what is gone, under another id; "" where nothing is like it."""
    best, name = _LIKE, ""
    for change in changes:
        if change.what is not What.ADDED or change.thing is not gone.thing or change.at[:-1] != gone.at[:-1]:
            continue
        if getattr(change.new, "type", None) == getattr(gone.old, "type", None):
            alike = max(_alike(_words(gone.old), _words(change.new)), _alike(gone.at[-1], change.at[-1]))
            if alike >= best:
                best, name = alike, change.name
    return name


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() if one and other else 0


def _words(thing: Any) -> str:
    texts = (getattr(thing, key, None) for key in ("text", "title", "value"))
    return next((base_words(text) for text in texts if isinstance(text, Text)), "")


def was_in_use(form: Questionnaire) -> bool:
    """True for a form that is, or has been, offered: answers may have been given to it."""
    return form.status is not Status.DRAFT
