"""The form that is named on the command line."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kartlegging_tui.definitions.files import SUFFIXES
from kartlegging_tui.definitions.findings import one_line
from kartlegging_tui.definitions.library import library
from kartlegging_tui.language import _


def form_file(named: str) -> Path | None:
    """The file of a form, named by its path or by a form's id. None, after a message, where there is none.

    A path ends in `.yaml`; anything else is an id, which never names a file outside the folders of forms.
    """
    path = Path(named)
    if path.suffix.lower() in SUFFIXES and os.path.lexists(path):
        return path
    known = library().questionnaire_files.get(named)
    if known is None:
        print(_("There is no form {form}.").format(form=one_line(named)), file=sys.stderr)
        if not path.suffix:
            there = ", ".join(map(one_line, sorted(library().questionnaire_files)))
            message = _("There are: {forms}.") if there else _("`kartlegging new` begins a form.")
            print(message.format(forms=there), file=sys.stderr)
    return known


def definition_file(named: str) -> Path | None:
    """The file of a form, a pathway or a list of services, named by its path or its id. None, after a message."""
    known, is_path = library(), Path(named).suffix.lower() in SUFFIXES
    file = None if is_path else known.pathway_files.get(named) or known.services_files.get(named)
    return file or form_file(named)
