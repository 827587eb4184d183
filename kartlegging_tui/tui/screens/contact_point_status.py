"""What becomes of a contact point: the patient declines, it is put off, it is not held. Digits choose, Enter keeps."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import TYPE_CHECKING

from textual import on, work
from textual.widget import Widget
from textual.widgets import Input

from kartlegging_tui.domain.contact_points import REASONS, Problem, Reason, Standing, days_to_ask, days_to_put_off_to
from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.domain.people import ContactPoint, Patient
from kartlegging_tui.language import N_, _
from kartlegging_tui.tui import status_words, timeline, words
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.days import near_day
from kartlegging_tui.tui.screens.fields import CANCEL, KEEP, FieldsScreen
from kartlegging_tui.tui.typed_days import typed_day
from kartlegging_tui.tui.widgets.choice import Choice, Picked
from kartlegging_tui.tui.widgets.field import FIELDS, Field, text_input

if TYPE_CHECKING:
    from kartlegging_tui.domain.pathway import PlannedContactPoint
    from kartlegging_tui.services.desk import Desk

ASKED_IN = {
    Problem.NO_DAY: "other_day",
    Problem.DAY_PAST: "other_day",
    Problem.NO_REASON: "reason",
    Problem.NO_WORDS: "words",
}
"""Where a problem is told."""


class OnDay(Enum):
    """What can be chosen instead of one of the days offered."""

    NEVER = auto()
    OTHER = auto()


@dataclass(frozen=True)
class Changing:
    """The contact point that is changed, and what it stands among."""

    patient: Patient
    point: ContactPoint
    points: Sequence[ContactPoint]
    """All of its pathway."""
    plan: PlannedContactPoint | None
    talking: bool
    """Its conversation has begun."""


class ContactPointStatusScreen(FieldsScreen[bool]):
    """True once it is changed. Everything is chosen already but the reason, so that Enter is enough for the usual."""

    AUTO_FOCUS = "#becomes Choice"
    PLACE = N_("What becomes of a contact point")
    COMMANDS = (
        KEEP,
        Command("pick", "", N_("Choose"), N_("A digit chooses, and moves on."), "", shown_keys="1–5"),
        *FIELDS,
        CANCEL,
    )

    def __init__(self, desk: Desk, changing: Changing) -> None:
        super().__init__()
        self._desk = desk
        self._changing = changing
        left_out = {changing.point.status} - {ContactPointStatus.DECLINED, ContactPointStatus.POSTPONED}
        if changing.talking:  # "offered" would be as it is
            left_out.add(ContactPointStatus.OFFERED)
        self._becomes = [status for status in status_words.BECOMES if status not in left_out]

    def fields(self) -> Iterator[Widget]:
        becomes = [(status, status_words.BECOMES[status]) for status in self._becomes]
        yield Field(N_("What"), Choice(becomes, self._becomes[0]), id="becomes")
        yield Field(N_("When"), Choice(self._days(), self._days()[0][0]), id="day")
        yield Field(N_("Which day"), text_input(max_length=20), N_("day.month.year"), id="other_day")
        yield Field(N_("Why"), Choice(self._reasons(), None), id="reason")
        yield Field(N_("In a few words"), text_input(), N_("may be empty"), id="words")

    def on_mount(self) -> None:
        self.watch(self._choice("becomes"), "place", self._offer, init=False)
        self.watch(self._choice("day"), "place", self._show_fields, init=False)
        self._offer()

    def _choice(self, name: str) -> Choice[object]:
        return self.query_one(f"#{name} Choice", Choice)

    @property
    def _status(self) -> ContactPointStatus:
        return self._becomes[self._choice("becomes").place] if self.is_mounted else self._becomes[0]

    # What is offered

    def _days(self) -> list[tuple[date | OnDay, str]]:
        today = self.house.today()
        declined = self._status is ContactPointStatus.DECLINED
        point, points = self._changing.point, self._changing.points
        days = days_to_ask(point, points, today) if declined else days_to_put_off_to(today)
        offered: list[tuple[date | OnDay, str]] = [
            (day, f"{near_day(day, today)} ({words.until((day - today).days)})") for day in days
        ]
        never = [(OnDay.NEVER, N_("do not ask again"))] if declined else []
        return [*offered, *never, (OnDay.OTHER, N_("another day"))]

    def _reasons(self) -> list[tuple[Reason | None, str]]:
        given = REASONS.get(self._status, ())
        return [(reason, status_words.REASONS[reason]) for reason in given] or [(None, "–")]

    def _offer(self) -> None:
        """Days and reasons that go with what was chosen."""
        self._choice("day").offer(self._days())
        self._choice("reason").offer(self._reasons(), -1)
        for field in self.query(Field):
            field.tell("")
        self._show_fields()

    def _show_fields(self) -> None:
        status = self._status
        dated = status in (ContactPointStatus.DECLINED, ContactPointStatus.POSTPONED)
        shown = {
            "day": dated,
            "other_day": dated and self._choice("day").value is OnDay.OTHER,
            "reason": status in REASONS,
        }
        for name, is_shown in shown.items():
            self.query_one(f"#{name}").display = is_shown
        text = _(status_words.FOLLOWS[status])
        if self._changing.talking:
            text += "\n" + _("The conversation has begun. Its answers are kept, and it can be gone on with later.")
        self.show_about(text)

    def show_words(self) -> None:
        super().show_words()
        changing = self._changing
        point = timeline.point_name(changing.point, changing.plan)
        window = timeline.window(changing.point, self.house.today())
        self.show_head(changing.patient, f"{point} · {window}")
        days = self._choice("day")
        days.offer(self._days(), days.place)
        self._show_fields()

    # Keeping it

    def _written(self) -> Standing:
        status = self._status
        day = self._choice("day").value
        if day is OnDay.OTHER:
            day = typed_day(self.query_one("#other_day", Field).text, self.house.today())
        dated = status in (ContactPointStatus.DECLINED, ContactPointStatus.POSTPONED)
        reasons, place = self._reasons(), self._choice("reason").place
        return Standing(
            status=status,
            ask_again_on=day if dated and isinstance(day, date) else None,
            reason=reasons[place][0] if place >= 0 and status in REASONS else None,
            words=self.query_one("#words", Field).text,
        )

    @on(Picked)
    def _picked(self) -> None:
        """The fields that follow are there only once they are laid out."""
        self.call_after_refresh(self.focus_next)

    @on(Input.Submitted)
    def action_keep(self) -> None:
        """Keeps it, or says what is missing. Pressed twice, it keeps once."""
        if any(worker.group == "keep" and not worker.is_finished for worker in self.workers):
            return
        written = self._written()
        other = self.query_one("#other_day", Field)
        if other.display and written.ask_again_on is None:
            self._tell([Problem.NO_DAY])
        else:
            self._keep(written)

    @work(group="keep", exit_on_error=False)
    async def _keep(self, standing: Standing) -> None:
        from kartlegging_tui.services.contact_points import NotPossible

        try:
            change = self._desk.contact_points.change
            await asyncio.to_thread(change, self._changing.point, standing, self.house.today())
        except NotPossible as error:
            self._tell(error.problems)
            return
        self.dismiss(True)

    def _tell(self, problems: Sequence[Problem]) -> None:
        for field in self.query(Field):
            field.tell("")
        for problem in reversed(problems):  # the cursor ends at the first
            field = self.query_one(f"#{ASKED_IN[problem]}", Field)
            field.tell(_(status_words.PROBLEMS[problem]), problem=True)
            field.control.focus()
