"""What the records are given of a form: the version that was published, and those before it that they never saw."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from kartlegging_tui.definitions.published import Published
from kartlegging_tui.domain.lineage import renames
from kartlegging_tui.domain.publication import says_the_same
from kartlegging_tui.domain.questionnaire import Questionnaire, Status
from kartlegging_tui.domain.side_by_side import version_key
from kartlegging_tui.records.writing import Writing


def as_published(form: Questionnaire, file: Path, in_records: str | None) -> tuple[Questionnaire, str] | None:
    """What was published, and its text, where an active file says something else; None where the file itself counts.

    Something else is another text under the same number, and a number that has not been published: whoever changes a
    form that is in use need not think of its status, and nobody is asked what is half written. The file counts where
    nothing was ever published of the form beside it, and where `in_records`, the newest version of the records, is as
    new: it was asked already.
    """
    if form.status is not Status.ACTIVE:
        return None
    archive = Published.beside(file)
    versions = {each.version: each for each in archive.versions(form.id)}
    known = versions.get(form.version)
    if known is not None and known.content_hash == form.content_hash():
        return None  # also where the copy is gone
    if known is None and in_records is not None and version_key(in_records) >= version_key(form.version):
        return None
    published = archive.before(form)
    if published is None or says_the_same(form, published):
        return None
    text = archive.text(form.id, published.version)
    return published.model_copy(update={"status": versions[published.version].status}), text


def keep_between(unit: Writing, archive: Published, form: Questionnaire, at: datetime) -> None:
    """Keeps the versions that were published after the newest of the records and before this one, and rename anything.

    Each version tells only of its own step (`formerly`), so where one is left out, as when a program is upgraded after
    a year, nothing would lead from the oldest names to those of today.
    """
    newest = unit.latest_version(form.id)
    if newest is None:
        return
    for each in archive.versions(form.id):
        if version_key(newest) < version_key(each.version) < version_key(form.version):
            try:
                between, text = archive.questionnaire(form.id, each.version), archive.text(form.id, each.version)
            except KeyError:
                continue  # a spoilt copy: `kartlegging check` tells
            if renames(between):
                unit.publish(between, text, at)
