"""Conducting a conversation: starting it, filling its forms, ending it, reading it again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from kartlegging_tui.definitions.library import Library
from kartlegging_tui.domain.pathway import PlannedContactPoint
from kartlegging_tui.domain.people import Conversation, ConversationDetails, Pathway, User
from kartlegging_tui.records.database import Database
from kartlegging_tui.services.access import Seals
from kartlegging_tui.services.boxes import Shelf
from kartlegging_tui.services.export import Exporting
from kartlegging_tui.services.handouts import Handouts
from kartlegging_tui.services.news import News, news
from kartlegging_tui.services.opening import Opening, ReadForm
from kartlegging_tui.services.refusing import Refusing
from kartlegging_tui.services.saving import Saver
from kartlegging_tui.services.signing import Signatures
from kartlegging_tui.services.summary import Summary, summarise
from kartlegging_tui.services.talk import Talk


class NothingOffered(Exception):
    """A conversation has nothing to fill in: the pathway's file is gone, or no longer has its contact point."""

    def __init__(self, pathway: str, number: int) -> None:
        super().__init__(f"Pathway {pathway} offers nothing at contact point {number}")
        self.pathway = pathway
        self.number = number


class Conduct:
    """What a nurse does with a conversation."""

    def __init__(
        self,
        database: Database,
        library: Library,
        user: User,
        saver: Saver,
        now: Callable[[], datetime],
        access: Seals,
        shelf: Shelf | None = None,
    ) -> None:
        self._database = database
        self._library = library
        self._user = user
        self._now = now
        self._access = access
        self.saver = saver
        self._opening = Opening(saver, user, self.planned, now, access, shelf or Shelf(user, saver))

    def planned(self, pathway: Pathway, number: int) -> PlannedContactPoint:
        """A contact point as the pathway plans it. Raises KeyError where the plan has no such number."""
        return self._library.pathway(pathway.definition).contact_point(number)

    def start(self, contact_point_id: int, details: ConversationDetails) -> Conversation:
        """Starts the conversation of a contact point, or gives the one that was started before. Raises NotSaved."""
        known = self.conversation(contact_point_id)
        if known is not None:
            return known
        with self._access.writing(self._database, contact_point=contact_point_id) as unit:
            conversation = unit.start_conversation(contact_point_id, self._user.id, details, self._now())
            unit.commit()
        return conversation

    def conversation(self, contact_point_id: int) -> Conversation | None:
        """The conversation of a contact point, if there is one. Raises NotFound, NotRead, NotSaved."""
        with self._database.read() as view:
            found = view.conversation(contact_point_id)
            patient_id = view.pathway(view.contact_point(contact_point_id).pathway_id).patient_id
        if found is not None:
            self._access.reading("conversation", patient_id, conversation=found.id)
        return found

    def news(self, talk: Talk) -> News:
        """What others have done in an open conversation. Raises NotRead."""
        with self._database.read() as view:
            return news(view, talk)

    @property
    def handouts(self) -> Handouts:
        """The papers that come out of conversations."""
        return Handouts(self._database, self._opening, self._access)

    @property
    def exporting(self) -> Exporting:
        """Handing out what the records hold."""
        return Exporting(self._database, self._opening, self._user, self._access)

    @property
    def signatures(self) -> Signatures:
        """Signing and correcting."""
        return Signatures(self._database, self._opening, self._user, self._now, self._access)

    @property
    def refusing(self) -> Refusing:
        """Keeping that a request was refused."""
        return Refusing(self._database, self._user, self._now, self._access)

    def open(self, conversation_id: int) -> Talk:
        """The conversation with all its forms, for filling. Raises NothingOffered, NotFound, NotRead, NotSaved."""
        self.saver.flush(5)
        with self._database.read() as view:
            talk = self._opening.open(view, conversation_id)
        if not talk.fillings:
            raise NothingOffered(talk.pathway.definition, talk.contact_point.number)
        self._access.reading("conversation", talk.patient.id, conversation=conversation_id)
        return talk

    def read_form(self, conversation_id: int, form: str, version: int | None = None) -> ReadForm:
        """One form of a conversation, as it was asked and answered. Raises NotFound, NotRead, NotSaved."""
        self.saver.flush(5)
        with self._database.read() as view:
            found = self._opening.read(view, conversation_id, form, version)
        self._access.reading("form", found.patient.id, conversation=conversation_id, form=form, version=version)
        return found

    def finish(self, conversation_id: int) -> Conversation:
        """The conversation is over, and its contact point held; one that was signed is over. Raises NotSaved."""
        with self._access.writing(self._database, conversation=conversation_id) as unit:
            if unit.signings(conversation_id):
                return unit.conversation_with(conversation_id)
            conversation = unit.end_conversation(conversation_id, self._now())
            point = unit.contact_point(conversation.contact_point_id)
            self._access.seal(unit, unit.pathway(point.pathway_id).patient_id, conversation_id)
            unit.commit()
        return conversation

    def reopen(self, conversation_id: int) -> Conversation:
        """The conversation goes on. Raises NotSaved."""
        with self._access.writing(self._database, conversation=conversation_id) as unit:
            conversation = unit.reopen_conversation(conversation_id)
            unit.commit()
        return conversation

    def summary(self, conversation_id: int, version: int | None = None) -> Summary:
        """What came out of a conversation; as it was signed in a version, where one is given."""
        self.saver.flush(5)
        with self._database.read() as view:
            talk = self._opening.open(view, conversation_id, version)
        self._access.reading("summary", talk.patient.id, conversation=conversation_id, version=version)
        return summarise(talk)
