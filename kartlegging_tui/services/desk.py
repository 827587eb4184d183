"""All that one user can do, opened together on one database."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from kartlegging_tui.definitions.library import Library
from kartlegging_tui.domain.chain import Head
from kartlegging_tui.domain.people import Role, User
from kartlegging_tui.records.database import Database
from kartlegging_tui.services import municipality_names
from kartlegging_tui.services.access import Access, Detail
from kartlegging_tui.services.boxes import Boxes, Shelf
from kartlegging_tui.services.care import grounds
from kartlegging_tui.services.clock import now, today
from kartlegging_tui.services.rights import ALONE, CARE, Right, allowed
from kartlegging_tui.services.saving import Saver

if TYPE_CHECKING:
    from kartlegging_tui.domain.accounts import Account
    from kartlegging_tui.services.access_log import AccessLog
    from kartlegging_tui.services.asking import Asking
    from kartlegging_tui.services.browse import Browse
    from kartlegging_tui.services.care import Care, Reviews
    from kartlegging_tui.services.compare import Compare
    from kartlegging_tui.services.conduct import Conduct
    from kartlegging_tui.services.contact_points import ContactPoints
    from kartlegging_tui.services.details import Details
    from kartlegging_tui.services.doors import Door
    from kartlegging_tui.services.erasing import Erasing
    from kartlegging_tui.services.follow_up import FollowUps
    from kartlegging_tui.services.form_use import FormUses
    from kartlegging_tui.services.inbox import Inbox
    from kartlegging_tui.services.planning import Planning
    from kartlegging_tui.services.publishing import Publishing
    from kartlegging_tui.services.register import Register
    from kartlegging_tui.services.registration_codes import RegistrationCodes
    from kartlegging_tui.services.report import Reports
    from kartlegging_tui.services.responsible import Responsibilities
    from kartlegging_tui.services.users import Users


class NotAllowed(Exception):
    """The user's role does not let them do this."""

    def __init__(self, role: Role) -> None:
        super().__init__(f"Not for the role {role.value}")
        self.role = role


class Desk:
    """What the screens are given. Whoever keeps the forms has a desk without patients.

    Source of that rule: Normen, guide to access control: access follows the need.
    """

    def __init__(self, database: Database, library: Library, user: User, demo: bool) -> None:
        self.database = database
        self.library = library
        self.user = user
        self.demo = demo
        municipality_names.use(library.municipality)
        self.changed: list[str] = []
        """Forms whose file says something else than what is published under its version; the published one counts."""
        self.account: Account | None = None
        """Who has logged in; None where nobody has to, as in the demo."""
        self.door: Door | None = None
        """How they came in."""
        self._access = Access(database, user, now, grounds(database, user, now))
        self.saver = Saver(database, now, self._access)
        self._shelf = Shelf(user, self.saver)

    @property
    def browse(self) -> Browse:
        """Looking at patients. Raises NotAllowed."""
        self._require_patients()
        return self._browse

    @cached_property
    def _browse(self) -> Browse:
        from kartlegging_tui.services.browse import Browse

        return Browse(self.database, self._access)

    @property
    def register(self) -> Register:
        """Registering patients. Raises NotAllowed."""
        from kartlegging_tui.services.register import Register

        self._require_patients()
        return Register(self.database, self.library, self._access, self.user, now)

    @property
    def conduct(self) -> Conduct:
        """Holding conversations. Raises NotAllowed."""
        self._require_patients()
        return self._conduct

    @cached_property
    def _conduct(self) -> Conduct:
        from kartlegging_tui.services.conduct import Conduct

        return Conduct(self.database, self.library, self.user, self.saver, now, self._access, self._shelf)

    @property
    def compare(self) -> Compare:
        """Contact points side by side. Raises NotAllowed."""
        from kartlegging_tui.services.compare import Compare

        self._require_patients()
        return Compare(self.database, self.saver, self.conduct.planned, self._access)

    @property
    def contact_points(self) -> ContactPoints:
        """What becomes of contact points. Raises NotAllowed."""
        from kartlegging_tui.services.contact_points import ContactPoints

        self._require_patients()
        return ContactPoints(self.database, self.user, now, self._access)

    @property
    def reports(self) -> Reports:
        """The yearly report; who may see what of it, it knows itself. What it reads is logged. Raises NotAllowed."""
        from kartlegging_tui.services.report import Reports

        self._require(Right.REPORT)
        self.saver.flush(5)
        return Reports(self.database, self.library, self.user, self._access)

    @property
    def form_use(self) -> FormUses:
        """Where forms are used, in counts, for those who keep or order them. Raises NotAllowed."""
        from kartlegging_tui.services.form_use import FormUses

        self._require(Right.FORM_USE)
        self.saver.flush(5)
        return FormUses(self.database, self.library, self.reading)

    @property
    def inbox(self) -> Inbox:
        """What has arrived from other places. Raises NotAllowed."""
        from kartlegging_tui.services.inbox import Inbox

        self._require_patients()
        return Inbox(self.database, self.library, self.user, now, self._access)

    @property
    def access_log(self) -> AccessLog:
        """Who has read what. Raises NotAllowed."""
        from kartlegging_tui.services.access_log import AccessLog

        self._require(Right.LOG)
        return AccessLog(self.database, self._access)

    @property
    def follow_ups(self) -> FollowUps:
        """What has to be done across patients. Raises NotAllowed."""
        self._require_patients()
        return self._follow_ups

    @cached_property
    def _follow_ups(self) -> FollowUps:
        from kartlegging_tui.services.follow_up import FollowUps

        return FollowUps(self.database, self.library.services, self.user, now, self._access)

    @property
    def asking(self) -> Asking:
        """Asking the records of everybody. Raises NotAllowed."""
        self._require_patients()
        return self._asking

    @cached_property
    def _asking(self) -> Asking:
        from kartlegging_tui.services.asking import Asking

        return Asking(self.database, self.library, self._access)

    @property
    def responsibilities(self) -> Responsibilities:
        """Who is responsible for following up. Raises NotAllowed."""
        from kartlegging_tui.services.responsible import Responsibilities

        self._require_patients()
        return Responsibilities(self.database, self.user, now, self._access)

    def reread_forms(self) -> None:
        """Looks again at which files of forms there are: for whoever keeps them, who alone changes them meanwhile."""
        self.library = self.library.reread()

    def staff(self) -> list[tuple[User, str]]:
        """All who see patients, with their unit, by name. Raises NotRead."""
        with self.database.read() as view:
            units = view.units()
            seen = sorted((user for user in view.staff() if user.role in CARE), key=lambda user: user.name)
        return [(user, units.get(user.id, "")) for user in seen]

    @property
    def care(self) -> Care:
        """Which units follow whom, and letting oneself in. Raises NotAllowed."""
        from kartlegging_tui.services.care import Care

        self._require_patients()
        return Care(self.database, self.user, now, self._access)

    @property
    def reviews(self) -> Reviews:
        """Looking at who has let themselves in. Raises NotAllowed."""
        from kartlegging_tui.services.care import Reviews

        self._require(Right.REVIEW)
        return Reviews(self.database, self.user, now, self._access)

    @property
    def details(self) -> Details:
        """What is known about patients beside their illness. Raises NotAllowed."""
        from kartlegging_tui.services.details import Details

        self._require_patients()
        return Details(self.database, self.user, now, self._access)

    @property
    def registration_codes(self) -> RegistrationCodes:
        """Codes for what becomes of contact points: all but auditors read them, whoever keeps the forms edits
        them. Raises NotAllowed."""
        from kartlegging_tui.services.registration_codes import RegistrationCodes

        self._require(Right.CODES)
        return RegistrationCodes(self.database, self.user, now, self._access)

    @property
    def users(self) -> Users:
        """Keeping who may log in. Raises NotAllowed."""
        from kartlegging_tui.services.users import Users

        self._require(Right.USERS)
        return Users(self.database, self._through, self.user, now)

    @property
    def erasing(self) -> Erasing:
        """Carrying out decisions on deletion. Raises NotAllowed."""
        from kartlegging_tui.services.erasing import Erasing

        self._require(Right.ERASE)
        self.saver.flush(5)
        return Erasing(self.database, self.user, now, self._access)

    def new_recovery_key(self) -> str:
        """Another recovery key, shown this once. Raises NotAllowed, NoKey where there is none, NotSaved."""
        self._require(Right.KEY)
        shown = self._through.new_recovery()
        self.reading("recovery_key")
        return shown

    def rotate_key(self) -> None:
        """Encrypts the database with another key. Raises NotAllowed, NoKey where there is none, NotSaved."""
        self._require(Right.KEY)
        self.saver.flush(5)
        self._through.rotate(self.database)
        self.reading("new_key")

    @property
    def _through(self) -> Door:
        if self.door is None:
            raise NotAllowed(self.user.role)
        return self.door

    def publishing(self, by: str | None = None) -> Publishing:
        """Publishing and retiring forms, in the name of the user or of who is named. Raises NotAllowed."""
        from kartlegging_tui.services.publishing import Publishing

        self._require(Right.FORMS)
        return Publishing(self.library, self.database, by or self.user.name, now)

    def reading(self, what: str, patient_id: int | None = None, **details: Detail) -> None:
        """Logs that this user reads something (`Access.reading`). Raises NotAllowed, NotSaved."""
        if patient_id is not None:
            self._require_patients(what, patient_id)
        self._access.reading(what, patient_id, **details)

    def seal(self, why: str) -> Head:
        """Seals every log that has grown, for `backup` or `export`; the head to keep elsewhere. Raises NotSaved.

        What is cut off any of them afterwards, `verify` finds out with that head.
        """
        self.saver.flush(5)
        with self.database.write() as unit:
            self._access.seal(unit, why=why)
            unit.commit()
        found = self.database.head()
        assert found is not None
        return found

    def planning(self, pathway_id: int) -> Planning:
        """The plan of a pathway, outside a conversation. Raises NotAllowed, NotFound, NotRead, NotSaved."""
        from kartlegging_tui.services.planning import open_planning

        self._require_patients()
        self.saver.flush(5)
        return open_planning(self.database, self.saver, self.user, pathway_id, now, self._access, self._shelf)

    def boxes(self, patient_ids: Iterable[int]) -> dict[int, Boxes]:
        """What the user is writing about patients, outside their conversations. Raises NotRead."""
        with self.database.read() as view:
            return {each: self._shelf.of(view, each) for each in patient_ids}

    def may(self, right: Right | None) -> bool:
        """Whether this user may do it."""
        owner = self.account is not None and self.account.owner
        return allowed(self.user.role, right, owner, alone=right in ALONE and self.alone)

    @property
    def alone(self) -> bool:
        """Nobody else uses the database. Raises NotRead."""
        return self._access.alone

    def denied(self, what: str, patient_id: int | None = None, **details: Detail) -> None:
        """Logs that this user was not let do something. Raises NotSaved."""
        self._access.denied(what, patient_id, **details)

    def _require(self, right: Right) -> None:
        if not self.may(right):
            self.denied(right.value)
            raise NotAllowed(self.user.role)

    def _require_patients(self, what: str = "patients", patient_id: int | None = None) -> None:
        if not self.may(Right.PATIENTS):
            self.denied(what, patient_id)
            raise NotAllowed(self.user.role)

    def lock(self) -> bool:
        """Writes what waits, closes the database and forgets its key. False, and still open, where it cannot be."""
        if not self.saver.flush(5):
            return False
        if self.door is not None:
            self.database.rest()
            self.door.forget()
        return True

    def unlock(self, password: str) -> None:
        """Opens it again, for the same user. Raises WrongPassword, Throttled, CannotLogIn, and what opening raises."""
        from kartlegging_tui.services.login import require_good

        if self.door is None or self.account is None:
            return
        self.door.reopen(self.database, self.account.user_name, password)
        with self.database.read() as view:
            account = view.accounts.of(self.user.id)
        try:
            require_good(account, today())
            if account.grant.role is not self.user.role:
                raise NotAllowed(account.grant.role)
        except BaseException:
            self.lock()
            raise

    def prove(self, password: str) -> None:
        """That it is still this user, where they have a password. Raises WrongPassword or Throttled."""
        if self.door is not None and self.account is not None:
            self.door.prove(self.database, self.account.user_name, password)

    def close(self) -> bool:
        """Writes what is waiting and closes the database. False if something could not be written."""
        saved = self.saver.close()
        self.database.close()
        return saved
