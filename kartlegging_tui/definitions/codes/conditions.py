"""Codes about conditions and formulas."""

from __future__ import annotations

from kartlegging_tui.definitions.codes.code import Example, error
from kartlegging_tui.language import N_

_NEED = "when: plage >= 4"
_PAIN = "smerte >= 4 and"

CODES = (
    error(
        "condition-syntax",
        N_("A condition that cannot be read"),
        N_("What it decides about would neither be shown nor hidden for a reason."),
        N_("Look at the sign or word that is marked. Equal is `==`; words between are `and`, `or`, `not`."),
        Example(_NEED, "when: plage ¤= 4"),
    ),
    error(
        "condition-not-allowed",
        N_("Not part of the condition language"),
        N_("The language is kept small, so that every condition can be checked, and explained in words."),
        N_("Write it with what there is: see “Conditions” in `docs/questionnaire-format.md`."),
        Example(_NEED, "when: ¤plage ** 2 >= 4"),
    ),
    error(
        "condition-too-long",
        N_("A condition that is too long or too deep"),
        N_("Nobody could tell any more when it is true, and the screen would be slow in finding out."),
        N_("Put parts of it into questions of the type `computed`, or into scores, and name those."),
        Example(_NEED, f"when: ¤{'not ' * 100} har_barn"),
    ),
    error(
        "unknown-name",
        N_("A name that does not exist"),
        N_(
            "The condition asks about a question that is not there, so it would never be true: what it shows stays "
            "hidden."
        ),
        N_("Write the id of a question, score or computed value, just as it stands after `id:`."),
        Example(_NEED, "when: ¤plagg >= 4"),
    ),
    error(
        "unknown-function",
        N_("A function that does not exist"),
        N_("The condition cannot be worked out."),
        N_(
            "Use one of: answered, asked, declined, unknown, not_relevant, previous, sum, mean, min, max, count, any, "
            "all."
        ),
        Example("sum(smerte, uro)", "¤summ(smerte, uro)"),
    ),
    error(
        "unknown-option",
        N_("An option that the question does not have"),
        N_("Nobody can choose it, so the condition would never be true: what it shows stays hidden."),
        N_("Write the `value` of an option, not its text; texts stand in quotation marks."),
        Example('"rygg" in sted', '¤"hals" in sted'),
    ),
    error(
        "unlike-things",
        N_("A comparison of unlike things"),
        N_("A number is never equal to a text: the comparison would always come out the same, whatever is answered."),
        N_('Numbers stand without quotation marks, texts with; of several choices one asks `"rygg" in sted`.'),
        Example(_PAIN, '¤smerte >= "4" and'),
    ),
    error(
        "not-a-truth",
        N_("Something that is neither true nor false in itself"),
        N_("Is a 0 on the pain scale “true”? The file must say what is meant."),
        N_("Compare it: `smerte >= 1`. To ask whether it was answered at all, write `answered(smerte)`."),
        Example(_PAIN, "¤smerte and"),
    ),
    error(
        "not-a-number",
        N_("Something that cannot be counted with"),
        N_("The score could not be worked out."),
        N_("Count with questions that give a number, or whose options have a score."),
        Example("sum(smerte, uro)", "sum(smerte, ¤annet)"),
    ),
    error(
        "option-without-score",
        N_("Options without scores in a score"),
        N_("Their values are words, so it is not said how much each counts."),
        N_("Give every option of the question a `score`."),
        Example("sum(smerte, uro)", "sum(smerte, ¤yrke)"),
    ),
    error(
        "column-outside-aggregate",
        N_("A column of rows on its own"),
        N_("There may be several rows: which child's age is meant?"),
        N_("Say for which rows: `any(barn.alder < 18)`, `all(…)`, `count(…)`, `sum(…)`."),
        Example(_NEED, "when: ¤barn.alder >= 4"),
    ),
    error(
        "wrong-arguments",
        N_("A function that is used in another way than it can be"),
        N_("The condition cannot be worked out."),
        N_(
            "`answered`, `asked`, `declined`, `unknown`, `not_relevant` and `previous` take one question; a score "
            "is never declined."
        ),
        Example(_NEED, "when: ¤answered(plage, uro)"),
    ),
    error(
        "never-true",
        N_("A condition that can never be true"),
        N_("No answers make it true, so a question stays hidden or a need unseen for every patient."),
        N_("Look at the limits of the question and at `and` where `or` is meant."),
        Example(_NEED, "when: ¤smerte > 10"),
    ),
    error(
        "cycle",
        N_("Conditions that depend on each other in a circle"),
        N_("Each waits for the other, so none of them would ever be shown."),
        N_("Take the condition away from the one that should be asked first."),
        Example("id: smerte\n", "id: smerte\n        visible_if: ¤uro == 1\n"),
    ),
    error(
        "ambiguous-name",
        N_("A name that several forms have"),
        N_("Only in questions about all records: the answers of one form would be taken for those of another."),
        N_("Write the form, a point and the question: `esas_r.smerte`."),
    ),
    error(
        "free-text",
        N_("Free text in a comparison"),
        N_("Only in questions about all records: what people write in their own words is never exactly equal."),
        N_("Look for words in it with the search instead."),
    ),
)
