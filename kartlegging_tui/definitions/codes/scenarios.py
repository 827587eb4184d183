"""Codes about scenarios: examples of filled forms, and what is expected of them."""

from __future__ import annotations

from kartlegging_tui.definitions.codes.code import error, warning
from kartlegging_tui.language import N_

CODES = (
    error(
        "scenario-failed",
        N_("A scenario came out otherwise than expected"),
        N_("Either the form does something that its author did not mean, or the expectation is wrong."),
        N_("Work the scenario out by hand. Then correct the rule in the form, or the expectation, whichever is wrong."),
    ),
    warning(
        "not-tried",
        N_("A rule that no scenario tries"),
        N_("Whether it does what was meant is first seen in a conversation with a patient."),
        N_("Add a scenario in which it counts, and one in which it does not."),
    ),
    error(
        "other-form",
        N_("Scenarios that are about another form"),
        N_("They would try the wrong form, or none at all."),
        N_("Write the id of the form or pathway first in the file, or name the right file."),
    ),
    error(
        "unknown-pathway",
        N_("A pathway that does not exist"),
        N_("The scenarios cannot be tried."),
        N_("Write the id of a pathway, just as it stands after `id:` in its file."),
    ),
)
