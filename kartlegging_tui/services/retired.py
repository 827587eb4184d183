"""Forms that are taken out of use: no longer offered, in no conversation. What was begun or answered in them stays."""

from __future__ import annotations

from kartlegging_tui.records.reading import Reading
from kartlegging_tui.records.writing import Writing

_SETTING = "retired:{form}"


def note(unit: Writing, form: str, retired: bool) -> None:
    """The records know from now on whether a form is taken out of use."""
    if is_retired(unit, form) != retired:
        unit.set(_SETTING.format(form=form), "yes" if retired else "")


def is_retired(view: Reading, form: str) -> bool:
    """True where the form is taken out of use."""
    return bool(view.setting(_SETTING.format(form=form)))
