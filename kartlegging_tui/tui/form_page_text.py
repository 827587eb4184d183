"""All about one form, as whoever keeps it reads it."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from kartlegging_tui import language
from kartlegging_tui.definitions.findings import Finding, Severity
from kartlegging_tui.domain.form_use import FormUse
from kartlegging_tui.domain.norway import day_in_norway
from kartlegging_tui.domain.publication import Event
from kartlegging_tui.language import N_, _, plural
from kartlegging_tui.services import difference_words, form_use_words
from kartlegging_tui.services.difference_words import told
from kartlegging_tui.services.form_page import FormPage
from kartlegging_tui.services.publishing import Plan
from kartlegging_tui.services.refusal_words import refusal_words
from kartlegging_tui.tui.days import full_day
from kartlegging_tui.tui.form_commands import PUBLISH
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.form_list import GLYPHS, STYLES, stand_words, title_of
from kartlegging_tui.tui.widgets.paper import Block, Line, indented

MOST = 8
"""Findings and scenarios that are told one by one."""
EVENTS = {Event.PUBLISHED: N_("published"), Event.RETIRED: N_("out of use")}
IN = 3


def titled(page: FormPage) -> Iterator[Block]:
    """All about it, under its title."""
    yield Block((Line(literal(title_of(page.listed), "bold")),))
    yield from blocks(page)


def blocks(page: FormPage) -> Iterator[Block]:
    """What it is, what is wrong with it, what its scenarios say, and what has been published."""
    yield Block((*_what(page), Line()))
    parts = [
        (_("In the file"), _findings(page.plan.findings)),
        (_("Scenarios"), _scenarios(page)),
        (_since(page), _changes(page.plan)),
        *([(_("How it is used"), _use(page.use))] if page.use is not None else []),
        (_("Published"), _history(page)),
    ]
    for heading, lines in parts:
        yield Block((Line(literal(heading, "bold $primary")), *lines, Line()))


def _what(page: FormPage) -> Iterator[Line]:
    listed, form = page.listed, page.listed.form
    version = f"{listed.id} {form.version}" if form is not None else listed.id
    stand = literal(f"{GLYPHS[listed.stand]} {stand_words(listed)}", STYLES[listed.stand])
    yield Line(literal(f"{version} · ").append(stand))
    if form is not None and form.description is not None:
        yield Line(literal(form.description.to(language.current())))
    if form is not None:
        questions = sum(1 for _item in form.items())
        parts = [
            plural("{count} question", "{count} questions", questions).format(count=questions),
            ", ".join(sorted(form.title.languages)),
        ]
        if form.derived_from is not None:
            made_from = _("made from {form} {version}")
            parts.append(made_from.format(form=form.derived_from.form, version=form.derived_from.version))
        yield Line(literal(" · ".join(parts), "$text-muted"))
    where = str(listed.path) if listed.writable else _("{path} (cannot be changed)").format(path=listed.path)
    yield Line(literal(where, "$text-muted"))


def _findings(findings: tuple[Finding, ...]) -> Iterator[Line]:
    if not findings:
        yield indented(literal(_("Nothing is wrong.")), IN, literal(" ✓", "$text-success"))
    for finding in sorted(findings, key=lambda finding: finding.severity is not Severity.ERROR)[:MOST]:
        wrong = finding.severity is Severity.ERROR
        mark = literal(" !", "$text-error") if wrong else literal(" ▲", "$text-warning")
        yield indented(_at_line(finding), IN, mark)
    yield from _more(len(findings))


def _scenarios(page: FormPage) -> Iterator[Line]:
    tried = page.tried
    if tried.findings:
        yield indented(literal(_("A form with errors cannot be tried.")), IN, literal(" –"))
        return
    if not tried.results:
        yield indented(literal(_("None yet: nobody has written what is expected of given answers.")), IN, literal(" –"))
        return
    failed = [result for result in tried.results if not result.passed]
    count = len(tried.results)
    if not failed:
        said = plural("{count} scenario, as expected", "{count} scenarios, all as expected", count)
        yield indented(literal(said.format(count=count)), IN, literal(" ✓", "$text-success"))
    for result in failed[:MOST]:
        yield indented(literal(result.name or result.path, "bold"), IN, literal(" !", "$text-error"))
        for finding in result.differences[:MOST]:
            yield indented(_at_line(finding), IN + 2)
        yield from _more(len(result.differences), IN + 2)
    yield from _more(len(failed))
    rules = len(tried.coverage.rules)
    if not rules:
        return
    if tried.coverage.tried == rules:
        yield indented(
            literal(_("All {count} rules are tried.").format(count=rules)), IN, literal(" ✓", "$text-success")
        )
        return
    said = _("{tried} of {rules} rules are tried.").format(tried=tried.coverage.tried, rules=rules)
    yield indented(literal(said), IN, literal(" ▲", "$text-warning"))
    holes = tried.holes()
    for hole in holes[:MOST]:
        yield indented(_at_line(hole), IN + 2)
    yield from _more(len(holes))


def _since(page: FormPage) -> str:
    published = page.plan.published
    return _("Since {version} was published").format(version=published.version) if published else _("To be published")


def _changes(plan: Plan) -> Iterator[Line]:
    """What is otherwise than in the published version, what that means, and what stands in the way of publishing."""
    if plan.nothing_new:
        yield indented(literal(_("Nothing has changed.")), IN, literal(" ✓", "$text-success"))
        return
    for line in difference_words.lines(told(plan.changes, plan.touches, plan.counts)):
        stripped = line.lstrip()
        depth = len(line) - len(stripped)
        yield indented(literal(stripped, "" if depth else "bold"), IN + depth)
    if plan.filled is not None:
        yield indented(literal(difference_words.filled_words(plan.filled), "$text-muted"), IN)
    for refusal in plan.refusals:
        yield indented(literal(refusal_words(refusal)), IN, literal(" ✗", "$text-error"))
    if plan.allowed:
        ready = _("Can be published. {key} publishes it.").format(key=PUBLISH.key_text)
        yield indented(literal(ready), IN, literal(" ✓", "$text-success"))


def _use(use: FormUse) -> Iterator[Line]:
    _title, *lines = form_use_words.lines(use, MOST)
    for line in lines:
        stripped = line.lstrip()
        depth = (len(line) - len(stripped)) // 2
        yield indented(literal(stripped), IN * depth, literal(" ·") if depth == 1 else literal(""))


def _history(page: FormPage) -> Iterator[Line]:
    if not page.history:
        elsewhere = page.plan.published
        said = (
            _("Version {version} is published with the program or in the records, not beside this file.").format(
                version=elsewhere.version
            )
            if elsewhere
            else _("No version is published.")
        )
        yield indented(literal(said), IN, literal(" –"))
    for each in page.history:
        day = full_day(day_in_norway(each.at))
        said = _("{version} {what} {day} by {who}").format(
            version=each.version, what=_(EVENTS[each.event]), day=day, who=each.by
        )
        yield indented(literal(said), IN, literal(" ·"))
        yield indented(literal(each.why, "$text-muted"), IN)


def _at_line(finding: Finding) -> Content:
    place = _("Line {line}:").format(line=finding.line)
    return literal(f"{place} ", "$text-muted").append(literal(finding.message))


def _more(count: int, depth: int = IN) -> Iterator[Line]:
    if count > MOST:
        yield indented(literal(_("… and {count} more").format(count=count - MOST), "$text-muted"), depth)
