"""How a form is used, in counts that tell of nobody."""

from __future__ import annotations

from kartlegging_tui.domain.form_use import FormUse, Open, QuestionUse, Tallies, form_use
from kartlegging_tui.domain.names import SAME, Names
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.report import Cell
from kartlegging_tui.domain.suppression import Mark
from tests.domain.forms import form_of, integer, rows, yes_no

FORM = form_of(yes_no("a"), integer("b", visible_if="a"), rows("g", integer("alder")))
FEW, HIDDEN = Cell(None, Mark.FEW), Cell(None, Mark.HIDDEN)


def used(tallies: Tallies, *versions: tuple[Questionnaire, Names]) -> FormUse:
    return form_use(FORM, versions or ((FORM, SAME),), (), tallies)


def question(use: FormUse, name: str) -> QuestionUse:
    return next(each for each in use.questions if each.name == name)


def test_what_is_asked_of_all_and_noted_of_nobody_was_skipped() -> None:
    said = {("form", "a"): {"": 30, "declined": 8}, ("form", "b"): {"": 20, "unknown": 10}, ("form", "g"): {"": 50}}
    use = used(Tallies({("form", "1.0"): (7, 50)}, {}, said))
    assert question(use, "a").open == {
        Open.DECLINED: Cell(8, of=50),
        Open.UNKNOWN: Cell(0, of=50),
        Open.NOT_RELEVANT: Cell(0, of=50),
        Open.SKIPPED: Cell(12, of=50),
    }
    depends = question(use, "b")
    assert depends.open[Open.UNKNOWN] == Cell(10, of=30)  # nobody knows how often it was to be asked
    assert Open.SKIPPED not in depends.open
    assert [each.name for each in use.questions][:2] == ["a", "b"]
    assert (use.signed, use.drafts) == (Cell(50), Cell(7))


def test_small_numbers_are_not_shown_nor_what_gives_them_away() -> None:
    said = {("form", "a"): {"": 45, "declined": 3}}
    found = question(used(Tallies({("form", "1.0"): (0, 50)}, {}, said)), "a")
    assert found.open[Open.DECLINED].mark is Mark.FEW and found.open[Open.SKIPPED].mark is Mark.FEW
    one = question(
        used(Tallies({("form", "1.0"): (0, 50)}, {}, {("form", "a"): {"": 40, "declined": 3, "unknown": 7}})), "a"
    )
    assert [one.open[each].mark for each in (Open.DECLINED, Open.UNKNOWN, Open.SKIPPED)].count(Mark.SHOWN) <= 2
    newer = FORM.model_copy(update={"version": "1.1"})
    use = used(Tallies({("form", "1.0"): (0, 40), ("form", "1.1"): (0, 3)}), (newer, SAME), (FORM, SAME))
    assert [each.signed.number for each in use.versions] == [None, None]
    assert use.signed == Cell(43)


def test_the_median_is_of_all_that_took_so_long_and_of_a_few_it_is_not_told() -> None:
    assert used(Tallies({}, {"form": {60: 2, 120: 2, 600: 2}})).minutes == Cell(2)
    assert used(Tallies({}, {"form": {60: 3, 120: 3}})).minutes == Cell(1.5)
    assert used(Tallies({}, {"form": {60: 4}})).minutes == FEW
    assert used(Tallies()).minutes == Cell(None)


def test_versions_that_call_it_otherwise_are_counted_together() -> None:
    older = form_of(yes_no("gammel"))
    newer = form_of(yes_no("a", formerly="gammel"), version="1.1")
    use = used(
        Tallies({("form", "1.0"): (0, 20), ("form", "1.1"): (0, 30)}, {}, {("form", "a"): {"": 40}}),
        (newer, SAME),
        (older, Names({"gammel": "a"})),
    )
    assert question(use, "a").open[Open.SKIPPED] == Cell(10, of=50)
