"""Codes about answers in a file, as `kartlegging evaluate` reads them."""

from __future__ import annotations

from kartlegging_tui.definitions.codes.code import error
from kartlegging_tui.language import N_

CODES = (
    error(
        "not-a-question",
        N_("An answer to something that is not asked"),
        N_("Information and computed values have no answer; what is written would be lost."),
        N_("Take it out of the file of answers."),
    ),
    error(
        "not-a-date",
        N_("Not a date"),
        N_("A day that is not in the calendar cannot be compared or counted from."),
        N_('Write year, month and day in quotation marks: `"2026-05-17"`.'),
    ),
    error(
        "words-not-wanted",
        N_("Words behind an option that takes none"),
        N_("Only an option marked `other` has a line for words; what is written would be lost."),
        N_("Write the option alone."),
    ),
)
