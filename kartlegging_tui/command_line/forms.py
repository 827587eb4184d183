"""The form that is named on the command line."""

from __future__ import annotations

import sys
from pathlib import Path

from kartlegging_tui.definitions.findings import one_line
from kartlegging_tui.definitions.library import library
from kartlegging_tui.language import _


def form_file(named: str) -> Path | None:
    """The file of a form, named by its path or by a shipped form's id. None, after a message, where there is none."""
    path = Path(named)
    if path.is_file():
        return path
    known = library().questionnaire_files.get(named)
    if known is None:
        print(_("There is no form {form}.").format(form=one_line(named)), file=sys.stderr)
    return known


def definition_file(named: str) -> Path | None:
    """The file of a form, a pathway or a list of services, named by its path or its id. None, after a message."""
    known = library()
    file = known.pathway_files.get(named) or known.services_files.get(named)
    return file if file is not None and not Path(named).is_file() else form_file(named)
