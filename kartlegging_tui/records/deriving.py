"""Argon2id derivations, one at a time in a process."""

from __future__ import annotations

import threading

ALONE = threading.Lock()
"""Held around each derivation.

OpenSSL takes the threads of all derivations of a process from one pool: two that run at once, each with some of the
threads that the other still needs, wait for each other for ever (seen with cryptography 50.0.2).
"""
