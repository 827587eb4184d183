"""Every problem has words, and every word it needs."""

from __future__ import annotations

import pytest

from kartlegging_tui.domain.problems import SheetProblem, SheetProblemCode
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.services.wording import problem_text
from tests.domain.forms import form_of, text

FORM = Form(
    form_of(
        {"id": "vekt", "type": "quantity", "unit": "kg", "decimals": 1, "max": 300},
        {"id": "sted", "type": "choice", "options": [{"value": "kne", "text": text("Kneet", "Kneet", "The knee")}]},
    )
)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("code", SheetProblemCode)
def test_every_problem_has_words(code: SheetProblemCode, language: str) -> None:
    words = problem_text(SheetProblem("sted", code, {"limit": 3, "option": "kne"}), FORM, language)
    assert words
    assert "{" not in words


def test_limits_and_options_read_as_on_the_screen() -> None:
    too_high = SheetProblem("vekt", SheetProblemCode.TOO_HIGH, {"limit": 300})
    assert "300.0 kg" in problem_text(too_high, FORM, "en")
    assert "300,0 kg" in problem_text(too_high, FORM, "nb")
    not_with_others = SheetProblem("sted", SheetProblemCode.NOT_WITH_OTHERS, {"option": "kne"})
    assert "The knee" in problem_text(not_with_others, FORM, "en")
    unknown = SheetProblem("sted", SheetProblemCode.UNKNOWN_OPTION, {"option": "hals"})
    assert "hals" in problem_text(unknown, FORM, "en")
