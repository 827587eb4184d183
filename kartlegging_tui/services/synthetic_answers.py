"""Answers that somebody with a given burden might give, to any form, by the type of each question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from kartlegging_tui.domain.answers import EMPTY, Answer, Missing, Path, Value, cell
from kartlegging_tui.domain.definition import Worse
from kartlegging_tui.domain.people import age
from kartlegging_tui.domain.problems import problems
from kartlegging_tui.domain.questions import (
    AnyItem,
    Choice,
    Choices,
    Computed,
    Date,
    Info,
    Option,
    Quantity,
    Question,
    Rows,
    Scale,
    TextQuestion,
    YesNo,
)
from kartlegging_tui.domain.questions import Decimal as DecimalQuestion
from kartlegging_tui.domain.questions import Integer as IntegerQuestion
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.domain.sheet import Context, Sheet
from kartlegging_tui.services.synthetic_people import Household
from kartlegging_tui.services.synthetic_texts import texts

HEAVY_NOTES = (
    "Ble stille her.",
    "Verst om natten.",
    "Har ikke fortalt det til noen før.",
    "Mye verre enn i forrige uke.",
)
LIGHT_NOTES = ("Bedre enn ventet.", "Smiler når vi snakker om dette.", "Kommer og går.", "Ingen hast.")
IN_ROWS = (
    # a part of a column's id, and what may stand there; other texts in rows stay empty rather than make no sense
    ("medisin_navn", ("Paracet 1 g", "Zofran 4 mg", "Metformin 500 mg", "Albyl-E 75 mg")),
    ("avtale_hva", ("Kontroll på poliklinikken", "Fysioterapeut", "Fastlege")),
    ("navn", ("Anne", "Per", "Solveig", "Inga", "Mohammed", "Odd", "Ewa")),
    ("sted", ("Solbakken barnehage", "Bryne skule", "Sandnes skole")),
    ("hvem", ("Besteforeldrene", "Tante", "Helsesykepleier", "Kontaktlæreren")),
    ("bor", ("Hjemme hos begge", "Annenhver uke")),
)
OTHER_WORDS = ("Kosttilskudd", "Nabo", "Menigheten", "Akupunktur")


@dataclass(frozen=True, slots=True)
class Situation:
    """Who answers, and when."""

    burden: float
    """0 for none, 1 for the heaviest: answers of the same talk hang together by it."""
    household: Household
    language: str
    day: date


def fill(form: Form, context: Context, situation: Situation, random: Random) -> Sheet:
    """The form as filled by somebody in this situation; what lasts is as it was at the last contact point."""
    sheet = Sheet(form, context)
    waiting = [item for section in form.questionnaire.sections for item in section.questions]
    for _ in range(2):  # once more for questions that later ones have brought up
        waiting = [item for item in waiting if not _ask(sheet, item, situation, random)]
    return sheet


def _ask(sheet: Sheet, item: AnyItem, situation: Situation, random: Random) -> bool:
    """Has a question answered, and all that is in its rows. False if it is not asked."""
    if not sheet.is_shown(item.id):
        return False
    if isinstance(item, Question):
        _put(sheet, item.id, item, situation, random)
    if isinstance(item, Rows):
        _fill_rows(sheet, item, situation, random)
    return True


def complete(sheet: Sheet) -> bool:
    """Takes out what is hidden in the end, and notes as not known what signing would miss.

    True if nothing in the form stands in the way of signing then.
    """
    for _ in range(3):  # an answer put right may show or hide another question
        for path in [path for path in sheet.answers if not sheet.is_shown(path)]:
            sheet.set(path, EMPTY)
        wrong = problems(sheet)
        for problem in wrong:
            sheet.set(problem.path, Answer(missing=Missing.UNKNOWN))
        if not wrong:
            return True
    return False


def correction(sheet: Sheet) -> Path | None:
    """Changes one answer by a little, such that nothing else follows from it; the path of that answer."""
    for path, answer in list(sheet.answers.items()):
        item = sheet.form.item(path)
        if not isinstance(item, Scale) or type(answer.value) is not int:
            continue
        other = answer.value + (1 if answer.value < item.max else -1)
        change = sheet.set(path, Answer(value=other, note=answer.note))
        if not (change.shown or change.sections or change.needs or change.urgent or path in sheet.urgent_paths):
            return path
        sheet.set(path, answer)
    return None


def _fill_rows(sheet: Sheet, item: Rows, situation: Situation, random: Random) -> None:
    for row in sheet.rows(item.id):
        for column in item.row:
            path = cell(item.id, row, column.id)
            if path not in sheet.answers and sheet.is_shown(path) and not isinstance(column, Computed):
                _put(sheet, path, column, situation, random, row)


def _put(sheet: Sheet, path: Path, item: AnyItem, situation: Situation, random: Random, row: int = 0) -> None:
    answer = _answer(sheet, path, item, situation, random, row)
    if answer is not None:
        sheet.set(path, answer)


def _answer(sheet: Sheet, path: Path, item: AnyItem, situation: Situation, random: Random, row: int) -> Answer | None:
    assert isinstance(item, Question)
    before = sheet.context.previous.get(path)
    known = _known(item, situation, row)
    if known is not None:
        return Answer(value=known)
    if before is not None and before.value is not None and item.worse is None and random.random() < 0.85:
        return before.model_copy(update={"confirmed": True, "note": ""})
    chance = random.random()
    if chance < 0.02 + 0.02 * situation.burden:
        return Answer(missing=random.choice(list(Missing)))
    if not item.required and chance > (0.55 if isinstance(item, TextQuestion) and not row else 0.94):
        return None
    if row and isinstance(item, TextQuestion):
        words = next((words for part, words in IN_ROWS if part in item.id), ())
        return Answer(value=random.choice(words)) if words else None
    value, other = _value(sheet.form, item, situation, random)
    notes = HEAVY_NOTES if situation.burden > 0.5 else LIGHT_NOTES
    return Answer(value=value, other=other, note=random.choice(notes) if random.random() < 0.05 else "")


def _known(item: AnyItem, situation: Situation, row: int) -> Value | None:
    """What follows from the household: whether there are children, who they are, how old."""
    children = situation.household.children
    if "barn" in item.id and isinstance(item, Rows):
        return tuple(range(1, len(children) + 1)) if children else None
    if item.id in ("har_barn", "barn_under_18") and isinstance(item, YesNo):
        return bool(children)
    if item.id == "informert" and isinstance(item, YesNo):
        return True  # whoever would rather wait is asked another day
    if item.id == "barn_avklart" and isinstance(item, Choice) and children:
        return "ja"
    if 0 < row <= len(children):
        child = children[row - 1]
        if isinstance(item, TextQuestion) and "navn" in item.id:
            return child.name
        if isinstance(item, IntegerQuestion) and "alder" in item.id:
            return age(child.born, situation.day)
        if isinstance(item, IntegerQuestion) and "fod" in item.id:
            return child.born.year
    return None


def _value(form: Form, item: AnyItem, situation: Situation, random: Random) -> tuple[Value, str]:
    """A value, and the words behind an "other" option."""
    weight = _weight(item, situation, random)
    match item:
        case YesNo() if item.urgent:
            safe = item.urgent.when.strip().startswith("not ")
            return safe is not (random.random() < 0.02 + 0.14 * situation.burden**2), ""
        case YesNo():
            return random.random() < weight, ""
        case Scale():
            return item.min + round(weight * (item.max - item.min)), ""
        case Choice():
            options = form.questionnaire.options(item)
            chosen = _by_weight(options, weight)  # lists mostly run from well to badly
            return chosen.value, random.choice(OTHER_WORDS) if chosen.other else ""
        case Choices():
            return _several(item, form.questionnaire.options(item), situation, random)
        case IntegerQuestion() | DecimalQuestion() | Quantity():
            return _number(item, random), ""
        case Date():
            days = -random.randint(7, 60) if item.future else random.randint(20, 700)
            return (situation.day - timedelta(days=days)).isoformat(), ""
        case Rows():
            return tuple(range(1, random.choice((1, 1, 2)) + 1)), ""
        case TextQuestion():
            return random.choice(texts(item.id, situation.language))[: item.max_length], ""
    raise TypeError(f"{item.id} cannot be answered")


def _weight(item: AnyItem, situation: Situation, random: Random) -> float:
    """Between 0 and 1: how far towards its high end a question is answered."""
    assert not isinstance(item, Info | Computed)
    burden = situation.burden * 0.6 if item.urgent else situation.burden  # what is urgent is rare
    weight = min(1.0, max(0.0, random.gauss(burden, 0.14)))
    if item.worse is None:
        return 0.3 if isinstance(item, YesNo) else weight
    return 1 - weight if item.worse is Worse.LOWER else weight


def _by_weight(options: tuple[Option, ...], weight: float) -> Option:
    """The option that far up among those with points; by their place where they have none."""
    ranked = sorted((option for option in options if option.points is not None), key=lambda option: option.points or 0)
    ranked = ranked or list(options)
    return ranked[min(len(ranked) - 1, int(weight * len(ranked)))]


def _several(item: Choices, options: tuple[Option, ...], situation: Situation, random: Random) -> tuple[Value, str]:
    alone = [option for option in options if option.exclusive]
    others = [option for option in options if not option.exclusive]
    if alone and (not others or random.random() > 0.1 + 0.7 * situation.burden):
        return (random.choice(alone).value,), ""
    most = min(len(others), item.at_most or 4, 1 + round(3 * situation.burden))
    chosen = random.sample(others, random.randint(1, max(1, most)))
    values = tuple(option.value for option in options if option in chosen)
    return values, random.choice(OTHER_WORDS) if any(option.other for option in chosen) else ""


def _number(item: IntegerQuestion | DecimalQuestion | Quantity, random: Random) -> int | float:
    """Somewhere in the lower middle of what can be right."""
    low = 0 if item.min is None else item.min
    high = low + 10 if item.max is None else item.max
    number = random.triangular(low, high, low + (high - low) * 0.4)
    return round(number) if isinstance(item, IntegerQuestion) else round(number, item.decimals)
