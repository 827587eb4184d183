"""Who is responsible for following up a pathway, and in which unit."""

from __future__ import annotations

from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.people import Person

RESPONSIBLE: Path = "responsible"
"""Where the events are that say who is responsible for a pathway."""


class Responsible(Person):
    """That somebody is responsible for a pathway from now on.

    Source: Helsedirektoratet, Pakkeforløp hjem: responsibility for the follow-up is to be placed.
    """

    user_id: int
    name: str
    unit: str = ""
    """The unit in which they work; empty if it is not known."""
