"""The peers' packages, in a cache folder outside the checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from platformdirs import user_cache_path

SCRIPTS = Path(__file__).parent
PYTHON_PACKAGES = ("pyxform", "questionary")
PACKAGES = ("survey-core@^3", "lforms@^40", "zone.js", "puppeteer-core")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 600
"""Seconds for a script, which opens large forms several times."""


class NotHere(Exception):
    """A peer cannot be run here; the message says why."""


def folder() -> Path:
    """Where they are kept: `KARTLEGGING_PEERS`, or the user's cache."""
    return Path(os.environ.get("KARTLEGGING_PEERS") or user_cache_path("kartlegging-benchmarks"))


def node(script: str, given: Mapping[str, Any]) -> Any:
    """What a script of this folder prints, as JSON, which it is given in a file. Raises NotHere."""
    where = _packages()
    path = shutil.copy(SCRIPTS / script, where / script)  # Node looks for packages where the script lies
    with NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(given, file)
        file.flush()
        return _json([_program("node"), path, file.name], where)


def python(script: str, given: Mapping[str, Any]) -> Any:
    """What a Python script of this folder prints, as JSON, which it is given in a file. Raises NotHere."""
    with NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(given, file)
        file.flush()
        return _json([*python_command(script), file.name], folder())


def python_command(script: str) -> list[str]:
    """What runs a Python script of this folder, in an environment with the peers alone. Raises NotHere."""
    where = folder() / "python"
    interpreter = where / "bin" / "python"
    if not all((where / f"{name}.there").exists() for name in PYTHON_PACKAGES):
        folder().mkdir(parents=True, exist_ok=True)
        for words in (
            [sys.executable, "-m", "venv", str(where)],
            [str(interpreter), "-m", "pip", "install", "-q", *PYTHON_PACKAGES],
        ):
            done = subprocess.run(words, capture_output=True, text=True, check=False)
            if done.returncode:
                raise NotHere(
                    f"{words[2]}: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else 'failed'}"
                )
        for name in PYTHON_PACKAGES:
            (where / f"{name}.there").touch()
    return [str(interpreter), str(SCRIPTS / script)]


def browser() -> str:
    """A Chromium. Raises NotHere."""
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    raise NotHere("no Chromium on this machine (Debian: the package chromium)")


def _packages() -> Path:
    where = folder()
    if not (where / "node_modules" / "zone.js").is_dir():
        where.mkdir(parents=True, exist_ok=True)
        (where / "package.json").write_text('{"private": true}', encoding="utf-8")
        words = (_program("npm"), "install", "--no-audit", "--no-fund", "--legacy-peer-deps", "--omit=peer", *PACKAGES)
        done = subprocess.run(words, cwd=where, capture_output=True, text=True, check=False)
        if done.returncode:
            raise NotHere(f"npm install: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else 'failed'}")
    return where


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise NotHere(f"no {name} on this machine")
    return found


def _json(words: Sequence[str], where: Path) -> Any:
    try:
        done = subprocess.run(words, cwd=where, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise NotHere(f"not done after {PATIENCE} seconds") from None
    if done.returncode:
        raise NotHere(done.stderr.strip()[:300] or f"exit code {done.returncode}")
    return json.loads(done.stdout)
