"""Execute and verify every page, then build the site: `python scripts/build.py`.

Diagnostics go to stderr, `path:line: message` a line. The exit status is 1 if a cell, a formula or
a fact fails; no site is built then.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from actbook import book
from actbook.execution.cache import Cache
from actbook.records.taking import POLICY, Policy
from actbook.verdict import Diagnostic

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--site-dir", default="site", help="where to build (default: site)")
    parser.add_argument("--fresh", action="store_true", help="run the cells that are recorded too")
    arguments = parser.parse_args()
    os.chdir(ROOT)
    policy: Policy = "fresh" if arguments.fresh else "refuse"
    found = read(policy)
    if found.problems:
        print(f"{len(found.problems)} problems: nothing was built", file=sys.stderr)
        return 1
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", arguments.site_dir]
    environment = {"NO_MKDOCS_2_WARNING": "1", POLICY: policy}
    return subprocess.run(command, env={**os.environ, **environment}).returncode


def read(policy: Policy) -> book.Book:
    """The book, with a progress bar over the pages that have to be run."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task("executing and checking", total=None)
        places: dict[str, str] = {}

        def show() -> None:
            bar.update(task, description=", ".join(places.values()) or "all pages")

        def started(path: str, what: str, line: int) -> None:
            places[path] = f"{Path(path).name}:{line}" if line else Path(path).name
            show()

        def done(count: int, total: int, path: str) -> None:
            bar.update(task, completed=count, total=total)
            places.pop(path, None)
            show()

        def problem(found: Diagnostic) -> None:
            bar.console.print(str(found), markup=False, highlight=False, soft_wrap=True)

        progress = book.Progress(started, problem, done)
        found = book.read(Path("docs"), Cache(Path(".cache")), progress=progress, policy=policy)
        count = len(found.entries)
        bar.update(task, completed=count, total=count, description="all pages")
    return found


if __name__ == "__main__":
    sys.exit(main())
