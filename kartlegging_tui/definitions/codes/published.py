"""Codes about the archive of published versions."""

from __future__ import annotations

from kartlegging_tui.definitions.codes.code import error
from kartlegging_tui.language import N_

CODES = (
    error(
        "history-broken",
        N_("The history of published versions does not hold together"),
        N_("Answers refer to versions for ever; what was asked must be possible to show years later."),
        N_("Get `history.yaml` back as it was, from a backup or from git. Lines are only added, by publishing."),
    ),
    error(
        "published-missing",
        N_("The copy of a published version is gone"),
        N_("Answers were given to it; without the copy nobody can see what was asked."),
        N_("Get the file back, from a backup or from git."),
    ),
    error(
        "published-altered",
        N_("A published version has been changed"),
        N_("Answers would seem to have been given to other questions than those that were asked."),
        N_("Get the copy back as it was. Changes go into the form itself, with a new version."),
    ),
    error(
        "published-unlisted",
        N_("A copy that the history does not know"),
        N_("Nobody knows who published it, or whether it was ever in use."),
        N_("Take it out of the folder `published`; versions come there by publishing alone."),
    ),
)
