"""The words for the values of the domain. A glyph beside a word says the same without colour."""

from __future__ import annotations

from datetime import date

from kartlegging_tui.domain.pathway import months_and_days
from kartlegging_tui.domain.people import IdentifierKind, Patient, Place, Respondent
from kartlegging_tui.domain.worklist import Due
from kartlegging_tui.language import N_, _, plural
from kartlegging_tui.tui.days import full_day, near_day

PLACES = {
    Place.HOME: N_("at home"),
    Place.OFFICE: N_("at the office"),
    Place.HOSPITAL: N_("in hospital"),
    Place.PHONE: N_("by phone"),
    Place.VIDEO: N_("by video"),
}

RESPONDENTS = {
    Respondent.PATIENT: N_("the patient"),
    Respondent.RELATIVE: N_("a relative"),
    Respondent.TOGETHER: N_("both together"),
}

IDENTIFIERS = {
    IdentifierKind.FNR: N_("national identity number"),
    IdentifierKind.DNR: N_("D-number"),
    IdentifierKind.HNR: N_("H-number"),
    IdentifierKind.FHN: N_("common help number"),
}

LANGUAGES = {
    "nb": N_("Bokmål"),
    "nn": N_("Nynorsk"),
    "en": N_("English"),
    "se": N_("Northern Sami"),
    "pl": N_("Polish"),
    "uk": N_("Ukrainian"),
    "ar": N_("Arabic"),
    "so": N_("Somali"),
    "ti": N_("Tigrinya"),
}
"""What patients read, by ISO 639-1 code; the most usual first."""

DUE = {
    Due.ONGOING: N_("Under way"),
    Due.OVERDUE: N_("Overdue"),
    Due.OPEN: N_("Due now"),
    Due.ASK_AGAIN: N_("Ask again"),
    Due.COMING: N_("Later"),
    Due.DECLINED: N_("Declined"),
    Due.NOT_POSSIBLE: N_("Not possible"),
    Due.DONE: N_("Finished"),
}

ABOUT_DUE = N_(
    "One row for each pathway, with the contact point that comes next. Overdue: its window has closed. Due now: it is "
    "open. Ask again: the day has come that was agreed when the patient declined. Declined: it has not, or the patient "
    "does not want to be asked again. Not possible: nothing more will be held, and the last contact point was not: the "
    "patient has died (†) or moved, or for other reasons, which the row tells. Finished: the last one is held."
)

GLYPHS = {
    Due.ONGOING: "◆",
    Due.OVERDUE: "!",
    Due.OPEN: "●",
    Due.ASK_AGAIN: "?",
    Due.COMING: "○",
    Due.DECLINED: "–",
    Due.NOT_POSSIBLE: "×",
    Due.DONE: "✓",
}

CANCELLED_GLYPH = GLYPHS[Due.NOT_POSSIBLE]
"""Of a contact point that will not be held: it is finished, and yet nothing was done."""

STYLES = {
    Due.ONGOING: "$primary",
    Due.OVERDUE: "$error",
    Due.OPEN: "$warning",
    Due.ASK_AGAIN: "$accent",
    Due.COMING: "$text-muted",
    Due.DECLINED: "$text-muted",
    Due.NOT_POSSIBLE: "$text-muted",
    Due.DONE: "$success",
}


def days(count: int) -> str:
    """`1 dag`, `12 dager`."""
    return plural("{count} day", "{count} days", count).format(count=count)


def when(due: Due, opens: date | None, closes: date | None, ask_again_on: date | None, today: date) -> str:
    """What a contact point waits for: `forfalt 12 dager`, `innen 3. des.`.

    `ask_again_on` is when to ask again, or to when it is put off.
    """
    match due:
        case Due.ONGOING:
            return _("conversation under way")
        case Due.OVERDUE if closes:
            return _("{days} overdue").format(days=days((today - max(closes, ask_again_on or closes)).days))
        case Due.OPEN if closes:
            last = max(closes, ask_again_on or closes)
            return _("today at the latest") if last == today else _("by {day}").format(day=near_day(last, today))
        case Due.ASK_AGAIN:
            return _("ask again now")
        case Due.COMING if opens and ask_again_on and ask_again_on > opens:
            return _("put off to {day}").format(day=near_day(ask_again_on, today))
        case Due.COMING if opens:
            return _("from {day}").format(day=near_day(opens, today))
        case Due.DECLINED if ask_again_on:
            return _("declined, ask {day}").format(day=near_day(ask_again_on, today))
        case Due.DECLINED:
            return _("declined")
        case Due.NOT_POSSIBLE:
            return _("not possible")
        case Due.DONE:
            return _("finished")
    return ""


def until(count: int) -> str:
    """`om 12 dager`, `om 11 måneder`."""
    if count < 60:
        return plural("in {count} day", "in {count} days", count).format(count=count)
    return _("in {count} months").format(count=round(count / 30.4))


def after_diagnosis(diagnosed: date, on: date) -> str:
    """`3 md. 12 d. etter diagnosen`."""
    if on < diagnosed:  # a mistyped date, or a wrong clock
        return _("before the day of diagnosis")
    months, days = months_and_days(diagnosed, on)
    return _("{months} mo. {days} d. after the diagnosis").format(months=months, days=days)


def years(age: int | None) -> str:
    """`57 år`; nothing without an age."""
    return "" if age is None else plural("{count} year", "{count} years", age).format(count=age)


def grouped(identifier: str) -> str:
    """`120369 12345`: as it is read aloud."""
    return f"{identifier[:6]} {identifier[6:]}" if len(identifier) == 11 else identifier


def of_birth(patient: Patient, today: date) -> str:
    """`57 år, født 12.03.1969`; what is known of it."""
    parts = [years(patient.age(today))]
    if patient.birth_date:
        parts.append(_("born {day}").format(day=full_day(patient.birth_date)))
    return ", ".join(part for part in parts if part)
