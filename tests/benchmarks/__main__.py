"""`python -m tests.benchmarks NAME…`: runs benchmarks and prints their rows; without a name, says which there are."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

from tests.benchmarks.rows import Row


def main(names: list[str]) -> int:
    known = sorted(
        path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in ("__init__", "__main__", "rows")
    )
    if not names or not set(names) <= set(known):
        print("Benchmarks:", ", ".join(known))
        return 0 if not names else 2
    for name in names:
        print(name)
        rows: list[Row] = import_module(f"tests.benchmarks.{name}").run()
        for row in rows:
            print(f"  {row}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
