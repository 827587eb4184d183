"""The table of codes: edited by whoever keeps the forms, every former row kept, and said as missing in exports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kartlegging_tui.cli import main
from kartlegging_tui.domain.people import Role, User
from kartlegging_tui.domain.registration import CodeProblem, RegistrationCode, RegistrationEvent
from kartlegging_tui.records.errors import Conflict, NotSaved, Refused
from kartlegging_tui.services.desk import Desk, NotAllowed
from kartlegging_tui.services.registration_codes import NotACode, NotCodes, written_codes
from tests import raw
from tests.services.test_inbox import NOW, with_talks

CODE = RegistrationCode(
    contact_point=1,
    event=RegistrationEvent.HELD,
    outcome="",
    code="AB01",
    system="2.16.578",
    valid_from=date(2020, 1, 1),
    valid_to=None,
)


@pytest.fixture
def admin(desk_of: Callable[[Role], Desk]) -> Desk:
    return desk_of(Role.ADMIN)


def test_the_table_is_empty_as_shipped_and_exports_say_that_the_code_is_missing(desk: Desk) -> None:
    assert desk.registration_codes.codes() == []
    export = desk.conduct.exporting.patients([with_talks(desk)], NOW)
    happened = export.patients[0].pathways[0].contact_points[0].happened
    assert {each.event for each in happened} >= {RegistrationEvent.HELD, RegistrationEvent.SIGNED}
    assert all(each.code is None and each.missing for each in happened)


def test_the_code_of_the_day_comes_out_in_the_export(admin: Desk) -> None:
    admin.registration_codes.keep(CODE)
    nurse = Desk(admin.database, admin.library, _user(admin, Role.NURSE), demo=True)
    export = nurse.conduct.exporting.patients([with_talks(nurse)], NOW)
    nurse.saver.close()
    point = export.patients[0].pathways[0].contact_points[0]
    held = next(each for each in point.happened if each.event is RegistrationEvent.HELD)
    assert held.code is not None and (held.code.code, held.missing) == ("AB01", False)


def _user(desk: Desk, role: Role) -> User:
    with desk.database.read() as view:
        return next(user for user in view.staff() if user.role is role)


def test_only_whoever_keeps_the_forms_edits(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        desk.registration_codes.keep(CODE)
    with pytest.raises(NotAllowed):
        desk.registration_codes.take_in("")


def test_a_changed_code_is_a_new_row_and_the_former_stays_with_who_and_when(admin: Desk) -> None:
    codes = admin.registration_codes
    codes.keep(CODE)
    (first,) = codes.codes()
    codes.keep(CODE.model_copy(update={"code": "AB02"}), first)
    assert [code.code for code in codes.codes()] == ["AB02"]
    history = codes.codes(history=True)
    assert [(code.code, code.replaces_id) for code in history] == [("AB01", None), ("AB02", first.id)]
    assert {code.author for code in history} == {"Leyla Demir"}
    with pytest.raises(Conflict):
        codes.keep(CODE.model_copy(update={"code": "AB03"}), first)


def test_a_code_that_is_ended_leaves_its_days_to_the_next_and_one_taken_out_is_gone(admin: Desk) -> None:
    codes = admin.registration_codes
    codes.keep(CODE)
    (first,) = codes.codes()
    later = CODE.model_copy(update={"code": "AB02", "valid_from": date(2026, 7, 1)})
    with pytest.raises(NotACode) as caught:
        codes.keep(later)
    assert caught.value.problems == (CodeProblem.OVERLAPS,)
    codes.keep(CODE.model_copy(update={"valid_to": date(2026, 6, 30)}), first)
    codes.keep(later)
    assert [code.code for code in codes.codes()] == ["AB01", "AB02"]
    mistaken = codes.codes()[1]
    codes.keep(later.model_copy(update={"valid_to": date(2026, 6, 30)}), mistaken)
    assert [code.code for code in codes.codes()] == ["AB01"]


@pytest.mark.parametrize("forgery", ["UPDATE registration_code SET code = 'X'", "DELETE FROM registration_code"])
def test_the_table_refuses_to_be_changed_by_other_tools(admin: Desk, forgery: str) -> None:
    admin.registration_codes.keep(CODE)
    with pytest.raises((Refused, NotSaved)):
        raw.run(admin.database, forgery)


def test_a_file_of_codes_goes_in_and_out_unchanged(admin: Desk) -> None:
    codes = admin.registration_codes
    codes.keep(CODE)
    codes.keep(CODE.model_copy(update={"outcome": "home", "code": "=HJEM;1"}))
    text = written_codes(codes.codes())
    assert codes.take_in(text) == 0
    assert codes.take_in(text.replace("1;held", "2;held")) == 2


def test_a_file_with_mistakes_is_told_line_by_line_and_nothing_is_kept(admin: Desk) -> None:
    heading = "contact_point,event,outcome,code,system,valid_from,valid_to\n"
    with pytest.raises(NotCodes) as caught:
        admin.registration_codes.take_in(heading + "1,held,,A,S,2026-01-01,\nx,held,,A,S,2026-01-01,\n1,no,,A,S,,\n")
    assert [(each.line, each.column) for each in caught.value.problems] == [(3, "contact_point"), (4, "event")]
    with pytest.raises(NotCodes) as caught:
        admin.registration_codes.take_in(heading + "1,held,,A,S,2026-01-01,\n1,held,,B,S,2026-02-01,\n")
    assert [(each.line, each.problem) for each in caught.value.problems] == [(3, CodeProblem.OVERLAPS)]
    with pytest.raises(NotCodes):
        admin.registration_codes.take_in("noe annet")
    assert admin.registration_codes.codes() == []


def test_the_command_lists_and_says_when_there_is_nothing(
    admin: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = ["--database", str(admin.database.where)]
    assert main(["codes", *database]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1
    admin.registration_codes.keep(CODE)
    assert main(["codes", "--json", *database]) == 0
    assert '"code": "AB01"' in capsys.readouterr().out
    file = tmp_path / "codes.csv"
    file.write_text(written_codes([CODE]), "utf-8")
    assert main(["codes", "--import", str(file), *database]) == 1  # whoever is logged in here is a nurse
    assert main(["codes", "--import", str(tmp_path / "borte.csv"), *database]) == 2
