"""When a question is to be answered, in plain words: for a patient who has the form on paper.

Nothing on paper hides itself. So a condition becomes "Answer this if you answered “Yes” to question 3." What only a
machine can count is not explained; there the line says which answers it depends on, and that it may be left open.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import reduce

from kartlegging_tui.domain.env import Env
from kartlegging_tui.domain.questions import Choices, Decimal, Integer, OptionValue, Quantity, Scale
from kartlegging_tui.domain.remaining import Join, Leaf, Situation, Tree
from kartlegging_tui.domain.values import shown_number
from kartlegging_tui.language import N_, translate
from kartlegging_tui.services.asked import AND, OR, Asked, listed, possible_answers, quoted, said_answers


class About(Enum):
    """What a condition decides about."""

    QUESTION = auto()
    TEXT = auto()
    SECTION = auto()
    FORM = auto()


@dataclass(frozen=True)
class When:
    """When something on the paper is to be answered."""

    possible: bool
    """False where it can never be, on this paper."""
    words: str = ""
    """A sentence; "" where it always is."""


_SENTENCES = {
    About.QUESTION: N_("Answer this if {conditions}."),
    About.TEXT: N_("Read this if {conditions}."),
    About.SECTION: N_("Answer this part if {conditions}."),
    About.FORM: N_("Fill in this form if {conditions}."),
}
_DEPENDS = N_("Whether this is for you depends on what you answered to {questions}. If in doubt, leave it open.")
_UNSURE = N_("This may not be for you. If in doubt, leave it open.")
_AGE: Mapping[type[ast.cmpop], str] = {
    ast.GtE: N_("you are {number} or older"),
    ast.Gt: N_("you are older than {number}"),
    ast.Lt: N_("you are younger than {number}"),
    ast.LtE: N_("you are {number} or younger"),
    ast.Eq: N_("you are {number} years old"),
}
_CONTACT_POINT: Mapping[type[ast.cmpop], str] = {
    ast.GtE: N_("this is conversation number {number} or a later one"),
    ast.Gt: N_("this is a later conversation than number {number}"),
    ast.Lt: N_("this is an earlier conversation than number {number}"),
    ast.LtE: N_("this is conversation number {number} or an earlier one"),
    ast.Eq: N_("this is conversation number {number}"),
    ast.NotEq: N_("this is not conversation number {number}"),
}
_NUMBER: Mapping[type[ast.cmpop], str] = {
    ast.GtE: N_("you wrote {number} or more in {question}"),
    ast.Gt: N_("you wrote more than {number} in {question}"),
    ast.Lt: N_("you wrote less than {number} in {question}"),
    ast.LtE: N_("you wrote {number} or less in {question}"),
    ast.Eq: N_("you wrote {number} in {question}"),
    ast.NotEq: N_("you wrote something other than {number} in {question}"),
}
_OPPOSITE: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.GtE: ast.Lt,
    ast.Lt: ast.GtE,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}


_ANSWERED = N_("you answered {answers} to {questions}")
_DID_NOT_ANSWER = N_("you did not answer {answers} to {questions}")
_HAVE_ANSWERED = N_("you have answered {questions}")
_HAVE_NOT_ANSWERED = N_("you have not answered {questions}")
_CHOSE = N_("you chose {answers} in {questions}")
_CHOSE_OTHER = N_("you chose something other than {answers} in {questions}")
_DID_NOT_CHOOSE = N_("you answered {questions} without choosing {answers}")
_ONE_OF = {
    _ANSWERED: N_("you answered {answers} to at least one of {questions}"),
    _CHOSE_OTHER: N_("you chose something other than {answers} in at least one of {questions}"),
}
_MOST_CLAUSES = 4
"""More in one sentence nobody can follow."""


class _Unsayable(Exception):
    """There are no short plain words for it."""


def when(condition: str | None, about: About, situation: Situation, asked: Mapping[str, Asked], language: str) -> When:
    """When what the condition decides about is to be answered. `asked`, by name, in the order of the paper."""
    tree = True if condition is None else situation.remaining(condition)
    if isinstance(tree, bool):
        return When(tree)
    writer = _Writer(situation, asked, language)
    try:
        return When(True, writer.say(_SENTENCES[about], conditions=writer.clause(tree)))
    except _Unsayable:
        names = situation.behind(tree)
        found = [question for name, question in asked.items() if name in names]
        if not found:
            return When(True, writer.say(_UNSURE))
        return When(True, writer.say(_DEPENDS, questions=writer.questions(found)))


@dataclass(frozen=True)
class _Claim:
    """What must have been answered, and where."""

    message: str
    questions: tuple[Asked, ...]
    answers: tuple[str, ...] = ()

    def or_(self, other: _Claim) -> _Claim | None:
        """Both in one, where either of them will do and they can be said together."""
        if self.message == other.message == _CHOSE and self.questions == other.questions:
            return replace(self, answers=self.answers + other.answers)
        if self.message == other.message and self.message in _ONE_OF and self.answers == other.answers:
            return replace(self, questions=self.questions + other.questions)
        return None


class _Writer:
    def __init__(self, situation: Situation, asked: Mapping[str, Asked], language: str) -> None:
        self.situation = situation
        self.asked = asked
        self.language = language

    def say(self, message: str, **words: str) -> str:
        return translate(message, self.language).format_map(words)

    def questions(self, asked: Sequence[Asked]) -> str:
        """`question 3`, `questions 3 and 4 in “Mood”`."""
        places = list(self.asked.values())
        asked = sorted(asked, key=places.index)
        form = asked[0].form
        if any(question.form != form for question in asked):
            return listed([self.questions([question]) for question in asked], AND, self.language)
        numbers = listed(_runs([question.number for question in asked]), AND, self.language)
        message = N_("question {numbers}") if len(asked) == 1 else N_("questions {numbers}")
        if form:
            message = N_("question {numbers} in “{form}”") if len(asked) == 1 else N_("questions {numbers} in “{form}”")
        return self.say(message, numbers=numbers, form=form)

    # A condition as a clause behind "if"

    def clause(self, tree: Tree, depth: int = 0) -> str:
        """Raises _Unsayable."""
        if isinstance(tree, Leaf) or self._alone(tree):
            claim = self._claim(tree)
            return claim if isinstance(claim, str) else self._phrase(claim)
        if depth > 1:
            raise _Unsayable
        clauses = list(self._clauses(tree, depth))
        if len(clauses) > _MOST_CLAUSES:
            raise _Unsayable
        if depth:  # a part of a longer sentence, without a comma within
            message = N_("either {clauses}") if tree.either and len(clauses) > 1 else "{clauses}"
            return self.say(message, clauses=listed(clauses, OR if tree.either else AND, self.language))
        message = N_("{first}, or if {last}") if tree.either else N_("{first}, and {last}")
        return reduce(lambda first, last: self.say(message, first=first, last=last), clauses)

    def _clauses(self, tree: Join, depth: int) -> Iterator[str]:
        """One clause for all that concerns one question, and one for several questions with the same answers."""
        groups: dict[object, list[Tree]] = {}
        for part in tree.parts:
            groups.setdefault(self._alone(part) or id(part), []).append(part)
        claims: list[_Claim | str] = []
        for parts in groups.values():
            part = parts[0] if len(parts) == 1 else Join(tree.either, tuple(parts))
            if isinstance(part, Join) and not self._alone(part):
                claims.append(self.clause(part, depth + 1))
                continue
            claim = self._claim(part)
            last = claims[-1] if claims else ""
            both = last.or_(claim) if tree.either and isinstance(last, _Claim) and isinstance(claim, _Claim) else None
            claims[len(claims) - (both is not None) :] = [both or claim]
        said_more = {claim.questions for claim in claims if isinstance(claim, _Claim) and claim.answers}
        for claim in claims:
            if isinstance(claim, str):
                yield claim
            elif tree.either or claim.message != _HAVE_ANSWERED or claim.questions not in said_more:
                yield self._phrase(claim)

    def _phrase(self, claim: _Claim) -> str:
        answers = listed(claim.answers, OR, self.language) if claim.answers else ""
        message = _ONE_OF[claim.message] if len(claim.questions) > 1 else claim.message
        return self.say(message, answers=answers, questions=self.questions(claim.questions))

    def _claim(self, tree: Tree) -> _Claim | str:
        """What one simple condition says. Raises _Unsayable."""
        name = self._alone(tree)
        if name:
            return self._tried(self.asked[name], name, tree)
        match tree:
            case Leaf(node=ast.Call(func=ast.Name(id="answered"), args=[source])):
                return _Claim(_HAVE_NOT_ANSWERED if tree.negated else _HAVE_ANSWERED, (self._asked(source),))
            case Leaf(node=ast.Compare(left=left, ops=[sign], comparators=[right])):
                operator = _OPPOSITE[type(sign)] if tree.negated else type(sign)
                if isinstance(left, ast.Constant) and operator in (ast.In, ast.NotIn):
                    return self._choosing(self._asked(right), left.value, operator is ast.In)
                if isinstance(left, ast.Name) and isinstance(right, ast.Constant):
                    return self._comparing(left, operator, right.value)
        raise _Unsayable

    def _asked(self, node: ast.expr) -> Asked:
        names = {ast.unparse(node), f"{self.situation.scope.inside}.{ast.unparse(node)}"} & set(self.asked)
        if len(names) != 1:
            raise _Unsayable
        return self.asked[names.pop()]

    def _choosing(self, question: Asked, value: object, chosen: bool) -> _Claim:
        """One option of those that may be chosen together. Not chosen means that others were, or the question open."""
        option = next((option for option in question.options if option.value == value), None)
        if option is None or not isinstance(question.item, Choices):
            raise _Unsayable
        message = _CHOSE if chosen else _CHOSE_OTHER if option.exclusive else _DID_NOT_CHOOSE
        return _Claim(message, (question,), (quoted(question, value, self.language),))

    def _comparing(self, left: ast.Name, operator: type[ast.cmpop], limit: object) -> str:
        if not isinstance(limit, int | float):
            raise _Unsayable
        number = shown_number(limit, 0, self.language)
        context = {"age": _AGE, "contact_point": _CONTACT_POINT}.get(left.id)
        if context is not None:
            if operator not in context:
                raise _Unsayable
            return self.say(context[operator], number=number)
        question = self._asked(left)
        if not isinstance(question.item, Integer | Decimal | Quantity | Scale):
            raise _Unsayable
        return self.say(_NUMBER[operator], number=number, question=self.questions([question]))

    # One question with few possible answers: the condition is tried with each of them

    def _alone(self, tree: Tree) -> str:
        """The name that it depends on, where that is one question of which every answer can be tried; else ""."""
        names = self.situation.behind(tree)
        name = next(iter(names)) if len(names) == 1 else ""
        return name if name in self.asked and possible_answers(self.asked[name]) and not _looks_back(tree) else ""

    def _tried(self, question: Asked, name: str, tree: Tree) -> _Claim:
        possible = possible_answers(question)
        holding = [value for value in possible if self.situation.holds(tree, self._env(name, question, value))]
        open_too = self.situation.holds(tree, self._env(name, question, None))
        if not holding:
            if not open_too:
                raise _Unsayable
            return _Claim(_HAVE_NOT_ANSWERED, (question,))
        if len(holding) == len(possible):
            if open_too:
                raise _Unsayable
            return _Claim(_HAVE_ANSWERED, (question,))
        if open_too:
            rest = [value for value in possible if value not in holding]
            return _Claim(_DID_NOT_ANSWER, (question,), said_answers(question, rest, self.language))
        return _Claim(_ANSWERED, (question,), said_answers(question, holding, self.language))

    def _env(self, name: str, question: Asked, value: OptionValue | None) -> Env:
        known = dict(self.situation.known)
        env = Env(values=dict(known), points=dict(known))
        if value is not None:
            points = next((option.points for option in question.options if option.value == value), None)
            number = value if isinstance(question.item, Scale) else int(value) if isinstance(value, bool) else points
            for called in (name, name.rpartition(".")[2]):  # in a row, a column is named alone
                env.values[called] = value
                env.points[called] = number if isinstance(number, int | float) else None
        return env


def _runs(numbers: Sequence[str]) -> list[str]:
    """`1–9` for three or more that follow one another."""
    runs: list[list[str]] = []
    for number in numbers:
        follows = bool(runs) and number.isdigit() and runs[-1][-1].isdigit() and int(number) == int(runs[-1][-1]) + 1
        if follows:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [part for run in runs for part in (run if len(run) < 3 else [f"{run[0]}–{run[-1]}"])]


def _looks_back(tree: Tree) -> bool:
    """True where it asks about last time, which is not on the paper."""
    if isinstance(tree, Join):
        return any(_looks_back(part) for part in tree.parts)
    return any(isinstance(node, ast.Name) and node.id == "previous" for node in ast.walk(tree.node))
