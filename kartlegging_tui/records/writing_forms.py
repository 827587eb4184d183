"""Keeping published forms: what an answer means is read in the version that it was given to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from kartlegging_tui.domain.lineage import renames
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.records import inbox, lineages
from kartlegging_tui.records.errors import PublishedDiffers
from kartlegging_tui.records.lineages import Lineages
from kartlegging_tui.records.tables import questionnaire_version
from kartlegging_tui.records.unit_of_work import UnitOfWork


class Forms(UnitOfWork):
    """The forms that are published."""

    def publish(self, questionnaire: Questionnaire, source_text: str, at: datetime) -> None:
        """Keeps a form for ever; keeping it again changes nothing. What it calls otherwise is found under its new name.

        Raises PublishedDiffers where its version is published with other content.
        """
        new = self._publish(questionnaire, source_text, at)
        was_theirs = inbox.now_ours(self._connection, questionnaire.content_hash())
        if (new or was_theirs) and renames(questionnaire):
            lineages.make_stale(self._connection, questionnaire.id)

    def publish_arrived(self, questionnaire: Questionnaire, source_text: str, at: datetime) -> None:
        """Publishes a form that others have asked, so that it can be drawn again; it is never asked here.

        Raises PublishedDiffers where its version is published with other content.
        """
        self._publish(questionnaire, source_text, at)

    def _publish(self, questionnaire: Questionnaire, source_text: str, at: datetime) -> bool:
        """True if it was not there."""
        self._lineages = Lineages()  # this unit's own: nobody else may learn of it before it is committed
        form, version, content_hash = questionnaire.id, questionnaire.version, questionnaire.content_hash()
        known = self._first(
            select(questionnaire_version.c.content_hash).where(
                questionnaire_version.c.form == form, questionnaire_version.c.version == version
            )
        )
        if known is not None:
            if known.content_hash != content_hash:
                raise PublishedDiffers(form, version)
            return False
        self._insert(
            questionnaire_version,
            form=form,
            version=version,
            content_hash=content_hash,
            content=questionnaire.model_dump_json(by_alias=True, exclude_defaults=True),
            source_text=source_text,
            published_at=at,
        )
        return True
