"""Codes about the archive of published versions."""

from __future__ import annotations

from kartlegging_tui.definitions.codes.code import error, warning
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
    error(
        "published-changed",
        N_("A version that is published, and says something else"),
        N_("Answers refer to the version that was asked: it must go on saying what it said."),
        N_("Write a higher number after `version`. Only `status` may change while the version stays."),
    ),
    warning(
        "active-not-published",
        N_("In use by what its file says, but not published"),
        N_(
            "Another version is asked than the file says; or, where none was ever published, one of which there is no "
            "copy to compare with later."
        ),
        N_("Publish it. Until then, or if it is to be no longer offered, let `status` say so."),
    ),
    warning(
        "id-gone",
        N_("Something that was published is gone, and nothing says what it is called now"),
        N_("Answers given to it stay where they are, but comparisons and reports lose sight of them."),
        N_(
            "If it only has another name, write `formerly:` with the earlier one where it stands now. If it really is "
            "no longer asked, this is as it should be."
        ),
    ),
    warning(
        "type-changed",
        N_("A question whose earlier answers do not fit any more"),
        N_("A 4 on a scale to 10 is no 4 on a scale to 5: side by side they would tell of a change that never was."),
        N_("Give the question a new id, without `formerly`. The old answers then stand for themselves."),
    ),
    warning(
        "stale-translation",
        N_("A translation that was left behind"),
        N_(
            "The text has been changed since it was published; whoever reads another language is still asked as before."
        ),
        N_("See whether the translation still says the same. Once this version is published, it is not asked again."),
    ),
)
