"""Registration codes: the one that holds that day, never a guess, and never two for the same."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from kartlegging_tui.domain.contact_points import Reason, StatusChange
from kartlegging_tui.domain.happenings import happenings
from kartlegging_tui.domain.history import Event
from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.domain.people import ContactPoint
from kartlegging_tui.domain.registration import (
    CodeProblem,
    Happened,
    RegistrationCode,
    RegistrationEvent,
    code_for,
    overlap,
    problems,
)

HELD = RegistrationEvent.HELD
NOW = datetime(2026, 5, 12, 22, 30, tzinfo=UTC)


def code(
    text: str = "AB01",
    first: date = date(2026, 1, 1),
    last: date | None = None,
    outcome: str = "",
    event: RegistrationEvent = HELD,
) -> RegistrationCode:
    return RegistrationCode(
        contact_point=2, event=event, outcome=outcome, code=text, system="NPR", valid_from=first, valid_to=last
    )


def registered(codes: list[RegistrationCode], on: date | None, outcome: str = "home") -> str:
    found = code_for(codes, 2, Happened(event=HELD, outcome=outcome, on=on))
    assert found.missing is (found.code is None)
    return found.code.code if found.code else ""


def test_the_code_is_that_of_the_day_from_the_first_to_the_last() -> None:
    codes = [code("GAMMEL", last=date(2026, 6, 30)), code("NY", first=date(2026, 7, 1))]
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1)]
    assert [registered(codes, day) for day in days] == ["", "GAMMEL", "GAMMEL", "NY"]


def test_a_code_for_the_outcome_comes_before_one_for_any() -> None:
    codes = [code("ALLE"), code("HJEMME", outcome="home")]
    assert registered(codes, date(2026, 5, 1)) == "HJEMME"
    assert registered(codes, date(2026, 5, 1), "office") == "ALLE"


def test_where_none_is_set_or_the_day_is_not_known_the_code_is_missing() -> None:
    assert registered([], date(2026, 5, 1)) == registered([code()], None) == ""


def test_what_is_wrong_is_told_all_at_once() -> None:
    wrong = code(" ", outcome="ill").model_copy(update={"system": "", "contact_point": 0})
    assert set(problems(wrong, [])) == {
        CodeProblem.NO_CODE,
        CodeProblem.NO_SYSTEM,
        CodeProblem.CONTACT_POINT,
        CodeProblem.OUTCOME,
    }


DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 20))


@given(DAYS, st.none() | DAYS, DAYS, st.none() | DAYS)
def test_two_codes_overlap_exactly_where_both_hold_on_a_day(
    first: date, last: date | None, other_first: date, other_last: date | None
) -> None:
    one, other = code(first=first, last=last), code("B", first=other_first, last=other_last)
    days = [date(2026, 1, day) for day in range(1, 32)]
    assert overlap(one, other) == any(one.holds(day) and other.holds(day) for day in days)


def test_what_became_of_a_contact_point_is_told_with_norwegian_days_and_without_what_was_taken_back() -> None:
    def change(
        number: int, status: ContactPointStatus, reason: Reason | None = None, undoes: int | None = None
    ) -> Event:
        content = StatusChange(status=status, reason=reason, status_before=ContactPointStatus.PLANNED)
        return Event(
            number=number, path="status/2", content=content.model_dump_json(), author="Kari", at=NOW, undoes=undoes
        )

    events = [
        change(1, ContactPointStatus.POSTPONED, Reason.ILL),
        change(2, ContactPointStatus.CANCELLED, Reason.MOVED),
        change(3, ContactPointStatus.POSTPONED, Reason.ILL, undoes=2),
    ]
    point = ContactPoint(
        id=1,
        pathway_id=1,
        number=2,
        status=ContactPointStatus.POSTPONED,
        opens=date(2026, 4, 1),
        closes=date(2026, 5, 1),
        ask_again_on=None,
    )
    (found,) = happenings(point, None, [], events)
    assert (found.event, found.outcome, found.on) == (RegistrationEvent.POSTPONED, "ill", date(2026, 5, 13))
    (unknown,) = happenings(point.model_copy(update={"status": ContactPointStatus.DECLINED}), None, [], [])
    assert (unknown.event, unknown.outcome, unknown.on) == (RegistrationEvent.DECLINED, "for_good", None)
