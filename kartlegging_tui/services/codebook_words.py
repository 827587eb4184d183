"""What a codebook calls the parts of a form, and how it says conditions and formulas."""

from __future__ import annotations

import ast
from typing import Any

from kartlegging_tui.domain.answers import Answer
from kartlegging_tui.domain.dates import parse_date, shown_date
from kartlegging_tui.domain.definition import Worse
from kartlegging_tui.domain.questionnaire import Area, MeanOfRest, MissingRule, Questionnaire, Status, Wording
from kartlegging_tui.domain.questions import AnyItem, Choice, Choices, Computed, Rows, YesNo
from kartlegging_tui.domain.scope import Scope
from kartlegging_tui.domain.syntax import parse
from kartlegging_tui.domain.values import shown_number, shown_value
from kartlegging_tui.language import N_, translate
from kartlegging_tui.services.answer_words import answer_words
from kartlegging_tui.services.rule_words import Sayer

LONGEST = 60
"""Characters of a question's text that are said of it in a condition."""
TYPES = {
    "info": N_("text between the questions"),
    "yes_no": N_("yes or no"),
    "choice": N_("one of several options"),
    "choices": N_("any number of options"),
    "scale": N_("a number on a scale"),
    "integer": N_("a whole number"),
    "decimal": N_("a number with decimals"),
    "quantity": N_("a number with a unit"),
    "text": N_("free text"),
    "date": N_("a date"),
    "computed": N_("follows from other answers"),
    "rows": N_("a group that repeats"),
}
STATUSES = {Status.DRAFT: N_("draft"), Status.ACTIVE: N_("in use"), Status.RETIRED: N_("retired")}
AREAS = {
    Area.PHYSICAL: N_("physical health"),
    Area.PSYCHOSOCIAL: N_("psychosocial matters"),
    Area.RELATIVES: N_("relatives and network"),
    Area.WORK: N_("work, education and money"),
    Area.CHILDREN_AS_RELATIVES: N_("children as relatives"),
    Area.OTHER: N_("other"),
}
WORDINGS = {
    Wording.OFFICIAL: N_("the owner's own words"),
    Wording.TRANSCRIBED: N_("copied, not yet compared with the official text"),
    Wording.UNOFFICIAL: N_("translated or changed by others than the owner"),
    Wording.OWN: N_("own words"),
}
WORSE = {Worse.HIGHER: N_("higher is worse"), Worse.LOWER: N_("lower is worse")}
LANGUAGES = {"nb": N_("bokmål"), "nn": N_("nynorsk"), "en": N_("English")}
_CONTEXT = {
    "age": N_("the patient's age in years"),
    "contact_point": N_("the number of the contact point"),
}
_MISSING = {
    MissingRule.NONE_ALLOWED: N_("no score until everything in it is answered"),
    MissingRule.INTERVAL: N_("while answers are missing, the range that the score must lie in"),
}


class FormSayer(Sayer):
    """Says the conditions of one form: a question is its text, with its id behind it."""

    def __init__(self, questionnaire: Questionnaire, scope: Scope, language: str) -> None:
        super().__init__(scope, language)
        self.questionnaire = questionnaire
        self._items: dict[str, AnyItem] = {}
        for item in questionnaire.items():
            self._items[item.id] = item
            for column in item.row if isinstance(item, Rows) else ():
                self._items[f"{item.id}.{column.id}"] = column
        self._scores = {score.id: score for score in questionnaire.scores}

    def called(self, name: str) -> str:
        if name in _CONTEXT:
            return self.say(_CONTEXT[name])
        item = self._items.get(name)
        text = item.text if item is not None else self._scores[name].title if name in self._scores else None
        return self._quoted(short(text.to(self.language)), name) if text else name

    def part(self, node: ast.expr) -> str:
        return self.full(node) or self.name(node)  # a sum of nine questions is read by their ids

    def valued(self, name: str, value: Any) -> str:
        words, item = answer_words(self.language), self._items.get(name)
        if isinstance(value, bool):
            return words.yes if value else words.no
        if isinstance(item, Choice | Choices):
            texts = (
                option.text.to(self.language) for option in self.questionnaire.options(item) if option.value == value
            )
            return next((self._quoted(short(text), str(value)) for text in texts), str(value))
        if isinstance(value, str):
            return shown_date(value) if parse_date(value) else self.say(N_("“{text}”"), text=value)
        if item is not None and not isinstance(item, Computed | YesNo):
            return shown_value(item, self.questionnaire, Answer(value=value), self.language, words)
        return shown_number(value, 0, self.language)

    def _quoted(self, text: str, identifier: str) -> str:
        return self.say(N_("“{text}” ({id})"), text=text, id=identifier)

    def condition(self, text: str, group: str | None = None) -> str:
        """A condition in words; within a row of `group` where it is given. Raises ConditionError."""
        return self._within(group, self.clause, text)

    def formula(self, text: str, group: str | None = None) -> str:
        """A formula in words. Raises ConditionError."""
        return self._within(group, self.name, text)

    def _within(self, group: str | None, say: Any, text: str) -> str:
        outer, self.group = self.group, group or ""
        words: str = say(parse(text).body)
        self.group = outer
        return words


def missing_words(rule: MissingRule | MeanOfRest, language: str) -> str:
    """What a score does when answers are missing."""
    if isinstance(rule, MissingRule):
        return translate(_MISSING[rule], language)
    message = N_("up to {count} missing answers count as the mean of the others")
    return translate(message, language).format(count=rule.allow)


def short(text: str) -> str:
    """On one line, and not longer than one reads in passing."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"
