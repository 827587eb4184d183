"""The lineages of the forms published here, made once and kept until another version is published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, insert, select

from kartlegging_tui.domain.lineage import Lineage
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.records.derived import stale
from kartlegging_tui.records.office_tables import arrived_questionnaire
from kartlegging_tui.records.tables import assessment, contact_point, conversation, questionnaire_version

ALIKE = Lineage(())
"""Of a form of which no version says that anything was called otherwise."""
_Read = Callable[[str, str], Questionnaire]


@dataclass
class Lineages:
    """Of all forms, by id, as of the version published last."""

    kept: tuple[tuple[int, int], dict[str, Lineage]] = field(default_factory=lambda: ((0, 0), {}))
    """How many versions there were, and the lineages as of then."""

    def of(self, connection: Connection, form: str, read: _Read) -> Lineage:
        """The lineage of a form; `read` finds a published version."""
        theirs = select(func.count()).select_from(arrived_questionnaire).scalar_subquery()
        last, others = connection.execute(select(func.max(questionnaire_version.c.id), theirs)).one()
        state, by_form = self.kept
        if state != (last or 0, others):
            by_form = _lineages(connection, read)
            self.kept = (last or 0, others), by_form
        return by_form.get(form, ALIKE)


def _lineages(connection: Connection, read: _Read) -> dict[str, Lineage]:
    """Only of forms that say it: their content is searched for the word before anything is read out of it."""
    say = questionnaire_version.c.content.contains('"formerly"')
    forms = select(questionnaire_version.c.form).where(say)
    theirs = set(connection.execute(select(arrived_questionnaire.c.content_hash)).scalars())
    columns = (questionnaire_version.c.form, questionnaire_version.c.version, questionnaire_version.c.content_hash)
    found: defaultdict[str, tuple[list[Questionnaire], list[Questionnaire]]] = defaultdict(lambda: ([], []))
    for form, version, content_hash in connection.execute(
        select(*columns).where(questionnaire_version.c.form.in_(forms))
    ).all():
        found[form][content_hash in theirs].append(read(form, version))
    return {form: Lineage(ours, arrived) for form, (ours, arrived) in found.items()}


def make_stale(connection: Connection, form: str) -> None:
    """Everybody who has answered the form is found under its names of today: those are others now."""
    whose = (
        select(contact_point.c.pathway_id)
        .join_from(assessment, conversation, conversation.c.id == assessment.c.conversation_id)
        .join(contact_point, contact_point.c.id == conversation.c.contact_point_id)
        .where(assessment.c.form == form, contact_point.c.pathway_id.not_in(select(stale.c.pathway_id)))
        .distinct()
    )
    connection.execute(insert(stale).from_select(["pathway_id"], whose))
