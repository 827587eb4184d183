"""Codes about scenarios: files of examples, what does not come out as expected, and what no example tries."""

from __future__ import annotations

from kartlegging_tui.definitions.codes.code import error, warning
from kartlegging_tui.language import N_

CODES = (
    error(
        "other-form",
        N_("Scenarios of another form"),
        N_("The names and answers in them would be looked up in the wrong form."),
        N_("Write the id of the form or pathway that they are about, and name the file after it."),
    ),
    error(
        "unknown-pathway",
        N_("A pathway that does not exist"),
        N_("Its scenarios can never be run."),
        N_("Write the id of a pathway, just as it stands after `id:` in its file."),
    ),
    error(
        "scenario-failed",
        N_("A scenario that came out otherwise than expected"),
        N_("Either the form does something else than its author wants, or the example is wrong."),
        N_("Work it out by hand, and mend the one that is wrong."),
    ),
    warning(
        "not-tried",
        N_("A rule that no scenario tries"),
        N_("If the rule is wrong, or is spoiled by a later change, nobody notices."),
        N_("Add a scenario that says what is expected, and one for when the condition is not true."),
    ),
)
