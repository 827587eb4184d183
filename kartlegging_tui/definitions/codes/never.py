"""Codes about what never comes, and about what is always so."""

from __future__ import annotations

from kartlegging_tui.definitions.codes.code import Example, warning
from kartlegging_tui.definitions.codes.good_files import FORM
from kartlegging_tui.language import N_

_NEED = "when: plage >= 4"
_OPPOSITE = """\
      - id: ro
        type: scale
        text: {nb: Ro, nn: Ro, en: Calm}
        ends: {low: {nb: Lite, nn: Lite, en: Little}, high: {nb: Mye, nn: Mykje, en: Much}}
        visible_if: smerte < 4
"""
_WITH_OPPOSITE = FORM.replace("      - id: yrke\n", f"{_OPPOSITE}      - id: yrke\n").replace(
    "scores:\n", 'scores:\n  - {id: uro_sum, value: "sum(uro)"}\n'
)

CODES = (
    warning(
        "always-true",
        N_("A condition that is always true"),
        N_("It was written to tell some patients from others, and tells none from any."),
        N_("Look at the number and at the sign, and at `or` where `and` is meant; or take the condition away."),
        Example(_NEED, "when: ¤plage >= 0"),
    ),
    warning(
        "never-shown",
        N_("A question or section that is never shown"),
        N_(
            "A hidden question counts as unanswered. What asks for its answer needs what shows it, too; here the two "
            "rule each other out, so no patient is ever asked."
        ),
        N_("The message names the conditions that cannot all be true. Change one of them, or take the question out."),
        Example("id: yrke\n", "id: yrke\n        visible_if: ¤uro == 1 and smerte < 4\n"),
    ),
    warning(
        "never-urgent",
        N_("An answer that is never urgent"),
        N_("Where the question is shown, this cannot be true: the words that call for something at once never come."),
        N_("Compare the condition with the one that shows the question."),
        Example("type: rows\n", 'type: rows\n        urgent: {when: ¤not har_barn, text: "1"}\n'),
    ),
    warning(
        "score-never-known",
        N_("A score that never gets a value"),
        N_("It needs all its parts, and they are never all asked: so it has no band, and no need follows from it."),
        N_("Give parts that are hidden a `score_if_hidden`, let the score be an `interval`, or change the conditions."),
        Example('"sum(uro)"', '"¤sum(uro, ro)"', _WITH_OPPOSITE),
    ),
    warning(
        "need-never-raised",
        N_("A need that is never raised"),
        N_("What it asks for is never answered together, so no patient ever has it."),
        N_("The message names the conditions that cannot all be true. Change one of them, or take the need out."),
        Example(_NEED, "when: ¤smerte < 4 and uro == 1"),
    ),
)
