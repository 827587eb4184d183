"""A database is refused where two computers could damage it, and the refusal says what to use instead."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kartlegging_tui.records import where_it_lies
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import UnsafePlace

LOCAL = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
23 22 0:21 / /proc rw,nosuid shared:12 - proc proc rw
24 22 8:2 / /home rw,relatime shared:2 - xfs /dev/sda2 rw
"""


def mounted(kind: str, at: str = "/mnt/felles") -> str:
    return LOCAL + f"99 22 0:50 / {at} rw,relatime shared:9 master:1 - {kind} server:/srv rw,vers=4.2\n"


SHARES = "nfs nfs4 cifs smb3 smbfs afs ceph glusterfs davfs 9p fuse.sshfs fuse.rclone fuse.gvfsd-fuse fuse.s3fs"
DISKS = "ext4 xfs btrfs zfs tmpfs overlay fuseblk ntfs3 apfs fuse.gocryptfs f2fs"


@pytest.mark.parametrize("kind", SHARES.split())
def test_a_network_share_is_refused(kind: str) -> None:
    with pytest.raises(UnsafePlace) as caught:
        where_it_lies.check(Path("/mnt/felles/kreft/records.sqlite3"), mounted(kind))
    assert caught.value.kind == kind and caught.value.network
    assert "folder on this computer" in str(caught.value) and "PostgreSQL" in str(caught.value)


@pytest.mark.parametrize("kind", DISKS.split())
def test_a_disk_of_this_computer_is_not(kind: str) -> None:
    assert where_it_lies.unsafe(Path("/mnt/felles/records.sqlite3"), mounted(kind)) is None


def test_beside_a_share_is_not_on_it() -> None:
    shares = mounted("nfs4")
    assert where_it_lies.unsafe(Path("/mnt/felles2/records.sqlite3"), shares) is None
    assert where_it_lies.unsafe(Path("/home/kari/records.sqlite3"), shares) is None


def test_a_share_with_a_space_in_its_name_and_a_disk_mounted_within_it_are_told_apart() -> None:
    shares = mounted("cifs", r"/mnt/felles\040omr\303\245de".replace(r"\303\245", "å"))
    shares += "100 99 8:9 / /mnt/felles\\040område/lokal rw - ext4 /dev/sdb1 rw\n"
    assert where_it_lies.unsafe(Path("/mnt/felles område/a.sqlite3"), shares) == "cifs"
    assert where_it_lies.unsafe(Path("/mnt/felles område/lokal/a.sqlite3"), shares) is None


def test_of_two_mounts_on_one_folder_the_last_counts() -> None:
    over = mounted("nfs4") + "101 22 8:9 / /mnt/felles rw - ext4 /dev/sdb1 rw\n"
    assert where_it_lies.unsafe(Path("/mnt/felles/a.sqlite3"), over) is None


def test_the_only_disk_of_a_container_is_its_own() -> None:
    assert (
        where_it_lies.unsafe(Path("/data/a.sqlite3"), "1 0 0:9 / / rw - 9p none rw,cache=remote_revalidating\n") is None
    )


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - Kreftforeningen", "OneDrive"),
        ("OneDrive - Alta kommune/Dokumenter", "OneDrive"),
        ("Library/CloudStorage/OneDrive-Kreftforeningen", "OneDrive"),
        ("Library/CloudStorage/GoogleDrive-kari@example.no/Min disk", "Google Drive"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud Drive"),
        ("iCloudDrive", "iCloud Drive"),
        ("Dropbox", "Dropbox"),
        ("Dropbox (Kommunen)/x", "Dropbox"),
        ("Google Drive", "Google Drive"),
        ("Nextcloud/Kreft", "Nextcloud"),
        ("Jottacloud", "Jottacloud"),
    ],
)
def test_a_synchronised_folder_is_refused(folder: str, kind: str) -> None:
    with pytest.raises(UnsafePlace) as caught:
        where_it_lies.check(Path("/home/kari", folder, "records.sqlite3"), LOCAL)
    assert caught.value.kind == kind


@pytest.mark.parametrize("folder", ["onedriven", "Dokumenter", "dropboxer", "Sky", "box", "nextcloud-rapporter"])
def test_a_name_that_only_reminds_of_one_is_not(folder: str) -> None:
    assert where_it_lies.unsafe(Path("/home/kari", folder, "dropbox.sqlite3"), LOCAL) is None


def test_a_synchronised_folder_is_known_by_what_lies_in_it_and_through_a_link(tmp_path: Path) -> None:
    real = tmp_path / "synk"
    (real / "kreft").mkdir(parents=True)
    (real / ".stfolder").mkdir()
    link = tmp_path / "lokal"
    link.symlink_to(real / "kreft")
    assert where_it_lies.unsafe(link / "records.sqlite3", LOCAL) == "Syncthing"


def test_nothing_is_made_in_a_place_that_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsafePlace):
        Database.open(tmp_path / "OneDrive - Kreftforeningen" / "records.sqlite3")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux tells")
def test_the_mounts_of_this_computer_are_read(tmp_path: Path) -> None:
    kinds = subprocess.run(["cat", "/proc/self/mountinfo"], capture_output=True, text=True).stdout
    assert where_it_lies.unsafe(tmp_path / "a", kinds) == where_it_lies.unsafe(tmp_path / "a")
    assert where_it_lies.kind_of_disk(tmp_path / "a") in kinds
