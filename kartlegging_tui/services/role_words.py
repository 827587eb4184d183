"""What the roles are called."""

from __future__ import annotations

from kartlegging_tui.domain.people import Role
from kartlegging_tui.language import N_

ROLES = {
    Role.NURSE: N_("nurse"),
    Role.COORDINATOR: N_("coordinator"),
    Role.ADMIN: N_("administrator"),
    Role.AUDITOR: N_("auditor"),
}
"""Messages, to be translated where they are shown."""
