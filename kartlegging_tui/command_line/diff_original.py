"""`kartlegging diff --original`: what has changed in a variant's original, and what is different in the variant."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from kartlegging_tui.language import _

if TYPE_CHECKING:
    from kartlegging_tui.services.comparing import Compared
    from kartlegging_tui.services.variant_sides import VariantSides

Lines = Callable[["Compared"], Iterator[str]]


def against_original(named: str, as_json: bool, form_lines: Lines) -> int:
    """0; 2, after a message, where it is no variant or its original is not kept."""
    from kartlegging_tui.definitions.findings import one_line
    from kartlegging_tui.definitions.library import library
    from kartlegging_tui.services.comparing import compared
    from kartlegging_tui.services.variant_sides import variant_sides
    from kartlegging_tui.services.versions import NotThere

    try:
        sides = variant_sides(named, library())
    except NotThere as error:
        print(one_line(str(error)), file=sys.stderr)
        return 2
    original = compared(sides.then, sides.now) if sides.now is not None else []
    variant = compared(sides.then, sides.here)
    if as_json:
        report = {"original": [each.as_dict() for each in original], "variant": [each.as_dict() for each in variant]}
        print(json.dumps(report, ensure_ascii=False, indent=2))
        return 0
    for line in _lines(sides, original, variant, form_lines):
        print(one_line(line))
    return 0


def _lines(sides: VariantSides, original: list[Compared], variant: list[Compared], form_lines: Lines) -> Iterator[str]:
    if sides.now is None:
        yield _("The original {form} is not there any more.").format(form=sides.then.name)
    elif original:
        yield _("Changed in the original since it was copied:")
        yield from (line for each in original for line in form_lines(each))
        yield ""
        version = next(iter(sides.now.forms.values())).version
        message = _("Once you have taken over what you want of it, write {version} as `version` under `derived_from`.")
        yield message.format(version=f'`"{version}"`')
    else:
        yield _("Nothing has changed in the original since it was copied.")
    yield ""
    if variant:
        yield _("Different in {variant}:").format(variant=sides.name)
        yield from islice(form_lines(variant[0]), 1, None)  # without the versions, which are the original's
    else:
        yield _("{variant} says the same as its original.").format(variant=sides.name)
