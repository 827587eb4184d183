"""Where forms are used, how long they take and what is left open in them: for those who keep the forms.

Counts only, and no small ones: whoever keeps the forms sees no patient.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kartlegging_tui.definitions.library import Library
from kartlegging_tui.domain.asking import Vocabulary, question, vocabulary
from kartlegging_tui.domain.form_use import FormUse, Offered, form_use, several_options
from kartlegging_tui.domain.names import Names
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.syntax import ConditionError
from kartlegging_tui.language import current
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.services.asking_words import Namer, said
from kartlegging_tui.services.indexing import bring_up_to_date


class FormUses:
    """Counts for all forms, or for one."""

    def __init__(self, database: Database, library: Library, log: Callable[..., None]) -> None:
        """`log` is told that it is read (`Desk.reading`)."""
        self._database = database
        self._library = library
        self._log = log

    def one(self, form: str) -> FormUse | None:
        """One form; None where it is neither on the disk nor was ever in use. As long as for all. Raises NotRead."""
        return next((use for use in self.all() if use.form == form), None)

    def all(self) -> list[FormUse]:
        """Every form on the disk or ever in use, by id. Takes seconds over many patients. Raises NotRead, NotSaved."""
        bring_up_to_date(self._database)
        self._log("form_use")
        on_disk = {form.id: form for form in self._library.questionnaires()}
        offers = self._offers(on_disk)
        with self._database.read() as view:
            ids = sorted({*on_disk, *(form for form, _version in view.versions())})
            versions = {form: list(_versions(view, form)) for form in ids}
            several = {each for listed in versions.values() for version in listed for each in several_options(*version)}
            tallies = view.form_use(several)
            found = []
            for form in ids:
                newest = view.latest_version(form)
                questionnaire = view.questionnaire(form, newest) if newest else on_disk.get(form)
                if questionnaire is not None:
                    found.append(form_use(questionnaire, versions[form], offers.get(form, ()), tallies))
        return found

    def _offers(self, forms: dict[str, Questionnaire]) -> dict[str, list[Offered]]:
        """By form, what the pathways' files say now."""
        names = vocabulary(forms.values())
        namer = Namer(forms, names, current())
        found: dict[str, list[Offered]] = {}
        for pathway in self._library.pathways():
            for point in pathway.contact_points:
                for offer in point.offers:
                    words = _words(offer.offer_if, names, namer) if offer.offer_if else ""
                    found.setdefault(offer.form, []).append(Offered(pathway.title, point.number, words))
        return found


def _versions(view: Reading, form: str) -> Iterator[tuple[Questionnaire, Names]]:
    """The newest first, each with its way to the names of today."""
    for each, version in reversed(view.versions()):
        if each == form:
            questionnaire = view.questionnaire(form, version)
            yield questionnaire, view.lineage(form).names(questionnaire)


def _words(condition: str, names: Vocabulary, namer: Namer) -> str:
    """The condition as a sentence; as it is written where it asks for what is not there."""
    try:
        return said(question(condition, names).tree, namer)
    except ConditionError:
        return condition
