"""Keys act in the order in which they were typed, also where several come at once.

Textual hands a key to the widget in focus, whence it climbs to the app, which looks for its command; each step waits
its turn. So of two keys that come together – the program was busy, or the line was slow – the second may act first:
after `v 3` the 3 answered the question that was declined, and the next one counted as declined. And what was typed
right after Enter came to the form, as answers, before the box that Enter opens could take it.

Here a key waits until the one before it has climbed all the way: a message of no meaning follows each, on the same way.
"""

from __future__ import annotations

from collections import deque

from textual.app import App, ReturnType
from textual.events import Event, Key, Paste
from textual.message import Message

PATIENCE = 0.5
"""Seconds that a key waits at most: the widget that the one before it went to may have gone, and all it had with it."""


class Climbed(Message):
    """The key before it has been everywhere where it may be handled."""


class KeysInOrder(App[ReturnType]):
    """An app that takes one key at a time."""

    _climbing: Climbed | None = None
    """Follows the key that is on its way."""

    def __init__(self) -> None:
        super().__init__()
        self._keys_held: deque[Key | Paste] = deque()

    async def on_event(self, event: Event) -> None:
        if not isinstance(event, Key | Paste) or event.is_forwarded:
            await super().on_event(event)
        elif self._climbing is None:
            await self._take(event)
        else:
            self._keys_held.append(event)
            if len(self._keys_held) == 1:
                self._lose_patience(self._climbing)

    async def _take(self, event: Key | Paste) -> None:
        await super().on_event(event)
        climbing = Climbed()
        self._climbing = climbing if (self.focused or self.screen).post_message(climbing) else None

    def on_climbed(self, climbed: Climbed) -> None:
        self.call_later(self._go_on, climbed)  # after what the key has asked for, such as another focus

    async def _go_on(self, climbed: Climbed) -> None:
        """Takes the keys that wait for this one, the first of them at least."""
        if climbed is not self._climbing:
            return
        self._climbing = None
        while self._keys_held and self._climbing is None:
            await self._take(self._keys_held.popleft())
        if self._keys_held and self._climbing is not None:
            self._lose_patience(self._climbing)

    def _lose_patience(self, climbing: Climbed) -> None:
        self.set_timer(PATIENCE, lambda: self._go_on(climbing))
