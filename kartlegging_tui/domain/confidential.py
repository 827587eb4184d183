"""What is not for the patient's copy: what a relative has said alone, what could be dangerous in the wrong hands."""

from __future__ import annotations

from functools import lru_cache

from kartlegging_tui.domain.rules import Decides, Form


@lru_cache(maxsize=256)
def confidential_names(form: Form) -> frozenset[str]:
    """The questions, columns (`barn.navn`), computed values and scores that the form keeps from the patient's copy.

    What is marked, what stands in a marked section or group, and every value and score that follows from these.
    """
    questionnaire = form.questionnaire
    found = {score.id for score in questionnaire.scores if score.confidential}
    for section in questionnaire.sections:
        for item in section.questions:
            hidden = section.confidential or item.confidential
            columns = form.columns.get(item.id, {}).values()
            found |= {item.id} if hidden else set()
            found |= {f"{item.id}.{column.id}" for column in columns if hidden or column.confidential}
    follows = [rule for rule in form.rules if rule.decides in (Decides.VALUE, Decides.SCORE)]
    while new := {rule.name for rule in follows if rule.name not in found and rule.compiled.references & found}:
        found |= new
    return frozenset(found)


@lru_cache(maxsize=256)
def confidential_needs(form: Form) -> frozenset[str]:
    """The needs that follow from something confidential: their titles would tell."""
    names = confidential_names(form)
    needs = (rule for rule in form.rules if rule.decides is Decides.NEED)
    return frozenset(rule.target for rule in needs if rule.compiled.references & names)
