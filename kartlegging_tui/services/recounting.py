"""Comparing what lists, searches and reports are made of with what follows from the records; and making it anew.

Nothing of it is the record: it follows from answers, plans and signatures, whose logs `verifying.py` checks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kartlegging_tui.language import N_, _, plural
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import NotFound, Unreadable
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.services.indexing import told

BATCH = 50
"""Pathways read at one moment: memory stays as it is, and the log of writes can be folded into the file meanwhile."""
WRITTEN = 4
"""Pathways in one transaction, as in `indexing.py`."""
NAMED = 20
"""So many are told one by one."""
UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Differing:
    """A pathway of which something is kept that does not follow from it; or a patient, by their name."""

    patient_id: int
    pathway_id: int | None
    tables: tuple[str, ...]


@dataclass
class Recount:
    """What was found."""

    pathways: int = 0
    """How many were compared."""
    marked: int = 0
    """How many are known not to be up to date: they are made anew before they are asked for, and are no difference."""
    differing: int = 0
    first: list[Differing] = field(default_factory=list)
    """The first of them."""

    @property
    def sound(self) -> bool:
        """All is as it follows."""
        return not self.differing


def recount(database: Database) -> Recount:
    """Every pathway and every name; changes nothing. Raises NotRead."""
    found = Recount()
    with database.read() as view:
        found.marked = view.stale_count()
    for each in _differing(database, found):
        _count(found, each)
    return found


def rebuild(database: Database) -> Recount:
    """Makes anew what differs, a few pathways in each transaction, and the index of words whole; what differed.

    What is interrupted has made whole pathways anew, and none by half. Raises NotRead, NotSaved.
    """
    found = Recount()
    waiting: list[Differing] = []
    for each in _differing(database, found):
        _count(found, each)
        if UNREADABLE not in each.tables:
            waiting.append(each)
        if len(waiting) == WRITTEN:
            _renew(database, waiting)
            waiting = []
    _renew(database, waiting)
    with database.write() as unit:
        unit.index_words_anew()
        unit.commit()
    return found


def recount_words(found: Recount) -> Iterator[str]:
    """What was compared, and what differs: patients by their number here, never by name."""
    counted = plural("{count} pathway compared", "{count} pathways compared", found.pathways)
    name = _("Lists and searches")
    yield f"{name}: {counted.format(count=found.pathways)}"
    if found.marked:
        text = plural(
            "{count} pathway has changed since; it is brought up to date when the lists are opened.",
            "{count} pathways have changed since; they are brought up to date when the lists are opened.",
            found.marked,
        )
        yield text.format(count=found.marked)
    for each in found.first:
        yield _("Lists and searches, patient {number}: {what} do not follow from the record").format(
            number=each.patient_id, what=", ".join(dict.fromkeys(_(TABLES[table]) for table in each.tables))
        )
    if found.differing > len(found.first):
        more = found.differing - len(found.first)
        yield plural("and {count} more", "and {count} more", more).format(count=more)


ADVICE = N_("What differs is made anew by kartlegging doctor --rebuild; the record itself is not touched.")
TABLES = {
    "worklist": N_("the row of the worklist"),
    "said": N_("the answers that questions are asked of"),
    "need": N_("the needs"),
    "urgent": N_("the urgent answers"),
    "action": N_("the actions"),
    "outcome": N_("what became of contact points"),
    "handover": N_("what was sent on"),
    "passage": N_("the texts that are searched"),
    "follow_up": N_("the follow-up list"),
    "name_word": N_("the words of the name"),
    UNREADABLE: N_("things that cannot be read"),
}
"""What the tables hold, for whoever looks after the records."""


def _count(found: Recount, each: Differing) -> None:
    found.differing += 1
    if len(found.first) < NAMED:
        found.first.append(each)


def _differing(database: Database, found: Recount) -> Iterator[Differing]:
    last = 0
    while True:
        with database.read() as view:
            some = view.up_to_date(last, BATCH)
            wrong = [each for pathway_id, patient_id in some if (each := _compared(view, pathway_id, patient_id))]
        if not some:
            break
        found.pathways += len(some)
        last = some[-1][0]
        yield from wrong
    last = 0
    while True:
        with database.read() as view:
            misnamed, last = view.misnamed(last, 1000)
        yield from (Differing(patient_id, None, ("name_word",)) for patient_id in misnamed)
        if not last:
            return


def _compared(view: Reading, pathway_id: int, patient_id: int) -> Differing | None:
    try:
        tables = tuple(view.not_following(pathway_id, list(told(view, pathway_id))))
    except (
        ValueError,
        LookupError,
        TypeError,
        NotFound,
        Unreadable,
    ):  # somebody has changed what it is made of: `verify` says so
        tables = (UNREADABLE,)
    return Differing(patient_id, pathway_id, tables) if tables else None


def _renew(database: Database, waiting: list[Differing]) -> None:
    if not waiting:
        return
    with database.write() as unit:
        for each in waiting:
            if each.pathway_id is None:
                unit.renew_name(each.patient_id)
            else:
                unit.renew(each.pathway_id, list(told(unit, each.pathway_id)))
        unit.commit()
