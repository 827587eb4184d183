"""Where a command puts what may be about a patient: on the screen, or in a file that only its owner can read."""

from __future__ import annotations

import sys
from pathlib import Path

from kartlegging_tui.language import _


def put(content: bytes, output: Path | None) -> int:
    """Writes it; the exit code is 2 where the file is there already or cannot be written."""
    if output is None:
        print(content.decode("utf-8-sig"), end="")
        return 0
    from kartlegging_tui.interchange.private_file import write_private

    try:
        write_private(output, content)
    except FileExistsError:
        print(_("{file} exists already.").format(file=output), file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{output}: {error.strerror}", file=sys.stderr)
        return 2
    return 0
