"""The words on the conversation's screen, and what typed words mean for its questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from textual.content import Content

from kartlegging_tui import language
from kartlegging_tui.domain import picking
from kartlegging_tui.domain.answers import EMPTY, Answer, Path, read, split
from kartlegging_tui.domain.problems import problems
from kartlegging_tui.domain.questionnaire import (
    AnyItem,
    Choice,
    Choices,
    Computed,
    Date,
    Decimal,
    Info,
    Integer,
    Quantity,
    Question,
    Rows,
    Scale,
    TextQuestion,
)
from kartlegging_tui.domain.texts import LANGUAGES, safe_text
from kartlegging_tui.domain.values import NotReadable, Unreadable, read_value, shown_value
from kartlegging_tui.language import N_, _, plural
from kartlegging_tui.services.answer_words import answer_words
from kartlegging_tui.services.summary import score_line
from kartlegging_tui.tui import conversation_commands as commands
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.screens.pick import Choice as PickChoice
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.form_lines import Entry, Manner, Part

if TYPE_CHECKING:
    from kartlegging_tui.domain.people import AnswerEvent
    from kartlegging_tui.services.filling import Filling
    from kartlegging_tui.services.saving import SaveState
    from kartlegging_tui.services.talk import Talk

PRIORITY_MARKS = {
    "urgent": ("!!", "bold $error"),
    "high": ("!", "$error"),
    "medium": ("●", "$warning"),
    "low": ("○", ""),
}
UNREADABLE = {
    Unreadable.NOT_A_NUMBER: N_("This is not a number."),
    Unreadable.NOT_WHOLE: N_("A whole number is asked for here."),
    Unreadable.TOO_MANY_DECIMALS: N_("There are too many decimals."),
    Unreadable.OTHER_UNIT: N_("Another unit is asked for here."),
    Unreadable.NOT_A_DATE: N_("This is not a date. Write 17.5.2026 or 170526."),
    Unreadable.NOT_A_DAY: N_("A whole date is asked for here: day, month and year."),
}
TROUBLES = {
    "disk_full": N_("the disk is full"),
    "locked": N_("another program holds the database"),
    "readonly": N_("the database is write-protected"),
    "corrupt": N_("the database is damaged"),
    "io": N_("the disk does not answer"),
}


class Unclear(ValueError):
    """What was typed is no answer to the question; says why, in words for the nurse."""


def manner(filling: Filling, form_language: str) -> Manner:
    """In what words a form is drawn."""
    return Manner(
        questionnaire=filling.form.questionnaire,
        language=form_language,
        words=answer_words(form_language),
        last_time=_("last time"),
        add_row=_("Add {name} (a)"),
        type_here=_("Enter: write"),
        parked=_("put aside"),
    )


def language_order(code: str) -> tuple[int, str]:
    """Bokmål, nynorsk, English, then the others."""
    return (LANGUAGES.index(code) if code in LANGUAGES else len(LANGUAGES), code)


# ---- the top of the screen --------------------------------------------------------------------------------------------


def who(talk: Talk) -> str:
    """The patient: name and age."""
    age = talk.patient.age(talk.conversation.held_on)
    years = "" if age is None else " · " + plural("{count} year", "{count} years", age).format(count=age)
    return f"{talk.patient.name}{years}"


def point(talk: Talk) -> str:
    """Which contact point, and how long after the diagnosis."""
    months, days = _since(talk.pathway.diagnosed, talk.conversation.held_on)
    after = _("{months} mo. {days} d. after the diagnosis").format(months=months, days=days)
    return f"{_('Contact point')} {talk.contact_point.number} · {after}"


def _since(start: date, end: date) -> tuple[int, int]:
    from kartlegging_tui.domain.pathway import add_months

    months = (end.year - start.year) * 12 + end.month - start.month
    if add_months(start, months) > end:
        months -= 1
    return max(months, 0), max((end - add_months(start, max(months, 0))).days, 0)


def saved(state: SaveState) -> Content:
    """How it stands with saving. "Saved" only once everything is durable."""
    if state.trouble is not None:
        return literal("! " + _("NOT SAVED ({count})").format(count=state.waiting), "bold $error")
    if not state.all_saved:
        return literal(_("Saving …"), "$text-muted")
    if state.saved_at is None:
        return literal("")
    return literal("✓ " + _("Saved {time}").format(time=f"{state.saved_at.astimezone():%H:%M}"), "$success")


def not_saved(state: SaveState) -> str:
    """Why nothing can be saved, and that nothing is lost."""
    unknown = N_("the database did not do what it was asked")
    why = _(TROUBLES.get(state.trouble.value, unknown)) if state.trouble else ""
    kept = plural(
        "{count} answer is kept here and tried again every second.",
        "{count} answers are kept here and tried again every second.",
        state.waiting,
    ).format(count=state.waiting)
    return _("NOT SAVED – {why}. {kept}").format(why=why, kept=kept)


def urgent(found: Sequence[tuple[Filling, Path]], unfolded: Path | None, spoken: str) -> Content:
    """What to do at once: whole for the answer just given, else a line that says where it stands."""
    for filling, path in found:
        item = filling.form.item(path)
        if path == unfolded and isinstance(item, Question) and item.urgent is not None:
            return literal("! " + item.urgent.text.to(spoken))
    names = ", ".join(_short(_text(filling, path, spoken), 40) for filling, path in found)
    return literal(_("! At once: {names} (b shows what to do)").format(names=names))


def _text(filling: Filling, path: Path, spoken: str) -> str:
    item = filling.form.item(path)
    return item.text.to(spoken) if item.text else item.id


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


# ---- what has come out ------------------------------------------------------------------------------------------------


def results(talk: Talk, spoken: str) -> list[Content]:
    """Needs and scores so far, for the panel at the side."""
    needs = talk.needs()
    lines = [literal(_("Needs so far"), "bold")]
    for need in needs:
        mark, style = PRIORITY_MARKS[need.rule.priority.value]
        lines.append(literal(f"{mark} ", style) + literal(need.rule.title.to(spoken)))
    if not needs:
        lines.append(literal(_("None yet"), "$text-muted"))
    parts = [Content("\n").join(lines)]
    scores = list(_scores(talk, spoken))
    if scores:
        parts.append(Content("\n").join([literal(_("Scores"), "bold"), *scores]))
    return parts


def _scores(talk: Talk, spoken: str) -> Iterator[Content]:
    for filling in talk.offered():
        for score in filling.form.questionnaire.scores:
            line = score_line(score, filling.sheet.scores[score.id], spoken)
            if line.text:
                mark = "! " if line.flagged else "  "
                band = f" {line.band}" if line.band else ""
                yield literal(f"{mark}{line.title}: {line.text}{band}", "$warning" if line.flagged else "")


def results_text(talk: Talk, spoken: str) -> str:
    """The same as plain text, with what is urgent first, for a page of its own."""
    parts = []
    for filling, path in talk.urgent():
        item = filling.form.item(path)
        if isinstance(item, Question) and item.urgent is not None:
            parts.append(f"! {_text(filling, path, spoken)}\n  {item.urgent.text.to(spoken)}")
    parts += [content.plain for content in results(talk, spoken)]
    return "\n\n".join(parts)


# ---- what can be done -------------------------------------------------------------------------------------------------

NEEDS_QUESTION = (
    *(commands.PICK, commands.TYPE, commands.ADD_ROW, commands.REMOVE_ROW, commands.SAME, commands.NOTE),
    *(commands.NOT_RELEVANT, commands.DECLINED, commands.UNKNOWN, commands.PARK, commands.CLEAR),
)


def can_be_answered(item: AnyItem) -> bool:
    """True for what has an answer of its own."""
    return isinstance(item, Question)


def is_typed_number(item: AnyItem) -> bool:
    """True where a digit begins the answer."""
    return isinstance(item, Integer | Decimal | Quantity | Date) or (
        isinstance(item, Scale) and not picking.is_picked(item)
    )


def commands_for(entry: Entry, filling: Filling, all_commands: Sequence[Command]) -> Iterator[Command]:
    """The commands that make sense for a question."""
    picked = entry.part is Part.QUESTION and picking.is_picked(entry.item)
    typed = entry.part is Part.QUESTION and can_be_answered(entry.item) and not picked
    group = split(entry.path)[0]
    for command in all_commands:
        match command:
            case commands.PICK:
                if picked:
                    yield _pick_command(command, entry, filling)
            case commands.TYPE:
                if typed:
                    yield command
            case commands.ADD_ROW:
                if group in filling.form.columns:
                    yield command
            case commands.REMOVE_ROW:
                if entry.in_row:
                    yield command
            case commands.SAME:
                if not entry.in_row and filling.last_answer(entry.path).given:
                    yield command
            case _:
                yield command


def _pick_command(command: Command, entry: Entry, filling: Filling) -> Command:
    from dataclasses import replace

    item = entry.item
    if isinstance(item, Scale):
        top = _("t") if item.max == 10 else str(item.max)
        return replace(command, shown_keys=f"{item.min}–{top}")
    if isinstance(item, Choice | Choices):
        keys = [key for key in picking.option_keys(filling.form.questionnaire.options(item)) if key]
        digits = sorted(key for key in keys if key.isdigit())
        shown = f"{digits[0]}–{digits[-1]}" if len(digits) > 1 else "".join(keys)
        return replace(
            command, shown_keys=shown or "←→", name=N_("pick, Enter") if isinstance(item, Choices) else command.name
        )
    return replace(command, shown_keys="j n")


# ---- typing -----------------------------------------------------------------------------------------------------------


def typed_text(item: AnyItem, filling: Filling, answer: Answer) -> str:
    """What stands in the box when it opens: the answer as it is typed."""
    if isinstance(item, Choice | Choices):
        return answer.other
    if isinstance(item, TextQuestion):
        return answer.value if isinstance(answer.value, str) else ""
    given = Answer(value=answer.value)
    spoken = language.current()
    shown = shown_value(item, filling.form.questionnaire, given, spoken, answer_words(spoken))
    return shown.rsplit(" ", 1)[0] if isinstance(item, Quantity) and " " in shown else shown


def answer_from(item: AnyItem, filling: Filling, answer: Answer, typed: str, note: bool) -> Answer:
    """The answer once the box is left with this text in it. Raises Unclear."""
    text = safe_text(typed).strip()
    if note:
        return answer.model_copy(update={"note": text})
    if isinstance(item, Choice | Choices):
        return answer.model_copy(update={"other": text})
    if not text:
        return answer if answer.missing is not None else Answer(note=answer.note)
    assert isinstance(item, Integer | Scale | Decimal | Quantity | Date | TextQuestion)
    try:
        value = read_value(item, text, filling.context.today or date.today())
    except NotReadable as error:
        raise Unclear(_(UNREADABLE.get(error.code, N_("This cannot be read.")))) from None
    return Answer(value=value, note=answer.note)


def conflict(filling: Filling, path: Path, mine: Answer, theirs: AnswerEvent) -> str:
    """Two answered the same question: what each said."""
    item, spoken = filling.form.item(path), language.current()
    say = [
        shown_value(item, filling.form.questionnaire, answer, spoken, answer_words(spoken)) or "–"
        for answer in (read(theirs.answer), mine)
    ]
    return _(
        "{author} has just answered «{theirs}» to «{question}». Your answer «{mine}» is not saved; answer again if it is to count."
    ).format(author=theirs.author, theirs=say[0], question=_short(_text(filling, path, spoken), 60), mine=say[1])


# ---- lists to jump from -----------------------------------------------------------------------------------------------


def questions(talk: Talk) -> list[PickChoice]:
    """Every question asked now, in every form."""
    return [
        PickChoice(_text(filling, path, _asked_in(talk, filling)), _place(filling, path), (filling.id, path))
        for filling in talk.offered()
        for path in filling.sheet.visible()
        if isinstance(filling.form.item(path), Question)
    ]


def _asked_in(talk: Talk, filling: Filling) -> str:
    wanted = talk.patient.language
    return wanted if wanted in filling.form.questionnaire.title.languages else language.current()


def _place(filling: Filling, path: Path) -> str:
    spoken = language.current()
    group, row, _column = split(path)
    section = filling.form.section_of[group].title.to(spoken)
    number = f" {filling.sheet.rows(group).index(row) + 1}" if row is not None else ""
    return f"{filling.form.questionnaire.title.to(spoken)} · {section}{number}"


def left(talk: Talk) -> list[PickChoice]:
    """What is put aside, what must be answered, what is not answered; in this order."""
    found: list[tuple[int, PickChoice]] = []
    for filling in talk.offered():
        stopping = {problem.path for problem in problems(filling.sheet)}
        for path in filling.sheet.visible():
            item, answer = filling.form.item(path), filling.sheet.answer(path)
            if isinstance(item, Rows) and not (item.required or path in stopping or answer.parked):
                continue
            if not isinstance(item, Question) or (answer.given and not answer.parked and path not in stopping):
                continue
            rank, sign = (0, "»") if answer.parked else (1, "*") if path in stopping else (2, "·")
            text = f"{sign} {_text(filling, path, _asked_in(talk, filling))}"
            found.append((rank, PickChoice(text, _place(filling, path), (filling.id, path))))
    return [choice for _rank, choice in sorted(found, key=lambda pair: pair[0])]


def outline(talk: Talk) -> list[PickChoice]:
    """Every section of every form, with how far it is filled."""
    spoken = language.current()
    choices = []
    for filling in talk.offered():
        title = filling.form.questionnaire.title.to(spoken)
        for section in filling.form.questionnaire.sections:
            if filling.sheet.section_shown(section):
                done, asked = filling.sheet.progress(section)
                sign = "✓" if done == asked else " "
                text = f"{sign} {title} · {section.title.to(spoken)}"
                choices.append(PickChoice(text, f"{done}/{asked}", (filling.id, section.id)))
    return choices


def hidden(filling: Filling) -> list[PickChoice]:
    """The questions of a form that are not asked now, each with the condition that hides it."""
    spoken = language.current()
    choices = []
    for item in filling.form.items.values():
        if not filling.sheet.is_shown(item.id) and isinstance(item, Question):
            condition = item.visible_if or filling.form.section_of[item.id].visible_if or ""
            kept = " ✓" if filling.sheet.answer(item.id) != EMPTY else ""
            choices.append(
                PickChoice(
                    _text(filling, item.id, spoken) + kept, _("if {condition}").format(condition=condition), None
                )
            )
    return choices


def explanation(entry: Entry | None, filling: Filling) -> str:
    """The current question whole, for the help page: text, hint, ends, where the form comes from."""
    if entry is None:
        return ""
    questionnaire, spoken, item = filling.form.questionnaire, language.current(), entry.item
    parts = [_text(filling, entry.path, spoken)]
    if item.hint is not None:
        parts.append(item.hint.to(spoken))
    if isinstance(item, Question) and item.urgent is not None:
        parts.append(f"! {item.urgent.text.to(spoken)}")
    if isinstance(item, Info | Computed):
        parts = parts[:1]
    if questionnaire.acknowledgement is not None:
        parts.append(questionnaire.acknowledgement.to(spoken))
    title = questionnaire.title.to(spoken)
    parts.append(
        _("{form}, version {version}. Source: {source}").format(
            form=title, version=questionnaire.version, source=questionnaire.source
        )
    )
    return "\n\n".join(parts)
