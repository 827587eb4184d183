"""The yearly report: made of what the records hold on a day, and the list behind each of its figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kartlegging_tui import language
from kartlegging_tui.definitions.library import Library
from kartlegging_tui.domain.children_asked import Name, children_questions
from kartlegging_tui.domain.figures import ActionSeen, Figure, NeedSeen
from kartlegging_tui.domain.history import NOTHING
from kartlegging_tui.domain.people import Role, User
from kartlegging_tui.domain.plan import Action, Need, NeedRef
from kartlegging_tui.domain.report import Asked, Behind, Group, Report, report
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import NotFound
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.records.report import Wanted
from kartlegging_tui.services.access import Reads
from kartlegging_tui.services.indexing import bring_up_to_date

MAY_SEE_SMALL = (Role.COORDINATOR,)
"""Who answers for the figures must be able to check them; to others they go without small numbers."""
MAY_OPEN = (Role.NURSE, Role.COORDINATOR)
"""Who sees patients may see the list behind a figure, also of one that is not shown: it is reading of patients."""


class NotForRole(Exception):
    """The user's role does not let them see it."""

    def __init__(self, role: Role) -> None:
        super().__init__(f"Not for the role {role.value}")
        self.role = role


@dataclass(frozen=True)
class Line:
    """A line of the list behind a figure."""

    thing: Behind
    text: str
    """The need or the action in words, or the recipient; empty for a contact point."""


class Reports:
    """Makes yearly reports for one user."""

    def __init__(self, database: Database, library: Library, user: User, access: Reads) -> None:
        self._database = database
        self._library = library
        self._user = user
        self._access = access

    @property
    def may_see_small(self) -> bool:
        """True if the user may ask for numbers below 5."""
        return self._user.role in MAY_SEE_SMALL

    @property
    def may_open(self) -> bool:
        """True if the user may see the lists behind the figures."""
        return self._user.role in MAY_OPEN

    def make(self, asked: Asked, today: date, *, small_numbers: bool = False) -> Report:
        """The report of a year as it stands today. Raises NotForRole for small numbers, NotRead, NotSaved.

        Source of the rule: access follows the need (Normen, guide to access control).
        """
        if small_numbers and not self.may_see_small:
            raise NotForRole(self._user.role)
        bring_up_to_date(self._database)
        self._access.reading("report", year=asked.year, small_numbers=small_numbers)
        with self._database.read() as view:
            tallies, days = view.report_tallies(asked, today, self._children(view))
        return report(asked, today, tallies, days, small_numbers=small_numbers)

    def behind(
        self, asked: Asked, today: date, figure: Figure, group: Group, limit: int | None = None, offset: int = 0
    ) -> list[Line]:
        """What a figure counts: as many as it says. Raises NotForRole, NotRead, NotSaved."""
        self._open()
        with self._access.view(self._database) as view:
            found = view.report_behind(self._wanted(view, asked, today, figure, group), limit, offset)
            lines = [Line(thing, _text(view, thing)) for thing in found]
        part = {"figure": figure.value, "dimension": group.dimension.value}
        self._access.listing("report", (thing.patient_id for thing in found), year=asked.year, **part)
        return lines

    def count(self, asked: Asked, today: date, figure: Figure, group: Group) -> int:
        """How long the list behind a figure is. Raises NotForRole, NotRead."""
        self._open()
        with self._access.view(self._database) as view:
            return view.report_behind_count(self._wanted(view, asked, today, figure, group))

    def _open(self) -> None:
        if not self.may_open:
            raise NotForRole(self._user.role)
        bring_up_to_date(self._database)

    def _wanted(self, view: Reading, asked: Asked, today: date, figure: Figure, group: Group) -> Wanted:
        """Behind the median stand the talks."""
        counted = Figure.HELD if figure is Figure.DAYS else figure
        return Wanted(asked, today, self._children(view), counted, group)

    def _children(self, view: Reading) -> frozenset[Name]:
        """Also of forms and versions that are no longer on the disk."""
        forms = [*self._library.questionnaires(), *view.published_forms()]
        found = children_questions(forms, list(self._library.pathways()))
        called = {form: view.lineage(form).aliases() for form in {form for form, _question in found}}
        return frozenset((form, called[form].get(question, question)) for form, question in found)


def _text(view: Reading, thing: Behind) -> str:
    match thing.seen:
        case NeedSeen():
            form, _, rule = thing.about.partition("/")
            return _need_title(view, thing.pathway_id, NeedRef(thing.where.contact_point, form, rule))
        case ActionSeen():
            content = view.planned(thing.pathway_id, thing.about)
            return "" if content == NOTHING else Action.model_validate_json(content).text
    return "" if thing.about.isdecimal() else thing.about


def _need_title(view: Reading, pathway_id: int, ref: NeedRef) -> str:
    """As it was weighed, or as the form calls it, or else its id."""
    content = view.planned(pathway_id, ref.path)
    if content != NOTHING:
        return Need.model_validate_json(content).title
    try:
        form = view.questionnaire(ref.form, view.latest_version(ref.form) or "")
    except NotFound:
        return ref.rule
    rule = view.lineage(ref.form).need_today(ref.rule).partition("/")[0]
    return next((need.title.to(language.current()) for need in form.needs if need.id == rule), ref.rule)
