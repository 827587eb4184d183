"""What is said of last time: when it was, what has changed in a question, what has become of an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kartlegging_tui.domain.comparison import Misfit, QuestionChange
from kartlegging_tui.domain.trend import Trend
from kartlegging_tui.language import N_, _
from kartlegging_tui.services.answer_words import answer_words
from kartlegging_tui.tui.widgets.last_lines import Beside

if TYPE_CHECKING:
    from kartlegging_tui.services.filling import Filling

CHANGES = {
    QuestionChange.REWORDED: N_("other words then"),
    QuestionChange.OPTIONS: N_("other options then"),
    QuestionChange.SCALE: N_("another scale then"),
    QuestionChange.FORMULA: N_("worked out in another way then"),
    QuestionChange.UNIT: N_("another unit then"),
    QuestionChange.KIND: N_("asked in another way then"),
}
TRENDS = {
    Trend.BETTER: N_("better"),
    Trend.WORSE: N_("worse"),
    Trend.UNCHANGED: N_("as last time"),
    Trend.ABOUT_THE_SAME: N_("about the same"),
    Trend.CHANGED: N_("changed"),
}
MISFITS = {
    Misfit.NOT_ASKED: N_("This question is new: there is no answer from last time to confirm."),
    Misfit.NOT_ANSWERED: N_("There is no answer from last time to confirm."),
    Misfit.KIND: N_("This was asked in another way last time, and that answer does not fit here. Ask again."),
    Misfit.UNIT: N_("Last time's answer is in another unit. Ask again."),
    Misfit.SCALE: N_("Last time's answer is on another scale. Ask again."),
    Misfit.OPTION_GONE: N_("What was answered last time can no longer be chosen. Ask again."),
    Misfit.TOO_MANY: N_("More was chosen last time than can be chosen now. Ask again."),
    Misfit.DAY_WANTED: N_("Last time's date is not a whole one, and here a whole date is asked for. Ask again."),
}


def beside(filling: Filling, form_language: str) -> Beside | None:
    """Last time beside a form; None where it is filled for the first time."""
    last = filling.last_time
    if last is None:
        return None
    return Beside(
        last_time=last,
        form=filling.form,
        language=form_language,
        words=answer_words(form_language),
        head=_("last time {date}, {author}").format(date=f"{last.held_on:%d.%m.%y}", author=last.author),
        changes={change: _(word) for change, word in CHANGES.items()},
        trends={trend: _(word) for trend, word in TRENDS.items()},
        confirmed="= " + _("confirmed"),
    )
