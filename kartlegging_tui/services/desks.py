"""Opening a desk: where databases lie, and who sits down at which one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import platformdirs

from kartlegging_tui.definitions.library import Library, library
from kartlegging_tui.domain.people import Role, User
from kartlegging_tui.domain.questionnaire import Status
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import PublishedDiffers
from kartlegging_tui.services.clock import now, today
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.indexing import bring_up_to_date

Progress = Callable[[int, int], None]
"""Told how many are done, of how many, while something takes long."""


def data_folder() -> Path:
    """Where databases lie on this platform."""
    return Path(platformdirs.user_data_dir("kartlegging", appauthor=False))


def demo_file(patients: int = 60, seed: int = 1) -> Path:
    """Where a demo database lies."""
    return data_folder() / f"demo-{patients}-{seed}.sqlite3"


def usual_file() -> Path:
    """Where the records lie if nothing else is said."""
    return data_folder() / "kartlegging.sqlite3"


def open_demo(
    patients: int = 60,
    seed: int = 1,
    role: Role = Role.NURSE,
    path: str | Path | None = None,
    progress: Progress | None = None,
) -> Desk:
    """The desk of a demo user, on a database of synthetic patients; built if absent. Raises RecordsError."""
    from kartlegging_tui.services.demo import STAFF, build

    where = path or demo_file(patients, seed)
    forms = library()
    database = Database.open(where)
    with database.read() as view:
        built = view.setting("demo") is not None
    changed = publish_active(database, forms)
    if not built:
        build(database, forms, patients=patients, seed=seed, today=today(), progress=progress)
    bring_up_to_date(database, progress, leave_unreadable=True)
    with database.read() as view:
        user = next((user for user in view.staff() if user.role is role), None)
    if user is None:  # a demo from before there was an auditor gets one
        with database.write() as unit:
            user = unit.add_staff(*next((name, of, place) for name, of, place in STAFF if of is role))
            unit.commit()
    desk = Desk(database, forms, user, demo=True)
    desk.changed = changed
    return desk


def open_database(where: str | Path | None = None, user_name: str = "", progress: Progress | None = None) -> Desk:
    """The desk of whoever is logged in on this machine, on a database that asks nobody to log in: a demo's file.

    Raises RecordsError. `login.log_in` opens all others.
    """
    database = Database.open(where or usual_file())
    name = user_name or "Bruker"
    with database.read() as view:
        user = next((user for user in view.staff() if user.name == name), None)
    if user is None:
        with database.write() as unit:
            user = unit.add_staff(name, Role.NURSE)
            unit.commit()
    return desk_of(database, user, demo=False, progress=progress)


def desk_of(database: Database, user: User, demo: bool, progress: Progress | None = None) -> Desk:
    """Somebody's desk, with the forms that there are published. Raises RecordsError."""
    forms = library()
    changed = publish_active(database, forms)
    bring_up_to_date(database, progress, leave_unreadable=True)
    desk = Desk(database, forms, user, demo)
    desk.changed = changed
    return desk


def publish_active(database: Database, forms: Library) -> list[str]:
    """Keeps every active form in the records; returns those that say something else than what is published.

    A file that has not changed since it was kept is not parsed again.
    """
    differing = []
    with database.read() as view:
        known = {form: view.setting(f"source:{form}") for form in forms.questionnaire_files}
    digests = {form: hashlib.sha256(file.read_bytes()).hexdigest() for form, file in forms.questionnaire_files.items()}
    changed = [form for form, digest in digests.items() if known[form] != digest]
    if not changed or database.read_only:
        return []
    from kartlegging_tui.definitions.published import Published
    from kartlegging_tui.services import retired
    from kartlegging_tui.services.as_published import as_published, keep_between

    with database.write() as unit:
        for form in changed:
            try:
                file = forms.questionnaire_files[form]
                questionnaire, text = forms.questionnaire(form), file.read_text("utf-8")
                altered = as_published(questionnaire, file, unit.latest_version(form))
                if altered is not None:  # also in a new database, what was published is what is offered
                    differing.append(form)
                    questionnaire, text = altered
                if questionnaire.status is Status.ACTIVE:
                    keep_between(unit, Published.beside(file), questionnaire, now())
                    unit.publish(questionnaire, text, now())
                if questionnaire.status is not Status.DRAFT:  # a draft of the next version says nothing of this one
                    retired.note(unit, form, questionnaire.status is Status.RETIRED)
            except KeyError:
                continue  # a file with errors is not offered; `kartlegging check` says why
            except PublishedDiffers:
                differing.append(form)
                continue
            if altered is not None:
                continue  # told at every start, until it is put right
            unit.set(f"source:{form}", digests[form])
        unit.commit()
    return differing
