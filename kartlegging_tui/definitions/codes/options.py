"""Codes about options and lists of options."""

from __future__ import annotations

from kartlegging_tui.definitions.codes.code import Example, error, warning
from kartlegging_tui.language import N_

_WORK = """\
options:
          - {value: ja, text: {nb: Ja, nn: Ja, en: "Yes"}}
          - {value: nei, text: {nb: Nei, nn: Nei, en: "No"}}
"""
_MANY = "".join(f'          - {{value: v{number}, text: "{number}"}}\n' for number in range(8))

CODES = (
    error(
        "unknown-option-list",
        N_("A list of options that does not exist"),
        N_("The question would have nothing to choose among."),
        N_("Write the name of a list under `option_lists`, or add the list there."),
        Example(_WORK, "options: ¤svarene\n"),
    ),
    error(
        "empty-option-list",
        N_("A list without options"),
        N_("The question would have nothing to choose among."),
        N_("Add options, each with `value` and `text`."),
        Example(_WORK, "options: ¤[]\n"),
    ),
    warning(
        "unused-option-list",
        N_("A list of options that no question uses"),
        N_("Perhaps a question was meant to have it and has another one."),
        N_("Use it, or delete it."),
        Example("option_lists:\n", 'option_lists:\n  ¤andre: [{value: 0, text: "0"}]\n'),
    ),
    error(
        "duplicate-value",
        N_("Two options with one value"),
        N_("What is kept is the value: afterwards nobody could tell which of the two was chosen."),
        N_("Give each option a value of its own. The value of an option that has answers stays."),
        Example("{value: 1,", "{value: ¤0,"),
    ),
    error(
        "mixed-values",
        N_("Numbers and texts among the values of one list"),
        N_("Conditions could compare only some of them, and exports would have a column of two kinds."),
        N_("Write all values as numbers, or all as words."),
        Example("{value: nei,", "{value: ¤2,"),
    ),
    error(
        "duplicate-option-key",
        N_("One key for two options"),
        N_("The nurse presses a key without looking; it must pick one option and no other."),
        N_("Give the option another key: a digit that is free, or a small letter."),
        Example("{value: kne,", '{key: ¤"1", value: kne,'),
    ),
    warning(
        "option-without-key",
        N_("An option that no key picks"),
        N_("After the ninth no digit is left: this option takes the arrows, and eyes off the patient."),
        N_("Give it a `key`: a small letter."),
        Example("          - {value: nei,", _MANY + "          - ¤{value: nei,"),
    ),
    warning(
        "exclusive-in-choice",
        N_("`exclusive` where only one can be chosen"),
        N_("It does nothing here; perhaps the question was meant to be of the type `choices`."),
        N_("Delete `exclusive`, or make the question one of `choices`. `--fix` deletes it."),
        Example("{value: nei,", "{¤exclusive: true, value: nei,"),
    ),
    warning(
        "mostly-exclusive",
        N_("Options of which no two can be chosen together"),
        N_("The question looks as if several answers could be given, and takes one."),
        N_("Make it a `choice`, or let only those be `exclusive` that really rule the others out."),
        Example("score: 2}", "score: 2, ¤exclusive: true}"),
    ),
    warning(
        "at-most-too-high",
        N_("More options allowed than can be chosen"),
        N_("Options that rule the others out are not counted along, so the limit does nothing."),
        N_("Lower `at_most`, or take it out."),
        Example("at_most: 2", "at_most: ¤3"),
    ),
    warning(
        "none-not-exclusive",
        N_("“None” that can be chosen along with others"),
        N_("“None of these” and “back” at once says nothing, and it counts as one chosen."),
        N_("Write `exclusive: true` at the option."),
        Example(
            "- {value: ingen, text: {nb: Ingen, nn: Ingen, en: None}, score: 0, exclusive: true}",
            "- ¤{value: ingen, text: {nb: Ingen, nn: Ingen, en: None}, score: 0}",
        ),
    ),
    warning(
        "similar-values",
        N_("Two values that look the same"),
        N_("The program tells them apart; a human who reads an export, or writes a condition, does not."),
        N_("Give one of them another value, as long as it has no answers."),
        Example("{value: nei,", "{value: ¤Ja,"),
    ),
)
