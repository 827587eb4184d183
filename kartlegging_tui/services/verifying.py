"""Whether the logs are as they were written, in words; and the head that is kept elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from kartlegging_tui.domain.chain import Head
from kartlegging_tui.domain.verified import Broken, Fault, Log, Verdict
from kartlegging_tui.language import N_, _, plural
from kartlegging_tui.records.database import Database
from kartlegging_tui.services.day_words import moment_words


def verify(database: Database, kept: Head | None = None) -> Verdict:
    """Walks all logs; also against a head that was kept. Raises NotRead."""
    return database.verify(kept)


def head(database: Database) -> Head | None:
    """The head of the log of access as it is now; None for an empty log. Raises NotRead."""
    return database.head()


def head_words(found: Head | None) -> str:
    """A line to keep, on paper or in another system: with it, a log that was cut short is found out."""
    if found is None:
        return _("The log of access is empty.")
    return _("Head of the log, to keep elsewhere: {head}").format(head=f"kartlegging-hode {found}")


def verdict_words(verdict: Verdict) -> Iterator[str]:
    """What was checked, and what is not as it was: patients by their number here, never by name."""
    for log, count in verdict.rows.items():
        yield f"{_(LOGS[log])}: " + plural("{count} row", "{count} rows", count).format(count=count)
    older = sum(verdict.unchained.values())
    if older:
        text = plural(
            "{count} row is from before logs were chained.", "{count} rows are from before logs were chained.", older
        )
        yield text.format(count=older)
    for broken in verdict.broken:
        yield broken_words(broken)
    if verdict.sound:
        yield _("Everything is as it was written.")
    yield head_words(verdict.head)


def broken_words(broken: Broken) -> str:
    """The first row of a log that is not as it was."""
    told = _THINGS.get(broken.log) or _FAULTS[broken.fault, broken.kept_head]
    return f"{_where(broken)}: {_(told).format(number=broken.number)}{_when(broken)}"


LOGS = {
    Log.ACCESS: N_("Log of who has seen what"),
    Log.ANSWERS: N_("Answers"),
    Log.PATHWAY: N_("What was agreed"),
    Log.SIGNATURES: N_("Signatures"),
    Log.SEALS: N_("Seals"),
    Log.ERASURES: N_("Erased by decision"),
    Log.REFUSALS: N_("Refused requests for correction"),
    Log.ROLES: N_("Roles that were given"),
    Log.EMERGENCIES: N_("Emergency access"),
    Log.CODES: N_("Registration codes"),
    Log.CHANGES: N_("Changed details and units"),
    Log.FORMS: N_("Published forms"),
    Log.TRIGGERS: N_("Rules of the database"),
}

_FAULTS = {
    (Fault.CHANGED, False): N_("row {number} is not as it was written"),
    (Fault.MISSING, False): N_("row {number} is missing"),
    (Fault.UNCHAINED, False): N_("row {number} has lost its code"),
    (Fault.ADDED, False): N_("row {number} was put in by somebody: no log tells of it"),
    (Fault.CUT, False): N_("row {number} was sealed, and is not there any more"),
    (Fault.OTHER, False): N_("row {number} is another than the one that was sealed"),
    (Fault.CUT, True): N_("row {number} and those after it have been cut off: the head that was kept is newer"),
    (Fault.OTHER, True): N_("row {number} is another than the one whose head was kept"),
}

_THINGS = {
    Log.FORMS: N_("is not as it was published"),
    Log.TRIGGERS: N_("is missing, or says something else than it should"),
}
"""Of what has names instead of numbers."""


def _where(broken: Broken) -> str:
    parts = [_(LOGS[broken.log])]
    if broken.patient_id is not None:
        parts.append(_("patient {number}").format(number=broken.patient_id))
    if broken.contact_point is not None:
        parts.append(_("contact point {number}").format(number=broken.contact_point))
    if broken.stream_id is not None and broken.log is Log.ANSWERS:
        parts.append(_("form {number}").format(number=broken.stream_id))
    if broken.name:
        parts.append(broken.name)
    return ", ".join(parts)


def _when(broken: Broken) -> str:
    return f" ({moment_words(broken.at)})" if broken.at is not None else ""
