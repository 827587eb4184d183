"""The words for what may be sent on: grounds, who said so, what was sent; and what the law says, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from textual.content import Content

from kartlegging_tui.domain.norway import day_in_norway
from kartlegging_tui.domain.plan import Ground, Manner
from kartlegging_tui.language import N_, _
from kartlegging_tui.tui.days import near_day
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.paper import Block, Line, indented

if TYPE_CHECKING:
    from kartlegging_tui.services.consents import ConsentView, SentView

IN = 3
"""Columns that what is said about a recipient stands in."""

GROUNDS = {
    Ground.CONSENT: N_("consents"),
    Ground.NO_OBJECTION: N_("is told, and does not object"),
}
MANNERS = {Manner.SPOKEN: N_("spoken"), Manner.WRITTEN: N_("in writing")}

# Helsepersonelloven § 22 (consent sets confidentiality aside), § 25 (cooperating personnel, unless the patient objects;
# its third paragraph) and § 45 (records given to those who give health care, unless the patient objects). That the
# exception does not reach school, PPT and child protection: commentary on §§ 10 a and 25. Not verified against the
# wording of the act in force; that NAV and an employer need consent follows from their not giving health care. That a
# coordinator needs it in writing is one municipality's practice (Arendal), and therefore not a rule here.
EXPLAINED = N_(
    "You are bound by confidentiality. What came out of the conversation may be sent on for one of two reasons:\n"
    "\n"
    "The patient consents (helsepersonelloven § 22). Needed for everybody outside the health service: school, "
    "kindergarten, NAV, employer, child protection, relatives. The patient must know what is sent, to whom and why.\n"
    "\n"
    "The patient is told, and does not object (§§ 25 and 45). Enough between health personnel who need it to give "
    "good care: GP, home nursing, hospital, cancer coordinator. Tell the patient what you will send, and to whom.\n"
    "\n"
    "The patient may agree to a part, change their mind, or say no, and needs give no reason. What is withdrawn is "
    "not sent any more; what has been sent stays sent. The duty to report to child protection is another matter, and "
    "stands without consent.\n"
    "\n"
    "Nothing is handed over by this program to a recipient who is not on the list, or has withdrawn."
)


def blocks(views: list[ConsentView], today: date) -> Iterator[Block]:
    """A block for each recipient, those who may be sent something first."""
    if not views:
        yield Block((Line(literal(_("Nobody may be sent anything yet."), "$text-muted")),))
    for view in views:
        yield Block(tuple(_recipient(view, today)), view.path)
        yield Block((Line(),))


def _recipient(view: ConsentView, today: date) -> Iterator[Line]:
    consent = view.consent
    glyph = literal(" ●", "$success") if consent.holds else literal(" –", "$text-muted")
    yield indented(literal(consent.recipient, "bold" if consent.holds else "$text-muted"), IN, glyph)
    said = _("{who} {ground}, {manner}, {day}").format(
        who=_(consent.said_by),
        ground=_(GROUNDS[consent.ground]),
        manner=_(MANNERS[consent.manner]),
        day=near_day(consent.given_on, today),
    )
    yield indented(literal(said[:1].upper() + said[1:]), IN)
    if consent.limits:
        yield indented(literal(_("But: {limits}").format(limits=consent.limits), "bold"), IN)
    if consent.withdrawn_on is not None:
        text = _("Withdrawn {day}: nothing more is sent").format(day=near_day(consent.withdrawn_on, today))
        yield indented(_by(text, view.withdrawn.author if view.withdrawn else ""), IN)
    elif view.noted is not None:
        yield indented(literal(_("Noted by {author}").format(author=view.noted.author), "$text-muted"), IN)
    for sent in view.sent:
        yield indented(_sent(sent, today), IN)
    if consent.holds and not view.sent:
        yield indented(literal(_("Nothing is sent yet"), "$text-muted"), IN)


def _by(text: str, author: str) -> Content:
    return literal(f"{text} ({author})" if author else text, "$warning")


def _sent(sent: SentView, today: date) -> Content:
    day = near_day(day_in_norway(sent.event.at), today)
    return literal(_("Sent {day}: {what} ({who})").format(day=day, what=sent.handover.what, who=sent.event.author))
