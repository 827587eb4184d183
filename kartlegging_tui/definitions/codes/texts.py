"""Codes about the texts that people read."""

from __future__ import annotations

from kartlegging_tui.definitions.codes.code import Example, error, warning
from kartlegging_tui.language import N_

CODES = (
    warning(
        "missing-translation",
        N_("A text lacks a language of the form"),
        N_("A patient who reads the other language would meet this text in the wrong one, in the middle of the form."),
        N_("Add the language. The languages of a form are those of its title."),
        Example("{nb: Uro, nn: Uro, en: Worry}", "¤{nb: Uro, nn: Uro}"),
    ),
    error(
        "empty-text",
        N_("A text without words"),
        N_("There would be a question or an option that nobody can read."),
        N_("Write the text, or delete the key."),
        Example("{nb: Uro, nn: Uro, en: Worry}", '{nb: Uro, nn: Uro, en: ¤" "}'),
    ),
    error(
        "unknown-language",
        N_("A key that is no language"),
        N_("The text would never be shown: nobody reads the language of that name."),
        N_("Use the codes of languages: nb, nn, en. A comma in the text goes in quotation marks."),
        Example("{nb: Uro, nn: Uro, en: Worry}", "{nb: Uro, nn: Uro, en: Worry, ¤Norsk: Uro}"),
    ),
)
