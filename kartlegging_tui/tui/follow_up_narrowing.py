"""Asking which of what has to be done is to be seen: whose, and how late."""

from __future__ import annotations

from collections.abc import Mapping

from kartlegging_tui.domain.follow_up import EVERYBODY, Whose, WhoseKind
from kartlegging_tui.language import _
from kartlegging_tui.services.follow_up import When
from kartlegging_tui.tui import follow_up_words
from kartlegging_tui.tui.screens.choose import ChooseScreen
from kartlegging_tui.tui.screens.pick import Choice, PickScreen

OTHER = "other"
"""Neither everybody's, nor one's own, nor of one's own unit."""


def whose_screen(mine: Whose, unit: Whose | None, now: Whose) -> ChooseScreen:
    """Gives back a `Whose`, or `OTHER`. `unit` is that of the user, if they have one; `now` is pointed at."""
    choices = [Choice(_("Everybody's"), "", EVERYBODY), Choice(_("Mine"), mine.value, mine)]
    if unit is not None:
        choices.append(Choice(_("My unit's"), unit.value, unit))
    choices.append(Choice(_("Somebody else's …"), _("a person, a service, a unit, a municipality"), OTHER))
    keys = [choice.key for choice in choices]
    return ChooseScreen(_("Whose?"), choices, keys.index(now) if now in keys else len(keys) - 1)


def others_screen(found: Mapping[Whose, int], services: Mapping[str, str]) -> PickScreen:
    """Gives back a `Whose` of those who have anything to do; `services` are names by id."""
    listed = sorted(
        (list(WhoseKind).index(whose.kind), follow_up_words.whose(whose, services, ""), whose, count)
        for whose, count in found.items()
        if whose.kind is not WhoseKind.EVERYBODY
    )
    choices = [
        Choice(name, f"{_(follow_up_words.WHOSE[whose.kind])} · {count}", whose)
        for _place, name, whose, count in listed
    ]
    return PickScreen(_("Whose?"), choices)


def when_screen(now: When) -> ChooseScreen:
    """Gives back a `When`; `now` is pointed at."""
    choices = [Choice(_(text), "", when) for when, text in follow_up_words.WHENS.items()]
    return ChooseScreen(_("Which actions?"), choices, list(When).index(now))
