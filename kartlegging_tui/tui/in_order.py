"""Keys act in the order in which they were typed, also where several come at once, and wait for the page they are for.

Textual hands a key to the widget in focus, whence it climbs to the app, which looks for its command; each step waits
its turn. So of two keys that come together – the program was busy, or the line was slow – the second may act first:
after `v 3` the 3 answered the question that was declined, and the next one counted as declined. And what was typed
right after Enter came to the form, as answers, before the box that Enter opens could take it.

Here a key waits until the one before it has climbed all the way: a message of no meaning follows each, on the same way.
It also waits while the page that the one before it opened is being read (`is_opening`); only what leaves does not.
"""

from __future__ import annotations

from collections import deque

from textual.app import App, ReturnType
from textual.events import Event, Key, Paste
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

LOOK_EVERY = 0.05
"""Seconds between looks at whether keys that wait may go on, beside being told."""
MOST_LOOKS = 100
"""At one and the same key, before the next goes on all the same: some handler waits for something that only a key can
bring. Counted, not timed, so that a busy machine, which looks less often, has more patience."""
LEAVES = frozenset({"leave", "back", "quit", "lock"})
"""Actions that wait for no page. What was typed before them was for the page that is left, and is dropped."""


class Climbed(Message):
    """The key before it has been everywhere where it may be handled."""


class KeysInOrder(App[ReturnType]):
    """An app that takes one key at a time."""

    _climbing: Climbed | None = None
    """Follows the key that is on its way."""
    _from: Widget | None = None
    """Where it began."""
    _looking: Timer | None = None

    def __init__(self) -> None:
        super().__init__()
        self._keys_held: deque[Key | Paste] = deque()
        self._looks = 0

    @property
    def is_opening(self) -> bool:
        """The page on the screen is still being read: keys wait for it."""
        return False

    async def on_event(self, event: Event) -> None:
        if not isinstance(event, Key | Paste) or event.is_forwarded:
            await super().on_event(event)
        elif self.is_opening and isinstance(event, Key) and self._leaves(event):
            self.drop_keys()
            await self._take(event)
        elif self._keys_held or self._climbing is not None or self.is_opening:
            self._keys_held.append(event)
            if self._looking is None:
                self._looking = self.set_interval(LOOK_EVERY, self._look_again)
        else:
            await self._take(event)

    def drop_keys(self) -> None:
        """What was typed and waits was for a page that does not come."""
        self._keys_held.clear()
        self._climbing = None

    async def _take(self, event: Key | Paste) -> None:
        await super().on_event(event)
        self._looks = 0
        self._follow()

    def _follow(self) -> None:
        """Sends what tells when all that is under way now on the screen has been dealt with."""
        climbing, self._from = Climbed(), self.focused or self.screen
        self._climbing = climbing if self._from.post_message(climbing) else None

    def on_climbed(self, climbed: Climbed) -> None:
        self.call_later(self._go_on, climbed)  # after what the key has asked for, such as another focus

    async def _go_on(self, climbed: Climbed) -> None:
        """Takes the keys that wait for this one, the first of them at least."""
        if climbed is not self._climbing:
            return
        self._climbing = None
        while self._keys_held and self._climbing is None and not self.is_opening:
            await self._take(self._keys_held.popleft())

    async def _look_again(self) -> None:
        if not self._keys_held:
            self._stop_looking()
        elif self._climbing is not None:
            self._looks += 1
            if self._looks > MOST_LOOKS:
                await self._go_on(self._climbing)
            elif not self._is_there(self._from):
                self._follow()  # the widget has gone, perhaps with what followed the key
        elif not self.is_opening:
            self._follow()  # the page is read; first it hears whether that went well

    def _is_there(self, widget: Widget | None) -> bool:
        on_a_screen = widget is not None and any(node in self.screen_stack for node in widget.ancestors_with_self)
        return on_a_screen and widget is not None and widget.is_running

    def _stop_looking(self) -> None:
        if self._looking is not None:
            self._looking.stop()
            self._looking = None

    def _leaves(self, event: Key) -> bool:
        bound = self.screen.active_bindings.get(event.key)
        return bound is not None and bound.binding.action.rpartition(".")[2] in LEAVES
