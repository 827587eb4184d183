"""One person's way to the key of a database: what stands in the key file for each password, and the recovery key.

    password --argon2id--> wrapping key --AES-KW--> private key of the slot --X25519--> key of the database

The database's key is sealed to the slot's public key, so that a new one can be given to everybody without their
passwords, and whoever is left out, with an old key file and the old key, learns nothing of the new one.
"""

from __future__ import annotations

import hmac
import unicodedata
from datetime import timedelta
from hashlib import sha256
from secrets import token_bytes
from typing import Annotated, Literal

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from kartlegging_tui.domain.accounts import user_name_of
from kartlegging_tui.records import recovery_key
from kartlegging_tui.records.deriving import ALONE

FREE_TRIES = 5
LONGEST_WAIT = timedelta(minutes=15)

Salt = Annotated[bytes, Field(min_length=16, max_length=16)]
Bytes32 = Annotated[bytes, Field(min_length=32, max_length=32)]
Wrapped32 = Annotated[bytes, Field(min_length=40, max_length=40)]
"""32 bytes, wrapped by AES-KW (RFC 3394)."""


class Part(BaseModel):
    """What stands in a key file: read strictly, bytes as base64, and never quoted in an error."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        hide_input_in_errors=True,
        ser_json_bytes="base64",
        val_json_bytes="base64",
    )


class Kdf(Part):
    """What trying one password costs: Argon2id (RFC 9106) with these parameters. The limits keep a damaged file from
    taking all memory."""

    m: int = Field(ge=8, le=1 << 21)
    """Memory in KiB."""

    t: int = Field(ge=1, le=64)
    """Passes over it."""

    p: int = Field(ge=1, le=64)
    """Lanes."""


STANDARD = Kdf(m=64 * 1024, t=3, p=4)
"""RFC 9106's second choice: 64 MiB, some 0.2 s on a small machine."""


class Sealed(Part):
    """A database's key, sealed to a slot, and the seal of that key on the slot."""

    ephemeral: Bytes32
    wrapped: Wrapped32
    mac: Bytes32
    """Made with the key: says that whoever made the slot had it."""


class Slot(Part):
    """One way in."""

    user: str = Field(max_length=200)
    """Casefolded; empty for the recovery key."""

    kind: Literal["password", "recovery"]
    kdf: Kdf | None
    """None for the recovery key, which is random already."""

    salt: Salt
    public: Bytes32
    private: Wrapped32
    """The private key, wrapped by what comes of the password."""

    sealed: Sealed
    next: Sealed | None = None
    """While the key of the database is changed: the new one."""

    failures: int = Field(default=0, ge=0)
    """Wrong passwords since the last right one, and the one that is being tried."""

    wait_until: AwareDatetime | None = None


def new_slot(database: str, user: str, password: str, key: bytes, kdf: Kdf) -> Slot:
    """A slot that opens with `password`."""
    if not password:
        raise ValueError("an empty password")
    salt = token_bytes(16)
    return _new_slot(database, user_name_of(user), "password", kdf, salt, _from_password(password, salt, kdf), key)


def new_recovery_slot(database: str, shown: str, key: bytes) -> Slot:
    """A slot that opens with the recovery key `shown`."""
    salt = token_bytes(16)
    return _new_slot(database, "", "recovery", None, salt, _from_recovery(shown, salt), key)


def private_by_password(slot: Slot, password: str) -> bytes | None:
    """The slot's private key, None where the password is wrong."""
    assert slot.kdf is not None
    return _unwrapped(_from_password(password, slot.salt, slot.kdf), slot.private)


def private_by_recovery(slot: Slot, shown: str) -> bytes | None:
    """The slot's private key, None where the recovery key is another. Raises Mistyped."""
    return _unwrapped(_from_recovery(shown, slot.salt), slot.private)


def try_nothing(password: str, kdf: Kdf) -> None:
    """Takes as long as trying a password: nobody learns from the clock who is a user."""
    _unwrapped(_from_password(password, bytes(16), kdf), bytes(40))


def with_password(slot: Slot, private: bytes, password: str, kdf: Kdf) -> Slot:
    """The same slot, opened by another password or at another cost."""
    salt = token_bytes(16)
    wrapped = aes_key_wrap(_from_password(password, salt, kdf), private)
    return slot.model_copy(update={"kdf": kdf, "salt": salt, "private": wrapped})


def seal(database: str, slot_is: tuple[str, str, bytes], key: bytes) -> Sealed:
    """The key, readable by whoever has the private key that belongs to `slot_is` (kind, user, public key) alone."""
    *_, public = slot_is
    once = X25519PrivateKey.generate()
    shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    ephemeral = once.public_key().public_bytes_raw()
    wrapped = aes_key_wrap(_hkdf(shared, ephemeral + public, b"kartlegging sealed key"), key)
    return Sealed(ephemeral=ephemeral, wrapped=wrapped, mac=_mac(database, slot_is, key))


def opened(sealed: Sealed, private: bytes, public: bytes) -> bytes | None:
    """The key of the database, None where the seal is damaged."""
    try:
        other = X25519PublicKey.from_public_bytes(sealed.ephemeral)
        shared = X25519PrivateKey.from_private_bytes(private).exchange(other)
    except ValueError:  # a point that no pair of keys has
        return None
    return _unwrapped(_hkdf(shared, sealed.ephemeral + public, b"kartlegging sealed key"), sealed.wrapped)


def made_by(database: str, slot: Slot, sealed: Sealed, key: bytes) -> bool:
    """Whether the slot was made by somebody who had `key`, and is as it was made."""
    return hmac.compare_digest(sealed.mac, _mac(database, identity(slot), key))


def identity(slot: Slot) -> tuple[str, str, bytes]:
    """What a seal is about: kind, user and public key."""
    return slot.kind, slot.user, slot.public


def _new_slot(
    database: str, user: str, kind: Literal["password", "recovery"], kdf: Kdf | None, salt: bytes, by: bytes, key: bytes
) -> Slot:
    pair = X25519PrivateKey.generate()
    public = pair.public_key().public_bytes_raw()
    private = aes_key_wrap(by, pair.private_bytes_raw())
    sealed = seal(database, (kind, user, public), key)
    return Slot(user=user, kind=kind, kdf=kdf, salt=salt, public=public, private=private, sealed=sealed)


def _from_password(password: str, salt: bytes, kdf: Kdf) -> bytes:
    text = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")  # å is one letter on every keyboard
    with ALONE:
        return Argon2id(salt=salt, length=32, iterations=kdf.t, lanes=kdf.p, memory_cost=kdf.m).derive(text)


def _from_recovery(shown: str, salt: bytes) -> bytes:
    return _hkdf(recovery_key.secret_in(shown).encode(), salt, b"kartlegging recovery key")


def _hkdf(secret: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=salt, info=purpose).derive(secret)


def _mac(database: str, slot_is: tuple[str, str, bytes], key: bytes) -> bytes:
    kind, user, public = slot_is
    said = "\0".join((database, kind, user, public.hex())).encode()
    return hmac.digest(_hkdf(key, b"", b"kartlegging key slots"), said, sha256)


def _unwrapped(by: bytes, wrapped: bytes) -> bytes | None:
    try:
        return aes_key_unwrap(by, wrapped)
    except InvalidUnwrap:
        return None
