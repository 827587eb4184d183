"""Bringing together what was agreed in the same pathway in two places: nothing here is overwritten.

What somebody did is known again by who did it and when. What went on there goes on here; what is new there is added,
under a new number where the number is taken; what was changed in both places stays as it is here, and that is told.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.contact_points import status_path
from kartlegging_tui.domain.history import Event
from kartlegging_tui.domain.plan import next_path
from kartlegging_tui.domain.responsible import RESPONSIBLE

NUMBERED = ("action", "consent", "handover")
"""Kinds whose number says nothing: `action/3` here is another thing than `action/3` there."""
ALIKE = {
    "action": ("need", "contact_point", "text"),
    "consent": ("recipient", "ground", "given_on"),
    "handover": ("recipient", "what", "contact_point"),
    "need": ("title",),
}
"""By kind, what two things of it have in common when they are the same, though neither knows the other's history."""


@dataclass(frozen=True)
class Merged:
    """What comes of it."""

    events: tuple[Event, ...]
    """To be appended here, numbered after those that are here."""
    kept: tuple[Path, ...]
    """What was changed in both places, or stands here only: it stays as it is here."""


def merged(here: Sequence[Event], there: Sequence[Event], points: Collection[int]) -> Merged:
    """`there` brought into `here`; `points` are the numbers of the contact points whose status comes from there.

    Who is responsible there says nothing about who is here, and is left out.
    """
    ours, theirs = _by_path(here), _by_path(there)
    places: dict[Path, Path] = {}
    kept: list[Path] = []
    wanted: list[Event] = []
    status = {status_path(number) for number in points}
    for path, events in theirs.items():
        if path == RESPONSIBLE:
            continue
        place = places[path] = _place(path, events, ours, places.values())
        standing = ours.get(place, [])
        known = {_done(event) for event in standing}
        new = [event for event in events if _done(event) not in known]
        if path.startswith("status/") and path not in status:
            kept += [path] if new else []
        elif not standing or (new and _goes_on(standing, events, new)):
            wanted += new
        elif new:
            kept.append(path)
    numbers = {_done(event): event.number for event in here}
    back = {event.number: _done(event) for event in there}
    last = max((event.number for event in here), default=0)
    added = []
    for number, event in enumerate(sorted(wanted, key=lambda each: each.number), last + 1):
        numbers[_done(event)] = number
        undoes = None if event.undoes is None else numbers.get(back.get(event.undoes, _GONE))
        content = _referring(event.content, places)
        change = {"number": number, "path": places[event.path], "content": content, "undoes": undoes}
        added.append(event.model_copy(update=change))
    return Merged(tuple(added), tuple(kept))


_GONE = ("", datetime.min, "")
"""What an event took back that was deleted by decision since."""


def _by_path(events: Sequence[Event]) -> dict[Path, list[Event]]:
    found: dict[Path, list[Event]] = defaultdict(list)
    for event in events:
        found[event.path].append(event)
    return dict(found)


def _done(event: Event) -> tuple[str, datetime, str]:
    """Who did it, when, and to what kind of thing: two people do not do the same in the same millisecond."""
    return event.author, event.at, event.path.partition("/")[0]


def _is_numbered(path: Path) -> bool:
    """True where the last part is but a number: also of a need that the nurse has added (`need/2//1`)."""
    kind, _, rest = path.partition("/")
    return kind in NUMBERED or (kind == "need" and "//" in path and rest.rpartition("/")[2].isdigit())


def _place(path: Path, events: Sequence[Event], ours: Mapping[Path, list[Event]], taken: Collection[Path]) -> Path:
    """Where it is here, or is to be."""
    if not _is_numbered(path):
        return path
    head = path.rpartition("/")[0]
    alike = [each for each in ours if each.rpartition("/")[0] == head and each not in taken]
    done = {_done(event) for event in events}
    for place in alike:
        if any(_done(event) in done for event in ours[place]):
            return place
    for place in alike:
        if _told(events) & _told(ours[place]):
            return place
    return next_path(head, [*ours, *taken]) if path in ours or path in taken else path


def _told(events: Sequence[Event]) -> set[tuple[Any, ...]]:
    fields = ALIKE[events[0].path.partition("/")[0]]
    contents = (json.loads(event.content) for event in events)
    return {tuple(content.get(name) for name in fields) for content in contents if content}


def _goes_on(standing: Sequence[Event], events: Sequence[Event], new: Sequence[Event]) -> bool:
    """True if all that happened here happened there too, and then something more."""
    done = {_done(event) for event in events}
    return _done(standing[-1]) in done and new[0].at > standing[-1].at


def _referring(content: str, places: Mapping[Path, Path]) -> str:
    """With the paths of what it speaks of, as they are here."""
    said = json.loads(content)
    changed = dict(said)
    for name in ("need", "consent"):
        if isinstance(said.get(name), str):
            changed[name] = places.get(said[name], said[name])
    if isinstance(said.get("needs"), list):
        changed["needs"] = [places.get(path, path) for path in said["needs"]]
    return content if changed == said else json.dumps(changed, ensure_ascii=False, separators=(",", ":"))
