"""A plan with the needs and questions of forms by their names of today, so that it can stand beside their answers."""

from __future__ import annotations

from collections.abc import Mapping

from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.names import Names
from kartlegging_tui.domain.plan import Handled, NeedRef, Plan, urgent_path


def renamed_plan(plan: Plan, names: Mapping[tuple[int, str], Names]) -> Plan:
    """`names` gives those of the version that was filled, by the number of the contact point and the form's id."""
    if all(each.alike for each in names.values()):
        return plan

    def need(path: Path) -> Path:
        ref = NeedRef.of(path)
        called = names.get((ref.contact_point, ref.form))
        return ref._replace(rule=called.need(ref.rule)).path if called and ref.form else path

    return Plan(
        needs={need(path): each for path, each in plan.needs.items()},
        actions={path: each.model_copy(update={"need": need(each.need)}) for path, each in plan.actions.items()},
        handled=dict(_handled(path, each, names) for path, each in plan.handled.items()),
        orders={
            path: each.model_copy(update={"needs": tuple(need(ranked) for ranked in each.needs)})
            for path, each in plan.orders.items()
        },
        consents=plan.consents,
        handovers=plan.handovers,
    )


def _handled(path: Path, handled: Handled, names: Mapping[tuple[int, str], Names]) -> tuple[Path, Handled]:
    _urgent, number, form, question = path.split("/", 3)
    called = names.get((int(number), form))
    if called is None:
        return path, handled
    answer = called.answer(question, handled.answer)
    return urgent_path(int(number), form, called.path(question)), handled.model_copy(update={"answer": answer})
