"""Dates as people remember them: a day, a month, a year, or about one of them."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_WRITTEN = re.compile(r"(~?)([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_TYPED = re.compile(r"(?:([0-9]{1,2})[./ ])??(?:([0-9]{1,2})[./ ])?([0-9]{4})")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the day, the month or the year, and perhaps only roughly."""

    earliest: date
    """The first day that it can be."""
    latest: date
    """The last day that it can be. "About" does not widen it: how much would be a guess."""
    about: bool

    @property
    def is_day(self) -> bool:
        """True if it is one certain day."""
        return self.earliest == self.latest and not self.about


def parse_date(text: str) -> PartialDate | None:
    """Reads the written form: `2026-05-17`, `2026-05`, `2026`, each also with `~` for about; None for anything else."""
    match = _WRITTEN.fullmatch(text)
    if match is None:
        return None
    about, year, month, day = match.groups()
    try:
        earliest = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    if day:
        latest = earliest
    else:
        last_month = int(month or 12)
        latest = date(earliest.year, last_month, monthrange(earliest.year, last_month)[1])
    return PartialDate(earliest, latest, bool(about))


def written_date(typed: str, today: date) -> str | None:
    """The written form of what a Norwegian types: `17.5.2026`, `170526`, `5.2026`, `2026`, `ca. 2026`; None if unclear.

    Two-digit years lie in the hundred years up to ten years from `today`. `12.05` is unclear: a day or a month.
    """
    text = typed.strip().lower()
    about = ""
    for word in ("ca.", "ca", "~", "omkring", "about"):
        if text.startswith(word):
            about, text = "~", text[len(word) :].strip()
            break
    if text in ("i dag", "i-dag", "idag", "today"):
        return about + today.isoformat()
    if re.fullmatch(r"[0-9]{6}|[0-9]{8}", text):
        text = f"{text[:2]}.{text[2:4]}.{text[4:]}"
    short = re.fullmatch(r"(.*[./ -])([0-9]{2})", text)
    if re.fullmatch(r"[0-9]{1,2}[./ -](0[0-9]|1[0-2])", text):
        return None
    if short and not _WRITTEN.fullmatch(text):
        year = today.year // 100 * 100 + int(short[2])
        text = f"{short[1]}{year if year <= today.year + 10 else year - 100}"
    if _WRITTEN.fullmatch(text):
        written = text
    elif match := _TYPED.fullmatch(text.replace("-", ".")):
        day, month, year_text = match.groups()
        if day and not month:
            day, month = None, day
        written = "-".join(part.zfill(2) for part in (year_text, month, day) if part)
    else:
        return None
    return about + written if parse_date(written) else None


def shown_date(written: str) -> str:
    """How a Norwegian reads the written form: `17.05.2026`, `05.2026`, `ca. 2026`."""
    plain = written.removeprefix("~")
    return ("ca. " if written.startswith("~") else "") + ".".join(reversed(plain.split("-")))
