"""The address of a database on a server: what is meant by it, how it is shown, and what a connection is asked for."""

from __future__ import annotations

import os
import re
from typing import Any

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from kartlegging_tui.records.errors import CannotOpen

_SEVERAL = re.compile(r"(?P<before>[^:/]+://(?:[^@/]*@)?)(?P<servers>[^@/?]*,[^@/?]*)(?P<after>.*)", re.DOTALL)
"""`postgresql://role@one:5432,two:5433/records`, as PostgreSQL writes it, and SQLAlchemy does not."""
_PATIENCE = {
    "connect_timeout": 10,  # for each server
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,  # milliseconds: keepalives say nothing while something sent is not confirmed
}
"""Seconds. A server that is gone without a word is found out in a minute, not in two hours."""
_HERE = {"", "localhost", "127.0.0.1", "::1"}


def url_of(address: str) -> URL:
    """The URL that is meant, with the driver that is used. Raises CannotOpen."""
    several = _SEVERAL.fullmatch(address)
    try:
        url = make_url(several["before"] + several["after"] if several else address)
    except (ArgumentError, ValueError):
        raise CannotOpen("postgresql://…", "this is not the address of a database") from None
    if several:
        servers = [_host_and_port(server) for server in several["servers"].split(",")]
        names, ports = (",".join(each) for each in zip(*servers, strict=True))
        url = url.update_query_dict({"host": names} | ({"port": ports} if ports.strip(",") else {}))
    return url.set(drivername="postgresql+psycopg")


def _host_and_port(server: str) -> tuple[str, str]:
    host, colon, port = server.rpartition(":")
    return (host.strip("[]"), port) if colon and not port.endswith("]") else (server.strip("[]"), "")


def shown(url: URL) -> str:
    """The address as it may be read by anybody: without a password, wherever it stands."""
    public = {name: value for name, value in url.query.items() if "password" not in name}
    return url.set(drivername="postgresql", query=public).render_as_string(hide_password=True)


def options(url: URL) -> dict[str, Any]:
    """What a connection is asked for, beside what the address says itself."""
    given = {**_PATIENCE, "application_name": "kartlegging", "prepare_threshold": None, "client_encoding": "UTF8"}
    servers = _servers(url)
    if len(servers) > 1:
        given["target_session_attrs"] = "read-write"  # a replica takes nothing, and whatever is read is logged first
    told = {"sslmode", "service"} & url.query.keys() or {"PGSSLMODE", "PGSERVICE"} & os.environ.keys()
    if not told and not all(server in _HERE or server.startswith(("/", "@")) for server in servers):
        given["sslmode"] = "require"  # the driver would fall back to plain text without a word
    return {name: value for name, value in given.items() if name not in url.query}


def _servers(url: URL) -> list[str]:
    """The servers that are asked one after the other; folders are sockets."""
    asked = url.query.get("host", url.host or "")
    if isinstance(asked, str):
        return asked.split(",")
    return [_host_and_port(server)[0] for server in asked]  # `host=one:5432&host=two:5432`
