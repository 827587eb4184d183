"""The text for the record system: what was found, done and agreed, to paste where the patient's record is kept.

Source: helsepersonelloven § 40: what is relevant and necessary, easy for other qualified personnel to understand.
"""

from __future__ import annotations

from collections.abc import Iterator

from kartlegging_tui.domain.norway import day_in_norway
from kartlegging_tui.domain.plan import Consent
from kartlegging_tui.domain.signing import SigningKind
from kartlegging_tui.interchange.document import Block, Bullets, Document, Heading, Paragraph
from kartlegging_tui.language import N_, translate
from kartlegging_tui.services.day_words import day_words
from kartlegging_tui.services.plan_words import FOLLOW_UP, PRIORITIES, action_line, consent_line
from kartlegging_tui.services.refusing import COMPLAINT, HEADING, in_words
from kartlegging_tui.services.summary import FormSummary, Summary, UrgentLine

URGENT = N_("Urgent answers")
NEEDS = N_("Needs and actions")
BEFORE = N_("Actions agreed before")
SCORES = N_("Scores")
CONSENTS = N_("What the patient has agreed to being sent")


def record_text(summary: Summary, consents: tuple[Consent, ...], language: str) -> Document:
    """A conversation for the record, in the language of those who keep it. Says so where it is not signed."""
    return Document(
        language=language,
        title=f"{summary.contact_point_title}: {summary.patient.name}",
        blocks=tuple(_blocks(summary, consents, language)),
        page=translate(N_("Page {page} of {pages}"), language),
    )


def _blocks(summary: Summary, consents: tuple[Consent, ...], language: str) -> Iterator[Block]:
    yield Paragraph(_standing(summary, language))
    talk = summary.conversation
    held = translate(N_("Conversation {day}, held by {author}."), language)
    text = held.format(day=day_words(talk.held_on, language), author=talk.author)
    if talk.present:
        text += " " + translate(N_("Present: {who}"), language).format(who=talk.present) + "."
    yield Paragraph(text)
    urgent = [_urgent(line, language) for form in summary.forms for line in form.urgent]
    yield from _listed(URGENT, urgent, language)
    yield from _listed(BEFORE, [action_line(action, language) for action in summary.from_before], language)
    yield from _listed(NEEDS, list(_needs(summary, language)), language)
    yield from _listed(SCORES, list(_scores(summary)), language)
    yield from _listed(CONSENTS, [consent_line(consent, language) for consent in consents], language)
    yield from _listed(HEADING, [in_words(each, language) for each in summary.refused], language)
    if summary.refused:
        yield Paragraph(translate(COMPLAINT, language))
    for form in summary.forms:
        yield from _form(form)


def _standing(summary: Summary, language: str) -> str:
    signed = [each for each in summary.signings if each.kind is SigningKind.SIGNED]
    if not signed or summary.state.is_open:
        return translate(N_("Draft, not signed."), language)
    last = signed[-1]
    text = translate(N_("Signed by {author} {day}, version {version}."), language)
    day = day_words(day_in_norway(last.at), language)
    text = text.format(author=last.author, day=day, version=last.version)
    if last.reason:
        text += " " + translate(N_("Corrected: {reason}"), language).format(reason=last.reason)
    return text


def _listed(heading: str, lines: list[str], language: str) -> Iterator[Block]:
    if lines:
        yield Heading(translate(heading, language))
        yield Bullets(tuple(lines))


def _urgent(line: UrgentLine, language: str) -> str:
    if line.handled is None:
        return f"{line.text}. " + translate(N_("It is not recorded what was done."), language)
    done = translate(N_("Done: {done} ({by})"), language).format(done=line.handled.done, by=line.handled.by)
    return f"{line.text}. {done}"


def _needs(summary: Summary, language: str) -> Iterator[str]:
    for item in summary.needs:
        need = item.need
        parts = [translate(PRIORITIES[need.priority], language)]
        parts += [translate(FOLLOW_UP[need.follow_up], language)] if need.follow_up else []
        text = f"{need.title} ({', '.join(parts)})."
        if need.goal:
            text += " " + translate(N_("Goal: {goal}"), language).format(goal=need.goal) + "."
        if need.reason:
            text += " " + translate(N_("Reason: {reason}"), language).format(reason=need.reason) + "."
        yield "\n".join([text, *(f"→ {action_line(action, language)}" for _path, action in item.actions)])


def _scores(summary: Summary) -> Iterator[str]:
    for form in summary.forms:
        for score in form.scores:
            band = f" – {score.band}" if score.band else ""
            yield f"{score.title}: {score.text or '–'}{band}"


def _form(form: FormSummary) -> Iterator[Block]:
    yield Heading(f"{form.title} ({form.version})")
    for title, answers in form.sections:
        yield Heading(title, level=3)
        lines = [f"{line.question} {line.answer}" + (f" [{line.note}]" if line.note else "") for line in answers]
        yield Bullets(tuple(line.strip() for line in lines))
