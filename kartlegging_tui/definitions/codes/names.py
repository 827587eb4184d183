"""Codes about ids, and about names that lead to other parts of a form."""

from __future__ import annotations

from kartlegging_tui.definitions.codes.code import Example, error, warning
from kartlegging_tui.definitions.codes.good_files import FORM
from kartlegging_tui.language import N_

_TWO = FORM[FORM.index("id: yrke\n") : FORM.index("type: text\n        text: {nb: Annet")]
_BOTH = _TWO.replace("id: yrke\n", "id: yrke\n        formerly: jobb\n") + "formerly: ¤jobb\n        "

CODES = (
    warning(
        "file-name",
        N_("The file has another name than the form"),
        N_("Forms are looked up by id: under another file name it is not found, or taken for another one."),
        N_("Call the file what the id says, or change the id where the form is not in use yet."),
        Example("id: god\n", "id: ¤annen\n"),
    ),
    error(
        "id-in-two-files",
        N_("Two files with one id"),
        N_("Only one of them is ever used, and nobody sees which: changes in the other one would do nothing."),
        N_("Delete the one that is not wanted, or give it an id and a file name of its own."),
    ),
    error(
        "duplicate-id",
        N_("An id that is used twice"),
        N_("Answers are kept by id: two questions with one id would overwrite each other's answers."),
        N_("Give the newer one another id. The id of a question that has answers stays."),
        Example("id: annet\n", "id: ¤yrke\n"),
    ),
    error(
        "reserved-name",
        N_("An id that is a word of the condition language"),
        N_("In a condition, `age` is the patient's age and not the question of that name."),
        N_("Call it something else, such as `alder_ved_debut`."),
        Example("id: yrke", "id: ¤age"),
    ),
    error(
        "unknown-group",
        N_("A need for each row of a group that does not exist"),
        N_("The need would never come up: no child would be taken care of."),
        N_("Write the id of a question of the type `rows` after `each`."),
        Example("each: barn", "each: ¤barna"),
    ),
    error(
        "not-rows",
        N_("A need for each row of something that has no rows"),
        N_("Only a question of the type `rows` has rows; the need would never come up."),
        N_("Name a group of rows after `each`, or take `each` away: then the need is raised once."),
        Example("each: barn", "each: ¤smerte"),
    ),
    error(
        "unknown-column",
        N_("A column of children that does not exist"),
        N_("Who is a child and may be owed follow-up is told by this column; without it all would be left out."),
        N_("Name a column of the group that asks for a whole number."),
        Example("type: rows\n", "type: rows\n        children: {age: ¤aar}\n"),
    ),
    error(
        "no-age",
        N_("Children without an age"),
        N_("Children under 18 have a right to follow-up; without age or year of birth nobody knows who they are."),
        N_("Say which column holds the year of birth (`born`) or the age (`age`)."),
        Example("type: rows\n", "type: rows\n        children: ¤{}\n"),
    ),
    error(
        "formerly-itself",
        N_("An earlier id that is the one of now"),
        N_("`formerly` says under which id older answers are found; its own needs no saying."),
        N_("List only what it was called before."),
        Example("id: annet\n", "id: annet\n        formerly: ¤annet\n"),
    ),
    error(
        "formerly-in-use",
        N_("An earlier id that something else has now"),
        N_("Answers given under it would be taken for those of two questions."),
        N_("Give the other one an id that was never used."),
        Example("id: annet\n", "id: annet\n        formerly: ¤yrke\n"),
    ),
    error(
        "formerly-twice",
        N_("An earlier id that two things claim"),
        N_("Nobody could tell whose the older answers are."),
        N_("Let the one keep it whose question was asked in those words."),
        Example(_TWO, _BOTH),
    ),
    warning(
        "similar-ids",
        N_("Two ids that are easily taken for each other"),
        N_("In a condition, and in the columns of an export, the wrong one is easily written and never noticed."),
        N_("Call the newer one something that says what is different about it. An id that has answers stays."),
        Example("id: annet\n", "id: ¤y_rke\n"),
    ),
)
