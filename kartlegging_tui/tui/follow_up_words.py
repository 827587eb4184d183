"""What has to be done, in words: a row, and all about one thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from textual.content import Content

from kartlegging_tui.domain.follow_up import FollowUpRow, Kind, Whose, WhoseKind
from kartlegging_tui.domain.norway import day_in_norway
from kartlegging_tui.domain.plan import Action, ActionStatus
from kartlegging_tui.language import N_, _
from kartlegging_tui.services.follow_up import FollowUpDetail, FollowUpLine, Step, When
from kartlegging_tui.services.municipality_names import municipality_name
from kartlegging_tui.services.plan_words import FOLLOW_UP, HELPED, PRIORITIES, STATUS
from kartlegging_tui.tui import plan_words, words
from kartlegging_tui.tui.days import near_day
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.paper import Block, Line, indented

LISTS = {
    Kind.ACTION: N_("Actions"),
    Kind.URGENT: N_("Urgent"),
    Kind.CHILD: N_("Children"),
    Kind.NEED: N_("Without action"),
    Kind.CLOSING: N_("To be closed"),
}
EMPTY = {
    Kind.ACTION: N_("No action waits. They are agreed on in conversations."),
    Kind.URGENT: N_("Of every urgent answer it is recorded what was done."),
    Kind.CHILD: N_("No child is without follow-up, as far as anybody has said."),
    Kind.NEED: N_("Every need that somebody wants followed up has an action, or a reason why not."),
    Kind.CLOSING: N_("Nothing is left over from patients who have died or moved."),
}
ABOUT = {
    Kind.ACTION: N_(
        "Actions that are not closed, the first deadline first and those without a day last. Where the patient has"
        " died, what is about the children stays here (the Health Personnel Act § 10 b), as does what somebody has"
        " changed since."
    ),
    Kind.URGENT: N_(
        "Answers that called for something at once, and nothing is recorded as done. The oldest talk first."
    ),
    Kind.CHILD: N_(
        "Children as relatives: what is not settled, and what nobody has agreed on, said no to or explained. It stays"
        " also where the patient has died or moved (the Health Personnel Act §§ 10 a and 10 b)."
    ),
    Kind.NEED: N_(
        "Needs that the patient wants followed up, or that nobody has asked the patient about, without an action or a"
        " reason why not; from talks that are over. A need that a later talk has asked about again counts there. What"
        " the patient may want later is asked at the next contact point, and is not here."
    ),
    Kind.CLOSING: N_(
        "What is left over from patients who have died or moved. Close it, or hand it over to whoever will do it all"
        " the same: then it goes back to the actions."
    ),
}
"""What stands on each list, for the help page."""
WHOSE = {
    WhoseKind.EVERYBODY: N_("everybody"),
    WhoseKind.PERSON: N_("person"),
    WhoseKind.UNIT: N_("unit"),
    WhoseKind.SERVICE: N_("service"),
    WhoseKind.MUNICIPALITY: N_("municipality"),
}
WHENS = {
    When.ANY: N_("all"),
    When.LATE: N_("late"),
    When.WEEK: N_("the next seven days"),
    When.LATER: N_("later"),
    When.NO_DAY: N_("no day"),
}


def mark(line: FollowUpLine, today: date) -> Content:
    """A sign that says how much it presses, also without colour."""
    match line.row.kind:
        case Kind.ACTION if line.row.day < today:
            return literal("!", "bold $error")
        case Kind.ACTION:
            return literal("○" if line.row.day == date.max else "●", "$accent")
        case Kind.URGENT:
            return literal("!!", "bold $error")
        case Kind.CHILD:
            return literal("!", "bold $warning")
        case Kind.NEED:
            return literal("●", "$warning")
    return literal("?", "$text-muted")


def when(line: FollowUpLine, today: date) -> str:
    """`40 d. over`, `i dag`, `3. des.`; of the other lists the day of the talk, or what has happened."""
    row = line.row
    if row.kind is Kind.CLOSING:
        return ended(row, row.day, today)
    if row.kind is Kind.ACTION and row.day < today:
        return _("{count} d. late").format(count=(today - row.day).days)
    if row.day == date.max:
        return _("no day") if row.kind is Kind.ACTION else ""
    return _("today") if row.day == today else near_day(row.day, today)


def ended(row: FollowUpRow, day: date, today: date) -> str:
    """`døde 3. nov.`, or `flyttet 3. nov.`."""
    text = _("died {day}") if row.died_on else _("moved {day}")
    return text.format(day=near_day(row.died_on or day, today))


def whose(wanted: Whose, names: Mapping[str, str], me: str) -> str:
    """Whose things are shown; `names` are those of services, by id."""
    match wanted.kind:
        case WhoseKind.EVERYBODY:
            return _("everybody")
        case WhoseKind.PERSON if wanted.value == me:
            return _("mine")
        case WhoseKind.SERVICE:
            return names.get(wanted.value, wanted.value)
        case WhoseKind.MUNICIPALITY:
            return _("municipality {name}").format(name=municipality_name(wanted.value))
    return wanted.value


def detail(found: FollowUpDetail, today: date) -> Iterator[Block]:
    """All about one thing."""
    line, row = found.line, found.line.row
    yield _block(literal(f"{line.what} {line.answer}".rstrip(), "bold"))
    yield Block(tuple(_patient(found, today)))
    if line.action is not None:
        yield Block((Line(), *_action(line, today)))
    if found.to_do:
        yield _block(Content(), literal(found.to_do, "bold"), *([literal(found.note)] if found.note else []))
    if found.need is not None:
        yield Block((Line(), *_need(found)))
    if found.others:
        yield _block(Content(), literal(_("Also for this need"), "bold"))
        for what, who, action in found.others:
            yield Block(tuple(_other(what, who, action, today)))
    if found.suggestions:
        yield _block(Content(), literal(_("The form suggests"), "bold"))
        yield Block(tuple(indented(literal(text), 2, literal("–")) for text in found.suggestions))
    yield Block((Line(), *_where(found, today)))
    if found.steps:
        yield _block(Content(), literal(_("What has happened"), "bold"))
        yield Block(tuple(_step(step, today) for step in found.steps))
    if row.kind is Kind.CLOSING:
        question = _("Is it to be closed? Somebody who will do it all the same can take it over.")
        yield _block(Content(), literal(question, "$warning"))


def _block(*texts: Content) -> Block:
    return Block(tuple(Line(text) for text in texts))


def _patient(found: FollowUpDetail, today: date) -> Iterator[Line]:
    from kartlegging_tui.domain.people import age

    row = found.line.row
    years = words.years(age(row.birth_date, row.died_on or today))
    yield Line(literal(", ".join(part for part in (row.name, years) if part)))
    if row.died_on:
        yield Line(literal("† " + _("The patient died {day}.").format(day=near_day(row.died_on, today)), "bold"))
    elif found.moved_on:
        yield Line(literal(_("The patient has moved ({day}).").format(day=near_day(found.moved_on, today)), "bold"))
    elif found.wants_no_more:
        yield Line(literal(_("The patient wants no more conversations. What was promised still stands.")))


def _action(line: FollowUpLine, today: date) -> Iterator[Line]:
    action = line.action
    assert action is not None
    late = action.by is not None and action.by < today
    yield Line(literal(line.who or _("who?"), "" if line.who else "$warning"))
    yield Line(literal(plan_words.due(action, today) or _("no day"), "bold $error" if late else ""))
    if action.why:
        yield Line(literal(_("Why: {why}").format(why=action.why)))
    if action.outcome:
        yield Line(literal(f"«{action.outcome}»", "italic"))


def _need(found: FollowUpDetail) -> Iterator[Line]:
    need = found.need
    assert need is not None
    if found.line.action is not None:
        yield Line(literal(_("Need: {need}").format(need=need.title)))
    wish = _(FOLLOW_UP[need.follow_up]) if need.follow_up else _("the patient has not been asked")
    priority = _("priority: {priority}").format(priority=_(PRIORITIES[need.priority]))
    yield Line(literal(f"{wish} · {priority}", "$text-muted"))
    if need.goal:
        yield Line(literal(_("Goal: «{goal}»").format(goal=need.goal), "italic"))


def _other(what: str, who: str, action: Action, today: date) -> Iterator[Line]:
    said = [_(STATUS[action.status])] + ([_(HELPED[action.helped])] if action.helped else [])
    if action.closed_on:
        said.append(near_day(action.closed_on, today))
    text = " · ".join(part for part in (what, who, ", ".join(said)) if part)
    yield indented(literal(text), 2, literal(plan_words.SIGNS[action.status], "$accent"))
    if action.outcome:
        yield indented(literal(f"«{action.outcome}»", "italic"), 2)


def _where(found: FollowUpDetail, today: date) -> Iterator[Line]:
    point = _("Contact point {number}").format(number=found.contact_point)
    parts = [point]
    if found.held_on is not None:
        parts += [near_day(found.held_on, today), found.held_by]
    yield Line(literal(" · ".join(parts), "$text-muted"))
    if found.responsible is not None:
        who = " · ".join(part for part in (found.responsible.name, found.responsible.unit) if part)
        yield Line(literal(_("Responsible: {who}").format(who=who), "$text-muted"))
    else:
        yield Line(literal(_("Nobody is responsible for the pathway."), "$text-muted"))


def _step(step: Step, today: date) -> Line:
    day = near_day(day_in_norway(step.at), today)
    return indented(literal(f"{day}  {happened(step, today)} · {step.author}"), 2, literal("·"))


def happened(step: Step, today: date) -> str:
    """What was said about an action: `avtalt`, `overlatt til Fastlege`, `utført, det hjalp`."""
    before, after = step.before, step.after
    if after is None:
        return _("taken away")
    if step.takes_back:
        return _("taken back")
    if before is None:
        return _("agreed")
    said = []
    if (before.who, before.service) != (after.who, after.service):
        said.append(_("handed over to {who}").format(who=after.who))
    if before.by != after.by:
        said.append(_("day: {day}").format(day=near_day(after.by, today)) if after.by else _("no day"))
    if (before.status, before.helped, before.outcome) != (after.status, after.helped, after.outcome):
        said.append(became(after))
    if before.why != after.why and after.why:
        said.append(f"«{after.why}»")
    if before.text != after.text:
        said.append(f"«{after.text}»")
    return ", ".join(said) or (_("asked: not done yet") if after.status is ActionStatus.OPEN else became(after))


def became(action: Action) -> str:
    """What has become of an action: `utført, det hjalp: «…»`."""
    said = [_(STATUS[action.status])] + ([_(HELPED[action.helped])] if action.helped else [])
    return ", ".join(said) + (f": «{action.outcome}»" if action.outcome else "")
