"""The program's own words in an answer: yes and no, and why there is no value – in the language it is read in."""

from __future__ import annotations

from functools import cache

from kartlegging_tui.domain.values import Words
from kartlegging_tui.language import N_, translate

YES, NO = N_("Yes"), N_("No")
DECLINED, UNKNOWN, NOT_RELEVANT = N_("Does not want to answer"), N_("Does not know"), N_("Not relevant")


@cache
def answer_words(language: str) -> Words:
    """The words in a language: the patient's for what the patient reads, the program's for the nurse."""
    said = (translate(message, language) for message in (YES, NO, DECLINED, UNKNOWN, NOT_RELEVANT))
    return Words(*said)
