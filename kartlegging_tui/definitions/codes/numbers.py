"""Codes about limits, and about the bands of scores."""

from __future__ import annotations

from kartlegging_tui.definitions.codes.code import Example, error, warning
from kartlegging_tui.language import N_

_SECOND = "{from: 4, to: 7,"

CODES = (
    error(
        "reversed-limits",
        N_("The lowest is above the highest"),
        N_("No answer could be given: every number would be too small or too large."),
        N_("Swap the two, or correct the one that is wrong."),
        Example("min: 0, max: 120", "min: ¤120, max: 0"),
    ),
    error(
        "reversed-band",
        N_("A band that ends before it begins"),
        N_("No score would fall in it, and its advice would never be given."),
        N_("Swap `from` and `to`."),
        Example(_SECOND, "¤{from: 7, to: 4,"),
    ),
    error(
        "band-overlap",
        N_("Bands that overlap"),
        N_("One score would mean two things; which of them the nurse is told would be chance."),
        N_("Let each band begin one above the end of the one before it. They stand from the lowest to the highest."),
        Example(_SECOND, "¤{from: 3, to: 7,"),
    ),
    warning(
        "band-gap",
        N_("Scores that lie in no band"),
        N_("For such a score the nurse is told nothing, as if it meant nothing."),
        N_("Let the band begin one above the end of the one before it (or one decimal, where the score has decimals)."),
        Example(_SECOND, "¤{from: 5, to: 7,"),
    ),
    warning(
        "unreachable-band",
        N_("A band that the score never comes into"),
        N_("Its words are never shown; often the limits are those of another form, or an option has another score."),
        N_("Compare the band with the lowest and the highest value that the score can have."),
        Example("- {from: 8,", '- {from: 8, to: 11, text: "1"}\n      - ¤{from: 12,'),
    ),
    warning(
        "real-change-too-large",
        N_("A change that is larger than any change can be"),
        N_("No improvement and no worsening would ever count as real."),
        N_("Give `real_change` in the question's own unit; it is less than from the lowest to the highest number."),
        Example("id: smerte\n", "id: smerte\n        real_change: ¤11\n"),
    ),
)
