"""Forms on paper: which questions stand there, under which numbers, and when each is to be answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kartlegging_tui.domain.pathway import PlannedContactPoint
from kartlegging_tui.domain.questionnaire import Questionnaire, Section, Status
from kartlegging_tui.domain.questions import AnyItem, Choice, Choices, Computed, Info, Rows
from kartlegging_tui.domain.remaining import Situation
from kartlegging_tui.domain.rules import Decides, Form
from kartlegging_tui.domain.scope import scope_of_forms
from kartlegging_tui.interchange.blank import PaperForm, blank
from kartlegging_tui.interchange.document import Document, Size
from kartlegging_tui.language import N_, translate
from kartlegging_tui.services.answer_words import answer_words
from kartlegging_tui.services.asked import Asked
from kartlegging_tui.services.condition_words import About, when


class NotForPaper(Exception):
    """A form that cannot be printed for a patient."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        super().__init__(questionnaire.id)
        self.questionnaire = questionnaire


class NoTextYet(NotForPaper):
    """Its text needs a licence and is not in the file."""


class NothingForPatient(NotForPaper):
    """All of it is confidential, or asked only at other contact points."""


def blank_forms(
    forms: Sequence[Questionnaire], language: str, contact_point: int | None = None, size: Size = Size.LARGE
) -> Document:
    """These forms on paper; with `contact_point`, what is asked at that one. Raises NotForPaper."""
    papers = []
    for questionnaire in forms:
        if not has_text(questionnaire):
            raise NoTextYet(questionnaire)
        paper = paper_form(Form(questionnaire), language, contact_point)
        if not paper.shown:
            raise NothingForPatient(questionnaire)
        papers.append(paper)
    title = translate(N_("Before our conversation"), language)
    return blank(papers, language, answer_words(language), title=title, size=size)


def blank_contact_point(
    planned: PlannedContactPoint, forms: Mapping[str, Questionnaire], language: str, size: Size = Size.LARGE
) -> Document | None:
    """What a contact point offers, on paper; None where that is nothing for the patient.

    `forms` holds all that it offers, by id. As in a conversation, those that are not active are passed over, and those
    without text; and so are those that hold nothing for the patient. Raises ConditionError for an offer that the check
    would have refused.
    """
    scope = scope_of_forms(forms[offer.form] for offer in planned.offers)
    rules = {offer.form: Form(forms[offer.form]) for offer in planned.offers}
    formulas = {
        f"{form}.{name}": frozenset(f"{form}.{part}" for part in parts)
        for form, rule in rules.items()
        for name, parts in _formulas(rule).items()
    }
    offered = {
        offer.form: offer
        for offer in planned.offers
        if forms[offer.form].status is Status.ACTIVE and has_text(forms[offer.form])
    }
    papers = {form: paper_form(rules[form], language, planned.number) for form in offered}
    papers = {form: paper for form, paper in papers.items() if paper.shown}
    while True:
        asked = {
            f"{form}.{name}": question
            for form, paper in papers.items()
            for name, question in _asked(paper, title=paper.questionnaire.title.to(language)).items()
        }
        situation = Situation(scope, asked, {"contact_point": planned.number}, formulas)
        whens = {form: when(offered[form].offer_if, About.FORM, situation, asked, language) for form in papers}
        if all(said.possible for said in whens.values()):
            break
        papers = {form: paper for form, paper in papers.items() if whens[form].possible}
    if not papers:
        return None
    printed = [
        PaperForm(paper.questionnaire, paper.shown, paper.sections, paper.numbers, whens[form].words)
        for form, paper in papers.items()
    ]
    title = translate(N_("Before our conversation"), language)
    occasion = planned.title.to(language)
    return blank(printed, language, answer_words(language), title=title, occasion=occasion, size=size)


def has_text(questionnaire: Questionnaire) -> bool:
    """False for a place for an instrument whose text has not been filled in."""
    items = (part for item in questionnaire.items() for part in (item, *_columns(item)))
    return questionnaire.slot is None or all(item.text is not None for item in items)


@dataclass(frozen=True)
class _Place:
    """An item that may stand on paper."""

    section: Section
    item: AnyItem
    group: Rows | None = None

    @property
    def name(self) -> str:
        return f"{self.group.id}.{self.item.id}" if self.group else self.item.id


def paper_form(form: Form, language: str, contact_point: int | None) -> PaperForm:
    """What of a form stands on paper. What cannot be answered there, nothing waits for: its followers go with it."""
    known = {} if contact_point is None else {"contact_point": contact_point}
    formulas = _formulas(form)
    places = list(_places(form.questionnaire))
    while True:
        numbers = dict(_numbers(places))
        paper = PaperForm(form.questionnaire, {place.name: "" for place in places}, {}, numbers)
        asked = _asked(paper)
        situation = Situation(form.scope, asked, known, formulas)
        sections, shown = {}, {}
        for place in places:
            section, item, group = place.section, place.item, place.group
            of_section = when(section.visible_if, About.SECTION, situation, asked, language)
            here = situation
            if group is not None:
                here = Situation(form.scope.within(group.id), asked, known, formulas)
            about = About.TEXT if isinstance(item, Info) else About.QUESTION
            own = when(item.visible_if, about, here, asked, language)
            if of_section.possible and own.possible and _belongs(place, numbers):
                sections[section.id], shown[place.name] = of_section.words, own.words
        if len(shown) == len(places):
            return PaperForm(form.questionnaire, shown, sections, numbers)
        places = [place for place in places if place.name in shown]


def _belongs(place: _Place, numbers: Mapping[str, str]) -> bool:
    """False for a column whose group is gone, and for a group whose columns are."""
    if place.group is not None:
        return place.group.id in numbers
    return not isinstance(place.item, Rows) or any(name.startswith(f"{place.item.id}.") for name in numbers)


def _places(questionnaire: Questionnaire) -> Iterator[_Place]:
    """What the patient may be given, in order: nothing confidential, and nothing that is calculated."""
    for section in questionnaire.sections:
        for item in section.questions:
            if section.confidential or item.confidential or isinstance(item, Computed):
                continue
            yield _Place(section, item)
            for column in _columns(item):
                if not column.confidential and not isinstance(column, Computed) and isinstance(item, Rows):
                    yield _Place(section, column, item)


def _columns(item: AnyItem) -> Sequence[AnyItem]:
    return item.row if isinstance(item, Rows) else ()


def _numbers(places: Sequence[_Place]) -> Iterator[tuple[str, str]]:
    """1, 2, 3 …; 3.1, 3.2 … within a row. A text between the questions has none."""
    number = column = 0
    for place in places:
        if place.group is not None:
            column += 1
            yield place.name, f"{number}.{column}"
        elif not isinstance(place.item, Info):
            number, column = number + 1, 0
            yield place.name, str(number)


def _asked(paper: PaperForm, title: str = "") -> dict[str, Asked]:
    """By name, the questions on the paper."""
    questionnaire, found = paper.questionnaire, {}
    items = {item.id: item for item in questionnaire.items()}
    columns = {f"{item.id}.{column.id}": column for item in items.values() for column in _columns(item)}
    for name, number in paper.numbers.items():
        item = items.get(name) or columns[name]
        options = questionnaire.options(item) if isinstance(item, Choice | Choices) else ()
        found[name] = Asked(number, item, options, title)
    return found


def _formulas(form: Form) -> dict[str, frozenset[str]]:
    """By score or computed value, the names that it follows from."""
    decided = (Decides.VALUE, Decides.SCORE)
    return {rule.name: rule.compiled.references for rule in form.rules if rule.decides in decided}
