"""Codes about the texts that people read."""

from __future__ import annotations

from kartlegging_tui.definitions.codes.code import Example, error, warning
from kartlegging_tui.definitions.codes.good_files import FORM
from kartlegging_tui.language import N_

_HARD = (
    "Opplever pasienten vedvarende konsentrasjonsvansker eller hukommelsesproblemer som vanskeliggjør gjennomføringen "
    "av dagligdagse aktiviteter og opprettholdelsen av sosiale relasjoner"
)
_LONG = "Avklare hvem som følger opp smertelindringen mellom sykehuset og kommunen"
_WITHOUT_TEXT = FORM.replace("        text: {nb: Barn, nn: Barn, en: Children}\n", "").replace(
    "status: active\n", 'status: draft\nslot: {holder: Owner, how: "1"}\n'
)

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
    warning(
        "duplicate-text",
        N_("The same text twice"),
        N_("Two questions, or two options, that read alike: neither patient nor nurse can tell which is which."),
        N_("Change the words of one, or take it out: often it was copied and not changed."),
        Example("text: {nb: Annet, nn: Anna, en: Other}", "text: {nb: ¤Yrke, nn: Anna, en: Other}"),
    ),
    warning(
        "mixed-scripts",
        N_("A word with letters of two alphabets"),
        N_("A Cyrillic о looks like an o, but no search finds the word, and a screen reader spells it out."),
        N_("Write the word anew on your own keyboard."),
        Example("{nb: Uro, nn: Uro, en: Worry}", "{nb: ¤Ur\u043e, nn: Uro, en: Worry}"),
    ),
    warning(
        "placeholder",
        N_("Something that was to be filled in later"),
        N_("A patient would read TODO; and without source and licence nobody knows whether the form may be used."),
        N_("Fill it in. For a form of your own, the source is you, and the licence is what you decide."),
        Example("source: Own", "source: ¤TODO"),
    ),
    warning(
        "active-without-text",
        N_("An active form without its texts"),
        N_("A form that needs a licence is not offered before all its questions have a text, whatever its status."),
        N_("Fill in the texts that you have a licence for, or let the status be `draft`."),
        Example("status: draft", "status: ¤active", _WITHOUT_TEXT),
    ),
    warning(
        "long-text",
        N_("A text that is too long for a small screen"),
        N_("On 80 × 24 it is cut off, or the answers are pushed below the edge, and eyes go to the screen."),
        N_("Say it in fewer words; what is for the one who asks goes into `hint`."),
        Example("{nb: Lindring, nn: Lindring, en: Relief}", f"{{nb: ¤{_LONG}, nn: Lindring, en: Relief}}"),
    ),
    warning(
        "hard-to-read",
        N_("A text that is hard to read"),
        N_(
            "Tired or worried people read it, many of them in another language than their first. LIX (Björnsson 1968) "
            "adds the words of a sentence and the share of words with more than six letters; from 55 a text is very "
            "hard. It counts, and understands nothing."
        ),
        N_("Make two sentences of one. Use the words that people say: `hjelp til`, not `bistand i forbindelse med`."),
        Example("{nb: Uro, nn: Uro, en: Worry}", f"{{nb: ¤{_HARD}, nn: Uro, en: Worry}}"),
    ),
)
