"""Deleting by decision, in words: what goes, on which grounds, and what lies elsewhere and is not reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kartlegging_tui.domain.erasure import Erasure, Ground
from kartlegging_tui.language import N_, _, plural
from kartlegging_tui.services.day_words import moment_words
from kartlegging_tui.services.erasing import Going

GROUNDS = {
    Ground.MISLEADING: N_(
        "wrong or misleading, and felt as a burden by whom it is about (health personnel act § 43, no. 1)"
    ),
    Ground.NOT_NEEDED: N_("plainly not needed for the patient's health care (health personnel act § 43, no. 2)"),
    Ground.WRONG_PERSON: N_("written into the wrong person's record (health personnel act § 44)"),
    Ground.DRAFT: N_("a draft that was never signed, given up by whoever wrote it"),
}
WHAT = {
    "pathways": N_("pathways"),
    "conversations": N_("conversations"),
    "forms": N_("forms filled in"),
    "answers": N_("answers, former ones included"),
    "typing": N_("unfinished texts"),
    "signed_documents": N_("signed documents"),
    "refused_corrections": N_("refused requests"),
    "agreed": N_("entries in the plan"),
    "texts": N_("texts in the index of words"),
    "details": N_("entries with name, number and other details of the patient"),
    "arrivals": N_("files from other places"),
}
"""By the words in `Going.counts`, in the order in which they are told."""


def counted(counts: Mapping[str, int]) -> Iterator[str]:
    """How many of what, a line for each: `conversations: 1`."""
    for what, words in WHAT.items():
        if count := counts.get(what):
            yield f"{_(words)}: {count}"


def elsewhere(going: Going) -> Iterator[str]:
    """What a deletion does not reach, and what to do about it."""
    yield _("Backups made before still hold it: delete them by their rotation, or at once where the decision says so.")
    yield _("After restoring an older backup, the deletion has to be carried out again.")
    yield _("Exported files, papers and what was sent to others are not reached: tell whoever has them.")
    if going.later_signed:
        text = plural(
            "{count} signed document of another conversation repeats the plan as it stood then, and stays.",
            "{count} signed documents of other conversations repeat the plan as it stood then, and stay.",
            going.later_signed,
        )
        yield text.format(count=going.later_signed)
    yield _("The log of who has seen what stays whole: it tells which forms were read, and by whom, not what was said.")


def tombstone(erasure: Erasure) -> str:
    """A line about what was deleted: when, by whom, on what ground, and where the decision is."""
    word, _colon, words = erasure.ground.partition(": ")
    ground = _(GROUNDS[Ground(word)]) if word in GROUNDS else word
    if erasure.conversation_id is None:
        what = _("patient {number}, everything").format(number=erasure.patient_id)
    else:
        what = _("patient {number}, conversation {conversation}").format(
            number=erasure.patient_id, conversation=erasure.conversation_id
        )
    text = _("{what}: deleted {when} by {author}, decided {day} by {who}: {ground} – {words}. Case {reference}")
    return text.format(
        what=what,
        when=moment_words(erasure.at),
        author=erasure.author,
        day=erasure.decided_on.isoformat(),
        who=erasure.decided_by,
        ground=ground,
        words=words,
        reference=erasure.reference,
    )
