"""A question about all pathways, in the condition language of the forms: `smerte >= 7 and not any(tiltak)`.

Names are found in every form and in the pathway itself, and replaced by their full ones. What is then compiled and
evaluated is an ordinary condition: unknown stays unknown, and only *true* finds a pathway.
"""

from __future__ import annotations

import ast
import copy
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType

from kartlegging_tui.domain.expressions import Compiled, compile_tree
from kartlegging_tui.domain.pathway_terms import ACTIONS, NEEDS, OPEN, PATHWAY, TERMS, Term
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.satisfiability import never_true
from kartlegging_tui.domain.scope import ABOUT_ANSWERS, Kind, Scope, Symbol, scope_of
from kartlegging_tui.domain.syntax import ConditionError, Problem, ProblemCode, parse


@dataclass(frozen=True)
class Vocabulary:
    """The names that can be asked about."""

    scope: Scope
    """By full name: `esas_r.smerte`, `forlop.kommune`, `age`; groups as `barn_som_parorende.barn`."""
    called: Mapping[str, tuple[str, ...]]
    """The full names that a shorter or an English name may mean; more than one where several forms have it."""
    terms: Mapping[str, Term]
    """The names of the pathway, by full name; columns as `forlop.tiltak.frist`."""
    column_called: Mapping[str, Mapping[str, str]]
    """By group of the pathway: what else its columns are called."""
    shared: Mapping[str, tuple[str, ...]]
    """What several forms ask in the same way, by the name alone: the full names, the form that is offered first coming
    first. Such a name means the latest answer to any of them."""

    def members(self, name: str) -> tuple[str, ...]:
        """The full names of the questions that a name of the scope stands for: itself, but for one that is shared."""
        return self.shared.get(name, (name,))

    @property
    def spoken(self) -> Scope:
        """The names as they can be written, for what is said about a mistake."""
        short = {name: self.scope.symbols[full[0]] for name, full in self.called.items()}
        groups = {
            name: self.scope.groups[full[0]] for name, full in self.called.items() if full[0] in self.scope.groups
        }
        return Scope({**short, **self.scope.symbols}, {**groups, **self.scope.groups})

    def symbol(self, node: ast.expr, inside: str | None = None) -> Symbol | None:
        """What a name stands for, once it is replaced by its full one; `inside` is the group that is asked about."""
        match node:
            case ast.Name(id=name) if inside and name in self.scope.groups[inside]:
                return self.scope.groups[inside][name]
            case ast.Name(id=name):
                return self.scope.symbols.get(name)
            case ast.Attribute(value=ast.Name(id=group), attr=column):
                return self.scope.groups.get(group, {}).get(column)
        return None


def vocabulary(
    questionnaires: Iterable[Questionnaire],
    offered: Sequence[str] = (),
    former: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
) -> Vocabulary:
    """The names of forms and of the pathway. Of a form with several versions, the older ones come first: what a newer
    one says of a name counts, and options that are gone can still be asked for. `offered` are the ids of forms, in the
    order in which pathways offer them; others follow by id. `former` tells, by form, under which name of today a name
    is found that is no longer in use: what was asked with it can be asked as before."""
    symbols: dict[str, Symbol] = {}
    newest: dict[str, Symbol] = {}
    groups: dict[str, dict[str, Symbol]] = {}
    for questionnaire in questionnaires:
        scope = scope_of(questionnaire)
        for name, symbol in scope.symbols.items():
            if name not in ("age", "contact_point"):
                full = f"{questionnaire.id}.{name}"
                newest[full] = replace(symbol, name=full)
                symbols[full] = _merged(symbols.get(full), newest[full])
        for name, columns in scope.groups.items():
            known = groups.setdefault(f"{questionnaire.id}.{name}", {})
            known.update({column: _merged(known.get(column), symbol) for column, symbol in columns.items()})
    called: defaultdict[str, list[str]] = defaultdict(list)
    for full in symbols:
        called[full.partition(".")[2]].append(full)
    terms = {term.symbol.name: term for term in TERMS}
    for full, term in terms.items():
        for name in dict.fromkeys((term.name, term.english)):
            if name != full:
                called[name].append(full)
            for before in PATHWAY:
                if (other := f"{before}.{name}") != full:
                    called[other].append(full)
        symbols.setdefault(full, term.symbol)
    for group in (ACTIONS, NEEDS):
        groups[group.symbol.name] = {name: column.symbol for name, column in group.columns.items()}
        terms |= {f"{group.symbol.name}.{name}": column for name, column in group.columns.items()}
    column_called: dict[str, dict[str, str]] = {
        group.symbol.name: {column.english: name for name, column in group.columns.items()}
        for group in (ACTIONS, NEEDS)
    }
    in_use = frozenset(called)
    for form, names in former.items():
        for old, new in names.items():
            _call(form, old, new, called, column_called, in_use)
    named = {name: tuple(dict.fromkeys(full)) for name, full in called.items()}
    shared = _shared(named, newest, list(offered))
    for name, members in shared.items():
        symbol = symbols[members[0]]
        for member in members[1:]:
            symbol = _merged(symbol, symbols[member])
        symbols[name] = replace(symbol, name=name)
    return Vocabulary(Scope(symbols, groups), named, terms, column_called, shared)


def _call(
    form: str,
    old: str,
    new: str,
    called: defaultdict[str, list[str]],
    column_called: dict[str, dict[str, str]],
    in_use: Collection[str],
) -> None:
    """A former name of a question, or of a column; what a question is called today comes first."""
    group, _, column = new.partition(".")
    if column:
        column_called.setdefault(f"{form}.{group}", {})[old.partition(".")[2]] = column
        return
    called[f"{form}.{old}"].append(f"{form}.{new}")
    if old not in in_use:
        called[old].append(f"{form}.{new}")


def _shared(
    called: Mapping[str, tuple[str, ...]], newest: Mapping[str, Symbol], offered: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """The names that several forms have for questions of the same kind, as their newest versions ask them."""

    def order(full: str) -> tuple[int, str]:
        form = full.partition(".")[0]
        return (offered.index(form) if form in offered else len(offered), form)

    found: dict[str, tuple[str, ...]] = {}
    for name, full in called.items():
        if len(full) > 1 and all(each in newest for each in full):
            first, *others = (newest[each] for each in full)
            if first.kind is not Kind.GROUP and all(_alike(first, other) for other in others):
                found[name] = tuple(sorted(full, key=order))
    return found


def _alike(one: Symbol, other: Symbol) -> bool:
    """An answer to one means what it means to the other: 3 of 10 is not 3 of 100, nor an option that counts 3."""
    return replace(one, name="", decimals=0) == replace(other, name="", decimals=0)


def _merged(before: Symbol | None, now: Symbol) -> Symbol:
    if before is None or before.kind is not now.kind or before.options is None or now.options is None:
        return now
    options = {**before.options, **now.options}
    return replace(now, options=options, points=all(score is not None for score in options.values()))


@dataclass(frozen=True)
class Question:
    """A question about all pathways, ready to be answered."""

    text: str
    """As it was written."""
    tree: ast.expr
    """With full names."""
    compiled: Compiled
    vocabulary: Vocabulary
    names: tuple[str, ...]
    """The full names that it asks about, in order; for a column of a group `form.group.column`."""

    def names_in(self, part: ast.expr) -> tuple[str, ...]:
        """The full names in a part of the tree; a column alone counts for every group that it asks about."""
        scope = self.vocabulary.scope
        found: dict[str, None] = {}
        for node in ast.walk(part):
            match node:
                case ast.Attribute(value=ast.Name(id=group), attr=column) if group in scope.groups:
                    found[f"{group}.{column}"] = None
                case ast.Name(id=name) if name in scope.symbols:
                    found[name] = None
        groups = {name.rpartition(".")[0] for name in found} & scope.groups.keys()
        bare = {node.id for node in ast.walk(part) if isinstance(node, ast.Name)}
        found.update((f"{group}.{name}", None) for group in groups for name in bare & scope.groups[group].keys())
        return tuple(found)

    @property
    def never(self) -> bool:
        """True where no answers within their limits can make it true."""
        scope, terms = self.vocabulary.scope, self.vocabulary.terms
        if any(name in terms for name in self.names):
            return False
        return never_true(self.compiled.evaluate, ast.Expression(self.tree), scope, self.compiled.references)


def question(text: str, vocabulary: Vocabulary) -> Question:
    """What a text asks. Raises ConditionError with all that is wrong with it, each at its place."""
    if not text.strip():
        raise ConditionError(text, [Problem(ProblemCode.SYNTAX, 0, len(text))])
    resolver = _Resolver(text, vocabulary)
    tree = resolver.visit(copy.deepcopy(parse(text)))
    if resolver.problems:
        raise ConditionError(text, sorted(resolver.problems, key=lambda problem: problem.start))
    compiled = compile_tree(text, tree, vocabulary.scope)
    return Question(text, tree.body, compiled, vocabulary, tuple(dict.fromkeys(resolver.names)))


_LETTERS = {ord("å"): "a", ord("ø"): "o", ord("æ"): "ae"}


def plain(name: str) -> str:
    """A name as ids are written: `Måneder_siden_diagnose` is `maneder_siden_diagnose`."""
    return name.lower().translate(_LETTERS)


class _Resolver(ast.NodeTransformer):
    """Replaces names by their full ones, and options of the pathway by what they are called here."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.problems: list[Problem] = []
        self.names: list[str] = []
        self.inside: str | None = None
        """The group whose rows are asked about."""
        self.about = False
        """Whether there is an answer is asked, not which."""

    def report(self, code: ProblemCode, node: ast.expr, **details: str) -> None:
        self.problems.append(Problem(code, node.col_offset, node.end_col_offset or len(self.text), details))

    # Names

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id in ("true", "false"):
            return node
        return self._named(node, [node.id])

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        parts = _dotted(node)
        return node if parts is None else self._named(node, parts)

    def _named(self, node: ast.expr, written: list[str]) -> ast.expr:
        parts = [plain(part) for part in written]
        found = self._meant(parts)
        if len(found) == 1:
            group, name = found[0]
            symbol = self.vocabulary.scope.groups[group][name] if group else self.vocabulary.scope.symbols[name]
            if symbol.kind is Kind.TEXT and symbol.options is None and not symbol.derived and not self.about:
                self.report(ProblemCode.FREE_TEXT, node, name=".".join(written))
            self.names.append(f"{group}.{name}" if group else name)
            if not group:
                return ast.copy_location(ast.Name(name, ast.Load()), node)
            if len(parts) == 1:  # in a row, a column is named alone
                return ast.copy_location(ast.Name(name, ast.Load()), node)
            owner = ast.copy_location(ast.Name(group, ast.Load()), node)
            return ast.copy_location(ast.Attribute(owner, name, ast.Load()), node)
        if found:
            meant = ", ".join(f"{group}.{name}" if group else name for group, name in found)
            self.report(ProblemCode.AMBIGUOUS, node, name=".".join(written), names=meant)
        else:
            self.report(ProblemCode.UNKNOWN_NAME, node, name=".".join(written))
        return node

    def _meant(self, parts: Sequence[str]) -> list[tuple[str, str]]:
        """All that a dotted name may mean: a name, or a group and a column of it."""
        scope, called = self.vocabulary.scope, self.vocabulary.called
        whole = ".".join(parts)
        if self.inside and len(parts) == 1 and (column := self._column(self.inside, whole)):
            return [(self.inside, column)]
        if whole in self.vocabulary.shared:
            return [("", whole)]
        names = [whole, *called.get(whole, ())] if whole in scope.symbols else list(called.get(whole, ()))
        found = [("", name) for name in dict.fromkeys(names)]
        head, _, last = whole.rpartition(".")
        groups = [head, *called.get(head, ())] if head in scope.groups else called.get(head, ())
        found += [(group, name) for group in dict.fromkeys(groups) if (name := self._column(group, last))]
        return found

    def _column(self, group: str, name: str) -> str:
        columns = self.vocabulary.scope.groups.get(group, {})
        other = self.vocabulary.column_called.get(group, {}).get(name, "")
        return name if name in columns else other

    # Functions

    def visit_Call(self, node: ast.Call) -> ast.expr:
        function = node.func.id if isinstance(node.func, ast.Name) else ""
        outer = self.about, self.inside
        self.about = function in ABOUT_ANSWERS
        node.args = [self._argument(function, argument) for argument in node.args]
        self.about, self.inside = outer
        if function == "any" and len(node.args) == 1 and self._is_group(node.args[0]):
            counted = ast.Call(ast.Name("count", ast.Load()), node.args, [])
            more = ast.Compare(counted, [ast.Gt()], [ast.Constant(0)])
            return _placed(more, node)
        return node

    def _argument(self, function: str, argument: ast.expr) -> ast.expr:
        group = self._group_in(argument)
        outer, self.inside = self.inside, group or self.inside
        seen: ast.expr = self.visit(argument)
        self.inside = outer
        if function in ("any", "count") and isinstance(seen, ast.Name) and seen.id == ACTIONS.symbol.name:
            status = ast.Attribute(ast.Name(seen.id, ast.Load()), "status", ast.Load())
            return _placed(ast.Compare(status, [ast.Eq()], [ast.Constant(OPEN)]), argument)
        return seen

    def _group_in(self, argument: ast.expr) -> str | None:
        """The group whose rows an argument is about."""
        for part in ast.walk(argument):
            if isinstance(part, ast.Attribute) and (parts := _dotted(part)):
                groups = [group for group, _name in self._meant([plain(word) for word in parts]) if group]
                if groups:
                    return groups[0]
        return None

    def _is_group(self, node: ast.expr) -> bool:
        symbol = self.vocabulary.symbol(node)
        return symbol is not None and symbol.kind is Kind.GROUP

    # Comparisons

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        node.left = self.visit(node.left)
        node.comparators = [self.visit(each) for each in node.comparators]
        operands = [node.left, *node.comparators]
        for left, right in pairwise(operands):
            self._translate(left, right)
            self._translate(right, left)
        if len(node.ops) == 1:
            return self._beginning(node) or node
        return node

    def _term(self, node: ast.expr) -> Term | None:
        terms = self.vocabulary.terms
        match node:
            case ast.Name(id=name) if self.inside and f"{self.inside}.{name}" in terms:
                return terms[f"{self.inside}.{name}"]
            case ast.Name(id=name):
                return terms.get(name)
            case ast.Attribute(value=ast.Name(id=group), attr=name):
                return terms.get(f"{group}.{name}")
        return None

    def _translate(self, name: ast.expr, option: ast.expr) -> None:
        """`action.status == "open"` asks for `apen`."""
        term = self._term(name)
        if term is None:
            return
        constants = option.elts if isinstance(option, ast.Tuple | ast.List) else [option]
        for constant in constants:
            if isinstance(constant, ast.Constant) and isinstance(constant.value, str):
                word = plain(constant.value) if term.symbol.options else constant.value
                if term.symbol.options is not None and word not in term.symbol.options:
                    word = term.words.get(word, constant.value)
                constant.value = word

    def _beginning(self, node: ast.Compare) -> ast.expr | None:
        """`diagnose == "C50"` asks whether C50 is among the beginnings of the code."""
        left, sign, right = node.left, node.ops[0], node.comparators[0]
        if isinstance(left, ast.Constant) and not isinstance(sign, ast.In | ast.NotIn):
            left, right = right, left
        term = self._term(left)
        if term is None or not term.prefix:
            return None
        many = isinstance(sign, ast.In | ast.NotIn)
        constants = right.elts if many and isinstance(right, ast.Tuple | ast.List) else [right]
        codes = [each.value for each in constants if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        if not isinstance(sign, ast.Eq | ast.NotEq | ast.In | ast.NotIn) or not codes or len(codes) < len(constants):
            return None
        parts: list[ast.expr] = [ast.Compare(ast.Constant(code.strip().upper()), [ast.In()], [left]) for code in codes]
        asked: ast.expr = parts[0] if len(parts) == 1 else ast.BoolOp(ast.Or(), parts)
        if isinstance(sign, ast.NotEq | ast.NotIn):
            asked = ast.UnaryOp(ast.Not(), asked)
        return _placed(asked, node)


def _dotted(node: ast.expr) -> list[str] | None:
    """`a.b.c` in its parts; None for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.insert(0, node.attr)
        node = node.value
    return [node.id, *parts] if isinstance(node, ast.Name) else None


def _placed(node: ast.expr, where: ast.expr) -> ast.expr:
    """The node and all its parts, as if they stood where `where` does."""
    for part in ast.walk(node):
        if isinstance(part, ast.expr) and not hasattr(part, "col_offset"):
            ast.copy_location(part, where)
    return node
