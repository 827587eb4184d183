"""The real program in a pseudo-terminal of its own: keys in, an emulated screen out."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

import pyte

PROGRAM = str(Path(sys.executable).parent / "kartlegging")
KEYS = {
    "enter": "\r",
    "esc": "\x1b",
    "tab": "\t",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "f1": "\x1bOP",
    "f3": "\x1bOR",
    "f12": "\x1b[24~",
    "backspace": "\x7f",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "ctrl+p": "\x10",
    "ctrl+g": "\x07",
    "ctrl+q": "\x11",
}
SIZE_SAID = ("COLUMNS", "LINES")
"""Variables that say another size than the terminal has: the workers of the tests have them."""
PATIENCE = 60.0
"""Seconds until a text that should come is given up: long, as these machines are busy."""


class Screen(pyte.Screen):  # type: ignore[misc]
    """pyte stumbles over a private variant that Textual sends; what it does not know is passed over."""

    def set_margins(self, *margins: int, **private: bool) -> None:
        if not private:
            super().set_margins(*margins)

    def report_device_status(self, *_arguments: int, **_private: bool) -> None:
        return


class Terminal:
    """A program and what it shows. Ends the program when left."""

    def __init__(
        self,
        *arguments: str,
        size: tuple[int, int] = (80, 24),
        env: dict[str, str] | None = None,
        command: Sequence[str] = (PROGRAM,),
    ) -> None:
        """The program with these arguments; `command` is what to run instead of it."""
        self.screen = Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = bytearray()
        """Every byte that the program wrote."""
        self.pid, self._file = pty.fork()
        room = struct.pack("HHHH", size[1], size[0], 0, 0)
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, room)  # before the program can ask for it
            whole = {
                **{name: value for name, value in os.environ.items() if name not in SIZE_SAID},
                "TERM": "xterm-256color",
                "LANG": "C.UTF-8",
                "TEXTUAL_ANIMATIONS": "none",
                **(env or {}),
            }
            os.execvpe(command[0], [*command, *arguments], whole)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.kill(signal.SIGKILL)
        os.close(self._file)

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def read(self, seconds: float) -> bool:
        """Takes in what comes within the time; False if nothing did."""
        data = self.take(seconds)
        self._stream.feed(data)
        return bool(data)

    def take(self, seconds: float) -> bytes:
        """What comes within the time, as bytes alone: the emulated screen is slow, and knows nothing of it."""
        if not select.select([self._file], [], [], seconds)[0]:
            return b""
        try:
            data = os.read(self._file, 1 << 16)
        except OSError:
            return b""
        self.raw += data
        return data

    def wait_for(self, *texts: str, absent: str = "") -> None:
        """Until all of these are on the screen, and `absent` is not. Raises TimeoutError with the screen."""
        wanted = f"{texts} not {absent!r}"
        self.wait_until(
            lambda: all(text in self.text for text in texts) and not (absent and absent in self.text), wanted
        )

    def wait_until(self, seen: Callable[[], bool], wanted: str) -> None:
        """Until it is so. Raises TimeoutError with what was wanted, and the screen."""
        end = time.monotonic() + PATIENCE
        while not seen():
            if time.monotonic() > end:
                raise TimeoutError(f"{wanted} never came; the screen was:\n{self.text}")
            self.read(0.05)

    def press(self, *keys: str) -> None:
        """Types keys: by name, or a text as it stands."""
        for key in keys:
            self.send(key)
            self.settle()

    def send(self, *keys: str) -> None:
        """Types keys without waiting for what comes of them."""
        os.write(self._file, "".join(KEYS.get(key, key) for key in keys).encode())

    def written_after(self, key: str, quiet: float = 0.1) -> list[tuple[float, bytes]]:
        """Types a key; what the program then wrote, each piece with the seconds since the key, until it is quiet."""
        pieces: list[tuple[float, bytes]] = []
        start = time.perf_counter()
        self.send(key)
        while data := self.take(quiet if pieces else 5):
            pieces.append((time.perf_counter() - start, data))
        self._stream.feed(b"".join(data for _after, data in pieces))  # only now: an emulator takes its time
        return pieces

    def seconds_until(self, key: str, words: str) -> float:
        """Types a key; how long it took until the program had written these words. Raises TimeoutError."""
        written, start = b"", time.perf_counter()
        self.send(key)
        while words.encode() not in written:
            data = self.take(PATIENCE)
            if not data:
                raise TimeoutError(f"{words!r} never came; the screen was:\n{self.text}")
            written += data
        took = time.perf_counter() - start
        self._stream.feed(written)
        return took

    def settle(self, quiet: float = 0.15) -> None:
        """Until the program has been quiet for a moment."""
        end = time.monotonic() + 5
        while time.monotonic() < end and self.read(quiet):
            pass

    def kill(self, sign: signal.Signals) -> int | None:
        """Sends a signal to the program and waits for its end; the exit status, or None if it had ended before."""
        try:
            os.kill(self.pid, sign)
            end = time.monotonic() + 10
            while time.monotonic() < end:
                self.read(0.02)
                pid, status = os.waitpid(self.pid, os.WNOHANG)
                if pid:
                    return status
            os.kill(self.pid, signal.SIGKILL)
            return os.waitpid(self.pid, 0)[1]
        except (ProcessLookupError, ChildProcessError):
            return None
