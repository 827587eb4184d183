"""The words around a text that is edited: how it stands with it, and what has to be decided."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from textual.app import App
from textual.content import Content

from kartlegging_tui import language
from kartlegging_tui.definitions.codes import CODES
from kartlegging_tui.definitions.findings import Finding
from kartlegging_tui.language import _, plural
from kartlegging_tui.services.editing import Checked, Edited
from kartlegging_tui.tui import edit_commands as commands
from kartlegging_tui.tui.days import clock
from kartlegging_tui.tui.screens.pick import Choice
from kartlegging_tui.tui.screens.write import WriteScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.findings_list import STYLES
from kartlegging_tui.tui.widgets.yaml_area import SIGNS

MINE, THEIRS, DIFFERENCE, SAVE, LATER, THROW_AWAY = "mine", "theirs", "difference", "save", "later", "throw_away"


def title(edited: Edited, checked: Checked | None) -> Content:
    """The file, and what it is called on the screen."""
    name = literal(edited.path.name, "bold $primary")
    if checked is None or checked.questionnaire is None:
        return name
    return name + literal(f"  {checked.questionnaire.title.to(language.current())}", "$text-muted")


def standing(edited: Edited, checked: Checked | None) -> Content:
    """How many things are wrong, and whether the text is saved."""
    saved = literal(_("not saved"), "$warning") if edited.unsaved else literal(_("saved"), "$text-muted")
    if checked is None:
        return saved
    parts = []
    for count, one, severity in (
        (checked.errors, plural("{count} error", "{count} errors", checked.errors), "error"),
        (checked.warnings, plural("{count} warning", "{count} warnings", checked.warnings), "warning"),
    ):
        if count:
            parts.append(literal(one.format(count=count), f"bold ${severity}"))
    wrong = Content(", ").join(parts) if parts else literal(_("no errors"), "$success")
    return wrong + literal("  ") + saved


def finding_line(finding: Finding) -> Content:
    """What is wrong on the line with the cursor, and that it can be mended with a key."""
    text = literal(f"{SIGNS[finding.severity]} ", STYLES[finding.severity]) + literal(finding.message)
    if can_mend(finding):
        text += literal("  " + _("{key} mends it.").format(key=commands.MEND.key_text), "$text-muted")
    return text


def explained(finding: Finding | None) -> str:
    """Why it matters and what to do, for the help page; empty where there is nothing on the line."""
    code = CODES.get(finding.code) if finding is not None else None
    if finding is None or code is None:
        return ""
    return f"{SIGNS[finding.severity]} {finding.message}\n\n{_(code.why)}\n\n{_(code.what_to_do)}"


def published_line(checked: Checked | None) -> Content:
    """The version of the text is published, and says something else."""
    if checked is None or not checked.published:
        return Content()
    text = _("Version {version} is published and does not change. Give the form a new version.")
    return literal(f"▲ {text.format(version=checked.published)}", "$warning")


def can_mend(finding: Finding) -> bool:
    """True where it is plain what should stand there."""
    return finding.fix is not None or bool(finding.suggestion and finding.end > finding.column)


def mended(finding: Finding, text: str) -> tuple[int, int, str]:
    """From which index to which of the text what is put in."""
    if finding.fix is not None:
        return finding.fix.start, finding.fix.end, finding.fix.text
    line = sum(len(line) + 1 for line in text.split("\n")[: finding.line - 1])
    return line + finding.column - 1, line + finding.end - 1, finding.suggestion


def tried(checked: Checked | None, section: str, has_form: bool) -> Content:
    """The line above the preview."""
    if checked is not None and checked.errors and has_form:
        return literal(_("▲ The last version without errors"), "bold $warning")
    if not has_form:
        return literal(_("The preview comes when the text has no errors."), "$text-muted")
    return literal(_("Preview") + (f" · {section}" if section else ""), "$text-muted")


# What has to be decided


def left_question(edited: Edited, zone_of: datetime) -> str:
    """Something was typed here before and not saved."""
    assert edited.left is not None
    at = edited.left.at.astimezone(zone_of.tzinfo)
    day = "" if at.date() == zone_of.date() else f"{at:%d.%m.%Y} "
    return _("Here is text that was never saved, from {time}.").format(time=f"{day}{clock(edited.left.at)}")


def left_choices() -> list[Choice]:
    """What can be done about it."""
    return [
        Choice(_("Go on where you were"), "", MINE),
        Choice(_("Throw it away"), _("the file stays as it is"), THROW_AWAY),
        Choice(_("See the difference"), "", DIFFERENCE),
    ]


def outside_choices() -> list[Choice]:
    """The file was changed by others while it was edited here."""
    return [
        Choice(_("See the difference"), "", DIFFERENCE),
        Choice(_("Take theirs"), _("what you typed since is given up; undo brings it back"), THEIRS),
        Choice(_("Keep mine"), _("theirs is overwritten"), MINE),
    ]


def leave_choices() -> list[Choice]:
    """What to do with what is not saved."""
    return [
        Choice(_("Save and leave"), "", SAVE),
        Choice(_("Leave, and go on later"), _("the text is kept here, and offered next time"), LATER),
        Choice(_("Throw away what was typed"), _("the file stays as it is"), THROW_AWAY),
    ]


async def ask_patient(app: App[Any], contact_point: int | None, age: int | None) -> tuple[int | None, int | None]:
    """Asks with whom a form is tried: at which contact point, how old. What is left out is not known."""
    answers = []
    for question, now in (
        (_("At which contact point is the form tried? Leave it out for none."), contact_point),
        (_("How old is the patient? Leave it out for unknown."), age),
    ):
        written = await app.push_screen_wait(WriteScreen(question, "" if now is None else str(now), unclear=_no_number))
        answers.append(int(written.text) if written.text else None)
    return answers[0], answers[1]


def _no_number(text: str) -> str:
    return "" if text.isdecimal() and int(text) < 150 else _("This is not a number.")
