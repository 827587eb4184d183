"""What the patient takes home: what was talked about, what was agreed, and whom to call – in plain words.

In the patient's language. Nothing that a form marks as confidential is in it, nor what follows from that.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kartlegging_tui.domain.confidential import confidential_names, confidential_needs
from kartlegging_tui.domain.people import Respondent
from kartlegging_tui.domain.plan import Action, ActionStatus, FollowUp
from kartlegging_tui.domain.questions import TextQuestion
from kartlegging_tui.domain.texts import LANGUAGES
from kartlegging_tui.interchange.document import Block, Box, Bullets, Document, Heading, Paragraph, Table
from kartlegging_tui.language import N_, translate
from kartlegging_tui.services.day_words import day_words
from kartlegging_tui.services.need_items import NeedItem, need_items
from kartlegging_tui.services.talk import Talk

BY = {
    Respondent.PATIENT: N_("You talked with {author} on {day}."),
    Respondent.RELATIVE: N_("{author} talked with someone close to you on {day}."),
    Respondent.TOGETHER: N_("You and those with you talked with {author} on {day}."),
}


def patient_summary(talk: Talk, next_opens: date | None = None, language: str | None = None) -> Document:
    """The patient's copy of a conversation. `next_opens` is when the next contact point should be, if there is one."""
    return _Summary(talk, language or _language(talk)).document(next_opens)


def _language(talk: Talk) -> str:
    """The patient's, where the program speaks it, else bokmål."""
    return talk.patient.language if talk.patient.language in LANGUAGES else "nb"


class _Summary:
    def __init__(self, talk: Talk, language: str) -> None:
        self._talk = talk
        self._language = language
        self._kept_back = {
            (form, need) for form, filling in talk.fillings.items() for need in confidential_needs(filling.form)
        }

    def document(self, next_opens: date | None) -> Document:
        talk, said = self._talk, self._say
        held = day_words(talk.conversation.held_on, self._language)
        who = said(BY[talk.conversation.respondent]).format(author=talk.conversation.author, day=held)
        return Document(
            language=self._language,
            title=said(N_("Our conversation")),
            blocks=(
                Paragraph(f"{talk.patient.name}. {who}"),
                *self._needs(),
                *self._agreed(),
                *self._from_before(),
                *self._contact(next_opens),
                *self._own_words(),
            ),
            footer=said(N_("{name} – conversation {day}")).format(name=talk.patient.name, day=held),
            page=said(N_("Page {page} of {pages}")),
        )

    def _say(self, message: str) -> str:
        return translate(message, self._language)

    def _own_words(self) -> Iterator[Block]:
        """What the patient said in their own words."""
        lines = []
        for filling in self._talk.offered():
            kept_back = confidential_names(filling.form)
            for path in filling.sheet.visible():
                item, answer = filling.form.item(path), filling.sheet.answer(path)
                if not isinstance(item, TextQuestion) or item.lines == 1 or "/" in path or path in kept_back:
                    continue  # one line is for a name or a detail; what the patient tells has room for more
                if answer.value:
                    question = item.text.to(self._language) if item.text else ""
                    lines.append(f"{question} – {answer.value}")
        if lines:
            yield Heading(self._say(N_("What you told")))
            yield Bullets(tuple(lines))

    def _shown(self) -> list[NeedItem]:
        """The needs that are the patient's to read: not those kept back, and not those that the patient wants left."""
        return [
            item
            for item in need_items(self._talk, self._language)
            if item.counts
            and (item.ref.form, item.ref.rule.partition("/")[0]) not in self._kept_back
            and item.need.follow_up is not FollowUp.NO
        ]

    def _needs(self) -> Iterator[Block]:
        lines = []
        for item in self._shown():
            goal = self._say(N_("Your goal: {goal}")).format(goal=item.need.goal) if item.need.goal else ""
            lines.append(f"{item.need.title}. {goal}".strip() if goal else item.need.title)
        if lines:
            yield Heading(self._say(N_("What matters most to you now")))
            yield Bullets(tuple(lines))

    def _agreed(self) -> Iterator[Block]:
        actions = [action for item in self._shown() for _path, action in item.actions]
        still = [action for action in actions if action.status is ActionStatus.OPEN]
        yield Heading(self._say(N_("What we agreed")))
        if still:
            yield self._table(still)
        else:
            yield Paragraph(self._say(N_("We agreed on nothing more to be done now. You can always get in touch.")))

    def _from_before(self) -> Iterator[Block]:
        plan, number = self._talk.planning.plan, self._talk.contact_point.number
        still = [action for _path, action in plan.open_before(number) if not self._is_kept_back(action)]
        if still:
            yield Heading(self._say(N_("Still to be done from before")))
            yield self._table(still)

    def _is_kept_back(self, action: Action) -> bool:
        _need, _number, form, rule = action.need.split("/", 3)
        return (form, rule.partition("/")[0]) in self._kept_back

    def _table(self, actions: list[Action]) -> Table:
        return Table(
            header=tuple(self._say(word) for word in (N_("What"), N_("Who"), N_("By when"))),
            rows=tuple(
                (action.text, action.who, day_words(action.by, self._language) if action.by else "–")
                for action in actions
            ),
        )

    def _contact(self, next_opens: date | None) -> Iterator[Block]:
        contact = self._talk.patient.contact_person or self._talk.conversation.author
        lines = [self._say(N_("Your contact person: {name}")).format(name=contact)]
        if next_opens is not None:
            day = day_words(next_opens, self._language)
            lines.append(self._say(N_("You will be offered a new conversation from {day}.")).format(day=day))
        lines.append(self._say(N_("It is voluntary, and you decide what you want to tell.")))
        lines.append(self._say(N_("In an emergency call 113. For urgent medical help call 116 117.")))
        yield Box(self._say(N_("If you need to talk to someone")), tuple(lines))
