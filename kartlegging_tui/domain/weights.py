"""How much a changed field weighs for the answers that are stored: one line a field, for every field there is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from kartlegging_tui.domain.changes import Thing, Weight
from kartlegging_tui.domain.questions import Computed, Decimal, Ends, Info, Integer, Option, Scale
from kartlegging_tui.domain.renaming import Renames
from kartlegging_tui.domain.texts import Text

_POINTS = re.compile(r"[.,:;!?…\"'«»“”‘’„]+(?=\s|$)|(?<!\S)[\"'«»“”‘’„]+")
"""Punctuation at the ends of words; not the comma of 1,5."""
BREAKING, CAREFUL, HARMLESS = Weight.BREAKING, Weight.CAREFUL, Weight.HARMLESS
Rule = Callable[[Any, Any], Weight]
"""The weight of a change from one value to another."""


def always(weight: Weight) -> Rule:
    """Whatever the values are."""
    return lambda before, after: weight


def careful_if(wanted: bool) -> Rule:
    """Where a flag is set (or taken away); the other way round it is harmless."""
    return lambda before, after: CAREFUL if bool(after) is wanted else HARMLESS


def base_words(text: Text | None) -> str:
    """The words of a text in its first language, without what does not change what they say."""
    if text is None:
        return ""
    plain = text.to("nb").casefold().replace("–", "-").replace("—", "-")
    return " ".join(_POINTS.sub(" ", plain).split())


def wording(before: Text | None, after: Text | None) -> Weight:
    """Other words in the form's first language may mean something else; a translation, a comma or a capital do not."""
    return HARMLESS if base_words(before) == base_words(after) else CAREFUL


def lowered(before: float | None, after: float | None) -> Weight:
    """A limit that answers may now exceed."""
    return CAREFUL if after is not None and (before is None or after < before) else HARMLESS


def there_or_not(before: object, after: object) -> Weight:
    """Something that is there, or not, as a whole."""
    return CAREFUL if (before is None) != (after is None) else HARMLESS


def ends(before: Ends, after: Ends) -> Weight:
    """The words at the ends of a scale; changed about, they turn every answer round."""
    then, now = (tuple(base_words(text) for text in (each.low, each.high)) for each in (before, after))
    if then != now and then == now[::-1]:
        return BREAKING
    return HARMLESS if then == now else CAREFUL


_ID = always(HARMLESS)
"""What has the same id is the same thing; another id is told as renamed, or as removed and added."""
_QUESTION: Mapping[str, Rule] = {
    "id": _ID,
    "formerly": always(HARMLESS),  # each published version tells of its own step
    "type": always(BREAKING),
    "text": wording,
    "hint": always(HARMLESS),
    "visible_if": always(CAREFUL),
    "theme": always(HARMLESS),
    "confidential": always(CAREFUL),
    "codes": always(HARMLESS),
    "required": careful_if(True),
    "urgent": always(CAREFUL),
    "score_if_hidden": always(BREAKING),
    "worse": always(CAREFUL),
    "real_change": always(CAREFUL),
    "options": always(HARMLESS),
    "at_most": lowered,
    "min": always(CAREFUL),
    "max": always(CAREFUL),
    "ends": ends,
    "descending": always(HARMLESS),
    "decimals": always(HARMLESS),
    "unit": always(BREAKING),
    "unit_text": wording,
    "lines": always(HARMLESS),
    "max_length": lowered,
    "partial": careful_if(False),
    "future": careful_if(False),
    "value": always(BREAKING),
    "row": always(HARMLESS),
    "row_title": wording,
    "children": always(CAREFUL),
    "min_rows": always(CAREFUL),
    "max_rows": lowered,
}
_OPTION: Mapping[str, Rule] = {
    "value": _ID,
    "text": wording,
    "score": always(BREAKING),
    "key": always(HARMLESS),
    "exclusive": always(CAREFUL),
    "other": always(CAREFUL),
    "formerly": always(HARMLESS),
    "codes": always(HARMLESS),
}
RULES: Mapping[Thing, Mapping[str, Rule]] = {
    Thing.FORM: {
        "id": always(BREAKING),
        "version": always(HARMLESS),
        "status": always(HARMLESS),
        "area": always(HARMLESS),
        "title": wording,
        "description": always(HARMLESS),
        "source": always(HARMLESS),
        "licence": always(HARMLESS),
        "wording": always(HARMLESS),
        "derived_from": always(HARMLESS),
        "acknowledgement": always(HARMLESS),
        "slot": there_or_not,
    },
    Thing.SECTION: {
        "id": _ID,
        "title": wording,
        "hint": always(HARMLESS),
        "visible_if": always(CAREFUL),
        "theme": always(HARMLESS),
        "confidential": always(CAREFUL),
    },
    Thing.QUESTION: _QUESTION,
    Thing.COLUMN: _QUESTION,
    Thing.OPTION: _OPTION,
    Thing.LISTED: _OPTION,
    Thing.SCORE: {
        "id": _ID,
        "formerly": always(HARMLESS),
        "title": wording,
        "value": always(BREAKING),
        "missing": always(CAREFUL),
        "decimals": always(CAREFUL),
        "worse": always(CAREFUL),
        "real_change": always(CAREFUL),
        "confidential": always(CAREFUL),
        "source": always(HARMLESS),
        "codes": always(HARMLESS),
    },
    Thing.BAND: {
        "from": always(CAREFUL),
        "to": always(CAREFUL),
        "text": wording,
        "flag": always(CAREFUL),
    },
    Thing.NEED: {
        "id": _ID,
        "formerly": always(HARMLESS),
        "when": always(CAREFUL),
        "each": always(BREAKING),
        "lasting": always(CAREFUL),
        "title": wording,
        "priority": always(CAREFUL),
        "suggest": always(HARMLESS),
        "theme": always(HARMLESS),
    },
}
"""By thing and key. What a thing is made of (sections, questions, options, scores, bands, needs) is weighed itself."""
ADDED: Mapping[Thing, Weight] = {
    **dict.fromkeys((Thing.SECTION, Thing.LIST, Thing.SCORE), HARMLESS),
    **dict.fromkeys((Thing.QUESTION, Thing.COLUMN, Thing.OPTION, Thing.LISTED, Thing.BAND, Thing.NEED), CAREFUL),
}
REMOVED: Mapping[Thing, Weight] = {
    **dict.fromkeys((Thing.SECTION, Thing.LIST), HARMLESS),
    Thing.BAND: CAREFUL,
    **dict.fromkeys((Thing.QUESTION, Thing.COLUMN, Thing.OPTION, Thing.LISTED, Thing.SCORE, Thing.NEED), BREAKING),
}


def weigh(thing: Thing, key: str, old: Any, new: Any, renames: Renames) -> Weight:
    """The weight of another value under this key of a thing, where these things have been renamed."""
    before, after = value_of(old, key), value_of(new, key)
    match key:
        case "visible_if" | "when" | "value" if isinstance(before, str) and isinstance(after, str):
            if not isinstance(old, Option) and renames.same(before, after):
                return HARMLESS  # only written otherwise
        case "urgent" if before is not None and after is not None and renames.same(before.when, after.when):
            return wording(before.text, after.text)
        case "min" | "max" if isinstance(old, Scale):
            return BREAKING  # a 4 on a scale to 10 is not a 4 on a scale to 5, nor the other way round
        case "type" if isinstance(old, Info):
            return CAREFUL  # nothing was answered
        case "type" if isinstance(old, Integer) and isinstance(new, Decimal):
            return CAREFUL  # whole numbers are numbers with decimals
        case "score" if old.points == new.points:
            return HARMLESS  # written out, or left to be the value
        case "decimals" if isinstance(new, Computed):
            return CAREFUL  # there it is what the value is rounded to; elsewhere how it is shown
    return RULES[thing][key](before, after)


def value_of(thing: Any, key: str) -> Any:
    """The value under a key of the file."""
    return getattr(thing, "from_" if key == "from" else key, None)
