"""Where a form is used and what is left open in it, as counts: so that forms get shorter.

No number tells of anybody: those from 1 to 4 are not shown, nor what would give them away (`suppression`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kartlegging_tui.domain.names import Names
from kartlegging_tui.domain.questionnaire import Questionnaire, Status
from kartlegging_tui.domain.questions import AnyItem, Choices, Computed, Info, Rows
from kartlegging_tui.domain.report import Cell
from kartlegging_tui.domain.suppression import FEW, Mark, Sum, suppressed, with_total
from kartlegging_tui.domain.texts import Text

PAUSE = 30
"""Minutes: where nothing was answered for longer, they talked of something else, or went on another day."""


class Open(StrEnum):
    """Why a question that was asked has no value."""

    DECLINED = "declined"
    UNKNOWN = "unknown"
    NOT_RELEVANT = "not_relevant"
    SKIPPED = "skipped"
    """Nothing is noted."""


@dataclass(frozen=True)
class Offered:
    """That a pathway offers a form."""

    pathway: Text
    contact_point: int
    condition: str
    """When, in words; "" where always."""


@dataclass(frozen=True)
class VersionUse:
    """How many assessments there are in a version."""

    version: str
    drafts: Cell
    signed: Cell
    """Signed at least once, also where a correction goes on."""


@dataclass(frozen=True)
class QuestionUse:
    """How often a question has no value in the assessments that are signed."""

    name: str
    """As conditions name it, today: `smerte`, `barn.alder`."""
    text: Text | None
    """None in a form whose text is not there, and for what only older versions ask."""
    asked: Cell
    """How often it was asked. Of a question that is shown to some only: how often anything is noted."""
    open: Mapping[Open, Cell]
    """`SKIPPED` is there only for what is always shown: of the rest, nobody knows how often it was to be asked."""

    @property
    def share(self) -> float:
        """The share without a value, as far as it is shown: the most telling first."""
        return sum(cell.share or 0 for cell in self.open.values())


@dataclass(frozen=True)
class FormUse:
    """All there is to tell of one form."""

    form: str
    version: str
    """The newest."""
    title: Text
    status: Status
    offered: tuple[Offered, ...]
    versions: tuple[VersionUse, ...]
    """The newest first."""
    drafts: Cell
    signed: Cell
    minutes: Cell
    """Median, from the first answer to the last, without pauses longer than `PAUSE`; of those that are signed."""
    questions: tuple[QuestionUse, ...]
    """Those of which anything is known; those that most often have no value come first."""


@dataclass(frozen=True)
class Tallies:
    """What the records hold of all forms."""

    versions: Mapping[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    """By form and version: drafts, and assessments signed at least once."""
    seconds: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    """By form: how many of the signed took so long."""
    said: Mapping[tuple[str, str], Mapping[str, int]] = field(default_factory=dict)
    """By form and name: how often in those that are signed there is a value (""), or a reason for having none."""


def form_use(
    newest: Questionnaire,
    versions: Iterable[tuple[Questionnaire, Names]],
    offered: Iterable[Offered],
    tallies: Tallies,
) -> FormUse:
    """`versions` are the published ones, the newest first, each with its way to the names of today."""
    listed = list(versions)
    counts = {form.version: tallies.versions.get((newest.id, form.version), (0, 0)) for form, _names in listed}
    drafts = _with_total({version: count[0] for version, count in counts.items()})
    signed = _with_total({version: count[1] for version, count in counts.items()})
    seconds = tallies.seconds.get(newest.id, {})
    said = {name: kinds for (form, name), kinds in tallies.said.items() if form == newest.id}
    signed_in = [(form, names, counts[form.version][1]) for form, names in listed]
    texts = {name: item.text for name, item in _questions(newest)}
    questions = [
        _question(name, texts.get(name), of, said.get(name, {})) for name, of in _always_shown(signed_in, said).items()
    ]
    return FormUse(
        form=newest.id,
        version=newest.version,
        title=newest.title,
        status=newest.status,
        offered=tuple(offered),
        versions=tuple(VersionUse(version, drafts[version], signed[version]) for version in counts),
        drafts=drafts[""],
        signed=signed[""],
        minutes=_median(seconds),
        questions=tuple(sorted(questions, key=lambda each: -each.share)),
    )


def several_options(form: Questionnaire, names: Names) -> set[tuple[str, str]]:
    """The questions of a version to which several options can be chosen: the form, and the name of today."""
    return {(form.id, names.name(own)) for own, item in _questions(form) if isinstance(item, Choices)}


def _with_total(numbers: Mapping[str, int]) -> dict[str, Cell]:
    """Each number, and by "" all together, so that none can be reckoned that is not shown."""
    whole = {**numbers, "": sum(numbers.values())}
    marks = with_total(numbers)
    return {name: _cell(number, marks[name]) for name, number in whole.items()}


def _cell(number: int, mark: Mark, of: int | None = None) -> Cell:
    return Cell(number if mark is Mark.SHOWN else None, mark, of)


def _median(seconds: Mapping[int, int]) -> Cell:
    """In minutes; None over nothing."""
    count = sum(seconds.values())
    if count < FEW:
        return Cell(None, Mark.FEW if count else Mark.SHOWN)
    return Cell((_nth(seconds, (count - 1) // 2) + _nth(seconds, count // 2)) / 2 / 60)


def _nth(seconds: Mapping[int, int], place: int) -> int:
    for lasted in sorted(seconds):
        place -= seconds[lasted]
        if place < 0:
            return lasted
    raise IndexError(place)


def _questions(form: Questionnaire) -> Iterable[tuple[str, AnyItem]]:
    """All that can be answered, by its name."""
    for item in form.items():
        if not isinstance(item, Info | Computed):
            yield item.id, item
        for column in item.row if isinstance(item, Rows) else ():
            if not isinstance(column, Computed):
                yield f"{item.id}.{column.id}", column


def _always_shown(
    signed: Iterable[tuple[Questionnaire, Names, int]], said: Mapping[str, Mapping[str, int]]
) -> dict[str, int | None]:
    """By question, in how many signed assessments it was shown; None where that depends on other answers."""
    shown: dict[str, int | None] = {}
    for form, names, count in signed:
        if not count:
            continue
        open_to_all = {item.id for section in form.sections if not section.visible_if for item in section.questions}
        for own, item in _questions(form):
            name, before = names.name(own), shown.get(names.name(own), 0)
            always = own in open_to_all and not item.visible_if
            shown[name] = before + count if always and before is not None else None
    return {name: of for name, of in shown.items() if of is not None or name in said}


def _question(name: str, text: Text | None, shown: int | None, said: Mapping[str, int]) -> QuestionUse:
    numbers = {reason.value: said.get(reason.value, 0) for reason in Open if reason is not Open.SKIPPED}
    numbers["given"] = said.get("", 0)
    noted = sum(numbers.values())
    if shown is not None:
        numbers[Open.SKIPPED.value] = max(shown - noted, 0)
    whole = {**numbers, "asked": sum(numbers.values())}
    marks = suppressed(whole, [Sum("asked", tuple(numbers))])
    asked = _cell(whole["asked"], marks["asked"])
    of = None if asked.number is None else whole["asked"]
    cells = {each: _cell(whole[each], marks[each], of) for each in Open if each in whole}
    return QuestionUse(name, text, asked, cells)
