"""The codebook of a form: every question, option, code and condition, for those who read its data or build on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kartlegging_tui.domain.definition import Code, Theme, former_ids
from kartlegging_tui.domain.questionnaire import Band, NeedRule, Questionnaire, Score, Section
from kartlegging_tui.domain.questions import (
    AnyItem,
    Choice,
    Choices,
    Computed,
    Date,
    Number,
    Option,
    Quantity,
    Question,
    Rows,
    Scale,
    TextQuestion,
)
from kartlegging_tui.domain.scope import scope_of
from kartlegging_tui.domain.texts import LANGUAGES, Text
from kartlegging_tui.domain.values import shown_number
from kartlegging_tui.interchange.document import Block, Document, Facts, Heading, Size, Table
from kartlegging_tui.language import N_, translate
from kartlegging_tui.services import codebook_words as words
from kartlegging_tui.services.plan_words import PRIORITIES
from kartlegging_tui.services.theme_words import theme_words

Fact = tuple[str, str]


def codebook(questionnaire: Questionnaire, language: str) -> Document:
    """The codebook of a form, in a language; the texts of the form stand in all of theirs."""
    return _Codebook(questionnaire, language).document()


class _Codebook:
    def __init__(self, questionnaire: Questionnaire, language: str) -> None:
        self.form = questionnaire
        self.language = language
        self.sayer = words.FormSayer(questionnaire, scope_of(questionnaire), language)
        written = questionnaire.title.languages
        self.languages = [known for known in LANGUAGES if known in written] + sorted(written - set(LANGUAGES))

    def say(self, message: str, **parts: str) -> str:
        return translate(message, self.language).format_map(parts)

    def document(self) -> Document:
        form = self.form
        title = self.say(N_("Codebook: {title}"), title=form.title.to(self.language))
        return Document(
            language=self.language,
            title=title,
            blocks=tuple(self._blocks()),
            footer=f"{form.id} {form.version} · {form.content_hash()[:12]}",
            page=translate(N_("Page {page} of {pages}"), self.language),
            size=Size.NORMAL,
            landscape=True,
        )

    def _blocks(self) -> Iterator[Block]:
        yield Facts(tuple(self._head()))
        for section in self.form.sections:
            yield from self._section(section)
        for heading, parts, tell in (
            (N_("Scores"), self.form.scores, self._score),
            (N_("Needs"), self.form.needs, self._need),
        ):
            if parts:
                yield Heading(self.say(heading))
                for part in parts:
                    yield from tell(part)  # type: ignore[arg-type]
        if self.form.option_lists:
            yield Heading(self.say(N_("Lists of options")))
            for name, options in self.form.option_lists.items():
                yield Heading(name, level=3)
                yield self._options(options)

    # The head

    def _head(self) -> Iterator[Fact]:
        form, say = self.form, self.say
        yield say(N_("Id")), form.id
        yield say(N_("Version")), form.version
        yield say(N_("Status")), self._named(words.STATUSES[form.status], form.status.value)
        yield say(N_("Area")), self._named(words.AREAS[form.area], form.area.value)
        yield from self._texts(N_("Title"), form.title)
        yield from self._texts(N_("Description"), form.description)
        yield say(N_("Content hash")), form.content_hash()
        yield say(N_("Source")), form.source
        yield say(N_("Licence")), form.licence
        for language, wording in (form.wording or {}).items():
            yield self._of_language(N_("Wording"), language), self._named(words.WORDINGS[wording], wording.value)
        if form.derived_from is not None:
            yield say(N_("A variant of")), f"{form.derived_from.form} {form.derived_from.version}"
        yield from self._texts(N_("Acknowledgement"), form.acknowledgement)
        if form.slot is not None:
            yield say(N_("Licence from")), form.slot.holder
            yield from self._texts(N_("How to get it"), form.slot.how)

    # Sections and questions

    def _section(self, section: Section) -> Iterator[Block]:
        yield Heading(self._headed(section.id, section.title))
        facts = list(self._texts(N_("Title"), section.title))
        facts += self._texts(N_("For the one who asks"), section.hint)
        facts += self._condition(N_("Shown if"), section.visible_if, None)
        facts += self._theme(section.theme)
        if section.confidential:
            facts.append(self._confidential())
        yield Facts(tuple(facts))
        for item in section.questions:
            yield from self._item(item, None)

    def _item(self, item: AnyItem, group: str | None) -> Iterator[Block]:
        name = f"{group}.{item.id}" if group else item.id
        yield Heading(self._headed(name, item.text), level=3)
        yield Facts(tuple(self._facts(item, group)))
        if isinstance(item, Choice | Choices) and not isinstance(item.options, str):
            yield self._options(item.options)
        if isinstance(item, Rows):
            for column in item.row:
                yield from self._item(column, item.id)

    def _facts(self, item: AnyItem, group: str | None) -> Iterator[Fact]:
        say = self.say
        yield say(N_("Type")), self._named(words.TYPES[item.type], item.type)
        yield from self._texts(N_("Text"), item.text)
        yield from self._texts(N_("For the one who asks"), item.hint)
        yield from self._answer(item, group)
        yield from self._condition(N_("Asked only if"), item.visible_if, group)
        if isinstance(item, Question):
            if item.required:
                yield say(N_("Required")), say(N_("must be answered, or a reason given, before signing"))
            if item.urgent is not None:
                yield from self._condition(N_("Urgent if"), item.urgent.when, group)
                yield from self._texts(N_("What to do then"), item.urgent.text)
            if item.score_if_hidden is not None:
                yield say(N_("Counts while hidden")), self._number(item.score_if_hidden)
        if isinstance(item, Question | Computed):
            yield from self._change(item)
        yield from self._theme(item.theme)
        if item.confidential:
            yield self._confidential()
        yield from self._identity(item.codes, former_ids(item.formerly))

    def _answer(self, item: AnyItem, group: str | None) -> Iterator[Fact]:
        """What can be answered."""
        say = self.say
        match item:
            case Scale():
                yield say(N_("From")), self._end(item.min, item.ends.low)
                yield say(N_("To")), self._end(item.max, item.ends.high)
                if item.descending:
                    yield say(N_("Order")), say(N_("from the highest number down"))
            case Number():
                if item.min is not None:
                    yield say(N_("Lowest")), self._number(item.min)
                if item.max is not None:
                    yield say(N_("Highest")), self._number(item.max)
                if isinstance(item, Quantity):
                    yield say(N_("Unit")), item.unit
                    yield from self._texts(N_("Unit, as it is read"), item.unit_text)
            case Choices() | Choice():
                if isinstance(item.options, str):
                    texts = (f"{option.value} {option.text.to(self.language)}" for option in self.form.options(item))
                    yield say(N_("Options")), f"{item.options}: " + " · ".join(texts)
                if isinstance(item, Choices) and item.at_most is not None:
                    yield say(N_("At most")), str(item.at_most)
            case TextQuestion():
                yield say(N_("Longest")), say(N_("{count} characters"), count=str(item.max_length))
            case Date():
                if item.partial:
                    yield say(N_("Date")), say(N_("a year, a month or “about” will do"))
                if not item.future:
                    yield say(N_("Latest")), say(N_("the day of the conversation"))
            case Rows():
                yield say(N_("Rows")), f"{item.min_rows}–{item.max_rows}"
                yield from self._texts(N_("One row"), item.row_title)
                if item.children is not None:
                    columns = filter(None, (item.children.born, item.children.age))
                    yield say(N_("The patient's children, by age from")), ", ".join(columns)
            case Computed():
                yield say(N_("Value")), self.sayer.formula(item.value, group)
                yield say(N_("As it is written")), item.value
                if item.unit is not None:
                    yield say(N_("Unit")), item.unit
        decimals = getattr(item, "decimals", None)
        if decimals is not None:
            yield say(N_("Decimals")), str(decimals)

    # Scores, needs, options

    def _score(self, score: Score) -> Iterator[Block]:
        say = self.say
        yield Heading(self._headed(score.id, score.title), level=3)
        facts = list(self._texts(N_("Title"), score.title))
        facts.append((say(N_("Value")), self.sayer.formula(score.value)))
        facts.append((say(N_("As it is written")), score.value))
        facts.append((say(N_("Missing answers")), words.missing_words(score.missing, self.language)))
        if score.decimals is not None:
            facts.append((say(N_("Decimals")), str(score.decimals)))
        facts += self._change(score)
        if score.source:
            facts.append((say(N_("Source")), score.source))
        if score.confidential:
            facts.append(self._confidential())
        facts += self._identity(score.codes, former_ids(score.formerly))
        yield Facts(tuple(facts))
        if score.bands:
            header = (say(N_("Score")), *self._language_names(), say(N_("Flag")))
            rows = tuple(self._band(band) for band in score.bands)
            yield Table(header, rows, (1.2, *[3.0] * len(self.languages), 1.2))

    def _band(self, band: Band) -> tuple[str, ...]:
        ends = [self._number(end) if end is not None else "" for end in (band.from_, band.to)]
        stretch = ends[0] if ends[0] == ends[1] else "–".join(ends)
        return (stretch, *self._by_language(band.text), self.say(N_("worth attention")) if band.flag else "")

    def _need(self, need: NeedRule) -> Iterator[Block]:
        say = self.say
        yield Heading(self._headed(need.id, need.title), level=3)
        facts = list(self._texts(N_("Title"), need.title))
        facts += self._condition(N_("There if"), need.when, need.each)
        if need.each:
            facts.append((say(N_("For each row of")), self.sayer.called(need.each)))
        if need.lasting:
            facts.append((say(N_("Lasting")), say(N_("stays open until it has an action or a reason for having none"))))
        facts.append((say(N_("Priority")), self._named(PRIORITIES[need.priority], need.priority.value)))
        facts += self._theme(need.theme)
        for number, text in enumerate(need.suggest, 1):
            facts += self._texts(N_("Suggestion {number}"), text, number=str(number))
        facts += self._identity((), former_ids(need.formerly))
        yield Facts(tuple(facts))

    def _options(self, options: Sequence[Option]) -> Table:
        """A row for each option; a column only for what some of them have."""
        say = self.say
        columns: list[tuple[str, float, Callable[[Option], str]]] = [
            (say(N_("Value")), 1.6, lambda option: str(option.value)),
            *(
                (name, 3.0, lambda option, language=language: option.text.root.get(language, ""))
                for name, language in zip(self._language_names(), self.languages, strict=True)
            ),
            (say(N_("Score")), 0.8, lambda option: "" if option.score is None else self._number(option.score)),
            (say(N_("Key")), 0.8, lambda option: option.key or ""),
            (say(N_("Special")), 1.8, self._special),
            (say(N_("Codes")), 1.8, lambda option: _codes(option.codes)),
        ]
        shown = [column for column in columns if any(column[2](option) for option in options)]
        return Table(
            tuple(name for name, _width, _cell in shown),
            tuple(tuple(cell(option) for _name, _width, cell in shown) for option in options),
            tuple(width for _name, width, _cell in shown),
        )

    def _special(self, option: Option) -> str:
        former = option.formerly if isinstance(option.formerly, tuple) else (option.formerly,)
        parts = [self.say(N_("rules the others out"))] if option.exclusive else []
        parts += [self.say(N_("asks for words"))] if option.other else []
        parts += [self.say(N_("formerly {ids}"), ids=", ".join(map(str, former)))] if former else []
        return "; ".join(parts)

    # What several have

    def _headed(self, identifier: str, text: Text | None) -> str:
        return f"{identifier} · {words.short(text.to(self.language))}" if text else identifier

    def _texts(self, name: str, text: Text | None, **parts: str) -> Iterator[Fact]:
        """A text in each of its languages; once for those in which it is the same."""
        languages: dict[str, list[str]] = {}
        for language, told in (text.root if text is not None else {}).items():
            languages.setdefault(told, []).append(language)
        for told, where in languages.items():
            yield self._of_language(name, ", ".join(where), **parts), told

    def _of_language(self, name: str, language: str, **parts: str) -> str:
        return f"{self.say(name, **parts)} ({language})"

    def _language_names(self) -> list[str]:
        return [self.say(words.LANGUAGES[known]) if known in words.LANGUAGES else known for known in self.languages]

    def _by_language(self, text: Text) -> list[str]:
        return [text.root.get(language, "") for language in self.languages]

    def _condition(self, name: str, condition: str | None, group: str | None) -> Iterator[Fact]:
        if condition is not None:
            yield self.say(name), self.sayer.condition(condition, group)
            yield self.say(N_("As it is written")), " ".join(condition.split())

    def _change(self, measured: Question | Computed | Score) -> Iterator[Fact]:
        if measured.worse is not None:
            yield self.say(N_("Worse")), self._named(words.WORSE[measured.worse], measured.worse.value)
        if measured.real_change is not None:
            yield self.say(N_("Smallest real change")), self._number(measured.real_change)

    def _identity(self, codes: Sequence[Code], former: Sequence[str]) -> Iterator[Fact]:
        if codes:
            yield self.say(N_("Codes")), _codes(codes)
        if former:
            yield self.say(N_("Formerly")), ", ".join(former)

    def _theme(self, theme: Theme | None) -> Iterator[Fact]:
        if theme is not None:
            yield self.say(N_("Theme")), f"{theme_words(theme, self.language)} ({theme.value})"

    def _confidential(self) -> Fact:
        return self.say(N_("Confidential")), self.say(N_("not in what the patient is given"))

    def _named(self, message: str, value: str) -> str:
        return f"{translate(message, self.language)} ({value})"

    def _end(self, number: int, text: Text) -> str:
        return f"{number}: " + " / ".join(self._by_language(text))

    def _number(self, number: int | float) -> str:
        return shown_number(number, 0, self.language)


def _codes(codes: Sequence[Code]) -> str:
    return ", ".join(f"{code.system} {code.code}" for code in codes)
