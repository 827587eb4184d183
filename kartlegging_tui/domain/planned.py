"""What the events of a pathway are about, told by the beginning of their paths."""

from __future__ import annotations

from pydantic import BaseModel

from kartlegging_tui.domain.contact_points import StatusChange
from kartlegging_tui.domain.plan import Action, Consent, Handled, Handover, Need, NeedRef, Order
from kartlegging_tui.domain.responsible import RESPONSIBLE, Responsible

PLANNED: dict[str, type[BaseModel]] = {
    "need": Need,
    "action": Action,
    "urgent": Handled,
    "order": Order,
    "consent": Consent,
    "handover": Handover,
    "status": StatusChange,
    RESPONSIBLE: Responsible,
}
"""By the beginning of its path, what the content of a pathway's event is."""


def is_path(kind: str, path: str) -> bool:
    """True if a path of this kind can be taken apart."""
    parts = path.split("/", 3)
    try:
        match kind:
            case "need":
                NeedRef.of(path)
            case "urgent":
                return len(parts) == 4 and parts[1].isdigit()
            case "order" | "status" | "action" | "consent" | "handover":
                return len(parts) == 2 and parts[1].isdigit()
            case _:
                return len(parts) == 1
    except ValueError:
        return False
    return True
