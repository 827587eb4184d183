"""A form on paper, empty: sent ahead to the patient, answered by hand, and typed in on the day of the talk.

Source of the practice: cancer coordinators send a letter with a simple form to be answered on the day of the talk. What
is for the one who asks (hints, what to do when it is urgent) and what is confidential does not stand on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kartlegging_tui.domain import picking
from kartlegging_tui.domain.answers import cell
from kartlegging_tui.domain.questionnaire import Questionnaire, Section, Status, Wording
from kartlegging_tui.domain.questions import (
    AnyItem,
    Choice,
    Choices,
    Computed,
    Date,
    Decimal,
    Info,
    Integer,
    Item,
    Option,
    Quantity,
    Rows,
    Scale,
    TextQuestion,
    YesNo,
)
from kartlegging_tui.domain.values import Words
from kartlegging_tui.interchange.document import (
    Blanks,
    Block,
    Document,
    Heading,
    Paragraph,
    Question,
    Row,
    Size,
    Tick,
    Ticks,
    WriteIn,
)
from kartlegging_tui.interchange.document import Scale as DrawnScale
from kartlegging_tui.language import N_, translate

EMPTY_ROWS = 3
FEW_ROWS = 2
"""Where a row is long."""
LONG_ROW = 6
"""Questions in a row that makes it long."""

_HOW = N_(
    "You decide what to answer, and you may skip any question. Tick what fits best, and bring the form to "
    "the conversation. We can also fill it in together."
)
_CODES = N_("The small print on the right – key and value – is for whoever types in your answers.")
_URGENT = N_(
    "Nobody reads your answers before we meet. If you get worse or need help before that, call your GP, or the "
    "out-of-hours service on 116 117. If a life is in danger, call 113."
)
_MORE_ROWS = N_("If there is not room for all, go on on another sheet.")
_WORDING = {
    Wording.UNOFFICIAL: N_("The wording in this language is not official."),
    Wording.TRANSCRIBED: N_("The wording is a copy of the official one that has not been compared with it yet."),
}
_STATUS = {Status.DRAFT: N_("A draft, not in use yet."), Status.RETIRED: N_("No longer in use.")}


@dataclass(frozen=True)
class PaperForm:
    """A form, and what of it stands on paper."""

    questionnaire: Questionnaire
    shown: Mapping[str, str]
    """By name (`smerte`, `barn.alder`), what is printed: when it is to be answered, "" where always."""
    sections: Mapping[str, str]
    """By id, the sections of which anything is printed: when they are to be answered."""
    numbers: Mapping[str, str]
    """By name, the number that stands before a question."""
    when: str = ""
    """When the whole form is to be filled in."""


def blank(
    forms: Sequence[PaperForm],
    language: str,
    words: Words,
    *,
    title: str = "",
    occasion: str = "",
    size: Size = Size.LARGE,
) -> Document:
    """Forms on paper, in one document. `title` where there are several; `occasion` says for which conversation."""
    writer = _Writer(language, words)
    alone = len(forms) == 1
    title = forms[0].questionnaire.title.to(language) if alone or not title else title
    blocks: list[Block] = [Paragraph(occasion)] if occasion else []
    blocks += [Blanks((writer.say(N_("Name")), writer.say(N_("Date")))), Paragraph(writer.say(_HOW))]
    if any(_can_be_urgent(form) for form in forms):
        blocks.append(Paragraph(writer.say(_URGENT)))
    blocks.append(Paragraph(writer.say(_CODES), small=True))
    for form in forms:
        if not alone:
            blocks.append(Heading(form.questionnaire.title.to(language), new_page=form is not forms[0]))
        blocks += writer.form(form, level=2 if alone else 3)
    page = writer.say(N_("Page {page} of {pages}"))
    return Document(language, title, tuple(blocks), footer=title, page=page, size=size)


def _can_be_urgent(form: PaperForm) -> bool:
    """True where an answer could call for something at once, which paper cannot do."""
    items = (item for item in form.questionnaire.items() if item.id in form.shown)
    return any(getattr(part, "urgent", None) for item in items for part in (item, *_columns(item)))


def _columns(item: AnyItem) -> Sequence[AnyItem]:
    return item.row if isinstance(item, Rows) else ()


class _Writer:
    """Writes in one language."""

    def __init__(self, language: str, words: Words) -> None:
        self.language = language
        self.words = words

    def say(self, message: str) -> str:
        return translate(message, self.language)

    def form(self, form: PaperForm, level: int) -> Iterator[Block]:
        if form.when:
            yield Paragraph(form.when)
        for section in form.questionnaire.sections:
            if section.id in form.sections:
                yield Heading(section.title.to(self.language), level)
                yield from self._section(form, section)
        yield Paragraph(self._terms(form.questionnaire), small=True)

    def _section(self, form: PaperForm, section: Section) -> Iterator[Block]:
        if form.sections[section.id]:
            yield Paragraph(form.sections[section.id])
        for item in section.questions:
            if item.id not in form.shown:
                continue
            if isinstance(item, Info):
                when = form.shown[item.id]
                yield Paragraph(f"{when}\n{self._text(item)}" if when else self._text(item))
            else:
                yield self._question(form, item, item.id)
            if isinstance(item, Rows):
                yield from self._rows(form, item)

    def _terms(self, questionnaire: Questionnaire) -> str:
        """Whose words it is made of, and on what terms they may be used."""
        spoken = self.language if self.language in questionnaire.title.languages else "nb"
        wording = (questionnaire.wording or {}).get(spoken)
        name = self.say(N_("{form}, version {version}"))
        lines = [
            name.format(form=questionnaire.title.to(self.language), version=questionnaire.version)
            + f" ({questionnaire.id})",
            self.say(_STATUS[questionnaire.status]) if questionnaire.status in _STATUS else "",
            questionnaire.acknowledgement.to(self.language) if questionnaire.acknowledgement else "",
            self.say(_WORDING[wording]) if wording in _WORDING else "",
            self.say(N_("Terms: {licence}")).format(licence=questionnaire.licence),
        ]
        return "\n".join(line for line in lines if line)

    def _rows(self, form: PaperForm, group: Rows) -> Iterator[Block]:
        columns = [column for column in group.row if f"{group.id}.{column.id}" in form.shown]
        count = min(max(group.min_rows, FEW_ROWS if len(columns) > LONG_ROW else EMPTY_ROWS), group.max_rows)
        for number in range(1, count + 1):
            title = f"{group.row_title.to(self.language)} {number}" if group.row_title else str(number)
            questions = tuple(self._question(form, column, f"{group.id}.{column.id}") for column in columns)
            yield Row(title, cell(group.id, number, "").rstrip("/"), questions)
        if count < group.max_rows:
            yield Paragraph(self.say(_MORE_ROWS), small=True)

    def _text(self, item: Item) -> str:
        return item.text.to(self.language) if item.text else item.id

    def _question(self, form: PaperForm, item: AnyItem, name: str) -> Question:
        answer, instruction = self._answer(form.questionnaire, item)
        return Question(form.numbers[name], self._text(item), item.id, form.shown[name], instruction, answer)

    def _answer(self, questionnaire: Questionnaire, item: AnyItem) -> tuple[Ticks | DrawnScale | WriteIn | None, str]:
        """Where the answer is written, and how."""
        match item:
            case YesNo():
                yes, no = picking.YES_KEYS[0], picking.NO_KEYS[0]
                return Ticks((Tick(self.words.yes, f"{yes} · true"), Tick(self.words.no, f"{no} · false"))), ""
            case Choice():
                return self._ticks(questionnaire.options(item)), self.say(N_("Tick one box."))
            case Choices():
                several = self.say(N_("You may tick several boxes."))
                if item.at_most is not None:
                    several = self.say(N_("Tick at most {limit} boxes.")).format(limit=item.at_most)
                return self._ticks(questionnaire.options(item)), several
            case Scale():
                return self._scale(questionnaire, item)
            case Integer() | Decimal():
                return WriteIn(short=True), ""
            case Quantity():
                return WriteIn(unit=item.unit_text.to(self.language) if item.unit_text else item.unit, short=True), ""
            case Date():
                partial = self.say(N_("If you do not remember the day, the year will do.")) if item.partial else ""
                return WriteIn(unit=self.say(N_("day, month, year")), short=True), partial
            case TextQuestion():
                return WriteIn(lines=max(item.lines, 1 if item.max_length <= 200 else 2)), ""
            case Rows() | Info() | Computed():
                return None, ""

    def _ticks(self, options: Sequence[Option]) -> Ticks:
        keys = picking.option_keys(options)
        return Ticks(
            tuple(
                Tick(
                    option.text.to(self.language), f"{key} · {option.value}" if key else str(option.value), option.other
                )
                for key, option in zip(keys, options, strict=True)
            )
        )

    def _scale(self, questionnaire: Questionnaire, item: Scale) -> tuple[DrawnScale | WriteIn, str]:
        low, high = item.ends.low.to(self.language), item.ends.high.to(self.language)
        numbers = tuple(str(number) for number in picking.values(questionnaire, item))
        if not numbers:  # too many to be drawn
            write = self.say(N_("Write a number from {min} ({low}) to {max} ({high})."))
            return WriteIn(short=True), write.format(min=item.min, low=low, max=item.max, high=high)
        first, last = (high, low) if item.descending else (low, high)
        return DrawnScale(numbers, first, last), self.say(N_("Tick one box."))
