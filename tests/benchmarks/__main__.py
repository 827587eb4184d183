"""`python -m tests.benchmarks [--scale N] NAME…`: runs benchmarks and prints their rows; without a name, lists them."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from importlib import import_module
from inspect import signature
from pathlib import Path

from tests.benchmarks.rows import Row


def main(words: list[str]) -> int:
    parser = ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--scale", type=int, help="how many patients, where a benchmark makes patients")
    given = parser.parse_args(words)
    known = sorted(
        path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in ("__init__", "__main__", "rows")
    )
    if not given.names or not set(given.names) <= set(known):
        print("Benchmarks:", ", ".join(known))
        return 0 if not given.names else 2
    for name in given.names:
        print(name)
        run = import_module(f"tests.benchmarks.{name}").run
        scaled = given.scale and "scale" in signature(run).parameters
        rows: list[Row] = run(given.scale) if scaled else run()
        for row in rows:
            print(f"  {row}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
