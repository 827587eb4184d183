"""Commas between braces: the text is whole again, nothing else is said of its parts, and it can be mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from kartlegging_tui.definitions.fixing import mend
from kartlegging_tui.definitions.reader import questionnaire_from_text

FORM = """\
id: prove
version: "1.0"
area: physical
title: Prøve
source: Egen
licence: MIT
sections:
  - id: del
    title: Del
    questions:
      - {id: a, type: decimal, text: Vekt, max: 20}
      - {id: b, type: decimal, text: Lengde, visible_if: a > 1}
needs:
  - {id: behov, when: a > 4, title: Behov}
"""


@pytest.mark.parametrize(
    ("old", "new", "codes", "mended"),
    [
        ("text: Vekt,", "text: Vekt, sånn omtrent, nå,", ["comma-in-text"], 'text: "Vekt, sånn omtrent, nå",'),
        ("title: Behov}", "title: Behov, ja}", ["comma-in-text"], 'title: "Behov, ja"}'),
        ("a > 4,", "max(a, b) > 4,", ["comma-in-text"], '"max(a, b) > 4",'),
        ("max: 20}", "max: 20,5}", ["comma-in-text"], "max: 20.5}"),
        ("a > 1}", "a > 1,5}", ["condition-not-allowed", "comma-in-text"], '"a > 1,5"}'),
        ("max: 20}", "max: 20, min}", ["empty-value"], None),
    ],
)
def test_a_comma_between_braces(tmp_path: Path, old: str, new: str, codes: list[str], mended: str | None) -> None:
    assert FORM.count(old) == 1
    text = FORM.replace(old, new)
    assert [finding.code for finding in questionnaire_from_text(text, "prove.yaml").findings] == codes
    path = tmp_path / "prove.yaml"
    path.write_text(text, encoding="utf-8")
    files = mend([path]).files
    assert (files[path].after if files else None) == (FORM.replace(old, mended) if mended else None)
