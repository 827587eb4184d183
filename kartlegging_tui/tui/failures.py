"""What went wrong, said to the one at the keyboard: what happened, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kartlegging_tui.language import N_, _, plural
from kartlegging_tui.tui import crash
from kartlegging_tui.tui.everywhere import REFRESH

if TYPE_CHECKING:
    from kartlegging_tui.records.errors import Reason
    from kartlegging_tui.services.saving import SaveState


def closed_patient(error: BaseException) -> int | None:
    """The id of the patient whom the user has no ground for, where that is what failed and a reason opens it."""
    from kartlegging_tui.domain.who_may_see import Ended
    from kartlegging_tui.services.access import AccessEnded, NoGround

    if isinstance(error, AccessEnded) and error.ended is Ended.ROLE:
        return None
    return error.patient_id if isinstance(error, NoGround) else None


def is_unwritten(error: BaseException) -> bool:
    """Something that was written could not be kept for want of a ground: it still stands on the screen."""
    from kartlegging_tui.services.access import AccessEnded

    return isinstance(error, AccessEnded)


def in_words(error: BaseException) -> str:
    """A sentence or two. What nobody foresaw is reported for those who mend it."""
    from kartlegging_tui.records import errors  # loaded already, by what failed
    from kartlegging_tui.services import login_words
    from kartlegging_tui.services.access import ENDED, AccessEnded, NoGround
    from kartlegging_tui.services.conduct import NothingOffered
    from kartlegging_tui.services.desk import NotAllowed

    told = login_words.in_words(error)
    if told is not None:
        return told
    match error:
        case NotAllowed():
            return _("Your role does not let you do this.")
        case AccessEnded():
            return _(ENDED[error.ended])
        case NoGround():
            return _("You have no ground for seeing this patient. That you tried is logged.")
        case NothingOffered():
            text = _("The pathway “{pathway}” has no contact point {number} any more, so no form is offered here.")
            told = text.format(pathway=error.pathway, number=error.number)
            return told + " " + _("Ask whoever keeps the forms; what was answered before is safe.")
        case errors.NewerSchema():
            return _("The database was made by a newer version of the program. Upgrade the program to open it.")
        case errors.NotADatabase():
            return _("The file is not a database of this program.")
        case errors.CannotOpen():
            from kartlegging_tui.services.server_words import in_words as server_words

            return server_words(error) or _("The database cannot be opened.")
        case errors.Conflict():
            return _(
                "Somebody else has changed this in the meantime. Look at it again ({key}), and try once more."
            ).format(key=REFRESH.key_text)
        case errors.NotFound():
            return _("This is no longer there. Look at it again ({key}).").format(key=REFRESH.key_text)
        case errors.Unreadable():
            told = _("This cannot be read: the database is damaged ({place}). Call those who run the program.")
            return told.format(place=error.place)
        case errors.DatabaseFailed():
            return f"{_reason(error.reason)} {_undone(error)}"
        case errors.Refused():
            return _("The records refuse this: it goes against one of their rules.")
    return _("Something went wrong (error {number}). Try again.").format(number=crash.report(error))


def _undone(error: BaseException) -> str:
    from kartlegging_tui.records import errors

    if isinstance(error, errors.MaybeSaved):
        return _("It is not certain that the last thing was saved: look before you go on.")
    if isinstance(error, errors.NotLogged):
        return _("Nothing is shown, because the log of who has seen what cannot be written. Nothing is lost.")
    if isinstance(error, errors.NotSaved):
        return _("The last thing is not saved; what was saved before is safe. Try again.")
    return _("Nothing is lost. Try again ({key}).").format(key=REFRESH.key_text)


def _reason(reason: Reason) -> str:
    from kartlegging_tui.records.errors import Reason

    match reason:
        case Reason.DISK_FULL:
            return _("The disk is full.")
        case Reason.LOCKED:
            return _("The database is busy.")
        case Reason.READONLY:
            return _("The database is write-protected.")
        case Reason.CORRUPT:
            return _("The database is damaged. Call those who run the program.")
        case Reason.UNREACHABLE:
            return _("The database server does not answer.")
        case Reason.IO:
            return _("The disk or the network drive does not answer.")
        case Reason.OTHER:
            return _("The database did not do what it was asked.")


TROUBLES = {
    "disk_full": N_("the disk is full"),
    "locked": N_("another program holds the database"),
    "readonly": N_("the database is write-protected"),
    "corrupt": N_("the database is damaged"),
    "io": N_("the disk does not answer"),
    "unreachable": N_("the database server does not answer"),
}


_ENDED = {
    "role": N_(
        "NOT SAVED – your role has ended or is another by now, or your account is closed. {kept} Ask whoever keeps the "
        "users."
    ),
    "emergency": N_(
        "NOT SAVED – your emergency access to the patient has run out. {kept} Go back and open the patient again: you "
        "are asked why."
    ),
    "relation": N_(
        "NOT SAVED – only other units follow the patient by now. {kept} Ask whoever follows them; or go back and open "
        "the patient again: you are asked why."
    ),
}


def not_saved(state: SaveState) -> str:
    """Why nothing can be saved, and that nothing is lost."""
    if state.trouble is not None and (ended := _ENDED.get(state.trouble.value)):
        kept = plural(
            "{count} answer is kept here, and is saved as soon as you have access again.",
            "{count} answers are kept here, and are saved as soon as you have access again.",
            state.waiting,
        ).format(count=state.waiting)
        return _(ended).format(kept=kept)
    unknown = N_("the database did not do what it was asked")
    why = _(TROUBLES.get(state.trouble.value, unknown)) if state.trouble else ""
    kept = plural(
        "{count} answer is kept here and tried again every second.",
        "{count} answers are kept here and tried again every second.",
        state.waiting,
    ).format(count=state.waiting)
    if not state.waiting:
        kept = _("What you are writing is kept here and tried again every second.")
    return _("NOT SAVED – {why}. {kept}").format(why=why, kept=kept)


WHAT_TO_DO = {
    "disk_full": N_("Make room on the disk, or call those who run the program."),
    "locked": N_("Close the other program that has it open, or call those who run the program."),
    "readonly": N_("Call those who run the program: they can make it writable."),
}


def standing(state: SaveState, trouble: Reason | None) -> str:
    """What stands in the way of all saving and for now lasts, and what to do; empty where nothing does.

    Nothing is shown that cannot be logged as read: so nobody can be opened, either.
    """
    reason = state.trouble or trouble
    if reason is None:
        return ""
    if reason.value in _ENDED:
        return not_saved(state)
    to_do = _(WHAT_TO_DO.get(reason.value, N_("It is tried again all the time. If it lasts, call those who run it.")))
    if state.trouble is not None:
        return f"{not_saved(state)} {to_do}"
    assert trouble is not None
    holds = _("Nothing can be saved and no patient opened, since all reading is logged.")
    return f"{_reason(trouble)} {holds} {to_do}"
