"""What the check says is tested as it stands in the code, in English."""

from __future__ import annotations

import pytest

from kartlegging_tui import language


@pytest.fixture(autouse=True)
def bokmaal() -> None:
    """Instead of bokmål, which the other tests are spoken to in."""
    language.use("en")
