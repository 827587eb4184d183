"""`python -m tests.benchmarks [--json] [--scale N] [NAME…]`: measures, and prints each figure beside its floor or peer.

Without a name, all of them, which takes its time. Nothing fails here: a budget that is not kept is said.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterable
from importlib import import_module
from inspect import signature
from pathlib import Path

from tests.benchmarks.figures import Figure, Skipped
from tests.benchmarks.noise import machine, noise

NOT_BENCHMARKS = ("__init__", "__main__", "figures", "invented", "large", "noise", "stage", "program")


def main(words: list[str]) -> int:
    known = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in NOT_BENCHMARKS)
    parser = ArgumentParser(
        "python -m tests.benchmarks", description=__doc__, formatter_class=RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(known))
    parser.add_argument("--scale", type=int, help="how many patients, where a benchmark makes patients")
    parser.add_argument("--json", action="store_true", help="all figures as JSON")
    given = parser.parse_args(words)
    if unknown := [name for name in given.names if name not in known]:
        parser.error(f"no benchmark {', '.join(unknown)}; there are {', '.join(known)}")
    found: dict[str, object] = {"machine": machine()}
    if not given.json:
        print(f"{machine()}\n{'':<62} {'median':>8} {'p95':>8}")
    for name in given.names or known:
        before, rows = noise(), []
        if not given.json:
            print(f"\n{name}\n  {before}")
        for row in _run(name, given.scale):
            rows.append(row.data())
            if not given.json:
                print(f"  {row}", flush=True)
        after = noise()
        found[name] = {"noise": [before.data(), after.data()], "figures": rows}
        if not given.json:
            print(f"  {after}")
    if given.json:
        json.dump(found, sys.stdout, ensure_ascii=False, indent=1)
    return 0


def _run(name: str, scale: int | None) -> Iterable[Figure | Skipped]:
    run = import_module(f"tests.benchmarks.{name}").run
    rows: Iterable[Figure | Skipped] = run(scale) if scale and "scale" in signature(run).parameters else run()
    return rows


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
