"""A second server that follows the first, ready to take its place."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.postgres import Server


class Standby:
    """A copy of a server, kept up to date by what it streams. Only on a socket, as the server itself."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.socket: Path = server.socket.with_name("standby")
        self.socket.mkdir(mode=0o700)
        if server.system_user:  # which has to read what the wheel keeps beside the data, too
            for path in (self.socket, server.socket / ".handle_pids.json"):
                shutil.chown(path, server.system_user)
        server.execute(
            "pg_basebackup", "-h", str(server.socket), "-U", "postgres", "-D", str(self.socket), "-R", "-c", "fast"
        )
        (self.socket / ".s.PGSQL.5432.lock").unlink()  # of the first server's socket: copied with the rest
        self.start()

    def url(self, database: str, role: str) -> str:
        """The address of a database, on whichever of the two takes writes: this one is asked first."""
        return f"postgresql://{role}@/{database}?host={self.socket},{self._server.socket}"

    def start(self) -> None:
        """Starts it, or starts it again."""
        self._server.start(self.socket)

    def stop(self) -> None:
        """It follows no more, until it is started."""
        self._server.execute("pg_ctl", "stop", "-w", "-D", str(self.socket), "-m", "fast")

    def promote(self) -> None:
        """Takes the place of the first."""
        self._server.execute("pg_ctl", "promote", "-w", "-D", str(self.socket))
