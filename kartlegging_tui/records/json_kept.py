"""Reading JSON that stands in the records and that somebody may have changed."""

from __future__ import annotations

import json
from typing import Any


def object_in(text: str) -> dict[str, Any]:
    """An object of JSON, empty where somebody has written something else: a check must not stumble over it."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
