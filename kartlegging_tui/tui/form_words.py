"""The words of a form on the screen: how it is drawn, what can be done, what typed words mean, why it is so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kartlegging_tui import language
from kartlegging_tui.domain import picking
from kartlegging_tui.domain.answers import Answer, Path, split
from kartlegging_tui.domain.explain import why_hidden
from kartlegging_tui.domain.questions import (
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
    Scale,
    TextQuestion,
)
from kartlegging_tui.domain.safe import safe_text
from kartlegging_tui.domain.texts import LANGUAGES
from kartlegging_tui.domain.values import NotReadable, Unreadable, read_value, shown_value
from kartlegging_tui.language import N_, _
from kartlegging_tui.services.answer_words import answer_words
from kartlegging_tui.services.clock import today
from kartlegging_tui.services.wording import hidden_text
from kartlegging_tui.tui import conversation_commands as commands
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.last_words import beside
from kartlegging_tui.tui.screens.pick import Choice as PickChoice
from kartlegging_tui.tui.widgets.form_lines import Entry, Manner, Part

if TYPE_CHECKING:
    from kartlegging_tui.services.filling import Filling

UNREADABLE = {
    Unreadable.NOT_A_NUMBER: N_("This is not a number."),
    Unreadable.NOT_WHOLE: N_("A whole number is asked for here."),
    Unreadable.TOO_MANY_DECIMALS: N_("There are too many decimals."),
    Unreadable.OTHER_UNIT: N_("Another unit is asked for here."),
    Unreadable.NOT_A_DATE: N_("This is not a date. Write 17.5.2026 or 170526."),
    Unreadable.NOT_A_DAY: N_("A whole date is asked for here: day, month and year."),
}


class Unclear(ValueError):
    """What was typed is no answer to the question; says why, in words for the nurse."""


def manner(filling: Filling, form_language: str) -> Manner:
    """In what words a form is drawn."""
    return Manner(
        questionnaire=filling.form.questionnaire,
        language=form_language,
        words=answer_words(form_language),
        beside=beside(filling, form_language),
        add_row=_("Add {name} ({key})"),
        add_row_key=commands.ADD_ROW.key_text,
        type_here=_("{key}: write").format(key=commands.TYPE.key_text),
        parked=_("put aside"),
        kept=_("hidden now"),
    )


def language_order(code: str) -> tuple[int, str]:
    """Bokmål, nynorsk, English, then the others."""
    return (LANGUAGES.index(code) if code in LANGUAGES else len(LANGUAGES), code)


def text_of(filling: Filling, path: Path, spoken: str) -> str:
    """The question's text; its id where the form has none."""
    item = filling.form.item(path)
    return item.text.to(spoken) if item.text else item.id


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
                if entry.part is Part.ADD and filling.last_rows(group):
                    if set(filling.last_rows(group)) - set(filling.sheet.rows(group)):
                        yield replace(command, name=N_("fetch last time's"))
                elif filling.misfit(entry.path) is None:
                    yield command
            case _:
                yield command


def _pick_command(command: Command, entry: Entry, filling: Filling) -> Command:
    item = entry.item
    if isinstance(item, Scale):
        top = _("t") if item.max == 10 else str(item.max)
        return replace(command, shown_keys=f"{item.min}–{top}")
    if isinstance(item, Choice | Choices):
        keys = [key for key in picking.option_keys(filling.form.questionnaire.options(item)) if key]
        digits = sorted(key for key in keys if key.isdigit())
        shown = f"{digits[0]}–{digits[-1]}" if len(digits) > 1 else "".join(keys)
        if isinstance(item, Choices):
            command = replace(command, name=N_("pick, {type}"), mentions=(commands.TYPE,))
        return replace(command, shown_keys=shown or "←→")
    return replace(command, shown_keys="j n")


# Typing


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
        value = read_value(item, text, filling.context.today or today())
    except NotReadable as error:
        raise Unclear(_(UNREADABLE.get(error.code, N_("This cannot be read.")))) from None
    return Answer(value=value, note=answer.note)


def kept_as_note(answer: Answer, typed: str) -> Answer:
    """What could not be read as an answer, in the note instead."""
    return answer.model_copy(update={"note": f"{answer.note} {safe_text(typed).strip()}".strip()})


def hidden(filling: Filling, first: Path = "", ids: bool = False) -> list[PickChoice]:
    """The questions of a form that are not asked now, and why; a tick for those that have an answer all the same.

    `first` is at the top, where it is one of them. With `ids` each is named by its id too, for whoever writes forms.
    """
    spoken = language.current()
    choices = []
    for item in sorted(filling.form.items.values(), key=lambda item: item.id != first):
        explanation = why_hidden(filling.sheet, item.id) if isinstance(item, Question) else None
        if explanation is not None:
            sign = "✓ " if filling.sheet.answer(item.id).given else ""
            why = hidden_text(explanation, filling.form, spoken)
            name = f"{item.id} · " if ids else ""
            choices.append(PickChoice(f"{sign}{name}{text_of(filling, item.id, spoken)}", why, None))
    return choices


def explanation(entry: Entry | None, filling: Filling) -> str:
    """The current question whole, for the help page: text, hint, ends, where the form comes from."""
    if entry is None:
        return ""
    questionnaire, spoken, item = filling.form.questionnaire, language.current(), entry.item
    parts = [text_of(filling, entry.path, spoken)]
    if item.hint is not None:
        parts.append(item.hint.to(spoken))
    if isinstance(item, Question) and item.urgent is not None:
        parts.append(f"! {item.urgent.text.to(spoken)}")
    if isinstance(item, Info | Computed):
        parts = parts[:1]
    if questionnaire.acknowledgement is not None:
        parts.append(questionnaire.acknowledgement.to(spoken))
    title = questionnaire.title.to(spoken)
    parts.append(_("{form}, version {version}").format(form=title, version=questionnaire.version))
    return "\n\n".join(parts)
