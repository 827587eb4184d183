"""Codes about the file itself: whether it can be read, and YAML that is not part of the format."""

from __future__ import annotations

from kartlegging_tui.definitions.codes.code import Example, error
from kartlegging_tui.definitions.codes.good_files import FORM
from kartlegging_tui.language import N_

CODES = (
    error(
        "unreadable",
        N_("The file cannot be opened"),
        N_("What is not read is not checked, and cannot be used in a conversation."),
        N_("Look at the name, and whether you may read the file. A folder or a device is no file."),
    ),
    error(
        "no-files",
        N_("A folder without questionnaires"),
        N_("Nothing was checked; probably another folder was meant."),
        N_("Name a folder that holds files ending in .yaml or .yml."),
    ),
    error(
        "outside-folder",
        N_("A link that leads out of the folder"),
        N_("A form is used as it stands among the others; what lies elsewhere can change, or be somebody else's file."),
        N_("Copy the file into the folder of questionnaires instead of linking to it."),
    ),
    error(
        "encoding",
        N_("Not written in UTF-8"),
        N_("Letters such as æ, ø and å would come out wrong on the screen and on paper."),
        N_("Save the file anew as UTF-8; every editor can, under “Save as” or in the status bar."),
    ),
    error(
        "unsafe-character",
        N_("An invisible or control character"),
        N_(
            "It cannot be seen, but can hide a word, turn the order of letters or drive the terminal: what the nurse "
            "reads is then not what stands in the file. Often it came along when text was copied from Word or a web "
            "page."
        ),
        N_("Delete it, or write the word anew. `--fix` deletes those that can be taken out without a trace."),
        Example("nb: Uro,", "nb: Ur¤\u200bo,"),
    ),
    error(
        "too-large",
        N_("The file is too large"),
        N_("No form for a conversation is so large; probably it is another file."),
        N_("Look whether this is the right file. A very long form is split in several."),
    ),
    error(
        "too-deep",
        N_("Too many levels inside one another"),
        N_("The format needs a few levels; more is a slip with brackets or indentation."),
        N_("Look for a bracket that is not closed, or for lines that begin too far to the right."),
        Example("source: Own\n", "source: " + "[" * 29 + "¤[" + "]" * 30 + "\n"),
    ),
    error(
        "number-too-long",
        N_("A number with too many digits"),
        N_("Computers round off long numbers without saying so: the last digits would be others."),
        N_("If it is a code or an identifier, put it in quotation marks: then it is a text, and kept to the digit."),
        Example("max_rows: 20", "max_rows: ¤1234567890123456"),
    ),
    error(
        "empty-file",
        N_("Nothing in the file"),
        N_("There is no form to fill."),
        N_("Write the form, or delete the file. `kartlegging new` begins one for you."),
        Example(FORM, "¤"),
    ),
    error(
        "several-documents",
        N_("Several documents in one file"),
        N_("One file holds one form; what comes after `---` would never be seen."),
        N_("Give each form a file of its own, and delete the line `---`."),
        Example("option_lists:\n", "¤---\noption_lists:\n"),
    ),
    error(
        "syntax",
        N_("This is not YAML"),
        N_("What stands here cannot be read, nor what it belongs to. The rest is checked as far as it can be."),
        N_(
            "Look at the place and the line above: a quotation mark or bracket that is not closed, a text with `: ` "
            "without quotation marks, or a line that begins too far to the left or right."
        ),
        Example("source: Own\n", "source: Own¤: revised\n"),
    ),
    error(
        "anchor",
        N_("Anchors and references"),
        N_(
            "`&name` and `*name` let one place stand for another. A change in one place would change questions "
            "elsewhere, unseen; and such files can be made to grow without end."
        ),
        N_("Write it out. Options that several questions have in common go in `option_lists`."),
        Example("max_rows: 20", "max_rows: ¤&most 20"),
    ),
    error(
        "tag",
        N_("A tag of YAML"),
        N_("A word that begins with `!` would let the file decide how it is read. The format has no use for it."),
        N_("Delete it; or, if it is part of a text, put the text in quotation marks."),
        Example("source: Own", "source: ¤!word Own"),
    ),
    error(
        "merge-key",
        N_("A merge key"),
        N_("`<<` takes keys from elsewhere, so that what a question is cannot be seen where it stands."),
        N_("Write the keys out."),
        Example("at_most: 2", "¤<<: {at_most: 2}"),
    ),
    error(
        "duplicate-key",
        N_("A key that is there twice"),
        N_("Of two values, one would count, and nobody can see which."),
        N_("Keep the one that is right and delete the other."),
        Example("max: 10\n", "max: 10\n        ¤max: 11\n"),
    ),
    error(
        "key-not-text",
        N_("A key that is no text"),
        N_("`1:` and `true:` are a number and a truth value to other programs that read the file."),
        N_("Put the key in quotation marks."),
        Example("at_most: 2", "¤2: 2"),
    ),
    error(
        "more-findings",
        N_("More findings than are shown"),
        N_("Nobody reads more than a thousand; most of them have the same cause, or the file is no form."),
        N_("Put right what is shown first, and check again."),
    ),
)
