"""The log of who has read what, in words that the patient understands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kartlegging_tui.domain.access import Ground, Outcome, Purpose
from kartlegging_tui.domain.safe import safe_text
from kartlegging_tui.language import N_, _, plural
from kartlegging_tui.services.access_log import LoggedLine
from kartlegging_tui.services.day_words import moment_words
from kartlegging_tui.services.role_words import ROLES

WHAT = {
    "access_log": N_("the log of who has seen what"),
    "answers": N_("the answers as a table, for figures"),
    "arrival": N_("what another place had sent"),
    "backup": N_("a backup"),
    "codes": N_("the registration codes"),
    "codes_changed": N_("a registration code that was made or replaced"),
    "command": N_("a command"),
    "comparison": N_("the conversations side by side"),
    "conversation": N_("the conversation"),
    "correcting": N_("a correction that was begun"),
    "correction_given_up": N_("a correction that was given up"),
    "details": N_("name, address and other personal details"),
    "details_changed": N_("a personal detail that was changed"),
    "elsewhere": N_("a search that found that another unit follows the patient"),
    "emergencies": N_("who has let themselves in to patients"),
    "emergency": N_("let themselves in, with a reason"),
    "erased": N_("deletion by decision"),
    "erasing": N_("how much a decision on deletion reaches"),
    "export": N_("an export of the record"),
    "follow_up": N_("what is to be followed up"),
    "form": N_("a form"),
    "form_use": N_("figures of how forms are used"),
    "forms": N_("the forms"),
    "inbox": N_("the list of what other places have sent"),
    "key": N_("the key of the database"),
    "log": N_("the log of who has seen what"),
    "login": N_("logging in"),
    "lookup": N_("a search by number"),
    "new_key": N_("a new key for the database"),
    "password": N_("a new password"),
    "patient": N_("the patient's page"),
    "patient_copy": N_("the patient's copy of the conversation"),
    "patients": N_("patients"),
    "plan": N_("the plan"),
    "question": N_("a question to the records"),
    "record_text": N_("the text for the record system"),
    "recovery_key": N_("a new recovery key"),
    "refused_correction": N_("a refused request for correction"),
    "registration": N_("a search while registering"),
    "report": N_("the yearly report"),
    "password_reset": N_("a password for once"),
    "responsible": N_("who is responsible"),
    "review": N_("a review of who has let themselves in"),
    "role_given": N_("a role that was given"),
    "unit_changed": N_("another unit for a user"),
    "units": N_("which units follow the patient"),
    "user_added": N_("a new user"),
    "user_disabled": N_("a user who was shut out"),
    "user_enabled": N_("a user who was let in again"),
    "sealed": N_("sealing of the logs"),
    "summary": N_("the summary of the conversation"),
    "users": N_("who may log in"),
    "verified": N_("a check of the logs"),
    "why": N_("why the patient was found by a question"),
    "words": N_("a search for words"),
    "write": N_("writing in the record"),
    "worklist": N_("the worklist"),
}
"""By the words in the log."""

_ABOUT_ONE = ("access_log", "lookup", "registration")
"""Found one patient, though the log tells it as a list of one: whoever does it need have no ground for seeing them."""

GROUND = {
    Ground.UNIT: N_("their unit follows the patient"),
    Ground.CARE_RELATION: N_("they are treating the patient"),
    Ground.OPEN: N_("everybody who sees patients here may"),
    Ground.EMERGENCY: N_("emergency"),
    Ground.OWN_DATABASE: N_("nobody else uses the database"),
    Ground.TASK: N_("their role"),
    Ground.NONE: N_("no ground"),
}
PURPOSE = {
    Purpose.CARE: N_("health care"),
    Purpose.ADMINISTRATION: N_("administration of health care"),
    Purpose.QUALITY: N_("quality of the service"),
    Purpose.TECHNICAL: N_("running the program"),
}
OUTCOME = {Outcome.SHOWN: N_("shown"), Outcome.DENIED: N_("refused")}


def what(line: LoggedLine) -> str:
    """What was read: `the conversation, contact point 2, form esas_r`."""
    row, part = line.row, line.row.part
    told = [_(WHAT[row.what]) if row.what in WHAT else safe_text(row.what)]
    if line.contact_point is not None:
        told.append(_("contact point {number}").format(number=line.contact_point))
    if isinstance(part.get("form"), str):
        told.append(_("form {form}").format(form=safe_text(part["form"])))
    if isinstance(part.get("version"), int):
        told.append(_("signed version {number}").format(number=part["version"]))
    if part.get("by") == "recovery":
        told.append(_("with a recovery key"))
    if isinstance(part.get("dropped"), int):
        count = part["dropped"]
        told.append(plural("and {count} before it", "and {count} before it", count).format(count=count))
    if part.get("search") is True:
        told.append(_("a search"))
    return ", ".join(told)


def who(line: LoggedLine) -> str:
    """`Kari Lunde, nurse, Enhet Nord`."""
    role = _(ROLES[line.row.role]) if line.row.role else ""
    return ", ".join(safe_text(part) for part in (line.row.name or _("unknown user"), role, line.row.unit) if part)


def listed(line: LoggedLine) -> str:
    """How many patients a list showed; empty where it was none."""
    count = line.as_one_of
    return plural("{count} patient", "{count} patients", count).format(count=count) if count else ""


def told(mapping: dict[Any, str], member: Any) -> str:
    """The words of a ground, a purpose …; empty for a row that does not tell."""
    return _(mapping[member]) if member is not None else ""


def for_patient(lines: Iterable[LoggedLine]) -> Iterator[list[str]]:
    """A table for the patient: no other patient in it, no reasons in free text, nothing of how the log is kept."""
    yield [_("When"), _("Who"), _("What was seen"), _("Why they may"), _("What for"), _("Outcome")]
    for line in lines:
        row = line.row
        seen = what(line)
        if row.patient_id is None and row.what not in _ABOUT_ONE:
            seen = _("in a list: {what}").format(what=seen)
        outcome = _(OUTCOME[row.outcome])
        yield [moment_words(row.at), who(line), seen, told(GROUND, row.ground), told(PURPOSE, row.purpose), outcome]


def for_auditor(lines: Iterable[LoggedLine]) -> Iterator[list[str]]:
    """A table for whoever follows the log up: patients by their number here."""
    head = [_("Number"), _("When"), _("Who"), _("Patient"), _("What was seen"), _("Why they may"), _("What for")]
    yield [*head, _("Outcome"), _("Where")]
    for line in lines:
        row = line.row
        patient = str(row.patient_id) if row.patient_id is not None else listed(line)
        texts = [told(GROUND, row.ground), told(PURPOSE, row.purpose), _(OUTCOME[row.outcome])]
        yield [
            str(row.number),
            moment_words(row.at),
            who(line),
            patient,
            what(line),
            *texts,
            safe_text(row.workstation),
        ]


def as_values(line: LoggedLine, patient_id: int | None) -> dict[str, Any]:
    """For other programs. For a patient, without what is about others and about how the log is kept."""
    row, part = line.row, line.row.part
    found: dict[str, Any] = {
        "at": row.at.isoformat(),
        "name": row.name,
        "role": row.role,
        "unit": row.unit,
        "what": row.what,
        "contact_point": line.contact_point,
        "form": part.get("form"),
        "in_a_list": row.patient_id is None,
        "ground": row.ground,
        "purpose": row.purpose,
        "outcome": row.outcome,
    }
    if patient_id is None:
        listed_ids = part.get("patients")
        found |= {"number": row.number, "patient": row.patient_id, "workstation": row.workstation}
        found |= {"patients": listed_ids} if isinstance(listed_ids, list) else {}
    return found
