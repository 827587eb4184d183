"""Who may log in: accounts, the roles they were given from a day until a day, and what a password has to be."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum

from kartlegging_tui.domain.people import Person, Role, User

SHORTEST_PASSWORD = 12
"""Characters. Length is what counts: no rule about capitals and signs, and no change every so often.

Source: NIST SP 800-63B-4, 3.1.1.2; Nasjonal sikkerhetsmyndighet, passordanbefalinger.
"""
LONGEST_PASSWORD = 256
LONGEST_USER_NAME = 64

_WORDS = [
    "ask",
    "bjørk",
    "eik",
    "furu",
    "gran",
    "hassel",
    "lind",
    "lønn",
    "osp",
    "rogn",
    "selje",
    "ørret",
    "laks",
    "torsk",
    "sei",
    "hyse",
    "ravn",
    "kråke",
    "skjære",
    "meis",
    "lerke",
    "svale",
    "måke",
    "terne",
    "tjeld",
    "orrfugl",
    "rype",
    "elg",
    "rein",
    "hjort",
    "bever",
    "oter",
    "mår",
    "røyskatt",
    "gaupe",
    "jerv",
    "bjørn",
    "fjell",
    "foss",
    "vann",
    "elv",
    "bekk",
    "vik",
    "nes",
    "holme",
    "skjær",
    "odde",
    "myr",
    "hei",
    "skog",
    "eng",
    "åker",
    "gard",
    "låve",
    "stabbur",
    "naust",
    "brygge",
    "båt",
    "åre",
    "seil",
    "mast",
    "tau",
    "garn",
    "vott",
    "lue",
    "sokk",
    "genser",
    "skjerf",
    "støvel",
    "sekk",
    "tine",
    "spann",
    "kopp",
    "fat",
    "skål",
    "kniv",
    "gaffel",
    "skje",
    "bord",
    "stol",
    "benk",
    "lampe",
    "ovn",
    "ved",
    "regn",
    "snø",
    "sol",
    "vind",
    "sky",
    "tåke",
    "frost",
    "tele",
    "vår",
    "sommer",
    "høst",
    "vinter",
    "mandag",
    "tirsdag",
    "onsdag",
    "torsdag",
    "fredag",
    "lørdag",
    "søndag",
    "blå",
    "grønn",
    "gul",
    "rød",
    "hvit",
    "svart",
    "grå",
    "brun",
    "lang",
    "kort",
    "høy",
    "lav",
    "varm",
    "kald",
    "myk",
    "hard",
    "lett",
    "tung",
    "rask",
    "stille",
    "klar",
    "mild",
]
"""Of one-time passwords: read aloud or on paper without doubt."""


class PasswordProblem(StrEnum):
    """Why a password will not do."""

    SHORT = "short"
    LONG = "long"
    USER_NAME = "user_name"
    SAME = "same"
    """It is the one that was to be changed."""


class Grant(Person):
    """A role that somebody was given."""

    role: Role
    from_day: date
    until_day: date | None
    """The last day; None for as long as they work here."""

    def on(self, day: date) -> Role | None:
        """The role on a day; None where it has not begun, or is over."""
        over = self.until_day is not None and day > self.until_day
        return None if over or day < self.from_day else self.role


class Account(Person):
    """Somebody who logs in."""

    user: User
    user_name: str
    """As `user_name_of` gives it."""
    unit: str
    grant: Grant
    """The latest role that they were given."""
    must_change: bool
    """The password is a one-time password: nothing is shown until it is changed."""
    disabled_at: datetime | None
    owner: bool = False
    """Who set the database up: may keep its users beside being a nurse."""

    @property
    def with_own_password(self) -> Account:
        """As if the password were not for once."""
        return self.model_copy(update={"must_change": False})

    def standing(self, today: date) -> Standing:
        """Whether they may log in today."""
        if self.disabled_at is not None:
            return Standing.DISABLED
        if today < self.grant.from_day:
            return Standing.NOT_YET
        if self.grant.until_day is not None and today > self.grant.until_day:
            return Standing.ENDED
        return Standing.GOOD


class Standing(StrEnum):
    """Whether somebody may log in."""

    GOOD = "good"
    DISABLED = "disabled"
    NOT_YET = "not_yet"
    """Their role begins on a later day."""
    ENDED = "ended"
    """The last day of their role is over."""


def user_name_of(typed: str) -> str:
    """A user name as it is kept: capitals and how a letter is composed make no difference."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def is_user_name(typed: str) -> bool:
    """A user name that can be given: letters, digits, and `. - _ @` between them."""
    name = user_name_of(typed)
    return 0 < len(name) <= LONGEST_USER_NAME and name[0].isalnum() and all(c.isalnum() or c in ".-_@" for c in name)


def password_problem(password: str, user_name: str, before: str = "") -> PasswordProblem | None:
    """Why somebody cannot have this password; None where they can. `before` is the one that it replaces."""
    if before and password == before:
        return PasswordProblem.SAME
    if len(password) < SHORTEST_PASSWORD:
        return PasswordProblem.SHORT
    if len(password) > LONGEST_PASSWORD:
        return PasswordProblem.LONG
    if user_name_of(password) == user_name_of(user_name):
        return PasswordProblem.USER_NAME
    return None


def one_time_password(below: Callable[[int], int]) -> str:
    """Five words and a number, some 42 bits, to be told once and changed at the first login.

    `below` draws a number from 0 up to what it is given: `secrets.randbelow`.
    """
    return "-".join([*(_WORDS[below(len(_WORDS))] for _ in range(5)), str(10 + below(90))])
