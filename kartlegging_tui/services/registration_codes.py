"""The table of registration codes: everybody reads it, whoever keeps the forms edits it, and nothing in it is lost."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kartlegging_tui.domain.people import Role, User
from kartlegging_tui.domain.registration import (
    CodeProblem,
    KeptCode,
    RegistrationCode,
    RegistrationEvent,
    problems,
)
from kartlegging_tui.domain.safe import safe_text
from kartlegging_tui.domain.verified import Log
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import Conflict
from kartlegging_tui.records.writing import Writing
from kartlegging_tui.services.access import Notes
from kartlegging_tui.services.desk import NotAllowed

COLUMNS = ("contact_point", "event", "outcome", "code", "system", "valid_from", "valid_to")
"""Of a file of codes."""


class NotACode(Exception):
    """Nothing is kept; all that is wrong, at once."""

    def __init__(self, found: Sequence[CodeProblem]) -> None:
        super().__init__(", ".join(found))
        self.problems = tuple(found)


@dataclass(frozen=True)
class LineProblem:
    """What is wrong in a line of a file."""

    line: int
    """From 1, the heading."""
    problem: CodeProblem | None
    """None where the line cannot be read at all."""
    column: str = ""


class NotCodes(Exception):
    """Nothing of a file is kept; all that is wrong, at once."""

    def __init__(self, found: Sequence[LineProblem]) -> None:
        super().__init__(f"{len(found)} mistakes")
        self.problems = tuple(found)


class RegistrationCodes:
    """Reads and edits the table. A row is never changed: a new one stands in its place, with who made it and when."""

    def __init__(self, database: Database, user: User, now: Callable[[], datetime], access: Notes) -> None:
        self._access = access
        self._database = database
        self._user = user
        self._now = now

    @property
    def may_edit(self) -> bool:
        """Only whoever keeps the forms."""
        return self._user.role is Role.ADMIN

    def codes(self, history: bool = False) -> list[KeptCode]:
        """The codes that stand, but for those taken out before they began; with `history`, all there ever were."""
        with self._database.read() as view:
            found = view.registration_codes(history)
        return found if history else [code for code in found if code.ever_valid]

    def keep(self, code: RegistrationCode, instead: KeptCode | None = None) -> int:
        """A new code, or one in place of another; its id. One that ends before it begins never holds: taken out.

        Raises NotAllowed, NotACode; Conflict where somebody else has changed that one; NotSaved.
        """
        self._require()
        code = _clean(code)
        with self._access.writing(self._database) as unit:
            standing = {each.id: each for each in unit.registration_codes()}
            if instead is not None and standing.pop(instead.id, None) is None:
                raise Conflict(f"Registration code {instead.id} was changed in the meantime")
            if found := problems(code, standing.values()):
                raise NotACode(found)
            added = self._add(unit, code, instead.id if instead else None)
            unit.commit()
        return added

    def take_in(self, text: str) -> int:
        """Adds the codes of a file; how many are new. Those that stand already are passed by.

        Raises NotAllowed, NotCodes, NotSaved.
        """
        self._require()
        wanted = list(read_codes(text))
        with self._access.writing(self._database) as unit:
            standing: list[RegistrationCode] = list(unit.registration_codes())
            known = {_key(each) for each in standing}
            new, wrong = [], []
            for line, code in wanted:
                if _key(code) in known:
                    continue
                wrong += [LineProblem(line, problem) for problem in problems(code, standing)]
                standing.append(code)
                new.append(code)
            if wrong:
                raise NotCodes(wrong)
            for code in new:
                self._add(unit, code, None)
            unit.commit()
        return len(new)

    def _add(self, unit: Writing, code: RegistrationCode, replaces: int | None) -> int:
        added = unit.add_registration_code(code, self._user.id, self._now(), replaces)
        self._access.note(unit, "codes_changed", None, (Log.CODES, added))
        return added

    def _require(self) -> None:
        if not self.may_edit:
            raise NotAllowed(self._user.role)


def read_codes(text: str) -> Iterator[tuple[int, RegistrationCode]]:
    """The codes of a file, with their lines: a heading, and semicolons or commas between. Raises NotCodes."""
    text = text.removeprefix("\ufeff")
    heading = text.split("\n", 1)[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in heading else ",")
    missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
    if missing:
        raise NotCodes([LineProblem(1, None, column) for column in missing])
    found: list[tuple[int, RegistrationCode]] = []
    wrong: list[LineProblem] = []
    for row in rows:
        values = {name: safe_text(row.get(name) or "").strip() for name in COLUMNS}
        bad = _unreadable(values)
        if bad:
            wrong.append(LineProblem(rows.line_num, None, bad))
            continue
        last = values["valid_to"]
        code = RegistrationCode(
            contact_point=int(values["contact_point"]),
            event=RegistrationEvent(values["event"]),
            outcome=values["outcome"],
            code=values["code"],
            system=values["system"],
            valid_from=date.fromisoformat(values["valid_from"]),
            valid_to=date.fromisoformat(last) if last else None,
        )
        found.append((rows.line_num, code))
    if wrong:
        raise NotCodes(wrong)
    yield from found


def written_codes(codes: Sequence[RegistrationCode]) -> str:
    """The codes as a file that `read_codes` reads."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, delimiter=";", lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(code.model_dump(mode="json") for code in codes)
    return out.getvalue()


def _unreadable(values: dict[str, str]) -> str:
    """The first column that is not what belongs there; empty for none."""
    if not values["contact_point"].isdecimal() or len(values["contact_point"]) > 2:
        return "contact_point"
    if values["event"] not in {event.value for event in RegistrationEvent}:
        return "event"
    for name in ("valid_from", "valid_to"):
        try:
            if values[name] or name == "valid_from":
                date.fromisoformat(values[name])
        except ValueError:
            return name
    return ""


def _clean(code: RegistrationCode) -> RegistrationCode:
    texts = {name: " ".join(safe_text(getattr(code, name)).split()) for name in ("code", "system")}
    return code.model_copy(update=texts)


def _key(code: RegistrationCode) -> tuple[object, ...]:
    return tuple(getattr(code, name) for name in COLUMNS)
