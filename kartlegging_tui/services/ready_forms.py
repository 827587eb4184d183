"""Published questionnaires made ready to be filled."""

from __future__ import annotations

from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.rules import Form

MOST = 128
"""Forms that are kept ready. More than anybody has in use; a program that runs for months does not grow by them."""
_forms: dict[int, Form] = {}


def form_of(questionnaire: Questionnaire) -> Form:
    """The questionnaire with its rules; made once for each that the records hold in memory."""
    form = _forms.get(id(questionnaire))
    if form is None or form.questionnaire is not questionnaire:
        while len(_forms) >= MOST:
            del _forms[next(iter(_forms))]
        form = _forms[id(questionnaire)] = Form(questionnaire)
    return form
