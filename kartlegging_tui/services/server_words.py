"""Why a database on a server cannot be opened, said to whoever opens it."""

from __future__ import annotations

from kartlegging_tui.language import _
from kartlegging_tui.records.errors import (
    KeptByServer,
    NoOrganisation,
    NoServerDriver,
    OlderSchema,
    RoleSeesAll,
    ServerSilent,
)


def in_words(error: BaseException) -> str | None:
    """What happened, and what to do; None for what is about something else."""
    match error:
        case OlderSchema():
            return _("The database is older than this program. Ask whoever runs it to run “kartlegging migrate”.")
        case NoOrganisation():
            told = _("The role {role} belongs to no municipality in this database. Ask whoever runs it.")
            return told.format(role=error.role)
        case RoleSeesAll():
            told = _("The role {role} runs the database, and would see every municipality. Use the role of yours.")
            return told.format(role=error.role)
        case NoServerDriver():
            told = _("What speaks with PostgreSQL is not installed: {package}.")
            return told.format(package="pip install 'kartlegging-tui[postgresql]'")
        case KeptByServer():
            return _("A server is backed up and looked after by whoever runs it, with its own means.")
        case ServerSilent():
            return _("The database server does not answer, or does not let you in.")
    return None
