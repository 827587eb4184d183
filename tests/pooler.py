"""PgBouncer for tests, where it is installed: in front of the server of the tests."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from tests.postgres import OTHER_ROLE, ROLE, Server

_PORT = 6432
_SETTINGS = """[databases]
* = host={server}

[pgbouncer]
pool_mode = transaction
default_pool_size = 1
listen_addr =
listen_port = {port}
unix_socket_dir = {folder}
auth_type = trust
auth_file = {folder}/users
logfile = {folder}/log
max_client_conn = 200
{user}
"""
"""One connection to the server for each role and database: whoever works on the records takes turns on it."""


class Pooler:
    """PgBouncer on a socket in a folder of its own, in transaction pooling mode."""

    def __init__(self, server: Server) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="pooler-"))
        runs_as = server.system_user
        settings = _SETTINGS.format(
            server=server.socket, port=_PORT, folder=self._folder, user=f"user = {runs_as}" if runs_as else ""
        )
        (self._folder / "pgbouncer.ini").write_text(settings)
        (self._folder / "users").write_text("".join(f'"{role}" ""\n' for role in (ROLE, OTHER_ROLE)))
        if runs_as:
            shutil.chown(self._folder, runs_as)
        self.start()

    def url(self, database: str, role: str) -> str:
        """The address of a database behind it."""
        return f"postgresql://{role}@/{database}?host={self._folder}&port={_PORT}"

    def start(self) -> None:
        """Starts it, or starts it again."""
        self._process = subprocess.Popen(
            ["pgbouncer", "--quiet", str(self._folder / "pgbouncer.ini")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while not (self._folder / f".s.PGSQL.{_PORT}").exists():
            assert self._process.poll() is None, (self._folder / "log").read_text()
            time.sleep(0.01)

    def stop(self) -> None:
        """At once, whoever is connected."""
        self._process.terminate()
        self._process.wait()

    def end(self) -> None:
        """Stops it for good."""
        self.stop()
        shutil.rmtree(self._folder)
