"""Large forms, for counting and for timing."""

from __future__ import annotations

from kartlegging_tui.domain.questionnaire import Questionnaire
from tests.domain.forms import Data, questionnaire, text


def large_form(questions: int) -> Questionnaire:
    """Sections of 20 scales, each with a score and a need; every fifth question follows from the one before it."""
    sections: list[Data] = []
    scores: list[Data] = []
    needs: list[Data] = []
    for first in range(0, questions, 20):
        names = [f"q{number}" for number in range(first, min(first + 20, questions))]
        items: list[Data] = [{"id": name, "type": "scale"} for name in names]
        for place in range(4, len(items), 5):
            items[place]["visible_if"] = f"{names[place - 1]} >= 4 and {names[place - 2]} != 0"
        sections.append({"id": f"s{first}", "questions": items})
        scores.append({"id": f"sum{first}", "value": f"sum({', '.join(names[:4])})", "missing": "interval"})
        needs.append({"id": f"need{first}", "when": f"sum{first} >= 20", "title": text("need")})
    return questionnaire(sections, scores=scores, needs=needs)
