"""The command; see the package."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# As pytest has them: the code beside these tests, whatever is installed.
sys.path[:0] = [str(ROOT / "_ext"), str(ROOT / "tests")]

from .run import findings  # noqa: E402
from .targets import TARGETS  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Read careless input; print what goes wrong.")
    parser.add_argument("target", choices=TARGETS, help="what to make: records, a bibliography, pages, pages read by Sphinx")
    parser.add_argument("--number", type=int, default=1000, help="how many (default: 1000)")
    parser.add_argument("--seed", type=int, default=1, help="which ones: the same number gives the same input (default: 1)")
    chosen = parser.parse_args()
    target = TARGETS[chosen.target]()
    begun = time.monotonic()
    found = 0
    for finding in findings(target, chosen.number, chosen.seed):
        found += 1
        print(f"{finding.what}\n    {finding.content!r}", flush=True)
    rate = chosen.number / (time.monotonic() - begun)
    print(f"{chosen.number} of {chosen.target} (seed {chosen.seed}): {found} findings, {rate:.0f} a second")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
