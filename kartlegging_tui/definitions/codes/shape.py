"""Codes about keys and values: known, there, and of the right kind."""

from __future__ import annotations

from kartlegging_tui.definitions.codes.code import Example, error
from kartlegging_tui.definitions.codes.good_files import FORM
from kartlegging_tui.language import N_

CODES = (
    error(
        "unknown-key",
        N_("A key that does not exist"),
        N_("What is misspelt would be passed over in silence: a question meant to be required would not be."),
        N_("Look for a slip, or for a line with the wrong indentation: each kind of question has its own keys."),
        Example("flag: true", "¤flagg: true"),
    ),
    error(
        "missing-key",
        N_("Something that must be said is missing"),
        N_("Without it the form cannot be drawn, or nobody could tell later what was asked."),
        N_("Add the key. `docs/questionnaire-format.md` says what each part of a form must have."),
        Example("- id: har_barn\n        type: yes_no", "- ¤id: har_barn"),
    ),
    error(
        "empty-value",
        N_("A key without a value"),
        N_("Nothing means something by standing empty: `visible_if:` left open would show what should be hidden."),
        N_("Write the value, or delete the line."),
        Example("visible_if: har_barn", "¤visible_if:"),
    ),
    error(
        "wrong-type",
        N_("A value of another kind"),
        N_("`1.10` without quotation marks is a number and the same as 1.1; the version would be another one."),
        N_("Texts that look like numbers or truth values go in quotation marks; yes and no are `true` and `false`."),
        Example('version: "1.0"', "version: ¤1.0"),
    ),
    error(
        "wrong-value",
        N_("Not written as it should be"),
        N_("Ids stand in conditions, in the records and in exports, for ever; so they are plain: a–z, digits and `_`."),
        N_("Write it as the message says. æ becomes `ae`, ø becomes `o`, å becomes `a`; a space becomes `_`."),
        Example("id: yrke", "id: ¤Yrke"),
    ),
    error(
        "unknown-value",
        N_("A word that cannot stand here"),
        N_("Here one of a few words is wanted; another has no meaning."),
        N_("Take one of those that the message lists."),
        Example("type: yes_no", "type: ¤yesno"),
    ),
    error(
        "out-of-range",
        N_("Too much or too little"),
        N_("A number or a text is outside what the screen, the records or the other values allow."),
        N_("Take a value within the limit that the message says."),
        Example("max_rows: 20", "max_rows: ¤501"),
    ),
    error(
        "comma-in-text",
        N_("A text with a comma, without quotation marks"),
        N_("Between braces a comma begins a new key: of `{nb: Ja, kanskje}` the nurse would read only “Ja”."),
        N_("Put the text in quotation marks."),
        Example('"Uro, kanskje"', "Uro, ¤kanskje", FORM.replace("nb: Uro,", 'nb: "Uro, kanskje",')),
    ),
)
