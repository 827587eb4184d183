"""Codes about pathways: contact points, windows, and the forms that are offered."""

from __future__ import annotations

from kartlegging_tui.definitions.codes.code import Example, error, warning
from kartlegging_tui.definitions.codes.good_files import PATHWAY
from kartlegging_tui.language import N_

_FIRST = PATHWAY[PATHWAY.index("number: 1") : PATHWAY.index("2\n    title")]
_SECOND = "- form: mer\n        offer_if: god.smerte >= 4"

CODES = (
    error(
        "reversed-window",
        N_("A window that closes before it opens"),
        N_("The contact point would be late before it can be held."),
        N_("Swap `opens` and `closes`."),
        Example("{opens: 3, closes: 4}", "{opens: ¤5, closes: 4}", PATHWAY),
    ),
    error(
        "unknown-form",
        N_("A form that does not exist"),
        N_("The nurse would be offered a form that cannot be opened."),
        N_("Write the id of a form, just as it stands after `id:` in its file."),
        Example(_SECOND, "- form: ¤mor", PATHWAY),
    ),
    error(
        "form-not-offered",
        N_("A form that is not offered here"),
        N_("What is required of it could never be answered, or the form is retired and no longer used."),
        N_("Offer the form at this contact point, or require something of a form that is offered."),
        Example("question: god.har_barn", "question: ¤got.har_barn", PATHWAY),
    ),
    warning(
        "form-without-text",
        N_("A form that needs a licence and has no text yet"),
        N_("It is not offered to the nurse until the text is in place."),
        N_("Get the licence and fill in the texts as the file says under `slot`, or leave the form out."),
    ),
    error(
        "duplicate-offer",
        N_("A form that is offered twice"),
        N_("The patient would be asked the same twice in one conversation."),
        N_("Delete one of the two."),
        Example(_SECOND, "- form: ¤god", PATHWAY),
    ),
    warning(
        "wrong-order",
        N_("Contact points out of order"),
        N_("They are numbered in the order in which the patient meets them; here the file has another order."),
        N_("Move it to its place."),
        Example(_FIRST, _FIRST.replace("number: 1", "number: 3") + "¤", PATHWAY),
    ),
)
