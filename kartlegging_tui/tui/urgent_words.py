"""The words about urgent answers: what the form says to do, and what is recorded about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from kartlegging_tui.domain.values import shown_value
from kartlegging_tui.language import N_, _
from kartlegging_tui.services.answer_words import answer_words
from kartlegging_tui.tui.form_words import text_of
from kartlegging_tui.tui.text import literal

if TYPE_CHECKING:
    from kartlegging_tui.domain.answers import Path
    from kartlegging_tui.services.urgent import UrgentItem

QUICK = (
    N_("Rang the doctor"),
    N_("Talked it over with a colleague"),
    N_("Made an appointment for today"),
    N_("Rang 113 or the out-of-hours service"),
    N_("The patient does not want anything done"),
)
"""What is often done, to be picked with a digit."""
LONGEST = 44


def panel(items: Sequence[UrgentItem], latest: tuple[str, Path] | None, spoken: str) -> Content:
    """What waits to be recorded, on one line; under it, what the form says to do about the latest answer."""
    names = ", ".join(_short(said(item, spoken)) for item in items)
    lines = [literal(_("! At once – record what was done: {names}").format(names=names), "bold")]
    lines += [literal(item.to_do(spoken)) for item in items if item.place == latest]
    return Content("\n").join(lines)


def said(item: UrgentItem, spoken: str) -> str:
    """`Smerte: 8`."""
    form = item.filling.form
    answer = shown_value(form.item(item.question), form.questionnaire, item.answer, spoken, answer_words(spoken))
    question = text_of(item.filling, item.question, spoken)
    room = max(LONGEST - len(answer), 12)
    return f"{_short(question, room)}: {answer}"


def whole(items: Sequence[UrgentItem], spoken: str) -> list[str]:
    """Each urgent answer with what the form says to do, and what was done."""
    lines = []
    for item in items:
        done = _("Done: {done} ({by})").format(done=item.handled.done, by=item.handled.by) if item.handled else ""
        sign = "✓" if item.handled else "!"
        parts = [f"{sign} {text_of(item.filling, item.question, spoken)}", f"  {item.to_do(spoken)}"]
        lines.append("\n".join([*parts, *([f"  {done}"] if done else [])]))
    return lines


def _short(text: str, length: int = LONGEST) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
