"""Who is logged in, and that what they read is logged: at the right of the head of every screen that shows patients.

Source: pasientjournalforskriften § 14: who has looked at what is logged, and whoever looks is to know it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from kartlegging_tui.language import _
from kartlegging_tui.tui.text import literal

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk


class SignedIn(Static):
    """`Kari Lunde, sykepleier · Lesing logges`. Gives way to what stands at its left."""

    DEFAULT_CSS = """
    SignedIn {
        width: auto; max-width: 75%; height: auto; padding: 0 0 0 2;
        text-align: right; text-wrap: nowrap; text-overflow: ellipsis; color: $text-muted;
        &.stacked { max-width: 45%; }
    }
    """

    def __init__(self, desk: Desk, stacked: bool = False, patients: bool = True) -> None:
        """`stacked` where a head of several lines leaves little room; without `patients`, nothing read is logged."""
        super().__init__(classes="stacked" if stacked else None)
        self._desk = desk
        self._stacked = stacked
        self._patients = patients

    def show_words(self) -> None:
        """In the language spoken."""
        from kartlegging_tui.services.role_words import ROLES  # not before there is a desk: the first paint is without

        user = f"{self._desk.user.name}, {_(ROLES[self._desk.user.role])}"
        demo = [_("Demo")] if self._desk.demo else []
        logged = [_("Reading is logged")] if self._patients else []
        rest = " · ".join([*demo, *logged])
        self.update(literal(f"{user}\n{rest}" if self._stacked else " · ".join([*demo, user, *logged])))
