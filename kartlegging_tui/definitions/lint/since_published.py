"""What has changed since a version was published that stored answers depend on, and translations left behind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kartlegging_tui.definitions.findings import Finding, quote, quote_all
from kartlegging_tui.definitions.lint.walk import in_language, items_and_columns, option_lists
from kartlegging_tui.definitions.near import Near
from kartlegging_tui.definitions.source import At, Source
from kartlegging_tui.domain.changes import Change, Thing, Weight, What
from kartlegging_tui.domain.difference import difference, name_of
from kartlegging_tui.domain.publication import says_the_same
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import Choice, Choices, Ends, Urgent
from kartlegging_tui.domain.texts import LANGUAGES, Text
from kartlegging_tui.domain.weights import base_words
from kartlegging_tui.language import _

_ANSWERED = (Thing.QUESTION, Thing.COLUMN, Thing.OPTION, Thing.LISTED, Thing.SCORE, Thing.NEED)
"""What is stored under its id or value."""
_FITS = ("type", "unit", "min", "max", "ends")
"""The keys of a question on which it depends whether an earlier answer fits, where their change is a breaking one."""

Places = Mapping[tuple[str, ...], At]
"""By kind and ids of a thing: where it stands in the file."""


def since_published(form: Questionnaire, source: Source, before: Questionnaire | None) -> Iterator[Finding]:
    """Findings about what has changed since `before`, the published version that the form is compared with."""
    if before is None or before.id != form.id or says_the_same(before, form):
        return
    if before.version == form.version:
        message = _("Version {version} is published, and a published version never changes: write a new `version`.")
        yield source.finding("published-changed", message.format(version=form.version), ("version",))
    places = _places(form)
    changes = difference(before, form)
    for change in changes:
        if change.what is What.REMOVED and change.weight is Weight.BREAKING and change.thing in _ANSWERED:
            yield _gone(source, change, changes, before, places)
        elif change.what is What.CHANGED and change.weight is Weight.BREAKING and change.field in _FITS:
            at = places.get((change.thing.value, *change.at), ())
            message = _("Answers to version {version} do not fit any more: this was {before} there. Give it a new id.")
            written = _written(change.before)
            yield source.finding(
                "type-changed", message.format(version=before.version, before=written), (*at, change.field)
            )
        elif change.what is What.CHANGED:
            at = places.get((change.thing.value, *change.at), ())
            for place, then, now in _texts(change.before, change.after, (*at, change.field)):
                yield from _stale(source, place, then, now, before.version)


def _gone(
    source: Source, change: Change, changes: tuple[Change, ...], before: Questionnaire, places: Places
) -> Finding:
    name = change.at[-1]
    added = [
        each.at[-1]
        for each in changes
        if each.what is What.ADDED and each.thing is change.thing and each.at[:-1] == change.at[:-1]
    ]
    message = _("{name} of version {version} is gone, and answers given to it are not followed any more.")
    message = message.format(name=quote(change.name), version=before.version)
    near = Near(name, added).suggestion or (added[0] if len(added) == 1 else "")
    if near:
        advice = _("If it is called {now} now, write {line} there.")
        message += " " + advice.format(now=quote(near), line=quote(f"formerly: {name}"))
    else:
        message += " " + _("If it has another name now, write {line} there.").format(line=quote(f"formerly: {name}"))
    return source.finding("id-gone", message, _home(change, before, places), key=True)


def _home(change: Change, before: Questionnaire, places: Places) -> At:
    """What something that is gone stood in, as far as that is still there."""
    match change.thing:
        case Thing.QUESTION:
            section = next(each for each in before.sections if any(item.id == change.at[0] for item in each.questions))
            return (*places.get((Thing.SECTION.value, section.id), ("sections",)), "questions")
        case Thing.COLUMN:
            return (*places.get((Thing.QUESTION.value, *change.at[:-1]), ()), "row")
        case Thing.OPTION:
            kind = Thing.QUESTION if len(change.at) == 2 else Thing.COLUMN
            return (*places.get((kind.value, *change.at[:-1]), ()), "options")
        case Thing.LISTED:
            return ("option_lists", change.at[0])
        case Thing.SCORE:
            return ("scores",)
    return ("needs",)


def _places(form: Questionnaire) -> Places:
    found: dict[tuple[str, ...], At] = {(Thing.FORM.value,): ()}
    for number, section in enumerate(form.sections):
        found[Thing.SECTION.value, section.id] = ("sections", number)
    for at, item in items_and_columns(form):
        name: tuple[str, ...] = (item.id,)
        if "row" in at:
            group = form.sections[int(at[1])].questions[int(at[3])].id
            name = (group, item.id)
        kind = Thing.QUESTION if len(name) == 1 else Thing.COLUMN
        found[kind.value, *name] = at
        if isinstance(item, Choice | Choices):
            listed: At = ("option_lists", item.options) if isinstance(item.options, str) else (*at, "options")
            for place, option in enumerate(form.options(item)):
                found[Thing.OPTION.value, *name, str(option.value)] = (*listed, place)
    for at, options in option_lists(form):
        if at[0] == "option_lists":
            for place, option in enumerate(options):
                found[Thing.LISTED.value, str(at[1]), str(option.value)] = (*at, place)
    for number, score in enumerate(form.scores):
        found[Thing.SCORE.value, score.id] = ("scores", number)
        for place, band in enumerate(score.bands):
            found[Thing.BAND.value, score.id, name_of(band)] = ("scores", number, "bands", place)
    for number, need in enumerate(form.needs):
        found[Thing.NEED.value, need.id] = ("needs", number)
    return found


def _written(value: Any) -> str:
    """A value as the file would have it."""
    return quote(value) if isinstance(value, str | int | float) else _("different")


def _texts(then: Any, now: Any, at: At) -> Iterator[tuple[At, Text, Text]]:
    """The texts of a value that has changed, before and after."""
    match then, now:
        case Text(), Text():
            yield at, then, now
        case Ends(), Ends():
            yield from _texts(then.low, now.low, (*at, "low"))
            yield from _texts(then.high, now.high, (*at, "high"))
        case Urgent(), Urgent():
            yield from _texts(then.text, now.text, (*at, "text"))
        case tuple(), tuple() if len(then) == len(now):
            for place, (one, other) in enumerate(zip(then, now, strict=True)):
                yield from _texts(one, other, (*at, place))


def _stale(source: Source, at: At, then: Text, now: Text, version: str) -> Iterator[Finding]:
    """A finding for translations that were left as they were while the text itself was changed."""
    base = next((language for language in LANGUAGES if language in now.root), "")
    if base not in then.root or base_words(then) == base_words(now):
        return
    left = [
        language
        for language, words in now.root.items()
        if language != base and then.root.get(language) == words and any(letter.isalpha() for letter in words)
    ]
    if left:
        message = _("{base} has changed since version {version}, and {languages} has not. Does it still say the same?")
        message = message.format(base=quote(base), version=version, languages=quote_all(left))
        yield source.finding("stale-translation", message, in_language(source, at, left[0]))
