"""What is wrong with a file that has come, and what stands in the way of taking it in, in words."""

from __future__ import annotations

from collections.abc import Iterator

from kartlegging_tui.domain.export_file import LARGEST, MOST_PATIENTS, Fault, FileProblem
from kartlegging_tui.language import N_, _, plural
from kartlegging_tui.services.arrival_view import Hindrance, Obstacle
from kartlegging_tui.services.receiving import Received

FAULTS = {
    Fault.TOO_LARGE: N_("The file is too large ({detail}; at most {most} MB). Export some patients at a time."),
    Fault.NOT_TEXT: N_("This is not a text file in UTF-8 (byte {detail})."),
    Fault.NOT_JSON: N_("This is not JSON that can be read ({detail})."),
    Fault.ANOTHER_KIND: N_("This is not an export from this program (kartlegging export --format json)."),
    Fault.NEWER: N_("Made by a newer version of the program (format {detail}). Upgrade this one to take it in."),
    Fault.NOBODY: N_("There is nobody in the file."),
    Fault.TOO_MANY: N_("There are {detail} patients in the file; at most {patients} at a time."),
    Fault.MISSING: N_("is missing"),
    Fault.UNKNOWN: N_("is not known ({detail})"),
    Fault.WRONG: N_("is not what belongs there ({detail})"),
    Fault.UNSAFE: N_("holds a character that cannot be shown ({detail})"),
    Fault.TOO_LONG: N_("is too long (at most {detail} characters)"),
    Fault.NO_TIME_ZONE: N_("has no time zone"),
    Fault.NO_NAME: N_("is empty"),
    Fault.TWICE: N_("is there twice"),
    Fault.OUT_OF_ORDER: N_("is not in order"),
    Fault.FUTURE: N_("is a day that has not come yet"),
    Fault.IDENTIFIER: N_("is not an identity number that can be right ({detail})"),
    Fault.NOT_SYNTHETIC: N_("may be a real person's; the demo takes only test numbers (month + 80)"),
    Fault.NOT_IN_FORM: N_("does not fit the form that it answers"),
    Fault.FORM_MISSING: N_("{detail} is not published here, and the file does not hold it. Ask the sender for it."),
    Fault.FORM_DIFFERS: N_(
        "{detail} says something else here than there. What was asked must stay provable, so nothing is taken in: "
        "one of the places must give its form another version."
    ),
    Fault.FORM_WRONG: N_("{detail} is not what its hash says, or cannot be filled"),
}
HINDRANCES = {
    Hindrance.NO_PATHWAY: N_("The pathway “{about}” has no file here. Put it among the forms, and open this again."),
    Hindrance.FORM_MISSING: N_("The form {about} is not published here, and did not come with it."),
    Hindrance.ELSEWHERE: N_(
        "Somebody with this number is here already, and is followed by another unit: let somebody who works there take "
        "it in."
    ),
    Hindrance.FORM_DIFFERS: N_(
        "The form {about} says something else here than where it was filled. What was asked must stay provable."
    ),
}


def problem_words(problem: FileProblem) -> str:
    """`patients[0].patient.name: er tomt`; a sentence where it is about the file as a whole."""
    detail = problem.detail or "–"
    text = _(FAULTS[problem.fault]).format(detail=detail, most=LARGEST // 2**20, patients=MOST_PATIENTS)
    return f"{problem.path}: {text}" if problem.path else text


def obstacle_words(obstacle: Obstacle) -> str:
    """What stands in the way, and what to do."""
    return _(HINDRANCES[obstacle.hindrance]).format(about=obstacle.about)


def received_words(received: Received) -> Iterator[str]:
    """What came of a file."""
    new, known = len(received.waiting), len(received.known)
    if new:
        yield plural("{count} patient waits in the inbox.", "{count} patients wait in the inbox.", new).format(
            count=new
        )
    if known:
        text = plural(
            "{count} had arrived before, with just this content.",
            "{count} had arrived before, with just this content.",
            known,
        )
        yield text.format(count=known)
