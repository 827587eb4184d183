"""A question about the records in words: what its names are called, what it asks, and what was answered."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kartlegging_tui.domain import pathway_terms as terms
from kartlegging_tui.domain.answers import Answer
from kartlegging_tui.domain.asking import Vocabulary
from kartlegging_tui.domain.dates import parse_date, shown_date
from kartlegging_tui.domain.env import Env
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import AnyItem, Computed, Date, Rows
from kartlegging_tui.domain.texts import Text
from kartlegging_tui.domain.unknowns import Bounds
from kartlegging_tui.domain.values import shown_number, shown_value
from kartlegging_tui.language import N_, translate
from kartlegging_tui.services.answer_words import answer_words
from kartlegging_tui.services.asked import OR, listed
from kartlegging_tui.services.rule_words import Sayer

LONGEST = 60
"""Characters of a question's text that are said of it."""

TERMS = {
    terms.AGE.symbol.name: N_("the patient's age in years"),
    terms.CONTACT_POINT.symbol.name: N_("the number of the latest conversation"),
    terms.MUNICIPALITY.symbol.name: N_("the municipality number"),
    terms.UNIT.symbol.name: N_("the unit of whoever is responsible"),
    terms.RESPONSIBLE.symbol.name: N_("who is responsible"),
    terms.DIAGNOSIS.symbol.name: N_("the diagnosis (ICD-10, by its beginning)"),
    terms.MONTHS.symbol.name: N_("whole months since the diagnosis"),
    terms.CHILDREN.symbol.name: N_("there are children under 18"),
    terms.SAFETY.symbol.name: N_("an answer calls for something at once, with nothing recorded as done"),
    terms.RELAPSE.symbol.name: N_("the illness has come back"),
    terms.DIED.symbol.name: N_("the patient is dead"),
    terms.ACTIONS.symbol.name: N_("actions (alone: those that are open)"),
    terms.NEEDS.symbol.name: N_("needs: of the latest conversation, and lasting ones not settled"),
}
COLUMNS = {
    f"{terms.ACTIONS.symbol.name}.status": N_("whether it is open"),
    f"{terms.ACTIONS.symbol.name}.frist": N_("its deadline"),
    f"{terms.ACTIONS.symbol.name}.forsinket": N_("it is open and its deadline has passed"),
    f"{terms.ACTIONS.symbol.name}.hvem": N_("who does it"),
    f"{terms.ACTIONS.symbol.name}.tjeneste": N_("the id of the service that does it"),
    f"{terms.ACTIONS.symbol.name}.avtalt": N_("the day on which it was agreed"),
    f"{terms.ACTIONS.symbol.name}.lukket": N_("the day on which it was closed"),
    f"{terms.ACTIONS.symbol.name}.hjalp": N_("whether it has helped"),
    f"{terms.ACTIONS.symbol.name}.punkt": N_("the contact point at which it was agreed"),
    f"{terms.NEEDS.symbol.name}.tema": N_("its theme"),
    f"{terms.NEEDS.symbol.name}.omrade": N_("its area"),
    f"{terms.NEEDS.symbol.name}.skjema": N_("the form that sees it"),
    f"{terms.NEEDS.symbol.name}.prioritet": N_("how much it presses"),
    f"{terms.NEEDS.symbol.name}.onsket": N_("whether the patient wants it followed up"),
    f"{terms.NEEDS.symbol.name}.funnet": N_("the answers show it"),
    f"{terms.NEEDS.symbol.name}.varig": N_("it lasts until it is settled"),
    f"{terms.NEEDS.symbol.name}.har_tiltak": N_("there is an action for it"),
    f"{terms.NEEDS.symbol.name}.har_ansvarlig": N_("somebody does something about it, by a day"),
    f"{terms.NEEDS.symbol.name}.punkt": N_("the contact point at which it came up"),
}
_OPEN_ACTION, _NO_OPEN_ACTION = N_("there is an open action"), N_("there is no open action")


@dataclass(frozen=True)
class Namer:
    """What names are called in a language."""

    forms: Mapping[str, Questionnaire]
    """The newest version of each form."""
    vocabulary: Vocabulary
    language: str

    def say(self, message: str, **words: str) -> str:
        """A message of the program in this language."""
        return translate(message, self.language).format_map(words)

    def item(self, name: str) -> AnyItem | None:
        """The question or column with a full name; None for a score, and for what only an older version asks. Of a name
        that forms share, the first form's."""
        form, _, rest = self.vocabulary.members(name)[0].partition(".")
        group, _, column = rest.partition(".")
        questionnaire = self.forms.get(form)
        if questionnaire is None:
            return None
        items = {item.id: item for item in questionnaire.items()}
        found = items.get(group)
        if not column:
            return found
        return next((item for item in found.row if item.id == column), None) if isinstance(found, Rows) else None

    def text(self, name: str) -> str:
        """The question's text, or what a score or a name of the pathway is called; its id where it has none."""
        if message := {**TERMS, **COLUMNS}.get(name):
            return self.say(message)
        if name in self.vocabulary.shared:
            return min((self.text(member) for member in self.vocabulary.shared[name]), key=len)
        item, form = self.item(name), self.forms.get(name.partition(".")[0])
        text: Text | None = getattr(item, "text", None)
        if item is None and form is not None:
            score = next((score for score in form.scores if f"{form.id}.{score.id}" == name), None)
            text = score.title if score else None
        return _short(text.to(self.language)) if text else self.short(name)

    def quoted(self, name: str) -> str:
        """The question's text in quotation marks, and its form, or all forms that share it."""
        if name in TERMS or name in COLUMNS:
            return self.text(name)
        titles = [self.title(member) for member in self.vocabulary.members(name)]
        return self.say(N_("“{text}” ({form})"), text=self.text(name), form=listed(titles, OR, self.language))

    def title(self, name: str) -> str:
        """The title of the form that a full name belongs to; its id where the form is not known."""
        form = self.forms.get(name.partition(".")[0])
        return form.title.to(self.language) if form else name.partition(".")[0]

    def short(self, name: str) -> str:
        """The id alone: the head of a column."""
        return name.rpartition(".")[2]

    def value(self, name: str, value: Any) -> str:
        """A value in words; an option is its text."""
        owner = self.vocabulary.members(name)[0].partition(".")[0]
        questionnaire, item = self.forms.get(owner), self.item(name)
        if isinstance(value, Bounds):
            ends = (shown_number(end, 0, self.language) for end in (value.low, value.high))
            return "–".join(ends)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, str) and parse_date(value) and (item is None or isinstance(item, Date)):
            return shown_date(value)
        words = answer_words(self.language)
        if isinstance(value, bool):
            return words.yes if value else words.no
        if item is not None and questionnaire is not None and not isinstance(item, Computed) and value != "":
            answer = Answer.model_construct(value=value)
            return _short(shown_value(item, questionnaire, answer, self.language, words))
        if isinstance(value, int | float):
            return shown_number(value, 0, self.language)
        return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def said_value(name: str, env: Env, namer: Namer) -> str:
    """What a pathway says to a name: its value, why there is none, the values of all rows; – for nothing."""
    group, _, column = name.rpartition(".")
    if name == terms.ACTIONS.symbol.name:  # alone, those that are open
        return str(sum(row.values["status"] == terms.OPEN for row in env.rows.get(name, ())))
    if name in env.rows:
        return str(len(env.rows[name]))
    if name == terms.DIAGNOSIS.symbol.name:
        codes = env.values.get(name) or ("",)
        return str(codes[-1]) or "–"
    if group in namer.vocabulary.scope.groups:
        rows = [row.values[column] for row in env.rows.get(group, ()) if column in row.values]
        return ", ".join(dict.fromkeys(namer.value(name, value) for value in rows)) or "–"
    value = env.values.get(name)
    if value is not None:
        return namer.value(name, value) or "✓"
    reason = env.reasons.get(name)
    return answer_words(namer.language).of(reason) if reason else "–"


def said(tree: ast.expr, namer: Namer) -> str:
    """The condition as a sentence, without a full stop."""
    return _Sayer(namer).clause(tree)


class _Sayer(Sayer):
    """Knows what is asked of pathways as well: their actions, their diagnosis."""

    def __init__(self, namer: Namer) -> None:
        super().__init__(namer.vocabulary.scope, namer.language)
        self.namer = namer

    def called(self, name: str) -> str:
        return self.namer.quoted(name)

    def valued(self, name: str, value: Any) -> str:
        return self.namer.value(name, value)

    def says_itself(self, name: str) -> bool:
        return name in TERMS or name in COLUMNS

    def clause(self, node: ast.expr, inner: bool = False) -> str:
        match node:
            case ast.Call(func=ast.Name(id="any"), args=[argument]) if open_actions(argument):
                return self.say(_OPEN_ACTION)
            case ast.UnaryOp(op=ast.Not(), operand=ast.Call(func=ast.Name(id="any"), args=[argument])) if open_actions(
                argument
            ):
                return self.say(_NO_OPEN_ACTION)
        return super().clause(node, inner)

    def member(self, left: ast.expr, right: ast.expr, chosen: bool) -> str:
        if self.full(right) == terms.DIAGNOSIS.symbol.name:
            return self.compared("==" if chosen else "!=", right, left)
        return super().member(left, right, chosen)


def open_actions(node: ast.expr) -> bool:
    """`any(tiltak)`, as it stands in the tree."""
    match node:
        case ast.Compare(
            left=ast.Attribute(value=ast.Name(id=group), attr="status"),
            ops=[ast.Eq()],
            comparators=[ast.Constant(value=word)],
        ):
            return bool(group == terms.ACTIONS.symbol.name and word == terms.OPEN)
    return False


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"
