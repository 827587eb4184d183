"""Whether a database is safe where it lies: on this computer's own disk, and not in a folder that is synchronised.

SQLite's log of writes needs memory that all its users share, and locks that hold: a network share has neither. A
program that synchronises a folder copies the database and its log at different moments, and puts old ones back.
Source: sqlite.org/wal.html and sqlite.org/howtocorrupt.html.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from kartlegging_tui.records.errors import UnsafePlace

_NETWORK = re.compile(
    r"nfs\d?|cifs|smb\d|smbfs|ncpfs|afs|afpfs|ceph|coda|glusterfs|lustre|beegfs|gpfs|ocfs2|gfs2|orangefs|davfs2?"
    r"|webdav|ftp|vboxsf|vmhgfs|prl_fs|9p|(osx|mac)fuse(_.*)?"
    r"|fuse\.(sshfs|rclone|glusterfs|ceph.*|s3.*|goofys|gcsfuse|davfs2?|webdavfs|smb.*|curlftpfs|gvfsd-fuse|kio-fuse"
    r"|onedrive.*|.*google-drive.*|dropbox|vmhgfs-fuse|juicefs|seadrive|mountpoint-s3|blobfuse2?)"
)
"""Kinds of file system of which the disk is in another computer, or is reached through another system."""

_SYNCHRONISED = (
    (re.compile(r"onedrive(\s?-.*)?|sharepoint"), "OneDrive"),
    (re.compile(r"dropbox(\s?[(-].*)?"), "Dropbox"),
    (re.compile(r"icloud ?drive|com~apple~clouddocs|mobile documents"), "iCloud Drive"),
    (re.compile(r"google ?drive(-.*)?|drivefs"), "Google Drive"),
    (re.compile(r"nextcloud\d*"), "Nextcloud"),
    (re.compile(r"owncloud\d*"), "ownCloud"),
    (re.compile(r"jottacloud|jotta sync"), "Jottacloud"),
    (re.compile(r"box sync|box-box"), "Box"),
    (re.compile(r"pcloud ?drive|p ?cloud ?sync"), "pCloud"),
    (re.compile(r"megasync( downloads)?"), "MEGA"),
    (re.compile(r"proton ?drive(-.*)?"), "Proton Drive"),
    (re.compile(r"seafile"), "Seafile"),
)
_MARKS = {
    ".dropbox.cache": "Dropbox",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".stfolder": "Syncthing",
    ".jottacloud": "Jottacloud",
}
"""What these programs leave in the topmost folder that they synchronise, whatever it is called."""

_REMOTE_DRIVE = 4  # DRIVE_REMOTE of GetDriveTypeW


def check(database: Path, mountinfo: str | None = None) -> None:
    """Raises UnsafePlace where the database would not be safe. `mountinfo` is as in /proc/self/mountinfo."""
    found = _unsafe(database, mountinfo)
    if found is not None:
        raise UnsafePlace(database, *found)


def unsafe(database: Path, mountinfo: str | None = None) -> str | None:
    """What the database lies in, where that is not safe: "OneDrive", "nfs4"."""
    found = _unsafe(database, mountinfo)
    return found[0] if found else None


def kind_of_disk(database: Path, mountinfo: str | None = None) -> str:
    """The file system that the database lies on, such as "ext4"; empty where the system does not tell."""
    return _file_system(database.absolute().parent.resolve(), mountinfo)[1]


def _unsafe(database: Path, mountinfo: str | None) -> tuple[str, bool] | None:
    """What it lies in, and whether that is a network share."""
    folder = database.absolute().parent
    service = _synchronised(folder) or _synchronised(folder.resolve())
    if service is not None:
        return service, False
    share = _on_the_network(folder.resolve(), mountinfo)
    return None if share is None else (share, True)


def _synchronised(folder: Path) -> str | None:
    for part in folder.parts:
        name = part.casefold()
        for pattern, kind in _SYNCHRONISED:
            if pattern.fullmatch(name):
                return kind
    for above in (folder, *folder.parents):
        for mark, kind in _MARKS.items():
            if above != Path.home() and os.path.lexists(above / mark):
                return kind
    return None


def _on_the_network(folder: Path, mountinfo: str | None) -> str | None:
    if mountinfo is None and sys.platform == "win32":
        return _of_windows(folder)
    point, kind = _file_system(folder, mountinfo)
    if kind == "9p" and point == "/":
        return None  # the only disk that some containers have
    return kind if _NETWORK.fullmatch(kind) else None


def _file_system(folder: Path, mountinfo: str | None) -> tuple[str, str]:
    found, kind = "", ""
    for point, name in _linux(mountinfo) if mountinfo is not None or sys.platform != "darwin" else _macos():
        if len(point) >= len(found) and folder.is_relative_to(point):  # the last mount of a folder hides earlier ones
            found, kind = point, name
    return found, kind


def _linux(mountinfo: str | None) -> Iterator[tuple[str, str]]:
    if mountinfo is None:
        try:
            mountinfo = Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape")
        except OSError:
            return  # a system that does not tell
    for line in mountinfo.splitlines():
        before, separator, after = line.partition(" - ")
        fields, kind = before.split(" "), after.split(" ")[0]
        if separator and len(fields) > 4:
            yield re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), fields[4]), kind


def _macos() -> Iterator[tuple[str, str]]:
    try:
        run = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5)
    except (OSError, subprocess.TimeoutExpired):
        return
    for line in run.stdout.splitlines():
        said = re.fullmatch(r".* on (/.*) \((\w+).*\)", line)
        if said:
            yield said[1], said[2]


def _of_windows(folder: Path) -> str | None:
    if sys.platform == "win32":
        import ctypes

        root = folder.anchor
        if root.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(root) == _REMOTE_DRIVE:
            return "Windows"
    return None
